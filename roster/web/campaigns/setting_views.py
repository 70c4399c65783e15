"""What is set for a call-up: its days, how ages are read, the ward's quota, and a division of a quota over wards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.services import campaigns, clock, quotas
from roster.services.faults import Invalid
from roster.services.rulings import COMMANDER
from roster.services.target_behind_sheets import quota_sheet as sheet_of_quota
from roster.store.units import Unit
from roster.web.access import current_actor, current_wards, permission_required
from roster.web.campaigns.forms import DAY_GROUPS, NOT_RULED, AgeForm, QuotaForm, TotalForm, days_form, places_form
from roster.web.campaigns.room import blueprint, known_year
from roster.web.fields import take_faults
from roster.web.sheets import ENDING, sheet_answer

_YEAR = "/wards/<uuid:ward_id>/campaigns/<year:year>"


# --- Days and the reading of ages -----------------------------------------------------------------------------------


@blueprint.get(f"{_YEAR}/settings")
@permission_required(Permission.VIEW_PEOPLE)
def settings(ward_id: UUID, year: int) -> str:
    """The year's days, and the ruling on ages."""
    return _settings_page(ward_id, known_year(year))


@blueprint.post(f"{_YEAR}/settings")
@permission_required(Permission.EDIT_PEOPLE)
def save_days(ward_id: UUID, year: int) -> Response | str:
    """Save the days."""
    form = days_form()
    known_year(year)
    if form.validate():
        try:
            campaigns.save(current_actor(), ward_id, year, form.values(), form.seen())
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            flash("Đã lưu các ngày của đợt tuyển quân.", "success")
            return redirect(url_for("campaigns.settings", year=year))
    return _settings_page(ward_id, year, days=form)


@blueprint.post(f"{_YEAR}/settings/age")
@permission_required(Permission.EDIT_PEOPLE)
def save_age(ward_id: UUID, year: int) -> Response | str:
    """Record the ruling on ages; the service takes it from a commander alone."""
    form = AgeForm()
    known_year(year)
    if form.validate():
        try:
            paper = form.age_ruling_paper.data or ""
            campaigns.rule_age_reading(current_actor(), ward_id, year, form.reading(), paper)
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            flash("Đã ghi kết luận về cách tính tuổi.", "success")
            return redirect(url_for("campaigns.settings", year=year))
    return _settings_page(ward_id, year, age=form)


def _settings_page(ward_id: UUID, year: int, *, days: Any = None, age: AgeForm | None = None) -> str:
    campaign = campaigns.get(current_actor(), ward_id, year)
    ruled = {"age_reading": campaign.age_reading or NOT_RULED, "age_ruling_paper": campaign.age_ruling_paper or ""}
    return render_template(
        "campaigns/settings.html",
        year=year,
        campaign=campaign,
        groups=DAY_GROUPS,
        labels=campaigns.DAY_LABELS,
        days=days or days_form(campaign),
        age=age or AgeForm(formdata=None, data=ruled),
        may_rule=COMMANDER in current_actor().roles,
    )


# --- Quota ----------------------------------------------------------------------------------------------------------


@blueprint.get(f"{_YEAR}/quota")
@permission_required(Permission.VIEW_PEOPLE)
def quota(ward_id: UUID, year: int) -> str:
    """The ward's quota of each service, with the decision that allots it."""
    return _quota_page(ward_id, known_year(year), {})


@blueprint.get(f"{_YEAR}/quota.{ENDING}")
@permission_required(Permission.VIEW_PEOPLE)
def quota_sheet(ward_id: UUID, year: int, ending: str) -> Response:
    """The quota on paper, as a workbook or a document."""
    sheet = sheet_of_quota(quotas.of_ward(current_actor(), ward_id, known_year(year)), year)
    return sheet_answer(sheet, clock.today(), ending)


