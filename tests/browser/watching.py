"""What a browser must never meet on a page of the program, whatever a test is about."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response

# Chromium's own word for an answer of 400 or more; what matters of it is judged in `_judge_answer`.
_BROWSERS_OWN = "Failed to load resource"


class Watch:
    """Collects the faults of every page of one browser context; `faults` are English sentences."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.faults: list[str] = []
        self._address = address
        context.on("console", self._judge_message)
        context.on("weberror", lambda error: self.faults.append(f"script failed: {error.error}"))
        context.on("request", self._judge_request)
        context.on("response", self._judge_answer)

    def _judge_message(self, message: ConsoleMessage) -> None:
        # A violation of the Content-Security-Policy is told on the console too.
        if message.type == "error" and not message.text.startswith(_BROWSERS_OWN):
            self.faults.append(f"console: {message.text}")

    def _judge_request(self, request: Request) -> None:
        is_web = urlsplit(request.url).scheme in {"http", "https", "ws", "wss"}
        if is_web and not request.url.startswith(self._address):
            self.faults.append(f"the page asks another machine for {request.url}")

    def _judge_answer(self, answer: Response) -> None:
        path = urlsplit(answer.url).path
        if answer.status >= 500:
            self.faults.append(f"{answer.status} for {path}")
        # Pages may refuse; what a page is made of must be there.
        elif answer.status >= 400 and answer.request.resource_type in {"stylesheet", "script", "image", "font"}:
            self.faults.append(f"{answer.status} for {path}, which a page needs")
