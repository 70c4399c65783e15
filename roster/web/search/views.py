"""The pages of the search over everything, and of the keys. They translate and decide nothing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.search_words import without_births
from roster.domain.text import fold
from roster.services import clock, search_everywhere
from roster.services.search_everywhere import (
    EDIT,
    IMPORT,
    ISSUED,
    PEOPLE_SHOWN,
    PLAN,
    PRINT,
    REPORT,
    UNIT,
    VIEW,
    FoundThing,
)
from roster.web.access import current_actor, current_ward, current_wards
from roster.web.search import hidden
from roster.web.search.named_places import LIST, PAGE, PAPER, RULE, SETTING
from roster.web.search.places import find_places

blueprint = Blueprint("search", __name__)

_LONGEST = 400  # a scanned card
_THING_PAGES = {
    ISSUED: ("papers.show_issued", "paper_id"),
    PRINT: ("papers.show", "job_id"),
    REPORT: ("reports.show", "report_id"),
    IMPORT: ("imports.show", "batch_id"),
    PLAN: ("training.show", "plan_id"),
    UNIT: ("forces.show", "unit_id"),
    VIEW: ("saved.open_view", "view_id"),
    EDIT: ("lists.show_edit", "edit_id"),
}
_GROUPS = (
    ("Bộ lọc đã lưu", (VIEW,)),
    ("Văn bản, bản in, báo cáo", (ISSUED, PRINT, REPORT)),
    ("Đơn vị, kế hoạch, tệp nhập, lần sửa", (UNIT, PLAN, IMPORT, EDIT)),
)
_PLACE_GROUPS = (
    ("Trang, menu", PAGE),
    ("Danh sách, biểu", LIST),
    ("Giấy tờ in cho từng người", PAPER),
    ("Cài đặt", SETTING),
    ("Quy định", RULE),
)


@blueprint.get("/search")
def index() -> Response | str:
    """What the typed words find in all wards of the officer: people, lists, papers, pages, settings."""
    typed = request.args.get("q", "")[:_LONGEST]
    q = search_everywhere.what_is_meant(typed, clock.today())
    if q != typed and q.isdecimal():
        return redirect(url_for("search.index", q=q))  # a scanned card: the address keeps its number alone
    actor, here = current_actor(), current_ward()
    wards = sorted(current_wards(), key=lambda one: here is None or one.id != here.id)
    found = search_everywhere.find(actor, wards, q)
    names = {one.id: one.name for one in wards}
    return render_template(
        "search/index.html",
        q=q,
        asked=bool(fold(q)),
        wider=without_births(q),
        by_number=hidden.is_number(q),
        found=found,
        most=PEOPLE_SHOWN,
        ward_names=names if len(names) > 1 else {},
        places=_grouped_places(q),
        things=[
            (title, [(one, _thing_url(one)) for one in found.things if one.kind in kinds]) for title, kinds in _GROUPS
        ],
    )


blueprint.post("/search/send", endpoint="send")(hidden.send)


@blueprint.get("/keys")
def keys() -> str:
    """Which keys do what."""
    return render_template("search/keys.html")


def _grouped_places(q: str) -> list[tuple[str, list[tuple[str, str]]]]:
    found = find_places(q, current_ward())
    return [(title, [(one.name, one.url) for one in found if one.kind == kind]) for title, kind in _PLACE_GROUPS]


def _thing_url(one: FoundThing) -> str:
    endpoint, key = _THING_PAGES[one.kind]
    values: dict[str, Any] = {"ward_id": one.ward_id, key: one.id, **one.values}
    return url_for(endpoint, **values)
