"""What a personal paper bears when it can be issued: the QR code of its run, and the paper that it replaces, by name.

Both are put into the document that the templates made, so that calls and forms have them at the same place.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import segno
from markupsafe import escape
from weasyprint import HTML

from roster.printing.layout import CHECK_DIGITS
from roster.printing.typesetting import RefusingFetcher

SEAL_STYLE = """
.check { display: table; margin-top: 1.5mm; font-size: 8.5pt; }
.check > div { display: table-cell; vertical-align: middle; }
.check .code { padding-left: 2mm; }
.check svg { width: 15mm; height: 15mm; }
"""


@dataclass(frozen=True)
class Seal:
    """By what a run is checked: the address of the page that does so, with {mark}, and the fingerprint of the run."""

    address: str
    mark: str

    @property
    def code(self) -> str:
        """The part of the fingerprint that stands on the paper."""
        return self.mark[:CHECK_DIGITS]

    @property
    def picture(self) -> str:
        """The QR code as SVG."""
        made: str = segno.make(self.address.replace("{mark}", self.code), error="m", micro=False).svg_inline(
            border=0, scale=2, omitsize=True, title=f"Mã QR của trang kiểm tra văn bản, mã {self.code}"
        )
        return made


def add_seals(document: Any, seal: Seal | None, notes: Sequence[str]) -> None:
    """Put the seal, and each paper's note (one a paper, "" for none), at the signatures of the papers, in their order.

    `document` is WeasyPrint's tree of the papers. A form that nobody signs bears none: it is no paper of the office.
    """
    picture = seal and _element(
        f'<div class="check"><div>{seal.picture}</div><div class="code"><p>Mã kiểm tra:</p><p>{seal.code}</p></div>'
        "</div>"
    )
    pages = list(document.iter("section"))
    whole = len(pages) // len(notes)
    for page, note in zip(pages[::whole], notes, strict=True):
        signatures = _child(page, "signatures")
        if signatures is None:
            continue
        if note:
            page.insert(list(page).index(signatures), _element(f'<p class="body replaces">{escape(note)}</p>'))
        if picture is not None:
            recipients = next(one for one in signatures.iter("div") if one.get("class") == "recipients")
            recipients.append(copy.deepcopy(picture))


def _child(page: Any, name: str) -> Any | None:
    return next((one for one in page if one.tag == "div" and one.get("class") == name), None)


def _element(html: str) -> Any:
    body = HTML(string=f"<body>{html}</body>", url_fetcher=RefusingFetcher()).etree_element.find(".//body")
    return body[0]
