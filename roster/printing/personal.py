"""Sets personal papers, a page each with a receipt to be torn off; Nghị định 30/2020/NĐ-CP, Phụ lục I.

Papers are set in pieces, so that memory does not grow with their number and a piece that is done need not be set again.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pypdf import PdfWriter
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from roster.domain.completion_papers import CompletionWords

_TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "print"


@dataclass(frozen=True)
class PersonalPaper:
    """What stands on one citizen's paper. Texts are ready; "" leaves dots for the pen."""

    number: str
    full_name: str
    birth: str
    citizen_id: str
    home: str
    work: str
    appear: str
    place: str


@dataclass(frozen=True)
class Series:
    """What all papers of a run share."""

    issuer: tuple[str, ...]
    date_line: str
    name: str
    subject: str
    deciding: str
    grounds: tuple[str, ...]
    bring: str
    signer_post: str
    signer_name: str
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class CompletionPaper:
    """What stands on the paper that recognises one man's completed service. Each has the office that decided on him."""

    words: CompletionWords
    subject: str
    number: str
    date_line: str
    full_name: str
    birth: str
    citizen_id: str
    home: str
    served: str
    component: str
    since: str
    until: str


class _RefusingFetcher(URLFetcher):
    """Fetches nothing: whatever a cell holds, the paper is made of its text alone."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=())


def render_papers(series: Series, papers: Sequence[PersonalPaper]) -> bytes:
    """One PDF of the papers in their order, a page each."""
    return _render("personal.html", series=series, papers=papers)


def render_completions(papers: Sequence[CompletionPaper]) -> bytes:
    """One PDF of the decisions that recognise completed militia service, a page each."""
    return _render("completion.html", papers=papers)


def _render(template: str, **context: object) -> bytes:
    fonts = FontConfiguration()
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    html = environment.get_template(template).render(**context)
    style = CSS(
        string=(_TEMPLATES / "personal.css").read_text(encoding="utf-8"), font_config=fonts,
        url_fetcher=_RefusingFetcher(),
    )  # fmt: skip
    document = HTML(string=html, url_fetcher=_RefusingFetcher())
    pdf: bytes = document.write_pdf(stylesheets=[style], font_config=fonts, pdf_tags=True)
    return pdf


def join(pieces: Iterable[bytes], title: str) -> bytes:
    """The pieces as one PDF."""
    writer = PdfWriter()
    for piece in pieces:
        writer.append(io.BytesIO(piece), import_outline=False)
    writer.add_metadata({"/Title": title})
    writer.compress_identical_objects()  # each piece brought the same fonts
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()
