"""Share out a list's width so that its people take as few pages as they can.

A row is as high as its highest cell. So width is taken from columns whose cells have lines to spare and given to those
that make rows high: first from widths at which every cell has so and so few lines, down to what the paper has, then by
moving millimetres between pairs of columns as long as that saves paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from roster.listing.table import Lines
from roster.listing.text_width import MM_PER_PT, count_lines

# As templates/print/list.css has them.
CELL_PADDING_MM = 0.7  # left and right each
RULE_MM = 0.18
ROW_PADDING_MM = 0.3  # above and below each
LINE_HEIGHT = 1.1
HEADING_SIZE = 0.9  # of the list's letters
HANG_EM = 0.5  # lines of a stacked cell after the first

_MOST_LINES = (1, 2, 3, 4, 6)  # the search begins with cells of at most so many lines each
_STEPS_MM = (8.0, 4.0, 2.0, 1.0, 0.5)
_WIDEST_MM = 110.0


@dataclass(frozen=True)
class Texts:
    """What stands in a column: its heading's lines, the lines of some of its cells, and how they are set."""

    heading: Sequence[str]
    cells: Sequence[Lines]
    strong: bool = False
    hanging: bool = False


@dataclass(frozen=True, slots=True)
class _Column:
    """A column at some width: the lines of its heading, of its highest cell and of all together, and which rows have a
    cell of more than 0, 1, 2 … lines there: a bit for each row, so that those of all columns are joined at once.
    """

    head: int
    highest: int
    lines: int
    taller: Sequence[int]


@dataclass
class Balance:
    """A list to be shared out: the texts of its columns, the least width of each, all in millimetres and points."""

    columns: Sequence[Texts]
    least_mm: Sequence[float]
    font_size_pt: float
    page_height_mm: float  # for heads and rows
    numbered: bool  # whether a row of column numbers stands below the head
    least_lines: int = 1  # of a row
    _known: dict[tuple[int, float], _Column] = field(default_factory=dict)

    def shared(self, width_mm: float, shares: Sequence[float]) -> list[float]:
        """Widths that fill `width_mm`. What no cell needs goes to the columns by their `shares`."""
        if sum(self.least_mm) >= width_mm:
            return [least * width_mm / sum(self.least_mm) for least in self.least_mm]
        starts = [self._narrowed([self._width_for(i, most) for i in range(len(shares))], width_mm, shares)
                  for most in _MOST_LINES]  # fmt: skip
        return min((self._improved(start) for start in starts), key=self.paper)

    def paper(self, widths: Sequence[float]) -> float:
        """How many pages the rows take, as a fraction: what is to be made small."""
        return self._pages([self._column(index, width) for index, width in enumerate(widths)])

    def _pages(self, columns: Sequence[_Column]) -> float:
        # The first lines are there in each row, written or not.
        lines = self.least_lines * len(self.columns[0].cells)
        for depth, taller in enumerate(zip_longest(*(column.taller for column in columns), fillvalue=0)):
            if depth < self.least_lines:
                continue
            rows = 0
            for bits in taller:
                rows |= bits
            lines += rows.bit_count()
        line = self.font_size_pt * MM_PER_PT * LINE_HEIGHT
        around = 2 * ROW_PADDING_MM + RULE_MM
        head = max(column.head for column in columns)
        head_mm = head * line * HEADING_SIZE + around + (line + around if self.numbered else 0.0)
        # A list of nobody is no taller than its head.
        rows_mm = lines * line + len(self.columns[0].cells) * around + head_mm / 1000
        return rows_mm / max(self.page_height_mm - head_mm, line)

    def _column(self, index: int, width_mm: float) -> _Column:
        """What a column that wide makes of its heading and cells."""
        key = (index, round(width_mm, 2))
        if key not in self._known:
            column = self.columns[index]
            width = (width_mm - 2 * CELL_PADDING_MM - RULE_MM) / (self.font_size_pt * MM_PER_PT)
            hang = HANG_EM if column.hanging else 0.0
            known = {
                cell: sum(
                    count_lines(text, width, bold=column.strong and place == 0, hang_em=hang)
                    for place, text in enumerate(cell)
                )
                for cell in set(column.cells)
            }
            cells = [known[cell] for cell in column.cells]
            head = sum(count_lines(text, width / HEADING_SIZE, bold=True, hang_em=hang) for text in column.heading)
            highest = max(cells, default=0)
            taller = [sum(1 << row for row, count in enumerate(cells) if count > least) for least in range(highest)]
            self._known[key] = _Column(head, highest, sum(cells) + head, taller)
        return self._known[key]

    def _width_for(self, index: int, most_lines: int) -> float:
        """The least width at which no cell of the column has more lines than that."""
        width = self.least_mm[index]
        while width < _WIDEST_MM and self._column(index, width).highest > most_lines:
            width += 1.0
        return width

    def _narrowed(self, widths: list[float], width_mm: float, shares: Sequence[float]) -> list[float]:
        too_much = sum(widths) - width_mm
        if too_much <= 0:
            return [w - too_much * share / sum(shares) for w, share in zip(widths, shares, strict=True)]
        while too_much > 1e-9:
            step = min(1.0, too_much)
            choices = [
                (
                    self.paper([w - step if i == index else w for i, w in enumerate(widths)]),
                    self._column(index, width - step).lines - self._column(index, width).lines,
                    index,
                )
                for index, width in enumerate(widths)
                if width - step >= self.least_mm[index]
            ]
            if not choices:  # each column has less than a step to give
                room = [w - least for w, least in zip(widths, self.least_mm, strict=True)]
                return [w - too_much * r / sum(room) for w, r in zip(widths, room, strict=True)]
            widths[min(choices)[2]] -= step
            too_much -= step
        return widths

    def _improved(self, widths: list[float]) -> list[float]:
        best = self.paper(widths)
        for step in _STEPS_MM:
            while True:
                columns = [self._column(index, width) for index, width in enumerate(widths)]
                wider = [self._column(index, width + step) for index, width in enumerate(widths)]
                found, moved = best, widths
                for giver, width in enumerate(widths):
                    if width - step < self.least_mm[giver]:
                        continue
                    given = [*columns]
                    given[giver] = self._column(giver, width - step)
                    for taker in range(len(widths)):
                        if taker != giver:
                            given[taker], kept = wider[taker], given[taker]
                            pages = self._pages(given)
                            given[taker] = kept
                            if pages <= found and pages < best - 1e-9:
                                one = [w - step * (i == giver) + step * (i == taker) for i, w in enumerate(widths)]
                                found, moved = min((found, moved), (pages, one))
                if moved is widths:
                    break
                best, widths = found, moved
        return widths
