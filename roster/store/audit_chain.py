"""Every audit entry is sealed: numbered, and bound by a keyed hash to all entries before it.

The seal is made in the transaction of the entry, as the last thing before the database commits. SQLite has one writer
at a time. On PostgreSQL sealers wait for one another at an advisory lock that lives from here to the end of the commit:
a long import holds it for milliseconds, and nobody who only reads ever asks for it (docs/decisions/0011).
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from flask import current_app
from sqlalchemy import Connection, event, insert, inspect, select, text
from sqlalchemy.orm import Session, SessionTransaction

from roster.config import SetupFault, make_key, read_key
from roster.store.audit import AuditEntry, AuditPerson, AuditSeal
from roster.store.audit_heads import keep_head, keep_newest, newest_path, read_newest, remember
from roster.store.audit_waiting import read_waiting
from roster.store.db import db, new_id, now
from roster.store.engine import reading

KEY_FILE = "audit_key"
BEGUN = "audit.begin"  # the entry that says how many older ones were sealed as they were found
_LOCK = 0x617564697473  # one number for all processes of the database
_FETCHED = 1_000
_FRESH, _HEAD, _TAKEN = "fresh_audit_entries", "sealed_audit_head", "taken_audit_entries"
WRITTEN = "audit_entries_written"  # in the session's info: it has committed an entry
_ENTRY = AuditEntry.__table__.columns


class AuditKeyFault(SetupFault):
    """The chain's key is missing, or is not this chain's; the sentence says what to do. Nothing is written then."""


class Head(NamedTuple):
    """The newest seal: what must be known elsewhere to notice that the end was cut off."""

    chain: int
    number: int
    mac: str


# --- What is hashed -------------------------------------------------------------------------------------------------


def beginning_mac(key: str, chain: int) -> str:
    """The seal that begins a chain; tells whether a key is this chain's."""
    return hmac.new(key.encode(), f"roster audit chain {chain}".encode(), hashlib.sha256).hexdigest()


def mac_of(key: str, before: str, chain: int, number: int, entry: Mapping[str, Any]) -> str:
    """The seal of an entry at its place behind the seal `before`."""
    at: datetime.datetime = entry["at"]
    parts = [
        before, chain, number, str(entry["id"]), at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        _text(entry["user_id"]), entry["user_name"], _text(entry["ward_id"]), entry["action"],
        _text(entry["subject_id"]), json.loads(json.dumps(entry["details"])),
    ]  # fmt: skip
    content = json.dumps(parts, sort_keys=True, separators=(",", ":")).encode()
    return hmac.new(key.encode(), content, hashlib.sha256).hexdigest()


def people_digest(people: Iterable[UUID]) -> str:
    """What an entry's details hold of its people, so that none of them can be taken out or put in."""
    digest = hashlib.sha256()
    for one in sorted(people):
        digest.update(one.bytes)
    return digest.hexdigest()


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


# --- Sealing --------------------------------------------------------------------------------------------------------


def watch() -> None:
    """Have every session of the program seal what it commits. Called once, where the schema is known."""
    for name, listener in (
        ("after_flush", _note_fresh), ("before_commit", _seal_fresh), ("after_commit", _keep_head),
        ("after_soft_rollback", _forget),
    ):  # fmt: skip
        if not event.contains(db.session, name, listener):
            event.listen(db.session, name, listener)


def _note_fresh(session: Session, _context: Any) -> None:
    found = [one for one in session.new if isinstance(one, AuditEntry)]
    if found:
        session.info.setdefault(_FRESH, []).extend(found)


def _forget(session: Session, ended: SessionTransaction) -> None:
    if not ended.nested:  # what stands before a savepoint is still to be committed
        session.info.pop(_FRESH, None)
        session.info.pop(_HEAD, None)
        session.info.pop(_TAKEN, None)


