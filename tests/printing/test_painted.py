"""A long list looks as a short one does: painted rows stand where WeasyPrint would have set them."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pdfplumber
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
    """Every letter of each page with its place in points, face and size."""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return [
            sorted(
                (c["text"], round(c["x0"], 1), round(c["top"], 1), c["fontname"].split("+")[-1], round(c["size"], 1))
                for c in page.chars
                if c["text"].strip()
            )
            for page in opened.pages
        ]


def both(paper: PaperInput, most_tagged: int = 2_000) -> tuple[bytes, bytes]:
    """The paper with all but its last pages painted, and set whole."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("roster.printing.pdf._MOST_TAGGED", most_tagged)
        patch.setattr("roster.printing.pdf._SET_WHOLE", 10)
        painted = render_list(paper)
        patch.setattr("roster.printing.pdf._SET_WHOLE", 1_000)
        return painted, render_list(paper)


# Those whose columns differ in more than a heading; the first has lines of more columns than any form. A list so long
# that it goes without tags is written with less work, and must look the same.
@pytest.mark.parametrize("most_tagged", [2_000, 0])
@pytest.mark.parametrize("definition", [working_list("enlistment"), ENLISTMENT_16A, ENLISTMENT_17A, RESERVE_ROSTER])
def test_each_letter_stands_where_it_would_in_a_list_set_whole(definition: ListDefinition, most_tagged: int) -> None:
    rows = [invented_person(n % 20) | (_AWKWARD if n % 7 == 0 else {}) for n in range(1, 29)]  # some lines come again
    painted, whole = both(invented_paper(definition, 28, rows=rows), most_tagged)
    assert painted != whole  # else nothing was painted and nothing is shown here
    assert letters(painted) == letters(whole)


def test_groups_stand_where_they_would_in_a_list_set_whole_with_their_lines_and_tags() -> None:
    rows = [invented_person(n) | {"neighbourhood": f"TDP số {n // 5}" if n % 9 else None} for n in range(1, 33)]
    painted, whole = both(invented_paper("militia-roster", 32, rows=rows, grouped=True, watermark="BẢN NỘI BỘ"))
    assert painted != whole
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
    return both(invented_paper("militia-roster", 28))


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
    assert painted.count("TR") >= 28
    assert "/Scope /Column" in painted


def read_out(pdf: bytes) -> list[str]:
    """What a program that reads aloud finds: rows, cells, of which of them a heading is one, and texts."""
    run = subprocess.run(["pdfinfo", "-struct-text", "-"], input=pdf, capture_output=True, check=True)
    lines = (re.sub(r" <.*>|\[.*\]", "", line).strip() for line in run.stdout.decode().splitlines())
    return [line for line in lines if line.startswith(('"', "T", "/Scope"))]
