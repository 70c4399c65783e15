/* What makes the pages quicker to use. Every page works without this file; nothing here decides anything.
   A page asks for a behaviour by an attribute:

   [data-focus]                  receives the focus when the page opens (a summary of faults, the field or link with which
                                 work begins); of several the first
   form[data-focus]              its first field does, where nothing else of the page asks for the focus
   [data-poll-url]               asks the address each second; JSON {percent, text, done, url} moves [data-poll-bar] and
                                 [data-poll-text]; done → goes to url, or loads the page again
   [data-lookup-url]             while the fields named in data-lookup-fields are typed, POSTs them with the CSRF token
                                 and puts the HTML answer into the element named by data-lookup-target (an id);
                                 with data-lookup-now also when the page opens
   form[data-preview-url]        while it is filled in, POSTs the whole form there and puts the HTML answer into the
                                 element named by data-preview-target (an id); shows it when the page opens, too
   .table-frame                  is told how much of it its head and its names cover; a stop of the Tab key only while it scrolls
   [data-selection]              frame of [data-select-all], [data-select-row], [data-select-count] (live count) and
                                 buttons [data-select-needs] that need at least one row; [data-select-elsewhere] holds
                                 how many are chosen on other pages, [data-select-everyone] how many its box means
   form[data-enter-next]         Enter goes to the next field
   .subnav                       on a telephone its open tab is brought in sight
   .field-help                   the "?" of a field is left out by Tab; keys.js opens it by F1
   form[data-unsaved]            warns before the page is left with changes
   form[data-once]               cannot be sent twice while the answer is on its way
   form[data-missing]            where the browser itself must hold a choice that is missing: in these words, not in its own language
   form[data-upload]             shows how far the file is sent; data-max-bytes refuses a file that is too large at once
   [data-drop-zone]              a file may be dropped on it
   input[type=file]              gets a button and the file's name in Vietnamese: the browser's own speak its language
*/
"use strict";

