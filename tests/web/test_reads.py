"""Whoever looks at citizens leaves an entry: of every page on which a name stands, of searches, of files."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select, text

from roster.domain.actor import Permission
from roster.services import audit_check, people
from roster.services.records import NewRecord
from roster.store import audit_chain
from roster.store.audit import AuditEntry
from roster.store.db import db, new_id
from roster.store.engine import SAFE_WAL, sqlite_module
from roster.store.enlistment import EnlistmentRecord
from roster.web.audit.actions import ROOMS
from roster.web.reads import NO_CITIZENS, is_about_people
from tests.web.test_access import addresses

pytestmark = pytest.mark.both  # who writes waits for whom

TODAY = date(2026, 11, 25)
NAME = "Lường Khắc Yểng"  # nobody else's


@pytest.fixture
def person(officer, ward):
    made = people.create_person(
        officer, ward.id, {"full_name": NAME, "citizen_id": "031205001234", "birth_date": "2005-03-14"}, TODAY,
        records=(
            NewRecord("enlistment", {"health_class": 1}, 2027), NewRecord("militia", {}), NewRecord("reserve", {}),
        ),
        confirmed=True,
    )  # fmt: skip
    db.session.commit()
    return made.id


def entries():
    db.session.rollback()
    refused = AuditEntry.action.startswith("access.refused")  # what was not there has its own (test_refusals)
    return db.session.scalar(select(func.count()).select_from(AuditEntry).where(~refused))


def latest():
    db.session.rollback()
    query = select(AuditEntry).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    return db.session.scalars(query.limit(1)).one()


def test_no_page_shows_a_citizen_without_an_entry_and_no_entry_holds_his_name(app, database, client_of, ward, person):
    if database != "sqlite":
        pytest.skip("a crawl of all pages, once")
    browser = client_of("administrator", ward)
    browser.check = False
    record = db.session.scalars(select(EnlistmentRecord.id)).one()
    without, shown = [], 0
    sample = {"ward_id": ward.id, "person_id": person, "record_id": record, "roster": "enlistment", "service": "army"}
    for endpoint, method, url in addresses(app, **sample):
        room, _, page = endpoint.partition(".")
        permission = getattr(app.view_functions[endpoint], "permission", None)
        # The first page names whose day has come, and notes nothing; what is made for taking along has its own test.
        if method != "GET" or room == "home" or permission in {Permission.PRINT, Permission.EXPORT}:
            continue
        before = entries()
        answer = browser.get(url)
        if answer.status_code == 200 and answer.mimetype == "text/html" and NAME in answer.text:
            shown += 1
            if entries() == before:
                without.append(endpoint)
        elif page in NO_CITIZENS.get(room, ()) and answer.mimetype == "text/html":
            assert entries() == before, endpoint
    assert shown > 8 and without == []
    kept = " ".join(f"{one.details} {one.action}" for one in db.session.scalars(select(AuditEntry)))
    assert NAME not in kept and "031205001234" not in kept
    assert audit_check.verify().faults == []


def test_card_search_list_lookup_and_file_say_who_looked_at_what(client_of, ward, person):
    browser = client_of("officer", ward)
    base = f"/wards/{ward.id}"
    browser.get(f"{base}/people/{person}")
    one = latest()
    assert (one.action, one.subject_id, one.user_id, one.ward_id) == ("person.view", person, browser.user.id, ward.id)
    browser.get(f"{base}/lists/enlistment?year=2027&q=Lường&page=1")
    one = latest()
    assert (one.action, one.details["filters"]) == ("list.search", ["q", "year"])
    browser.get(f"{base}/lists/enlistment")
    assert latest().action == "list.view"
    before = entries()
    typed = {"full_name": NAME, "birth_date": "14/03/2005", "citizen_id": ""}
    browser.post(f"{base}/people/lookup", data=typed)
    assert latest().action == "list.view" and latest().details["page"] == "people" and entries() == before + 1
    browser.post(f"{base}/people/lookup", data={"full_name": "Không Ai Cả", "birth_date": "", "citizen_id": ""})
    browser.get(f"{base}/people/0197c2b0-0000-7000-8000-000000000001")  # nobody
    assert entries() == before + 1


def test_a_form_that_comes_back_with_citizens_is_noted_and_one_without_is_not(client_of, ward, person):
    browser = client_of("officer", ward)
    base = f"/wards/{ward.id}"
    for address in ("edit", "retire"):
        before = entries()
        assert NAME in browser.post(f"{base}/people/{person}/{address}").text
        assert entries() == before + 1 and (latest().action, latest().subject_id) == ("person.view", person)
    before, pages = entries(), f"{base}/campaigns/2027/candidates"
    assert NAME in browser.post(f"{pages}/move?answer=&q=031205001234", data={"to_step": "x"}).text
    one = latest()
    assert (one.action, one.details["page"], one.details["filters"]) == ("list.search", "candidates", ["q"])
    assert browser.head(f"{base}/lists/enlistment?q=031205001234").status_code == 200  # its length tells as well
    assert latest().action == "list.search" and latest().details["page"] == "lists" and entries() == before + 2
    # An empty form, nobody, a way elsewhere.
    assert browser.post(f"{base}/people/new", data={"full_name": ""}).status_code == 200
    assert browser.post(f"{base}/forces/new").status_code == 422
    assert browser.post(f"{base}/people/0197c2b0-0000-7000-8000-000000000001/edit").status_code == 404
    assert browser.post("/search/send", data={"to": f"{base}/lists/enlistment", "q": "An"}).status_code == 303
    assert entries() == before + 2


def test_a_citizen_s_own_history_tells_who_looked_changed_and_exported(client_of, ward, two_wards, person):
    officer, commander = client_of("officer", ward), client_of("commander", ward)
    base, trail = f"/wards/{ward.id}", f"/wards/{ward.id}/audit/people/{person}"
    assert officer.get(f"{base}/people/{person}").status_code == 200
    assert officer.post(f"{base}/lists/enlistment/export", data={"year": "2027"}).status_code == 200
    officer.get(f"{base}/reserve/register.xlsx")  # one entry of the export alone, not of the page besides
    counted = db.session.query(AuditEntry).filter(AuditEntry.action.in_(["list.export", "list.view"])).count()
    assert counted == 2
    page = commander.text(trail)
    for words in (NAME, "Xem hồ sơ công dân", "Xuất danh sách ra Excel", "Thêm công dân"):
        assert words in page, words
    narrowed = commander.text(f"{base}/audit/?person={person}&what=list.export")
    assert "Xuất danh sách ra Excel" in narrowed and "1 việc" in narrowed
    auditor = client_of("auditor", ward)
    assert NAME not in auditor.text(trail) and "Xem hồ sơ công dân" in auditor.text(trail)
    assert officer.get(trail).status_code == 403
    assert client_of("commander", two_wards[1]).get(trail).status_code == 404
    foreign = f"/wards/{two_wards[1].id}/audit/people/{person}"
    assert client_of("commander", two_wards[1]).get(foreign).status_code == 404


def test_while_an_import_writes_pages_come_and_their_entries_follow(app, database, client_of, ward, person):
    if database != "sqlite" or sqlite_module().sqlite_version_info < SAFE_WAL:
        pytest.skip("PostgreSQL lets many write; without WAL a writer holds up readers anyway")
    browser, waiting = client_of("officer", ward), app.config["ROSTER_INSTANCE"] / "audit_waiting"
    app.config["AUDIT_PATIENCE_MS"] = 20
    db.session.commit()
    with db.engine.connect() as importing:  # its first statement takes the only turn to write
        importing.execute(text("select 1"))
        for _ in range(2):
            assert browser.get(f"/wards/{ward.id}/people/{person}").status_code == 200
        assert len(list(waiting.glob("*.json"))) == 2
        importing.rollback()
    kept = next(waiting.glob("*.json"))
    content = kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600 and NAME not in content
    viewed = db.session.query(AuditEntry).filter_by(action="person.view", subject_id=person)
    for _ in range(2):
        browser.get(f"/wards/{ward.id}/lists/enlistment")
        db.session.rollback()
        assert viewed.count() == 2 and not list(waiting.iterdir())
        db.session.rollback()
        kept.write_text(content)  # as a killed process leaves it: it is not put in twice
    (waiting / "x.json").write_text("{")  # nor does a broken one keep anybody from writing
    browser.get(f"/wards/{ward.id}/lists/enlistment")
    assert [path.name for path in waiting.iterdir()] == ["x.bad"]
    assert audit_check.verify().faults == []


def test_an_entry_that_another_puts_into_the_chain_meanwhile_is_no_fault(app, database, client_of, ward, person):
    """Its file goes behind the other's commit: after this one has looked which files there are."""
    if database != "sqlite":
        pytest.skip("entries wait on SQLite alone")
    folder = app.config["ROSTER_INSTANCE"] / "audit_waiting"
    folder.mkdir(exist_ok=True)
    gone = folder / f"{new_id()}.json"
    gone.symlink_to(folder / "gone")  # it is listed, and cannot be read any more
    assert client_of("officer", ward).get(f"/wards/{ward.id}/people/{person}").status_code == 200
    gone.unlink()
    assert audit_check.verify().faults == []


def test_what_cannot_be_noted_is_not_shown(app, client_of, ward, person):
    browser = client_of("officer", ward)
    app.extensions.pop(audit_chain.KEY_FILE)
    audit_chain.key_path().rename(audit_chain.key_path().with_suffix(".away"))
    answer = browser.get(f"/wards/{ward.id}/people/{person}")
    assert answer.status_code == 503 and "Chưa ghi được nhật ký" in answer.text and NAME not in answer.text
    audit_chain.key_path().with_suffix(".away").rename(audit_chain.key_path())
    assert browser.get(f"/wards/{ward.id}/people/{person}").status_code == 200


def test_the_head_stands_on_a_page_of_its_own_and_proves_itself(client_of, ward, person):
    shown = client_of("auditor", ward).text(f"/wards/{ward.id}/audit/head")
    head = audit_check.verify().head
    assert head.mac[:4] in shown and head.mac[-4:] in shown
    assert audit_check.verify(wanted_hash=head.mac).faults == []


def test_the_journal_has_vietnamese_words_for_every_room_it_notes(app):
    noted = {rule.endpoint.partition(".")[0] for rule in app.url_map.iter_rules() if is_about_people(rule.endpoint)}
    assert {"people", "privacy"} <= noted <= set(ROOMS)
