/* The keys of every page and what closes its menus. They hang on the document: what a page exchanges later has them, too.
   Every page works without this file.

   button[data-print]            opens the browser's own window for printing; without script it is not shown
   details[data-drop]            closes on Escape and on a click elsewhere
   [data-arrows]                 the arrows up and down go from link to link
   form[data-save-keys]          Ctrl+Enter presses its [data-save-default], or saves
   form[data-page-save]          the form that Ctrl+Enter sends from anywhere outside of a form
   form[role=search] select      Enter sends the filter
   [data-site-search]            "/" (within a field Ctrl+/) puts the cursor there; [data-keys-page] is opened by "?"
   .field-help                   F1 within the field opens and closes its "?", Escape closes it; one is open at a time
                                 by the name that all of them bear
*/
"use strict";

(() => {
  // ---- Menus ----
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details[data-drop][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    if (event.target.closest("[data-print]")) window.print();
    const toggle = event.target.closest("[data-menu-toggle]");
    if (toggle) {
      event.preventDefault();
      const isOpen = document.querySelector(toggle.getAttribute("href")).classList.toggle("is-open");
      toggle.setAttribute("aria-expanded", String(isOpen));
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const menu of document.querySelectorAll("details[data-drop][open]")) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
      for (const help of document.querySelectorAll(".field-help[open]")) help.open = false;
    }
    const help = event.key === "F1" ? event.target.closest?.(".field")?.querySelector(".field-help") : null;
    if (help) {
      event.preventDefault();
      help.open = !help.open;
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest?.("form[data-save-keys]")
        ?? (event.target.closest?.("form") ? null : document.querySelector("form[data-page-save]"));
      if (form) {
        event.preventDefault();
        form.requestSubmit(form.querySelector("[data-save-default]") ?? undefined);
      }
    }
  });

  // ---- Keys of every page ----
  const isTyping = (target) => target.matches?.("input, textarea, select, [contenteditable]") ?? false;
  document.addEventListener("keydown", (event) => {
    const search = document.querySelector("[data-site-search]");
    if (event.key === "/" && event.ctrlKey && search) { // from within a field, too
      event.preventDefault();
      search.focus();
      search.select();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && event.target === search) search.blur();
    const arrows = event.target.closest?.("[data-arrows]");
    if (arrows && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const links = [...arrows.querySelectorAll("a[href]")];
      const next = links[links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    }
    // Enter in a list of a filter filters, as it does in a field; an open list takes it itself.
    if (event.key === "Enter" && event.target.matches?.("form[role=search] select")
        && !(CSS.supports("selector(:open)") && event.target.matches(":open"))) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    // A tick takes no text: the keys hold there, too.
    if (isTyping(event.target) && !event.target.matches("[type=checkbox], [type=radio]")) return;
    if (event.key === "/" && search) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "?") {
      document.querySelector("[data-keys-page]")?.click();
    }
  });
})();
