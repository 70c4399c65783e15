"""Cells that say themselves whose name stands where: "Cha: Trần Văn A / Mẹ: Lê Thị B", "Ông Trần Văn A, bà Lê Thị B"
below "Con ông (bà)"; and which fact stands where: "Nhập ngũ 02/2018, xuất ngũ 01/2020. Cấp bậc: Hạ sĩ"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from roster.domain.text import clean
from roster.intake.grid import Cell
from roster.intake.meanings import PART_KEYS, STT, meanings
from roster.intake.repeats import is_ditto
from roster.intake.slots import KIN, RELATIVES, Slot
from roster.intake.words import DATE_PARTS, heading_words

_LABEL = re.compile(r"(?:^|(?<=[\s;,./(-]))(?:họ tên |tên )?(cha|bố|ba|tía|mẹ|má|mạ|vợ|chồng)\s*[:：]", re.IGNORECASE)
_BARE_LABEL = re.compile(
    r"(?:^|(?<=[;,./(–-])|(?<=[;,./(–-] ))((?i:cha|bố|tía|mẹ|má|mạ|vợ|chồng|ông|bà))\s+(?=[A-ZÀ-ỸĐ])"
)
_PARTED = re.compile("[;,./(–-]")
_STEMS = {"cha": "father", "bố": "father", "ba": "father", "tía": "father",
          "mẹ": "mother", "má": "mother", "mạ": "mother", "vợ": "spouse",
          "chồng": "spouse", "ông": "father", "bà": "mother"}  # fmt: skip
_LEAST_SHARE = 0.5


def _labels(text: str) -> list[re.Match[str]]:
    """Labels with their colon, where there is any; else words as "bố", "bà" before a name ("Bố Lê An; mẹ …")."""
    found = list(_LABEL.finditer(text)) if ":" in text or "：" in text else []
    if found or not (_PARTED.search(text) or _BARE_LABEL.match(text)):  # most cells are a name alone
        return found
    return list(_BARE_LABEL.finditer(text))


def _stems(value: Cell) -> list[str]:
    return [_STEMS[match[1].lower()] for match in _labels(clean(value))] if isinstance(value, str) else []


def labelled_relatives(cells: Sequence[Cell]) -> tuple[Slot, ...]:
    """The relatives whom the cells of a column name by labels, () unless most of them name two or more."""
    told = [_stems(value) for value in cells if isinstance(value, str) and len(value) > 3]  # no column number
    several = [stems for stems in told if len(set(stems)) > 1]
    if not several or len(several) < _LEAST_SHARE * len(told):
        return ()
    found = {stem for stems in told for stem in stems}
    return tuple(slot for stem, slot in RELATIVES.items() if stem in found)


def of_one_relative(value: Cell) -> bool:
    """Whether a cell names one relative by a word before the name: "bà Lê Thị B" below "Con ông - bà"."""
    return len(_stems(value)) == 1 and _BARE_LABEL.match(clean(str(value))) is not None


def by_label(value: Cell, slots: tuple[Slot, ...]) -> list[Cell]:
    """What stands behind each label, in the order of the slots. What bears no label is the first one's."""
    if not isinstance(value, str):
        return [value, *[None] * (len(slots) - 1)]
    if is_ditto(value):
        return [value] * len(slots)
    text = clean(value, keep_lines=True).replace("\n", "; ")
    places = _labels(text)
    if not places:
        return [value, *[None] * (len(slots) - 1)]
    order = [stem for stem, slot in RELATIVES.items() if slot in slots]
    found: dict[str, str] = {}
    before = text[: places[0].start()].strip(" ;,-–+•*")
    if before:
        found[order[0]] = before
    for number, match in enumerate(places):
        end = places[number + 1].start() if number + 1 < len(places) else len(text)
        said = text[match.end() : end].strip(" ;,/–-(")
        stem = _STEMS[match[1].lower()]
        found[stem] = f"{found[stem]}; {said}" if stem in found else said
    return [found.get(stem) or None for stem in order]


_FACT = re.compile(
    r"\s*[-–+•*]?\s*(?P<label>[^\W\d_][^:\d]{1,30}?)\s*(?:[:：]|(?=\s\d))\s*(?P<said>\S.*?)\s*", re.DOTALL
)
_PARTS = re.compile(r"\s*\n\s*|\s*;\s*|\s*[,.]\s+(?=[^\W\d_])|\s+[-–—|/]\s+")
_SURE, _FEWEST_CELLS = 0.85, 2
_NO_FACTS = frozenset({*PART_KEYS, STT})


