"""How else a list becomes a PDF: A4 landscape, the same cells, wrapped, the head repeated, pages counted.

Arguments: the way, the cells as JSON, the PDF. Imports nothing of the program: reportlab and typst live elsewhere.
"""

from __future__ import annotations

import json
import subprocess
import sys
from html import escape
from pathlib import Path
from typing import Any

_MM = 72 / 25.4
_WIDTH_MM = 297 - 30 - 15


def _html(list_: dict[str, Any]) -> str:
    heads = "".join(f"<th>{escape(text)}</th>" for text in list_["headings"])
    rows = "".join(f"<tr>{''.join(f'<td>{escape(t)}</td>' for t in row)}</tr>" for row in list_["rows"])
    style = (
        "@page { size: A4 landscape; margin: 20mm 15mm 20mm 30mm;"
        " @bottom-center { content: counter(page) '/' counter(pages) } }"
        "table { border-collapse: collapse; width: 100%; font: 8pt 'Times New Roman', serif }"
        "th, td { border: .5pt solid; padding: 2pt; vertical-align: top } tr { break-inside: avoid }"
    )
    return (
        f"<!doctype html><html lang=vi><meta charset=utf-8><title>{escape(list_['title'])}</title>"
        f"<style>{style}</style><h1>{escape(list_['title'])}</h1>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></html>"
    )


def weasyprint(list_: dict[str, Any], pdf: Path) -> None:
    """One document, whole."""
    from weasyprint import HTML

    HTML(string=_html(list_)).write_pdf(pdf)


def chromium(list_: dict[str, Any], pdf: Path) -> None:
    """A browser without a window."""
    page = pdf.with_suffix(".html")
    page.write_text(_html(list_), encoding="utf-8")
    subprocess.run(
        [
            sys.argv[4], "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            "--virtual-time-budget=1000", f"--user-data-dir={pdf.with_suffix('.profile')}", f"--print-to-pdf={pdf}",
            page.as_uri(),
        ],
        check=True, capture_output=True,
    )  # fmt: skip


def libreoffice(list_: dict[str, Any], pdf: Path) -> None:
    """The office's own program, from the page as HTML."""
    page = pdf.with_suffix(".html")
    page.write_text(_html(list_), encoding="utf-8")
    command = [sys.argv[4], "--headless", "--convert-to", "pdf", "--outdir", str(pdf.parent), str(page)]
    subprocess.run(command, check=True, capture_output=True)


def reportlab(list_: dict[str, Any], pdf: Path, *, wrapped: bool = True) -> None:
    """A long table: of paragraphs that wrap, or of bare strings that run into the next column."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(TTFont("list", _font()))
    style = ParagraphStyle("cell", fontName="list", fontSize=8, leading=9.5)

    def cell(text: str) -> Any:
        return Paragraph(escape(text), style) if wrapped else text

    rows = [[cell(text) for text in row] for row in [list_["headings"], *list_["rows"]]]
    count = len(list_["headings"])
    grid = [
        ("GRID", (0, 0), (-1, -1), 0.5, "black"),
        ("FONT", (0, 0), (-1, -1), "list", 8),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    table = LongTable(rows, repeatRows=1, style=grid, colWidths=[_WIDTH_MM * _MM / count] * count)

    def number(canvas: Any, document: Any) -> None:
        canvas.setFont("list", 8)
        canvas.drawCentredString(148 * _MM, 10 * _MM, str(document.page))

    margins = {"leftMargin": 30 * _MM, "rightMargin": 15 * _MM, "topMargin": 20 * _MM, "bottomMargin": 20 * _MM}
    document = SimpleDocTemplate(str(pdf), pagesize=landscape(A4), title=list_["title"], **margins)
    document.build([Paragraph(list_["title"], style), table], onFirstPage=number, onLaterPages=number)


def reportlab_strings(list_: dict[str, Any], pdf: Path) -> None:
    """Without wrapping."""
    reportlab(list_, pdf, wrapped=False)


def typst(list_: dict[str, Any], pdf: Path) -> None:
    """A markup language that is compiled."""
    import typst as compiler

    def cell(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    heads = ", ".join(cell(text) for text in list_["headings"])
    rows = ",\n".join(", ".join(cell(text) for text in row) for row in list_["rows"])
    source = (
        '#set page(paper: "a4", flipped: true, margin: (top: 20mm, right: 15mm, bottom: 20mm, left: 30mm),'
        ' numbering: "1/1")\n#set text(size: 8pt, font: ("Times New Roman", "Liberation Serif", "DejaVu Serif"))\n'
        f"= {list_['title']}\n#table(columns: ({'1fr,' * len(list_['headings'])}), inset: 2pt, stroke: .5pt,\n"
        f"table.header({heads}),\n{rows})\n"
    )
    path = pdf.with_suffix(".typ")
    path.write_text(source, encoding="utf-8")
    compiler.compile(str(path), output=str(pdf))


def _font() -> str:
    found = subprocess.run(
        ["fc-match", "-f", "%{file}", "Times New Roman:fontformat=TrueType:style=Regular"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return found.stdout


WAYS = {
    "weasyprint": weasyprint, "chromium": chromium, "libreoffice": libreoffice, "reportlab": reportlab,
    "reportlab_strings": reportlab_strings, "typst": typst,
}  # fmt: skip

if __name__ == "__main__":
    WAYS[sys.argv[1]](json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")), Path(sys.argv[3]))
