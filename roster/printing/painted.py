"""Rows of a long list, painted into pages that WeasyPrint has set: the same look, many times as fast.

Setting a row costs WeasyPrint about a hundred times what breaking and drawing its lines does. So one row is set as a
mould, in a page with the head of the paper and in one that goes on with the list; the others are broken into lines by
WeasyPrint's own line breaker to the widths of the mould, shared out among the pages by their heights and drawn by
WeasyPrint's own text painter. This uses parts of WeasyPrint that it does not promise to keep:
tests/printing/test_painted.py holds that the pages equal those of a list that is set as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from weasyprint.document import Page
from weasyprint.draw.text import draw_emojis, draw_first_line, draw_text
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.matrix import Matrix
from weasyprint.text.line_break import split_first_line

from roster.listing.table import Lines, ListDefinition, Row, Table

_BLANKS = re.compile(r"[ \t\n\r\f]+")


def mould_rows(table: Table) -> list[Row]:
    """The rows to be set as moulds: two lines in each cell, for the style of the first one and of the others.

    The second one is of a row that heads a group, where the table has such rows.
    """
    person = Row(0, tuple(("x", "x") for _ in table.definition.columns))
    return [person, Row(0, (("x", "x"),), is_group=True)] if any(row.is_group for row in table.rows) else [person]


@dataclass(slots=True)
class _Line:
    """A line of text in a cell: where it begins, and what WeasyPrint's painter needs to draw it.

    Painted once, it is known by what was written into the PDF for it, font included: most lines come again and again.
    """

    x: float
    style: Any
    layout: Any
    written: bytes | None = None
    font: Any = None


@dataclass
class _Cell:
    """The place of a column, in CSS pixels: its lines on both sides and where its text stands."""

    left: float
    right: float
    text_left: float
    text_width: float
    indent: float
    centred: bool
    first_style: Any
    style: Any
    known: dict[tuple[bool, str], list[_Line]] = field(default_factory=dict)

    def lines(self, text_lines: Lines) -> list[_Line]:
        placed: list[_Line] = []
        for index, text in enumerate(text_lines):
            key = (index == 0, text)
            if key not in self.known:
                self.known[key] = self._broken(text, self.first_style if index == 0 else self.style)
            placed += self.known[key]
        return placed

    def _broken(self, text: str, style: Any) -> list[_Line]:
        placed = []
        rest, indent = _BLANKS.sub(" ", text).strip(" "), self.indent
        while rest:
            room = self.text_width - indent
            layout, _, resume, width, _, _ = split_first_line(rest, style, None, room, 0)
            x = self.text_left + indent + ((room - width) / 2 if self.centred else 0.0)
            placed.append(_Line(x, style, layout))
            rest, indent = rest.encode()[resume:].decode().lstrip(" ") if resume else "", 0.0
        return placed


class Mould:
    """What the row set as a mould says of all rows; its own text is taken off the page."""

    def __init__(self, page: Page, definition: ListDefinition) -> None:
        """Raises LookupError where the mould row does not stand on `page`."""
        self.page = page
        self.written: bytes | None = None  # what stands in the PDF for the page without its rows and number
        page_box = page._page_box
        moulds = {_id_of(box): box for box in page_box.descendants() if _id_of(box) is not None}
        row, group = moulds.get("row-0"), moulds.get("row-1")
        if row is None:
            raise LookupError("the row set as a mould is not on this page")
        self.top = row.position_y
        self.bottom = page_box.content_box_y() + page_box.height
        self.cells = [
            _measured(cell, centred)
            for cell, centred in zip(row.children, (True, *(c.centred for c in definition.columns)), strict=True)
        ]
        line = _text_boxes(row.children[1])[0]
        block = row.children[1].children[0]
        self.line_height = block.height
        self.first_baseline = line.position_y + line.baseline - row.position_y
        self.around = row.height - 2 * block.height  # padding and lines above and below the text
        self.rule = row.children[0].border_bottom_width
        self.color = line.style["color"]
        self._row, self._cells = row, row.children
        row.children = []
        self._group_cells: Any = ()
        if group is not None:
            self._group, self._group_cells = group, group.children
            self.group_cell = _measured(group.children[0], centred=False)
            body = next(box for box in page_box.descendants() if group in getattr(box, "children", ()))
            body.children = [child for child in body.children if child is not group]

    def tagged_page(self, rows: Sequence[Sequence[list[Any]]]) -> Any:
        """The page's box as a reader's program shall read it: with these rows, each cell as its lines' boxes."""
        row_boxes = []
        for cells in rows:
            is_group = len(cells) < len(self._cells)
            row, boxes = (self._group, self._group_cells) if is_group else (self._row, self._cells)
            row_boxes.append(_bare(row, [_bare(cell, lines) for cell, lines in zip(boxes, cells, strict=True)]))
        return _replaced(self.page._page_box, self._row, row_boxes)

    def height(self, row: Row, cells: Sequence[Sequence[_Line]]) -> float:
        """The height of the row with these lines."""
        return float(max(len(lines) for lines in cells) * self.line_height + self.around)

    def lines(self, row: Row) -> list[list[_Line]]:
        """The lines of a row, its number first; of one that heads a group, its one cell's."""
        if row.is_group:
            return [self.group_cell.lines(row.cells[0])]
        return [cell.lines(text) for cell, text in zip(self.cells, ((str(row.shown_number),), *row.cells), strict=True)]


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
    """A page whose rows are painted over what was set: the head of the paper or of the list."""

    def __init__(self, mould: Mould, rows: Sequence[Row], number: int, painted: Callable[[int], None]) -> None:
        """`number` is shown in the top margin, 0 for no number; `painted` is told how many rows were painted."""
        super().__init__(mould.page._page_box)
        self.anchors.clear()
        self._mould, self._rows, self._number, self._painted = mould, rows, number, painted
        self._ends: list[float] = []  # where rows end
        self._page_box: Any

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paints the page into the PDF (called by WeasyPrint)."""
        self._page_box = self._mould.page._page_box
        number_box = next(iter(_page_number_boxes(self._page_box)), None)
        if number_box is not None:
            _write_number(number_box, self._number)
        if stream._tags is None:
            self._stamp(stream, scale, number_box)
        else:
            super().paint(stream, scale)
        with stream.stacked():
            stream.transform(a=scale, d=scale)
            bottom, texts = self._paint_rows(stream)
            with stream.artifact():
                self._paint_rules(stream, bottom)
        # What was drawn above without rows is tagged with them, after all pages are painted.
        self._page_box = self._mould.tagged_page(texts)
        self._painted(len(self._rows))

    def _stamp(self, stream: Any, scale: float, number_box: Any) -> None:
        """What was set, as it was written for the first page of this mould; the page's number beside it."""
        text, mould = getattr(number_box, "text", ""), self._mould
        if mould.written is None:
            if number_box is not None:
                number_box.text = ""
            place = len(stream.stream)
            super().paint(stream, scale)
            mould.written = b"\n".join(stream.stream[place:])
        else:
            with stream.stacked():
                stream.stream.append(mould.written)
        if number_box is not None:
            number_box.text = text
            with stream.stacked():
                stream.transform(a=scale, d=scale)
                draw_text(stream, number_box, 0, "clip", "none")

    def _paint_rows(self, stream: Any) -> tuple[float, list[list[list[Any]]]]:
        mould, y = self._mould, self._mould.top
        self._ends.clear()
        texts = []
        for row in self._rows:
            cells = mould.lines(row)
            texts.append([[TextBox.__new__(TextBox) for _ in lines] for lines in cells])
            for lines, boxes in zip(cells, texts[-1], strict=True):
                for index, (line, box) in enumerate(zip(lines, boxes, strict=True)):
                    with stream.marked(box, "Span"):
                        _draw(stream, line, y + index * mould.line_height + mould.first_baseline)
            y += mould.height(row, cells)
            self._ends.append(y)
        return y, texts

    def _paint_rules(self, stream: Any, bottom: float) -> None:
        mould = self._mould
        left, right, rule = mould.cells[0].left, mould.cells[-1].right, mould.rule
        stream.set_color(mould.color)
        height = bottom - mould.top
        inner = [cell.right - rule for cell in mould.cells[:-1]]
        tops = [mould.top, *self._ends]
        across = [(left, end - rule, right - left, rule) for end in self._ends]
        down = [(x, mould.top, rule, height) for x in (left, right - rule)]
        if any(row.is_group for row in self._rows):  # their lines run on between the groups only
            rows = zip(self._rows, tops, self._ends, strict=False)
            down += [(x, top, rule, end - top) for row, top, end in rows if not row.is_group for x in inner]
        else:
            down += [(x, mould.top, rule, height) for x in inner]
        for rectangle in across + down:
            stream.rectangle(*rectangle)
            stream.fill()