def _seal_fresh(session: Session) -> None:
    if session.in_nested_transaction():  # the end of a savepoint commits nothing yet
        return
    session.flush()
    # What a savepoint took back is no longer there.
    fresh = [one for one in session.info.pop(_FRESH, []) if inspect(one).persistent]
    if not fresh:
        return
    connection = session.connection()
    people = [{"entry_id": one.id, "person_id": person} for one in fresh for person in sorted(set(one.people))]
    if people:
        connection.execute(insert(AuditPerson), people)
    head = _locked_head(connection)
    key = key_of_chain(connection, head)
    before = 0 if head is None else head.number
    if head is None:
        head = _begin(connection, key, 1, {one.id for one in fresh})
    rows = _take_waiting(session, connection)
    rows += [{name: getattr(one, name) for name in _ENTRY.keys()} for one in fresh]  # noqa: SIM118  # a collection of columns
    session.info[_HEAD] = (_append(connection, key, head, rows), before)


def _take_waiting(session: Session, connection: Connection) -> list[dict[str, Any]]:
    """Put in what waited for its turn; the files go when this is committed. On SQLite nobody else writes meanwhile."""
    waiting = read_waiting() if connection.dialect.name == "sqlite" else []
    if not waiting:
        return []
    ids = [row["id"] for _, row, _ in waiting]
    known = set(connection.scalars(select(_ENTRY.id).where(_ENTRY.id.in_(ids))))
    rows = [row for _, row, _ in waiting if row["id"] not in known]
    if rows:
        connection.execute(insert(AuditEntry), rows)
    people = [
        {"entry_id": row["id"], "person_id": one}
        for _, row, listed in waiting
        if row["id"] not in known
        for one in listed
    ]
    if people:
        connection.execute(insert(AuditPerson), people)
    session.info[_TAKEN] = [path for path, _, _ in waiting]
    return rows


def _keep_head(session: Session) -> None:
    for path in session.info.pop(_TAKEN, ()):
        path.unlink(missing_ok=True)
    made: tuple[Head, int] | None = session.info.pop(_HEAD, None)
    if made is not None:
        session.info[WRITTEN] = True
        at = current_app.config["CLOCK"]()
        keep_head(*made[0], at)
        keep_newest(newest_path(), *made[0], at, made[1])


def _locked_head(connection: Connection) -> Head | None:
    """The newest seal, which stays the newest until this transaction has ended."""
    if connection.dialect.name != "postgresql":
        return read_head(connection)  # this transaction has written, so it is the only writer
    taken = text("select pg_advisory_xact_lock(:key), current_setting('transaction_isolation')")
    if connection.execute(taken, {"key": _LOCK}).one()[1] == "read committed":
        return read_head(connection)
    # An import looks at the database as it was when it began; the newest seal is younger.
    with connection.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as other:
        return read_head(other)


def read_head(connection: Connection) -> Head | None:
    """The newest seal; None where nothing was sealed yet."""
    newest = select(AuditSeal.chain, AuditSeal.number, AuditSeal.mac)
    row = connection.execute(newest.order_by(AuditSeal.chain.desc(), AuditSeal.number.desc()).limit(1)).first()
    return None if row is None else Head(*row)


def _append(connection: Connection, key: str, head: Head, entries: Iterable[Mapping[str, Any]]) -> Head:
    seals = []
    for entry in entries:
        number = head.number + 1
        head = Head(head.chain, number, mac_of(key, head.mac, head.chain, number, entry))
        seals.append({**head._asdict(), "entry_id": entry["id"]})
    if seals:
        connection.execute(insert(AuditSeal), seals)
    return head


def _begin(connection: Connection, key: str, chain: int, leave_out: Iterable[UUID] = ()) -> Head:
    """Begin a chain with every entry that is there, in the order of their moments, and an entry that says so."""
    head = Head(chain, 0, beginning_mac(key, chain))
    connection.execute(insert(AuditSeal), [{**head._asdict(), "entry_id": None}])
    left_out = set(leave_out)
    ids = [one for one in connection.scalars(select(_ENTRY.id).order_by(_ENTRY.at, _ENTRY.id)) if one not in left_out]
    for first in range(0, len(ids), _FETCHED):
        some = ids[first : first + _FETCHED]
        found = connection.execute(select(*_ENTRY).where(_ENTRY.id.in_(some))).mappings()
        rows = {row["id"]: dict(row) for row in found}
        head = _append(connection, key, head, (rows[one] for one in some))
    if not ids:
        return head
    entry = {
        "id": new_id(), "at": now(), "user_id": None, "user_name": "Chương trình", "ward_id": None, "action": BEGUN,
        "subject_id": None, "details": {"found": len(ids), "chain": chain},
    }  # fmt: skip
    connection.execute(insert(AuditEntry), [entry])
    return _append(connection, key, head, [entry])


