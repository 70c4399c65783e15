/* What makes a list quicker. Everything works without this file: the order by the form Sắp xếp, the values of a row by Tab
   and by the fields of Bộ lọc, everybody by the box "Cả … người".

   a[data-add-href]              Shift+click orders by this column behind the others
   table[data-row-arrows]        the arrows go from link to link of a row, and up and down; Tab passes the values by
   form[data-selection-kept]     ticks are kept from page to page of one list, by what narrows it, until the window closes
                                 (ids alone, no names): [data-select-elsewhere] says how many, [data-select-none] forgets
*/
"use strict";

(() => {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-add-href]");
    if (!link || !event.shiftKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    location.assign(link.dataset.addHref);
  });

  for (const table of document.querySelectorAll("table[data-row-arrows]")) {
    for (const link of table.querySelectorAll("tbody .value-link")) link.tabIndex = -1;
    table.addEventListener("keydown", (event) => {
      const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
      const here = event.target;
      if (!step || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !here.closest("tbody")) return;
      const cell = here.closest("td");
      const row = cell.parentElement;
      let target;
      if (step[0]) {
        const stops = [...row.querySelectorAll("input, a[href]")];
        target = stops[stops.indexOf(here) + step[0]];
      } else {
        for (let next = row; !target && next;) {
          next = step[1] > 0 ? next.nextElementSibling : next.previousElementSibling;
          target = next?.cells[cell.cellIndex]?.querySelector("input, a[href]");
        }
      }
      if (!target) return;
      event.preventDefault();
      target.focus();
    });
  }

  for (const form of document.querySelectorAll("form[data-selection-kept]")) {
    const key = `chosen:${form.dataset.selectionKept}`;
    const rows = [...form.querySelectorAll("[data-select-row]")];
    const here = new Set(rows.map((row) => row.value));
    let elsewhere = [];
    const read = () => {
      try {
        const kept = JSON.parse(sessionStorage.getItem(key) ?? "[]");
        elsewhere = kept.filter((id) => !here.has(id));
        for (const row of rows) if (kept.includes(row.value)) row.checked = true;
      } catch {
        elsewhere = []; // no such storage: ticks hold for the page, as without script
      }
    };
    const carried = document.createElement("input");
    carried.type = "hidden";
    form.append(carried);
    const show = () => {
      const ticked = rows.filter((row) => row.checked).map((row) => row.value);
      for (const place of form.querySelectorAll("[data-select-count]")) place.textContent = String(ticked.length + elsewhere.length);
      for (const place of form.querySelectorAll("[data-select-elsewhere]")) {
        place.textContent = elsewhere.length ? `, trong đó ${elsewhere.length} người ở trang khác` : "";
      }
      for (const button of form.querySelectorAll("[data-select-none]")) button.hidden = ticked.length + elsewhere.length === 0;
      carried.name = elsewhere.length ? "chosen" : "";
      carried.value = elsewhere.join(" ");
      try {
        const all = [...elsewhere, ...ticked];
        if (all.length) sessionStorage.setItem(key, JSON.stringify(all));
        else sessionStorage.removeItem(key);
      } catch {
        // as above
      }
    };
    form.addEventListener("change", show);
    form.querySelector("[data-select-none]")?.addEventListener("click", () => {
      elsewhere = [];
      for (const row of rows) row.checked = false;
      form.dispatchEvent(new Event("change")); // the box of all rows follows
      form.querySelector("[data-select-all]")?.focus();
    });
    read();
    show();
    // The box of all rows belongs to roster.js.
    rows[0]?.dispatchEvent(new Event("change", { bubbles: true }));
  }
})();
