"""The paper that recognises a completed militia service: who issues it and on what grounds, by the day of the decision.

Luật Dân quân tự vệ 48/2019/QH14 Điều 13: the commune's chairman, for a self-defence unit the head of the organisation,
recognises. No public text prints the form: the words are customary, in the layout of Nghị định 30/2020/NĐ-CP.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from roster.domain.law.duties import NO_DISTRICT_FIRST_DAY
from roster.domain.text import clean, fold
from roster.domain.ward_kinds import kind_of_ward

_LAW = "Luật Dân quân tự vệ ngày 22 tháng 11 năm 2019"
_LAW_98 = "Luật số 98/2025/QH15 ngày 27 tháng 6 năm 2025"
_HEAD = "nguoi dung dau"
SUBJECT = "Về việc công nhận hoàn thành nghĩa vụ tham gia dân quân tự vệ"


@dataclass(frozen=True)
class CompletionWords:
    """What stands above and below the man himself. `issuer` are the lines of the head's left side; `ward_kind` is
    that of the ward whose command proposes, "xã"."""

    issuer: tuple[str, ...]
    deciding: str
    signer_post: str
    grounds: tuple[str, ...]
    ward_kind: str


def completion_words(decided_by: str, decided_on: date, ward_title: str) -> CompletionWords:
    """The words of a decision by that office on that day."""
    law = f"{_LAW}, được sửa đổi, bổ sung bởi {_LAW_98}" if decided_on >= NO_DISTRICT_FIRST_DAY else _LAW
    kind = kind_of_ward(ward_title)
    commander = f"Chỉ huy trưởng Ban Chỉ huy quân sự {kind}"
    grounds = (f"Căn cứ {law};", f"Theo đề nghị của {commander}.")
    office = clean(decided_by)
    if fold(office).startswith(_HEAD):
        organisation = " ".join(office.split()[3:])
        return CompletionWords((organisation.upper(),), office.upper(), "NGƯỜI ĐỨNG ĐẦU", grounds, kind)
    title = ward_title.upper()
    return CompletionWords(
        ("ỦY BAN NHÂN DÂN", title), f"CHỦ TỊCH ỦY BAN NHÂN DÂN {title}", "CHỦ TỊCH", grounds, kind
    )  # fmt: skip
