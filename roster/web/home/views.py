"""The first page: where the officer's wards are, and how his ward stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.routing import BuildError
from werkzeug.wrappers import Response

from roster.columns.catalogue import ENLISTMENT
from roster.services import clock, overview
from roster.services.call_up_glance import glance_at
from roster.services.overview import Gap, RosterCount
from roster.store.list_filter import BLANK
from roster.web.access import current_actor, current_wards

blueprint = Blueprint("home", __name__)

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
    """A gap in words, with the link to its remedy ("" for none), and the lists behind it: (roster, number, address)."""

    text: str
    remedy: str
    url: str
    lists: tuple[tuple[str, int, str], ...] = ()


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
    """The ward's rosters with their counts, the latest imports and prints, and what is missing."""
    actor = current_actor()
    found = overview.overview_of(actor, ward_id, clock.today())
    gaps = [_shown(gap, ward_id) for gap in found.gaps]
    year = next((one.year for one in found.counts if one.roster == ENLISTMENT and one.count), None)
    glance = glance_at(actor, ward_id, year) if year else None
    return render_template("home/ward.html", overview=found, gaps=gaps, glance=glance)


def _shown(gap: Gap, ward_id: UUID) -> ShownGap:
    text, remedy, endpoint = _GAP_TEXTS[gap.kind]
    fact = overview.LACKING.get(gap.kind, "")
    lists = tuple((one.roster, one.count, _list_without(fact, one, ward_id)) for one in gap.lists)
    return ShownGap(text.format(count=f"{gap.count:,}".replace(",", ".")), remedy, _link(endpoint, ward_id), lists)


def _list_without(fact: str, of: RosterCount, ward_id: UUID) -> str:
    values: dict[str, Any] = {"ward_id": ward_id, "roster": of.roster, "year": of.year, fact: BLANK}
    return url_for("lists.show", **values)


def _link(endpoint: str, ward_id: UUID) -> str:
    try:
        return url_for(endpoint, ward_id=ward_id) if endpoint else ""
    except BuildError:  # that page is not part of this installation
        return ""
