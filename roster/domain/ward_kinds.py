"""What a ward calls itself in the words of its papers: phường, xã, đặc khu (thị trấn to 30/06/2025).

Luật Tổ chức chính quyền địa phương 72/2025/QH15 Điều 1. Texts of the program say "phường"; on a paper stands the kind
of the ward that issues it.
"""

from __future__ import annotations

import re

KINDS = ("phường", "xã", "đặc khu", "thị trấn")
_USUAL = KINDS[0]
_GENERIC = re.compile(r"(?<!xã, )(?<!\w)(?:phường|Phường|PHƯỜNG)(?!\w)(?!, (?:xã|thị trấn))(?P<next>\s+\w)?")


def kind_of_ward(title: str) -> str:
    """The kind, in small letters, by the ward's title: "Xã Kiến Thụy" → "xã"; "phường" where it names none."""
    return next((kind for kind in KINDS if title.casefold().startswith(f"{kind} ")), _USUAL)


def says_kind(text: str) -> bool:
    """Whether a text speaks of a ward by its kind, so that it reads otherwise in a xã."""
    return _GENERIC.search(text) is not None


def in_ward(text: str, title: str) -> str:
    """A text of the program as the ward of that title says it: "Ban CHQS phường" → "Ban CHQS xã".

    A phường that is named ("phường Lê Chân", "PHƯỜNG PHÙ LIỄN") and the three in a row ("xã, phường, thị trấn") stay.
    """
    kind = kind_of_ward(title)
    if kind == _USUAL:
        return text

    def put(found: re.Match[str]) -> str:
        word, after = found[0][: len(_USUAL)], found["next"] or ""
        if after and (after[-1].isupper() or after[-1].isdigit()):
            return found[0]
        spelt = kind.upper() if word.isupper() else kind.capitalize() if word[0].isupper() else kind
        return spelt + after

    return _GENERIC.sub(put, text)
