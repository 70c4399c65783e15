"""Pages of visits from door to door. They translate between HTTP and services.inquiries and decide nothing."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from roster.columns.catalogue import ENLISTMENT, PERSON_COLUMNS, ROSTERS
from roster.domain.actor import Permission
from roster.domain.inquiry import FINDINGS, line_within
from roster.services import clock, inquiries, people
from roster.services.changes import EditConflict, InvalidFacts
from roster.services.faults import Invalid, NotFound
from roster.services.lists import opening_year
from roster.store.inquiries import InquiryResult
from roster.store.list_filter import BLANK, ListFilter
from roster.store.people import Person
from roster.web.access import current_actor, permission_required
from roster.web.asked import day_of, year_in
from roster.web.fields import DayField, form_for_columns, take_faults
from roster.web.people.forms import SeenForm

blueprint = Blueprint("inquiry", __name__, url_prefix="/wards/<uuid:ward_id>/inquiry")

_UNKNOWN_LINE = "Mã vừa quét không phải dòng phiếu của phường này. Trang vẫn giữ nguyên, xin quét lại."
_SAME_LINE = "Mã vừa quét là dòng của chính người này."
_ASKED = [fact for fact in PERSON_COLUMNS if fact.key in inquiries.ASKED_KEYS]


class _ResultForm(SeenForm):
    """What was found, on which day."""

    finding = RadioField(
        "Kết quả", [InputRequired("Hãy chọn kết quả phúc tra.")],
        choices=[SelectChoice(str(one.key), one.label) for one in FINDINGS],
    )  # fmt: skip
    on_day = DayField("Ngày phúc tra", [InputRequired("Hãy nhập ngày phúc tra.")])
    note = StringField(
        "Ghi chú", [Length(max=300, message="Không quá 300 ký tự.")],
        render_kw={"autocomplete": "off", "maxlength": 300},
    )  # fmt: skip


ResultForm: type[Any] = form_for_columns(_ASKED, base=_ResultForm)


@blueprint.get("/")
@permission_required(Permission.VIEW_PEOPLE)
def index(ward_id: UUID) -> str:
    """The box in which a line is scanned, and how far each neighbourhood is."""
    return _index_page(ward_id)


@blueprint.get("/sheet")
@permission_required(Permission.PRINT)
def sheet(ward_id: UUID) -> str:
    """The sheet of one neighbourhood, to be printed by the browser."""
    wanted = _wanted(ward_id, request.args.get("neighbourhood") or BLANK)
    lines = inquiries.sheet(current_actor(), wanted)
    home = None if wanted.neighbourhood == BLANK else wanted.neighbourhood
    shown = [(one, Markup(one.picture)) for one in lines]  # noqa: S704  # drawn by segno out of digits
    return render_template("inquiry/sheet.html", lines=shown, wanted=wanted, home=home, findings=FINDINGS)


@blueprint.post("/find")
@permission_required(Permission.EDIT_PEOPLE)
def find(ward_id: UUID) -> Response | str:
    """Whom a scanned line or a name means: to his page, or a choice."""
    typed = request.form.get("who", "")[:200]
    one, found, total = inquiries.find(current_actor(), ward_id, typed, clock.today())
    if one is not None:
        return redirect(url_for("inquiry.enter", person_id=one), 303)
    return _index_page(ward_id, asked=typed, found=found, total=total)


@blueprint.get("/to-settle")
@permission_required(Permission.VIEW_PEOPLE)
def to_settle(ward_id: UUID) -> str:
    """Whom the latest visit did not find at home, until each is settled."""
    return render_template("inquiry/to_settle.html", found=inquiries.to_settle(current_actor(), ward_id))


@blueprint.get("/people/<uuid:person_id>")
@permission_required(Permission.EDIT_PEOPLE)
def enter(ward_id: UUID, person_id: UUID) -> str:
    """The short form of one line of the sheet, with what is known."""
    person = people.get_person(current_actor(), ward_id, person_id, Permission.EDIT_PEOPLE)
    known = _asked_facts(people.facts_of(person))
    form = ResultForm(today=clock.today(), formdata=None, data=known)
    form.remember(known, person.version)
    form.on_day.data = _day_of_sheets()
    return _enter_page(ward_id, person_id, form)


@blueprint.post("/people/<uuid:person_id>")
@permission_required(Permission.EDIT_PEOPLE)
def save(ward_id: UUID, person_id: UUID) -> Response | tuple[str, int] | str:
    """Write the line and go on to the next."""
    actor, today = current_actor(), clock.today()
    person = people.get_person(actor, ward_id, person_id, Permission.EDIT_PEOPLE)
    if (scan := _scan()) is not None:
        return _go_to_scanned(ward_id, person_id, *scan)
    form = ResultForm(today=today)
    if not form.validate():
        return _enter_page(ward_id, person_id, form), 422
    try:
        inquiries.record(
            actor, ward_id, person_id, form.finding.data, form.on_day.data, form.note.data or "",
            _asked_facts(form.values()), (form.version(), form.seen_values()), today,
        )  # fmt: skip
    except EditConflict as conflict:
        form.form_errors.append("Vừa có người khác sửa hồ sơ này. Xin xem lại các ô rồi lưu lần nữa.")
        form.remember(_asked_facts(conflict.current), conflict.version)
        return _enter_page(ward_id, person_id, form), 409
    except InvalidFacts as fault:
        take_faults(form, {"": [one.message for one in fault.problems]})
        return _enter_page(ward_id, person_id, form), 422
    except Invalid as fault:
        take_faults(form, fault.faults)
        return _enter_page(ward_id, person_id, form), 422
    session["inquiry_day"] = form.on_day.data.isoformat()
    flash(f"Đã ghi kết quả phúc tra của {person.full_name}.", "success")
    if (following := _following(ward_id)) is not None:
        return redirect(url_for("inquiry.enter", person_id=following.id), 303)
    return redirect(url_for("inquiry.index"), 303)


@blueprint.post("/people/<uuid:person_id>/remove")
@permission_required(Permission.EDIT_PEOPLE)
def remove(ward_id: UUID, person_id: UUID) -> Response:
    """Take a mistaken result back; to the citizen's page."""
    actor = current_actor()
    people.get_person(actor, ward_id, person_id, Permission.EDIT_PEOPLE)
    try:
        gone = inquiries.remove(actor, ward_id, person_id, UUID(request.form.get("result", "")))
    except (NotFound, ValueError):  # pressed twice, or on two pages
        flash("Kết quả phúc tra ấy không còn nữa.", "warning")
    else:
        flash(
            f"Đã bỏ kết quả phúc tra ngày {gone.on_day:%d/%m/%Y}. Các ô đã sửa theo phiếu vẫn giữ như đã sửa.",
            "success",
        )
    return redirect(url_for("people.show", person_id=person_id), 303)


