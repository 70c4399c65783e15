"""What a heading cell that stacks several facts asks for: one slot for each of them.

A heading cell of several lines that are headings themselves ("Họ và tên / Ngày sinh / Số CCCD") has as many slots; so
has one whose brackets name them ("Trình độ (VH/CMKT)") and one name for two facts ("Thời gian tại ngũ").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from roster.columns.catalogue import MILITIA, RESERVE
from roster.domain.text import clean, fold
from roster.intake.meanings import STT, kin_in, meanings
from roster.intake.questions import bare_question
from roster.intake.words import ADDRESS_PARTS, as_typed, exact_keys, heading_words, known_headings

BULLET = re.compile(r"^\s*(?:[-–—+*•●▪]+\s*|[a-zđ]\)\s*|\d{1,2}[.)]\s+)+(?=\S)")
_RANK_AND_POST = re.compile(r"\bcấp\s*([,/&-])\s*chức\b(?!\s*(vụ|danh))", re.IGNORECASE)
_EITHER_SPOUSE = re.compile(r"\bvợ\s*[/,]\s*chồng\b", re.IGNORECASE)  # one of them, not two facts
WITHIN_LINE = re.compile(
    r"\s*[,;]\s*|\s+[-–—]\s+|\s*/\s*(?![\d,;–-]|\s*$)|(?<!\d)\s*/\s*"
    r"|\s*(?=\((?:(?i:sinh|sn|ns|ngày|năm) ?)*[\d/.-]{2,10}\))"
    r"|\s+(?:>|→|->)\s+"
    r"|(?<=(?:19|20)\d\d)\s*(?:[-–]|đến|tới)\s*(?=\d{1,2}[/.]|(?:19|20)\d\d)"
)
_WITHIN_NAME = re.compile(rf"{WITHIN_LINE.pattern}|\s+\+\s+|\?\s+")

KIN = {
    "father_name": {"cha", "bo", "bo de", "ho ten bo", "ho ten cha"},
    "mother_name": {"me", "me de", "ho ten me"},
    "spouse_name": {"vo", "chong", "vo chong", "ho ten vo", "ho ten chong"},
}


@dataclass(frozen=True)
class Slot:
    """One fact of a stacked cell: the name its heading line gives it and the keys that this name may mean."""

    name: str
    keys: tuple[str, ...]


def bare_line(line: str) -> str:
    """A line without the bullet before it."""
    return BULLET.sub("", clean(line)).strip()


def _meaning(name: str, roster: str) -> tuple[str, ...]:
    """The keys of a heading line, () where it is none."""
    exact = exact_keys(heading_words(name), roster)
    if exact:
        return exact
    told = sorted(meanings((name,), roster), key=lambda pair: -pair[1])
    return tuple(
        dict.fromkeys(key for key, score in told if score >= 0.85 and not {".", "="} & set(key) and key != STT)
    )


def slots_of(heading: str, roster: str, in_brackets: bool = False) -> tuple[Slot, ...]:
    """The facts that a heading cell stacks, () where it names one fact only, however many lines that takes.

    `in_brackets`: the cells have brackets too, so that what the heading says in them is a fact and no hint.
    """
    if in_brackets and (written := _with_bracket(heading, roster)):
        heading = written
    heading = _EITHER_SPOUSE.sub("vợ chồng", _RANK_AND_POST.sub(r"cấp bậc\1 chức vụ", heading))
    if named := _named_in_brackets(heading, roster):
        return named
    for said, roster_of, told in _TWO_IN_ONE:
        # With its brackets, which may hold "(từ - đến)", and without them.
        asked = (bare_question(fold(heading)), bare_question(as_typed(heading)))
        if roster_of in {"", roster} and any(map(said.fullmatch, asked)):
            return told
    lines = [bare_line(line) for line in heading.splitlines() if bare_line(line)]
    if len(lines) > 1 and heading_words(lines[0]) == "trinh do":  # it heads the lines below it: "VH, CMKT"
        lines = lines[1:]
    # "(ngày, tháng, năm sinh)" in a line of its own below "Họ tên" is a fact, "(nếu có)" is none.
    bracketed = any(line.startswith("(") and exact_keys(heading_words(line), roster) for line in lines[1:])
    if not lines or (not bracketed and heading_words(" ".join(lines)) in known_headings(roster)):
        return ()
    if relatives := _relatives_of(heading):
        return relatives
    slots: list[Slot] = []
    for line in lines:
        keys = _meaning(line, roster)
        parts = [part for part in _WITHIN_NAME.split(re.sub(r"\([^)]*\)?", " ", line)) if part.strip()]
        inner = [_meaning(part, roster) for part in parts]
        exact = heading_words(line) in known_headings(roster) or (len(inner) > 1 and _of_one_relative(inner))
        exact = exact or (len(parts) > 1 and heading_words(parts[0]) in ADDRESS_PARTS)  # "Số nhà, phố nơi đang ở"
        if not exact and len(parts) > 1 and _all_told(parts, inner):
            slots.extend(Slot(part, i) for part, i in zip(parts, inner, strict=True))
        elif keys:
            slots.append(Slot(line, keys))
        elif slots and len(lines) > 1 and len(lines) > len(slots) + 1:
            return ()
        else:
            slots.append(Slot(line, ()))
    slots = _with_codes([_settled(slot, slots) for slot in slots])
    understood = [slot.keys[0] for slot in slots if slot.keys]
    aside = sum(bool(_ASIDE.search(heading_words(slot.name))) for slot in slots if not slot.keys)
    if (
        not understood
        or len(understood) + aside < 2
        or len(set(understood)) < len(understood)
        or len(understood) + aside < 0.6 * len(slots)
    ):
        return ()
    return tuple(slots)


SERVICE = (Slot("Nhập ngũ", ("enlisted_on",)), Slot("Xuất ngũ", ("discharged_on",)))
# One name for two facts: a span of time, and whichever of the two organisations somebody belongs to.
_TWO_IN_ONE: tuple[tuple[re.Pattern[str], str, tuple[Slot, ...]], ...] = (
    (
        re.compile(
            r"((thoi gian|qua trinh) )?(tai ngu|phuc vu( tai ngu)?)|thoi gian (o )?(bo doi|quan doi)|"
            r"(di|vao) (bo doi|linh) tu (thang|nam|ngay|luc|khi|bao)( nao| gio)? (den|toi) (thang|nam|ngay|luc|khi|bao)"
            r"( nao| gio)?"
        ),
        RESERVE,
        SERVICE,
    ),
    (
        re.compile(r"thoi gian( tham gia( dan quan| dq| dqtv)?)? tu( ngay| thang| nam)? den( ngay| thang| nam)?"),
        MILITIA,
        (Slot("Ngày vào", ("joined_on",)), Slot("Ngày hết hạn", ("ends_on",))),
    ),
    (
        re.compile(
            r"(hien |dang )*(lam )?(nghe (nghiep )?gi|gi) (o|tai) (dau|cho nao|(xuong|phong|to|bo phan|cong ty)\b.*)|"
            r"nghe nghiep o dau"
        ),
        "",
        (Slot("Nghề nghiệp", ("occupation",)), Slot("Nơi làm việc", ("workplace",))),
    ),
    (
        re.compile(r"ma( so)?( va)? ten( goi)? chuyen nghiep( quan su)?|chuyen nghiep( quan su)? ma( so)?( va)? ten"),
        RESERVE,
        (Slot("Mã CNQS", ("speciality_code",)), Slot("Tên CNQS", ("speciality",))),
    ),
    (
        re.compile(r"(ngay( thang)?( nam)?|nam) sinh( va| o)? noi sinh"),
        "",
        (Slot("Ngày sinh", ("birth_date",)), Slot("Nơi sinh", ())),
    ),
    (
        re.compile(r"(dang )?doan the|to chuc chinh tri|dang doan|d d"),
        "",
        (Slot("Đảng viên", ("is_party_member",)), Slot("Đoàn viên", ("is_union_member",))),
    ),
)
_ONE_PLACE = {"permanent_address", "current_address", "hometown", "workplace"}


def _with_bracket(heading: str, roster: str) -> str:
    """ "Họ tên, năm sinh (quê quán)" as a list of three; "" where the brackets name no further fact of the man's."""
    match = re.fullmatch(r"([^()]+)\(([^()]+)\)\s*", heading.strip())
    if not match or kin_in(heading):
        return ""
    inner = _meaning(match[2], roster)
    outer = {key for part in _WITHIN_NAME.split(match[1]) if part.strip() for key in _meaning(part, roster)}
    apart = inner and not outer & set(inner) and not (inner[0] == "neighbourhood" and outer & _ONE_PLACE)
    return f"{match[1].strip()}, {match[2].strip()}" if apart and outer else ""


