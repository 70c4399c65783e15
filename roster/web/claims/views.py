"""Reading the ward's claims: the list narrowed by its address, and one claim with what must be known of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Actor, Permission
from roster.domain.law.duties import responsible_office
from roster.domain.search_words import names_him
from roster.domain.text import clean
from roster.services import assessment, claims, clock, people
from roster.services.candidate_answers import sensitivity_of
from roster.services.claims import ListedClaim
from roster.store.people import Person
from roster.web.access import current_actor, permission_required
from roster.web.asked import number_in
from roster.web.claims.warnings import Warnings
from roster.web.filters import is_untidy
from roster.web.grounds import KINDS, STATUS_LABELS, WITHDRAWN, ground_label, kind_of, state_of

blueprint = Blueprint("claims", __name__, url_prefix="/wards/<uuid:ward_id>/claims")

PAGE_SIZE = 100
_LONGEST_SEARCH = 200


@dataclass(frozen=True)
class Row:
    """A claim on a page, as far as this officer may see it."""

    claim: ListedClaim
    state: str
    label: str
    text: str
    citation: str
    is_hidden: bool
    warnings: list[str]


@dataclass(frozen=True)
class Asked:
    """What narrows the list, out of its address."""

    q: str = ""
    status: str = ""
    kind: str = ""
    ending: bool = False
    warned: bool = False

    def args(self) -> dict[str, Any]:
        """The address's arguments."""
        flags = {"ending": "1" if self.ending else "", "warned": "1" if self.warned else ""}
        full = {"q": self.q, "status": self.status, "kind": self.kind, **flags}
        return {key: value for key, value in full.items() if value}


@blueprint.get("/")
@permission_required(Permission.VIEW_PEOPLE)
def index(ward_id: UUID) -> Response | str:
    """The claims on file, by the names of the citizens; what a form left empty leaves the address."""
    actor, asked = current_actor(), _asked()
    if is_untidy(request.args):
        return redirect(url_for("claims.index", **asked.args()))
    listed = claims.list_claims(actor, ward_id, with_withdrawn=True)
    warnings = Warnings(actor, ward_id)
    rows = [shown_row(actor, one, warnings) for one in listed]
    counts = {key: sum(row.state == key for row in rows) for key in STATUS_LABELS}
    counts["ending"] = sum(warnings.ends_before_handover(row.claim) for row in rows)
    kept = [row for row in rows if _is_wanted(row, asked, warnings)]
    pages = max(1, -(-len(kept) // PAGE_SIZE))
    page = min(max(1, request.args.get("page", 1, type=number_in)), pages)

    def link(number: int) -> str:
        return url_for("claims.index", page=number, **asked.args())

    return render_template(
        "claims/index.html",
        rows=kept[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        total=len(kept),
        page=page,
        pages=pages,
        size=PAGE_SIZE,
        link=link,
        asked=asked,
        counts=counts,
        handover=warnings.handover,
        kinds=[(key, heading) for key, heading, _ in KINDS if _may_ask_for(actor, key)],
        status_labels=STATUS_LABELS,
    )


@blueprint.get("/<uuid:claim_id>")
@permission_required(Permission.VIEW_PEOPLE)
def show(ward_id: UUID, claim_id: UUID) -> str:
    """One claim: the ground with its clause, the papers, the decision, and who decides today."""
    actor = current_actor()
    found, person = claim_of(ward_id, claim_id)
    siblings = claims.family_claims(actor, ward_id, person.id, found.claim.ground)
    return render_template(
        "claims/show.html",
        row=shown_row(actor, found, Warnings(actor, ward_id)),
        claim=found.claim,
        person=person,
        siblings=siblings,
        office=deciding_office(found.claim.ground, clock.today()),
        may_withdraw=found.claim.status != "decided" or "commander" in actor.roles,
    )


def claim_of(
    ward_id: UUID, claim_id: UUID, permission: Permission = Permission.VIEW_PEOPLE
) -> tuple[ListedClaim, Person]:
    """The ward's claim and whose it is. Aborts with 404 for another ward's claim; raises as services.claims."""
    actor = current_actor()
    claim = claims.get_claim(actor, claim_id, permission)
    if claim.ward_id != ward_id:
        abort(404)
    person = people.get_person(actor, ward_id, claim.person_id)
    own = claims.list_claims(actor, ward_id, person_id=person.id, with_withdrawn=True)
    return next(one for one in own if one.claim.id == claim_id), person


def deciding_office(ground: str, day: date) -> str:
    """Who decides a ground of Điều 41 on the day; "" for a bar or an exemption from registration."""
    rules = assessment.rules_in_use()
    return responsible_office("decide_claim", day, rules) if ground.startswith("41") else ""


def shown_row(actor: Actor, found: ListedClaim, warnings: Warnings) -> Row:
    """A claim for this officer: grounds that tell of health or of an offence only for roles that may see them."""
    mark = found.claim.ground
    is_hidden = not actor.may_see(sensitivity_of(mark))
    return Row(
        found,
        state_of(found.claim),
        ground_label(actor, mark),
        "" if is_hidden else found.text,
        "" if is_hidden else found.citation,
        is_hidden,
        [] if is_hidden else warnings.of(found),
    )


def _asked() -> Asked:
    def chosen(name: str, known: list[str]) -> str:
        value = request.args.get(name, "")
        return value if value in known else ""

    return Asked(
        clean(request.args.get("q", ""))[:_LONGEST_SEARCH],
        chosen("status", list(STATUS_LABELS)),
        chosen("kind", [key for key, _, _ in KINDS if _may_ask_for(current_actor(), key)]),
        request.args.get("ending") == "1",
        request.args.get("warned") == "1",
    )


def _may_ask_for(actor: Actor, kind: str) -> bool:
    """Whether a list of this kind tells the officer nothing that he may not see."""
    return actor.may_see(sensitivity_of({"bar": "13", "registration": "14"}.get(kind, "")))


def _is_wanted(row: Row, asked: Asked, warnings: Warnings) -> bool:
    if not names_him(asked.q, row.claim.full_name, row.claim.birth_date):
        return False
    # A withdrawn claim counts no more: it is shown where it is asked for.
    if row.state != asked.status and (asked.status or row.state == WITHDRAWN):
        return False
    if asked.kind and (row.is_hidden or kind_of(row.claim.claim.ground) != asked.kind):
        return False
    if asked.ending and not warnings.ends_before_handover(row.claim):
        return False
    return not asked.warned or bool(row.warnings)
