"""What page, workbook and paper may rely on in the table that they all show."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roster.columns.catalogue import DEFAULT_KEYS, ROSTERS
from roster.columns.list_definition import Name
from roster.columns.printed_lists import PRINTED_LISTS, ListColumn, ListDefinition, working_list
from roster.domain.actor import Sensitivity
from roster.listing.table import build_table, masked

PERSON = {
    "full_name": "Nguyễn Văn Ẩn", "birth_date": "2005-03", "citizen_id": "031205001265", "phone": "0912345678",
    "religion": "Không", "ethnicity": "Kinh", "is_party_member": True, "party_joined_on": "2023-05-19",
    "is_union_member": False, "neighbourhood": "TDP số 1", "permanent_address": "Số 2, TDP số 12, phường Phù Liễn",
    "health_class": 2, "sex": "male", "father_name": "Nguyễn Văn Bình", "father_birth_year": 1975,
    "mother_name": None, "occupation": None, "workplace": None, "current_address": None,
    "person_id": None, "record_id": None,
}  # fmt: skip


def sees_all(sensitivity: Sensitivity | None) -> bool:
    return True


def sees_ordinary(sensitivity: Sensitivity | None) -> bool:
    return sensitivity is None


def one_cell(*lines: tuple[str, ...], may_see: Callable[[Sensitivity | None], bool] = sees_all, **more: object):  # type: ignore[no-untyped-def]
    person = PERSON | {key: more.pop(key) for key in tuple(more) if key in PERSON}
    definition = ListDefinition("x", "x", "enlistment", "X", (ListColumn(("X",), lines, 30.0, **more),))  # type: ignore[arg-type]
    return build_table(definition, [person], may_see=may_see).rows[0].cells[0]


@pytest.mark.parametrize("roster", ROSTERS)
def test_working_list_shows_values_as_people_read_them(roster: str) -> None:
    table = build_table(working_list(roster), [PERSON], may_see=sees_all)
    shown = dict(zip(DEFAULT_KEYS[roster], table.rows[0].cells, strict=True))
    assert shown["full_name"] == ("Nguyễn Văn Ẩn",)
    assert shown["birth_date"] == ("03/2005",)
    assert shown["citizen_id"] == ("031205001265",)
    assert len(table.headings) == len(table.rows[0].cells)


def test_rows_are_numbered_on_from_the_page_before_and_keep_their_order() -> None:
    people = [PERSON | {"full_name": name} for name in ("Trần Tư", "Bùi An")]
    table = build_table(working_list("militia"), people, may_see=sees_all, first_number=101)
    assert [(row.number, row.cells[0]) for row in table.rows] == [(101, ("Trần Tư",)), (102, ("Bùi An",))]
    assert table.row_count == 2


def test_rows_know_whom_they_show() -> None:
    row = build_table(working_list("reserve"), [PERSON | {"person_id": 1, "record_id": 2}], may_see=sees_all).rows[0]
    assert (row.person_id, row.record_id) == (1, 2)


def test_viewer_sees_neither_ids_nor_sensitive_facts_in_any_list() -> None:
    definitions = [*PRINTED_LISTS.values(), *(working_list(roster) for roster in ROSTERS)]
    for definition in definitions:
        cells = build_table(definition, [PERSON], may_see=sees_ordinary).rows[0].cells
        text = " ".join(line for cell in cells for line in cell)
        for secret in ("031205001265", "0912345678", "Không", "Đảng viên", "19/05/2023", "Loại 2"):
            assert secret not in text


def test_hidden_id_can_still_be_compared_with_a_card_in_the_hand() -> None:
    assert one_cell(("citizen_id",), may_see=sees_ordinary) == ("031•••••••65",)
    assert one_cell(("phone",), may_see=sees_ordinary) == ("091•••••78",)
    assert masked("12345", Sensitivity.IDENTITY) == "•••••"


@pytest.mark.parametrize("value", [True, False, None])
def test_hidden_membership_looks_alike_for_members_and_others(value: bool | None) -> None:
    assert one_cell(("is_party_member",), may_see=sees_ordinary, is_party_member=value) == ("•",)


def test_missing_id_is_seen_to_be_missing_even_by_those_who_may_not_read_it() -> None:
    assert one_cell(("citizen_id",), may_see=sees_ordinary, citizen_id=None) == ()


def test_facts_of_one_line_are_joined_and_unknown_ones_left_out() -> None:
    line = ("father_name", "father_birth_year", "father_occupation")
    assert one_cell(line) == ("Nguyễn Văn Bình, 1975",)


def test_mark_of_a_member_reads_as_words_between_other_facts_and_as_a_cross_alone() -> None:
    assert one_cell(("is_party_member", "party_joined_on")) == ("Đảng viên, 19/05/2023",)
    assert one_cell(("is_party_member",)) == ("x",)
    assert one_cell(("is_union_member", "union_joined_on")) == ()


def test_unknown_facts_take_no_line_and_what_place_does_not_tell_is_named() -> None:
    lines = ("father_name",), ("mother_name", "phone"), ("occupation", "workplace")
    names = Name("mother_name", "mẹ", unless="father_name"), Name("workplace", "nơi làm việc"), Name("phone", "gọi")
    both = {"mother_name": "Bùi Thị An", "workplace": "Cảng"}
    assert one_cell(*lines, stacked=True, joint="; ", names=names, **both) == (
        "Nguyễn Văn Bình", "Bùi Thị An; gọi: 0912345678", "Nơi làm việc: Cảng",
    )  # fmt: skip
    assert one_cell(*lines, stacked=True, names=names, father_name=None, phone=None, **both)[0] == "Mẹ: Bùi Thị An"
    assert one_cell(("other_name",), ("occupation",), stacked=True, names=names) == ()


@pytest.mark.parametrize(("said", "shown"), [("Như trên", ("Số 2, TDP số 12", "Như trên")), ("", ("Số 2, TDP số 12",))])
def test_present_address_that_is_the_permanent_one_is_not_repeated(said: str, shown: tuple[str, ...]) -> None:
    lines = ("permanent_address",), ("current_address",)
    address = {"permanent_address": "Số 2, TDP số 12", "current_address": "số 2,  TDP số 12"}
    assert one_cell(*lines, stacked=True, same_address=said, **address) == shown
    assert one_cell(("current_address",), **address) == ("số 2,  TDP số 12",)


def test_neighbourhood_stands_before_an_address_that_does_not_name_it() -> None:
    line = ("neighbourhood", "permanent_address")
    assert one_cell(line) == ("TDP số 1, Số 2, TDP số 12, phường Phù Liễn",)
    assert one_cell(line, neighbourhood="TDP số 12") == ("Số 2, TDP số 12, phường Phù Liễn",)
    assert one_cell(line, permanent_address=None) == ("TDP số 1",)