_CODE_OR_NAME = {"ma": "Mã CNQS", "ma so": "Mã CNQS", "ten": "Tên CNQS", "ten goi": "Tên CNQS"}  # of a speciality


def _named_in_brackets(heading: str, roster: str) -> tuple[Slot, ...]:
    """The facts in brackets behind a word for all of them: "Trình độ (VH/CMKT)"; () for any other heading."""
    match = re.fullmatch(r"([^():]+)(?:\(([^()]+)\)\s*|:\s*([^():]+))", heading.strip())
    if not match or kin_in(match[1]):  # "Cha, mẹ (họ tên, năm sinh)" is theirs
        return ()
    parts = [part for part in WITHIN_LINE.split(match[2] or match[3]) if part.strip()]
    of_speciality = _CODE_OR_NAME if "chuyen nghiep" in heading_words(match[1]) else {}
    parts = [of_speciality.get(heading_words(part), part) for part in parts]
    inner = [_meaning(part, roster) for part in parts]
    if len(parts) < 2 or not all(inner) or len({keys[0] for keys in inner}) < len(inner):
        return ()
    before = set(_meaning(match[1], roster))
    if before and (before & _ONE_PLACE or not before & {keys[0] for keys in inner}):
        return ()  # "Nơi thường trú (số nhà, tổ)" is one address
    return tuple(Slot(part, keys) for part, keys in zip(parts, inner, strict=True))


