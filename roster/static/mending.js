/* Moving from cell to cell while a workbook is mended: Enter and the arrows go on, as in a spreadsheet; Ctrl+Enter saves
   (roster.js). form[data-mending="row"]: Enter in the last cell saves. Without this file Enter saves and Tab goes on. */
"use strict";

(() => {
  for (const form of document.querySelectorAll("form[data-mending]")) {
    const fields = () => [...form.querySelectorAll("input.form-control")].filter((field) => field.offsetParent !== null);
    const go = (from, step) => {
      const all = fields();
      const next = all[all.indexOf(from) + step];
      if (next) {
        next.focus();
        next.select();
      } else if (step > 0) {
        const save = form.querySelector("[data-save-default]");
        if (form.dataset.mending === "row") form.requestSubmit(save);
        else save.focus();
      }
    };
    form.addEventListener("keydown", (event) => {
      if (!event.target.matches("input.form-control") || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      go(event.target, step);
    });
  }
})();
