"""What a visit from door to door finds of a citizen (phúc tra), and the number by which a printed line names him."""

from __future__ import annotations

import re
from uuid import UUID

from roster.domain.choices import Choice

FINDINGS = (
    Choice("present", "Có mặt tại địa phương"),
    Choice("working_away", "Đi làm xa"),
    Choice("studying_away", "Đi học xa"),
    Choice("moved", "Đã chuyển đi nơi khác"),
    Choice("unknown", "Không rõ ở đâu"),
)
TO_SETTLE = ("moved", "unknown")  # who was not found at home: whether he is still the ward's is to be settled
_NUMBER = re.compile(r"\d{30,39}", re.ASCII)
_WITHIN = re.compile(r"(?P<before>.*)(?P<code>\d{39})\s*(?P<behind>.*)", re.ASCII | re.DOTALL)


def number_of(person_id: UUID) -> str:
    """What the line's QR code says: digits alone, which no keyboard layout and no Vietnamese typing changes."""
    return f"{person_id.int:039d}"


def person_of(text: str) -> UUID | None:
    """Whom a scanned code names; None for anything else."""
    found = _NUMBER.fullmatch(text.strip())
    number = int(found[0]) if found else 0
    return UUID(int=number) if 0 < number < 2**128 else None


def line_within(text: str) -> tuple[str, str] | None:
    """A line that was scanned into a field: what stood there besides, and the line's number; None for no number."""
    found = _WITHIN.fullmatch(text)
    return (f"{found['before']}{found['behind']}".strip(), found["code"]) if found else None
