/* Moving from cell to cell while a workbook is mended: Enter and the arrows go on, as in a spreadsheet; Ctrl+Enter saves
   (roster.js). form[data-mending="row"]: Enter in the last cell saves. Without this file Enter saves and Tab goes on. */
"use strict";

(() => {
  for (const form of document.querySelectorAll("form[data-mending]")) {
    const fields = () => [...form.querySelectorAll("input.form-control")].filter((field) => !field.closest("details:not([open])"));
    const go = (from, step) => {
      const all = fields();
      const next = all[all.indexOf(from) + step];
      if (next) {
        next.focus();
      } else if (step > 0) {
        const save = form.querySelector("[data-save-default]");
        if (form.dataset.mending === "row") form.requestSubmit(save);
        else save.focus();
      }
    };
    if (form.contains(document.activeElement)) document.activeElement.select?.(); // the address named the field
    form.addEventListener("focusin", (event) => {
      if (event.target.matches("input.form-control")) event.target.select(); // by mouse or key, typing replaces
    });
    form.addEventListener("keydown", (event) => {
      if (!event.target.matches("input.form-control") || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      go(event.target, step);
    });
  }
})();
