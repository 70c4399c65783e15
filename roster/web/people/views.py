"""Pages of citizens. They translate between HTTP and services.people and decide nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.columns.catalogue import ENLISTMENT, PERSON_COLUMNS, ROSTERS
from roster.columns.column import ReadContext, Value
from roster.domain.actor import Permission
from roster.domain.dates import format_date
from roster.domain.problems import Problem
from roster.services import clock, erasing, history, inquiries, people, records
from roster.services.changes import EditConflict, InvalidFacts, Unconfirmed
from roster.services.lists import default_year
from roster.web.access import current_actor, permission_required
from roster.web.asked import year_in
from roster.web.fields import ColumnForm, take_faults
from roster.web.form_keys import id_of, make_form_key
from roster.web.people.forms import RECORD_FORMS, EndForm, MembershipForm, PersonForm, SeenForm, mark_of
from roster.web.people.groups import GROUPS, in_words, shown_groups, shown_record, width_of
from roster.web.people.scanned import Scan, scan_sent
from roster.web.people.verdict import verdict_panel

blueprint = Blueprint("people", __name__, url_prefix="/wards/<uuid:ward_id>/people")

T = TypeVar("T")
_FACTS = {fact.key: fact for fact in PERSON_COLUMNS}


@blueprint.get("/new")
@permission_required(Permission.EDIT_PEOPLE)
def new(ward_id: UUID) -> str:
    """An empty form, with the roster ticked from whose list one comes, and what the one before had in common."""
    membership = MembershipForm(formdata=None)
    for wanted in set(request.args.getlist("roster")) & set(ROSTERS):
        membership.box(wanted).data = True
    membership.year.data = request.args.get("year", default_year(ENLISTMENT, clock.today()), type=year_in)
    form = PersonForm(today=clock.today(), formdata=None, data={"neighbourhood": request.args.get("neighbourhood")})
    return _new_page(form, membership, _record_forms(is_new=True))


@blueprint.post("/new")
@permission_required(Permission.EDIT_PEOPLE)
def create(ward_id: UUID) -> Response | str:
    """Enter a citizen, then show him."""
    today = clock.today()
    form, membership, parts = PersonForm(today=today), MembershipForm(), _record_forms()
    if scan := scan_sent(current_actor(), ward_id, _neighbourhoods(), today):
        return _new_page(scan.form, membership, parts, scan=scan)
    chosen = membership.chosen()
    # Every form is judged, so that all faults are shown at once.
    sound = [form.validate(), membership.validate(), *(parts[roster].validate() for roster in chosen)]
    if not all(sound):
        return _new_page(form, membership, parts)
    starts = tuple(membership.new_record(roster, parts[roster].values()) for roster in chosen)
    try:
        person = _confirming(
            lambda confirmed: people.create_person(
                current_actor(), ward_id, form.values(), today, records=starts, confirmed=confirmed,
                person_id=id_of(membership.form_key.data),
            )
        )  # fmt: skip
    except Unconfirmed as doubt:
        form.show_problems(doubt.problems)
        return _new_page(form, membership, parts, doubts=doubt.problems)
    except InvalidFacts as fault:
        _take(form, fault, membership)
        return _new_page(form, membership, parts)
    flash(f"Đã ghi {person.full_name} vào sổ.", "success")
    if "again" in request.form or {"confirmed", "then_again"} <= request.form.keys():
        year = membership.year.data if ENLISTMENT in chosen else None
        sticky: dict[str, Any] = {"roster": chosen, "year": year, "neighbourhood": person.neighbourhood}
        return redirect(url_for("people.new", **sticky))
    return redirect(url_for("people.show", person_id=person.id))


@blueprint.post("/lookup")
@permission_required(Permission.EDIT_PEOPLE)
def lookup(ward_id: UUID) -> str:
    """Who is there already, for a form that is being filled: a fragment, "" for nobody."""
    citizen_id = _read("citizen_id")
    alike = people.similar_people(
        current_actor(),
        ward_id,
        citizen_id=citizen_id,
        full_name=_read("full_name"),
        birth_date=_read("birth_date"),
        exclude=_uuid(request.form.get("exclude")),
    )
    return render_template("people/similar.html", alike=alike)


@blueprint.get("/<uuid:person_id>")
@permission_required(Permission.VIEW_PEOPLE)
def show(ward_id: UUID, person_id: UUID) -> str:
    """A citizen's card: the law's answer, facts, records over time, what changed and where it came from."""
    actor = current_actor()
    person = people.get_person(actor, ward_id, person_id)
    known = records.records_of(actor, person)
    open_rosters = {one.roster for one in known if one.is_open}
    return render_template(
        "people/show.html",
        person=person,
        groups=shown_groups(actor, people.facts_of(person)),
        panel=verdict_panel(actor, person, known),
        records=[(one, shown_record(actor, one.roster, one.values)) for one in known],
        steps=history.history_of(actor, ward_id, person_id),
        erasure=erasing.erasure_of(person_id),
        visit=inquiries.last_of(actor, ward_id, person_id),
        # A further call-up year may always begin; the other rosters take one open record.
        free_rosters=[roster for roster in ROSTERS if roster == ENLISTMENT or roster not in open_rosters],
    )


@blueprint.get("/<uuid:person_id>/edit")
@permission_required(Permission.EDIT_PEOPLE)
def edit(ward_id: UUID, person_id: UUID) -> str:
    """The form with what is known."""
    person = people.get_person(current_actor(), ward_id, person_id, Permission.EDIT_PEOPLE)
    values = people.facts_of(person)
    form = PersonForm(today=clock.today(), formdata=None, data=values)
    form.remember(values, person.version)
    return _edit_page(person_id, person.full_name, form)


@blueprint.post("/<uuid:person_id>/edit")
@permission_required(Permission.EDIT_PEOPLE)
def save(ward_id: UUID, person_id: UUID) -> Response | str:
    """Save; where somebody else saved the same facts meanwhile, ask which to keep."""
    actor, today = current_actor(), clock.today()
    person = people.get_person(actor, ward_id, person_id, Permission.EDIT_PEOPLE)
    name = person.full_name
    if scan := scan_sent(actor, ward_id, _neighbourhoods(), today, person):
        return _edit_page(person_id, name, scan.form, scan=scan)
    form = PersonForm(today=today)
    if not form.validate():
        return _edit_page(person_id, name, form)
    try:
        _confirming(
            lambda confirmed: people.edit_person(
                actor, ward_id, person_id, form.values(), form.version(), today,
                seen_values=form.seen_values(), confirmed=confirmed,
            )
        )  # fmt: skip
    except EditConflict as conflict:
        back = url_for("people.show", person_id=person_id)
        return conflict_page(PersonForm, conflict, name, url_for("people.save", person_id=person_id), back)
    except Unconfirmed as doubt:
        form.show_problems(doubt.problems)
        return _edit_page(person_id, name, form, doubts=doubt.problems)
    except InvalidFacts as fault:
        _take(form, fault)
        return _edit_page(person_id, name, form)
    flash("Đã lưu.", "success")
    return redirect(url_for("people.show", person_id=person_id))


@blueprint.get("/<uuid:person_id>/retire")
@permission_required(Permission.EDIT_PEOPLE)
def ask_retire(ward_id: UUID, person_id: UUID) -> str:
    """Ask why and from which day the citizen is no longer kept."""
    form = EndForm(formdata=None)
    form.offer_retiring(clock.today())
    return _retire_page(ward_id, person_id, form)


@blueprint.post("/<uuid:person_id>/retire")
@permission_required(Permission.EDIT_PEOPLE)
def retire(ward_id: UUID, person_id: UUID) -> Response | str:
    """Take the citizen out of the lists."""
    form = EndForm()
    form.offer_retiring(clock.today())
    if not form.validate():
        return _retire_page(ward_id, person_id, form)
    try:
        people.retire_person(current_actor(), ward_id, person_id, form.reason_text(), form.chosen_day())
    except InvalidFacts as fault:
        take_faults(form, {"other_reason": [one.message for one in fault.problems]})
        return _retire_page(ward_id, person_id, form)
    flash("Đã ngừng quản lý công dân này. Hồ sơ vẫn được giữ và có thể đưa trở lại.", "success")
    return redirect(url_for("people.show", person_id=person_id))


@blueprint.post("/<uuid:person_id>/restore")
@permission_required(Permission.EDIT_PEOPLE)
def restore(ward_id: UUID, person_id: UUID) -> Response:
    """Bring the citizen back into the lists."""
    try:
        people.restore_person(current_actor(), ward_id, person_id)
    except InvalidFacts as fault:
        flash(fault.problems[0].message, "error")
        return redirect(url_for("people.show", person_id=person_id))
    flash("Đã đưa công dân trở lại danh sách quản lý.", "success")
    return redirect(url_for("people.show", person_id=person_id))


def conflict_page(form_class: type[SeenForm], conflict: EditConflict, name: str, action: str, back: str) -> str:
    """The page that asks, fact by fact, which of two edits to keep; it posts like the form that it came from."""
    today = clock.today()

    def typed(values: dict[str, Value]) -> dict[str, str]:
        form = form_class(today=today, formdata=None, data=values)
        return {f.column.key: f.data or "" for f in form.column_fields() if f.column.key in values}

    mine = typed({one.key: one.mine for one in conflict.conflicts})
    theirs = typed({one.key: one.theirs for one in conflict.conflicts})
    form = form_class(today=today, formdata=None, data=conflict.merged)
    form.remember(conflict.current, conflict.version)
    facts = {field.column.key: field.column for field in form.column_fields()}
    rows = [
        (
            facts[one.key], mine[one.key], theirs[one.key],
            *(in_words(facts[one.key], value) for value in (one.was, one.mine, one.theirs)),
        )
        for one in conflict.conflicts
    ]  # fmt: skip
    hidden = {key: text for key, text in typed(conflict.merged).items() if key not in mine}
    return render_template(
        "people/conflict.html",
        form=form,
        rows=rows,
        hidden=hidden,
        name=name,
        action=action,
        back=back,
        is_own=conflict.is_own,
    )


def _confirming(save: Callable[[bool], T]) -> T:
    """Save; once more with the officer's word where he confirmed just those warnings. Raises Unconfirmed otherwise."""
    try:
        return save(False)
    except Unconfirmed as doubt:
        if request.form.get("confirmed") != mark_of(doubt.problems):
            raise
        return save(True)


