"""Whether a text names the unit that receives a reservist, or what he is in wartime: a state secret, never kept.

Luật Bảo vệ bí mật nhà nước 29/2018/QH14, 117/2025/QH15: plans of mobilisation. Where somebody has served is none: a
roster has a column for it. What tells the two apart is the word before the unit, "xếp vào" or "xuất ngũ".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from roster.domain.text import fold

SENTENCE = (
    "có nội dung về đơn vị dự bị động viên hoặc chức vụ thời chiến (bí mật nhà nước) nên không được lưu. Nếu đó là nơi "
    "phục vụ cũ, hãy ghi rõ “khi tại ngũ”"
)

# A unit of the regular army: "Trung đoàn 51", "e51", "Sư đoàn Z"; its smaller parts only with a number.
_REGULAR = r"(?:(?:trung|su|lu|quan|binh) doan|[ef](?:bb)?\s?\d+|[dc]bb\s?\d+)"
_NUMBERED = r"(?:(?:tieu doan|dai doi|hai doi|hai doan|lien doi)\s?(?:so\s)?[a-z]?\d+|[dc]\s?\d+)"
_CALLED = r"z\s?\d{2,4}"  # how a unit is called on open papers
_UNIT = re.compile(rf"\b(?:{_REGULAR}|{_NUMBERED}|{_CALLED})\b")
_REGULAR_UNIT = re.compile(rf"\b{_REGULAR}\b")
_PLACED = re.compile(
    r"\b(?:xep|bien che|bo sung cho|bo sung vao|tiep nhan|(?:giao|nhan|cap|nhan) nguon|nguon (?:cua|cho|giao)|"
    r"(?:lenh|goi) (?:goi )?(?:ve|den|vao)|dbdv|dong vien)\b(?! (?:loai|hang|luong|bac|ban ve|thu))"
)
_SERVED = re.compile(
    r"\b(?:xuat ngu|phuc vu|tai ngu|nhap ngu|giai ngu|phuc vien|cuu|nguyen|tung|truoc day|truoc khi|"
    r"cong tac tai|hoc tai|si quan|bo doi|di linh|ra quan|thuong binh|nghi huu|quan nhan chuyen nghiep|qncn|"
    r"(?:anh|em|chi) (?:trai|gai|ruot)|(?:bo|cha|me) de|bo me)\b"
)
# A block of flats is called "E10" too.
_BLOCK = re.compile(r"\b(?:nha|phong|can|can ho|lo|khu|toa|lop|block|day|kiot|cong|xang|hang)\s?$")
_POST_PLANNED = re.compile(r"\bchuc (?:danh|vu) (?:trong|theo) bien che\b")
_WHILE_SERVING = re.compile(r"\b(?:khi|luc|hoi|thoi gian|thoi ky|trong thoi gian|nam) (?:con )?tai ngu\b")
_OWN_FORCES = re.compile(r"\b(?:dan quan|tu ve|dqtv|co dong|tai cho|thuong truc|to dan pho|tdp|phuong|cong ty)\b")
_WARTIME = re.compile(r"\bthoi chien\b")
_EXCUSED = re.compile(r"\b(?:mien|tam hoan|hoan)\b[^.;]{0,40}\bthoi chien\b")
_WARTIME_POST = re.compile(
    r"\b(?:xa thu|phao thu|phao hai|lai xe|chien si|\w+ doi truong|\w+ doan truong|trinh sat|bao vu|y ta|"
    r"khau doi|thong tin|cong binh|quan y|nuoi quan|chi huy)\b"
)
_NAMED_AFTER = re.compile(r"\b(?:chuc vu|chuc danh|vi tri|nhiem vu|don vi|bien che) thoi chien\b\W*(?P<rest>.*)")
_NOTHING = re.compile(r"^(?:chua|khong|k co|khong co)\b")
_SENTENCES = re.compile(r"[.;\n]+(?!\d)")


# "F0", "F1" are who had been near an infection, and no division.
_INFECTION = re.compile(r"f\s?[0-2]")


def names_army_unit(text: str | None) -> bool:
    """Whether a text that has no business with the army names a unit of it, and not as where somebody once served.

    For the reason of an absence and the like: there the unit can only be the one that called the man.
    """
    if not text:
        return False
    if names_wartime_placement(text):
        return True
    words = re.sub(r"\s+", " ", fold(text)).strip()
    return any(
        not (re.match(_NUMBERED, one[0]) and _OWN_FORCES.search(words)) for one in _units_not_served_in(words, _UNIT)
    )


def _units_not_served_in(words: str, kind: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The units that the words name, none where they say that somebody served there."""
    if not _SERVED.search(words):
        yield from (one for one in kind.finditer(words) if not _INFECTION.fullmatch(one[0]))


# Free words of people, events, plans and reports, where nobody has to name a unit of the army but where he served.
FREE_TEXTS = frozenset(
    {
        "notes", "note", "topic", "occupation", "reason", "closed_reason", "end_reason", "excused_reason",
        "retired_reason", "text",
    }
)  # fmt: skip


def says_secret(key: str, text: str | None) -> bool:
    """Whether the text of the field `key` must not be kept.

    In free words a unit of the regular army counts as the one that a man is placed in, unless they say that he, or a
    relative, served there; in a field that is made for units, places or work only words of placing do.
    """
    if not text:
        return False
    return names_wartime_placement(text) or (key in FREE_TEXTS and _names_regular_unit(text))


def _names_regular_unit(text: str) -> bool:
    return any(
        not (re.match(r"[efdc]\s?\d", one[0]) and _BLOCK.search(words[: one.start()]))
        for words in (re.sub(r"\s+", " ", fold(part)).strip() for part in _SENTENCES.split(text))
        for one in _units_not_served_in(words, _REGULAR_UNIT)
    )


def names_wartime_placement(text: str | None) -> bool:
    """Whether the text says in which mobilisation unit, or at which wartime post, somebody is placed."""
    if not text:
        return False
    return any(_is_secret(re.sub(r"\s+", " ", fold(part)).strip()) for part in _SENTENCES.split(text))


def _is_secret(words: str) -> bool:
    if _WARTIME.search(words) and not _EXCUSED.search(words):
        named = _NAMED_AFTER.search(words)
        if named is not None and not _NOTHING.match(named["rest"]) and named["rest"]:
            return True
        if named is None and (_UNIT.search(words) or _WARTIME_POST.search(words)):
            return True
    if _POST_PLANNED.search(words) and _WARTIME_POST.search(words) and not _SERVED.search(words):
        return True
    return any(_is_placement(words, unit) for unit in _UNIT.finditer(words))


def _is_placement(words: str, unit: re.Match[str]) -> bool:
    """Whether the word nearest to the unit says "placed in it": the last one before it, else the first one after."""
    if re.match(_NUMBERED, unit[0]) and _OWN_FORCES.search(words):
        return False
    before, after = words[: unit.start()], words[unit.end() :]
    placed = [found.start() for found in _PLACED.finditer(before)]
    served = [found.start() for found in _SERVED.finditer(before)]
    if placed or served:
        is_placed = bool(placed) and (not served or placed[-1] > served[-1])
        return is_placed and not _WHILE_SERVING.search(after)
    behind, served_after = _PLACED.search(after), _SERVED.search(after)
    return behind is not None and (served_after is None or behind.start() < served_after.start())
