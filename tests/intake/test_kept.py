"""What the shelf and the reader's child give back runs nothing: both may hold what a stranger wrote."""

import datetime
import pickle
from uuid import uuid4

import pytest

from roster.intake.grid import Merge, Sheet, Workbook
from roster.intake.kept import NotKept, kept, read_kept


class _Calls:
    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


def test_a_grid_comes_back_as_it_was_kept():
    cells = [["Họ tên", 1, 2.5, True, None, datetime.date(2026, 1, 2), datetime.datetime(2026, 1, 2, 3)]]
    book = Workbook([Sheet("DS", cells, [Merge(0, 0, 0, 1)], hidden_rows={3}, fonts={1: ".VnTime"})], date1904=True)
    assert read_kept(kept(book)) == book and read_kept(kept(one := uuid4())) == one


@pytest.mark.parametrize(
    "called",
    [
        _Calls(eval, "1 + 1"), _Calls(open, "x"), _Calls(getattr, Sheet, "__init__"), _Calls(print, "x"),
        _Calls(pickle.loads, b"N."),
    ],
    ids=lambda one: one.call[0].__name__,
)  # fmt: skip
def test_nothing_is_called_and_broken_bytes_are_told(called):
    with pytest.raises(NotKept):
        read_kept(pickle.dumps([called]))
    for content in (b"", b"no", kept(["x" * 50])[:20], b"croster.intake.grid\ndataclass\n."):
        with pytest.raises(NotKept):
            read_kept(content)


def test_a_grid_that_an_older_program_kept_is_read():
    sheet = Sheet("DS", [["Họ tên"]])
    del sheet.__dict__["cell_fonts"]
    assert read_kept(kept(Workbook([sheet]))) == Workbook([Sheet("DS", [["Họ tên"]])])
