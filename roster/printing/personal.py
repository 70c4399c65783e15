"""Sets personal papers, a page each with a receipt to be torn off; Nghị định 30/2020/NĐ-CP, Phụ lục I.

Papers are set in pieces, so that memory does not grow with their number and a piece that is done need not be set again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape
from weasyprint import HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration

from roster.domain.completion_papers import CompletionWords
from roster.domain.personal_form import PersonalForm
from roster.listing.head_lines import head_lines
from roster.printing.layout import MARGIN_LEFT, MARGIN_RIGHT, PAGE_SHORT
from roster.printing.personal_seal import SEAL_STYLE, Seal, add_seals
from roster.printing.tags import mend_tags
from roster.printing.typesetting import RefusingFetcher, environment, style, style_text

_PLACE = re.compile(r"\{(\w+)\}")
_DOTS = "…" * 14
_RECEIPT_FROM_MM = 297 - 20 - 47  # from the paper's upper edge


mend_tags()


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
    replaces: str = ""  # the sentence that names the paper which this one replaces


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
    authority: str = ""


@dataclass(frozen=True)
class FormPaper:
    """One citizen's form: what is known of him and of the paper, by the keys of the form. "" is left for the pen."""

    number: str
    facts: Mapping[str, str]
    replaces: str = ""


@dataclass(frozen=True)
class FormSeries:
    """What all forms of a run share. `signer_post` "" for a form that nobody signs at its foot."""

    form: PersonalForm
    issuer: tuple[str, ...]
    date_line: str
    signer_post: str
    signer_name: str
    authority: str = ""


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


def render_papers(
    series: Series, papers: Sequence[PersonalPaper], seal: Seal | None = None, *, is_piece: bool = False
) -> bytes:
    """One PDF of the papers in their order, a page each, with the seal of a run that can be issued.

    A piece of a longer run has its fonts whole, so that all pieces have the same.
    """
    return _render("personal.html", seal, is_piece=is_piece, series=series, papers=papers)


def render_forms(
    series: FormSeries, papers: Sequence[FormPaper], seal: Seal | None = None, *, is_piece: bool = False
) -> bytes:
    """One PDF of the forms in their order, each with as many pages as it has; as `render_papers`."""
    return _render("form.html", seal, is_piece=is_piece, series=series, form=series.form, papers=papers)


def render_completions(papers: Sequence[CompletionPaper]) -> bytes:
    """One PDF of the decisions that recognise completed militia service, a page each."""
    return _render("completion.html", papers=papers)


def papers_tree(series: Series, papers: Sequence[PersonalPaper]) -> Any:
    """The document of `render_papers` before it is set, without a seal: a tree of elements, for other formats."""
    return _tree("personal.html", None, papers, series=series, long=frozenset())


def forms_tree(series: FormSeries, papers: Sequence[FormPaper]) -> Any:
    """The document of `render_forms` before it is set, without a seal."""
    return _tree("form.html", None, papers, series=series, form=series.form, long=frozenset())


def completions_tree(papers: Sequence[CompletionPaper]) -> Any:
    """The document of `render_completions` before it is set."""
    return _tree("completion.html", None, papers)


def _tree(template: str, seal: Seal | None, papers: Sequence[Any], **context: object) -> Any:
    return _document(template, seal, papers, **context).etree_element


def _document(template: str, seal: Seal | None, papers: Sequence[Any], **context: object) -> HTML:
    templates = environment(trim_blocks=True)
    templates.filters.update(filled=_filled, issuer_lines=_issuer_lines)
    made = templates.get_template(template).render(papers=papers, **context)
    html = HTML(string=made, url_fetcher=RefusingFetcher())
    notes = [getattr(one, "replaces", "") for one in papers]
    if seal is not None or any(notes):
        add_seals(html.etree_element, seal, notes)
    return html


def _render(
    template: str, seal: Seal | None = None, *, is_piece: bool = False, papers: Sequence[Any], **context: object
) -> bytes:
    fonts, sheets = FontConfiguration(), [style(style_text("personal.css")), style(SEAL_STYLE)]

    def set_in_type(long: frozenset[int]) -> Document:
        html = _document(template, seal, papers, long=long, **context)
        return html.render(stylesheets=sheets, font_config=fonts)

    document = set_in_type(frozenset())
    if long := _too_long(document):
        document = set_in_type(long)
    for page in document.pages:
        page.anchors.clear()  # they told where papers end; in the PDF they would be names without a link
    pdf: bytes = document.write_pdf(pdf_tags=True, pdf_variant="pdf/a-2a", full_fonts=is_piece)
    return pdf


def _too_long(document: Document) -> frozenset[int]:
    """The papers, counted from 1, whose words run into their receipt."""
    found, begins = set(), {}
    for number, page in enumerate(document.pages):
        for name, place in page.anchors.items():
            kind, _, paper = name.partition("-")
            if kind == "paper":
                begins[paper] = number
            elif begins.get(paper) != number or place[1] > _RECEIPT_FROM_MM * 96 / 25.4:
                found.add(int(paper))
    return frozenset(found)


def _filled(text: str, facts: Mapping[str, str]) -> str:
    """A sentence with its facts; dots where one is not known."""
    return _PLACE.sub(lambda found: facts.get(found[1]) or _DOTS, text)


def _issuer_lines(issuer: Sequence[str]) -> tuple[str, ...]:
    """The lines above the last one, then the agency's, its own lines in one."""
    *above, agency = issuer
    width = PAGE_SHORT - MARGIN_LEFT - MARGIN_RIGHT
    own = "<br>".join(str(escape(line)) for line in agency.split("\n"))
    return (*(line for name in above for line in head_lines(name, width)), Markup(own))  # noqa: S704  # escaped above
