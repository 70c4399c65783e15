"""Sets a list as PDF. This file, painted.py, lines.py and tags.py are the only ones that know WeasyPrint."""

from __future__ import annotations

import gc
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.document import Document, Page
from weasyprint.text.fonts import FontConfiguration

from roster.listing.head_lines import CLOSING_SHARES, issuer_share
from roster.listing.heading_rows import heading_rows
from roster.listing.table import Row
from roster.printing.balance import LINE_HEIGHT
from roster.printing.layout import PaperInput
from roster.printing.outlines import outline_of
from roster.printing.painted import Mould, PaintedPage, mould_rows, share_out
from roster.printing.tags import mend_tags
from roster.printing.typesetting import RefusingFetcher, environment, style_text
from roster.printing.typesetting import style as parsed

Progress = Callable[[int], None]

_WATERMARK_FONT = 'bold 64pt "Liberation Serif", Tinos, "Times New Roman", serif'  # as in list.css
_PIECE = 120  # rows set at a time
_SET_WHOLE = 20  # up to so many rows a list is set without painting: that would take as long
_KEPT_ROWS = 2  # so many stand on the page of the signatures
_MOST_TAGGED = 2_000  # rows; the tags of 5,000 would take 400 MB more

mend_tags()


def render_list(paper: PaperInput, progress: Progress | None = None) -> bytes:
    """The list as a PDF that says its title and language; up to 2,000 rows are tagged for those who have it read out.

    `progress` is told the share of rows that are set, in per cent, and 100 when the paper is done. Runs in any process:
    `paper` is plain data. Memory grows with the pages, so a long list is better printed outside of the server's
    process.
    """
    tell = progress or (lambda percent: None)
    fonts = FontConfiguration()
    with _no_garbage_collection() as set_aside:
        style = _styles(paper)
        whole = _painted(paper, style, fonts, tell) or _set_whole(paper, style, fonts, tell, set_aside)
        for page in whole.pages:
            page.anchors.clear()  # they told where rows stand; in the PDF they would be names without a link
        is_tagged = paper.table.row_count <= _MOST_TAGGED
        # Tagged, but never with the mark of PDF/UA: nobody has validated that (docs/decisions/0006).
        variant = ("pdf/a-2a" if is_tagged else "pdf/a-2u") if paper.check_address else None
        pdf: bytes = whole.write_pdf(pdf_tags=is_tagged, pdf_variant=variant)
    tell(100)
    return pdf


