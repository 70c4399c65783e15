"""No sheet, however strange, makes the intake fail: it is read, or set aside with a reason."""

import datetime
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from roster.columns.catalogue import ROSTERS
from roster.intake.grid import Merge, Sheet, Workbook
from roster.intake.pipeline import Errand, make_plan
from roster.intake.plan import ACTIONS

TODAY = datetime.date(2026, 11, 24)
WORDS = [
    "STT", "Họ và tên", "Họ đệm", "Tên", "Ngày sinh", "Năm sinh", "Nam", "Nữ", "Số CCCD", "TDP số 3", "I",
    "II", "Tổng cộng: 3 người", "NGƯỜI LẬP", "Nguyễn Văn Khoa", "031205950826", "x", "-", "12/12", "Loại 2",
    "31/02/2004", "Đơn vị biên chế", "b2/c3/d10", "Họ và tên\nNgày sinh\nSố CCCD", "Lê Văn An\n2004", "\n",
    "(1)", "DANH SÁCH DÂN QUÂN", "Cha", "Trình độ", "Văn hóa", "CMKT",
]  # fmt: skip
CELLS = st.one_of(
    st.none(), st.sampled_from(WORDS), st.sampled_from(WORDS), st.text(max_size=8), st.integers(-5, 10**13),
    st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(), st.timedeltas(),
)  # fmt: skip
MERGES = st.builds(
    lambda top, left, high, wide: Merge(top, left, top + high, left + wide),
    st.integers(0, 12), st.integers(0, 7), st.integers(0, 3), st.integers(0, 8),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    roster=st.sampled_from(ROSTERS),
    rows=st.lists(st.lists(CELLS, max_size=8), max_size=14),
    heading=st.lists(st.sampled_from(WORDS), max_size=8),
    merges=st.lists(MERGES, max_size=4),
    uncached=st.sets(st.tuples(st.integers(0, 14), st.integers(0, 8)), max_size=3),
)
def test_any_sheet_is_read_or_set_aside(roster, rows, heading, merges, uncached):
    sheet = Sheet("Trang", [heading, *rows], merges, uncached=uncached)
    plan = make_plan(Workbook([sheet]), Errand(roster, 2026, "Phù Liễn", TODAY), [])
    (found,) = plan.sheets
    assert found.used or found.reason
    assert all(row.action in ACTIONS for row in found.rows)
    assert json.dumps(plan.as_dict(), allow_nan=False) and plan.mark
