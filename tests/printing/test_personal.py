"""What an officer may rely on when a citizen's papers come out of the printer, page by page."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import docx
import pdfplumber
import pypdfium2
import pytest
from docx.oxml.ns import qn

from roster.domain import call_forms, reserve_forms
from roster.domain.law.rulebook import ENLISTMENT_RULES
from roster.domain.personal_form import Line, PersonalForm
from roster.domain.personal_papers import form_of, wording, words_of
from roster.printing.joined import join
from roster.printing.personal import (
    FormPaper,
    FormSeries,
    PersonalPaper,
    Series,
    forms_tree,
    papers_tree,
    render_forms,
    render_papers,
)
from roster.printing.personal_seal import Seal
from roster.services.personal_making import in_lines
from roster.sheets.personal_document import write_papers
from tests.printing.tagging import claims_ua, faults_of

MM = 72 / 25.4
DAY = date(2026, 12, 1)
KINDS = [str(one.kind) for one in (*call_forms.FORMS[:1], *call_forms.FORMS[3:], *reserve_forms.FORMS)]
FORMS = (*call_forms.FORMS, *reserve_forms.FORMS)
FACTS = {
    "full_name": "Nguyễn Đức Hậu", "FULL_NAME": "NGUYỄN ĐỨC HẬU", "birth": "14/03/2006", "citizen_id": "031206000017",
    "home": "số 12 đường Trần Nhân Tông, TDP số 5, phường Phù Liễn", "work": "Công nhân, Công ty TNHH may Hải Âu",
    "office": "Ban Chỉ huy quân sự phường Phù Liễn", "command": "Ban Chỉ huy quân sự phường Phù Liễn",
    "event": "20/12/2026", "when": "lúc 07 giờ 30, ngày 20/12/2026", "place": "Trung tâm Y tế Kiến An",
    "bring": "thẻ căn cước", "subject": "Khám sức khỏe nghĩa vụ quân sự năm 2027", "kind": "phường", "KIND": "PHƯỜNG",
}  # fmt: skip


def series_of(form: PersonalForm) -> FormSeries:
    post = "CHỈ HUY TRƯỞNG" if form.signer_on(DAY) else ""
    return FormSeries(
        form, ("BỘ CHQS THÀNH PHỐ HẢI PHÒNG", "BAN CHQS PHƯỜNG PHÙ LIỄN"), "Phù Liễn, ngày 01 tháng 12 năm 2026",
        post, "Trung tá Vũ Văn Ký",
    )  # fmt: skip


def of_person(number: int) -> FormPaper:
    own = {"full_name": f"Nguyễn Văn {number:04}", "FULL_NAME": f"NGUYỄN VĂN {number:04}"}
    return FormPaper(f"{number:02}/GM-BCH", FACTS | own)


def call(name: str = "Nguyễn Đức Hậu", **change: str) -> PersonalPaper:
    facts = {
        "number": "12/QĐ-UBND", "full_name": name, "birth": "14/03/2006", "citizen_id": "031206000017",
        "home": FACTS["home"], "work": FACTS["work"], "appear": FACTS["when"], "place": FACTS["place"],
    }  # fmt: skip
    return PersonalPaper(**(facts | change))


def call_series() -> Series:
    words = wording("examination", 2027, DAY, ENLISTMENT_RULES)
    return Series(
        ("ỦY BAN NHÂN DÂN", "PHƯỜNG PHÙ LIỄN"), "Phù Liễn, ngày 01 tháng 12 năm 2026", words.name, words.subject,
        "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG PHÙ LIỄN", words.grounds, words.bring, "PHÓ CHỦ TỊCH", "Nguyễn Văn Hùng",
        ("- Công dân có tên tại Điều 1;", "- Lưu: VT."), "KT. CHỦ TỊCH",
    )  # fmt: skip


SEAL = Seal("http://192.168.1.10:8000/check/018f0000-0000-7000-8000-000000000000/{mark}", "0123456789ab" * 5)
NOTE = "Giấy này thay thế giấy số 02/GM-BCH ngày 20/11/2026."


def texts_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.kind}-{form.first_day.year}")
def test_each_citizen_has_his_form_with_what_is_known_of_him(form: PersonalForm) -> None:
    pdf = render_forms(series_of(form), [of_person(number) for number in (1, 2)])
    pages = texts_of(pdf)
    whole = len(form.pages)
    assert len(pages) == 2 * whole and faults_of(pdf) == [] and not claims_ua(pdf)
    for number, first in enumerate(pages[::whole], start=1):
        named = [other for other in (1, 2) if f"văn {other:04}" in first.lower()]
        assert named == [number]
        for part in form.title:
            assert part in first
        shown = {field.key for block in form.pages[0] if isinstance(block, Line) for field in block.fields}
        for key in shown & {"citizen_id", "birth", "home"}:
            assert FACTS[key] in first
        assert ("GIẤY GIAO NHẬN" in first) == form.has_receipt
    for place, page in enumerate(pages):  # a second page that comes loose says whose it is, and that it is the second
        if place % whole:
            assert f"của NGUYỄN VĂN {place // whole + 1:04}, sinh 14/03/2006, số 031206000017" in page
        assert page.endswith(" 2") == bool(place % whole)
    # The first citizen's: in the others' the same stands in the same places.
    with pdfplumber.open(io.BytesIO(pdf), pages=list(range(1, whole + 1))) as found:
        for page in found.pages:
            assert (round(page.width / MM), round(page.height / MM)) == (210, 297)
            assert min(char["x0"] for char in page.chars) >= 30 * MM - 1
            assert max(char["x1"] for char in page.chars) <= 195 * MM + 1
            drawn = [*page.lines, *page.rects, *page.curves]
            assert max((one["x1"] for one in drawn), default=0) <= 195 * MM + 1.5


def check_document(tree: Any, pdf: bytes, page_numbers: str = "") -> None:
    """That the document made of the papers has each word of the print, and each letter as often."""
    file = io.BytesIO()
    write_papers(tree, "Giấy", "Phường Phù Liễn", file)
    words = " ".join(one.text for one in docx.Document(file).element.body.iter(qn("w:p"))).split()
    printed = "".join("".join(texts_of(pdf)).split())  # a line's end may part a word there
    assert [word for word in words if word not in printed] == []
    assert Counter("".join(words) + page_numbers) == Counter(printed)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.kind}-{form.first_day.year}")
def test_the_document_of_a_form_says_what_its_paper_says(form: PersonalForm) -> None:
    series, note = series_of(form), NOTE if form.signer_on(DAY) else ""
    papers = [of_person(1), replace(of_person(2), replaces=note)]
    check_document(forms_tree(series, papers), render_forms(series, papers), "2" * 2 * (len(form.pages) - 1))


def test_the_document_of_a_call_says_what_its_paper_says() -> None:
    papers = [call(), call("H'Hen <b>Niê</b> & Kđăm", citizen_id="", work="", replaces=NOTE)]
    check_document(papers_tree(call_series(), papers), render_papers(call_series(), papers))


@pytest.mark.parametrize("kind", [form.kind for form in FORMS if form.head == "issuer"])
def test_what_an_office_issues_has_the_head_and_letters_of_decree_30(kind: str) -> None:
    form = form_of(kind, DAY)
    with pdfplumber.open(io.BytesIO(render_forms(series_of(form), [of_person(7)]))) as found:
        page = found.pages[0]

        def letters(words: str) -> list[dict[str, Any]]:
            return next(iter(page.search(words, regex=False)))["chars"]

        for words, least, most, face in (
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, 13, "Bold"), ("Độc lập - Tự do - Hạnh phúc", 13, 14, "Bold"),
            ("BAN CHQS PHƯỜNG PHÙ LIỄN", 12, 13, "Bold"), ("Phù Liễn, ngày 01", 13, 14, "Italic"),
            (form.title[0], 13, 14, "Bold"), ("Trung tá Vũ Văn Ký", 13, 14, "Bold"),
        ):  # fmt: skip
            for letter in letters(words):
                assert least <= round(letter["size"], 2) <= most and face in letter["fontname"], words
        assert letters("Số: 07/GM-BCH")[0]["x0"] < page.width / 2 < letters("Phù Liễn, ngày 01")[0]["x0"] + 60


def test_whatever_is_not_known_is_left_for_the_pen_and_no_field_says_nothing() -> None:
    empty = FormPaper("", {"full_name": "Lê An", "FULL_NAME": "LÊ AN", **dict.fromkeys(("birth", "home"), "")})
    first = texts_of(render_forms(series_of(form_of("certificate", DAY)), [empty]))[0]
    assert "LÊ AN" in first and "Nơi thường trú:" in first and "None" not in first


def test_a_long_call_lets_its_receipt_follow_on_the_next_page_and_the_others_keep_to_one() -> None:
    long = call("Trần Văn Dài", home="số 1, " * 200)
    pages = texts_of(render_papers(call_series(), [call("Lê Văn Một"), long, call("Lê Văn Ba")]))
    assert len(pages) == 4
    assert ["GIẤY GIAO NHẬN" in page for page in pages] == [True, False, True, True]
    assert "Tôi là: Trần Văn Dài" in pages[2] and "Tôi là: Lê Văn Ba" in pages[3]
    assert [page.endswith(" 2") for page in pages] == [False, False, True, False]
    signed = "Điều 3. Ban Chỉ huy quân sự", "PHÓ CHỦ TỊCH", "Nguyễn Văn Hùng"  # never alone, never torn apart
    assert all(words in pages[2] and words not in pages[1] for words in signed)


def test_a_receipt_never_stands_on_the_signature() -> None:
    for lines in range(1, 60, 2):
        paper = call(home="số 1, đường Trần Nhân Tông, " * lines)
        with pdfplumber.open(io.BytesIO(render_papers(call_series(), [paper]))) as found:
            for page in found.pages:
                signed, torn = page.search("Nguyễn Văn Hùng"), page.search("GIẤY GIAO NHẬN")
                if signed and torn:
                    assert torn[0]["top"] - signed[0]["bottom"] > 3 * MM
            if lines == 1:  # what is to be written on it leaves no word and no dots alone
                words = found.pages[0].extract_text()
                assert "\nquan hệ nếu nhận thay)" in words and "tháng …… năm ………\n" in words
            if len(found.pages) > 1:
                return
    raise AssertionError("no call was long enough")


def test_joined_pieces_keep_order_title_language_and_tags() -> None:
    series = series_of(form_of("health_form", DAY))
    pieces = [render_forms(series, [of_person(number) for number in some]) for some in ((1, 2), (3,), (4,))]
    whole = join(pieces, "PHIẾU SỨC KHỎE NGHĨA VỤ QUÂN SỰ")
    assert faults_of(whole) == []
    pages = texts_of(whole)
    assert [number for page in pages for number in range(1, 5) if f"VĂN {number:04}" in page] == [
        1, 1, 2, 2, 3, 3, 4, 4,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "source", "photo"),
    [
        (date(2023, 12, 31), "16/2016", (30, 40)), (date(2024, 1, 1), "105/2023", (40, 60)),
        (date(2025, 9, 29), "105/2023", (40, 60)), (date(2025, 9, 30), "106/2025", (40, 60)),
    ],
)  # fmt: skip
def test_the_health_form_is_that_of_the_day(day: date, source: str, photo: tuple[int, int]) -> None:
    form = form_of("health_form", day)
    assert source in form.source and form.photo == photo


@pytest.mark.parametrize(
    ("kind", "day", "signer"),
    [
        ("certificate", date(2025, 6, 30), "Chỉ huy trưởng Ban CHQS cấp huyện"),
        ("certificate", date(2025, 7, 1), "Chủ tịch UBND phường"),
        ("transfer", date(2025, 7, 1), "Chỉ huy trưởng Ban CHQS phường"),
        ("reserve_card", date(2025, 6, 30), "Chỉ huy trưởng Ban CHQS cấp huyện"),
        ("reserve_card", date(2026, 1, 1), "Chủ tịch UBND phường"),
        ("health_form", date(2026, 1, 1), ""),
    ],
)
def test_who_signs_is_told_by_the_day(kind: str, day: date, signer: str) -> None:
    assert words_of(kind, 2026, day, ENLISTMENT_RULES).signer == signer


def test_no_form_asks_for_what_the_program_must_not_hold() -> None:
    words = " ".join(
        str(part) for form in FORMS for page in form.pages for block in page for part in vars(block).values()
    )
    for secret in ("đơn vị tiếp nhận", "Đơn vị dự bị", "chức vụ thời chiến", "biên chế DBĐV", "động viên"):
        assert secret.lower() not in words.lower()


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2024, 6, 1), date(2026, 12, 1)])
def test_each_measure_of_the_health_form_has_room_for_the_pen(day: date) -> None:
    form = form_of("health_form", day)
    measures = [
        field.label
        for block in form.pages[0] if isinstance(block, Line)
        for field in block.fields if field.label in {"Cao (cm)", "Nặng (kg)", "Vòng ngực (cm)", "BMI",
                                                     "Mạch (lần/phút)", "Huyết áp (mmHg)"}
    ]  # fmt: skip
    with pdfplumber.open(io.BytesIO(render_forms(series_of(form), [of_person(1)]))) as found:
        page = found.pages[0]
        rules = [one for one in (*page.lines, *page.rects) if one["height"] < 2]
        for label in measures:
            [written] = page.search(f"{label}:", regex=False)
            behind = [
                rule for rule in rules
                if abs(rule["bottom"] - written["bottom"]) < 8 and 0 <= rule["x0"] - written["x1"] < 3 * MM
            ]  # fmt: skip
            assert behind and max(one["width"] for one in behind) >= 18 * MM, label
    assert len(measures) == (5 if day.year < 2024 else 6)


def test_both_lines_of_the_committee_name_the_one_who_issues() -> None:
    series = replace(call_series(), issuer=("", "ỦY BAN NHÂN DÂN\nPHƯỜNG PHÙ LIỄN"))
    with pdfplumber.open(io.BytesIO(render_papers(series, [call()]))) as found:
        page = found.pages[0]
        left = page.crop((0, 0, page.width * 0.45, page.height / 4))
        places = [next(iter(left.search(words, regex=False))) for words in ("ỦY BAN NHÂN DÂN", "PHƯỜNG PHÙ LIỄN")]
        for place in places:
            assert all("Bold" in letter["fontname"] for letter in place["chars"])
        first_line = left.extract_text_lines()[0]
    assert first_line["text"] == "ỦY BAN NHÂN DÂN" and places[0]["bottom"] <= places[1]["top"] + 1


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.kind}-{form.first_day.year}")
def test_a_code_and_the_name_of_the_old_paper_find_room_on_each_form_that_is_signed(form: PersonalForm) -> None:
    pdf = render_forms(series_of(form), [replace(of_person(1), replaces=NOTE)], SEAL)
    pages, whole = texts_of(pdf), len(form.pages)
    assert len(pages) == whole and faults_of(pdf) == []
    is_signed = bool(form.signer_on(DAY))
    for number, page in enumerate(pages):
        expected = is_signed and number == 0
        assert ("0123456789ab" in page) == ("số 02/GM-BCH ngày 20/11/2026" in page) == expected


def test_a_call_that_replaces_another_has_code_and_old_number_on_its_page() -> None:
    pdf = render_papers(call_series(), [call(replaces=NOTE), call("Lê Văn Bình")], SEAL)
    first, second = texts_of(pdf)
    assert NOTE in first and NOTE not in second and faults_of(pdf) == []
    assert all("Mã kiểm tra: 0123456789ab" in one for one in (first, second))


ISSUED = [form.kind for form in FORMS if form.head == "issuer"]


def rows_of(page: Any) -> list[Any]:
    """The lines of the page's letters, from above."""
    in_the_picture = 10.5
    found: list[Any] = page.filter(lambda one: one.get("size") != in_the_picture).extract_text_lines()
    return found


