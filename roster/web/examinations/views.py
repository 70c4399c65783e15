"""The pages at the door of the examination. What is typed or scanned is posted: no name stands in an address."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission, Sensitivity
from roster.domain.choices import label_of
from roster.domain.cycle import STEP_BY_KEY
from roster.domain.dates import read_date
from roster.services import attendance, clock, examinations
from roster.services.assessment import Standing, standing_of
from roster.services.examinations import ABSENT, ATTENDANCE, MADE_UP, PRESENT, WAITING, Attendee, DoorCount
from roster.services.faults import Invalid
from roster.web.access import current_actor, permission_required
from roster.web.asked import day_of, number_in, one_value
from roster.web.shell import show_count

blueprint = Blueprint("examinations", __name__, url_prefix="/wards/<uuid:ward_id>/campaigns/<year:year>/examination")

_LONGEST_SCAN = 400
_PAGE_SIZE = 100
_FOUND_AT_MOST = 8  # cards at the door; the page says how many more there are
FIRST_YEAR, LAST_YEAR = 1975, 2200

# One key each, on the buttons of the man who was found.
KEYS = ((PRESENT, "Có mặt", "P", "check-circle"), (ABSENT, "Vắng", "A", "x-octagon"),
        (MADE_UP, "Khám bù", "M", "arrow-repeat"))  # fmt: skip


@blueprint.before_request
def _known_year() -> None:
    if not FIRST_YEAR <= (request.view_args or {}).get("year", 0) <= LAST_YEAR:
        abort(404)


@blueprint.get("")
@permission_required(Permission.VIEW_PEOPLE)
def show(ward_id: UUID, year: int) -> str:
    """The table at the door: the box, the live count, the men marked last."""
    actor = current_actor()
    done_id = _uuid(request.args.get("done"))
    done = examinations.attendee(actor, ward_id, year, done_id) if done_id else None
    return _door_page(ward_id, year, done=done)


@blueprint.post("/find")
@permission_required(Permission.EDIT_PEOPLE)
def find(ward_id: UUID, year: int) -> Response | str:
    """Whom the scanned card or the typed name means; where it is asked, a card marks its man at once."""
    actor = current_actor()
    typed = request.form.get("who", "")[:_LONGEST_SCAN]
    card, found = examinations.find(actor, ward_id, year, typed)
    doubts = {one.record_id: examinations.card_doubts(card, one) for one in found} if card else {}
    if card and _is_automatic() and len(found) == 1 and found[0].state == WAITING and not doubts[found[0].record_id]:
        return _mark(ward_id, year, found[0].record_id, PRESENT)
    asked = card.full_name or card.citizen_id if card else typed.strip()
    return _door_page(ward_id, year, found=found, asked=asked, doubts=doubts, searched=True)


@blueprint.post("/<uuid:record_id>/attendance")
@permission_required(Permission.EDIT_PEOPLE)
def mark(ward_id: UUID, year: int, record_id: UUID) -> Response:
    """Present, absent, made up, or the mark taken back."""
    return _mark(ward_id, year, record_id, request.form.get("state", ""))


@blueprint.post("/rest")
@permission_required(Permission.EDIT_PEOPLE)
def mark_rest(ward_id: UUID, year: int) -> Response:
    """Everybody who was called and did not come is absent."""
    try:
        count = attendance.mark_rest_absent(current_actor(), ward_id, year, _day())
    except Invalid as fault:
        flash(_sentence(fault), "warning")
    else:
        flash(f"Đã ghi vắng {show_count(count)} người chưa đến.", "success")
    return redirect(url_for("examinations.listing", year=year, state=ABSENT))


@blueprint.get("/count")
@permission_required(Permission.VIEW_PEOPLE)
def live_count(ward_id: UUID, year: int) -> Response:
    """The numbers of the page, for the script that keeps them fresh."""
    counted = examinations.count(current_actor(), ward_id, year)
    return jsonify({key: number for key, _, number, _ in _tiles(counted)})


@blueprint.get("/list")
@permission_required(Permission.VIEW_PEOPLE)
def listing(ward_id: UUID, year: int) -> str:
    """Everybody who was called, or those behind one of the numbers."""
    actor = current_actor()
    counted = examinations.count(actor, ward_id, year)
    tiles = _tiles(counted)
    state = request.args.get("state", "")
    if state not in {key for key, *_ in tiles}:
        state = "called"
    found = examinations.attendees(actor, ward_id, year, None if state == "called" else state)
    pages = max(1, -(-len(found) // _PAGE_SIZE))
    page = min(max(1, request.args.get("page", 1, type=number_in)), pages)
    return render_template(
        "examinations/list.html",
        year=year, tiles=tiles, state=state, total=len(found), page=page, pages=pages, size=_PAGE_SIZE,
        rows=found[(page - 1) * _PAGE_SIZE : page * _PAGE_SIZE], keys=KEYS, on=_on_arg(), label=label,
        sees_health=actor.may_see(Sensitivity.HEALTH), sees_numbers=actor.may_see(Sensitivity.IDENTITY),
        page_link=lambda number: url_for("examinations.listing", year=year, state=state, on=_on_arg(), page=number),
    )  # fmt: skip


def _mark(ward_id: UUID, year: int, record_id: UUID, state: str) -> Response:
    more: dict[str, Any] = {"year": year, "on": _on_arg()}
    try:
        attendance.mark(current_actor(), ward_id, year, record_id, state, _day())
    except Invalid as fault:
        flash(_sentence(fault), "warning")
    if back := request.form.get("back"):
        return redirect(url_for("examinations.listing", state=back, **more))
    return redirect(url_for("examinations.show", done=record_id, auto="1" if _is_automatic() else None, **more))


def _door_page(
    ward_id: UUID,
    year: int,
    *,
    found: list[Attendee] | None = None,
    asked: str = "",
    doubts: dict[UUID, list[str]] | None = None,
    searched: bool = False,
    done: Attendee | None = None,
) -> str:
    actor = current_actor()
    return render_template(
        "examinations/door.html",
        year=year, tiles=_tiles(examinations.count(actor, ward_id, year)), found=(found or [])[:_FOUND_AT_MOST],
        more=max(0, len(found or []) - _FOUND_AT_MOST), asked=asked,
        doubts=doubts or {}, searched=searched, done=done, done_standing=_standing(ward_id, year, done), keys=KEYS,
        recent=examinations.recent(actor, ward_id, year), on=_on_arg(), day=_day(), automatic=_is_automatic(),
        label=label, step_label=step_label, sees_health=actor.may_see(Sensitivity.HEALTH),
    )  # fmt: skip


def _standing(ward_id: UUID, year: int, done: Attendee | None) -> Standing | None:
    """The law's answer on a man whose conclusion was just entered, for those who may see why."""
    if done is None or done.health_class is None:
        return None
    return standing_of(current_actor(), ward_id, year, done.person_id)


