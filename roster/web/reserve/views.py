"""Pages under /wards/<ward>/reserve: the register on a day, as a page, a paper and a workbook."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.sorting import natural_key
from roster.domain.text import clean
from roster.services import clock, reserve_register
from roster.services.reserve_events import take_class
from roster.services.reserve_filter import BLANK, CHOICES, RegisterFilter, narrowed
from roster.services.reserve_register import Reservist
from roster.services.reserve_sheets import call_sheet, register_sheet
from roster.web.access import current_actor, permission_required
from roster.web.asked import day_of, number_in, year_in
from roster.web.filters import chosen_people, is_untidy
from roster.web.sheets import OFFICE_ENDING, PAPER_METHODS, pdf_answer, sheet_answer
from roster.web.shell import show_count

blueprint = Blueprint("reserve", __name__, url_prefix="/wards/<uuid:ward_id>/reserve")

PAGE_SIZE = 100
_LONGEST = 200
_CALLED_TO = "huấn luyện, sinh hoạt"


def day_asked() -> date:
    """The day that the address asks about; today where it names none."""
    return day_of(request.args.get("on")) or clock.today()


def year_asked() -> int:
    """The year that the address asks about; this year where it names none."""
    year = request.args.get("year", clock.today().year, type=year_in)
    return year if 2000 <= year <= clock.today().year + 5 else clock.today().year


def day_args(on: date) -> dict[str, Any]:
    """The day as an argument of an address, nothing for today."""
    return {} if on == clock.today() else {"on": on.isoformat()}


@blueprint.get("/")
@permission_required(Permission.VIEW_PEOPLE)
def index(ward_id: UUID) -> Response | str:
    """The register on a day; what a form left empty leaves the address."""
    on, asked = day_asked(), asked_for()
    if is_untidy(request.args):
        return redirect(url_for(".index", **asked.args(), **day_args(on)))
    people = reserve_register.register_on(current_actor(), ward_id, on, with_moved=asked.with_moved)
    kept = narrowed(people, asked)
    here = [one for one in people if one.state != reserve_register.MOVED]
    pages = max(1, -(-len(kept) // PAGE_SIZE))
    page = min(max(1, request.args.get("page", 1, type=number_in)), pages)

    def link(number: int) -> str:
        return url_for(".index", page=number, **asked.args(), **day_args(on))

    return render_template(
        "reserve/index.html",
        on=on,
        is_today=on == clock.today(),
        rows=kept[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        total=len(kept),
        page=page,
        pages=pages,
        size=PAGE_SIZE,
        link=link,
        asked=asked,
        args=asked.args() | day_args(on),
        choices=CHOICES,
        ranks=_ranks(here),
        neighbourhoods=[
            (name, name) for name in sorted({one.neighbourhood for one in here if one.neighbourhood}, key=natural_key)
        ],
        counts={
            "all": len(here),
            "placed": sum(bool(one.is_assigned) for one in here),
            "absent": sum(one.state == reserve_register.ABSENT for one in here),
            "differs": sum(one.differs for one in here),
            "unclear": sum(bool(one.worked_out.missing) for one in here),
            "conflict": sum(one.is_conflict for one in here),
            "over_age": sum(one.is_over_age for one in here),
        },
        BLANK=BLANK,
    )


@blueprint.route("/register.pdf", methods=PAPER_METHODS)
@permission_required(Permission.PRINT)
def register_pdf(ward_id: UUID) -> Response:
    """The register of the day, as the filter leaves it, on paper."""
    on = day_asked()
    return pdf_answer(register_sheet(_kept(ward_id, on), on, _class_words()), on)


@blueprint.get(f"/register.{OFFICE_ENDING}")
@permission_required(Permission.EXPORT)
def export_register(ward_id: UUID, ending: str) -> Response:
    """The register of the day, as the filter leaves it, as a workbook or a document."""
    on = day_asked()
    return sheet_answer(register_sheet(_kept(ward_id, on), on, _class_words()), on, ending)


@blueprint.route("/call.pdf", methods=PAPER_METHODS)
@permission_required(Permission.PRINT)
def call_pdf(ward_id: UUID) -> Response:
    """Whom the filter leaves, called to training or a meeting, on paper."""
    on = day_asked()
    return pdf_answer(call_sheet(_kept(ward_id, on), on, _CALLED_TO), on)


@blueprint.get(f"/call.{OFFICE_ENDING}")
@permission_required(Permission.EXPORT)
def export_call(ward_id: UUID, ending: str) -> Response:
    """Whom the filter leaves, called to training or a meeting, as a workbook or a document."""
    on = day_asked()
    return sheet_answer(call_sheet(_kept(ward_id, on), on, _CALLED_TO), on, ending)


@blueprint.post("/classes")
@permission_required(Permission.EDIT_PEOPLE)
def take_classes(ward_id: UUID) -> Response:
    """Take over the class worked out by the law for the people named."""
    taken = take_class(current_actor(), ward_id, chosen_people(request.form) or ())
    flash(f"Đã lấy hạng theo quy định cho {show_count(taken)} người.", "success" if taken else "info")
    if request.form.get("back") == "person" and len(found := list(chosen_people(request.form) or ())) == 1:
        return redirect(url_for(".person", person_id=found[0]), 303)
    return redirect(url_for(".index", **asked_for().args()), 303)


def asked_for() -> RegisterFilter:
    """The filter out of the address; what it does not know is left out."""
    found: dict[str, Any] = {}
    for one in fields(RegisterFilter):
        value = clean(request.args.get(one.name, ""))[:_LONGEST]
        known = CHOICES.get(one.name)
        if known is None or value in known:
            found[one.name] = value
    return RegisterFilter(**found)


def _class_words() -> str:
    """The class that the filter asks for, in words; "" for any."""
    wanted = asked_for().reserve_class
    return CHOICES["reserve_class"].get(wanted, "") if wanted in ("1", "2") else ""


def _kept(ward_id: UUID, on: date) -> list[Reservist]:
    asked = asked_for()
    return narrowed(reserve_register.register_on(current_actor(), ward_id, on, with_moved=asked.with_moved), asked)


def _ranks(people: list[Reservist]) -> list[tuple[str, str]]:
    found = {one.rank: one.rank_order for one in people if one.rank}
    ranks = [(rank, rank) for rank in sorted(found, key=lambda rank: found[rank])]
    return [*ranks, (BLANK, "Chưa ghi")] if any(not one.rank for one in people) else ranks
