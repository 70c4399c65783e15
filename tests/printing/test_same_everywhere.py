"""A list on paper, as a workbook and as a document: the same people and values, cell by cell, however awkward.

The page beside them: tests/web/test_papers.py.
"""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from roster.columns.catalogue import ROSTERS
from roster.columns.printed_lists import PRINTED_LISTS, working_list
from roster.domain.number_words import in_words
from roster.printing.pdf import render_list
from roster.services.paper_formats import write_format
from tests.printing.every_list import KINDS, has_the_columns_of_another, paper_of
from tests.printing.people import invented_paper, invented_person

# Those that are set differently; the PDFs of all others are made of the same rows by the same template, and each takes
# seconds to be read out.
READ_OUT = frozenset({"enlistment", "enlistment-16b", "enlistment-17a", "reserve-roster", "posting"})
# More than are set whole, so that painted rows are read too.
COUNT = 24
AWKWARD: tuple[dict[str, Any], ...] = (
    {"full_name": "Công Tằng Tôn Nữ Hoàng Thị Nguyệt-Minh Quỳnh Anh Thục Đoan Trang", "notes": "=1+1"},
    dict.fromkeys(invented_person(1)) | {"full_name": "Lý A"},
    {"full_name": "H'Hen <b>Niê</b> & Kđăm", "occupation": "&amp; <script>alert(1)</script>", "notes": "_x0041_ ]]>"},
    {"full_name": unicodedata.normalize("NFD", "Nguyễn Thị Ngưỡng"), "workplace": "dòng một\ndòng hai\tcột"},
    {"full_name": "Trần Văn Ỷ", "permanent_address": "số 1/2/3, ngõ 4\u00a0- khu “B”; ½ đường… " * 4, "notes": "–"},
    {"full_name": "Phạm Văn Số", "education": "12/12", "workplace": "0012", "notes": "1e5", "occupation": "TRUE"},
    {"full_name": "Hoàng Văn Dài", "workplace": "Côngtymộtthànhviênkhôngcódấucáchnàotrongtên" * 3},
)  # fmt: skip


def rows_of_book(file: io.BytesIO, columns: int, count: int) -> list[list[str]]:
    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None and sheet.auto_filter.ref
    first = int(re.findall(r"\d+", sheet.auto_filter.ref)[0]) + 1  # the filter stands on the last row of the head
    rows = sheet.iter_rows(min_row=first, max_row=first + count - 1, max_col=columns, values_only=True)
    return [["" if value is None else unescape(str(value)) for value in row] for row in rows]  # as Excel shows it


def rows_of_document(file: io.BytesIO, columns: int, count: int) -> list[list[str]]:
    rows = docx.Document(file).tables[1].rows
    return [["\n".join(p.text for p in cell.paragraphs) for cell in row.cells] for row in rows[len(rows) - count :]]


def rows_of_pdf(pdf: bytes, columns: int) -> list[list[str]]:
    """The cells of the rows that hold as many as the list has columns, as they are read out."""
    run = subprocess.run(["pdfinfo", "-struct-text", "-"], input=pdf, capture_output=True, check=True)
    rows: list[list[str]] = []
    for line in run.stdout.decode().splitlines():
        word = line.strip()
        if re.match(r"(TR|Div|P|H1|THead|Table|TH)\b", word) and not word.startswith("P"):
            if word.startswith("TR"):
                rows.append([])
            elif not word.startswith("TH "):
                rows.append(["", ""])  # what stands outside of rows
        elif word.startswith("TD"):
            rows[-1].append("")
        elif word.startswith('"') and rows and rows[-1]:
            rows[-1][-1] += word[1:-1]
    return [row for row in rows if len(row) == columns and not row[0].startswith("(")]


def bare(row: list[str]) -> list[str]:
    """Without what a line's end takes or adds, letters composed."""
    return [re.sub(r"\s+", "", unicodedata.normalize("NFC", cell)) for cell in row]


@pytest.mark.once
@pytest.mark.parametrize("kind", [k for k in KINDS if not has_the_columns_of_another(k)])
def test_paper_workbook_and_document_hold_the_same_people_and_values_in_the_same_order(kind: str) -> None:
    if kind in PRINTED_LISTS or kind in ROSTERS:
        people = [invented_person(n) | (AWKWARD[n // 3] if n % 3 == 0 and n // 3 < len(AWKWARD) else {})
                  for n in range(COUNT)]  # fmt: skip
        definition = PRINTED_LISTS[kind] if kind in PRINTED_LISTS else working_list(kind)
        paper = invented_paper(definition, COUNT, rows=people)
    else:
        paper = paper_of(kind, COUNT)
    wanted = [[str(row.shown_number), *("\n".join(lines) for lines in row.cells)] for row in paper.table.rows]
    columns, data = len(wanted[0]), paper.as_data()
    assert len(wanted) == COUNT
    for format_, read in (("xlsx", rows_of_book), ("docx", rows_of_document)):
        file = io.BytesIO()
        write_format(data, format_, file)
        assert [bare(row) for row in read(file, columns, COUNT)] == [bare(row) for row in wanted], format_
    if kind not in READ_OUT:
        return
    pdf = render_list(paper)
    assert [bare(row) for row in rows_of_pdf(pdf, columns)] == [bare(row) for row in wanted]
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert f"gồm {COUNT} ({in_words(COUNT)}) {paper.table.definition.noun}" in " ".join(text.split())
