"""Rows of a long list, painted into pages that WeasyPrint has set: the same look, many times as fast.

Setting a row costs WeasyPrint about a hundred times what breaking and drawing its lines does. So one row is set as a
mould, in a page with the head of the paper and in one that goes on with the list; the others are broken into lines to
the widths of the mould, shared out among the pages by their heights and painted (printing/lines.py). What was set of a
mould is written for its first page and copied to the others. This uses parts of WeasyPrint that it does not promise to
keep: tests/printing/test_painted.py holds that the pages equal those of a list that is set as a whole.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from weasyprint.document import Page
from weasyprint.draw.text import draw_emojis, draw_text
from weasyprint.text.line_break import split_first_line

from roster.listing.table import Lines, ListDefinition, Row, Table
from roster.printing.lines import Letters, LineSetter
from roster.printing.tags import COMPRESSION, PAGINATION, as_bytes, read_of

_BLANKS = re.compile(r"[ \t\n\r\f]+")
_MOST_KNOWN = 5_000  # cells of a column that are kept for others with the same text

_TELLING = ("font_family", "font_size", "font_style", "font_weight", "lang", "overflow_wrap")  # of letters in a list

Placed = tuple[bytes, Letters]  # where a line begins, as the PDF has it, and its letters


def mould_rows(table: Table) -> list[Row]:
    """The rows to be set as moulds: two lines in each cell, for the style of the first one and of the others.

    The second one is of a row that heads a group, where the table has such rows.
    """
    person = Row(0, tuple(("x", "x") for _ in table.definition.columns))
    return [person, Row(0, (("x", "x"),), is_group=True)] if any(row.is_group for row in table.rows) else [person]


@dataclass
class _Cell:
    """The place of a column, in CSS pixels: its lines on both sides and where its text stands."""

    left: float
    right: float
    text_left: float
    text_width: float
    indent: float
    centred: bool
    first_setter: LineSetter
    setter: LineSetter
    known: dict[Lines, tuple[Placed, ...]] = field(default_factory=dict)

    def lines(self, text_lines: Lines) -> tuple[Placed, ...]:
        placed = self.known.get(text_lines)
        if placed is None:
            if len(self.known) >= _MOST_KNOWN:
                self.known.clear()
            placed = self.known[text_lines] = tuple(
                line
                for index, text in enumerate(text_lines)
                for line in self._broken(text, self.setter if index else self.first_setter)
            )
        return placed

    def _broken(self, text: str, setter: LineSetter) -> Iterable[Placed]:
        indent = self.indent
        for line in setter.lines(_BLANKS.sub(" ", text).strip(" "), self.text_width, indent):
            free = (self.text_width - indent - line.width) / 2 if self.centred else 0.0
            yield _number(self.text_left + indent + free), line
            indent = 0.0


class Mould:
    """What the row set as a mould says of all rows; its own text is taken off the page."""

    def __init__(self, page: Page, definition: ListDefinition, fonts: dict[Any, Any]) -> None:
        """`fonts` are those of the document to be. Raises LookupError where the mould row is not on `page`."""
        self.page = page
        self.written: bytes | None = None  # what stands in the PDF for the page without its rows and number
        self.tags: dict[Any, Any] = {}  # of what is written so
        page_box = page._page_box
        moulds = {_id_of(box): box for box in page_box.descendants() if _id_of(box) is not None}
        row, group = moulds.get("row-0"), moulds.get("row-1")
        if row is None:
            raise LookupError("the row set as a mould is not on this page")
        self.top = row.position_y
        self.bottom = page_box.content_box_y() + page_box.height
        setters: dict[Any, LineSetter] = {}
        self.cells = [
            _measured(cell, centred, setters, fonts)
            for cell, centred in zip(row.children, (True, *(c.centred for c in definition.columns)), strict=True)
        ]
        line = _text_boxes(row.children[1])[0]
        block = row.children[1].children[0]
        self.line_height = block.height
        self.least_lines = definition.least_lines
        self.first_baseline = line.position_y + line.baseline - row.position_y
        self.around = row.height - 2 * block.height  # padding and lines above and below the text
        self.rule = row.children[0].border_bottom_width
        self.color = line.style["color"]
        self.kinds = [cell.element_tag.upper() for cell in row.children]
        bodies = [row]
        if group is not None:
            self.group_cell = _measured(group.children[0], False, setters, fonts)
            bodies.append(group)
        body = next(box for box in page_box.descendants() if row in getattr(box, "children", ()))
        body.children = [child for child in body.children if child not in bodies]
        self.number_box = next(iter(_page_number_boxes(page_box)), None)

    def height(self, cells: Sequence[Sequence[Placed]]) -> float:
        """The height of the row with these lines."""
        least = self.least_lines if len(cells) > 1 else 1  # a row that heads a group has one cell
        return float(max(least, *map(len, cells)) * self.line_height + self.around)

    def lines(self, row: Row) -> tuple[tuple[Placed, ...], ...]:
        """The lines of a row, its number first; of one that heads a group, its one cell's."""
        if row.is_group:
            return (self.group_cell.lines(row.cells[0]),)
        number, *others = self.cells
        texts = zip(others, row.cells, strict=True)
        return (number.lines((str(row.shown_number),)), *(cell.lines(text) for cell, text in texts))


