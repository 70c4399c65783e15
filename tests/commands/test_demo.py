"""`flask roster demo`: invented people, away from real ones."""

from __future__ import annotations

import re
import stat
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from roster.services import accounts, clock, demo, targets
from roster.services.assessment import standings
from roster.services.demo_people import Invention
from roster.store.accounts import User
from roster.store.claims import Claim, Delivery, Examination
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.imports import READY, ImportBatch
from roster.store.militia import MilitiaRecord
from roster.store.papers import PrintJob
from roster.store.people import Person
from tests.commands.conftest import SHEETS, Run
from tests.conftest import CheckedClient, Ward
from tests.page_checks import text_of

# What the demo writes goes through services that are tested on each database.
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@on_sqlite
def test_every_page_of_the_demo_ward_is_filled(run: Run, app: Flask, two_wards: tuple[Ward, Ward], client_of) -> None:  # type: ignore[no-untyped-def]
    result = run("demo")
    assert result.exit_code == 0
    ward, neighbour = two_wards
    assert 350 <= _people(ward) <= 450
    assert 0 < _people(neighbour) < 50
    assert db.session.scalars(select(PrintJob.state)).all() == ["done"]
    waiting = db.session.scalars(select(ImportBatch).where(ImportBatch.state == READY)).one()
    assert all(waiting.summary[action] for action in ("create", "update", "unchanged", "conflict", "error", "absent"))
    commander: CheckedClient = client_of(user=accounts.find_user("quantri"))
    for page in ("lists/enlistment", "lists/militia", "lists/reserve"):
        assert "Nguyễn" in commander.text(f"/wards/{ward.id}/{page}")
    _cycle_is_filled(commander, ward)
    _forces_show_something(ward)
    _nobody_contradicts_himself(ward)
    # The neighbour's people are out of sight.
    assert commander.get(f"/wards/{neighbour.id}/lists/militia").status_code == 404
    # Each account has its own fresh password, on the console and in a file for the owner's eyes only.
    kept = Path(app.instance_path) / "accounts.txt"
    passwords = re.findall(r"\b\w{5}(?:-\w{5}){3}\b", result.stdout)
    assert len(set(passwords)) == db.session.scalar(select(func.count()).select_from(User)) == 4
    assert passwords == re.findall(r"\b\w{5}(?:-\w{5}){3}\b", kept.read_text(encoding="utf-8"))
    assert sys.platform == "win32" or stat.S_IMODE(kept.stat().st_mode) == 0o600
    # Another call adds nobody and shows no password.
    count = _people(ward)
    again = run("demo")
    assert again.exit_code == 0
    assert str(kept) in again.stderr and not any(password in again.output for password in passwords)
    assert _people(ward) == count


def _cycle_is_filled(commander: CheckedClient, ward: Ward) -> None:
    """Each page of the year's work has something to show, and who may not be called is called nowhere."""
    year = clock.today().year + 1
    here = f"/wards/{ward.id}/campaigns/{year}"
    for page, said in (
        (here, "Còn thiếu"), (f"{here}/candidates", "Nguyễn"), (f"/wards/{ward.id}/claims/", "Đã có quyết định"),
        (f"{here}/examination", "Có mặt"), (f"{here}/deliveries", "Đã giao"), (f"/wards/{ward.id}/targets", "Đạt"),
    ):  # fmt: skip
        assert said in text_of(commander.get(page, follow_redirects=True).text), page
    called = ("final_official", "final_reserve", "eligible_enlistment")
    actor = accounts.actor_of(accounts.find_user("quantri"))
    called_men = [one for one in standings(actor, ward.id, year) if one.step in called]
    assert len(called_men) > 10 and all(one.is_callable for one in called_men)


