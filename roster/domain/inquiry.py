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
_NUMBER = re.compile(r"\d{30,39}", re.ASCII)


def number_of(person_id: UUID) -> str:
    """What the line's QR code says: digits alone, which no keyboard layout and no Vietnamese typing changes."""
    return f"{person_id.int:039d}"


def person_of(text: str) -> UUID | None:
    """Whom a scanned code names; None for anything else."""
    found = _NUMBER.fullmatch(text.strip())
    number = int(found[0]) if found else 0
    return UUID(int=number) if 0 < number < 2**128 else None
