"""A long list looks as a short one does: painted rows stand where WeasyPrint would have set them."""

from __future__ import annotations

import ctypes
import io
import re
import subprocess
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from roster.columns.enlistment_lists import ENLISTMENT_16A, ENLISTMENT_17A
from roster.columns.printed_lists import RESERVE_ROSTER, ListDefinition, working_list
from roster.printing.layout import PaperInput
from roster.printing.pdf import render_list
from tests.printing.people import invented_paper, invented_person

_AWKWARD: dict[str, Any] = {
    "full_name": "H'Hen  Niê-Kđăm\u00a0Ỷ",
    "occupation": "Lái\txe\nvà Πλάτων",  # blanks that fold into one; letters of another script
    "workplace": "Côngtymộtthànhviênkhôngcódấucáchnàotrongtên và thêm nữa",
    "permanent_address": "Số 1/2/3/4/5 ngõ 6/7, TDP số 3 - khu B; gần chợ (cũ), phường Phù Liễn",
    "notes": "dấu mềm kiểm\u00adtra, fi ffi, AV To",
}


def letters(pdf: bytes) -> list[list[tuple[str, float, float, str, float]]]:
    """Every letter of each page with its place in points from below, face and size."""
    pages, face = [], ctypes.create_string_buffer(200)
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    for page in pypdfium2.PdfDocument(pdf):
        text, found = page.get_textpage(), []
        for at in range(text.count_chars()):
            letter = chr(pdfium.FPDFText_GetUnicode(text, at))
            if letter.strip():
                pdfium.FPDFText_GetCharOrigin(text, at, x, y)
                pdfium.FPDFText_GetFontInfo(text, at, face, len(face), None)
                pdfium.FPDFText_GetMatrix(text, at, matrix)
                name = face.value.decode().split("+")[-1]
                size = pdfium.FPDFText_GetFontSize(text, at) * abs(matrix.d)
                found.append((letter, round(x.value, 1), round(y.value, 1), name, round(size, 1)))
        pages.append(sorted(found))
    return pages


def is_written_once(pdf: bytes) -> bool:
    """Whether each letter of the second page stands there once: what lies on itself pdfium passes over."""
    with pdfplumber.open(io.BytesIO(pdf), pages=[2]) as opened:
        return sum(bool(one["text"].strip()) for one in opened.pages[0].chars) == len(letters(pdf)[1])


def painted_of(paper: PaperInput, most_tagged: int = 2_000) -> bytes:
    """The paper with all but its last pages painted."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("roster.printing.pdf._MOST_TAGGED", most_tagged)
        patch.setattr("roster.printing.pdf._SET_WHOLE", 10)
        return render_list(paper)


def both(paper: PaperInput) -> tuple[bytes, bytes]:
    """The paper with all but its last pages painted, and set whole."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("roster.printing.pdf._SET_WHOLE", 1_000)
        return painted_of(paper), render_list(paper)


# Those whose columns differ in more than a heading; the first has lines of more columns than any form. A list so long
# that it goes without tags is written with less work, and must look the same.
@pytest.mark.parametrize("definition", [working_list("enlistment"), ENLISTMENT_16A, ENLISTMENT_17A, RESERVE_ROSTER])
def test_each_letter_stands_where_it_would_in_a_list_set_whole(definition: ListDefinition) -> None:
    rows = [invented_person(n % 20) | (_AWKWARD if n % 7 == 0 else {}) for n in range(1, 29)]  # some lines come again
    paper = invented_paper(definition, 28, rows=rows)
    tagged, whole = both(paper)
    untagged = painted_of(paper, most_tagged=0)
    for painted in (tagged, untagged):
        assert painted != whole  # else nothing was painted and nothing is shown here
        assert letters(painted) == letters(whole)
    assert is_written_once(untagged)


def test_groups_stand_where_they_would_in_a_list_set_whole_with_their_lines_and_tags() -> None:
    rows = [invented_person(n) | {"neighbourhood": f"TDP số {n // 5}" if n % 9 else None} for n in range(1, 33)]
    painted, whole = both(invented_paper("militia-roster", 32, rows=rows, grouped=True, watermark="BẢN NỘI BỘ"))
    assert painted != whole and is_written_once(painted)
    assert letters(painted) == letters(whole)
    assert read_out(painted) == read_out(whole)
    with pdfplumber.open(io.BytesIO(painted)) as opened:
        for page in opened.pages[:2]:
            lines = page.extract_text_lines()
            heads = [line for line in lines if re.match(r"TDP số \d+: \d+ \(", line["text"])]
            assert heads
            assert not re.match(r"TDP số \d+:", lines[-2]["text"])  # above the footer stands a citizen
            for head in heads:  # no line between columns goes through the head of a group
                middle = (head["top"] + head["bottom"]) / 2
                through = [r for r in page.rects if r["width"] < 1 and r["top"] < middle < r["bottom"]]
                assert len({round(r["x0"]) for r in through}) == 2


def test_rows_to_be_signed_have_the_room_that_they_have_in_a_list_set_whole() -> None:
    signed = replace(working_list("militia", ("full_name", "birth_date", "neighbourhood", "notes")), least_lines=2)
    rows = [invented_person(n) | {"neighbourhood": f"TDP số {n // 9}"} for n in range(1, 33)]
    painted, whole = both(invented_paper(signed, 32, rows=rows, grouped=True))
    assert painted != whole and letters(painted) == letters(whole)
    with pdfplumber.open(io.BytesIO(painted)) as opened:
        tops = [word["top"] for word in opened.pages[1].extract_words() if re.fullmatch(r"\d{2}", word["text"])]
    assert min(after - before for before, after in pairwise(tops)) > 8 * 72 / 25.4  # millimetres for a pen


@pytest.fixture(scope="module")
def militia() -> tuple[bytes, bytes]:
    return both(invented_paper("militia-roster", 24))


def test_lines_between_rows_stand_where_they_would_in_a_list_set_whole(militia: tuple[bytes, bytes]) -> None:
    painted, whole = militia
    with pdfplumber.open(io.BytesIO(painted)) as p, pdfplumber.open(io.BytesIO(whole)) as w:
        for painted_page, whole_page in zip(p.pages[:2], w.pages[:2], strict=True):
            right = painted_page.width - 15 * 72 / 25.4
            ends = {round(r["bottom"], 1) for r in whole_page.rects if abs(r["x1"] - right) < 1.5}
            across = {round(r["bottom"], 1) for r in painted_page.rects if r["width"] > 600 and r["height"] < 1}
            assert len(across) >= 3
            assert across <= ends


def test_list_is_read_out_as_one_that_is_set_whole(militia: tuple[bytes, bytes]) -> None:
    painted, whole = map(read_out, militia)
    assert painted == whole
    assert painted.count("TR") >= 24
    assert "/Scope /Column" in painted


def read_out(pdf: bytes) -> list[str]:
    """What a program that reads aloud finds: rows, cells, of which of them a heading is one, and texts."""
    run = subprocess.run(["pdfinfo", "-struct-text", "-"], input=pdf, capture_output=True, check=True)
    lines = (re.sub(r" <.*>|\[.*\]", "", line).strip() for line in run.stdout.decode().splitlines())
    return [line for line in lines if line.startswith(('"', "T", "/Scope"))]
