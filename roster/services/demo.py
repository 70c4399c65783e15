"""The demonstration ward: phường Phù Liễn with about four hundred invented people, and a small neighbour.

Everything goes the way that an officer's work goes: workbooks are written, brought in and confirmed, records are edited
and closed by hand, a list is printed; so every page has something true to show.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from roster.columns.catalogue import ENLISTMENT, MILITIA, RESERVE, columns_of
from roster.columns.column import Value
from roster.columns.printed_lists import MILITIA_ROSTER, working_list
from roster.domain.actor import SYSTEM, Actor, Permission
from roster.domain.choices import ROLE, label_of
from roster.listing.table import build_table
from roster.services import accounts, audit, clock, imports, letterheads, papers, people, records, units
from roster.services.demo_cycle import fill_cycle, fill_targets
from roster.services.demo_forces import fill_forces
from roster.services.demo_people import NEIGHBOURHOODS, ORGANISATIONS, Facts, Invention
from roster.services.demo_requests import fill_requests
from roster.services.papers import PaperOptions
from roster.services.passwords import make_password
from roster.services.setup import suggested_letterhead
from roster.sheets.writer import write_list
from roster.store.audit import AuditEntry
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.list_filter import ListFilter
from roster.store.papers import Signatory
from roster.store.people import Person
from roster.store.queries import list_rows
from roster.store.scope import require
from roster.store.units import Unit

MADE = "demo.create"
_SEED = 20250735  # in 2026 it makes those whom the hints of the search name: hung 2006, khoa 2007
_CANDIDATES, _MILITIA, _RESERVISTS = 220, 72, 100
_TWO_ROSTERS = 8
_FIRST_ENTRIES = 5
_LEADERS = ("Vũ Văn Thịnh", "Đỗ Thị Hường", "Lê Xuân Quý", "Phạm Đình Lâm", "Ngô Thị Loan")


class NotEmpty(Exception):
    """The office has accounts or people already: invented people must not come among them."""


@dataclass(frozen=True)
class DemoAccount:
    """An account to try the program with; the password exists nowhere else in readable form."""

    user_name: str
    full_name: str
    roles: str  # in words
    wards: str
    password: str


def is_demo() -> bool:
    """Whether this office was filled with invented people."""
    return db.session.scalar(select(AuditEntry.id).where(AuditEntry.action == MADE).limit(1)) is not None


def began_as_demo() -> bool:
    """The same, as each first page asks it: only the oldest entries of no ward are looked at, not the whole journal."""
    oldest = select(AuditEntry.action).where(AuditEntry.ward_id.is_(None)).order_by(AuditEntry.at).limit(_FIRST_ENTRIES)
    return MADE in db.session.scalars(oldest).all()


def somebody(actor: Actor, ward_id: UUID, year: int) -> UUID | None:
    """A candidate to look at, one with a ground of deferral where there is such a one. Raises NotFound, NotAllowed."""
    ward = require(actor, Permission.VIEW_PEOPLE, ward_id)
    query = (
        select(EnlistmentRecord.person_id)
        .where(EnlistmentRecord.ward_id == ward, EnlistmentRecord.year == year)
        .order_by(EnlistmentRecord.ground.is_(None), EnlistmentRecord.id)
        .limit(1)
    )
    return db.session.scalar(query)


def make_demo() -> list[DemoAccount]:
    """Fill an empty office; commits as it goes. Returns the accounts. Raises NotEmpty."""
    if accounts.has_users() or db.session.scalar(select(Person.id).limit(1)) is not None:
        raise NotEmpty
    audit.record(SYSTEM, MADE)
    db.session.commit()
    today = clock.today()
    ward, neighbour = _ward("Phù Liễn", today), _ward("Kiến An", today)
    made, actors = _make_accounts(ward, neighbour)
    officer = actors["troly"]
    for one in (ward, neighbour):
        _settle(one, today)
    invention = Invention(_SEED, today.year)
    _fill_rosters(officer, ward, invention, today)
    _do_some_work(officer, ward, invention, today)
    _fill_neighbour(actors["troly.kienan"], neighbour, invention, today)
    fill_cycle(officer, actors["quantri"], ward, today)
    fill_targets(actors["quantri"], ward, today)
    fill_forces(officer, actors["quantri"], ward, today)
    fill_requests(officer, actors["quantri"], ward, today)
    return made


def _ward(name: str, today: date) -> Unit:
    ward = units.find_ward(name, today)
    if ward is None:
        raise LookupError(name)  # both are shipped with the program
    return ward


def _make_accounts(ward: Unit, neighbour: Unit) -> tuple[list[DemoAccount], dict[str, Actor]]:
    both = [ward, neighbour]
    wanted: list[tuple[str, str, set[str], list[Unit]]] = [
        ("quantri", "Phạm Quang Trị", {"administrator", "commander"}, [ward]),
        ("troly", "Lê Thị Thu Hường", {"officer"}, [ward]),
        ("captren", "Trần Đức Thắng", {"viewer"}, both),
        ("troly.kienan", "Đặng Văn Ưởng", {"officer"}, [neighbour]),
    ]
    made, actors = [], {}
    for user_name, full_name, roles, wards in wanted:
        password = make_password()
        user = accounts.create_user(SYSTEM, user_name, full_name, password, roles, {one.id for one in wards})
        words = ", ".join(label_of(ROLE, role) for role in sorted(roles))
        made.append(DemoAccount(user_name, full_name, words, ", ".join(one.title for one in wards), password))
        actors[user_name] = accounts.actor_of(user)
    return made, actors


def _settle(ward: Unit, today: date) -> None:
    """Letterhead, signatories, neighbourhoods and organisations of a ward."""
    since = date(today.year, 1, 1)
    recipients = "Ban CHQS phường\nỦy ban nhân dân phường\nLưu: VT"
    letterheads.save_letterhead(
        SYSTEM,
        ward.id,
        None,
        texts=suggested_letterhead(ward) | {"recipients": recipients},
        begins_on=since,
        ends_on=None,
    )
    signing = (
        ("preparer", {"post": "NGƯỜI LẬP BIỂU", "rank": "Trung úy", "full_name": "Lê Thị Thu Hường"}),
        ("signer", {"post": "CHỈ HUY TRƯỞNG", "rank": "Thiếu tá", "full_name": "Phạm Quang Trị"}),
    )
    for part, texts in signing:
        letterheads.save_signatory(SYSTEM, ward.id, None, part=part, texts=texts, begins_on=since, ends_on=None)
    for number, name in enumerate(NEIGHBOURHOODS):
        leader = _LEADERS[number % len(_LEADERS)] if number % 2 == 0 else ""
        units.save_neighbourhood(SYSTEM, ward.id, None, name=name, leader=leader)
    for name in ORGANISATIONS:
        units.save_organisation(
            SYSTEM,
            ward.id,
            None,
            name=name,
            address=f"Đường Trần Nhân Tông, {ward.title}",
            has_self_defence_unit=True,
            operating_since=date(2015, 9, 5),
        )


def _fill_rosters(officer: Actor, ward: Unit, invention: Invention, today: date) -> None:
    year = today.year
    candidates = list(invention.candidates(_CANDIDATES))
    # Last year's call-up knew a part of them, before health and schooling had changed.
    before = [_as_of_last_year(facts) for facts in candidates[20:80] if facts["status"] != "aged_17"]
    _bring_in(officer, ward, ENLISTMENT, year, before, f"nguon ssnn {year}.xlsx")
    _bring_in(officer, ward, ENLISTMENT, year + 1, candidates, f"nguon ssnn {year + 1}.xlsx")
    reservists = list(invention.reservists(_RESERVISTS))
    # Some came back from the army and joined the militia: one citizen, two rosters. But for one, who waits on the page
    # of what is to be settled, none of them has a place in a reserve unit, which excludes the militia.
    young = [facts for facts in reservists if year - int(str(facts["birth_date"])[:4]) < 35][:_TWO_ROSTERS]
    for number, facts in enumerate(young):
        facts["is_assigned"] = number == 0
    _bring_in(officer, ward, RESERVE, year, reservists, f"quan nhan du bi {year}.xlsx")
    militia = list(invention.militia(_MILITIA))
    person_keys = {fact.key for fact in columns_of(MILITIA)} - {"post"}
    for number, facts in enumerate(young, start=_MILITIA):
        known = {key: value for key, value in facts.items() if key in person_keys}
        militia.append(known | invention.membership(facts, number))
    _bring_in(officer, ward, MILITIA, year, militia, f"dan quan tu ve {year}.xlsx")


def _as_of_last_year(facts: Facts) -> Facts:
    """Last year's row, before the police had answered."""
    return dict(facts) | {"political_result": None}


