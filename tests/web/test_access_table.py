"""Who may reach which page: every route stands in the declared table, and each role gets what the table says of its own
ward's objects, to the status, and of another ward's nothing. Whatever names a citizen leaves an entry in the journal.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from roster.domain.actor import CLEARANCE, PERMISSIONS, Permission, Sensitivity
from roster.shelf.bundles import make_key
from roster.store.audit import AuditEntry
from roster.store.db import db, now
from roster.store.people import Person
from tests.web import whole_office
from tests.web.whole_office import (
    TODAY,
    asked,
    bring_back,
    give_one_of_each,
    keep,
    maker_of,
    mark_people,
    objects_in,
    rows_of,
    twins_in,
    values_of,
    words_of,
)

TABLE = Path(__file__).with_name("access_table.txt")
EVERYBODY, STRANGERS = "signed_in", "open"
FOREIGN_MARK = "Zqforeign"
_LIKE_A_CANARY = re.compile(rf"{FOREIGN_MARK}|[0-9a-f-]{{9,}}")
# Others are first tried with what is new to them (see `Walk.is_new_to`).
ROLES = ("viewer", "auditor", "officer", "political_officer", "commander", "administrator")


@pytest.fixture
def database():
    """What a role may do is decided before the database is asked, and the scope is a condition that SQLAlchemy writes.

    On PostgreSQL the office would have to be made anew after each act that writes: minutes for each role. What differs
    there (no text with NUL, numbers of four bytes, two writers at once) is asked by test_odd_addresses.py,
    test_office_form.py and test_errors.py on both.
    """
    return "sqlite"


@dataclass(frozen=True)
class Declared:
    """What the table says of a page: its methods, each with the status of an own object; who may."""

    statuses: dict[str, int]
    permission: str
    besides: str  # another permission, the only role, or what one must be cleared for; "" for nothing more

    def is_for(self, role):
        # Others work in the next ward: what holds for both is no walker's (test_what_is_all_wards.py).
        held = {str(one) for one in PERMISSIONS[role] - {Permission.MANAGE_OFFICE}} | {EVERYBODY, STRANGERS}
        return self.permission in held and self.besides in {"", role, *held, *map(str, CLEARANCE[role])}

    def refusal(self, role):
        """The status for a role that may not: what one is not cleared for is as if it were not there."""
        return 404 if self.besides in set(Sensitivity) and self.permission in map(str, PERMISSIONS[role]) else 403


def declared():
    """Endpoint → what the table says."""
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            endpoint, methods, permission, statuses, *besides = line.split()
            codes = [int(code) for code in statuses.split(",")]
            found[endpoint] = Declared(dict(zip(methods.split(","), codes, strict=True)), permission, "".join(besides))
    return found


def test_every_route_is_declared_with_its_methods_and_its_permission(app):
    methods = defaultdict(set)
    for rule in app.url_map.iter_rules():
        methods[rule.endpoint] |= rule.methods - {"HEAD", "OPTIONS"}
    table = declared()
    assert set(methods) == set(table)
    for endpoint, found in methods.items():
        permission = getattr(app.view_functions[endpoint], "permission", None)
        wanted = table[endpoint]
        assert found == set(wanted.statuses), endpoint
        assert (str(permission) if permission else wanted.permission) == wanted.permission, endpoint
        assert permission or wanted.permission in {EVERYBODY, STRANGERS}, f"{endpoint} asks for no permission"
    # Whoever may gets an answer: "not there" is one only where the page is shut for the whole office.
    nowhere = {endpoint for endpoint, one in table.items() if set(one.statuses.values()) & {401, 403, 404, 405, 500}}
    assert {endpoint.split(".")[0] for endpoint in nowhere} == {"setup", "metrics"}


# --- Walking --------------------------------------------------------------------------------------------------------


@pytest.fixture
def office(app, set_today, two_wards, tmp_path_factory, tmp_path, monkeypatch):
    """Phù Liễn with an object of each kind, and Kiến An beside it; whoever is of either bears its mark."""
    set_today(TODAY)
    for limit in ("SEARCHES_AN_HOUR", "OUTPUTS_AN_HOUR"):
        monkeypatch.setitem(app.config, limit, 10**6)
    whole_office.fill(Path(app.instance_path), tmp_path_factory)
    sets = tmp_path / "sets"
    sets.mkdir()
    (sets / whole_office.BACKUP).write_bytes(b"age")
    monkeypatch.setitem(app.config, "ROSTER_BACKUP_FOLDER", str(sets))
    monkeypatch.setitem(app.config, "ROSTER_BACKUP_RECIPIENT", make_key()[1])
    with whole_office.nothing_set_in_type():
        yield two_wards


class Walk:
    """One role's way through every address there is."""

    def __init__(self, app, client, ward, kept):
        self.app, self.client, self.ward, self.kept = app, client, ward, kept
        self.client.check = False
        self.cookie = client.get_cookie("roster").value
        self.urls = app.url_map.bind("localhost")
        self.faults, self.known = [], {}

    def addresses(self, ward_id, **change):
        """Every rule and method with the ward's own objects, as (endpoint, method, arguments)."""
        for rule in sorted(self.app.url_map.iter_rules(), key=lambda rule: rule.endpoint):
            if not rule.endpoint.endswith("static"):
                values = values_of(rule.endpoint, sorted(rule.arguments), ward_id, self.known)
                for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                    yield rule.endpoint, method, values | {k: v for k, v in change.items() if k in values}

    def ask(self, endpoint, method, values, **sent):
        self.client.set_cookie("roster", self.cookie)  # as it was before anybody signed out or chose another ward
        return self.client.open(self.urls.build(endpoint, values, method=method), method=method, **sent)

    def expect(self, status, response, what, canaries=()):
        """Returns what the answer says."""
        if response.status_code != status:
            self.faults.append(f"{what}: {response.status_code}, not {status}")
        words = words_of(response)
        # Whatever is no canary at all is left out first: there are thousands of them for each of thousands of answers.
        told = " ".join(_LIKE_A_CANARY.findall(words))
        if found := [one for one in canaries if one in told]:
            self.faults.append(f"{what} tells of another ward: {found[:3]}")
        return words

    def as_before(self):
        bring_back(self.kept, Path(self.app.instance_path))


