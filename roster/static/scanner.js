/* A hand scanner types like a keyboard and presses Enter, wherever the focus is. On a page with form[data-scanner] a whole
   code ("card": of a citizen's card, "line": of a printed line) goes to the server beside the form, as `scanned`, and what it
   was typed into gets back what stood there. Without this file the server finds the code in the field itself. */
"use strict";

(() => {
  const form = document.querySelector("form[data-scanner]");
  const code = { card: /\d{12}\s*[|¦｜~][^\n]*$/, line: /\d{39}$/ }[form?.dataset.scanner];
  if (!code) return;
  const begin = { card: /\d{12}\s*[|¦｜~]/, line: /\d{39}/ }[form.dataset.scanner];
  const takesText = (one) => one.matches?.("textarea, input:not([type=radio], [type=checkbox], [type=submit], [type=button])") ?? false;
  const modifiers = new Set(["Shift", "CapsLock", "AltGraph", "Control", "Alt", "NumLock"]);
  let typed = []; // the keys since the cursor last moved, each with what its field held before it
  const keys = () => typed.map((one) => one.key).join("");
  const forget = () => { typed = []; };

  // What was scanned into the element, and what it held before; null for no code.
  const scanIn = (here) => {
    const found = code.exec(keys());
    if (!takesText(here)) return found && { text: found[0], before: typed[found.index].before };
    const inField = begin.exec(here.value);
    if (!inField) return null;
    const before = found ? typed[found.index].before : here.value.slice(0, inField.index).trimEnd();
    if (form.dataset.scanner === "line") return { text: found ? found[0] : inField[0], before };
    // Vietnamese typing may have changed letters after their keys: the field has them, with what stood behind the cursor.
    const behind = before.startsWith(here.value.slice(0, inField.index)) ? before.slice(inField.index) : "";
    const rest = here.value.slice(inField.index);
    return { text: behind && rest.endsWith(behind) ? rest.slice(0, -behind.length) : rest, before };
  };

  document.addEventListener("focusin", forget);
  document.addEventListener("pointerdown", forget);
  document.addEventListener("keydown", (event) => {
    const here = event.target;
    if (takesText(here) && here.form !== form) return; // the search of the site reads cards itself
    if (modifiers.has(event.key) || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey) {
      forget();
    } else if (event.key === "Enter" || event.key === "Tab") {
      const scan = event.shiftKey ? null : scanIn(here);
      forget();
      if (!scan) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (here.form === form && here.matches("input, textarea, select") && scan.before !== null) here.value = scan.before;
      const sent = form.elements.scanned ?? document.createElement("input");
      Object.assign(sent, { type: "hidden", name: "scanned", value: scan.text });
      form.append(sent);
      form.requestSubmit();
    } else if (event.key.length === 1 || event.key === "Process" || event.key === "Unidentified") {
      typed.push({ key: event.key.length === 1 ? event.key : "?", before: takesText(here) || here.matches?.("select") ? here.value : null });
      // Within a code a blank presses no button and "/" opens no search.
      if (!takesText(here) && /\d{12}/.test(keys())) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    } else if (event.key !== "Backspace" || !begin.test(keys())) {
      forget(); // Vietnamese typing takes letters back within a code
    }
  }, true);
})();