def _do_some_work(officer: Actor, ward: Unit, invention: Invention, today: date) -> None:
    """What an officer does by hand between two workbooks, and a workbook that waits to be confirmed."""
    year = today.year
    rows = list_rows(officer, ListFilter(ENLISTMENT, ward.id, year + 1))
    facts = next(iter(invention.candidates(1))) | {"birth_date": f"{year - 19}-08-19", "notes": "Mới chuyển đến"}
    facts["citizen_id"] = f"031{2 if year - 19 >= 2000 else 0}{(year - 19) % 100:02}00{year % 10000:04}"
    record_keys = {"status", "health_class", "political_result"}
    people.create_person(
        officer, ward.id, {key: value for key, value in facts.items() if key not in record_keys}, today,
        records=(records.NewRecord(ENLISTMENT, {"status": "source"}, year + 1),), confirmed=True,
    )  # fmt: skip
    for row, phone in zip(
        rows[5:30:5], ("0912345678", "0987654321", "0356789123", "0778123456", "0863214569"), strict=True
    ):
        people.edit_person(officer, ward.id, row["person_id"], {"phone": phone}, row["version"], today, confirmed=True)
    people.retire_person(officer, ward.id, rows[40]["person_id"], "Chuyển nơi thường trú đi phường khác", today)
    members = list_rows(officer, ListFilter(MILITIA, ward.id, year))
    records.close_record(officer, ward.id, MILITIA, members[3]["record_id"], "Hoàn thành nghĩa vụ", today)
    _print(officer, ward, ListFilter(MILITIA, ward.id, year), today)
    _leave_to_confirm(officer, ward, invention, rows, year + 1)


