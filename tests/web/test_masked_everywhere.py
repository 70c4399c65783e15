"""Somebody whose role needs no sensitive facts walks through every page, sheet and paper of the demonstration ward.

He may see people, export, print, import and read the journal, so that nothing is shut off before it is masked;
what he must not find are all numbers of the ward's people and marks that were put into every sensitive place.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select, update
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from roster.columns.catalogue import ROSTERS, columns_of
from roster.domain import actor as actors
from roster.domain.actor import CLEARANCE, PERMISSIONS, Permission, Sensitivity
from roster.domain.choices import GROUND, label_of
from roster.printing import pdf, report
from roster.services import people
from roster.services.candidate_answers import sensitivity_of
from roster.services.records import NewRecord
from roster.store.claims import Claim, Examination, Ruling
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.forces import Appointment, ForceEvent, PartySource
from roster.store.papers import PrintJob
from roster.store.people import Person
from roster.store.queries import RECORD_MODELS
from roster.store.training import DutyShift, Trainee, TrainingPlan
from tests.web import whole_office
from tests.web.test_access import addresses
from tests.web.test_access_table import declared
from tests.web.whole_office import TODAY, values_of, words_of

HELD = {Permission.VIEW_PEOPLE, Permission.EXPORT, Permission.PRINT, Permission.IMPORT, Permission.VIEW_AUDIT}
MARK = "Zqx"
DIOPTRES, BMI, HEIGHT = 13.37, 47.13, 199.73
MARKS = (MARK, "13,37", "13.37", "47,13", "47.13", "199,73", "199.73")
MOST = {"people.show": 4, "claims.show": 3}  # addresses of one kind, else one; each roster's list is a kind of its own


@pytest.fixture
def database():
    return "sqlite"  # what is masked is decided above the database


def put_marks():
    """A mark in every place that tells of health, politics, religion or an offence; returns the ward's numbers."""
    db.session.execute(
        update(Person).values(religion=f"{MARK} đạo", family_class=f"{MARK} nhà", personal_class=f"{MARK} bản thân")
    )
    db.session.execute(update(EnlistmentRecord).values(myopia_dioptres=DIOPTRES, bmi=BMI))
    db.session.execute(update(Examination).values(height_cm=HEIGHT, chest_cm=HEIGHT))
    for claim in db.session.scalars(select(Claim)):
        if sensitivity_of(claim.ground):
            claim.evidence = claim.notes = f"{MARK} bệnh án"
    db.session.execute(update(Ruling).values(reason=f"{MARK} lý do"))
    db.session.execute(update(PartySource).values(mentor=f"{MARK} dìu dắt", notes=f"{MARK} ghi chú"))
    db.session.execute(update(Trainee).where(Trainee.excused_reason.is_not(None)).values(excused_reason=f"{MARK} ốm"))
    for event in db.session.scalars(select(ForceEvent)):
        if sensitivity_of(event.clause or ""):
            event.evidence = event.notes = f"{MARK} giấy khám"
    numbers = {
        number for row in db.session.execute(select(Person.citizen_id, Person.old_id, Person.phone)) for number in row
    }
    numbers |= set(db.session.scalars(select(Appointment.phone))) | set(db.session.scalars(select(DutyShift.phone)))
    db.session.commit()
    return {number for number in numbers if number and len(number) >= 9}


