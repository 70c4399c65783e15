"""Scanning a citizen's card at the door."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.domain.qr_card import ScannedCard, card_within, read_card

TODAY = date(2026, 11, 24)
CODE = "031205001234|163456789|Đỗ Văn An|14032005|Nam|TDP số 5, Phù Liễn, Kiến An, Hải Phòng|12052021"
CARD = ScannedCard(
    "031205001234", "163456789", "Đỗ Văn An", "2005-03-14", "male", "TDP số 5, Phù Liễn, Kiến An, Hải Phòng",
    "2021-05-12",
)  # fmt: skip


def scan(text):
    return read_card(text, today=TODAY)


def test_every_field_of_a_card_is_read():
    assert scan(CODE) == CARD


@pytest.mark.parametrize("typed", [CODE + "\n", CODE + "\r\n", CODE + "\t", "  " + CODE, "\ufeff" + CODE])
def test_what_the_scanner_types_around_the_code_does_not_matter(typed):
    assert scan(typed) == CARD


@pytest.mark.parametrize("bar", ["~", "¦", "｜"])
def test_another_keyboard_layout_makes_other_bars(bar):
    assert scan(CODE.replace("|", bar)) == CARD


def test_a_card_without_an_old_number_and_with_more_fields_is_read():
    card = scan("031205001234||Đỗ Văn An|14032005|Nam|TDP số 5|12052021||Đỗ Văn Bình|Lê Thị Hoa")
    assert card is not None
    assert card.old_id is None and card.full_name == "Đỗ Văn An" and card.issued_on == "2021-05-12"


@pytest.mark.parametrize("typed", ["031205001234|", "031205001234||", "031205001234|163456789|Đỗ"])
def test_a_scan_that_broke_off_still_says_whose_card_it_is(typed):
    card = scan(typed)
    assert card is not None and card.citizen_id == "031205001234" and card.sex == "male" and card.birth_date is None


def test_a_name_that_a_vietnamese_keyboard_bent_does_not_hide_the_number():
    card = scan("031205001234|163456789|ĐÔ VĂN ÀN|14032005|NAM|TDP sô 5|12052021")
    assert card is not None and card.citizen_id == "031205001234" and card.birth_date == "2005-03-14"


@pytest.mark.parametrize("typed", ["", "Đỗ Văn An", "031205001234", "163456789|Đỗ Văn An", "0312|An", "|||||||"])
def test_what_is_no_card_is_not_taken_for_one(typed):
    assert scan(typed) is None


@pytest.mark.parametrize("day", ["31022005", "00002005", "abc", "2005", "14032205"])
def test_a_day_that_nobody_was_born_on_is_left_out(day):
    card = scan(f"031205001234||Đỗ Văn An|{day}|Nam||")
    assert card is not None and card.full_name == "Đỗ Văn An" and card.birth_date is None


def test_marks_of_vietnamese_typing_separate_nothing_and_make_no_name():
    card = scan("031205001234||Nguye^~n Va(n|14032005|Nam|Số 5, Ha?i Pho`ng^|12052021")
    assert card == ScannedCard("031205001234", None, None, "2005-03-14", "male", None, "2021-05-12")
    assert scan("031205001234||Nguye6n Van Sau|||").full_name is None


@given(st.sampled_from(["", "Công nhân", "Số 5", "ở nhà 12 "]))
def test_a_card_is_told_from_what_stood_in_its_field(before):
    assert card_within(before + CODE, today=TODAY) == (before.rstrip(), CARD)
    assert card_within(before, today=TODAY) is None


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_fail(text):
    card = scan(text)
    assert card is None or len(card.citizen_id) == 12


@given(st.text(max_size=80))
def test_nothing_behind_the_number_changes_whose_card_it_is(rest):
    card = scan("031205001234|" + rest)
    assert card is not None and card.citizen_id == "031205001234"
