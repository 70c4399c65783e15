"""Recording what a higher authority ruled where the law itself refers the question: commanders only."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from roster.columns.catalogue import ENLISTMENT
from roster.domain.actor import Permission
from roster.domain.law.verdicts import Verdict
from roster.services import assessment, people, records, rulings
from roster.services.assessment import Standing
from roster.services.faults import Invalid, NotAllowed
from roster.store.people import Person
from roster.web.access import current_actor, permission_required
from roster.web.fields import DayField, take_faults
from roster.web.office_form import OfficeForm
from roster.web.people.verdict import may_rule
from roster.web.people.views import blueprint

_NEEDED = InputRequired("Hãy nhập mục này.")


class RulingForm(OfficeForm):
    """What was ruled, why, by whom, on which paper."""

    is_callable = RadioField(
        "Kết luận",
        [InputRequired("Hãy chọn kết luận.")],
        choices=[SelectChoice("yes", "Được gọi nhập ngũ"), SelectChoice("no", "Không gọi nhập ngũ")],
    )
    reason = TextAreaField("Lý do", [_NEEDED, Length(max=2000, message="Không quá 2000 ký tự.")], render_kw={"rows": 3})
    paper_number = StringField(
        "Số văn bản kết luận",
        [_NEEDED, Length(max=80, message="Không quá 80 ký tự.")],
        description="Ví dụ: 15/KL-HĐNVQS",
        render_kw={"autocomplete": "off"},
    )
    ruled_on = DayField("Ngày kết luận", [InputRequired("Hãy nhập ngày, ví dụ 01/07/2025.")])
    ruled_by = StringField(
        "Cơ quan, người kết luận",
        [_NEEDED, Length(max=160, message="Không quá 160 ký tự.")],
        description="Ví dụ: Hội đồng khám sức khỏe, Hội đồng nghĩa vụ quân sự phường",
        render_kw={"autocomplete": "off"},
    )


@blueprint.get("/<uuid:person_id>/ruling/<year:year>")
@permission_required(Permission.VIEW_PEOPLE)
def ask_ruling(ward_id: UUID, person_id: UUID, year: int) -> str:
    """The form of a ruling beside the question that was referred."""
    person, standing = _referred(ward_id, person_id, year)
    return _ruling_page(person, standing, year, RulingForm(formdata=None))


@blueprint.post("/<uuid:person_id>/ruling/<year:year>")
@permission_required(Permission.VIEW_PEOPLE)
def rule(ward_id: UUID, person_id: UUID, year: int) -> Response | tuple[str, int]:
    """Record the ruling."""
    person, standing = _referred(ward_id, person_id, year)
    form = RulingForm()
    if form.validate() and form.ruled_on.data is not None:
        try:
            rulings.record(
                current_actor(), ward_id, person_id, year, form.is_callable.data == "yes", form.reason.data or "",
                form.paper_number.data or "", form.ruled_on.data, form.ruled_by.data or "",
            )  # fmt: skip
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash("Đã ghi kết luận của cấp có thẩm quyền.", "success")
            return redirect(url_for("people.show", person_id=person_id), 303)
    return _ruling_page(person, standing, year, form), 422


def _referred(ward_id: UUID, person_id: UUID, year: int) -> tuple[Person, Standing]:
    """A candidate on whom a ruling may be recorded. Aborts with 404 where the law answers by itself."""
    actor = current_actor()
    person = people.get_person(actor, ward_id, person_id)
    if rulings.COMMANDER not in actor.roles:
        raise NotAllowed(rulings.COMMANDER)
    is_year = any(
        one.roster == ENLISTMENT and one.is_open and one.record.year == year
        for one in records.records_of(actor, person)
    )
    standing = assessment.standing_of(actor, ward_id, year, person_id) if is_year else None
    if standing is None or not may_rule(actor, standing):
        abort(404)
    return person, standing


def _ruling_page(person: Person, standing: Standing, year: int, form: RulingForm) -> str:
    questions = standing.assessment.reasons_of(Verdict.REFER)
    return render_template("people/ruling.html", person=person, year=year, form=form, questions=questions)
