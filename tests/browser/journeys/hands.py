"""An officer's two hands on the keyboard: they press, type and count, and they cannot reach the mouse."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import CDPSession, Page, expect

# What no key press brings about is told on the console, where `Watch` takes it for a fault: a pointer, a text that came
# in one piece, a choice that a program made.
_NO_OTHER_WAY = """
for (const kind of ["pointerdown", "mousedown"])
    document.addEventListener(kind, () => console.error("a mouse was used"), true);
document.addEventListener("beforeinput", (event) => {
    if (event.inputType === "insertText" && event.data?.length > 1) console.error("a text was set, not typed");
}, true);
document.addEventListener("input", (event) => {
    if (!event.isTrusted && event.target.matches("select, input:not([type=file]), textarea"))
        console.error("a choice was set, not made by keys");
}, true);
"""
_FOCUSED = """() => {
    const one = document.activeElement;
    const name = one.getAttribute("aria-label") ?? one.labels?.[0]?.innerText ?? one.innerText ?? "";
    return name.replace(/\\s+/g, " ").trim();
}"""
# How many of ten are walked where the page of figures is only compared; the others are counted as these.
_WALKED = None if {"ROSTER_WRITE_KEY_PRESSES", "ROSTER_TEST_WHOLE"} & os.environ.keys() else 3
_ALT = 1  # of the browser's own protocol

_One = TypeVar("_One")


class Hands:
    """Keys pressed on one page, and how many: a key with Ctrl, Alt or Shift held is one, each typed character is one.

    What a card scanner sends is not an officer's press. The page must be a fresh one, not yet opened.
    """

    def __init__(self, page: Page) -> None:
        self.count = 0
        self._page = page
        self._protocol: CDPSession | None = None
        page.add_init_script(_NO_OTHER_WAY)

    def press(self, key: str, times: int = 1) -> None:
        """Press "Enter", "Control+Enter", "Alt+3", so many times."""
        for _ in range(times):
            self.count += 1
            if key.startswith("Alt+"):
                self._press_access_key(key[-1])
            else:
                self._page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type a text, character by character."""
        self.count += len(text)
        self._page.keyboard.type(text)

    def scan(self, card: str) -> None:
        """Let the scanner type a card and its Enter."""
        self._page.keyboard.type(card)
        self._page.keyboard.press("Enter")

    def tab_to(self, name: str, key: str = "Tab") -> None:
        """Press Tab until the field, button or link whose name begins with `name` has the focus."""
        for _ in range(40):
            self.press(key)
            if self._page.evaluate(_FOCUSED).startswith(name):
                return
        raise AssertionError(f"{name!r} is not reached by 40 presses of {key}")

    def walk_each(self, ones: Sequence[_One], walk: Callable[[_One], None], typed: Callable[[_One], int]) -> int:
        """Do the same for one after the other; gives how many were walked. `typed` says how many characters each takes.

        To type costs the browser most of a journey's time, so that three are walked, and hold that each takes the same
        keys but for its own characters. The others are counted so, not pressed; `script/keys` walks all.
        """
        walked, keys = ones[:_WALKED], set()
        for one in walked:
            before = self.count
            walk(one)
            keys.add(self.count - before - typed(one))
        assert len(keys) == 1, f"no two alike: {keys}"
        [each] = keys
        self.count += sum(each + typed(one) for one in ones[len(walked) :])
        return len(walked)

    def choose_file(self, path: Path) -> None:
        """On a file's field: open the computer's own window, type the file's name there, press Enter.

        Those keys are counted, not pressed: the window is the computer's, and whether a browser without a screen tells
        of it is its own affair (a run of continuous integration waited for it in vain). That Space opens it is held by
        test_rosters.
        """
        field = self._page.evaluate_handle("document.activeElement").as_element()
        assert field is not None and field.evaluate("one => one.matches('input[type=file]:enabled')")
        field.set_input_files(path)
        self.count += 1 + len(path.name) + 1

    def arrive(self, heading: str) -> None:
        """Wait until the page of that heading listens; a key that is pressed before goes nowhere."""
        expect(self._page.get_by_role("heading", level=1)).to_contain_text(heading)
        expect(self._page.locator("html.has-script")).to_be_attached()
        self._page.wait_for_load_state()

    def _press_access_key(self, key: str) -> None:
        # Playwright leaves out the character that Chromium compares with `accesskey`.
        if self._protocol is None:
            self._protocol = self._page.context.new_cdp_session(self._page)
        code = f"Digit{key}" if key.isdigit() else f"Key{key.upper()}"
        sent = {"modifiers": _ALT, "key": key, "code": code, "windowsVirtualKeyCode": ord(key.upper())}
        self._protocol.send("Input.dispatchKeyEvent", {"type": "keyDown", "unmodifiedText": key, **sent})
        self._protocol.send("Input.dispatchKeyEvent", {"type": "keyUp", **sent})