# Lines of a heading that say more of the fact beside them and are not kept: when a rank was given, an id issued.
_ASIDE = re.compile(r"^((ngay|thang|nam) ?)+(phong|cap|nhan|chinh thuc|bo nhiem)\b|^(chinh thuc|noi cap)$")


def _with_codes(slots: list[Slot]) -> list[Slot]:
    """ "Mã số" under "CNQS" is the code of that speciality."""
    if all(slot.keys[:1] != ("speciality",) for slot in slots):
        return slots
    return [
        replace(slot, name="Mã số CNQS", keys=("speciality_code",))
        if not slot.keys and heading_words(slot.name) in {"ma", "ma so"}
        else slot
        for slot in slots
    ]


def _all_told(parts: list[str], inner: list[tuple[str, ...]]) -> bool:
    """Whether each part of a heading's line names a fact of its own or one that is not kept ("Số CCCD - Ngày cấp")."""
    known = [keys[0] for keys in inner if keys]
    aside = sum(bool(_ASIDE.search(heading_words(part))) for part, keys in zip(parts, inner, strict=True) if not keys)
    return bool(known) and len(set(known)) == len(known) == len(parts) - aside


def _of_one_relative(parts: list[tuple[str, ...]]) -> bool:
    """ "Họ và tên cha, năm sinh, nghề nghiệp": birth year and occupation are his father's, not facts beside him."""
    kin = [key for keys in parts for key in keys[:1] if key in KIN]
    own = [keys for keys in parts if keys and keys[0] in {"birth_date", "occupation", "phone"}]
    return bool(parts[0]) and parts[0][0] in KIN and len(kin) == 1 and bool(own)


def _settled(slot: Slot, slots: Sequence[Slot]) -> Slot:
    """ "ĐV" beside "ĐTN" is đảng viên: of several meanings only those that no other slot has by itself."""
    alone = {other.keys[0] for other in slots if other is not slot and len(other.keys) == 1}
    left = tuple(key for key in slot.keys if key not in alone)
    return replace(slot, keys=left) if left and len(slot.keys) > 1 else slot


RELATIVES = {
    "father": Slot("Họ tên cha", ("father_name",)), "mother": Slot("Họ tên mẹ", ("mother_name",)),
    "spouse": Slot("Họ tên vợ (chồng)", ("spouse_name",)),
}  # fmt: skip
_ABOUT_RELATIVES = re.compile(r"\b(ho|va|ten|nam|ngay|thang|sinh|nghe|nghiep|tuoi|cha|bo|me|vo|chong|con|ong|ba|de)\b")


def _relatives_of(heading: str) -> tuple[Slot, ...]:
    """The relatives that share one heading and its facts: "Họ tên, năm sinh, nghề nghiệp bố, mẹ"; () for any other."""
    stems = kin_in(heading)
    if len(stems) < 2 or "other" in stems or _ABOUT_RELATIVES.sub("", heading_words(heading)).strip():
        return ()
    return tuple(RELATIVES[stem] for stem in stems)
