"""A year's invented candidates, seeded: men whom nothing keeps from the call-up, and every kind whom the law does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from roster.columns.catalogue import PERSON_COLUMNS, ROSTER_COLUMNS
from roster.store.claims import Claim
from roster.store.db import db, new_id, now
from roster.store.derive import derived_keys
from roster.store.enlistment import EnlistmentRecord
from roster.store.people import Person
from tests.services.candidates import SOUND, TODAY, YEAR

_PERSON_KEYS = tuple(column.key for column in PERSON_COLUMNS)
_RECORD_KEYS = tuple(column.key for column in ROSTER_COLUMNS["enlistment"])
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
_MIDDLES = ("Văn", "Đức", "Hữu", "Quang", "Minh", "Xuân", "Thế", "Công", "Đình", "Trọng")
_GIVEN = ("An", "Bình", "Cường", "Dũng", "Đạt", "Giang", "Hải", "Khoa", "Long", "Nam", "Phúc", "Quý", "Sơn", "Tùng")


@dataclass(frozen=True)
class Case:
    """A kind of candidate: what differs from a man against whom nothing stands, and the words of the clause.

    `claims` are (ground, status, more); `late` facts are found at the examination only, `late_claim` comes after it.
    """

    facts: dict[str, Any] = field(default_factory=dict)
    claims: tuple[tuple[str, str, dict[str, Any]], ...] = ()
    clause: str = ""
    late: dict[str, Any] = field(default_factory=dict)
    late_claim: str = ""


_DECIDED = {"decision_number": "12/QĐ-UBND", "decided_on": date(2026, 9, 1)}

OPEN: dict[str, Case] = {
    "sound": Case(),
    "woman who volunteered": Case({"sex": "female", "volunteer": True}),
    "refused claim": Case({}, (("41.1.b", "refused", _DECIDED),)),
    "deferral that has ended": Case({}, (("41.1.g", "decided", _DECIDED | {"until": "2026-06-30"}),)),
    "volunteer with a deferral": Case({"volunteer": True}, (("41.1.g", "decided", _DECIDED),)),
    "after study within 27": Case({"birth_date": "2000-06-01", "had_education_deferral": True}),
}

# Known before the examination: the early gate stays shut.
CLOSED_EARLY: dict[str, Case] = {
    "deferred": Case({}, (("41.1.g", "decided", _DECIDED | {"until": "2028-06-30"}),), "điểm g khoản 1 Điều 41"),
    "deferred to the handover's year": Case({}, (("41.1.d", "decided", {"until": "2027"}),), "điểm d khoản 1 Điều 41"),
    "exempt": Case({}, (("41.2.a", "decided", _DECIDED),), "điểm a khoản 2 Điều 41"),
    "open claim": Case({}, (("41.1.b", "claimed", {}),), "điểm b khoản 1 Điều 41"),
    "ground in the roster only": Case({"ground": "41.1.g"}, (), "điểm g khoản 1 Điều 41"),
    "ground with an ended decision": Case(
        {"ground": "41.1.g"}, (("41.1.g", "decided", {"until": "2026-06-30"}),), "điểm g khoản 1 Điều 41"
    ),
    "barred": Case({}, (("13.1.a", "decided", {}),), "điểm a khoản 1 Điều 13"),
    "barred, only claimed": Case({}, (("13.1.b", "claimed", {}),), "điểm b khoản 1 Điều 13"),
    "exempt from registration": Case({}, (("14", "decided", {}),), "Điều 14"),
    "too young": Case({"birth_date": "2009-02-16"}, (), "Điều 30"),
    "too old": Case({"birth_date": "1999-01-01"}, (), "Điều 30"),
    "too old after study": Case({"birth_date": "1998-01-01", "had_education_deferral": True}, (), "Điều 30"),
    "readings of the age differ": Case({"birth_date": "2001-06-01"}, (), "Điều 30"),
    "year of birth alone": Case({"birth_date": "2009"}, (), "Điều 30"),
    "no birth date": Case({"birth_date": None}, (), "Điều 30"),
    "woman": Case({"sex": "female"}, (), "khoản 2 Điều 6"),
    "completed": Case({"completed_kind": "standing_militia", "completed_months": 24}, (), "khoản 4 Điều 4"),
    "schooling below 7": Case({"education": "6/12"}, (), "khoản 4 Điều 4"),
    "schooling by approval": Case({"education": "7/12"}, (), "khoản 4 Điều 4"),
    "political failed": Case({"political_result": "failed"}, (), "Điều"),
    "many at once": Case(
        {"education": "6/12", "political_result": "failed", "birth_date": "2001-06-01"},
        (("41.2.b", "decided", _DECIDED), ("13.1.c", "decided", {})), "điểm c khoản 1 Điều 13",
    ),
}  # fmt: skip

# Found at the examination or filed after it: the early gate lets them pass, the last one does not.
CLOSED_LATE: dict[str, Case] = {
    "class 4": Case(clause="Điều", late={"health_class": 4}),
    "class 5": Case(clause="Điều", late={"health_class": 5}),
    "class 6": Case(clause="Điều", late={"health_class": 6}),
    "myopia": Case(clause="Điều", late={"myopia_dioptres": 1.75}),
    "BMI too low": Case(clause="Điều", late={"bmi": 17.2}),
    "BMI too high": Case(clause="Điều", late={"bmi": 30.5}),
    "BMI where the texts differ": Case(clause="Điều", late={"bmi": 18.2}),
    "no conclusion on health": Case(clause="Điều", late={"health_class": None}),
    "politics pending": Case(clause="Điều", late={"political_result": "pending"}),
    "politics failed late": Case(clause="Điều", late={"political_result": "failed"}),
    "claim after the examination": Case(clause="điểm d khoản 1 Điều 41", late_claim="41.1.d"),
}
CLOSED = CLOSED_EARLY | CLOSED_LATE


@dataclass(frozen=True)
class Man:
    """One invented candidate."""

    person_id: UUID
    record_id: UUID
    kind: str
    full_name: str
    birth_date: str | None
    citizen_id: str


def enter_year(ward_id: UUID, count: int, seed: int = 3) -> list[Man]:
    """Put `count` candidates at the step "source" into the ward's year: six in ten open, the rest of every kind."""
    rng = Random(seed)
    kinds = [*CLOSED, *OPEN]
    kinds += [rng.choice(("sound", *OPEN) if rng.random() < 0.6 else (*CLOSED,)) for _ in range(count - len(kinds))]
    rng.shuffle(kinds)
    men, people, records, claims = [], [], [], []
    for number, kind in enumerate(kinds):
        case = (OPEN | CLOSED)[kind]
        facts = SOUND | {"status": "source"} | case.facts
        if "birth_date" not in case.facts:
            facts["birth_date"] = date(2003 + number % 6, 1 + number % 12, 1 + number % 28).isoformat()
        if kind in CLOSED_LATE:
            facts |= {"health_class": None, "political_result": None}
        facts |= {
            "full_name": f"{rng.choice(_FAMILIES)} {rng.choice(_MIDDLES)} {rng.choice(_GIVEN)}",
            "citizen_id": f"0312{number:08d}",
            "neighbourhood": f"TDP số {1 + number % 12}",
        }
        man = Man(new_id(), new_id(), kind, facts["full_name"], facts["birth_date"], facts["citizen_id"])
        men.append(man)
        own = {key: facts.get(key) for key in _PERSON_KEYS}
        people.append({"id": man.person_id, "ward_id": ward_id, **own, **derived_keys(own), "version": 1})
        record = {key: facts.get(key) for key in _RECORD_KEYS}
        records.append(
            {
                "id": man.record_id,
                "ward_id": ward_id,
                "person_id": man.person_id,
                "year": YEAR,
                "since": TODAY,
                **record,
            }
        )
        claims += [_claim(ward_id, man, ground, status, more) for ground, status, more in case.claims]
    for model, rows in ((Person, people), (EnlistmentRecord, records), (Claim, claims)):
        db.session.execute(insert(model), rows)
    db.session.commit()
    return men


def _claim(ward_id: UUID, man: Man, ground: str, status: str, more: dict[str, Any]) -> dict[str, Any]:
    blank = {"decision_number": None, "decided_on": None, "until": None}
    return {
        "id": new_id(), "ward_id": ward_id, "person_id": man.person_id, "ground": ground, "status": status,
        "created_at": now(), "version": 1, **blank, **more,
    }  # fmt: skip


def examine(ward_id: UUID, men: list[Man]) -> None:
    """What the examination, the police and a late claim bring for those whose kind says so; the others turn out fit."""
    for kind, case in CLOSED_LATE.items():
        ids = [man.record_id for man in men if man.kind == kind]
        found = {"health_class": 2, "political_result": "passed"} | case.late
        db.session.execute(db.update(EnlistmentRecord).where(EnlistmentRecord.id.in_(ids)).values(**found))
        if case.late_claim:
            filed = [_claim(ward_id, man, case.late_claim, "claimed", {}) for man in men if man.kind == kind]
            db.session.execute(insert(Claim), filed)
    db.session.commit()
