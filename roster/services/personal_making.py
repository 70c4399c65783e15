"""What stands on the papers of a run: the words that all share, and each citizen's own, read piece by piece."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from roster.domain import reserve_forms
from roster.domain.actor import SYSTEM, Actor, Sensitivity
from roster.domain.dates import format_date
from roster.domain.delivery import CALL_KINDS
from roster.domain.paper_numbers import padded
from roster.domain.personal_papers import Wording, form_of, numbered, words_of
from roster.domain.text import clean
from roster.domain.ward_kinds import in_ward, kind_of_ward
from roster.listing.head_lines import balanced
from roster.listing.table import masked
from roster.printing.layout import MARGIN_LEFT, MARGIN_RIGHT, PAGE_SHORT, PaperHead
from roster.services import papers
from roster.services.assessment import rules_in_use
from roster.services.personal_facts import facts_of, home_of, open_reserve_records
from roster.store.claims import Delivery
from roster.store.db import db
from roster.store.people import Person
from roster.store.unit_history import district_of
from roster.store.units import Unit


@dataclass(frozen=True)
class Maker:
    """Reads the papers of some ids, and sets them in type or gives their elements; these need no database.

    `papers` gives each with its id, in the order of the ids; `series` is what all share.
    """

    title: str
    series: Any
    papers: Callable[[Collection[UUID]], list[tuple[UUID, Any]]]
    render: Callable[..., bytes]
    tree: Callable[[Sequence[Any]], Any]

    def mark(self, made: Sequence[Any]) -> str:
        """The fingerprint of all that the papers say: 64 hexadecimal digits (SHA-256)."""
        said = [asdict(self.series), [asdict(one) for one in made]]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def maker_of(actor: Actor, ward: Unit, asked: Mapping[str, Any]) -> Maker:
    """The maker of a run's papers: `asked` is what its job keeps."""
    # Only here: WeasyPrint takes most of a second to load.
    from roster.printing.personal import forms_tree, papers_tree, render_forms, render_papers

    signed_on = date.fromisoformat(asked["details"]["signed_on"])
    words = words_of(asked["kind"], asked["year"], signed_on, rules_in_use())
    if asked["kind"] in CALL_KINDS:
        calls = _call_series(ward, asked, words, signed_on)
        return Maker(
            f"{words.name} {words.subject}", calls,
            lambda ids: _calls(actor, ward.id, ids, asked, words), partial(render_papers, calls),
            partial(papers_tree, calls),
        )  # fmt: skip
    series, shared = _form_series(ward, asked, words, signed_on)
    return Maker(
        words.name, series, lambda ids: _forms(actor, ward.id, ids, asked, shared, words),
        partial(render_forms, series),
        partial(forms_tree, series),
    )  # fmt: skip


def _head_of(ward: Unit, words: Wording, signed_on: date) -> tuple[tuple[str, ...], str, str]:
    """What heads the paper at the left, the line of place and day, and the office that issues it."""
    letterhead = papers.letterhead_on(SYSTEM, ward, signed_on)
    by_committee = words.is_signed_by_chairman
    issuer = (letterhead.superior, letterhead.agency)
    if by_committee:
        issuer = ("", f"ỦY BAN NHÂN DÂN\n{ward.title.upper()}")  # both lines name the one who issues it
    elif words.is_signed_by_district:
        issuer = (_above_district(letterhead), _district_command(ward).upper())
    month = f"{signed_on.month:02}" if signed_on.month <= 2 else str(signed_on.month)
    office = f"Ủy ban nhân dân {ward.title}" if by_committee else f"Ban Chỉ huy quân sự {_lowered(ward.title)}"
    place = letterhead.place
    if words.is_signed_by_district:
        office = _district_command(ward).replace("Ban CHQS", "Ban Chỉ huy quân sự")
        district = district_of(ward)
        place = district.name if district else "……………"
    return issuer, f"{place}, ngày {signed_on:%d} tháng {month} năm {signed_on.year}", office


def _district_command(ward: Unit) -> str:
    """The command of the district to which the ward's land belonged; dots for the pen where the books know none."""
    district = district_of(ward)
    return f"Ban CHQS {_lowered(district.title)}" if district else "Ban CHQS quận (huyện) ……………"


def _above_district(letterhead: PaperHead) -> str:
    """The city's command, which stood above the district's as it stands above the ward's now."""
    return letterhead.superior if letterhead.superior.upper().startswith("BỘ CHQS") else "BỘ CHQS ……………"


def in_lines(subject: str) -> str:
    """What a paper is about (trích yếu) in lines of about equal length: the rule below is measured by the last."""
    return "\n".join(balanced(subject, (PAGE_SHORT - MARGIN_LEFT - MARGIN_RIGHT) * 0.92))


