"""One definition of a column reads and shows: what leaves the program comes back unchanged, whatever it is fed."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.columns import readers, reserve_readers
from roster.columns.catalogue import ROSTERS, columns_of
from roster.columns.cells import is_blank, plain
from roster.columns.column import ReadContext
from roster.columns.printed_lists import PRINTED_LISTS
from roster.domain.cycle import STEP_BY_KEY
from roster.intake.grid import Sheet
from roster.intake.headings import find_heading
from roster.intake.mapping import map_columns
from roster.listing.table import build_table

TODAY = datetime.date(2026, 11, 24)
CONTEXT = ReadContext(TODAY)
EVERY = {(column.home, column.key): column for roster in ROSTERS for column in columns_of(roster)}

CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=40), st.dates(), st.datetimes(), st.times(),
    st.timedeltas(),
    st.sampled_from(["31/02/2004", "x", "-", "Loại 9", "0/12", "1e400", "²", "٣", "41.1.g", "1//", "+84", "\x00",
        "=1+1", "(1972)"]),
)  # fmt: skip
WORDS = st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạÁẮỆ ,."), min_size=3, max_size=40)
PARTIAL_DATES = st.one_of(
    st.dates(datetime.date(1930, 1, 1), TODAY).map(lambda d: d.isoformat()),
    st.dates(datetime.date(1930, 1, 1), datetime.date(2026, 10, 31)).map(lambda d: d.isoformat()[:7]),
    st.integers(1930, 2026).map(str),
)
NAMES = st.sampled_from(["Nguyễn Văn An", "H'Hen Niê", "Lê Thị Hòa", "Trần Đình Ý", "Y Blơ", "Đỗ Quý"])
KNOWN_VALUES = {
    "full_name": NAMES, "father_name": NAMES, "mother_name": NAMES, "spouse_name": NAMES,
    "citizen_id": st.from_regex(r"0[0-9]{11}", fullmatch=True), "old_id": st.from_regex(r"[0-9]{9}", fullmatch=True),
    "phone": st.from_regex(r"0[35789][0-9]{8}", fullmatch=True),
    "neighbourhood": st.sampled_from(["TDP số 1", "TDP số 12", "TDP Lãm Khê 2", "TDP số 3A"]),
    "education": st.sampled_from([f"{n}/12" for n in range(13)] + [f"{n}/10" for n in range(11)]),
    "father_birth_year": st.integers(1900, 2026), "mother_birth_year": st.integers(1900, 2026),
    "spouse_birth_year": st.integers(1900, 2026), "myopia_dioptres": st.integers(0, 80).map(lambda n: n / 4),
    "bmi": st.integers(100, 400).map(lambda n: n / 10), "speciality_code": st.from_regex(r"[0-9]{2,6}", fullmatch=True),
    "height_cm": st.integers(200, 500).map(lambda n: n / 2), "weight_kg": st.integers(40, 400).map(lambda n: n / 2),
    "chest_cm": st.integers(80, 360).map(lambda n: n / 2), "birth_order": st.integers(1, 20),
    "claim_decided_on": st.dates(datetime.date(1990, 1, 1), TODAY).map(lambda day: day.isoformat()),
    "claim_decision_number": st.sampled_from(["1234/QĐ-UBND", "15", "07/2026/QĐ-UBND"]),
    "qualification": st.sampled_from(["Đại học", "Cao đẳng", "Kỹ sư tin học"]),
}  # fmt: skip


def values_of(column):
    if column.key in KNOWN_VALUES:
        return KNOWN_VALUES[column.key]
    if column.reader is readers.read_step:  # the guarded steps are the gate's, see the plan's tests
        return st.sampled_from([step.key for step in STEP_BY_KEY.values() if step.is_entered_freely])
    if column.choices:
        return st.sampled_from([choice.key for choice in column.choices])
    if column.is_date:
        return PARTIAL_DATES
    if column.reader is readers.read_count:
        return st.integers(0, 999)
    if column.reader in {readers.read_flag, reserve_readers.read_assignment}:
        return st.booleans()
    return WORDS.map(lambda text: column.read(text, CONTEXT).values.get(column.key)).filter(bool)


@pytest.mark.parametrize("place", EVERY)
def test_what_is_shown_is_read_back_unchanged(place):
    column = EVERY[place]

    @settings(max_examples=40, deadline=None)
    @given(values_of(column))
    def check(value):
        shown = column.show(value)
        reading = column.read(shown, CONTEXT)
        assert not any(problem.holds_back for problem in reading.problems)
        if value is False and not shown:
            assert reading.values.get(column.key) in (None, False)
        else:
            assert reading.values == {column.key: value}

    check()


@settings(max_examples=300, deadline=None)
@given(CELLS)
def test_no_cell_makes_a_reader_fail(raw):
    for column in EVERY.values():
        reading = column.read(raw, CONTEXT)
        for key, value in reading.values.items():
            assert value is None or isinstance(value, str | int | float | bool)
            assert any(c.key == key for c in EVERY.values())
        for problem in reading.problems:
            assert problem.message and problem.message[-1] in ".?!"


@pytest.mark.parametrize("roster", ROSTERS)
@pytest.mark.parametrize("words", ["label", "heading"])
def test_the_headings_of_an_export_name_their_own_columns(roster, words):
    columns = columns_of(roster)
    sheet = Sheet("Xuất", [[getattr(column, words) for column in columns], []])
    heading = find_heading(sheet, roster)
    assert heading is not None
    mapped = map_columns(heading, {}, roster, TODAY)
    found = {m.index: m.key for m in mapped}
    assert {n: found.get(n) for n in range(len(columns))} == {n: column.key for n, column in enumerate(columns)}


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("education", datetime.date(2024, 12, 9), "9/12"), ("education", datetime.date(2024, 9, 12), "9/12"),
        ("education", 12.0, "12/12"), ("education", "Lớp 9", "9/12"), ("education", "THPT", "12/12"), ("education",
        "10/10", "10/10"),
        ("health_class", "II", 2), ("health_class", "Loại 3", 3), ("ground", "Điểm g khoản 1 Điều 41", "41.1.g"),
        ("ground", "Đang học ĐH Hải Phòng", "41.1.g"), ("ground", "41.2.a", "41.2.a"), ("sex", "nữ", "female"),
        ("is_party_member", "✓", True), ("is_party_member", "Không", False), ("citizen_id", 31205950826.0,
        "031205950826"),
        ("phone", 912345678.0, "0912345678"), ("phone", "+84 912 345 678", "0912345678"), ("bmi", "22,5", 22.5),
    ],
)  # fmt: skip
def test_a_cell_means_what_the_clerk_meant(key, raw, value):
    column = next(c for (home, k), c in EVERY.items() if k == key)
    assert column.read(raw, CONTEXT).values[key] == value


@pytest.mark.parametrize(("home", "key"), EVERY)
def test_every_column_explains_itself_in_a_sentence(home, key):
    hint = EVERY[home, key].hint
    assert hint[:1].isupper() and hint.endswith(".") and 20 <= len(hint) <= 160


def test_a_date_under_party_says_since_when():
    column = EVERY["person", "is_party_member"]
    assert column.read("03/02/2020", CONTEXT).values == {"is_party_member": True, "party_joined_on": "2020-02-03"}


@pytest.mark.parametrize("text", ["15/12", "13", "giỏi", "11/10"])
def test_a_class_that_no_school_has_is_a_fault(text):
    reading = EVERY["person", "education"].read(text, CONTEXT)
    assert [p.code for p in reading.problems] == ["not_a_choice"]


def test_a_clause_that_article_41_has_not_is_a_fault():
    reading = EVERY["enlistment", "ground"].read("41.2.h", CONTEXT)
    assert [p.code for p in reading.problems] == ["not_a_choice"]


def test_the_unit_of_a_reservist_is_read_as_yes_and_repeated_nowhere():
    reading = EVERY["reserve", "is_assigned"].read("Tiểu đoàn 7, Sư đoàn 395", CONTEXT)
    assert reading.values == {"is_assigned": True}
    assert [p.code for p in reading.problems] == ["secret_not_stored"]
    assert "395" not in reading.problems[0].message


@given(st.one_of(CELLS, st.text(st.sampled_from("a9-–./' _x0D\u200b\u1160\u0301đ²"), max_size=8)))
def test_a_blank_is_told_in_short_as_in_full(raw):
    marks = {"", "-", "–", "—", ".", "..", "...", "/", "NULL", "Null", "null", "<null>"}
    assert is_blank(raw) == (raw is None or (isinstance(raw, str) and plain(raw) in marks))


def test_form_01_has_all_lines_of_its_fourth_column():
    fourth = PRINTED_LISTS["enlistment-01"].columns[2]  # the running number is the first
    assert tuple(line.removeprefix("- ") for line in fourth.heading) == (
        "Nơi thường trú của gia đình; bản thân", "Nơi ở hiện nay của bản thân", "Nơi làm việc (nếu có)",
        "Nơi đăng ký NVQS tại",
    )  # fmt: skip
    boy = {
        "permanent_address": "số 1 Lãm Khê", "current_address": "số 2 Khúc Trì", "workplace": "Xưởng mộc Hải Âu",
        "registered_at": "phường Kiến An",
    }  # fmt: skip
    [row] = build_table(PRINTED_LISTS["enlistment-01"], [boy], may_see=lambda _: True).rows
    said = " ".join(row.cells[2])
    assert all(words in said for words in ("số 1 Lãm Khê", "số 2 Khúc Trì", "Xưởng mộc Hải Âu", "phường Kiến An"))


@pytest.mark.parametrize(("until", "words"), [("2027-06", "06/2027"), ("2027", "2027"), ("2027-06-30", "30/06/2027")])
def test_the_end_of_a_decision_is_called_a_day_only_where_it_is_one(until, words):
    man = {"ground": "41.1.g", "claim_until": until}
    [row] = build_table(PRINTED_LISTS["enlistment-16b"], [man], may_see=lambda _: True).rows
    [line] = [line for line in row.cells[-1] if words in line]
    assert line.casefold() == f"đến hết: {words}"
