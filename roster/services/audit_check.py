"""Is the audit trail as it was written? Every seal is computed anew; each place where one does not fit is named."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from roster.config import OFFICE_ZONE
from roster.store.audit import AuditEntry, AuditPerson, AuditSeal
from roster.store.audit_chain import (
    BEGUN,
    AuditKeyFault,
    Head,
    key_of_chain,
    key_path,
    mac_of,
    people_digest,
    read_head,
)
from roster.store.audit_heads import KeptHead, newest_path, read_newest
from roster.store.db import db
from roster.store.engine import reading

_FETCHED = 2_000
_MOST_COMPARED = 200  # broken places that are tried for an exchange of two
_ENTRY = AuditEntry.__table__.columns
_SEAL = AuditSeal.__table__.columns


@dataclass(frozen=True)
class Fault:
    """One place that is not as it was written. `kind`: edited, swapped, deleted, missing, added, people, cut, other."""

    kind: str
    sentence: str
    number: int | None = None
    at: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The fault as JSON."""
        return {"kind": self.kind, "number": self.number, "at": self.at or None, "sentence": self.sentence}


@dataclass
class Verdict:
    """What was found: the head (None: nothing was ever sealed), how many entries were checked, what is wrong.

    `doubts`: what cannot be told; `notes`: what the chain does not prove although it is whole.
    """

    head: Head | None
    entries: int = 0
    heads_compared: int = 0
    faults: list[Fault] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class _Broken:
    """A seal that does not fit its entry, kept for a second look."""

    number: int
    before: str
    mac: str
    entry: dict[str, Any]


def verify(heads: Iterable[KeptHead] = (), wanted_hash: str = "") -> Verdict:
    """Check the newest chain from its first entry to its last, and that every known head still stands in it.

    `wanted_hash`: the hash of a printed head, which must be some entry's. Reads one state of the database, whatever is
    written meanwhile. Raises AuditKeyFault where the key is missing or another's.
    """
    with reading(), db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        head = read_head(connection)
        verdict = Verdict(head)
        if head is None:
            has_entries = connection.execute(select(_ENTRY.id).limit(1)).first() is not None
            if key_path().exists():
                verdict.faults.append(_wiped(has_entries))
            elif has_entries:
                raise AuditKeyFault("Nhật ký chưa được niêm phong. Hãy chạy: flask roster init")
        else:
            key = key_of_chain(connection, head)
            digests = _check_seals(connection, key, head, verdict)
            _check_unsealed(connection, head.chain, verdict)
            _check_people(connection, digests, verdict)
            _note_beginning(connection, head, verdict)
        _check_heads(connection, head, list(heads), wanted_hash.lower(), verdict)
    return verdict


def _check_seals(connection: Connection, key: str, head: Head, verdict: Verdict) -> dict[UUID, tuple[int, str]]:
    """Walk along the chain. Returns the entries that name people: id → number and digest."""
    query = (
        select(_SEAL.number, _SEAL.mac, _SEAL.entry_id.label("sealed_id"), *_ENTRY)
        .outerjoin(AuditEntry, AuditEntry.id == AuditSeal.entry_id)
        .where(_SEAL.chain == head.chain)
        .order_by(_SEAL.number)
    )
    rows = connection.execution_options(stream_results=True).execute(query).yield_per(_FETCHED).mappings()
    before, expected, latest = "", 0, ""
    broken: list[_Broken] = []
    digests: dict[UUID, tuple[int, str]] = {}
    for row in rows:
        number = row["number"]
        if number != expected:
            verdict.faults.append(_gap(expected, number - 1, latest, row["at"]))
            before = ""
        expected = number + 1
        if number > 0:
            if row["id"] is None:
                verdict.faults.append(
                    Fault("deleted", f"Việc số {number} đã bị xóa khỏi nhật ký (dấu niêm phong còn, sau {latest}).",
                          number, latest)
                )  # fmt: skip
            else:
                verdict.entries += 1
                latest = _moment(row["at"])
                if before and mac_of(key, before, head.chain, number, dict(row)) != row["mac"]:
                    broken.append(_Broken(number, before, row["mac"], dict(row)))
                if digest := (row["details"] or {}).get("people_digest"):
                    digests[row["id"]] = (number, digest)
        before = row["mac"]
    verdict.faults += _named(key, head.chain, broken)
    return digests