def share_out(heights: Sequence[float], heads: Sequence[bool], first: Mould, others: Mould) -> list[int] | None:
    """The index of the first row of each page; None where a row is taller than a page, which has to be split.

    `heads` says which rows stay with the one below.
    """
    starts, y, bottom = [0], first.top, first.bottom
    for index, height in enumerate(heights):
        if height > others.bottom - others.top:
            return None
        if (y + height) > bottom * (1 + 1e-9):  # the tolerance of WeasyPrint
            if index == 0:
                return None
            start = index - 1 if heads[index - 1] else index
            if start <= starts[-1]:
                return None
            starts.append(start)
            y, bottom = others.top + sum(heights[start:index]), others.bottom
        y += height
    return starts


class PaintedPage(Page):
    """A page whose rows are painted over what was set: the head of the paper or of the list.

    `rows` are their lines. `tagged_rows` are, once it is painted, the cells of each row that is to be read out, each
    as the numbers of its contents.
    """

    def __init__(
        self, mould: Mould, rows: Sequence[tuple[tuple[Placed, ...], ...]], number: int, painted: Callable[[int], None]
    ) -> None:
        """`number` is shown in the top margin; `painted` is told how many rows were painted."""
        super().__init__(mould.page._page_box)
        self.anchors.clear()
        self._mould, self._rows, self._number, self._painted = mould, rows, number, painted
        self._page_box: Any
        self.tagged_rows: list[list[range]] = []
        self.kinds, self.columns = mould.kinds, len(mould.cells)

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paints the page into the PDF (called by WeasyPrint)."""
        mould = self._mould
        self._page_box = mould.page._page_box
        if mould.written is None:
            self._write_mould(stream, scale)
        else:
            with stream.stacked():
                stream.stream.append(mould.written)
        if stream._tags is not None:
            stream._tags.update({box: dict(tag) for box, tag in mould.tags.items()})
            self._page_box = mould.page._page_box
        with stream.stacked():
            stream.transform(a=scale, d=scale)
            if mould.number_box is not None:
                _write_number(mould.number_box, self._number)
                with _pagination(stream):
                    draw_text(stream, mould.number_box, 0, "clip", "none")
            ends = self._paint_rows(stream)
            with stream.artifact():
                self._paint_rules(stream, ends)
        self._painted(len(self._rows))
        self._rows = ()
        # What is ready is small: a list has hundreds of pages.
        stream.stream = [zlib.compress(as_bytes(stream.stream), COMPRESSION)]
        stream.compress, stream.extra["Filter"] = False, "/FlateDecode"

    def _write_mould(self, stream: Any, scale: float) -> None:
        """Paint what was set, all but the page's number, and keep it for the pages that go on."""
        mould, place = self._mould, len(stream.stream)
        if mould.number_box is not None:
            mould.number_box.text = ""
        super().paint(stream, scale)
        if stream._tags is not None:
            mould.page._page_box = read_of(mould.page._page_box, stream)
            mould.tags = dict(stream._tags)
            stream._tags.clear()
        mould.written = as_bytes(stream.stream[place:])

    def _paint_rows(self, stream: Any) -> list[float]:
        """Where the rows end."""
        mould, y, ends = self._mould, self._mould.top, []
        stream.set_color(mould.color)
        is_tagged, mark = stream._tags is not None, len(mould.tags)
        words = [b"BT"]
        pictures = []
        for cells in self._rows:
            bases = [_number(y + n * mould.line_height + mould.first_baseline) for n in range(max(map(len, cells)))]
            marks = []
            for lines in cells:
                first = mark
                for (x, letters), base in zip(lines, bases, strict=False):
                    if is_tagged:
                        words.append(b"/Span <</MCID %d>> BDC" % mark)
                        mark += 1
                    words.append(b"1 0 0 -1 %b %b Tm" % (x, base))
                    words.append(letters.written)
                    if is_tagged:
                        words.append(b"EMC")
                    if letters.pictures:
                        pictures.append((letters.pictures, float(x), float(base)))
                marks.append(range(first, mark))
            if is_tagged:
                self.tagged_rows.append(marks)
            y += mould.height(cells)
            ends.append(y)
        words.append(b"ET")
        stream.stream.append(b"\n".join(words))
        for found, left, baseline in pictures:
            draw_emojis(stream, mould.cells[0].setter.style, left, baseline, found)
        return ends

    def _paint_rules(self, stream: Any, ends: list[float]) -> None:
        mould = self._mould
        left, right, rule = mould.cells[0].left, mould.cells[-1].right, mould.rule
        stream.set_color(mould.color)
        height = ends[-1] - mould.top
        inner = [cell.right - rule for cell in mould.cells[:-1]]
        across = [(left, end - rule, right - left, rule) for end in ends]
        down = [(x, mould.top, rule, height) for x in (left, right - rule)]
        if any(len(cells) == 1 for cells in self._rows):  # their lines run on between the groups only
            rows = zip(self._rows, [mould.top, *ends], ends, strict=False)
            down += [(x, top, rule, end - top) for cells, top, end in rows if len(cells) > 1 for x in inner]
        else:
            down += [(x, mould.top, rule, height) for x in inner]
        for rectangle in across + down:
            stream.rectangle(*rectangle)
        stream.fill()


