"""Sets the copy of a citizen's data: A4, a table a section, the name of who made it on every page."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from roster.listing.data_copy import DataCopy
from roster.printing.tags import mend_tags

mend_tags()

_TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "print"


class _RefusingFetcher(URLFetcher):
    """Fetches nothing: whatever a fact holds, the paper is made of its text alone."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=())


def render_copy(copy: DataCopy) -> bytes:
    """The copy as a tagged PDF."""
    fonts = FontConfiguration()
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    html = environment.get_template("data_copy.html").render(copy=copy)
    sheet = (_TEMPLATES / "data_copy.css").read_text(encoding="utf-8")
    style = CSS(string=sheet, font_config=fonts, url_fetcher=_RefusingFetcher())
    document = HTML(string=html, url_fetcher=_RefusingFetcher())
    pdf: bytes = document.write_pdf(stylesheets=[style], font_config=fonts, pdf_tags=True)
    return pdf
