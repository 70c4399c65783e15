"""The pages of a roster's list. They translate between HTTP and services.lists and decide nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from roster.columns.catalogue import DEFAULT_KEYS, ENLISTMENT
from roster.domain.actor import Permission
from roster.services import clock, lists, saved_views
from roster.services.lists import PAGE_SIZES
from roster.sheets.writer import MEDIA_TYPE
from roster.store.list_filter import BY_NAME, known_column
from roster.store.queries import FACETS
from roster.web.access import current_actor, permission_required
from roster.web.downloads import passing_file
from roster.web.filters import ListQuery, chosen_people, is_untidy, read_query
from roster.web.saved.views import ViewForm, is_open

blueprint = Blueprint("lists", __name__, url_prefix="/wards/<uuid:ward_id>/lists")

# Kept in memory up to here, then in a temporary file that has no name.


@blueprint.get("/<roster>")
@permission_required(Permission.VIEW_PEOPLE)
def show(ward_id: UUID, roster: str) -> Response | str:
    """One page of the list, with the filters that its address holds; what a form left empty leaves the address."""
    actor, today = current_actor(), clock.today()
    asked = read_query(actor, ward_id, roster, request.args, today)
    if is_untidy(request.args):
        return redirect(_link(asked, page=asked.page))
    habit = _offered_habit(asked)
    if habit and asked.keys is None:
        # Columns that the address names go before the officer's own, the usual ones too.
        asked = replace(asked, keys=DEFAULT_KEYS[roster] if "columns" in request.args else habit)
    whole = lists.whole_of(actor, asked.wanted)
    found = lists.list_page(actor, asked.wanted, keys=asked.keys, page=asked.page, size=asked.size, whole=whole)
    keys = asked.keys or DEFAULT_KEYS[roster]
    return render_template(
        "lists/show.html",
        roster=roster,
        asked=asked,
        found=found,
        facets=whole.facets,
        years=lists.years_on_offer(actor, ward_id, roster, today, asked.wanted.year),
        columns=lists.choosable_columns(actor, roster),
        shown_keys=keys,
        shown=[
            (key, " ".join(one.heading), _looks(one.width_mm))
            for key, one in zip(keys, found.table.definition.columns, strict=True)
        ],
        sizes=PAGE_SIZES,
        habit=habit,
        views=[(one, is_open(one, asked)) for one in saved_views.views_of(actor, ward_id, roster)],
        view_form=_view_form(roster),
        unlisted=_unlisted(asked),
        link=lambda **changes: _link(asked, **changes),
        page_link=lambda number: _link(asked, page=number),
        sort_link=lambda key: _sort_link(asked, key),
        name_place=keys.index("full_name"),
        value_link=_value_links(asked, whole),
        then_by=asked.wanted.then.removeprefix("-"),
        sorted_by=asked.wanted.sort if asked.wanted.sort != BY_NAME else "full_name",
    )


@blueprint.post("/<roster>/export")
@permission_required(Permission.EXPORT)
def export(ward_id: UUID, roster: str) -> Response:
    """The list, or the ticked rows of it, as a workbook."""
    actor, today = current_actor(), clock.today()
    asked = read_query(actor, ward_id, roster, request.args, today)
    wanted = asked.wanted.only(chosen_people(request.form))
    file = passing_file()
    lists.export_list(actor, g.ward, wanted, file, today, keys=asked.keys)
    file.seek(0)
    name = lists.file_name_of(roster, wanted.year, ".xlsx")
    return send_file(file, MEDIA_TYPE, as_attachment=True, download_name=name)


def _looks(width_mm: float) -> str:
    """How a column's cells are set on the page, by the width that they have on paper."""
    return "nowrap" if width_mm <= 20 else "medium" if width_mm < 30 else "long"


def _offered_habit(asked: ListQuery) -> tuple[str, ...] | None:
    """The columns that the officer opens this list with, as far as he may still see them."""
    actor, roster = current_actor(), asked.wanted.roster
    offered = {fact.key for fact in lists.choosable_columns(actor, roster)}
    keys = tuple(key for key in saved_views.columns_of_habit(actor, roster) or () if key in offered)
    return keys or None


def _view_form(roster: str) -> ViewForm:
    form = ViewForm(formdata=None, prefix="view-")
    form.with_year.data = roster == ENLISTMENT
    return form


def _unlisted(asked: ListQuery) -> list[tuple[str, str]]:
    """What narrows the list without a filter of its own on the page ("who has no citizen id"): (key, words)."""
    actor, roster = current_actor(), asked.wanted.roster
    facts = [known_column(roster, key) for key in asked.wanted.equals if key not in FACETS[roster]]
    return [(f.key, f"chưa ghi “{f.label}”") for f in facts if f is not None and actor.may_see(f.sensitivity)]


def _link(asked: ListQuery, **changes: Any) -> str:
    if "page" not in changes:
        changes["page"] = None
    return url_for("lists.show", roster=asked.wanted.roster, **asked.args(**changes))


def _sort_link(asked: ListQuery, key: str) -> str:
    """Order by this column; what was ordered by before stays the second key, as sorting twice in a spreadsheet does."""
    wanted = asked.wanted
    by = BY_NAME if key == "full_name" else key
    turns = wanted.sort == by and not wanted.descending
    then = wanted.then
    if wanted.sort not in {by, BY_NAME}:
        then = f"{'-' if wanted.descending else ''}{wanted.sort}"
    if by == BY_NAME or then.removeprefix("-") == by:
        then = ""
    return _link(asked, sort=by, desc="1" if turns else None, then=then)


def _value_links(asked: ListQuery, whole: lists.Whole) -> Callable[[str, str], str]:
    """From a column and the words of its cell to the list that is narrowed to them; "" where it is no filter."""
    values = {one.fact.key: {words: value for value, words in one.options} for one in whole.facets}

    @cache
    def link(key: str, words: str) -> str:
        value = values.get(key, {}).get(words)
        return _link(asked, **{key: value}) if value is not None else ""

    return link