def _draw(stream: Any, line: _Line, baseline: float) -> None:
    if line.written is not None:
        stream.set_color(line.style["color"])
        stream.begin_text()
        stream.set_text_matrix(*Matrix(d=-1, e=line.x, f=baseline).values)
        stream.stream.append(line.written)
        stream._current_font = line.font
        stream.end_text()
        return
    box = SimpleNamespace(
        style=line.style,
        pango_layout=line.layout,
        text=line.layout.text,
        position_x=line.x,
        position_y=baseline,
        baseline=0.0,
    )
    stream.set_color(line.style["color"])
    stream.begin_text()
    stream._current_font = None  # so that the font is named with the line
    place = len(stream.stream)
    line.layout.reactivate(line.style)
    pictures = draw_first_line(stream, box, "clip", "none", Matrix(d=-1, e=line.x, f=baseline))
    line.layout.deactivate()
    written, font = stream.stream[place:], stream._current_font
    stream.end_text()
    draw_emojis(stream, line.style, line.x, baseline, pictures)
    if not pictures and written and written[0].endswith(b" Tm"):
        line.written, line.font, line.layout = b"\n".join(written[1:]), font, None


def _bare(box: Any, children: Sequence[Any]) -> Any:
    """What the tags ask of a box, and no more: there are many of them."""
    return SimpleNamespace(
        element=box.element, element_tag=box.element_tag, children=children,
        colspan=getattr(box, "colspan", 1), rowspan=1,
        link_annotation=None, widget_annotation=None,
    )  # fmt: skip


