"""The lists behind numbers of the targets that no other room shows: men handed over, self-defence units, meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.force_units import kind_of
from roster.domain.law.meetings import label_of_kind
from roster.services import target_behind, target_behind_sheets
from roster.services.quotas import SERVICE_LABELS
from roster.store.target_counts import HANDOVER_STATES, HandedOver, SelfDefenceUnit
from roster.store.training import Meeting
from roster.web.access import current_actor, permission_required
from roster.web.sheets import ENDING, sheet_answer
from roster.web.targets.views import WARD, blueprint, day_asked

_SUBJECT = {one.key: one.label for one in HANDOVER_STATES}


@blueprint.get(f"{WARD}/handover/people")
@permission_required(Permission.VIEW_PEOPLE)
def handed_over(ward_id: UUID) -> str:
    """The men behind a figure of the handover."""
    on, title, found = _handed_over(ward_id)
    return render_template(
        "targets/handed_over.html",
        on=on,
        title=title,
        found=found,
        labels=SERVICE_LABELS,
        args=_args("service", "state"),
    )


@blueprint.get(f"{WARD}/handover/people.{ENDING}")
@permission_required(Permission.VIEW_PEOPLE)
def handed_over_sheet(ward_id: UUID, ending: str) -> Response:
    """The men on paper, as a workbook or a document."""
    on, title, found = _handed_over(ward_id)
    return sheet_answer(target_behind_sheets.handed_over_sheet(found, title, on), on, ending)


@blueprint.get(f"{WARD}/self-defence")
@permission_required(Permission.VIEW_PEOPLE)
def self_defence(ward_id: UUID) -> str:
    """The self-defence units of organisations: who commands each."""
    on, title, found = _self_defence(ward_id)
    rows = [
        (
            (one.name, url_for("forces.show", unit_id=one.unit_id, on=on)),
            kind_of(one.kind).label, one.organisation or "",
            "; ".join(f"{post}: {name}" for post, name in one.leaders) or "Chưa có", str(one.strength),
        )
        for one in found
    ]  # fmt: skip
    headings = ("Đơn vị", "Loại", "Cơ quan, tổ chức", "Chỉ huy", "Quân số")
    return _page(title, "đơn vị", on, headings, rows, "targets.self_defence_sheet")


@blueprint.get(f"{WARD}/self-defence.{ENDING}")
@permission_required(Permission.VIEW_PEOPLE)
def self_defence_sheet(ward_id: UUID, ending: str) -> Response:
    """The units on paper, as a workbook or a document."""
    on, title, found = _self_defence(ward_id)
    return sheet_answer(target_behind_sheets.self_defence_sheet(found, title, on), on, ending)


@blueprint.get(f"{WARD}/meetings")
@permission_required(Permission.VIEW_PEOPLE)
def meetings(ward_id: UUID) -> str:
    """The meetings of the year up to the day."""
    on, title, found = _meetings(ward_id)
    rows = [
        (
            (one.topic, url_for("command.meetings", year=on.year)), f"{one.on_day:%d/%m/%Y}", label_of_kind(one.kind),
            "Đã tổ chức" if one.is_held else "Chưa ghi kết quả", "" if one.present is None else str(one.present),
        )
        for one in found
    ]  # fmt: skip
    headings = ("Nội dung", "Ngày", "Loại", "Tình trạng", "Có mặt")
    return _page(title, "buổi", on, headings, rows, "targets.meetings_sheet")


@blueprint.get(f"{WARD}/meetings.{ENDING}")
@permission_required(Permission.VIEW_PEOPLE)
def meetings_sheet(ward_id: UUID, ending: str) -> Response:
    """The meetings on paper, as a workbook or a document."""
    on, title, found = _meetings(ward_id)
    return sheet_answer(target_behind_sheets.meetings_sheet(found, title, on), on, ending)


def _handed_over(ward_id: UUID) -> tuple[date, str, list[HandedOver]]:
    on, service, state = day_asked(), request.args.get("service", ""), request.args.get("state", "")
    found = target_behind.handed_over(current_actor(), ward_id, on, state)
    title = f"{_SUBJECT[state]}: giao quân năm {on.year}" if state in _SUBJECT else f"Đã giao quân năm {on.year}"
    if service in SERVICE_LABELS:
        found = [one for one in found if one.service == service]
        title = f"{title}, {SERVICE_LABELS[service]}"
    return on, title, found


def _self_defence(ward_id: UUID) -> tuple[date, str, list[SelfDefenceUnit]]:
    on, is_complete = day_asked(), request.args.get("state") == "complete"
    found = target_behind.self_defence(current_actor(), ward_id, on, complete_only=is_complete)
    return on, "Đơn vị tự vệ đã có chỉ huy" if is_complete else "Đơn vị tự vệ cơ quan, tổ chức", found


def _meetings(ward_id: UUID) -> tuple[date, str, list[Meeting]]:
    on, is_held = day_asked(), request.args.get("state") == "held"
    found = target_behind.meetings(current_actor(), ward_id, on, held_only=is_held)
    return on, f"Họp, sinh hoạt {'đã tổ chức' if is_held else 'đến hạn'} năm {on.year}", found


def _args(*names: str) -> dict[str, str]:
    """The page's day and what its address narrows it by, for its sheet."""
    return {name: request.args[name] for name in names if request.args.get(name)} | {"on": day_asked().isoformat()}


def _page(
    title: str, noun: str, on: date, headings: tuple[str, ...], rows: Sequence[tuple[object, ...]], sheet: str
) -> str:
    return render_template(
        "targets/behind.html", title=title, noun=noun, on=on, headings=headings, rows=rows, sheet=sheet,
        args=_args("state"),
    )  # fmt: skip
