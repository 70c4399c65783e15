/* Typing into a grid as into a spreadsheet (form[data-grid], which names the most rows): Enter goes to the next row, into
   the column in which a run of Tabs began; the arrows go down and up, a pasted block spreads over the cells from where
   the cursor stands. Without this file Tab goes on and the large
   field above the grid takes what is pasted. */
"use strict";

(() => {
  for (const form of document.querySelectorAll("form[data-grid]")) {
    const body = form.querySelector(".grid-table tbody");
    const most = Number(form.dataset.grid);
    const cells = (row) => [...row.querySelectorAll("input")];
    const rowOf = (cell) => cell.closest("tr");

    const addRow = () => {
      if (body.rows.length >= most) return null;
      const number = body.rows.length;
      const row = body.rows[number - 1].cloneNode(true);
      row.cells[0].textContent = String(number + 1);
      row.querySelectorAll(".field-error").forEach((one) => one.remove());
      for (const cell of cells(row)) {
        cell.value = "";
        cell.id = cell.name = `c-${number}-${cell.dataset.key}`;
        cell.classList.remove("is-invalid");
        cell.removeAttribute("aria-invalid");
        cell.removeAttribute("aria-describedby");
        cell.setAttribute("aria-label", cell.getAttribute("aria-label").replace(/^\S+ \d+/, `Dòng ${number + 1}`));
      }
      body.append(row);
      return row;
    };
    let begun = 0; // the column to which Enter comes back
    let isTabbing = false;
    const go = (cell, step, place = cells(rowOf(cell)).indexOf(cell)) => {
      const row = rowOf(cell);
      const next = step > 0 ? row.nextElementSibling ?? addRow() : row.previousElementSibling;
      const target = next && cells(next)[place];
      target?.focus();
      target?.select();
    };

    body.addEventListener("focusin", (event) => {
      if (!isTabbing && event.target.matches("input")) begun = cells(rowOf(event.target)).indexOf(event.target);
      isTabbing = false;
    });
    body.addEventListener("keydown", (event) => {
      isTabbing = event.key === "Tab" && !event.shiftKey;
      if (!event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: event.target.list ? 0 : 1, ArrowUp: event.target.list ? 0 : -1 }[event.key];
      if (!step) return; // the arrows choose among the suggestions of a field that has some
      event.preventDefault();
      if (event.key === "Enter") go(event.target, step, begun);
      else go(event.target, step);
    });
    body.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
      if (!event.target.matches("input") || !/[\t\n]/.test(text)) return;
      event.preventDefault();
      const place = cells(rowOf(event.target)).indexOf(event.target);
      let row = rowOf(event.target);
      let last = event.target;
      for (const line of text.split("\n")) {
        row ??= addRow();
        if (!row) break;
        line.split("\t").forEach((value, offset) => {
          const cell = cells(row)[place + offset];
          if (!cell) return;
          cell.value = value.trim();
          last = cell;
        });
        row = row.nextElementSibling;
      }
      last.focus();
      form.dispatchEvent(new Event("input", { bubbles: true })); // so that leaving the page asks first
    });
    const first = form.querySelector("input.is-invalid") ?? body.querySelector("input");
    if (document.activeElement === document.body) first.focus();
  }
})();