def _call_series(ward: Unit, asked: Mapping[str, Any], words: Wording, signed_on: date) -> Any:
    from roster.printing.personal import Series

    details = asked["details"]
    issuer, date_line, _ = _head_of(ward, words, signed_on)
    deciding = (
        f"CHỦ TỊCH ỦY BAN NHÂN DÂN {ward.title.upper()}"
        if words.is_signed_by_chairman
        else in_ward(words.signer, ward.title).upper()
    )
    if words.is_signed_by_district:
        deciding = f"CHỈ HUY TRƯỞNG {_district_command(ward).upper()}"
    return Series(
        issuer=issuer, date_line=date_line, name=words.name, subject=in_lines(words.subject),
        deciding=deciding,
        grounds=tuple(line for line in map(clean, details["grounds"].splitlines()) if line), bring=details["bring"],
        signer_post=details["signer_post"].upper(), signer_name=details["signer_name"],
        recipients=("- Công dân có tên tại Điều 1;", f"- Ban CHQS {kind_of_ward(ward.title)};", "- Lưu: VT."),
        authority=details.get("authority", "").upper(),
    )  # fmt: skip


def _form_series(ward: Unit, asked: Mapping[str, Any], words: Wording, signed_on: date) -> tuple[Any, dict[str, str]]:
    """What all forms of the run share, and the facts that are the same on each."""
    from roster.printing.personal import FormSeries

    details, event_on = asked["details"], date.fromisoformat(asked["event_on"])
    form = form_of(asked["kind"], signed_on)
    issuer, date_line, office = _head_of(ward, words, signed_on)
    if form.head == "place":
        issuer = (_top_of(ward).title.upper(), ward.title.upper())
    post = details["signer_post"].upper() if words.signer else ""
    series = FormSeries(form, issuer, date_line, post, details["signer_name"], details.get("authority", "").upper())
    hour = f"lúc {details['hour']}, " if details["hour"] else ""
    kind = kind_of_ward(ward.title)
    shared = {
        "office": office, "command": f"Ban Chỉ huy quân sự {_lowered(ward.title)}", "event": f"{event_on:%d/%m/%Y}",
        "when": f"{hour}ngày {event_on:%d/%m/%Y}", "place": details["place"], "bring": details["bring"],
        "subject": details.get("subject", "").rstrip("."), "kind": kind, "KIND": kind.upper(),
    }  # fmt: skip
    return series, shared


def _calls(
    actor: Actor, ward_id: UUID, ids: Collection[UUID], asked: Mapping[str, Any], words: Wording
) -> list[tuple[UUID, Any]]:
    from roster.printing.personal import PersonalPaper

    details, event_on = asked["details"], date.fromisoformat(asked["event_on"])
    hour = f"lúc {details['hour']}, " if details["hour"] else ""
    made = []
    for paper, person in _deliveries(ward_id, ids):
        number = person.citizen_id or ""
        if number and not actor.may_see(Sensitivity.IDENTITY):
            number = masked(number, Sensitivity.IDENTITY)
        one = PersonalPaper(
            _number(paper, asked), person.full_name, format_date(person.birth_date), number, home_of(person),
            ", ".join(part for part in (person.occupation, person.workplace) if part),
            f"{hour}ngày {event_on:%d/%m/%Y}", details["place"], _replaces(paper.id, asked, words),
        )  # fmt: skip
        made.append((paper.id, one))
    return made


def _forms(
    actor: Actor, ward_id: UUID, ids: Collection[UUID], asked: Mapping[str, Any], shared: Mapping[str, str],
    words: Wording,
) -> list[tuple[UUID, Any]]:  # fmt: skip
    from roster.printing.personal import FormPaper

    if asked["kind"] not in reserve_forms.KEYS:
        return [
            (paper.id, FormPaper(_number(paper, asked), {**facts_of(actor, person), **shared},
                                 _replaces(paper.id, asked, words)))
            for paper, person in _deliveries(ward_id, ids)
        ]  # fmt: skip
    numbers = dict(zip(asked["ids"], asked["numbers"], strict=True))
    records = open_reserve_records(ward_id, ids)
    query = select(Person).where(Person.ward_id == ward_id, Person.id.in_(list(ids)))
    people = {one.id: one for one in db.session.scalars(query)}
    return [
        (one, FormPaper(
            _with_symbol(numbers[str(one)] or "", asked), {**facts_of(actor, people[one], records.get(one)), **shared},
            _replaces(one, asked, words),
        ))
        for one in ids
        if one in people
    ]  # fmt: skip


def _replaces(paper_id: UUID, asked: Mapping[str, Any], words: Wording) -> str:
    """The sentence that names the paper that this one replaces, "" where there is none."""
    old = asked.get("old", {}).get(str(paper_id))
    return f"{words.name.capitalize()} này thay thế {words.name.lower()} {old}." if old else ""


def _number(paper: Delivery, asked: Mapping[str, Any]) -> str:
    return _with_symbol(paper.paper_number or "", asked)


def _with_symbol(number: str, asked: Mapping[str, Any]) -> str:
    signed_on = date.fromisoformat(asked["details"]["signed_on"])
    return padded(numbered(number, asked["kind"], signed_on, rules_in_use()))


def _deliveries(ward_id: UUID, ids: Collection[UUID]) -> list[tuple[Delivery, Person]]:
    """The papers in the order of the ids, without those taken back as made by mistake since the run was asked for."""
    query = (
        select(Delivery, Person)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.ward_id == ward_id, Delivery.id.in_(list(ids)))
    )
    found = {row[0].id: (row[0], row[1]) for row in db.session.execute(query)}
    return [found[one] for one in ids if one in found]


def _top_of(ward: Unit) -> Unit:
    above = ward
    while above.parent_id is not None and (parent := db.session.get(Unit, above.parent_id)) is not None:
        above = parent
    return above


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]
