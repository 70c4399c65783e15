"""Every kind of list and sheet that the program prints, of invented people, and what each page must keep to.

Run as a program it makes each for 1,500 people, and says what is wrong, how long it took and how much it took.
"""

from __future__ import annotations

import ctypes
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from roster.columns.catalogue import ROSTERS
from roster.columns.plain_sheets import PLAIN_SHEETS, PlainColumn, PlainSheet
from roster.columns.printed_lists import PRINTED_LISTS, working_list
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.domain.number_words import in_words
from roster.listing.table import Row, Table
from roster.printing.layout import PaperInput
from roster.printing.pdf import render_list
from tests.printing.people import invented_paper, invented_person

KINDS = [*PRINTED_LISTS, *ROSTERS, *PLAIN_SHEETS]
COUNTS = (0, 1, 37, 1500)
MM = 72 / 25.4
SIGNER, PREPARER = "Thiếu tá Nguyễn Đức Hậu", "Thượng úy Trần Văn Bằng"
_DUTY = (
    PlainColumn(("Thứ, ngày",), 40, strong=True),
    PlainColumn(("Trực chỉ huy",), 80),
    PlainColumn(("Ghi chú",), 40),
)
_NUMBERED = re.compile(r"Mẫu (\d{4})")


def paper_of(kind: str, count: int) -> PaperInput:
    """The list or sheet of that kind with so many people, each known by his name: "… Mẫu 0007"."""
    named = [invented_person(n) | {"full_name": f"Nguyễn Thị Mẫu {n:04}"} for n in range(1, count + 1)]
    if kind in PRINTED_LISTS:
        return invented_paper(kind, count, rows=named or None)
    if kind in ROSTERS:
        return invented_paper(working_list(kind), count, rows=named or None)
    columns = SHEET_COLUMNS.get(kind, _DUTY)
    rows = tuple(
        tuple((f"Nguyễn Thị Mẫu {n:04}",) if at == 0 else _cell(column, n) for at, column in enumerate(columns))
        for n in range(1, count + 1)
    )
    upright = kind in ("posting", "quota-summary")
    sheet = PlainSheet(kind, PLAIN_SHEETS[kind].upper(), columns, rows, noun="người", landscape=not upright)
    table = Table(sheet.definition, tuple(Row(n, cells) for n, cells in enumerate(sheet.rows, start=1)))
    return invented_paper(sheet.definition, 0, table=table)


@cache
def layout_of(kind: str) -> tuple[bool, bool, bool, bool, int, bool]:
    """All that lists of a kind may be set otherwise by than another's, but for their columns and words."""
    one = paper_of(kind, 0).table.definition
    is_sheet = kind in PLAIN_SHEETS
    return is_sheet, one.landscape, bool(one.form_number), one.is_dense, one.least_lines, bool(one.note)


def has_the_columns_of_another(kind: str) -> bool:
    """Whether a list before it is laid out like it: its pages of many people are the same but for the title."""
    if kind not in PRINTED_LISTS:
        return False
    before = [PRINTED_LISTS[one].columns for one in list(PRINTED_LISTS)[: list(PRINTED_LISTS).index(kind)]]
    return PRINTED_LISTS[kind].columns in before


def _cell(column: PlainColumn, number: int) -> tuple[str, ...]:
    if column.centred:
        return ("25",) if column.width_mm < 20 else ("05/02/2026",)
    return ("TDP số 5, phường Phù Liễn",) if number % 3 else ("",)


def faults_of(paper: PaperInput, pdf: bytes, count: int) -> list[str]:
    """What a page breaks of Nghị định 30/2020/NĐ-CP, Phụ lục I, or of the list's own people; empty for a good one."""
    document = pypdfium2.PdfDocument(pdf)
    wide = (297, 210) if paper.table.definition.landscape else (210, 297)
    faults, seen, on_page = [], [], []
    for number, page in enumerate(document, start=1):
        width, height = (round(length / MM) for length in page.get_size())
        if (width, height) != wide:
            faults.append(f"page {number} is {width} x {height} mm")
        text = page.get_textpage()
        words = text.get_text_bounded()
        on_page.append([int(one) for one in _NUMBERED.findall(" ".join(words.split()))])
        seen += on_page[-1]
        faults += _outside(page, number, wide, paper)
        if number > 1 and not _is_page_number(text, number, wide):
            faults.append(f"page {number} does not bear its number in the middle of the top margin")
    if seen != list(range(1, count + 1)):
        faults.append(f"{len(seen)} of {count} people, or not in their order")
    if len(on_page[-1]) < min(count, 2):
        faults.append("the signatures stand alone")
    last = " ".join(document[len(document) - 1].get_textpage().get_text_bounded().split())
    noun = paper.table.definition.noun
    said = f"gồm {count:,} ({in_words(count)}) {noun}".replace(",", ".") if count else f"không có {noun} nào"
    wanted = (said, SIGNER, PREPARER, "Nơi nhận:")
    faults += [f"the last page does not say “{one}”" for one in wanted if one not in last]
    return [*faults, *_letters_astray(document)]


