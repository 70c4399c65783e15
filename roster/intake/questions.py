"""Headings that ask ("Bạn tên gì", "Vào Đoàn chưa"), as in forms that people send round, and what they ask for."""

from __future__ import annotations

import re
from collections.abc import Collection

_YOU = "ban|anh(?: chi)?|em|chau|dong chi|minh"
_VERBS = "ten|ho|sinh|o|hoc|lam|cao|nang|can|co|da|vao|thuoc|dang|la|que|hien|di|ve|ra|nhap|xuat|tham|theo|song"
_ADDRESSED = re.compile(rf"^(?:{_YOU}) (?=(?:{_VERBS})\b)| cua (?:{_YOU})\b")
_WHICH = r"(?:nao|may|bao nhieu|gi)"
_WHEN = rf"(?:(?:vao |tu |hoi )?(?:ngay|thang|nam|luc|khi|dot)(?: thang)?(?: nam)? {_WHICH}|bao gio|khi nao)"
_YET = r"(?:chua|khong|hay chua|roi hay chua)"
# Of folded words, short forms written out: what is asked, and the heading that asks for the same.
_ASKED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(asked), said)
    for asked, said in (
        (r"(?:ho (?:va )?)?ten(?: day du| that)?(?: la)? gi", "ho va ten"),
        (rf"sinh (?:vao )?nam {_WHICH}", "nam sinh"),
        (rf"sinh (?:vao )?{_WHEN}", "ngay sinh"),
        (rf"(?:(?:dang|hien|nha|o|song|thuoc) )*to(?: dan pho)?(?: so)? {_WHICH}", "to dan pho"),
        (r"nha (?:ban )?(?:o )?(?:dau|cho nao)", "dia chi"),
        (r"(?:(?:dang|hien|hien nay) )*(?:o|song)(?: tai)? (?:dau|cho nao)", "noi o hien nay"),
        (rf"que(?: quan)?(?: o)? (?:dau|{_WHICH})", "que quan"),
        (r"ho khau(?: thuong tru)?(?: dang ky)?(?: o)? (?:dau|cho nao)", "ho khau thuong tru"),
        (rf"(?:da )?(?:duoc )?(?:vao|la|ket nap)(?: vao)? (doan|dang)(?: vien)? {_YET}", r"\1 vien"),
        (rf"(?:vao|ket nap) (doan|dang) {_WHEN}", r"ngay vao \1"),
        (rf"(?:mat )?can(?: thi)? {_WHICH}(?: do| diop)*", "do can"),
        (rf"cao {_WHICH}(?: cm| met| chuyen mon)?", "chieu cao"),  # "cm" is written out so
        (rf"nang {_WHICH}(?: kg| ky| can)?", "can nang"),
        (rf"(?:da )?hoc(?: het| den| xong)* lop {_WHICH}", "trinh do van hoa"),
        (r"(?:(?:hien|dang|hien nay|lam) )*(?:nghe|cong viec|nghe nghiep) gi|(?:(?:hien|dang) )*lam gi", "nghe nghiep"),
        (r"(?:(?:hien|dang) )*(?:lam(?: viec)?|hoc)(?: o| tai)? (?:dau|cho nao|(?:truong|cong ty) (?:nao|gi))",
         "noi lam viec"),
        (r"theo dao gi|dao gi", "ton giao"),
        (rf"suc khoe loai {_WHICH}", "phan loai suc khoe"),
        (rf"(?:di|vao|nhap) (?:bo doi|linh|quan doi|ngu|quan ngu) {_WHEN}", "nhap ngu"),
        (rf"(?:xuat ngu|ra quan|giai ngu|phuc vien|ve)(?: dia phuong)? {_WHEN}", "xuat ngu"),
        (rf"(?:vao|tham gia)(?: luc luong)? dan quan {_WHEN}", "ngay vao dan quan"),
    )
)  # fmt: skip
_TAIL = re.compile(rf"(?: la)?(?: so)? (?:{_WHICH}|{_YET}|the nao|ra sao)$")


def statement_of(words: str, known: Collection[str]) -> str:
    """The heading that asks for the same as a question does; the words as they are where they ask nothing.

    `words` are folded, short forms written out; `known` are the headings of all rosters in that form.
    """
    bare = _ADDRESSED.sub("", words)
    for asked, said in _ASKED:
        if match := asked.fullmatch(bare):
            return match.expand(said)
    short = _TAIL.sub("", bare)
    return short if short in known else bare if bare in known else words