@blueprint.post(f"{_YEAR}/quota/<service>")
@permission_required(Permission.EDIT_PEOPLE)
def save_quota(ward_id: UUID, year: int, service: str) -> Response | str:
    """Record the quota of one service."""
    if service not in quotas.SERVICE_LABELS:
        abort(404)
    form = QuotaForm(prefix=f"{service}-")
    known_year(year)
    if form.validate():
        try:
            quotas.save(
                current_actor(), ward_id, year, service, form.places.data,
                form.decision_number.data or "", form.decided_on.data, form.decided_by.data or "",
            )  # fmt: skip
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            flash(f"Đã ghi chỉ tiêu {quotas.SERVICE_LABELS[service]} năm {year}.", "success")
            return redirect(url_for("campaigns.quota", year=year))
    return _quota_page(ward_id, year, {service: form})


def _quota_page(ward_id: UUID, year: int, forms: dict[str, QuotaForm]) -> str:
    stored = quotas.of_ward(current_actor(), ward_id, year)
    return render_template(
        "campaigns/quota.html",
        year=year,
        labels=quotas.SERVICE_LABELS,
        stored=stored,
        forms={service: forms.get(service) or QuotaForm.of(one) for service, one in stored.items()},
        has_other_wards=len(current_wards()) > 1,
    )


# --- Division over wards --------------------------------------------------------------------------------------------


@blueprint.get("/campaigns/<year:year>/quota")
@permission_required(Permission.MANAGE_WARD)
def division(year: int) -> str:
    """Propose a division of a total over the wards of the scope; nothing is recorded yet."""
    form = TotalForm(request.args if "total" in request.args else None)
    if "total" in request.args and form.validate() and form.total.data is not None:
        return _division_page(known_year(year), form, form.service.data, form.total.data)
    known = form.service.data if form.service.data in quotas.SERVICE_LABELS else "army"
    return _division_page(known_year(year), form, known, None)


@blueprint.post("/campaigns/<year:year>/quota/<service>")
@permission_required(Permission.MANAGE_WARD)
def save_division(year: int, service: str) -> Response | str:
    """Record the places of every ward by one decision."""
    if service not in quotas.SERVICE_LABELS:
        abort(404)
    wards = _wards(known_year(year))
    form = places_form([ward.id for ward in wards], {ward.id: ward.title for ward in wards})()
    if form.validate():
        places = {ward.id: form[str(ward.id)].data for ward in wards}
        try:
            quotas.decide(
                current_actor(), year, service, places,
                form.decision_number.data or "", form.decided_on.data, form.decided_by.data or "",
            )  # fmt: skip
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            total = sum(places.values())
            flash(f"Đã ghi {total} chỉ tiêu {quotas.SERVICE_LABELS[service]} cho {len(places)} địa bàn.", "success")
            return redirect(url_for("campaigns.all_wards", year=year))
    asked = TotalForm(formdata=None, data={"service": service})
    return _division_page(year, asked, service, None, form)


def _wards(year: int) -> list[Unit]:
    wards = [ward for ward in current_wards() if ward.ends_on is None or ward.ends_on.year >= year]
    if not wards:
        abort(404)
    return wards


def _division_page(year: int, asked: TotalForm, service: str, total: int | None, form: Any = None) -> str:
    actor, wards = current_actor(), _wards(year)
    stored = quotas.of_wards(actor, [ward.id for ward in wards], year)
    shares = quotas.propose(actor, [ward.id for ward in wards], year, service, total or 0)
    if form is None and total is not None:
        proposed = {str(share.unit.id): share.places for share in shares}
        form = places_form([ward.id for ward in wards], {ward.id: ward.title for ward in wards})(
            formdata=None, data=proposed
        )
    return render_template(
        "campaigns/division.html",
        year=year,
        asked=asked,
        service=service,
        total=total,
        shares=shares,
        current={ward.id: stored[ward.id][service].places for ward in wards},
        form=form,
        service_label=quotas.SERVICE_LABELS[service],
    )