def is_new_to(role, wanted):
    """Whether no role that may no more and sees the same was walked with this page before."""
    before = ROLES[: ROLES.index(role)]
    return not any(
        wanted.is_for(one) and PERMISSIONS[one] <= PERMISSIONS[role] and CLEARANCE[one] == CLEARANCE[role]
        for one in before
    )


@pytest.fixture
def walk_of(app, client_of, tmp_path):
    def make(role, ward):
        client = client_of(role, ward)
        kept = tmp_path / f"kept-{role}"
        keep(Path(app.instance_path), kept)
        return Walk(app, client, ward, kept)

    return make


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_of_its_own_ward_what_the_table_says(office, walk_of, role):
    ward, foreign = office
    canaries = mark_people(foreign.id, FOREIGN_MARK)
    assert all(_LIKE_A_CANARY.fullmatch(one) for one in canaries)
    names = set(db.session.scalars(select(Person.full_name).where(Person.ward_id == ward.id)))
    walk, table, named = walk_of(role, ward), declared(), 0
    for endpoint, method, values in walk.addresses(ward.id):
        wanted, what, before = table[endpoint], f"{role} {method} {endpoint}", now()
        if not wanted.is_for(role):
            walk.expect(wanted.refusal(role), walk.ask(endpoint, method, values), what, canaries)
        elif is_new_to(role, wanted):
            response = walk.ask(endpoint, method, values, **asked(endpoint, ward.id))
            words = walk.expect(wanted.statuses[method], response, what, canaries)
            if any(name in words for name in names):
                named += 1
                if db.session.scalar(select(AuditEntry.id).where(AuditEntry.at >= before).limit(1)) is None:
                    walk.faults.append(f"{what} names a citizen, and no entry says so")
            if method == "POST" and response.status_code < 400:
                walk.as_before()
    assert not walk.faults, "\n".join(walk.faults)
    assert named > 100 or role != "officer"


