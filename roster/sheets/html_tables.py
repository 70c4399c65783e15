"""Web pages that office programs save under the name .xls: their tables as sheets.

Only text is taken; scripts, links and pictures are never followed. The page is read as it passes by (html.parser): a
tree of a long list would take half a gigabyte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

from roster.domain.text import clean
from roster.intake.grid import Cell, Merge, Sheet
from roster.sheets.text_tables import MAX_CELLS, MOST_SPAN, UNNAMED, TooManyCells, decode_text

_NOT_TEXT = {"script", "style", "title", "template", "noscript", "textarea", "iframe"}
_NEW_LINE = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "br"}
_MOST_TITLE_LINES = 30
_MOST_ROWS = 200_000
_DEEPEST = 20  # tables within tables; more is no page of an office program
_SMALL_ROWS = 2  # a table of so few rows within a cell is that cell's layout, not a list

_Attributes = list[tuple[str, str | None]]


class NoTable(ValueError):
    """The page holds no table."""


_FOR_EXCEL = re.compile(r"<!--\[if\b(?:(?!-->).){0,100000}-->", re.DOTALL)  # a comment to every other reader


def is_html(head: bytes) -> bool:
    """Whether the beginning of a file is a web page."""
    text = head.replace(b"\0", b"").lower()
    return b"<html" in text or b"<table" in text or b"<!doctype html" in text


def read_html(content: bytes) -> list[Sheet]:
    """Each table of the page as a sheet, with the lines that stand above it. Raises NoTable without any."""
    told = _text_of(content)
    text = re.sub(r"<!\[[^>]{0,200}>", "", _FOR_EXCEL.sub("", told))  # what Excel says to old browsers only
    page = _Page()
    try:
        page.feed(text)
        page.close()
    except AssertionError as error:  # the parser's word for a declaration that is none
        raise ValueError("broken page") from error
    while page.tables:
        page.end_table()
    if not page.sheets:
        raise NoTable
    names = [clean(unescape(name)) for name in re.findall(r"<x:Name>([^<]{1,100})</x:Name>", told)]
    if len(names) == len(page.sheets) == len(set(names)):  # as Excel saved them
        for sheet, name in zip(page.sheets, names, strict=True):
            sheet.name = name
    elif len(page.sheets) == 1:
        page.sheets[0].name = UNNAMED
    return page.sheets


def _text_of(content: bytes) -> str:
    declared = re.search(rb"charset=[\"']?([\w-]{3,20})", content[:4096])
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if declared and declared[1].lower() not in {b"utf-8", b"unicode", b"utf-16"} and not is_wide:
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            try:
                return content.decode(declared[1].decode("ascii"), "replace")
            except LookupError:
                pass
    return decode_text(content)


@dataclass
class _Table:
    """A table while it is read."""

    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    taken: dict[int, set[int]] = field(default_factory=dict)  # by row, the places that a cell above reaches into
    text: list[str] | None = None  # of the cell that is open
    is_layout: bool = False  # it holds a list in one of its cells
    place: int = 0  # of the cell that is open
    count: int = 0

    def begin_row(self, is_hidden: bool) -> None:
        if len(self.rows) > _MOST_ROWS:
            raise TooManyCells
        if is_hidden:
            self.hidden_rows.add(len(self.rows))
        self.rows.append([])

    def begin_cell(self, across: int, down: int) -> None:
        if not self.rows:
            self.begin_row(False)
        row, top = self.rows[-1], len(self.rows) - 1
        taken = self.taken.get(top, set())
        place = len(row)
        while place in taken:
            place += 1
        row.extend([""] * (place + across - len(row)))
        self.text = []
        self.place = place
        if across > 1 or down > 1:
            self.merges.append(Merge(top, place, top + down - 1, place + across - 1))
            for below in range(top + 1, top + down):
                self.taken.setdefault(below, set()).update(range(place, place + across))
        self.count += across * down
        if self.count > MAX_CELLS:
            raise TooManyCells

    def end_cell(self) -> None:
        if self.text is not None:
            self.rows[-1][self.place] = _lines("".join(self.text))
            self.text = None


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[Sheet] = []
        self.tables: list[_Table] = []
        self._lines: list[str] = []
        self._mute = 0

    def handle_starttag(self, tag: str, attrs: _Attributes) -> None:
        if tag in _NOT_TEXT:
            self._mute += 1
        elif tag == "table":
            if len(self.tables) >= _DEEPEST:
                raise ValueError("tables within tables")  # it is broken: there are no rows to leave out
            self.tables.append(_Table())
        elif tag == "tr" and self.tables:
            self.tables[-1].end_cell()
            self.tables[-1].begin_row(_is_hidden(attrs))
        elif tag in {"td", "th"} and self.tables:
            self.tables[-1].end_cell()
            self.tables[-1].begin_cell(_span(attrs, "colspan"), _span(attrs, "rowspan"))
        elif tag in _NEW_LINE:
            self.handle_data("\n")

    def handle_startendtag(self, tag: str, attrs: _Attributes) -> None:
        if tag not in _NOT_TEXT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _NOT_TEXT:
            self._mute = max(self._mute - 1, 0)
        elif tag == "table" and self.tables:
            self.end_table()
        elif tag in {"td", "th", "tr"} and self.tables:
            self.tables[-1].end_cell()
        elif tag in _NEW_LINE:
            self.handle_data("\n")

    def handle_data(self, data: str) -> None:
        if self._mute:
            return
        if not self.tables:
            self._lines.append(data)
        elif (text := self.tables[-1].text) is not None:
            # A line end of the file is a blank; only a tag begins a new line.
            text.append(data if data == "\n" else re.sub(r"\s+", " ", data))

    def end_table(self) -> None:
        """Close the innermost table: a sheet, or no more than the layout of the cell that it stands in."""
        table = self.tables.pop()
        table.end_cell()
        parent = self.tables[-1] if self.tables else None
        if table.is_layout or (parent and len(table.rows) <= _SMALL_ROWS):
            said = "\n".join(str(cell) for row in table.rows for cell in row if cell)
            if parent is None or table.is_layout:
                self._lines.append(f"\n{said}\n")
            elif parent.text is not None:
                parent.text.append(f"\n{said}\n")
            if parent and table.is_layout:
                parent.is_layout = True
            return
        if parent:
            parent.end_cell()
            self._lines += [f"\n{cell}\n" for row in parent.rows for cell in row if cell]
            parent.rows, parent.merges, parent.is_layout = [[]], [], True
        if table.rows:
            self._add_sheet(table)

    def _add_sheet(self, table: _Table) -> None:
        titles = [line for line in _lines("".join(self._lines)).split("\n") if line][-_MOST_TITLE_LINES:]
        below, self._lines = len(titles), []
        rows: list[list[Cell]] = [[line] for line in titles]
        rows += table.rows
        merges = [Merge(m.top + below, m.left, m.bottom + below, m.right) for m in table.merges]
        sheet = Sheet(f"Bảng {len(self.sheets) + 1}", rows, merges)
        sheet.hidden_rows = {row + below for row in table.hidden_rows if any(table.rows[row])}
        self.sheets.append(sheet)


def _is_hidden(attributes: _Attributes) -> bool:
    return any(name == "style" and re.search(r"display\s*:\s*none", value or "") for name, value in attributes)


def _span(attributes: _Attributes, name: str) -> int:
    for key, text in attributes:
        if key == name and text and text.isascii() and text.isdigit() and len(text) < 6:
            return min(max(int(text), 1), MOST_SPAN)
    return 1


def _lines(text: str) -> str:
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