def _tiles(counted: DoorCount) -> list[tuple[str, str, int, str]]:
    """Key of the list behind it, label, number, look; classes only where somebody has one."""
    tiles = [
        ("called", "Đã gọi", counted.called, "neutral"),
        (WAITING, "Chưa đến", counted.by_state[WAITING], "info"),
        (PRESENT, "Có mặt", counted.by_state[PRESENT], ""),
        (MADE_UP, "Khám bù", counted.by_state[MADE_UP], ""),
        (ABSENT, "Vắng", counted.by_state[ABSENT], "bad"),
    ]
    if current_actor().may_see(Sensitivity.HEALTH):
        tiles.append(("unconcluded", "Chưa kết luận", counted.came - counted.concluded, "warn"))
        tiles += [(f"class_{n}", f"Loại {n}", counted.by_class.get(n, 0), "neutral") for n in range(1, 7)]
    return tiles


def label(state: str | None) -> str:
    """A state in words."""
    return label_of(ATTENDANCE, state) if state else "Chưa được gọi khám"


def step_label(step: str | None) -> str:
    """A step in words."""
    return STEP_BY_KEY[step].label if step in STEP_BY_KEY else "chưa vào bước nào"


def _day() -> date:
    """The day of the marks: today, or the day that the address or the form names."""
    text = one_value("on")
    return day_of(read_date(text, today=clock.today()).value if text else None) or clock.today()


def _on_arg() -> str | None:
    day = _day()
    return None if day == clock.today() else f"{day:%d/%m/%Y}"


def _is_automatic() -> bool:
    return bool(one_value("auto"))


def _sentence(fault: Invalid) -> str:
    return " ".join(sentence for sentences in fault.faults.values() for sentence in sentences)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