SHORT, LONG = "Về việc gọi công dân nhập ngũ năm 2027", "Về việc gọi công dân khám sức khỏe nghĩa vụ quân sự " * 3


@pytest.mark.parametrize("subject", [SHORT, LONG.strip()])
def test_below_what_a_decision_is_about_stands_a_line_of_a_third_to_a_half_of_it(subject: str) -> None:
    series = replace(call_series(), subject=in_lines(subject))
    with pdfplumber.open(io.BytesIO(render_papers(series, [call()]))) as found:
        page = found.pages[0]
        lines = rows_of(page)
        below = next(place for place, line in enumerate(lines) if line["text"].startswith("CHỦ TỊCH ỦY BAN"))
        last, after = lines[below - 1], lines[below]
        drawn = [one for one in (*page.lines, *page.rects) if last["top"] + 10 < one["top"] < after["top"]]
        assert len(drawn) == 1
        [rule] = drawn
        width, length = last["x1"] - last["x0"], rule["x1"] - rule["x0"]
        assert width / 3 <= length <= width / 2
        assert abs((rule["x0"] + rule["x1"]) / 2 - (last["x0"] + last["x1"]) / 2) < 1


def test_paragraphs_of_a_decision_stand_at_least_six_points_apart() -> None:
    with pdfplumber.open(io.BytesIO(render_papers(call_series(), [call()]))) as found:
        lines = rows_of(found.pages[0])
        begins = [place for place, one in enumerate(lines) if one["text"].startswith(
            ("Căn cứ", "Theo đề nghị", "QUYẾT ĐỊNH:", "Điều", "Nơi cư trú", "Nghề nghiệp", "Có mặt"))]  # fmt: skip
        first = begins[0]
        pitch = lines[first + 1]["top"] - lines[first]["top"]  # two lines of one paragraph
        assert len(begins) == 10
        for place in begins[1:]:
            assert lines[place]["top"] - lines[place - 1]["top"] - pitch >= 5.9, lines[place]["text"]


@pytest.mark.parametrize("kind", ISSUED)
def test_paragraphs_of_a_form_that_an_office_issues_do_too(kind: str) -> None:
    form = form_of(kind, DAY)
    with pdfplumber.open(io.BytesIO(render_forms(series_of(form), [FormPaper("7/GM-BCH", FACTS)]))) as found:
        lines = rows_of(found.pages[0])
        end = next(place for place, one in enumerate(lines) if "CHỈ HUY TRƯỞNG" in one["text"])
        [title] = [place for place, one in enumerate(lines) if one["text"].strip() == form.title[-1]]
        gaps = [after["top"] - before["bottom"] for before, after in pairwise(lines[title + 1 : end])]
        whole = {1: 6 + 13 * 0.2, 0: 13 * 0.2}  # between paragraphs; between lines of one
        assert len(gaps) > 5
        for gap in gaps:
            assert gap >= whole[1] - 0.3 or abs(gap - whole[0]) < 0.5, gap