def begin_where_needed() -> None:
    """Seal the entries of a database that an earlier release kept without seals; nothing where there is a chain.

    Raises AuditKeyFault where there is a chain whose key is missing or another's.
    """
    with reading(), db.engine.connect() as looking:
        head = read_head(looking)
        if head is not None:
            key_of_chain(looking, head)
            _remember_what_was_cut(looking)
            return
        if looking.execute(select(_ENTRY.id).limit(1)).first() is None:
            return
    connection = db.session.connection()
    if _locked_head(connection) is None:
        db.session.info[_HEAD] = (_begin(connection, key_of_chain(connection, None), 1), 0)
    db.session.commit()


def _remember_what_was_cut(connection: Connection) -> None:
    """A kept head that stands no more in the chain is not to be written over by those that follow."""
    kept, _ = read_newest()
    if kept is None:
        return
    found = select(AuditSeal.mac).where(AuditSeal.chain == kept.chain, AuditSeal.number == kept.number)
    if connection.scalar(found) != kept.mac:
        remember(kept)


def begin_anew() -> Head:
    """Make a new key where the old one is lost, and begin a new chain over all entries as they are found; commits.

    Raises AuditKeyFault where the present key is the chain's: then there is nothing to begin anew.
    """
    connection = db.session.connection()
    head, path = _locked_head(connection), key_path()
    if head is not None and is_key_of_chain(connection, read_key(path), head.chain):
        raise AuditKeyFault("Khóa nhật ký đang có là đúng, không cần khóa mới.")
    if path.exists():
        path.rename(path.with_name(f"{KEY_FILE}.cu-{now():%Y%m%d%H%M%S}"))
    made = _begin(connection, make_key(path), 1 if head is None else head.chain + 1)
    db.session.info[_HEAD] = (made, 0)
    db.session.commit()
    current_app.extensions.pop(KEY_FILE, None)
    return made


# --- The key --------------------------------------------------------------------------------------------------------


def key_path() -> Path:
    """Where the chain's key lies."""
    return Path(current_app.instance_path) / KEY_FILE


def is_key_of_chain(connection: Connection, key: str, chain: int) -> bool:
    """Whether the chain was begun with this key."""
    first = select(AuditSeal.mac).where(AuditSeal.chain == chain, AuditSeal.number == 0)
    return bool(key) and hmac.compare_digest(connection.scalar(first) or "", beginning_mac(key, chain))


def key_of_chain(connection: Connection, head: Head | None) -> str:
    """The key that the chain is sealed with; made where there is no chain yet. Raises AuditKeyFault."""
    known: tuple[int, str] | None = current_app.extensions.get(KEY_FILE)
    chain = 1 if head is None else head.chain
    if head is not None and known is not None and known[0] == chain:
        return known[1]
    path = key_path()
    key = read_key(path)
    if head is None:
        key = key or make_key(path)
    elif not key:
        raise AuditKeyFault(
            f"Thiếu tệp khóa nhật ký {path} trong khi nhật ký đã có dấu niêm phong. Hãy lấy lại tệp này từ bản sao "
            "lưu; nếu không còn, chạy: flask roster audit new-key (nhật ký cũ được niêm phong lại như lúc tìm thấy)."
        )
    elif not is_key_of_chain(connection, key, chain):
        raise AuditKeyFault(
            f"Tệp khóa nhật ký {path} không phải của cơ sở dữ liệu này. Hãy lấy lại đúng tệp từ bản sao lưu cùng lúc "
            "với cơ sở dữ liệu; nếu không còn, chạy: flask roster audit new-key."
        )
    current_app.extensions[KEY_FILE] = (chain, key)
    return key
