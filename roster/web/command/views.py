"""Pages under /wards/<ward>/command: the board of a day, its history beside the law, the list of contacts."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from roster.domain.actor import Permission, Sensitivity
from roster.domain.law.command_posts import PERIODS
from roster.services import clock, command_contacts, command_sheets, ward_command
from roster.services.force_sheets import shown_phone
from roster.web.access import current_actor, permission_required
from roster.web.asked import day_of
from roster.web.sheets import ENDING, OFFICE_ENDING, PAPER_METHODS, pdf_answer, sheet_answer

blueprint = Blueprint("command", __name__, url_prefix="/wards/<uuid:ward_id>/command")


def asked_day() -> date:
    """The day that the address asks about; today where it names none."""
    return day_of(request.args.get("on")) or clock.today()


def on_arg(on: date) -> str | None:
    """The day as an argument of an address, None for today."""
    return on.isoformat() if on != clock.today() else None


@blueprint.app_template_filter("phone_seen")
def phone_seen(phone: str | None) -> str:
    """A telephone number as the signed-in officer may see it."""
    return shown_phone(phone, current_actor().may_see(Sensitivity.IDENTITY))


@blueprint.get("")
@permission_required(Permission.VIEW_PEOPLE)
def index(ward_id: UUID) -> str:
    """The posts of the command with holders and vacancies on a day, and who leads on the ward's ground."""
    actor, on = current_actor(), asked_day()
    return render_template(
        "command/index.html",
        on=on,
        on_arg=on_arg(on),
        is_today=on == clock.today(),
        board=ward_command.board_on(actor, ward_id, on),
        ground=command_contacts.ground_on(actor, ward_id, on),
    )


@blueprint.route(f"/board.{ENDING}", methods=PAPER_METHODS)
@permission_required(Permission.VIEW_PEOPLE)
def board_sheet(ward_id: UUID, ending: str) -> Response:
    """The board of a day on paper, as a workbook or a document."""
    on = asked_day()
    return sheet_answer(command_sheets.board_sheet(current_actor(), ward_id, on), on, ending)


@blueprint.get("/history")
@permission_required(Permission.VIEW_PEOPLE)
def history(ward_id: UUID) -> str:
    """Who held which post over time, and what the law said of the posts in each period."""
    return render_template(
        "command/history.html", posts=ward_command.history(current_actor(), ward_id), periods=PERIODS[::-1]
    )


@blueprint.get(f"/history.{ENDING}")
@permission_required(Permission.VIEW_PEOPLE)
def history_sheet(ward_id: UUID, ending: str) -> Response:
    """Who held which post, on paper, as a workbook or a document."""
    return sheet_answer(command_sheets.history_sheet(current_actor(), ward_id), clock.today(), ending)


@blueprint.get("/contacts")
@permission_required(Permission.VIEW_PEOPLE)
def contacts(ward_id: UUID) -> str:
    """The list of contacts of a day."""
    actor, on = current_actor(), asked_day()
    found = command_contacts.contacts_on(actor, ward_id, on)
    return render_template(
        "command/contacts.html",
        on=on,
        on_arg=on_arg(on),
        contacts=found,
        groups=list(dict.fromkeys(one.group for one in found)),
        sees_numbers=actor.may_see(Sensitivity.IDENTITY),
    )


@blueprint.get("/contacts.pdf")
@permission_required(Permission.PRINT)
def print_contacts(ward_id: UUID) -> Response:
    """The list of contacts as a PDF."""
    on = asked_day()
    return pdf_answer(command_contacts.contacts_sheet(current_actor(), ward_id, on), on)


@blueprint.get(f"/contacts.{OFFICE_ENDING}")
@permission_required(Permission.EXPORT)
def export_contacts(ward_id: UUID, ending: str) -> Response:
    """The list of contacts as a workbook or a document."""
    on = asked_day()
    return sheet_answer(command_contacts.contacts_sheet(current_actor(), ward_id, on), on, ending)
