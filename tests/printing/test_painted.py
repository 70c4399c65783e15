"""A long list looks as a short one does: painted rows stand where WeasyPrint would have set them."""

from __future__ import annotations

import io
from typing import Any

import pdfplumber
import pytest

from roster.columns.enlistment_lists import ENLISTMENT_16A, ENLISTMENT_17A
from roster.columns.printed_lists import MILITIA_ROSTER, RESERVE_ROSTER, ListDefinition, working_list
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


def both(paper: PaperInput, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, bytes]:
    """The paper with all but its last page painted, and set whole."""
    monkeypatch.setattr("roster.printing.pdf._SET_PAGES", 1)
    monkeypatch.setattr("roster.printing.pdf._SET_WHOLE", 10)
    painted = render_list(paper)
    monkeypatch.setattr("roster.printing.pdf._SET_WHOLE", 1_000)
    return painted, render_list(paper)


# Those whose columns differ in more than a heading; the first has lines of more columns than any form.
@pytest.mark.parametrize(
    "definition", [working_list("enlistment"), ENLISTMENT_16A, ENLISTMENT_17A, MILITIA_ROSTER, RESERVE_ROSTER]
)
def test_each_letter_stands_where_it_would_in_a_list_set_whole(
    definition: ListDefinition, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [invented_person(n) | (_AWKWARD if n % 7 == 0 else {}) for n in range(1, 29)]
    painted, whole = both(invented_paper(definition, 28, rows=rows), monkeypatch)
    assert painted != whole  # else nothing was painted and nothing is shown here
    assert letters(painted) == letters(whole)


def test_lines_between_rows_stand_where_they_would_in_a_list_set_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    painted, whole = both(invented_paper("militia-roster", 28), monkeypatch)
    with pdfplumber.open(io.BytesIO(painted)) as p, pdfplumber.open(io.BytesIO(whole)) as w:
        for painted_page, whole_page in zip(p.pages[:2], w.pages[:2], strict=True):
            right = painted_page.width - 15 * 72 / 25.4
            ends = {round(r["bottom"], 1) for r in whole_page.rects if abs(r["x1"] - right) < 1.5}
            across = {round(r["bottom"], 1) for r in painted_page.rects if r["width"] > 600 and r["height"] < 1}
            assert len(across) >= 3
            assert across <= ends
