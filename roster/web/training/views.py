"""Pages under /wards/<ward>/training: what the pages of the room have in common."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, request

from roster.domain.actor import Permission, Sensitivity
from roster.domain.choices import COMPONENT, label_of
from roster.domain.law.training import PLAN_HOMES, PLAN_KINDS, RESULTS, days_text
from roster.listing.table import HIDDEN
from roster.services import clock, training
from roster.services.training_book import day_within
from roster.store.training import TrainingPlan
from roster.web.access import current_actor
from roster.web.asked import day_of, year_in

blueprint = Blueprint("training", __name__, url_prefix="/wards/<uuid:ward_id>/training")
_FIRST_YEAR, _LAST_YEAR = 2000, 2200

blueprint.add_app_template_filter(days_text, "training_days")


@blueprint.app_template_filter("plan_kind")
def kind_label(kind: str) -> str:
    """The kind of a plan in words."""
    return PLAN_KINDS.get(kind, kind)


@blueprint.app_template_filter("plan_home")
def home_label(home: str) -> str:
    """The force that a plan trains, in words."""
    return PLAN_HOMES.get(home, home)


@blueprint.app_template_filter("training_result")
def result_label(result: str | None) -> str:
    """A result in words, "" for none."""
    return RESULTS.get(result or "", "")


@blueprint.app_template_filter("component_name")
def component_name(component: str | None) -> str:
    """A component in words, "" for none."""
    return label_of(COMPONENT, component)


@blueprint.app_template_filter("absence_reason")
def shown_reason(reason: str | None) -> str:
    """Why somebody was away, as this reader may see it: it often tells of his health."""
    if not reason:
        return ""
    return reason if current_actor().may_see(Sensitivity.HEALTH) else HIDDEN


@blueprint.app_template_filter("weekday")
def weekday(day: date) -> str:
    """The day of the week in words."""
    return ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")[day.weekday()]


def year_asked() -> int:
    """The year that the address asks about; this one where it names none."""
    year = request.args.get("year", type=year_in)
    return year if year is not None and _FIRST_YEAR <= year <= _LAST_YEAR else clock.today().year


def day_asked(year: int) -> date:
    """The day that the address asks about, within the year; today (or the year's nearest day) where it names none."""
    return day_within(year, day_of(request.args.get("on")) or clock.today())


def plan_of(ward_id: UUID, plan_id: UUID, permission: Permission = Permission.VIEW_PEOPLE) -> TrainingPlan:
    """The page's plan. Raises NotFound, NotAllowed."""
    return training.get_plan(current_actor(), ward_id, plan_id, permission)
