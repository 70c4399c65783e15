"""Sets a periodic report: Nghị định 30/2020/NĐ-CP, Phụ lục I. Each annex counts its own pages."""

from __future__ import annotations

from weasyprint import HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration

from roster.listing.head_lines import head_lines
from roster.listing.report_paper import Grid, ReportPaper, number_text
from roster.printing.layout import MARGIN_LEFT, MARGIN_RIGHT, PAGE_SHORT
from roster.printing.tags import mend_tags
from roster.printing.typesetting import RefusingFetcher, environment, style, style_text

mend_tags()

_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_WIDTH_MM = PAGE_SHORT - MARGIN_LEFT - MARGIN_RIGHT


def render_report(paper: ReportPaper, *, is_kept: bool = False) -> bytes:
    """The report as a PDF that says its title and language, tagged for those who have it read out.

    One that `is_kept` is made to last (PDF/A). Runs in any process: `paper` is plain data.
    """
    fonts = FontConfiguration()
    templates = environment(trim_blocks=True, lstrip_blocks=True)
    templates.filters["number"] = number_text
    template = templates.get_template("report.html")
    sheet = style_text("report.css")

    def set_in_type(annex: Grid | None, number: str) -> Document:
        html = template.render(
            paper=paper,
            annex=annex,
            number=number,
            superior_lines=head_lines(paper.superior, _WIDTH_MM),
            agency_lines=head_lines(paper.agency, _WIDTH_MM, bold=True),
        )
        return HTML(string=html, url_fetcher=RefusingFetcher()).render(
            stylesheets=[style(sheet + _column_widths(annex))], font_config=fonts
        )

    report = set_in_type(None, "")
    several = len(paper.annexes) > 1
    pages = list(report.pages)
    for place, annex in enumerate(paper.annexes):
        pages += set_in_type(annex, roman(place + 1) if several else "").pages
    pdf: bytes = report.copy(pages).write_pdf(pdf_tags=True, pdf_variant="pdf/a-2a" if is_kept else None)
    return pdf


def roman(number: int) -> str:
    """1 → "I", 19 → "XIX"; up to 399."""
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _column_widths(annex: Grid | None) -> str:
    if annex is None:
        return ""
    whole = sum(one.width_mm for one in annex.columns)
    return "\n".join(
        f".column-{place} {{ width: {100 * one.width_mm / whole:.2f}%; }}"
        for place, one in enumerate(annex.columns, start=1)
    )
