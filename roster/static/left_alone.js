/* A page of a signed-in officer that nobody has used for data-idle-minutes of the body covers what it shows (ASVS 14.3.1):
   the session is over by then, but the names would stay on the screen. What was typed stays in the page.

   #left-alone                   the cover, hidden until then; its [data-uncover] asks data-alive-url who is signed in.
                                 Where it is the officer of the page (data-officer of the body), the page shows itself
                                 again; where it is another, what was shown and typed goes, and the page is loaded anew
                                 for him; where nobody is, [data-still-out] says so
*/
"use strict";

(() => {
  const cover = document.getElementById("left-alone");
  const minutes = Number(document.body.dataset.idleMinutes);
  if (!cover || !minutes) return;
  const uncover = cover.querySelector("[data-uncover]");
  const stillOut = cover.querySelector("[data-still-out]");
  const others = [...document.body.children].filter((part) => part !== cover && part.tagName !== "SCRIPT");
  let last = Date.now();
  let focused = null;

  const show = () => {
    focused = document.activeElement;
    for (const part of others) part.inert = true;
    document.documentElement.classList.add("is-left-alone");
    cover.hidden = false;
    stillOut.hidden = true;
    uncover.focus();
  };
  const hide = () => {
    for (const part of others) part.inert = false;
    document.documentElement.classList.remove("is-left-alone");
    cover.hidden = true;
    last = Date.now();
    focused?.focus?.();
  };
  const leaveToAnother = () => {
    for (const part of others) part.remove(); // fields, too: no browser fills in for him what it finds gone
    // Without its "#…" the address is loaded anew; reload() would ask to send again what made the page.
    window.location.replace(window.location.pathname + window.location.search);
  };
  const look = () => {
    if (cover.hidden && Date.now() - last > minutes * 60_000) show();
  };

  for (const sign of ["pointerdown", "keydown"]) {
    document.addEventListener(sign, () => { if (cover.hidden) last = Date.now(); }, { capture: true, passive: true });
  }
  window.setInterval(look, 15_000);
  document.addEventListener("visibilitychange", look); // a computer that slept
  uncover.addEventListener("click", async () => {
    try {
      const answer = await fetch(uncover.dataset.aliveUrl, { redirect: "manual", cache: "no-store" });
      if (answer.ok) {
        if (await answer.text() === document.body.dataset.officer) hide();
        else leaveToAnother();
        return;
      }
    } catch {
      // The server does not answer: what was covered stays so.
    }
    stillOut.hidden = false;
  });
})();
