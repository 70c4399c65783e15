"""The first page: where the officer's wards are, and how his ward stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.routing import BuildError
from werkzeug.wrappers import Response

from roster.columns.catalogue import ENLISTMENT
from roster.domain.actor import Permission
from roster.domain.number_words import in_figures
from roster.domain.report_periods import period_of_key
from roster.services import clock, due_work, overview
from roster.services.call_up_glance import glance_at
from roster.services.due_work import DueWork
from roster.services.lists import opening_year
from roster.services.overview import Gap, RosterCount
from roster.store.list_filter import BLANK
from roster.web import tour
from roster.web.access import current_actor, current_wards, may_open, permission_required
from roster.web.imports.states import state_words

blueprint = Blueprint("home", __name__)

# Who provides what the settings of the ward lack, for those who may not open them (roster.domain.actor: manage_ward).
_OF_THE_COMMAND = "Chỉ huy trưởng hoặc người quản trị khai."

# Sentence and the page that mends it, by the kind of gap.
_GAP_TEXTS: dict[str, tuple[str, str, str]] = {
    overview.NO_LETTERHEAD: ("Chưa có tiêu đề văn bản dùng cho hôm nay.", "Khai tiêu đề", "units.letterheads"),
    overview.NO_PREPARER: ("Chưa có người lập biểu ký danh sách.", "Khai người ký", "units.signatories"),
    overview.NO_SIGNER: ("Chưa có người ký danh sách (chỉ huy).", "Khai người ký", "units.signatories"),
    overview.NO_NEIGHBOURHOODS: ("Chưa khai tổ dân phố nào.", "Khai tổ dân phố", "units.neighbourhoods"),
    overview.OPEN_IMPORTS: ("{count} tệp đã đọc, đang chờ xác nhận.", "Xem tệp", "imports.index"),
    overview.LATE_REQUESTS: (
        "{count} yêu cầu của công dân về dữ liệu cá nhân đã quá hạn.", "Xem yêu cầu", "privacy.index",
    ),
    overview.PEOPLE_WITHOUT_ID: ("Chưa có số định danh/CCCD:", "", ""),
    overview.PEOPLE_WITHOUT_BIRTH_DATE: ("Chưa có ngày sinh:", "", ""),
    overview.PEOPLE_WITHOUT_NEIGHBOURHOOD: ("Chưa có tổ dân phố:", "", ""),
}  # fmt: skip


@dataclass(frozen=True)
class ShownGap:
    """A gap in words, with the link to its remedy, and the lists behind it: (roster, number, address).

    Where `url` is "" the remedy, if there is one, says who else provides it.
    """

    text: str
    remedy: str
    url: str
    lists: tuple[tuple[str, int, str], ...] = ()


# Sentence, page and what its address names, by the kind of work and whether it is late.
_DUE_TEXTS: dict[tuple[str, bool], tuple[str, str, tuple[str, ...]]] = {
    (due_work.REPORT, True): ("Báo cáo {name} chưa gửi.", "reports.index", ()),
    (due_work.REPORT, False): ("Báo cáo {name} sắp đến hạn gửi.", "reports.index", ()),
    (due_work.TERMS, True): (
        "{count} dân quân tự vệ hết thời hạn, chờ quyết định.",
        "militia.terms",
        ("period",),
    ),
    (due_work.TERMS, False): ("{count} dân quân tự vệ hết thời hạn trong quý này.", "militia.terms", ("period",)),
    (due_work.CHECKS, True): ("{count} trường hợp dân quân tự vệ cần xử lý.", "militia.checks", ()),
    (due_work.CLOCKS, True): ("{count} việc về quân nhân dự bị quá thời hạn.", "reserve.events", ("clock",)),
    (due_work.CLOCKS, False): ("{count} việc về quân nhân dự bị đang trong thời hạn.", "reserve.events", ("clock",)),
    (due_work.DUTIES, True): ("{count} việc tuyển quân quá hạn, trước là {name}.", "campaigns.calendar", ("year",)),
    (due_work.DUTIES, False): (
        "{count} việc tuyển quân sắp đến hạn, trước là {name}.",
        "campaigns.calendar",
        ("year",),
    ),
    (due_work.TARGETS, True): ("{count} chỉ tiêu chưa đạt, đã quá hạn.", "targets.index", ()),
    (due_work.UNSETTLED, False): (
        "{count} công dân phúc tra thấy đã chuyển đi hoặc không rõ ở đâu.",
        "inquiry.to_settle",
        (),
    ),
}


@dataclass(frozen=True)
class DueLine:
    """Work in words, with the page where it is done."""

    text: str
    is_late: bool
    due: date | None
    url: str
    has_term: bool = True


@blueprint.get("/")
def index() -> Response | str:
    """To the officer's ward; a page to choose where he has several, or a sentence where he has none."""
    wards, today = current_wards(), clock.today()
    if len(wards) == 1:
        return redirect(url_for("home.ward", ward_id=wards[0].id))
    standing = [one for one in wards if one.ends_on is None or one.ends_on >= today]
    ended = [one for one in wards if one not in standing]
    return render_template("home/index.html", wards=wards, standing=standing, ended=ended)