@pytest.mark.parametrize("role", [role for role in ROLES if role != "political_officer"])
def test_a_role_gets_nothing_of_another_ward(office, walk_of, role):
    foreign, ward = office  # the one that has an object of every kind is the foreign one here
    canaries = mark_people(foreign.id, FOREIGN_MARK)
    before, walk, table = rows_of(foreign.id), walk_of(role, ward), declared()
    tried = 0
    for endpoint, method, values in walk.addresses(foreign.id):
        wanted, objects = table[endpoint], objects_in(endpoint, values)
        if not (wanted.is_for(role) and is_new_to(role, wanted)):
            continue
        sent = asked(endpoint, foreign.id)
        if "ward_id" in values:
            walk.expect(404, walk.ask(endpoint, method, values, **sent), f"{role} {method} {endpoint} there", canaries)
            tried += 1
        if objects:
            inside = values | ({"ward_id": ward.id} if "ward_id" in values else {})
            what = f"{role} {method} {endpoint} by {', '.join(objects)}"
            walk.expect(404, walk.ask(endpoint, method, inside, **sent), what, canaries)
            tried += 1
    assert tried
    assert not walk.faults, "\n".join(walk.faults)
    assert rows_of(foreign.id) == before


def test_no_address_joins_an_own_object_with_one_of_another_ward(office, walk_of):
    ward, foreign = office
    give_one_of_each(ward.id, foreign.id)
    canaries = mark_people(foreign.id, FOREIGN_MARK)
    before, walk, table = rows_of(foreign.id), walk_of("commander", ward), declared()
    tried = 0
    for endpoint, method, values in walk.addresses(ward.id):
        objects = objects_in(endpoint, values)
        for one in objects if len(objects) > 1 and table[endpoint].is_for("commander") else ():
            if other := maker_of(endpoint, one)(foreign.id):
                response = walk.ask(endpoint, method, values | {one: other})
                walk.expect(404, response, f"{method} {endpoint} with another's {one}", canaries)
                tried += 1
    assert tried >= 10
    assert not walk.faults, "\n".join(walk.faults)
    assert rows_of(foreign.id) == before


def test_no_form_of_an_own_page_takes_what_belongs_to_another_ward(office, walk_of):
    ward, foreign = office
    give_one_of_each(ward.id, foreign.id)
    others = twins_in(ward.id, foreign.id)
    marks = {one for one in mark_people(foreign.id, FOREIGN_MARK) if "-" not in one}  # what is sent may be said again
    before, walk, table = rows_of(foreign.id), walk_of("commander", ward), declared()
    forms = {}
    for endpoint, method, values in walk.addresses(ward.id):
        if method == "GET" and table[endpoint].is_for("commander"):
            for action, fields in forms_in(walk.ask(endpoint, method, values, **asked(endpoint, ward.id)), others):
                forms.setdefault((urlsplit(action).path, tuple(sorted(fields))), (action, fields))
    assert len(forms) > 15
    for action, fields in forms.values():
        walk.client.set_cookie("roster", walk.cookie)
        response = walk.client.post(action, data=fields)
        if response.status_code >= 500 or any(mark in words_of(response) for mark in marks):
            walk.faults.append(f"{action} {sorted(fields)}: {response.status_code}")
        if response.status_code < 400:
            walk.as_before()
    assert not walk.faults, "\n".join(walk.faults)
    assert rows_of(foreign.id) == before


def forms_in(response, others):
    """The posted forms of a page that name objects, as (address, fields), each object exchanged for another ward's."""
    page = response.text if response.mimetype == "text/html" else ""
    for markup in re.findall(r'<form\b[^>]*method="post".*?</form>', page, re.S):
        form = BeautifulSoup(markup, "lxml").form
        fields, is_changed = defaultdict(list), False
        for field in form.select("[name]"):
            options = [one.get("value", "") for one in field.select("option")] or [
                field.get("value") or field.get_text()
            ]
            twin = next((others[one] for one in options if one in others), None)
            is_changed |= twin is not None
            fields[field["name"]].append(twin or options[0])
        fields.pop("csrf_token", None)
        if is_changed:
            yield form.get("action") or response.request.path, dict(fields)