def verify_with_end(heads: Sequence[KeptHead] = (), wanted_hash: str = "") -> Verdict:
    """As `verify`, and compare the newest head that was kept: without one nobody can tell whether the end was cut."""
    kept, since = read_newest()  # before the database is looked at, which must not be the older of the two
    known = [*heads, *([kept] if kept else [])]
    verdict = verify(known, wanted_hash)
    if verdict.head is None:
        return verdict
    if kept is None:
        verdict.doubts.append(
            f"Không nói được phần cuối của nhật ký có bị cắt hay không: thiếu dấu cuối đã giữ ({newest_path()}). "
            "Hãy lấy lại tệp này từ bản sao lưu, và đối chiếu với dấu giữ ở nơi khác (--head) hoặc đã in (--head-hash)."
        )
    elif since and not any(one.chain == kept.chain and one.number <= since for one in heads):
        verdict.doubts.append(
            f"Dấu cuối chỉ được giữ từ việc số {since} trở đi và không có dấu nào cũ hơn: không nói được trước đó phần "
            "cuối có bị cắt hay không. Hãy đối chiếu với dấu giữ ở nơi khác (--head)."
        )
    elif since:
        verdict.notes.append(f"Dấu cuối được giữ từ việc số {since} trở đi; trước đó chỉ có dấu của từng giờ.")
    return verdict


def _wiped(has_entries: bool) -> Fault:
    if has_entries:
        return Fault("missing", "Nhật ký đã mất hết dấu niêm phong trong khi vẫn có khóa nhật ký.")
    return Fault("cut", "Nhật ký trống trong khi đã có khóa nhật ký: toàn bộ nhật ký đã bị xóa.", 1)


def _note_beginning(connection: Connection, head: Head, verdict: Verdict) -> None:
    """What was sealed as it was found, when a chain began over entries that were there before, is not proved by it."""
    rows = connection.execute(select(_ENTRY.at, _ENTRY.details).where(_ENTRY.action == BEGUN).order_by(_ENTRY.at))
    begun = [row for row in rows if (row.details or {}).get("chain", 1) == head.chain]
    if head.chain == 1 and not begun:
        return
    since = f" lúc {_moment(begun[0].at)}" if begun else ""
    found = f"{begun[0].details.get('found', '?')} việc" if begun else "Những việc"
    why = f"Chuỗi niêm phong thứ {head.chain}, vì khóa cũ đã mất," if head.chain > 1 else "Chuỗi niêm phong"
    verdict.notes.append(
        f"{why} bắt đầu{since}. {found} có trước được niêm phong như lúc tìm thấy: không chứng minh được là chưa bị "
        "sửa, xóa hay cắt bớt trước lúc ấy."
    )


def _gap(first: int, last: int, after: str, at: datetime.datetime | None) -> Fault:
    numbers = f"Việc số {first}" if first == last else f"Các việc từ số {first} đến số {last}"
    until = f", trước {_moment(at)}" if at is not None else ""
    since = f"sau {after}" if after else "ở đầu nhật ký"
    sentence = f"{numbers} không còn dấu niêm phong ({since}{until}); việc số {last + 1} không đối chiếu được."
    return Fault("missing", sentence, first, after)


def _named(key: str, chain: int, broken: Sequence[_Broken]) -> Iterator[Fault]:
    """What happened at the broken places: two that changed places fit each other's seal."""
    places = broken[:_MOST_COMPARED]
    partner = {
        one.number: other.number
        for one in places
        for other in places
        if one is not other and mac_of(key, one.before, chain, one.number, other.entry) == one.mac
    }
    for one in broken:
        at = _moment(one.entry["at"])
        what = f"{one.entry['action']}, {one.entry['user_name']}, {at}"
        if one.number in partner:
            sentence = f"Việc số {one.number} đã bị đổi chỗ với việc số {partner[one.number]} ({what})."
            yield Fault("swapped", sentence, one.number, at)
        else:
            sentence = f"Việc số {one.number} đã bị sửa: nội dung không khớp dấu niêm phong ({what})."
            yield Fault("edited", sentence, one.number, at)