def _print(officer: Actor, ward: Unit, wanted: ListFilter, today: date) -> None:
    signing = papers.signatories_on(officer, ward.id, today)
    options = PaperOptions(today, "12", _first(signing[papers.PREPARER]), _first(signing[papers.SIGNER]))
    papers.request_list(officer, ward.id, MILITIA_ROSTER.key, wanted, options)


def _first(signatories: list[Signatory]) -> UUID | None:
    return signatories[0].id if signatories else None


def _leave_to_confirm(
    officer: Actor, ward: Unit, invention: Invention, rows: Sequence[Mapping[str, Value]], year: int
) -> None:
    """A workbook with a row of every fate: new, changed, unchanged, in conflict, at fault."""
    keys = [fact.key for fact in columns_of(ENLISTMENT)]
    known = [{key: row[key] for key in keys} for row in islice(rows, 60, 74)]
    for number, facts in enumerate(known[:5]):
        facts["phone"] = f"09{number}1122334"
        facts["occupation"] = "Công nhân"
    known[5]["full_name"] = "Nguyễn Văn Trùng Số"  # somebody else's number
    fresh = list(invention.candidates(4))
    fresh[0]["citizen_id"] = str(fresh[0]["citizen_id"])[:11]
    fresh[1]["phone"] = "0225"
    file = io.BytesIO(_workbook(ENLISTMENT, year, [*known, *fresh]))
    imports.receive(officer, ward.id, ENLISTMENT, year, f"bo sung nguon ssnn {year}.xlsx", file)


def _fill_neighbour(officer: Actor, ward: Unit, invention: Invention, today: date) -> None:
    """A few people of another ward, whom the officers of the first never see."""
    year = today.year
    _bring_in(officer, ward, ENLISTMENT, year + 1, list(invention.candidates(12)), f"nguon ssnn {year + 1}.xlsx")
    _bring_in(officer, ward, MILITIA, year, list(invention.militia(8)), f"dan quan tu ve {year}.xlsx")


def _bring_in(officer: Actor, ward: Unit, roster: str, year: int, rows: Iterable[Facts], file_name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file_name
        path.write_bytes(_workbook(roster, year, rows))
        imports.import_file(officer, ward, roster, year, path)


def _workbook(roster: str, year: int, rows: Iterable[Mapping[str, Value]]) -> bytes:
    rows = list(rows)
    keys = tuple(fact.key for fact in columns_of(roster) if any(row.get(fact.key) is not None for row in rows))
    definition = working_list(roster, keys)
    file = io.BytesIO()
    table = build_table(definition, rows, may_see=SYSTEM.may_see)
    write_list(table, file, title=definition.title_of(year))
    return file.getvalue()
