"""Everything that the office holds about one citizen, on paper, with where it came from and who read it.

For the citizen who asks (Luật 91/2025/QH15) and for the commander who answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from roster.config import OFFICE_ZONE
from roster.domain.actor import Actor, Permission, Sensitivity
from roster.domain.dates import format_date
from roster.listing.data_copy import CopySection, DataCopy, Fact
from roster.services import audit
from roster.services.clock import now, today
from roster.services.copied_tables import TABLES, CopiedTable
from roster.services.fact_words import label_of_home
from roster.services.faults import NotAllowed, NotFound
from roster.services.history import history_of
from roster.services.paper_formats import kept_data
from roster.services.papers import letterhead_on
from roster.services.people import get_person
from roster.services.provenance import BY_HAND, FROM_FILE, FactGroup, Origin, provenance_of
from roster.store.audit import AuditEntry
from roster.store.db import db
from roster.store.issued import IssuedPaper
from roster.store.people import Person
from roster.store.privacy import DataRequest
from roster.store.units import Unit

_HOMES = {"person": "Nhân thân", "claim": "Diện tạm hoãn, miễn"}


def print_copy(actor: Actor, ward: Unit, person_id: UUID, action_words: Callable[[str], str]) -> bytes:
    """The copy as a PDF; commits that it was made. `action_words` says an action of the journal in Vietnamese.

    Only for those who may see every kind of fact: a copy with holes would be no copy. Raises NotFound, NotAllowed.
    """
    from roster.printing.data_copy import render_copy  # slow to load, and a machine may lack what it needs

    ward_id, copy = ward.id, copy_of(actor, ward, person_id, action_words)
    db.session.commit()  # nobody waits for the setting of type
    pdf = render_copy(copy)
    audit.record(actor, "person.copy", ward_id=ward_id, subject_id=person_id, count=len(copy.sections))
    db.session.commit()
    return pdf


def copy_of(actor: Actor, ward: Unit, person_id: UUID, action_words: Callable[[str], str]) -> DataCopy:
    """What stands in the copy, as `print_copy` prints it."""
    person = get_person(actor, ward.id, person_id, Permission.HANDLE_REQUESTS)
    if not all(actor.may_see(kind) for kind in Sensitivity):
        raise NotAllowed("every kind of fact")
    told = provenance_of(actor, ward.id, person_id)
    sections = [*map(_of_group, told.groups), *_of_tables(person)]
    if told.files:
        lines = [[Fact(one.file_name, f"{one.count} mục đang ghi lấy từ tệp này")] for one in told.files]
        note = "Tệp gốc được giữ theo thời hạn lưu trữ của phường, xã."
        sections.append(CopySection("Tệp Excel đã nhập", rows=lines, note=note))
    sections += _of_history(actor, ward.id, person_id)
    sections.append(_of_papers(person))
    sections.append(_of_readers(ward.id, person_id, action_words))
    head = letterhead_on(actor, ward, today())
    made_at = f"{now():%H:%M ngày %d/%m/%Y}"
    return DataCopy(person.full_name, head.superior, head.agency, made_at, actor.name, tuple(sections))


def _of_group(group: FactGroup) -> CopySection:
    title = _HOMES.get(group.home) or label_of_home(group.home)
    if group.year is not None:
        title += f", năm {group.year}"
    if group.since is not None:
        until = f" đến {group.closed_on:%d/%m/%Y}" if group.closed_on else ""
        title += f" (từ {group.since:%d/%m/%Y}{until})"
    rows = [[Fact(fact.label, fact.text, _origin(fact.origin))] for fact in group.facts]
    return CopySection(title, rows=rows, sourced_by="Nguồn gốc")


def _origin(origin: Origin) -> str:
    at = f"{origin.at.astimezone(OFFICE_ZONE):%d/%m/%Y}" if origin.at else ""
    if origin.kind == FROM_FILE:
        words = f"tệp {origin.file_name}, {origin.sheet} ô {origin.cell}; {origin.user_name} xác nhận {at}"
        return f"{words}; ô do {origin.mended_by} sửa" if origin.mended_by else words
    return f"{origin.user_name} nhập {at}" if origin.kind == BY_HAND else "không rõ"


def _of_tables(person: Person) -> Iterator[CopySection]:
    for table in TABLES:
        query = select(table.model).where(table.model.person_id == person.id, table.model.ward_id == person.ward_id)
        rows = [_facts_of(row, table) for row in db.session.scalars(query.order_by(table.model.id))]
        if rows:
            yield CopySection(table.title, rows=rows)


def _facts_of(row: Any, table: CopiedTable) -> list[Fact]:
    found = []
    attributes = {column.name: key for key, column in table.model.__mapper__.columns.items()}
    for name, (label, show) in table.columns.items():
        value = getattr(row, attributes[name])
        if value not in (None, "", 0) or value is False:
            found.append(Fact(label, show(value)))
    return found


def _of_history(actor: Actor, ward_id: UUID, person_id: UUID) -> Iterator[CopySection]:
    rows = [
        [
            Fact(f"{change.label} ({change.home_label})" if change.home_label else change.label,
                 f"{change.old or '(trống)'} → {change.new or '(trống)'}",
                 f"{step.user_name}, {step.at.astimezone(OFFICE_ZONE):%d/%m/%Y %H:%M}")
        ]
        for step in history_of(actor, ward_id, person_id)
        for change in step.changes
        if change.old
    ]  # fmt: skip
    if rows:
        yield CopySection("Giá trị cũ đã bị thay", rows=rows)


def _of_papers(person: Person) -> CopySection:
    query = select(IssuedPaper).where(IssuedPaper.ward_id == person.ward_id, IssuedPaper.data_name.is_not(None))
    found = [
        [Fact(f"Số {one.number}/{one.symbol} ngày {one.dated_on:%d/%m/%Y}", f"{one.rows or 0} người trong văn bản")]
        for one in db.session.scalars(query.order_by(IssuedPaper.dated_on, IssuedPaper.number))
        if _names(one, person)
    ]
    note = "Văn bản đã ban hành được giữ nguyên theo quy định về lưu trữ."
    return CopySection("Văn bản đã ban hành có tên", rows=found, note=note if found else "Không có.")


def _names(paper: IssuedPaper, person: Person) -> bool:
    try:
        rows = kept_data(str(paper.data_name)).get("rows", ())
    except NotFound:
        return False
    born = format_date(person.birth_date) if person.birth_date else ""
    for _number, *cells in rows:
        words = " ".join(line for lines in cells for line in lines)
        if (person.citizen_id and person.citizen_id in words) or (person.full_name in words and born and born in words):
            return True
    return False


def _of_readers(ward_id: UUID, person_id: UUID, action_words: Callable[[str], str]) -> CopySection:
    subjects = [person_id, *_own_rows(person_id)]
    query = select(AuditEntry).where(
        or_(AuditEntry.ward_id == ward_id, AuditEntry.ward_id.is_(None)), AuditEntry.subject_id.in_(subjects)
    )
    rows = [
        [Fact(f"{one.at.astimezone(OFFICE_ZONE):%d/%m/%Y %H:%M}", action_words(one.action), one.user_name)]
        for one in db.session.scalars(query.order_by(AuditEntry.at, AuditEntry.id))
    ]
    note = (
        "Danh sách chung được xem, in, xuất thì nhật ký ghi một dòng cho cả danh sách, không ghi từng người trong đó "
        "nên không kể ở đây."
    )
    return CopySection("Ai đã xem, sửa, in", rows=rows, note=note)


def _own_rows(person_id: UUID) -> Iterable[UUID]:
    query = select(DataRequest.id).where(DataRequest.person_id == person_id)
    return list(db.session.scalars(query))