def _scan() -> tuple[MultiDict[str, str], str] | None:
    """What was sent without the number of a line that was scanned, and that number; None where none was."""
    sent: MultiDict[str, str] = MultiDict(request.form)
    for key in ("scanned", "note", "on_day", *inquiries.ASKED_KEYS):
        if found := line_within(sent.get(key, "")):
            if key != "scanned":
                sent[key] = found[0] or _as_opened(key)
            return sent, found[1]
    return None


def _as_opened(key: str) -> str:
    """What stood in the field when the page was opened: a scan replaces what is marked in it."""
    today = clock.today()
    if key == "on_day":
        return f"{_day_of_sheets():%d/%m/%Y}"
    form = ResultForm(today=today)
    opened = ResultForm(today=today, formdata=None, data=form.seen_values() or {})
    return (opened[key].data or "") if key in inquiries.ASKED_KEYS else ""


def _go_to_scanned(ward_id: UUID, person_id: UUID, sent: MultiDict[str, str], number: str) -> Response | str:
    """To the line that was scanned while another was open: at once where nothing was entered there, else asking."""
    actor, today = current_actor(), clock.today()
    form = ResultForm(today=today, formdata=sent)
    following, _, _ = inquiries.find(actor, ward_id, number, today)
    if following is None:
        return _enter_page(ward_id, person_id, form, scan=_UNKNOWN_LINE)
    if following == person_id:
        return _enter_page(ward_id, person_id, form, scan=_SAME_LINE)
    if not _is_begun(form):
        return redirect(url_for("inquiry.enter", person_id=following), 303)
    return _enter_page(ward_id, person_id, form, following=people.get_person(actor, ward_id, following))


def _is_begun(form: Any) -> bool:
    """Whether an officer has entered anything into the line."""
    shown = ResultForm(today=form.today, formdata=None, data=form.seen_values() or {})
    is_other = any((form[key].data or "").split() != (shown[key].data or "").split() for key in inquiries.ASKED_KEYS)
    return bool(form.finding.data or form.note.data or is_other or form.on_day.data != _day_of_sheets())


def _following(ward_id: UUID) -> Person | None:
    """Whose line was scanned before this one was saved."""
    try:
        key = UUID(request.form.get("following", ""))
    except ValueError:
        return None
    return people.get_person(current_actor(), ward_id, key, Permission.EDIT_PEOPLE)


def _day_of_sheets() -> date:
    """Sheets of one day are entered together, perhaps on a later one."""
    return day_of(session.get("inquiry_day")) or clock.today()


def _asked_facts(values: Any) -> dict[str, Any]:
    return {key: values.get(key) for key in inquiries.ASKED_KEYS}


def _wanted(ward_id: UUID, neighbourhood: str | None = None) -> ListFilter:
    roster = request.args.get("roster", ENLISTMENT)
    if roster not in ROSTERS:
        raise NotFound(roster)
    year = opening_year(current_actor(), ward_id, roster, clock.today())
    return ListFilter(
        roster, ward_id, request.args.get("year", year, type=year_in), neighbourhood=neighbourhood, today=clock.today()
    )


def _index_page(ward_id: UUID, asked: str = "", found: Any = (), total: int = 0) -> str:
    actor, today = current_actor(), clock.today()
    wanted = _wanted(ward_id)
    since = day_of(request.args.get("since")) or date(today.year, 1, 1)
    return render_template(
        "inquiry/index.html",
        rosters=ROSTERS,
        wanted=wanted,
        since=since,
        places=inquiries.progress(actor, wanted, since),
        entered=inquiries.count_of_day(actor, ward_id, _day_of_sheets()),
        day=_day_of_sheets(),
        unsettled=inquiries.count_to_settle(actor, ward_id),
        asked=asked,
        found=found,
        total=total,
    )


def _enter_page(
    ward_id: UUID, person_id: UUID, form: Any, *, scan: str = "", following: Person | None = None
) -> str:  # fmt: skip
    """`scan`: what is said of a number that was scanned; `following`: whose line it was, this one being begun."""
    actor = current_actor()
    return render_template(
        "inquiry/enter.html",
        form=form,
        person=people.get_person(actor, ward_id, person_id, Permission.EDIT_PEOPLE),
        visit=inquiries.last_of(actor, ward_id, person_id),
        scan=scan,
        following=following or _following(ward_id),
        asks=following is not None,
    )


@blueprint.app_template_filter("finding_words")
def show_finding(result: InquiryResult) -> str:
    """The result of a visit in words."""
    return inquiries.finding_words(result)