def _take(form: ColumnForm, fault: InvalidFacts, membership: MembershipForm | None = None) -> None:
    form.show_problems(fault.problems)
    own = set(form.column_keys)
    rest = {key: found for key, found in fault.faults.items() if key not in own}
    if membership is not None:
        take_faults(membership, {key: rest.pop(key) for key in ("year", "since") if key in rest})
    take_faults(form, {"": [sentence for found in rest.values() for sentence in found]})


def _record_forms(is_new: bool = False) -> dict[str, SeenForm]:
    more: dict[str, Any] = {"formdata": None} if is_new else {}
    return {
        roster: form(today=clock.today(), prefix=roster, meta={"csrf": False}, **more)
        for roster, form in RECORD_FORMS.items()
    }


def _new_page(
    form: SeenForm,
    membership: MembershipForm,
    parts: dict[str, SeenForm],
    doubts: tuple[Problem, ...] = (),
    scan: Scan | None = None,
) -> str:
    membership.form_key.data = membership.form_key.data or make_form_key()
    return render_template(
        "people/new.html",
        form=form, membership=membership, parts=parts, groups=GROUPS, width_of=width_of, doubts=doubts,
        doubt_mark=mark_of(doubts), neighbourhoods=_neighbourhoods(), scan=scan,
        then_again="again" in request.form or "then_again" in request.form,
    )  # fmt: skip


def _edit_page(
    person_id: UUID, name: str, form: SeenForm, doubts: tuple[Problem, ...] = (), scan: Scan | None = None
) -> str:
    return render_template(
        "people/edit.html",
        form=form, person_id=person_id, name=name, groups=GROUPS, width_of=width_of, doubts=doubts,
        doubt_mark=mark_of(doubts), neighbourhoods=_neighbourhoods(), scan=scan,
    )  # fmt: skip


def _neighbourhoods() -> list[str]:
    return people.known_neighbourhoods(current_actor(), g.ward.id, clock.today())


def _retire_page(ward_id: UUID, person_id: UUID, form: EndForm) -> str:
    person = people.get_person(current_actor(), ward_id, person_id, Permission.EDIT_PEOPLE)
    return render_template("people/retire.html", form=form, person=person)


def _read(key: str) -> str | None:
    typed = request.form.get(key, "")[:200]
    value = _FACTS[key].read(typed or None, ReadContext(today=clock.today())).values.get(key)
    return str(value) if value else None


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


@blueprint.app_template_filter("partial_date")
def show_partial_date(value: str | None) -> str:
    """A stored date as dd/mm/yyyy, mm/yyyy or yyyy, as far as it is known."""
    return format_date(value) if value else ""
