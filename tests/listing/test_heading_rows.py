"""The rows of a table's head hold every column once, in each row as wide as the table."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.listing.heading_rows import heading_rows

PATHS = st.lists(st.lists(st.sampled_from("AB"), max_size=3), min_size=1, max_size=12)


@given(PATHS)
def test_cells_fill_the_head_without_a_gap_or_an_overlap(shared):
    rows = heading_rows([("x",)] * len(shared), shared)
    taken: dict[tuple[int, int], int] = {}
    for level, cells in enumerate(rows):
        for cell in cells:
            for row in range(level, level + cell.rows):
                for place in range(cell.place, cell.place + cell.columns):
                    taken[row, place] = taken.get((row, place), 0) + 1
    assert taken == {(row, place): 1 for row in range(len(rows)) for place in range(len(shared))}


def test_a_plain_head_is_one_row_and_neighbours_under_the_same_words_share_a_cell():
    assert len(heading_rows([("STT",), ("Tên",)], [(), ()])) == 1
    above, below = heading_rows([("Tên",), ("+",), ("%",), ("Nam",)], [(), ("Quân số",), ("Quân số",), ("Khác",)])
    assert [(tuple(c.lines), c.place, c.columns, c.rows) for c in above] == [
        (("Tên",), 0, 1, 2), (("Quân số",), 1, 2, 1), (("Khác",), 3, 1, 1)
    ]  # fmt: skip
    assert [tuple(c.lines) for c in below] == [("+",), ("%",), ("Nam",)]


def test_every_column_of_a_sheet_is_known_by_a_key_of_its_own():
    for key, columns in SHEET_COLUMNS.items():
        assert len({one.key for one in columns}) == len(columns), key
