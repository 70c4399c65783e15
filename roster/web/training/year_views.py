"""The training of a year: its plans, who still owes days, the rates, the people behind a number, the certificates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.law.training import MILITIA, PLAN_HOMES, PLAN_KINDS
from roster.services import training, training_rates, training_sheets
from roster.services.faults import NotFound
from roster.services.training_book import book_of_year
from roster.services.training_rates import STATES, Asked, Standing
from roster.store.training import TrainingPlan
from roster.web.access import current_actor, permission_required
from roster.web.sheets import ENDING, OFFICE_ENDING, pdf_answer, sheet_answer
from roster.web.training.views import blueprint, component_name, day_asked, kind_label, year_asked


@blueprint.get("")
@permission_required(Permission.VIEW_PEOPLE)
def index(ward_id: UUID) -> str:
    """The plans of a year with how far each has gone."""
    actor, year = current_actor(), year_asked()
    on, book = day_asked(year), book_of_year(actor, ward_id, year)
    return render_template(
        "training/index.html",
        year=year,
        on=on,
        years=training.years(actor, ward_id),
        plans=training.progress_of_year(book, on),
        owing=training_rates.owing_of(book.accounts(on)),
    )


@blueprint.get(f"/plans.{ENDING}")
@permission_required(Permission.VIEW_PEOPLE)
def plans_sheet(ward_id: UUID, ending: str) -> Response:
    """The plans of the year on paper, as a workbook or a document."""
    year = year_asked()
    on, book = day_asked(year), book_of_year(current_actor(), ward_id, year)
    return sheet_answer(training_sheets.plans_sheet(training.progress_of_year(book, on), year, on), on, ending)


@blueprint.get("/owing")
@permission_required(Permission.VIEW_PEOPLE)
def owing(ward_id: UUID) -> str:
    """Who still owes days, and how many."""
    actor, year = current_actor(), year_asked()
    on, book = day_asked(year), book_of_year(actor, ward_id, year)
    found = training_rates.owing_of(book.accounts(on))
    never = training_rates.people_of(book, Asked("training", state="not_called"), on)
    return render_template(
        "training/owing.html", year=year, on=on, years=training.years(actor, ward_id), found=found, book=book,
        never_called=len(never),
    )  # fmt: skip


@blueprint.get("/owing.pdf")
@permission_required(Permission.PRINT)
def print_owing(ward_id: UUID) -> Response:
    """Who still owes days, as a PDF."""
    year = year_asked()
    on, book = day_asked(year), book_of_year(current_actor(), ward_id, year)
    return pdf_answer(training_sheets.owing_sheet(book, book.accounts(on), on, year), on)


@blueprint.get(f"/owing.{OFFICE_ENDING}")
@permission_required(Permission.EXPORT)
def export_owing(ward_id: UUID, ending: str) -> Response:
    """The same as a workbook or a document."""
    year = year_asked()
    on, book = day_asked(year), book_of_year(current_actor(), ward_id, year)
    return sheet_answer(training_sheets.owing_sheet(book, book.accounts(on), on, year), on, ending)


@blueprint.get("/rates")
@permission_required(Permission.VIEW_PEOPLE)
def rates(ward_id: UUID) -> str:
    """The rates of one kind of training; each number opens the people behind it."""
    actor, year = current_actor(), year_asked()
    on, book = day_asked(year), book_of_year(actor, ward_id, year)
    kind, home = _kind_asked(), _home_asked()

    def link(narrowed: dict[str, Any], state: str = "") -> str:
        return url_for(".people", year=year, on=on.isoformat(), result=state or None, **narrowed)

    return render_template(
        "training/rates.html", year=year, on=on, years=training.years(actor, ward_id), kind=kind, home=home,
        rates=training_rates.rates_of(book, kind, home, on), kinds=PLAN_KINDS, homes=PLAN_HOMES, link=link,
    )  # fmt: skip


@blueprint.get(f"/rates.{ENDING}")
@permission_required(Permission.VIEW_PEOPLE)
def rates_sheet(ward_id: UUID, ending: str) -> Response:
    """The rates on paper, as a workbook or a document."""
    year, kind, home = year_asked(), _kind_asked(), _home_asked()
    on, book = day_asked(year), book_of_year(current_actor(), ward_id, year)
    words = f"{PLAN_KINDS[kind]} {PLAN_HOMES[home]}"
    return sheet_answer(
        training_sheets.rates_sheet(training_rates.rates_of(book, kind, home, on), words, year, on), on, ending
    )  # fmt: skip


@dataclass(frozen=True)
class _Behind:
    """The people behind a number, as page and sheet show them."""

    year: int
    on: date
    asked: Asked
    plan: TrainingPlan | None
    found: list[Standing]
    words: str


@blueprint.get("/people")
@permission_required(Permission.VIEW_PEOPLE)
def people(ward_id: UUID) -> str:
    """The people behind a number of the rates or of a target."""
    one = _behind(ward_id)
    asked = one.asked
    args = {
        "year": one.year, "on": one.on.isoformat(), "kind": asked.kind, "home": asked.home, "plan": asked.plan_id,
        "component": asked.component or None, "unit": asked.unit or None, "result": asked.state or None,
    }  # fmt: skip
    return render_template(
        "training/behind.html", year=one.year, on=one.on, asked=asked, plan=one.plan, found=one.found,
        words=one.words, back=_back(one.year, one.on, asked), args=args,
    )  # fmt: skip


@blueprint.get(f"/people.{ENDING}")
@permission_required(Permission.VIEW_PEOPLE)
def people_sheet(ward_id: UUID, ending: str) -> Response:
    """The people behind a number on paper, as a workbook or a document."""
    one = _behind(ward_id)
    sheet = training_sheets.people_sheet(current_actor(), one.found, one.words, one.year, one.on)
    return sheet_answer(sheet, one.on, ending)


def _behind(ward_id: UUID) -> _Behind:
    year, args = year_asked(), request.args
    on, book = day_asked(year), book_of_year(current_actor(), ward_id, year)
    state = args.get("result", "")
    asked = Asked(
        _kind_asked(), _home_asked(), _plan_asked(), args.get("component", ""), args.get("unit", ""), state
    )  # fmt: skip
    found = training_rates.people_of(book, asked, on)
    plan = next((one for one in book.plans if one.id == asked.plan_id), None)
    unit = next((one.unit for one in found if asked.unit), "")
    words = [
        plan.title if plan is not None else kind_label(asked.kind), component_name(asked.component) if asked.component
        not in {"", "-"} else "Chưa ghi thành phần" if asked.component else "",
        unit, STATES[state][0] if state in STATES else "",
    ]  # fmt: skip
    return _Behind(year, on, asked, plan, found, " · ".join(word for word in words if word))


@blueprint.get("/certificates")
@permission_required(Permission.VIEW_PEOPLE)
def certificates(ward_id: UUID) -> str:
    """Every certificate of the year."""
    actor, year = current_actor(), year_asked()
    book = book_of_year(actor, ward_id, year)
    return render_template(
        "training/certificates.html", year=year, years=training.years(actor, ward_id),
        found=training_sheets.certified(book),
    )  # fmt: skip


@blueprint.get("/certificates.pdf")
@permission_required(Permission.PRINT)
def print_certificates(ward_id: UUID) -> Response:
    """The certificates of the year as a PDF."""
    year = year_asked()
    on, book = day_asked(year), book_of_year(current_actor(), ward_id, year)
    return pdf_answer(training_sheets.certificates_sheet(book, year, on), on)


@blueprint.get(f"/certificates.{OFFICE_ENDING}")
@permission_required(Permission.EXPORT)
def export_certificates(ward_id: UUID, ending: str) -> Response:
    """The same as a workbook or a document."""
    year = year_asked()
    on, book = day_asked(year), book_of_year(current_actor(), ward_id, year)
    return sheet_answer(training_sheets.certificates_sheet(book, year, on), on, ending)


def _kind_asked() -> str:
    kind = request.args.get("kind", "training")
    return kind if kind in PLAN_KINDS else "training"


def _home_asked() -> str:
    home = request.args.get("home", MILITIA)
    return home if home in PLAN_HOMES else MILITIA


def _plan_asked() -> UUID | None:
    text = request.args.get("plan")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound(str(text)) from None


def _back(year: int, on: date, asked: Asked) -> str:
    values: dict[str, Any] = {"kind": asked.kind, "home": asked.home}
    return url_for(".rates", year=year, on=on.isoformat(), **values)
