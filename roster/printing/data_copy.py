"""Sets the copy of a citizen's data: A4, a table a section, the name of who made it on every page."""

from __future__ import annotations

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from roster.listing.data_copy import DataCopy
from roster.printing.tags import mend_tags
from roster.printing.typesetting import RefusingFetcher, environment, style, style_text

mend_tags()


def render_copy(copy: DataCopy) -> bytes:
    """The copy as a tagged PDF."""
    fonts = FontConfiguration()
    html = environment(trim_blocks=True, lstrip_blocks=True).get_template("data_copy.html").render(copy=copy)
    document = HTML(string=html, url_fetcher=RefusingFetcher())
    sheet = style(style_text("data_copy.css"))
    pdf: bytes = document.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_tags=True)
    return pdf