def _check_unsealed(connection: Connection, chain: int, verdict: Verdict) -> None:
    # Not by "not exists": SQLite would look through the whole chain for each entry.
    sealed = select(_SEAL.entry_id).where(_SEAL.chain == chain, _SEAL.entry_id.is_not(None))
    unsealed = select(_ENTRY.id).except_(sealed).subquery()
    query = select(_ENTRY.id, _ENTRY.at, _ENTRY.action, _ENTRY.user_name).join(unsealed, unsealed.c.id == _ENTRY.id)
    for row in connection.execute(query.order_by(_ENTRY.at)):
        at = _moment(row.at)
        sentence = (
            f"Việc lúc {at} ({row.action}, {row.user_name}) không có dấu niêm phong: thêm vào ngoài chương trình."
        )
        verdict.faults.append(Fault("added", sentence, None, at))


def _check_people(connection: Connection, digests: dict[UUID, tuple[int, str]], verdict: Verdict) -> None:
    query = select(AuditPerson.entry_id, AuditPerson.person_id).order_by(AuditPerson.entry_id)
    found: dict[UUID, str] = {}
    current: UUID | None = None
    people: list[UUID] = []
    for entry_id, person_id in connection.execute(query).yield_per(_FETCHED):
        if entry_id != current:
            if current is not None:
                found[current] = people_digest(people)
            current, people = entry_id, []
        people.append(person_id)
    if current is not None:
        found[current] = people_digest(people)
    for entry_id in {*found, *digests}:
        number, digest = digests.get(entry_id, (None, ""))
        if found.get(entry_id, "") != digest:
            place = f"Việc số {number}" if number else "Một việc"
            sentence = f"{place}: danh sách công dân kèm theo (xuất, in) đã bị sửa."
            verdict.faults.append(Fault("people", sentence, number))


def _check_heads(
    connection: Connection, head: Head | None, heads: Sequence[KeptHead], wanted_hash: str, verdict: Verdict
) -> None:
    for kept in heads:
        verdict.heads_compared += 1
        fault = _fault_of_head(connection, kept)
        if fault is not None:
            verdict.faults.append(fault)
    if wanted_hash:
        verdict.heads_compared += 1
        if connection.scalar(select(_SEAL.number).where(_SEAL.mac == wanted_hash).limit(1)) is None:
            last = "chưa có việc nào" if head is None else f"việc cuối hiện nay là số {head.number}"
            sentence = f"Không có việc nào mang dấu niêm phong đã cho: nhật ký đã bị cắt hoặc viết lại ({last})."
            verdict.faults.append(Fault("cut", sentence))


def _fault_of_head(connection: Connection, kept: KeptHead) -> Fault | None:
    found = connection.scalar(select(_SEAL.mac).where(_SEAL.chain == kept.chain, _SEAL.number == kept.number))
    if found == kept.mac:
        return None
    if found is not None:
        sentence = (
            f"Dấu niêm phong của việc số {kept.number} khác dấu đã ghi lúc {kept.at}: nhật ký đã bị viết lại từ chỗ "
            "này trở về trước."
        )
        return Fault("other", sentence, kept.number, kept.at)
    last = connection.scalar(select(func.max(_SEAL.number)).where(_SEAL.chain == kept.chain)) or 0
    if last > kept.number:
        sentence = f"Việc số {kept.number}, là việc cuối lúc {kept.at}, không còn dấu niêm phong."
        return Fault("missing", sentence, kept.number, kept.at)
    sentence = (
        f"Nhật ký đã bị cắt từ việc số {last + 1}: lúc {kept.at} đã có đến việc số {kept.number}, nay chỉ còn đến số "
        f"{last}."
    )
    return Fault("cut", sentence, last + 1, kept.at)


def _moment(at: datetime.datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(OFFICE_ZONE):%d/%m/%Y %H:%M:%S}"