class Walk:
    """Asks for addresses, judges the answers and follows their links."""

    def __init__(self, app, client, numbers):
        self.app, self.client, self.numbers = app, client, numbers
        self.urls = app.url_map.bind("localhost")
        self.seen, self.of_kind, self.answered = set(), defaultdict(int), set()
        self.leaks, self.ahead = [], deque()

    def judge(self, response, what):
        words = words_of(response)
        found = [mark for mark in MARKS if mark in words]
        # Digits with whatever a telephone number is written with in between, or nothing.
        runs = "|".join(re.sub(r"\D", "", run) for run in set(re.findall(r"\d[\d .\-]{7,}\d", words)))
        found += [number for number in self.numbers if number in runs]
        if found:
            self.leaks.append(f"{what}: {sorted(found)[:3]}")

    def post(self, url, **data):
        response = self.client.post(url, data=data)
        self.judge(response, f"POST {url}")
        return response

    def go(self, first):
        self.ahead.append(first)
        while self.ahead:
            self.visit(self.ahead.popleft())

    def visit(self, url):
        parts = urlsplit(url)
        if parts.netloc or url in self.seen or not parts.path.startswith("/"):
            return
        self.seen.add(url)
        try:
            endpoint, values = self.urls.match(parts.path, "GET")
        except (HTTPException, RequestRedirect):  # the address of a form, no page
            return
        kind = (endpoint, values.get("roster"), values.get("kind"), bool(parts.query))
        if endpoint.endswith("static") or self.of_kind[kind] >= MOST.get(endpoint, 1):
            return
        self.of_kind[kind] += 1
        response = self.client.get(url)
        self.judge(response, f"GET {url}")
        self.answered.add(endpoint)
        if response.status_code in {301, 302, 303}:
            self.ahead.append(response.headers["Location"])
        elif response.mimetype == "text/html":
            for link in re.findall(r'<a\b[^>]*?\bhref="([^"]+)"', response.text):
                self.ahead.append(unescape(link).split("#")[0])


def test_who_need_not_see_sensitive_facts_finds_none_on_any_page_sheet_or_paper(
    app, client_of, two_wards, set_today, monkeypatch, tmp_path_factory
):
    set_today(TODAY)
    whole_office.fill(Path(app.instance_path), tmp_path_factory)
    monkeypatch.setattr(pdf, "render_list", whole_office.unset)
    monkeypatch.setattr(report, "render_report", whole_office.unset)
    numbers = put_marks()
    assert len(numbers) > 500
    monkeypatch.setitem(actors.PERMISSIONS, "viewer", frozenset(HELD))
    ward = two_wards[0]
    client = client_of("viewer", ward)
    client.check = False
    walk = Walk(app, client, numbers)
    root = f"/wards/{ward.id}"
    walk.go(f"{root}/")
    for endpoint, method, url in addresses(app, ward_id=ward.id, **some_ids(ward.id)):
        if method == "GET" and endpoint not in walk.answered:
            walk.visit(url)

    # Searching and filtering by what one may not see finds nothing out.
    someone = db.session.scalar(
        select(Person).join(EnlistmentRecord, EnlistmentRecord.person_id == Person.id)
        .where(Person.ward_id == ward.id, Person.phone.is_not(None), Person.citizen_id.is_not(None))
    )  # fmt: skip
    plain = client.get(f"{root}/lists/enlistment").text
    for part in (someone.citizen_id[:9], someone.phone[:7]):
        assert someone.full_name not in client.get(f"{root}/lists/enlistment?q={part}").text
    for narrowed in (
        "religion=-",
        f"religion={MARK} đạo",
        "health_class=1",
        "ground=41.1.a",
        "sort=citizen_id",
        "sort=bmi",
    ):
        page = client.get(f"{root}/lists/enlistment?{narrowed}").text
        assert names_in(page) == names_in(plain), narrowed

    chosen = {}
    for roster, record in RECORD_MODELS.items():
        some = select(record.person_id).where(record.ward_id == ward.id, record.closed_on.is_(None)).limit(8)
        chosen[roster] = [str(one) for one in db.session.scalars(some)]

    # A ground that tells of illness is told by no other than that it is hidden.
    grounds = [label_of(GROUND, key) for key in ("41.1.a", "41.1.g")]
    of_list = BeautifulSoup(plain, "lxml").select_one("tbody").get_text()
    sick = db.session.scalar(select(EnlistmentRecord).where(EnlistmentRecord.ground == "41.1.a"))
    card = BeautifulSoup(client.get(f"{root}/people/{sick.person_id}").text, "lxml").select_one("main").get_text()
    assert not [ground for ground in grounds if ground in of_list or ground in card]

    # Workbooks with every column that can be asked for, and papers in each format.
    for roster in ROSTERS:
        keys = "&".join(f"columns={column.key}" for column in columns_of(roster))
        workbook = walk.post(f"{root}/lists/{roster}/export?{keys}")
        assert workbook.data.startswith(b"PK")
        walk.visit(f"{root}/lists/{roster}?{keys}")
        form = {"list_key": roster, "order": "", "preparer": "", "signer": "", "chosen": chosen[roster]}
        made = walk.post(f"{root}/papers/new/{roster}?{keys}", **form)
        assert made.status_code == 302, made.text
        walk.visit(f"{made.headers['Location']}")
        walk.visit(f"{made.headers['Location']}/file")
        for kind in ("xlsx", "docx"):
            assert walk.post(f"{made.headers['Location']}/format/{kind}").data.startswith(b"PK")
    for name in [url for url in walk.seen if re.fullmatch(r".*/reports/[0-9a-f-]{36}", url)][:1]:
        for kind in ("xlsx", "docx"):
            walk.post(f"{name}/format/{kind}")

    # What a press of a button gives out: each export and print that no address alone leads to.
    table, held = declared(), {str(one) for one in HELD} | {"signed_in", ""}
    known, given = {}, 0
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint):
        page = table[rule.endpoint]
        if page.statuses.get("POST") == 200 and {page.permission, page.besides} <= held:
            values = values_of(rule.endpoint, sorted(rule.arguments), ward.id, known)
            answer = walk.post(walk.urls.build(rule.endpoint, values, method="POST"))
            given += answer.data.startswith((b"PK", b"%PDF"))
    assert given > 20

    assert walk.leaks == [], "\n".join(walk.leaks)
    may = {one for one, page in table.items() if "GET" in page.statuses and {page.permission, page.besides} <= held}
    not_seen = may - walk.answered - {"icons.static", "security.login"}
    assert not not_seen, "no address of these was found to walk to: " + " ".join(sorted(not_seen))


