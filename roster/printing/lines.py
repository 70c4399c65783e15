"""Text broken into lines and written as letters of a PDF, as WeasyPrint does it, with one layout for all of a style.

WeasyPrint makes a layout of Pango for each line that it breaks and another one for each that it draws. Here one layout
serves all lines of a style. What is out of the ordinary (a word that has to be broken, soft hyphens, blanks other than
a space) is left to the breaker of WeasyPrint. This uses parts of it that it does not promise to keep:
"""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from weasyprint.draw.text import draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, get_next_break_point, split_first_line

from roster.listing.text_width import text_width_em

_MOST_KNOWN = 5_000  # lines of a style; most of those that come again do so soon
_LONGEST = 2_000  # bytes of a text that is broken here
_LETTER_RATIO = 4  # WeasyPrint's: so many letters of half a size each fill a line amply
_SURELY = 0.8  # of a word's width as it is estimated: narrower it never is
_NO_PLACE = Matrix(d=-1)


@dataclass(slots=True)
class Letters:
    """A line as it is written into a PDF: its width in CSS pixels, the operators that name the font and show the
    letters, and pictures (of emoji) that are drawn over it.
    """

    width: float
    written: bytes
    pictures: Any


class LineSetter:
    """Breaks and writes lines of one style. `fonts` are those of the document that will hold them."""

    def __init__(self, style: Any, fonts: dict[Any, Any]) -> None:
        self.style = style
        self._layout = Layout(style)
        # Its attributes (no hyphens where a word is broken) hold for all texts up to that length.
        self._layout.set_text("x" * _LONGEST)
        pango.pango_layout_set_single_paragraph_mode(self._layout.layout, True)  # as for drawing
        self._extents = ffi.new("PangoRectangle *")
        self._size: float = style["font_size"]
        self._stream = Stream(fonts, (0, 0, 0, 0), {}, {}, None, {}, None)
        self._known: dict[str, Letters] = {}

    def lines(self, text: str, room: float, indent: float) -> list[Letters]:
        """The lines of `text`, whose blanks are single spaces, in `room` pixels; less `indent` for the first one."""
        lines, room_here = [], room - indent
        while text:
            line, resume = self._first_line(text, room_here)
            lines.append(line)
            text, room_here = text.encode()[resume:].decode().lstrip(" ") if resume else "", room
        return lines

    def _first_line(self, text: str, room: float) -> tuple[Letters, int | None]:
        """The first line and where in the UTF-8 text the next one begins: steps 1 to 3 of WeasyPrint's breaker."""
        if not text.isprintable() or len(text) * 4 > _LONGEST:
            return self._split(text, room)
        short = self._beginning(text, room)
        first, resume = self._laid_out(short, room)
        if resume is None and short != text:
            short = text
            first, resume = self._laid_out(short, room)
        width = self._width(first)
        if width > room:
            return self._split(text, room)
        if resume is None:
            return self._written(text, width), None
        line = short.encode()[:resume].decode()
        marks = pango.pango_layout_get_log_attrs_readonly(self._layout.layout, ffi.NULL)
        place = get_next_break_point(marks[len(line) + 1 : len(short)])
        if place is not None:
            text = short
        # Pango counts the space behind a word, so that the next one may fit without it.
        rest = text.encode()[resume:].decode()
        word = rest[:place].rstrip(" ")
        if word and rest[place or -1] == " " and width + self._size * text_width_em(word) * _SURELY <= room:
            first, index = self._laid_out(line + word, room)
            if index is None:
                return self._on_one_line(line + word), len((line + word).encode()) + 1
            resume = index
            if self._width(first) > room:
                return self._split(text, room)
        return self._on_one_line(text.encode()[: first.length].decode().rstrip(" ")), resume

    def _beginning(self, text: str, room: float) -> str:
        """The part of a text that surely fills a line, so that not all of it is laid out again for each line."""
        if self._size * _LETTER_RATIO <= room:
            return text[: int(room / self._size * _LETTER_RATIO)]
        space = text.find(" ")
        return text if space == -1 else text[: space + 2]

    def _laid_out(self, text: str, room: float | None) -> Any:
        layout = self._layout
        pango.pango_layout_set_width(layout.layout, -1 if room is None else int(max(0, room) * TO_UNITS))
        layout.text = text
        written = text.encode()
        pango.pango_layout_set_text(layout.layout, written, len(written))
        return layout.get_first_line()

    def _width(self, line: Any) -> float:
        pango.pango_layout_line_get_extents(line, ffi.NULL, self._extents)
        return float(self._extents.width * FROM_UNITS)

    def _on_one_line(self, text: str) -> Letters:
        if text in self._known:
            return self._known[text]
        first, _ = self._laid_out(text, None)
        return self._written(text, self._width(first))

    def _written(self, text: str, width: float) -> Letters:
        """What the layout holds now, all of it on one line."""
        if text not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[text] = self._drawn(self._layout, width)
        return self._known[text]

    def _split(self, text: str, room: float) -> tuple[Letters, int | None]:
        layout, _, resume, width, _, _ = split_first_line(text, self.style, None, room, 0)
        layout.reactivate(self.style)
        letters = self._drawn(layout, width)
        layout.deactivate()
        return letters, resume

    def _drawn(self, layout: Any, width: float) -> Letters:
        stream = self._stream
        stream.stream.clear()
        stream._current_font = None  # so that the font is named with the line
        box = SimpleNamespace(style=self.style, pango_layout=layout, text=layout.text, baseline=0.0)
        pictures = draw_first_line(stream, box, "clip", "none", _NO_PLACE)
        return Letters(width, b"\n".join(stream.stream[1:]), pictures)  # the first one says the place
