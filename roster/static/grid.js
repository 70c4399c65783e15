/* Typing into a grid as into a spreadsheet (form[data-grid], which names the most rows): Enter goes to the next row, into
   the column in which a run of Tabs began; the arrows go down and up, a pasted block spreads over the cells from where
   the cursor stands, whole or not at all. A block with headings, with running numbers, or larger than the grid goes through
   the large field above the grid, whose answer says what found no room. Without this file Tab goes on and that field
   takes what is pasted. */
"use strict";

(() => {
  // A spreadsheet puts a cell with a line break or a quotation mark into quotation marks; one that nobody closed is a mark.
  const cellsOf = (text) => {
    const cell = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/y;
    const lines = [[]];
    while (cell.lastIndex < text.length || lines.at(-1).length === 0) {
      const [whole, quoted, plain, end] = cell.exec(text);
      lines.at(-1).push((quoted?.replaceAll('""', '"') ?? plain).replace(/\s+/g, " ").trim());
      if (end === "\n") lines.push([]);
      if (end === "\t" && cell.lastIndex === text.length) lines.at(-1).push("");
      if (!end || !whole) break;
    }
    for (const line of lines) while (line.length && !line.at(-1)) line.pop();
    while (lines.length && !lines.at(-1).length) lines.pop();
    return lines;
  };
  const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
  const isNameHeading = (text) => /^ho (?:va |, ?(?:chu )?dem va |chu dem va )?ten\b|^ho,? (?:chu )?dem/.test(folded(text));

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
    const told = form.querySelector(".grid-told");
    const tell = (text) => {
      const notice = document.createElement("p");
      notice.className = "notice notice-warning";
      notice.textContent = text;
      told.replaceChildren(notice);
    };
    body.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
      if (!event.target.matches("input") || !/[\t\n]/.test(text.replace(/\n$/, ""))) return;
      event.preventDefault();
      const lines = cellsOf(text);
      if (!lines.length) return;
      let row = rowOf(event.target);
      const place = cells(row).indexOf(event.target);
      const room = { rows: most - row.sectionRowIndex, columns: cells(row).length - place };
      const width = Math.max(...lines.map((line) => line.length));
      const isNumbered = place === 0 && lines.every((line) => /^\d+\.?$/.test(line[0] ?? ""));
      const fits = lines.length <= room.rows && width <= room.columns;
      told.replaceChildren();
      if (lines[0].some(isNameHeading) || isNumbered || (!fits && place === 0)) {
        form.elements.pasted.value = text;
        form.requestSubmit(form.querySelector("[name=arrange][value=paste]"));
        return;
      }
      if (!fits) {
        tell(`Chưa dán: các ô đã chép có ${lines.length.toLocaleString("vi")} dòng, ${width} cột; từ ô này bảng chỉ còn ${room.rows} dòng, ${room.columns} cột. Hãy thêm cột ở “Cột của bảng”, hoặc dán từ ô họ và tên.`);
        return;
      }
      let last = event.target;
      for (const line of lines) {
        row ??= addRow();
        line.forEach((value, offset) => {
          last = cells(row)[place + offset];
          last.value = value;
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
