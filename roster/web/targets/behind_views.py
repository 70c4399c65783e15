"""The lists behind numbers of the targets that no other room shows: men handed over, self-defence units, meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask import render_template, request, url_for

from roster.domain.actor import Permission
from roster.domain.force_units import kind_of
from roster.domain.law.meetings import label_of_kind
from roster.services import target_behind
from roster.services.quotas import SERVICE_LABELS
from roster.store.target_counts import HANDOVER_STATES
from roster.web.access import current_actor, permission_required
from roster.web.targets.views import WARD, blueprint, day_asked

_SUBJECT = {one.key: one.label for one in HANDOVER_STATES}


@blueprint.get(f"{WARD}/handover/people")
@permission_required(Permission.VIEW_PEOPLE)
def handed_over(ward_id: UUID) -> str:
    """The men behind a figure of the handover."""
    on, service, state = day_asked(), request.args.get("service", ""), request.args.get("state", "")
    found = target_behind.handed_over(current_actor(), ward_id, on, state)
    if service in SERVICE_LABELS:
        found = [one for one in found if one.service == service]
    subject = _SUBJECT.get(state, "")
    return render_template(
        "targets/handed_over.html", on=on, found=found, labels=SERVICE_LABELS, service=service, subject=subject
    )


@blueprint.get(f"{WARD}/self-defence")
@permission_required(Permission.VIEW_PEOPLE)
def self_defence(ward_id: UUID) -> str:
    """The self-defence units of organisations: who commands each."""
    on, is_complete = day_asked(), request.args.get("state") == "complete"
    rows = [
        (
            (one.name, url_for("forces.show", unit_id=one.unit_id, on=on)),
            kind_of(one.kind).label, one.organisation or "",
            "; ".join(f"{post}: {name}" for post, name in one.leaders) or "Chưa có", str(one.strength),
        )
        for one in target_behind.self_defence(current_actor(), ward_id, on, complete_only=is_complete)
    ]  # fmt: skip
    title = "Đơn vị tự vệ đã có chỉ huy" if is_complete else "Đơn vị tự vệ cơ quan, tổ chức"
    return _page(title, "đơn vị", on, ("Đơn vị", "Loại", "Cơ quan, tổ chức", "Chỉ huy", "Quân số"), rows)


@blueprint.get(f"{WARD}/meetings")
@permission_required(Permission.VIEW_PEOPLE)
def meetings(ward_id: UUID) -> str:
    """The meetings of the year up to the day."""
    on, is_held = day_asked(), request.args.get("state") == "held"
    rows = [
        (
            (one.topic, url_for("command.meetings", year=on.year)), f"{one.on_day:%d/%m/%Y}", label_of_kind(one.kind),
            "Đã tổ chức" if one.is_held else "Chưa ghi kết quả", "" if one.present is None else str(one.present),
        )
        for one in target_behind.meetings(current_actor(), ward_id, on, held_only=is_held)
    ]  # fmt: skip
    title = f"Họp, sinh hoạt {'đã tổ chức' if is_held else 'đến hạn'} năm {on.year}"
    return _page(title, "buổi", on, ("Nội dung", "Ngày", "Loại", "Tình trạng", "Có mặt"), rows)


def _page(title: str, noun: str, on: date, headings: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    return render_template("targets/behind.html", title=title, noun=noun, on=on, headings=headings, rows=rows)