def _painted(paper: PaperInput, style: list[CSS], fonts: FontConfiguration, tell: Progress) -> Document | None:
    """A long list: the last pages are set, where signatures and rows are kept together, those before painted. None
    where the list must be set as a whole: it is short, or a row is taller than a page.
    """
    rows, definition = paper.table.rows, paper.table.definition
    if len(rows) <= _SET_WHOLE:
        return None
    moulds = mould_rows(paper.table)
    opening = _set(paper, moulds, -1, True, False, 1, style, fonts)
    going_on = _set(paper, moulds, -1, False, False, 2, style, fonts)
    letters: dict[Any, Any] = {}
    try:
        first, others = (Mould(one.pages[0], definition, letters) for one in (opening, going_on))
    except LookupError:  # the head of the paper fills its page
        return None
    lines = []
    for row in rows:
        lines.append(others.lines(row))
        if len(lines) % 100 == 0:
            tell(len(lines) * 60 // len(rows))
    starts = share_out([others.height(one) for one in lines], [row.is_group for row in rows], first, others)
    if starts is None:
        return None
    last = bisect_right(starts, _closing_begins(rows)) - 1
    if last == 0:
        return None
    rest = starts[last]
    closing = _set(paper, rows[rest:], rest, False, True, last + 1, style, fonts)
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        tell(60 + done * 39 // len(rows))

    pages: list[Page] = [
        PaintedPage(others if index else first, lines[start:end], index + 1, count)
        for index, (start, end) in enumerate(pairwise(starts[: last + 1]))
    ]
    painted: Document = opening.copy(pages + closing.pages)
    painted.fonts = letters
    return painted


def _closing_begins(rows: Sequence[Row]) -> int:
    """The place of the first row that stays with the signatures: some rows, and what heads them."""
    begins = max(0, len(rows) - _KEPT_ROWS)
    while begins and rows[begins - 1].is_group:
        begins -= 1
    return begins


def _set_whole(
    paper: PaperInput, style: list[CSS], fonts: FontConfiguration, tell: Progress, set_aside: Callable[[], None]
) -> Document:
    whole: Document | None = None
    pages: list[Page] = []
    for document, kept, rows_done in _pieces(paper, style, fonts):
        whole = whole or document
        pages += kept
        if document is not whole or rows_done < len(paper.table.rows):
            set_aside()
        tell(min(90, rows_done * 90 // max(1, len(paper.table.rows))))
    assert whole is not None  # noqa: S101  # even an empty list is one piece
    return whole.copy(pages)


def _pieces(
    paper: PaperInput, style: list[CSS], fonts: FontConfiguration
) -> Iterator[tuple[Document, list[Page], int]]:
    """Sets the list piece by piece; yields each document, those of its pages that count, and the rows done so far.

    The last page of a piece would go on with the rows of the next one. It is dropped, and the next piece begins with
    the row at its top, so that the pages are those of a list set as a whole.
    """
    rows = paper.table.rows
    start, page_number, size = 0, 1, _PIECE
    while True:
        # A short rest is not worth a piece of its own.
        end = len(rows) if start + size + size // 2 >= len(rows) else start + size
        document = _set(paper, rows[start:end], start, start == 0, end == len(rows), page_number, style, fonts)
        if end == len(rows):
            yield document, document.pages, end
            return
        cut = _last_clean_page(document.pages, start)
        if cut is None:
            size *= 2
            continue
        index, start = cut
        yield document, document.pages[:index], start
        page_number += index
        size = _PIECE


def _last_clean_page(pages: Sequence[Page], start: int) -> tuple[int, int] | None:
    """The last page that begins with a whole row, its index and that row's in the list; None where there is none.

    A row that is too tall for a page runs on over the next one and is found on both.
    """
    for index in range(len(pages) - 1, 0, -1):
        places = _places_on(pages[index])
        if places and places[0] not in _places_on(pages[index - 1]) and places[0] - 1 > start:
            return index, places[0] - 1
    return None


def _places_on(page: Page) -> list[int]:
    return sorted(int(name.removeprefix("row-")) for name in page.anchors if name.startswith("row-"))


def _set(
    paper: PaperInput, rows: Sequence[Row], start: int, opening: bool, closing: bool, page_number: int,
    style: list[CSS], fonts: FontConfiguration,
) -> Document:  # fmt: skip
    definition = paper.table.definition
    end = start + len(rows)  # rows are known by their place in the list, counted from 1
    kept = range(end - _KEPT_ROWS + 1, end + 1) if closing and len(rows) > _KEPT_ROWS else range(end, end + closing)
    html = environment().get_template("list.html").render(
        paper=paper, definition=definition, rows=rows, start=start, opening=opening, closing=closing,
        kept_with_closing=frozenset(kept),
        classes=[
            " ".join(name for name, on in (("stacked", c.stacked), ("centred", c.centred)) if on)
            for c in definition.columns
        ],
        watermark=outline_of(paper.watermark, _WATERMARK_FONT) if paper.watermark else None,
        heads=heading_rows(paper.table.headings, paper.table.shared_headings),
    )  # fmt: skip
    first = (
        "@page :first { @top-center { content: none } }"
        if opening
        else f"@page :first {{ counter-set: page {page_number} }}"
    )
    document: Document = HTML(string=html, url_fetcher=RefusingFetcher()).render(
        font_config=fonts, stylesheets=[*style, parsed(first)]
    )
    return document


def _styles(paper: PaperInput) -> list[CSS]:
    number, *widths = paper.fit.widths_mm
    orientation = "landscape" if paper.table.definition.landscape else "portrait"
    margins = " ".join(f"{width:.1f}mm" for width in paper.margins)
    measures = [
        f"@page {{ size: A4 {orientation}; margin: {margins} }}",
        f".list {{ font-size: {paper.fit.font_size_pt}pt }}",
        f"col.number {{ width: {number:.2f}mm }}",
        f".head td.issuer {{ width: {issuer_share(paper.width_mm):.1%} }}",
        f".signatures td.recipients {{ width: {CLOSING_SHARES[paper.table.definition.landscape][0]:.0%} }}",
        *(f"col.column-{index} {{ width: {width:.2f}mm }}" for index, width in enumerate(widths, start=1)),
    ]
    if (lines := paper.table.definition.least_lines) > 1:
        measures.append(f".list tbody td:not(.group, .nobody) {{ height: {lines * LINE_HEIGHT}em }}")
    return [parsed(style_text("list.css")), parsed("\n".join(measures))]


@contextmanager
def _no_garbage_collection() -> Iterator[Callable[[], None]]:
    """Collects no garbage meanwhile, except by the function that it gives: that collects once and sets the rest aside.

    Setting makes millions of objects that live to the end; looking through them again and again takes a third of the
    time. Of a list in pieces, what a piece leaves behind is dropped at once: it is half of the memory. A list of one
    piece is soon over: to look through all that the process holds would take as long as to set it.
    """
    was_on = gc.isenabled()
    gc.disable()

    frozen = False

    def set_aside() -> None:
        nonlocal frozen
        gc.collect()
        gc.freeze()
        frozen = True

    try:
        yield set_aside
    finally:
        if frozen:
            gc.unfreeze()
        if was_on:
            gc.enable()