@blueprint.get("/wards/<uuid:ward_id>/")
def ward(ward_id: UUID) -> str:
    """The ward's rosters with their counts, what is due, the latest imports and prints, and what is missing."""
    actor = current_actor()
    found = overview.overview_of(actor, ward_id, clock.today())
    gaps = [_shown(gap, ward_id) for gap in found.gaps]
    year = next((one.year for one in found.counts if one.roster == ENLISTMENT and one.count), None)
    glance = glance_at(actor, ward_id, year) if year else None
    is_working = actor.may(Permission.VIEW_PEOPLE) and not found.is_empty
    lines = _due_lines(ward_id) if is_working else None
    return render_template(
        "home/ward.html",
        overview=found,
        gaps=gaps,
        glance=glance,
        lines=lines,
        tour_url=tour.start_of(ward_id),
        **state_words(),
    )


@blueprint.get("/wards/<uuid:ward_id>/due")
@permission_required(Permission.VIEW_PEOPLE)
def due(ward_id: UUID) -> str:
    """What is due and overdue, on a page of its own."""
    return render_template("home/due.html", lines=_due_lines(ward_id))


def _due_lines(ward_id: UUID) -> list[DueLine]:
    actor = current_actor()
    year = opening_year(actor, ward_id, ENLISTMENT, clock.today())
    return [_due_line(one, ward_id, year) for one in due_work.due_work(actor, ward_id, year)]


def _due_line(work: DueWork, ward_id: UUID, year: int) -> DueLine:
    sentence, endpoint, values = _DUE_TEXTS[(work.kind, work.is_late)]
    named: dict[str, Any] = {"year": year, "period": work.name, "clock": work.name}
    url = url_for(endpoint, ward_id=ward_id, **{key: named[key] for key in values})
    if work.kind == due_work.REPORT:
        work = replace(work, name=period_of_key(work.name).name)
    has_term = work.kind != due_work.UNSETTLED
    return DueLine(sentence.format(count=work.count, name=work.name), work.is_late, work.due, url, has_term)


def _shown(gap: Gap, ward_id: UUID) -> ShownGap:
    text, remedy, endpoint = _GAP_TEXTS[gap.kind]
    fact = overview.LACKING.get(gap.kind, "")
    lists = tuple((one.roster, one.count, _list_without(fact, one, ward_id)) for one in gap.lists)
    url = _link(endpoint, ward_id)
    if url and not may_open(endpoint):
        url, remedy = "", _OF_THE_COMMAND
    return ShownGap(text.format(count=in_figures(gap.count)), remedy, url, lists)


def _list_without(fact: str, of: RosterCount, ward_id: UUID) -> str:
    values: dict[str, Any] = {"ward_id": ward_id, "roster": of.roster, "year": of.year, fact: BLANK}
    return url_for("lists.show", **values)


def _link(endpoint: str, ward_id: UUID) -> str:
    try:
        return url_for(endpoint, ward_id=ward_id) if endpoint else ""
    except BuildError:  # that page is not part of this installation
        return ""