def labelled_facts(cells: Sequence[Cell], path: tuple[str, ...], roster: str) -> tuple[Slot, ...]:
    """The facts that the cells of a column name by labels where its heading names none, () unless most cells name two.

    The heading's own name comes last, for what stands below none of the labels.
    """
    if len(path[-1]) < _FEWEST_CELLS or any(score >= _SURE for _, score in meanings(path, roster)):
        return ()
    told = [clean(value, keep_lines=True) for value in cells if isinstance(value, str) and len(value) > 3]
    joined = (text for text in told if _PARTS.search(text))  # what has no parts names one fact at most
    found = ([slot for slot, _ in _facts_in(text, path, roster) if slot.keys] for text in joined)
    several = [slots for slots in found if len({slot.keys for slot in slots}) > 1]
    if len(several) < _FEWEST_CELLS or len(several) < _LEAST_SHARE * len(told):
        return ()
    names = {slot.keys: slot for slots in several for slot in slots}
    return (*names.values(), Slot(path[-1], ()))


def by_fact(value: Cell, slots: tuple[Slot, ...], path: tuple[str, ...], roster: str) -> list[Cell]:
    """What stands behind each label, in the order of the slots; what bears none is the last one's."""
    found: dict[tuple[str, ...], str] = {}
    if not isinstance(value, str):
        return [*[None] * (len(slots) - 1), value]
    known = {slot.keys for slot in slots}
    for slot, said in _facts_in(value, path, roster):
        keys = slot.keys if slot.keys in known else ()
        said = said if keys or not slot.keys else f"{slot.name}: {said}"
        found[keys] = f"{found[keys]}; {said}" if keys in found else said
    return [found.get(slot.keys) for slot in slots]


def _facts_in(value: str, path: tuple[str, ...], roster: str) -> Iterator[tuple[Slot, str]]:
    """Each label with what stands behind it; a part without a label belongs to the one before it."""
    slot, said = Slot("", ()), ""
    for part in _PARTS.split(clean(value, keep_lines=True).rstrip(" .;,")):
        match = _FACT.fullmatch(part)
        keys = _keys_of_label(match["label"], path, roster) if match else ()
        if match and (keys or ":" in part):
            if said:
                yield slot, said
            slot = Slot(match["label"], keys)
            said = match["said"] if keys else part
        elif part:
            said = f"{said}, {part}" if said else part
    if said:
        yield slot, said


def _keys_of_label(label: str, path: tuple[str, ...], roster: str) -> tuple[str, ...]:
    """The fact that a label names, below the column's heading or by itself; () where none is sure."""
    if heading_words(label) in DATE_PARTS:
        return ()
    for names in ((*path, label), (label,)):
        told = sorted(meanings(names, roster), key=lambda pair: -pair[1])
        if told and told[0][1] >= _SURE and told[0][0] not in _NO_FACTS and "=" not in told[0][0]:
            return (told[0][0],)
    return ()


# --- what a line says of itself before its fact


def without_label(line: str, slot: Slot) -> str:
    """ "Ngày sinh: 19/08/1994" under "Ngày sinh" is the date alone."""
    if re.fullmatch(r"\([^()]*\)", line):  # "Nguyễn Văn An (1999)" under "Họ tên, năm sinh"
        line = line[1:-1].strip()
    label, colon, rest = line.partition(":")
    words = heading_words(label)
    if spoken := _SPOKEN.get(slot.keys[:1]):
        line = spoken.sub("", line)
    if colon and _LABELS.get(words, "") in slot.keys:
        return rest.strip()
    if colon and words and len(label) < 40 and (words in heading_words(slot.name) or words in _labels_of(slot.keys)):
        return rest.strip()
    return line


# Labels shorter than any heading would be.
_LABELS = {"qq": "hometown", "que": "hometown", "stt": "permanent_address", "hktt": "permanent_address",
           "dang ky thuong tru": "permanent_address", "noi o": "current_address"}  # fmt: skip
# What stands before a fact within a sentence: "Lê An, sinh ngày 18/05/2004, CCCD 031204261743".
_SPOKEN: dict[tuple[str, ...], re.Pattern[str]] = {
    ("birth_date",): re.compile(r"^(?:ngày |năm )?(?:sinh|SN|NS)(?: ngày| năm)?\s*:?\s*(?=\d)", re.IGNORECASE),
    ("citizen_id",): re.compile(
        r"^(?:số )?(?:CCCD|CMND|căn cước|ĐDCN|định danh)(?: công dân)?(?: số)?\s*:?\s*(?=\d)", re.IGNORECASE
    ),
    ("enlisted_on",): re.compile(r"^(?:NN|nhập ngũ)(?: tháng| năm| ngày)?\s*:?\s*(?=\d)", re.IGNORECASE),
    ("discharged_on",): re.compile(r"^(?:XN|xuất ngũ|ra quân)(?: tháng| năm| ngày)?\s*:?\s*(?=\d)", re.IGNORECASE),
    ("phone",): re.compile(r"^(?:SĐT|ĐT|điện thoại)\s*[:.]?\s*(?=[\d+])", re.IGNORECASE),
    ("current_address",): re.compile(r"^(?:hiện|đang|tạm)(?: đang)? (?:ở|trú)(?: tại)?\s*:?\s*(?=\S)", re.IGNORECASE),
}  # fmt: skip


def _labels_of(keys: tuple[str, ...]) -> set[str]:
    return {label for key in keys for label in KIN.get(key, ())}
