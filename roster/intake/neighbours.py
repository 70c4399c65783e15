"""What a heading means because of the heading at its left: a father's year of birth, the unit of one's own service."""

from __future__ import annotations

import re

from roster.columns.catalogue import RESERVE
from roster.intake.headings import Heading
from roster.intake.meanings import keys_of, kin_fact, meanings
from roster.intake.words import heading_words

_BIRTH = re.compile(r"(ngay )?(thang )?(nam )?sinh|sinh( ngay)?( thang)?( nam)?")
_WHEN_SERVING = re.compile(
    r"\b(khi|luc|hoi|truoc khi)( con)?( o| tai| trong)? (quan doi|quan ngu|tai ngu|xuat ngu|ra quan|ve)\b|"
    r"\btrong quan doi\b"
)


def beside(heading: Heading, index: int, roster: str) -> list[tuple[str, float]]:
    """The meanings that a column has by what stands at its left, as (key, how sure); [] for most columns."""
    return _beside_relative(heading, index, roster) or _beside_service(heading, index, roster)


def _beside_relative(heading: Heading, index: int, roster: str) -> list[tuple[str, float]]:
    """ "Năm sinh" or "Nghề nghiệp" right of "Họ tên bố" is the father's, if the person's own stands elsewhere."""
    leaf = heading_words(heading.paths[index][-1])
    if len(heading.paths[index]) > 1 or not (_BIRTH.fullmatch(leaf) or leaf in {"nghe", "nghe nghiep"}):
        return []
    for back in (1, 2):
        before = heading.paths.get(index - back)
        names = [key for key, _ in meanings(before, roster) if key.endswith("_name")] if before else []
        stem = names[0].removesuffix("_name") if names else ""
        if stem in {"father", "mother", "spouse"}:
            key = kin_fact(leaf, stem)
            words = [heading_words(path[-1]) for path in heading.paths.values()]
            twice = sum(bool(_BIRTH.fullmatch(w)) if _BIRTH.fullmatch(leaf) else w == leaf for w in words)
            return [(key, 0.985)] if key and key in keys_of(roster) and twice > 1 else []
    return []


def _beside_service(heading: Heading, index: int, roster: str) -> list[tuple[str, float]]:
    """ "Đơn vị" right of "Chức vụ khi ở quân đội" is where a reservist served; anywhere else it may be the one that is
    to receive him, which is not kept."""
    before = heading.paths.get(index - 1)
    if roster != RESERVE or not before or heading_words(heading.paths[index][-1]) != "don vi":
        return []
    return [("former_unit", 0.9)] if _WHEN_SERVING.search(" ".join(map(heading_words, before))) else []