def _replaced(box: Any, old: Any, new: Sequence[Any]) -> Any:
    """A copy of `box` that holds `new` where `old` was, sharing all else; None where `old` is not in it."""
    for index, child in enumerate(getattr(box, "children", ())):
        inner = new if child is old else _replaced(child, old, new)
        if inner is not None:
            children = [*box.children[:index], *(inner if child is old else [inner]), *box.children[index + 1 :]]
            return box.copy_with_children(children)
    return None


def _id_of(box: Any) -> str | None:
    return box.element.get("id") if box.element is not None and box.element_tag == "tr" else None


def _text_boxes(box: Any) -> list[Any]:
    return [child for child in box.descendants() if hasattr(child, "pango_layout")]


def _measured(cell: Any, centred: bool) -> _Cell:
    texts = _text_boxes(cell)
    # The number stands in the cell itself, the other columns' lines in paragraphs that may hang behind a dash.
    block = cell.children[0] if cell.children[0].element_tag == "p" else cell
    return _Cell(
        left=cell.border_box_x(),
        right=cell.border_box_x() + cell.border_width(),
        text_left=block.content_box_x(),
        text_width=block.width,
        indent=0.0 if centred else texts[0].position_x - block.content_box_x(),
        centred=centred,
        first_style=texts[0].style,
        style=texts[-1].style,
    )


def _page_number_boxes(page_box: Any) -> list[Any]:
    margins = [child for child in page_box.children if getattr(child, "at_keyword", "") == "@top-center"]
    return [text for margin in margins for text in _text_boxes(margin)]


def _write_number(box: Any, number: int) -> None:
    middle = box.position_x + box.width / 2
    layout, _, _, width, _, _ = split_first_line(str(number), box.style, None, None, 0)
    box.text, box.pango_layout, box.width = layout.text, layout, width
    box.position_x = middle - width / 2
