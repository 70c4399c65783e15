/* The table at the door of the examination. Everything works without this file, by Tab and Enter; it adds:

   [data-count-url]    its numbers [data-count] are asked anew every ten seconds, as long as somebody works on the page
   [data-mark-key]     one letter presses the button of the man in front (P, A, M) or opens his health desk (S), ↓ and ↑
                       choose among several
   [data-door-found]   who was found comes into sight, where a phone shows only what stands above
   [data-door-box]     whatever else is typed goes into the box, so that the next man is found without the mouse
*/
"use strict";

(() => {
  const SECONDS_BETWEEN_COUNTS = 10;
  const MINUTES_WITHOUT_WORK = 15; // then the counting stops, so that an unattended page signs out as usual
  const MILLISECONDS_OF_TYPING = 400; // a letter that another one follows so soon begins a name: "P" but not "Phạm"

  // ---- Live count ----
  const tiles = document.querySelector("[data-count-url]");
  let workedAt = Date.now();
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, () => { workedAt = Date.now(); });

  async function count() {
    if (document.hidden || Date.now() - workedAt > MINUTES_WITHOUT_WORK * 60000) return;
    try {
      const answer = await fetch(tiles.dataset.countUrl, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (!answer.ok || answer.redirected) return;
      for (const [key, number] of Object.entries(await answer.json())) {
        const place = tiles.querySelector(`[data-count="${CSS.escape(key)}"]`);
        if (place) place.textContent = number.toLocaleString("vi");
      }
    } catch {
      // The office network is away: the next count tries again.
    }
  }
  if (tiles) setInterval(count, SECONDS_BETWEEN_COUNTS * 1000);

  // ---- Keys ----
  const box = document.querySelector("[data-door-box]");
  if (!box) return;
  const matches = [...document.querySelectorAll("[data-door-match]")];
  const found = document.querySelector("[data-door-found]");
  if (found && !found.querySelector("[autofocus]") && found.getBoundingClientRect().top > innerHeight / 2) {
    box.closest("form").scrollIntoView(); // the box stays above them, for the next name
  }
  // Of several men only the one that the officer went to: a key must never mark another.
  const inFront = () => document.activeElement?.closest?.("[data-door-match]") ?? (matches.length === 1 ? matches[0] : null);
  const firstButton = (match) => match?.querySelector("[data-mark-key]");
  let waiting = null; // {timer, letter} of a key that may be the beginning of a name

  function toBox() {
    if (waiting) {
      clearTimeout(waiting.timer);
      box.value += waiting.letter;
      waiting = null;
    }
    box.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const isTyping = event.target.matches?.("input, textarea, select");
    if (event.key === "Escape") {
      toBox();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!matches.length || (isTyping && event.target !== box)) return;
      const here = matches.indexOf(document.activeElement?.closest?.("[data-door-match]"));
      const next = matches[here + (event.key === "ArrowDown" ? 1 : -1)];
      event.preventDefault();
      if (next) (firstButton(next) ?? next.querySelector("a"))?.focus();
      else if (event.key === "ArrowUp") box.focus();
    } else if (event.key.length === 1 && event.key !== " " && !isTyping) {
      const letter = event.key;
      const button = waiting ? null : inFront()?.querySelector(`[data-mark-key="${CSS.escape(letter.toLowerCase())}"]`);
      if (button && !event.repeat) {
        event.preventDefault();
        waiting = { letter, timer: setTimeout(() => { waiting = null; button.click(); }, MILLISECONDS_OF_TYPING) };
      } else {
        toBox(); // the letter itself then goes into the box
      }
    }
  });
})();
