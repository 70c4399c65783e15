"""The rows of a table's head, where columns stand under headings that they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class HeadingCell:
    """A cell of a table's head: its lines, the place of its first column from 0, how many columns and rows it spans."""

    lines: Sequence[str]
    place: int
    columns: int = 1
    rows: int = 1


def heading_rows(
    headings: Sequence[Sequence[str]], shared: Sequence[Sequence[str]]
) -> tuple[tuple[HeadingCell, ...], ...]:
    """The head's rows from above. `headings` are the lines of each column, `shared` what stands above it ((): nothing).

    Neighbours under the same words share a cell; a column with fewer words above it reaches down to the last row.
    """
    depth = max(map(len, shared), default=0) + 1
    rows = []
    for level in range(depth):
        cells: list[HeadingCell] = []
        place = 0
        while place < len(headings):
            path = tuple(shared[place][: level + 1])
            end = place + 1
            if len(path) > level:
                while end < len(shared) and tuple(shared[end][: level + 1]) == path:
                    end += 1
                cells.append(HeadingCell((path[-1],), place, columns=end - place))
            elif len(path) == level:
                cells.append(HeadingCell(headings[place], place, rows=depth - level))
            place = end
        rows.append(tuple(cells))
    return tuple(rows)
