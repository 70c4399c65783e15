"""Facts of a citizen's history in words: what each is called, how its value reads, and who may see it.

A fact is named by its home (the table that holds it) and its key; besides the catalogue's columns that are the facts
that services keep of records, claims and examinations.
"""

from __future__ import annotations

from roster.columns.call_up import EXAMINATION, EXAMINATION_COLUMNS
from roster.columns.catalogue import PERSON, PERSON_COLUMNS, ROSTER_COLUMNS
from roster.columns.column import Column, Value
from roster.columns.showers import show_date, show_number, show_text
from roster.domain.actor import Actor, Sensitivity
from roster.domain.choices import CLAIM_GROUND, CLAIM_STATUS, ROSTER, label_of
from roster.services.claims import CLAIM

UNDONE, BY_IMPORT = "undone", "import"  # a record or claim that an import made went with it
SOURCE = "party_source"  # the home of what is kept of a citizen's way into the Party

# What services keep beside the facts of the catalogue.
_OTHER_LABELS = {
    "year": "Năm tuyển quân",
    "since": "Ghi vào sổ từ ngày",
    "closed_on": "Ngày kết thúc hồ sơ",
    "closed_reason": "Lý do kết thúc hồ sơ",
    "retired_on": "Ngày ngừng quản lý",
    "retired_reason": "Lý do ngừng quản lý",
    "hyperopia": "Viễn thị",
    "other_class": "Loại theo các chỉ tiêu khác",
    "concluded_class": "Kết luận loại sức khỏe",
    "concluded_on": "Ngày kết luận",
    "is_temporary": "Phân loại tạm thời",
    "attendance": "Có mặt khi khám",
    "attended_on": "Ngày khám",
}
_CLAIM_LABELS = {
    "claim_ground": "Diện tạm hoãn, miễn",
    "claim_status": "Diện: tình trạng",
    "claim_evidence": "Diện: giấy tờ chứng minh",
    "claim_papers_received_on": "Diện: ngày nhận giấy tờ",
    "claim_until": "Diện: đến hết ngày",
    "claim_decision_number": "Diện: số quyết định",
    "claim_decided_on": "Diện: ngày quyết định",
    "claim_decided_by": "Diện: người, cơ quan quyết định",
    "claim_notes": "Diện: ghi chú",
    "claim_withdrawn_reason": "Diện: lý do rút",
}
_SOURCE_LABELS = {
    "source_since": "Đưa vào nguồn phát triển Đảng",
    "source_class_attended_on": "Học lớp nhận thức về Đảng",
    "source_mentor": "Nguồn phát triển Đảng: người giúp đỡ",
    "source_planned_on": "Nguồn phát triển Đảng: dự kiến kết nạp",
    "source_admitted_on": "Nguồn phát triển Đảng: ngày kết nạp",
    "source_closed_on": "Đưa ra khỏi nguồn phát triển Đảng",
}
CLAIM_FACTS = tuple(key for key in _CLAIM_LABELS if key != "claim_withdrawn_reason")
_OTHER_DATES = {
    "since", "closed_on", "retired_on", "concluded_on", "attended_on", "claim_papers_received_on", "claim_until",
    "claim_decided_on", "source_since", "source_class_attended_on", "source_planned_on", "source_admitted_on",
    "source_closed_on",
}  # fmt: skip
_OTHER_CHOICES = {"claim_ground": CLAIM_GROUND, "claim_status": CLAIM_STATUS}
_UNDONE_LABELS = {CLAIM: "Diện do tệp đưa vào", EXAMINATION: "Số đo do tệp đưa vào"}

_FACTS: dict[tuple[str, str], Column] = {
    (home, fact.key): fact
    for home, columns in {PERSON: PERSON_COLUMNS, **ROSTER_COLUMNS, EXAMINATION: EXAMINATION_COLUMNS}.items()
    for fact in columns
}


def label_of_fact(home: str, key: str) -> str:
    """What the fact is called on a page."""
    fact = _FACTS.get((home, key))
    if fact is not None:
        return fact.label
    if key == UNDONE:
        return _UNDONE_LABELS.get(home, "Hồ sơ do tệp đưa vào")
    return (_OTHER_LABELS | _CLAIM_LABELS | _SOURCE_LABELS).get(key, key)


def label_of_home(home: str) -> str:
    """Which roster or table a fact belongs to; "" for the citizen himself and where the labels say it."""
    if home in (PERSON, CLAIM, SOURCE):
        return ""
    return "Khám sức khỏe" if home == EXAMINATION else label_of(ROSTER, home)


def in_words(home: str, key: str, value: Value) -> str:
    """The value for reading alone, outside of a table; "" for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"  # a mark for yes and a blank for no would read as unknown here
    if key == UNDONE:
        return "bỏ khi hoàn tác lần nhập"
    fact = _FACTS.get((home, key))
    if fact is not None:
        return fact.show(value)
    if key in _OTHER_CHOICES:
        return label_of(_OTHER_CHOICES[key], value)
    if key in _OTHER_DATES:
        return show_date(value)
    return show_number(value) if isinstance(value, float) else show_text(value)


def hidden_kind(actor: Actor, home: str, key: str) -> Sensitivity | None:
    """The kind of fact for which the actor lacks the clearance, None where he may see it."""
    for kind in _kinds(home, key):
        if not actor.may_see(kind):
            return kind
    return None


def _kinds(home: str, key: str) -> list[Sensitivity]:
    if home == CLAIM:
        # A ground may tell of a man's health or of an offence, and so may each paper behind it.
        return [Sensitivity.HEALTH, Sensitivity.POLITICS]
    if home == EXAMINATION:
        return [Sensitivity.HEALTH]
    if home == SOURCE:
        return [Sensitivity.POLITICS]
    fact = _FACTS.get((home, key))
    return [fact.sensitivity] if fact is not None and fact.sensitivity is not None else []