def _outside(page: Any, number: int, wide: tuple[int, int], paper: PaperInput) -> Iterator[str]:
    """What is drawn to the left, right or below of the margins; the footer's margin is its own."""
    for one in page.get_objects(max_depth=1):
        if one.type == pdfium.FPDF_PAGEOBJ_TEXT:
            left, bottom, right, _ = one.get_bounds()
            is_footer = bottom < 18 * MM
            if left < 30 * MM - 1 or (right > (wide[0] - 15) * MM + 1 and not is_footer):
                yield f"page {number}: letters at {left / MM:.1f}–{right / MM:.1f} mm"
                return


def _is_page_number(text: Any, number: int, wide: tuple[int, int]) -> bool:
    middle, top = wide[0] * MM / 2, wide[1] * MM
    found = text.get_text_bounded(left=middle - 90, right=middle + 120, bottom=top - 20 * MM, top=top)
    return found.split()[:1] == [str(number)]


# Where a word begins, what size its letters may have, and which of the faces (Phụ lục I phần II).
_LETTERS = (
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, 13, "Bold"), ("Độc lập - Tự do - Hạnh phúc", 13, 14, "Bold"),
    ("BỘ CHQS THÀNH PHỐ", 12, 13, ""), ("BAN CHQS PHƯỜNG", 12, 13, "Bold"), ("Số: 05/DS-BCH", 13, 13, ""),
    ("Phù Liễn, ngày 24", 13, 14, "Italic"), ("Nơi nhận:", 12, 12, "BoldItalic"), ("- Lưu: VT", 11, 11, ""),
    ("KT. CHỈ HUY TRƯỞNG", 13, 14, "Bold"), (SIGNER, 13, 14, "Bold"),
)  # fmt: skip


def _letters_astray(document: Any) -> Iterator[str]:
    first, last = document[0].get_textpage(), document[len(document) - 1].get_textpage()
    for words, least, most, face in _LETTERS:
        text = last if words in (SIGNER, "Nơi nhận:", "- Lưu: VT", "KT. CHỈ HUY TRƯỞNG") else first
        found = text.search(words).get_next()
        if found is None:
            yield f"“{words}” is nowhere"
            continue
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text, found[0], matrix)
        size = round(pdfium.FPDFText_GetFontSize(text, found[0]) * abs(matrix.d), 1)
        font = _face_of(text, found[0])
        if not least <= size <= most or font != face:
            yield f"“{words}” is set in {font or 'upright'} {size} pt"


def _face_of(text: Any, index: int) -> str:
    name = ctypes.create_string_buffer(200)
    pdfium.FPDFText_GetFontInfo(text, index, name, len(name), None)
    return name.value.decode().partition("Serif")[2].replace("-", "")


def main() -> None:
    """Every kind for 1,500 people, each in a process of its own; minutes."""
    for kind in KINDS:
        subprocess.run([sys.executable, "-m", "tests.printing.every_list", kind], check=True)


def one(kind: str, count: int = COUNTS[-1]) -> None:
    """One kind for 1,500 people."""
    paper = paper_of(kind, count)
    begun = time.perf_counter()
    pdf = render_list(paper)
    took, memory = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    faults = faults_of(paper, pdf, count)
    pages = len(pypdfium2.PdfDocument(pdf))
    print(f"{kind:24} {pages:4} pages {took:6.1f} s {memory:5} MB  {'; '.join(faults[:3]) or 'in order'}")  # noqa: T201


if __name__ == "__main__":
    main() if len(sys.argv) == 1 else one(sys.argv[1])