@contextmanager
def _pagination(stream: Any) -> Iterator[None]:
    """What is drawn so is not read out: it stands on the page for its sake."""
    if stream._tags is not None:
        stream.begin_marked_content("Artifact", PAGINATION)
    yield
    if stream._tags is not None:
        stream.end_marked_content()


def _number(value: float) -> bytes:
    """A length as PDFs have them."""
    return (b"%f" % value).rstrip(b"0").rstrip(b".")


def _id_of(box: Any) -> str | None:
    return box.element.get("id") if box.element is not None and box.element_tag == "tr" else None


def _text_boxes(box: Any) -> list[Any]:
    return [child for child in box.descendants() if hasattr(child, "pango_layout")]


def _measured(cell: Any, centred: bool, setters: dict[Any, LineSetter], fonts: dict[Any, Any]) -> _Cell:
    texts = _text_boxes(cell)
    # The number stands in the cell itself, the other columns' lines in paragraphs that may hang behind a dash.
    block = cell.children[0] if cell.children[0].element_tag == "p" else cell

    def setter(style: Any) -> LineSetter:
        key = tuple(str(style[name]) for name in _TELLING)
        if key not in setters:
            setters[key] = LineSetter(style, fonts)
        return setters[key]

    return _Cell(
        left=cell.border_box_x(),
        right=cell.border_box_x() + cell.border_width(),
        text_left=block.content_box_x(),
        text_width=block.width,
        indent=0.0 if centred else texts[0].position_x - block.content_box_x(),
        centred=centred,
        first_setter=setter(texts[0].style),
        setter=setter(texts[-1].style),
    )


def _page_number_boxes(page_box: Any) -> list[Any]:
    margins = [child for child in page_box.children if getattr(child, "at_keyword", "") == "@top-center"]
    return [text for margin in margins for text in _text_boxes(margin)]


def _write_number(box: Any, number: int) -> None:
    middle = box.position_x + box.width / 2
    layout, _, _, width, _, _ = split_first_line(str(number), box.style, None, None, 0)
    box.text, box.pango_layout, box.width = layout.text, layout, width
    box.position_x = middle - width / 2