def some_ids(ward_id):
    """What stands in addresses that nothing leads to for this role."""
    person = db.session.scalar(select(EnlistmentRecord.person_id).where(EnlistmentRecord.ward_id == ward_id))
    return {
        "person_id": person, "job_id": db.session.scalar(select(PrintJob.id)),
        "source_id": db.session.scalar(select(PartySource.id)), "plan_id": db.session.scalar(select(TrainingPlan.id)),
    }  # fmt: skip


def names_in(page):
    """The people of a list's page, in its order."""
    links = BeautifulSoup(page, "lxml").select("td a[href*='/people/'], th a[href*='/people/']")
    return [link.get_text() for link in links]


@pytest.mark.parametrize("role", PERMISSIONS)
def test_only_who_sees_a_number_finds_somebody_by_it(app, client_of, actor_of, two_wards, set_today, role):
    """In the search over everything, in a list, and wherever somebody is picked for something."""
    set_today(TODAY)
    ward = two_wards[0]
    facts = {"full_name": "Lường Khắc Yểng", "birth_date": "2005-03-14", "sex": "male",
             "citizen_id": "031205001234", "phone": "0912345678"}  # fmt: skip
    starts = (NewRecord("enlistment", {}, year=TODAY.year + 1), NewRecord("reserve", {}, since=date(2024, 1, 1)))
    people.create_person(actor_of("officer", ward), ward.id, facts, TODAY, records=starts, confirmed=True)
    client, table = client_of(role, ward), declared()
    client.check = False
    urls = app.url_map.bind("localhost")
    pages = ("search.index", "lists.show", "candidates.show", "claims.find_person", "reserve.index",
             "reserve.find_person", "command.find", "privacy.new", "party.new")  # fmt: skip
    looked = 0
    for page in (one for one in pages if table[one].is_for(role)):
        values = {"ward_id": ward.id, "roster": "reserve", "year": TODAY.year + 1}
        (rule, *_) = app.url_map.iter_rules(page)
        url = urls.build(page, {key: value for key, value in values.items() if key in rule.arguments})
        for number in (facts["citizen_id"], facts["citizen_id"][:9], facts["phone"]):
            found = client.get(url, query_string={"q": number}).text
            sees = Sensitivity.IDENTITY in CLEARANCE[role]
            assert (facts["full_name"] in found) <= sees, (page, number)
            if sees and page in {"search.index", "lists.show"}:
                assert facts["full_name"] in found, (page, number)
                looked += 1
    assert looked or Sensitivity.IDENTITY not in CLEARANCE[role]
