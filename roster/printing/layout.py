"""What stands on a printed list, in words and millimetres: Nghị định 30/2020/NĐ-CP, Phụ lục I.

Everything here is plain data, so that a list can be handed to another process and printed there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import segno

from roster.domain.paper_numbers import padded
from roster.listing.head_lines import CLOSING_SHARES, HEAD_PT, balanced, head_lines, office_lines
from roster.listing.table import Table, counted
from roster.listing.text_width import MM_PER_PT, text_width_em
from roster.printing.widths import Fit, fit_columns

INTERNAL = "LƯU HÀNH NỘI BỘ"
HANDLING_MARKS = (INTERNAL, "XEM XONG TRẢ LẠI", "")  # Phụ lục I phần II mục 11
CHECK_DIGITS = 12  # of a paper's mark: enough that nobody finds another paper with the same

# Millimetres, Phụ lục I phần I mục I: top and bottom 20–25, left 30–35, right 15–20 (limits: columns/list_layout.py).
MARGIN_TOP, MARGIN_RIGHT, MARGIN_BOTTOM, MARGIN_LEFT = 20.0, 15.0, 20.0, 30.0
PAGE_LONG, PAGE_SHORT = 297.0, 210.0
NUMBER_COLUMN_MM = 7.5
_SIGNATURE_PADDING = 1.5  # millimetres at the sides of who signs: list.css

_BLANK = "…" * 12
_GAP = "\u00a0" * 8


@dataclass(frozen=True)
class PaperHead:
    """The head of a ward's papers: superior body ("" for none), agency, symbol behind the number, place, recipients
    (one a line). A paper of the Party (`is_party`) is headed as Hướng dẫn 36-HD/VPTW has it.
    """

    superior: str
    agency: str
    symbol: str
    place: str
    recipients: str = ""
    is_party: bool = False

    @property
    def nation_lines(self) -> tuple[str, ...]:
        """What stands at the right: Quốc hiệu and Tiêu ngữ, or the name of the Party."""
        if self.is_party:
            return ("ĐẢNG CỘNG SẢN VIỆT NAM",)
        return ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


@dataclass(frozen=True)
class Signature:
    """Who signs: "KT. CHỈ HUY TRƯỞNG" or "" before the post, the post, the rank and the full name."""

    post: str
    authority: str = ""
    rank: str = ""
    full_name: str = ""

    @property
    def name_line(self) -> str:
        """Rank and name as they stand under the signature; dots where the name is not known yet."""
        return f"{self.rank} {self.full_name}".strip() if self.full_name else _BLANK


PREPARER_BLANK = Signature("NGƯỜI LẬP")
SIGNER_BLANK = Signature("CHỈ HUY TRƯỞNG")


@dataclass(frozen=True)
class PaperInput:
    """A list on its way to paper.

    `year` is the year of the list, `today` the day of printing: a paper without `dated_on` shows dots for day and month
    of that day's year. `number` is what stands before the symbol, "" for a blank to be filled by hand. `footer` says
    who printed and when, `watermark` stands pale behind every page. A signature that is None leaves dots. `below_title`
    names what the paper belongs to or corrects. An issued paper has `check_address` in its QR code, with {mark} where
    the mark of its content goes, and is made to last (PDF/A). A copy that goes with a numbered paper has neither
    a number nor a blank for one (`is_numbered`).
    """

    table: Table
    year: int
    head: PaperHead
    today: date
    dated_on: date | None = None
    number: str = ""
    preparer: Signature | None = None
    signer: Signature | None = None
    handling_mark: str = INTERNAL
    footer: str = ""
    watermark: str = ""
    below_title: str = ""
    check_address: str = ""
    margins_mm: Mapping[str, float] = field(default_factory=dict)
    is_numbered: bool = True

    @property
    def margins(self) -> tuple[float, float, float, float]:
        """Top, right, bottom, left in millimetres."""
        usual = {"top": MARGIN_TOP, "right": MARGIN_RIGHT, "bottom": MARGIN_BOTTOM, "left": MARGIN_LEFT}
        top, right, bottom, left = (self.margins_mm.get(side, width) for side, width in usual.items())
        return top, right, bottom, left

    @property
    def width_mm(self) -> float:
        """The width between the margins."""
        return (PAGE_LONG if self.table.definition.landscape else PAGE_SHORT) - self.margins[1] - self.margins[3]

    @property
    def height_mm(self) -> float:
        """The height between the margins."""
        return (PAGE_SHORT if self.table.definition.landscape else PAGE_LONG) - self.margins[0] - self.margins[2]

    @cached_property
    def fit(self) -> Fit:
        """The widths of the columns, that of the running number first, and the size of the letters."""
        return fit_columns(self.table, NUMBER_COLUMN_MM, self.width_mm, self.height_mm)

    @property
    def title(self) -> str:
        """The title in one line."""
        return self.table.definition.title_of(self.year)

    @property
    def issuer_lines(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Superior body and agency, each in the lines that it takes at the left of the head."""
        return head_lines(self.head.superior, self.width_mm), head_lines(self.head.agency, self.width_mm, bold=True)

    @property
    def title_lines(self) -> tuple[str, ...]:
        """The title as it stands above the list: lines of about the same length, never a lone word below."""
        return balanced(self.title, self.width_mm * 0.92)

    @property
    def number_line(self) -> str:
        """ "Số: 05/DS-BCH": numbers below 10 with a zero before (Phụ lục I phần II mục 3)."""
        if not self.is_numbered:
            return ""
        number = padded(self.number)
        if self.head.is_party:
            return f"Số {number or _GAP}-{self.head.symbol}"
        return f"Số: {number or _GAP}/{self.head.symbol}"

    @property
    def date_line(self) -> str:
        """ "Phù Liễn, ngày 05 tháng 02 năm 2026": a zero before days below 10 and months 1 and 2 (mục 4)."""
        if self.dated_on is None:
            return f"{self.head.place}, ngày …… tháng …… năm {self.today.year}"
        day, month = self.dated_on.day, self.dated_on.month
        return (
            f"{self.head.place}, ngày {day:02} tháng {f'{month:02}' if month <= 2 else month} năm {self.dated_on.year}"
        )

    @property
    def closing_sentence(self) -> str:
        """ "Danh sách gồm 25 (hai mươi lăm) công dân./.": nobody can add a row below it. "" where none is counted."""
        count, noun = self.table.row_count, self.table.definition.noun
        if not noun:
            return ""
        if count == 0:
            return f"Danh sách không có {noun} nào./."
        return f"Danh sách gồm {counted(count, noun)}./."

    @property
    def recipient_lines(self) -> tuple[str, ...]:
        """Nơi nhận: "- …;" a line, the last one, which names the file, with a full stop (mục 9)."""
        names = [line.strip(" \t-–;.") for line in self.head.recipients.splitlines()]
        names = [name for name in names if name]
        if not names or not names[-1].casefold().startswith("lưu"):
            names.append("Lưu: VT")
        return tuple(f"- {name}{'.' if name is names[-1] else ';'}" for name in names)

    def as_data(self) -> dict[str, Any]:
        """All that the paper says, as JSON: what an issued paper is kept and marked by, and made into other formats."""
        definition, shared = self.table.definition, self.table.shared_headings
        # Only where there are any: papers that were issued before keep their mark.
        dense = {"letters_pt": self.fit.font_size_pt} if definition.is_dense else {}
        above = {"above": [list(words) for words in shared]} if any(shared) else {}
        least = {"least_lines": definition.least_lines} if definition.least_lines > 1 else {}
        internal = {"footer": self.footer} if self.footer else {}
        return {
            **dense,
            **above,
            **least,
            **internal,
            "title": self.title,
            "below_title": self.below_title,
            "superior": self.head.superior,
            "agency": self.head.agency,
            "nation": list(self.head.nation_lines),
            "number": self.number_line,
            "date": self.date_line,
            "handling_mark": self.handling_mark,
            "form": [definition.annex, definition.form_number],
            "number_heading": " ".join(definition.number_heading),
            "headings": [list(lines) for lines in self.table.headings],
            "widths_mm": [round(width, 1) for width in self.fit.widths_mm],
            "centred": [column.centred for column in definition.columns],
            "landscape": definition.landscape,
            "margins_mm": list(self.margins),
            "rows": [
                [None if row.is_group else row.shown_number, *(list(cell) for cell in row.cells)]
                for row in self.table.rows
            ],
            "note": definition.note,
            "closing": self.closing_sentence,
            "recipients": list(self.recipient_lines),
            "signatures": [[one.authority, one.post, one.name_line] for one in self.signatures],
        }

    @cached_property
    def mark(self) -> str:
        """The fingerprint of all that the paper says: 64 hexadecimal digits (SHA-256)."""
        return hashlib.sha256(json.dumps(self.as_data(), ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    @property
    def check_code(self) -> str:
        """The part of the mark that stands on an issued paper, "" on others."""
        return self.mark[:CHECK_DIGITS] if self.check_address else ""

    @property
    def check_picture(self) -> str:
        """The QR code of an issued paper as SVG, "" on others."""
        if not self.check_address:
            return ""
        address = self.check_address.replace("{mark}", self.check_code)
        picture: str = segno.make(address, error="m", micro=False).svg_inline(
            border=0, scale=2, omitsize=True, title=f"Mã QR của trang kiểm tra văn bản, mã {self.check_code}"
        )
        return picture

    @property
    def signed_lines(self) -> tuple[tuple[str, ...], ...]:
        """Rank and name below each signature, in the lines that they take between the margins."""
        return tuple(_name_lines(one, self._signature_mm) for one in self.signatures)

    @property
    def signing_lines(self) -> tuple[tuple[str, ...], ...]:
        """For whom, and as what, each signs, above the signature."""
        return tuple(
            tuple(line for text in (one.authority, one.post) for line in office_lines(text, self._signature_mm))
            for one in self.signatures
        )

    @property
    def _signature_mm(self) -> float:
        return self.width_mm * CLOSING_SHARES[self.table.definition.landscape][1] - 2 * _SIGNATURE_PADDING

    @property
    def signatures(self) -> tuple[Signature, Signature]:
        """Who drew the list up, and who signs it."""
        return self.preparer or PREPARER_BLANK, self.signer or SIGNER_BLANK


def _name_lines(signature: Signature, width_mm: float) -> tuple[str, ...]:
    """Rank and name in one line where it fits, else the rank above the name; a longer name is shared out evenly."""
    room_em = width_mm / (HEAD_PT * MM_PER_PT)
    if text_width_em(signature.name_line, bold=True) <= room_em or not signature.full_name:
        return (signature.name_line,)
    lines = [part for part in (signature.rank, signature.full_name) if part]
    return tuple(line for part in lines for line in balanced(part, width_mm))