(() => {
  document.documentElement.classList.add("has-script");

  const within = (root, selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];

  // ---- Work in the background ----
  function poll(element) {
    let failures = 0;
    const ask = async () => {
      try {
        const answer = await fetch(element.dataset.pollUrl, { headers: { Accept: "application/json" }, cache: "no-store" });
        if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
        const state = await answer.json();
        failures = 0;
        const text = element.querySelector("[data-poll-text]");
        const bar = element.querySelector("[data-poll-bar]");
        if (text && state.text && text.textContent !== state.text) text.textContent = state.text;
        if (bar && state.percent !== undefined) bar.value = state.percent;
        if (state.done) {
          if (state.url) location.replace(state.url);
          else location.reload();
          return;
        }
      } catch {
        failures += 1;
        if (failures >= 5) {
          location.reload(); // signed out, or the program was stopped: the page itself says which
          return;
        }
      }
      setTimeout(ask, 1000);
    };
    setTimeout(ask, 600);
  }

  // ---- Looking up while typing ----
  function lookup(element) {
    const form = element.closest("form");
    const target = document.getElementById(element.dataset.lookupTarget);
    const names = (element.dataset.lookupFields ?? "").split(/[\s,]+/).filter(Boolean);
    let waiting = 0;
    let running = null;
    let sent = "";
    const ask = async () => {
      const body = new URLSearchParams();
      for (const name of names) body.set(name, form.elements[name]?.value ?? "");
      const asked = body.toString();
      if (asked === sent) return;
      sent = asked;
      body.set("csrf_token", form.elements.csrf_token?.value ?? "");
      running?.abort();
      running = new AbortController();
      try {
        const answer = await fetch(element.dataset.lookupUrl, { method: "POST", body, signal: running.signal });
        if (answer.ok && !answer.redirected) target.innerHTML = await answer.text(); // our own escaped fragment
      } catch {
        // Typing goes on, or the office network is away: saving asks the same question again.
      }
    };
    const later = (event) => {
      if (!names.includes(event.target.name)) return;
      clearTimeout(waiting);
      waiting = setTimeout(ask, event.type === "change" ? 0 : 400);
    };
    element.addEventListener("input", later);
    element.addEventListener("change", later);
    if (names.some((name) => form.elements[name]?.value && form.elements[name].type !== "hidden")
        && element.hasAttribute("data-lookup-now")) ask();
  }

  // ---- A preview while a form is filled in ----
  function preview(form) {
    const target = document.getElementById(form.dataset.previewTarget);
    let waiting = 0;
    let running = null;
    const ask = async () => {
      running?.abort();
      running = new AbortController();
      target.setAttribute("aria-busy", "true");
      try {
        const body = new URLSearchParams(new FormData(form));
        const answer = await fetch(form.dataset.previewUrl, { method: "POST", body, signal: running.signal });
        if (answer.ok && !answer.redirected) target.innerHTML = await answer.text(); // our own escaped fragment
        target.removeAttribute("aria-busy");
      } catch {
        // A later change asks again; the button below asks without script.
      }
    };
    const later = () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 700);
    };
    form.addEventListener("input", later);
    if (!target.querySelector("img")) ask();
  }

  // ---- Tables that scroll within their frame ----
  function tableFrame(frame) {
    const head = frame.querySelector("thead");
    const name = frame.querySelector("tbody tr:not(.group-row) > :is(.card-title, .sticks, th[scope=row])");
    const sticks = (cell) => cell && getComputedStyle(cell).position === "sticky";
    const ring = 6; // pixels of the mark of the focus
    const mayBeStop = frame.tabIndex === 0; // as the page says it, for who has no script
    const measure = () => {
      // Cards on a telephone, or a table that fits: nothing to scroll, so Tab goes on to what can be used.
      const scrolls = getComputedStyle(frame).overflowY !== "visible"
        && (frame.scrollWidth > frame.clientWidth || frame.scrollHeight > frame.clientHeight);
      if (mayBeStop && (scrolls || document.activeElement === frame)) frame.tabIndex = 0;
      else if (mayBeStop) frame.removeAttribute("tabindex");
      const height = sticks(head?.querySelector("th")) ? head.offsetHeight : 0;
      const width = sticks(name) ? name.offsetWidth + parseFloat(getComputedStyle(name).left) : 0;
      // On a page with one scroll it is the window that scrolls, beside a bar that takes room of it.
      const scroller = getComputedStyle(frame).overflowY === "visible" ? document.documentElement : frame;
      scroller.style.setProperty("--head-height", `${height + ring}px`);
      scroller.style.setProperty("--names-width", `${width + ring}px`);
      scroller.style.setProperty("--scroll-bar", `${innerWidth - document.documentElement.clientWidth}px`);
    };
    const watch = new ResizeObserver(measure);
    for (const part of [frame, frame.querySelector("table"), head, name]) if (part) watch.observe(part);
    measure();
  }

  // ---- Choosing rows ----
  function selection(frame) {
    const all = frame.querySelector("[data-select-all]");
    const rows = () => [...frame.querySelectorAll("[data-select-row]")];
    const show = () => {
      const chosen = rows().filter((row) => row.checked).length;
      const elsewhere = Number(frame.querySelector("[data-select-elsewhere]")?.dataset.selectElsewhere ?? 0);
      const everyone = frame.querySelector("[data-select-everyone]:checked")?.dataset.selectEveryone;
      for (const place of frame.querySelectorAll("[data-select-count]")) place.textContent = everyone ?? String(chosen + elsewhere);
      for (const words of frame.querySelectorAll("[data-select-places]")) words.hidden = Boolean(everyone);
      for (const button of frame.querySelectorAll("[data-select-needs]")) button.disabled = chosen === 0;
      if (all) {
        all.checked = chosen > 0 && chosen === rows().length;
        all.indeterminate = chosen > 0 && !all.checked;
      }
    };
    frame.addEventListener("change", (event) => {
      if (event.target === all) for (const row of rows()) row.checked = all.checked;
      if (event.target === all || event.target.matches("[data-select-row], [data-select-everyone]")) show();
    });
    show();
  }

  // ---- Enter in an entry form ----
  function enterNext(form) {
    form.addEventListener("keydown", (event) => {
      const here = event.target;
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (!here.matches("select, input:not([type=submit], [type=button], [type=file])")) return;
      event.preventDefault();
      const fields = [...form.querySelectorAll("input, select, textarea, button[type=submit]")]
        .filter((one) => one.type !== "hidden" && !one.disabled && one.offsetParent !== null);
      const next = fields[fields.indexOf(here) + (event.shiftKey ? -1 : 1)];
      next?.focus();
      next?.select?.();
    });
  }

  // ---- Unsaved changes, double sending ----
  function guardUnsaved(form) {
    // What came back with faults, or filled from a card, is not saved either.
    let isChanged = form.querySelector(".error-summary") !== null || form.hasAttribute("data-changed");
    let isLeavingBySaving = false;
    form.addEventListener("input", () => { isChanged = true; });
    form.addEventListener("submit", () => { isLeavingBySaving = true; });
    window.addEventListener("beforeunload", (event) => {
      if (isChanged && !isLeavingBySaving) event.preventDefault();
    });
  }

  function sendOnce(form) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      else form.dataset.sent = "yes";
    });
    window.addEventListener("pageshow", () => { delete form.dataset.sent; }); // back again by the Back button
  }

  // An answer that was not given would be written as empty: this form is not sent without it.
  function sayMissing(form) {
    form.addEventListener("invalid", (event) => event.target.setCustomValidity(form.dataset.missing), true);
    form.addEventListener("change", () => { for (const one of form.elements) one.setCustomValidity?.(""); });
  }

  // ---- Files ----
  function dropZone(zone) {
    const input = zone.querySelector("input[type=file]");
    zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("is-over"); });
    zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("is-over");
      if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  }

  // The control itself lies unseen over what is shown instead: mouse, keyboard, drop and screen reader still meet it.
  function fileControl(input) {
    const frame = document.createElement("span");
    const button = document.createElement("span");
    const name = document.createElement("span");
    frame.className = `${input.className} file-control`;
    button.className = "btn btn-outline-secondary btn-sm";
    button.textContent = "Chọn tệp…";
    button.setAttribute("aria-hidden", "true");
    name.id = `${input.id}-name`;
    name.className = "file-name";
    const show = () => { name.textContent = input.files[0]?.name ?? "Chưa chọn tệp nào"; };
    input.className = "";
    input.setAttribute("aria-describedby", [name.id, input.getAttribute("aria-describedby")].filter(Boolean).join(" "));
    input.addEventListener("change", show);
    input.before(frame);
    frame.append(button, name, input);
    show();
  }

  function upload(form) {
    const input = form.querySelector("input[type=file]");
    const most = Number(form.dataset.maxBytes || 0);
    const status = document.createElement("div");
    status.setAttribute("role", "status");
    form.append(status);
    const say = (text) => {
      const notice = document.createElement("p");
      notice.className = "notice notice-error";
      notice.textContent = text;
      status.replaceChildren(notice);
    };
    form.addEventListener("submit", (event) => {
      const file = input.files[0];
      if (!file) return; // the server says that the file is missing
      event.preventDefault();
      if (most && file.size > most) {
        const size = (file.size / 1048576).toLocaleString("vi", { maximumFractionDigits: 1 });
        say(`Tệp này nặng ${size} MB, quá giới hạn ${Math.floor(most / 1048576)} MB. Hãy bỏ bớt ảnh và trang không dùng rồi lưu lại.`);
        return;
      }
      const bar = document.createElement("progress");
      bar.className = "upload-progress";
      bar.max = file.size || 1;
      bar.setAttribute("aria-label", "Đang gửi tệp");
      status.replaceChildren(bar);
      const button = form.querySelector("[type=submit]");
      button.disabled = true;
      const request = new XMLHttpRequest();
      request.upload.addEventListener("progress", (progress) => { bar.value = progress.loaded; });
      request.addEventListener("load", () => {
        button.disabled = false;
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        const main = page.querySelector("main");
        if (request.status < 400 && request.responseURL && request.responseURL !== location.href) {
          location.assign(request.responseURL);
        } else if (main) { // the form came back with a sentence, or a page says why not
          document.title = page.title;
          document.querySelector("main").replaceWith(main);
          begin(main);
        } else {
          location.reload();
        }
      });
      request.addEventListener("error", () => {
        button.disabled = false;
        say("Chưa gửi được tệp: mất kết nối với chương trình, hoặc tệp đang mở bị thay đổi. Xin thử lại.");
      });
      request.open("POST", form.action);
      request.send(new FormData(form));
    });
  }

  // Where work begins; of choices of one kind the one that is made, from which the arrows go on.
  function beginAt(element) {
    const chosen = element?.type === "radio" ? element.form?.querySelector(`[name="${CSS.escape(element.name)}"]:checked`) : null;
    (chosen ?? element)?.focus();
  }

  const firstField = (form) => [...form.elements].find((one) =>
    one.matches("input:not([type=hidden]), select, textarea") && !one.disabled && one.getClientRects().length > 0);

  // Tabs in one line: the open one in the middle, so that those before and behind it show, too.
  function showTab(tab) {
    const bar = tab.closest(".subnav");
    bar.scrollLeft = tab.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2;
  }

  function begin(root) {
    within(root, "[data-poll-url]").forEach(poll);
    within(root, "[data-lookup-url]").forEach(lookup);
    within(root, "form[data-preview-url]").forEach(preview);
    within(root, ".table-frame").forEach(tableFrame);
    within(root, "[data-selection]").forEach(selection);
    within(root, ".subnav [aria-current]").forEach(showTab);
    within(root, "form[data-enter-next]").forEach(enterNext);
    within(root, "form[data-unsaved]").forEach(guardUnsaved);
    within(root, "form[data-missing]").forEach(sayMissing);
    within(root, "form[data-once]").forEach(sendOnce);
    for (const mark of within(root, ".field-help > summary")) mark.tabIndex = -1; // F1 reaches it, Tab goes on to the next field
    within(root, "input[type=file]").forEach(fileControl);
    within(root, "[data-drop-zone]").forEach(dropZone);
    within(root, "form[data-upload]").forEach(upload);
    const [form] = within(root, "form[data-focus]");
    beginAt(within(root, "[data-focus]:not(form)")[0] ?? (form && firstField(form)));
  }

  begin(document);
})();