def _forces_show_something(ward: Ward) -> None:
    """The reserve has Party members, each self-defence unit a commander: their targets are not at nought."""
    actor = accounts.actor_of(accounts.find_user("quantri"))
    parts = {
        (one.kind.key, part.label): part.count
        for one in targets.standings_of_ward(actor, ward.id, clock.today())
        for part in one.parts
    }
    assert 0 < parts["reserve_assigned", "Đảng viên"] < parts["reserve_assigned", "Đã đăng ký"] / 3
    assert parts["command_posts", "Tự vệ đã có chỉ huy"] == parts["command_posts", "Đơn vị tự vệ"] == 2


def _nobody_contradicts_himself(ward: Ward) -> None:
    """What stands about one man in several places agrees: call-up, claims, examination, calls, militia, reserve."""
    year = clock.today().year + 1
    person = {one.id: one for one in db.session.scalars(select(Person).where(Person.ward_id == ward.id))}
    claims = {one.person_id: one for one in db.session.scalars(select(Claim).where(Claim.ward_id == ward.id))}
    exams = {one.record_id: one for one in db.session.scalars(select(Examination))}
    records = db.session.scalars(
        select(EnlistmentRecord).where(EnlistmentRecord.ward_id == ward.id, EnlistmentRecord.year == year)
    ).all()
    by_person = {one.person_id: one for one in records}
    for one in records:
        claim, exam = claims.get(one.person_id), exams.get(one.id)
        assert (one.ground is not None) == (one.status in {"deferred", "exempt"})
        if one.ground is not None:
            assert claim is not None and (claim.ground, claim.until) == (one.ground, one.ground_until)
            assert claim.status != "refused"
        if one.ground == "41.1.a":
            assert (one.health_class or 0) > 3
        if one.status in {"eligible_enlistment", "final_official", "final_reserve"}:
            assert exam is not None and exam.concluded_class == one.health_class in {1, 2, 3}
        # What the doctors found stands on file only after they saw him, this year or (41.1.a) the last.
        assert one.health_class is None or one.ground == "41.1.a" or (exam and exam.attendance == "present")
        assert (one.status == "examination_absent") == (exam is not None and exam.attendance == "absent")
    for call in db.session.scalars(select(Delivery).where(Delivery.outcome.in_(("refused", "absent")))):
        assert by_person[call.person_id].status == "examination_absent"
    for member in db.session.scalars(select(MilitiaRecord).where(MilitiaRecord.ward_id == ward.id)):
        facts = person[member.person_id]
        assert member.person_id not in by_person
        assert int(str(member.joined_on)[:4]) - _born(facts) >= 18
    for facts in person.values():
        assert not facts.party_joined_on or int(facts.party_joined_on[:4]) - _born(facts) >= 18
        if facts.qualification in {"Cao đẳng", "Đại học"} or facts.occupation == "Sinh viên":
            assert facts.education == "12/12"
            assert facts.occupation == "Sinh viên" or year - 1 - _born(facts) >= 21


def _born(person: Person) -> int:
    return int(str(person.birth_date)[:4])


def test_never_among_real_people(run: Run) -> None:
    run("import", SHEETS / "08-nam-17-tuoi.ods", "--roster", "enlistment", "--ward", "11446", "--year", "2025")
    before = db.session.scalar(select(func.count()).select_from(Person))
    result = run("demo")
    assert result.exit_code == 2
    assert db.session.scalar(select(func.count()).select_from(Person)) == before
    assert not demo.is_demo() and not accounts.has_users()


def test_never_into_an_office_that_has_accounts(run: Run) -> None:
    run("user", "add", "chihuy", "--role", "commander", "--ward", "11446")
    assert run("demo").exit_code == 2
    assert not demo.is_demo()


def test_invented_people_are_the_same_each_time_and_no_two_share_a_number() -> None:
    def everybody() -> list[dict[str, object]]:
        invention = Invention(7, 2026)
        return [*invention.candidates(220), *invention.militia(80), *invention.reservists(100)]

    people = everybody()
    assert people == everybody()
    assert len({facts["citizen_id"] for facts in people}) == 400


def _people(ward: Ward) -> int:
    return db.session.scalar(select(func.count()).select_from(Person).where(Person.ward_id == ward.id)) or 0
