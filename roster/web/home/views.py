"""The first page: where the officer's wards are, and how his ward stands."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.routing import BuildError
from werkzeug.wrappers import Response

from roster.services import clock, overview
from roster.services.overview import Gap
from roster.web.access import current_actor, current_wards

blueprint = Blueprint("home", __name__)

# Sentence and the page that mends it, by the kind of gap.
_GAP_TEXTS: dict[str, tuple[str, str, str]] = {
    overview.NO_LETTERHEAD: ("Chưa có tiêu đề văn bản dùng cho hôm nay.", "Khai tiêu đề", "units.letterheads"),
    overview.NO_PREPARER: ("Chưa có người lập biểu ký danh sách.", "Khai người ký", "units.signatories"),
    overview.NO_SIGNER: ("Chưa có người ký danh sách (chỉ huy).", "Khai người ký", "units.signatories"),
    overview.NO_NEIGHBOURHOODS: ("Chưa khai tổ dân phố nào.", "Khai tổ dân phố", "units.neighbourhoods"),
    overview.OPEN_IMPORTS: ("{count} tệp đã đọc, đang chờ xác nhận.", "Xem tệp", "imports.index"),
    overview.PEOPLE_WITHOUT_ID: ("{count} công dân chưa có số định danh/CCCD.", "", ""),
    overview.PEOPLE_WITHOUT_BIRTH_DATE: ("{count} công dân chưa có ngày sinh.", "", ""),
    overview.PEOPLE_WITHOUT_NEIGHBOURHOOD: ("{count} công dân chưa có tổ dân phố.", "", ""),
}


@dataclass(frozen=True)
class ShownGap:
    """A gap in words, with the link to its remedy ("" for none)."""

    text: str
    remedy: str
    url: str


@blueprint.get("/")
def index() -> Response | str:
    """To the officer's ward; a page to choose where he has several, or a sentence where he has none."""
    wards = current_wards()
    if len(wards) == 1:
        return redirect(url_for("home.ward", ward_id=wards[0].id))
    return render_template("home/index.html", wards=wards, today=clock.today())


@blueprint.get("/wards/<uuid:ward_id>/")
def ward(ward_id: UUID) -> str:
    """The ward's rosters with their counts, the latest imports and prints, and what is missing."""
    found = overview.overview_of(current_actor(), ward_id, clock.today())
    gaps = [_shown(gap, ward_id) for gap in found.gaps]
    return render_template("home/ward.html", overview=found, gaps=gaps)


def _shown(gap: Gap, ward_id: UUID) -> ShownGap:
    text, remedy, endpoint = _GAP_TEXTS[gap.kind]
    return ShownGap(text.format(count=f"{gap.count:,}".replace(",", ".")), remedy, _link(endpoint, ward_id))


def _link(endpoint: str, ward_id: UUID) -> str:
    try:
        return url_for(endpoint, ward_id=ward_id) if endpoint else ""
    except BuildError:  # that page is not part of this installation
        return ""
