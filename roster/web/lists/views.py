"""The pages of a roster's list. They translate between HTTP and services.lists and decide nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import cache
from typing import Any
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.columns.catalogue import DEFAULT_KEYS, ENLISTMENT
from roster.domain.actor import Permission
from roster.services import clock, lists, saved_views
from roster.services.lists import PAGE_SIZES
from roster.sheets.writer import MEDIA_TYPE
from roster.store.list_filter import BY_NAME, known_column
from roster.store.queries import FACETS
from roster.web.access import current_actor, permission_required
from roster.web.downloads import file_to_keep
from roster.web.filters import MOST_KEYS, ListQuery, chosen_people, is_untidy, read_query, ticked_people
from roster.web.saved.views import ViewForm, is_open

blueprint = Blueprint("lists", __name__, url_prefix="/wards/<uuid:ward_id>/lists")

# Kept in memory up to here, then in a temporary file that has no name.


@blueprint.get("/<roster>")
@permission_required(Permission.VIEW_PEOPLE)
def show(ward_id: UUID, roster: str) -> Response | str:
    """One page of the list, with the filters that its address holds; what a form left empty leaves the address."""
    asked = read_query(current_actor(), ward_id, roster, request.args, clock.today())
    if is_untidy(request.args):
        return redirect(_link(asked, page=asked.page))
    return _page(asked)


@blueprint.route("/<roster>/turn", methods=["GET", "POST"])
@permission_required(Permission.VIEW_PEOPLE)
def turn(ward_id: UUID, roster: str) -> Response | str:
    """Another page of the list, with who was ticked on this one and before: nothing is kept in browser or address."""
    asked = read_query(current_actor(), ward_id, roster, request.args, clock.today())
    if request.method == "GET":  # the address of such a page, opened anew
        return redirect(_link(asked, page=asked.page))
    return _page(asked, ticked_people(request.form), everyone="everyone" in request.form)


def _page(asked: ListQuery, ticked: Collection[UUID] = (), *, everyone: bool = False) -> str:
    actor, today, ward_id, roster = current_actor(), clock.today(), asked.wanted.ward_id, asked.wanted.roster
    habit = _offered_habit(asked)
    if habit and asked.keys is None:
        # Columns that the address names go before the officer's own, the usual ones too.
        asked = replace(asked, keys=DEFAULT_KEYS[roster] if "columns" in request.args else habit)
    whole = lists.whole_of(actor, asked.wanted)
    found = lists.list_page(actor, asked.wanted, keys=asked.keys, page=asked.page, size=asked.size)
    keys = asked.keys or DEFAULT_KEYS[roster]
    return render_template(
        "lists/show.html",
        roster=roster,
        asked=asked,
        found=found,
        facets=whole.facets,
        years=lists.years_on_offer(actor, ward_id, roster, today, asked.wanted.year),
        columns=(columns := lists.choosable_columns(actor, roster)),
        headings={fact.key: fact.heading for fact in columns},
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
        ticked=frozenset(ticked),
        elsewhere=sorted(one.hex for one in set(ticked) - {row.person_id for row in found.table.rows}),
        everyone=everyone,
        turn_link=lambda number: url_for("lists.turn", roster=roster, **asked.args(page=number)),
        add_link=lambda key: _add_link(asked, key),
        order=_order(asked),
        most_keys=MOST_KEYS,
    )


@blueprint.post("/<roster>/export")
@permission_required(Permission.EXPORT)
def export(ward_id: UUID, roster: str) -> Response:
    """The list, or the ticked rows of it, as a workbook."""
    actor, today = current_actor(), clock.today()
    asked = read_query(actor, ward_id, roster, request.args, today)
    wanted = asked.wanted.only(chosen_people(request.form))
    return file_to_keep(
        lambda file: lists.export_list(actor, g.ward, wanted, file, today, keys=asked.keys),
        MEDIA_TYPE, lists.file_name_of(roster, wanted.year, ".xlsx"),
    )  # fmt: skip


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


def _order(asked: ListQuery) -> list[tuple[str, bool]]:
    """The columns that the list is ordered by, the first one first, each with whether it is turned round."""
    wanted = asked.wanted
    first = "full_name" if wanted.sort == BY_NAME else wanted.sort
    return [(first, wanted.descending), *wanted.then_keys]


def _sort_link(asked: ListQuery, key: str) -> str:
    """Order by this column; what was ordered by before comes behind it, as sorting twice in a spreadsheet does."""
    order = _order(asked)
    turned = order[0] == (key, False)
    return _order_link(asked, [(key, turned), *(one for one in order if one[0] not in {key, "full_name"})])


def _add_link(asked: ListQuery, key: str) -> str:
    """Put the column behind those that order the list already; one that is among them is turned round in its place."""
    order = _order(asked)
    if any(one == key for one, _ in order):
        return _order_link(asked, [(one, turned != (one == key)) for one, turned in order])
    kept = [one for one in order if one[0] != "full_name"]
    return _order_link(asked, [*kept[: MOST_KEYS - 1], (key, False)])


def _order_link(asked: ListQuery, order: list[tuple[str, bool]]) -> str:
    (first, turned), *further = order
    if first == "full_name":
        return _link(asked, sort=BY_NAME, desc="1" if turned else None, then="")
    then = ",".join(("-" if is_turned else "") + key for key, is_turned in further[: MOST_KEYS - 1])
    return _link(asked, sort=first, desc="1" if turned else None, then=then)


def _value_links(asked: ListQuery, whole: lists.Whole) -> Callable[[str, str], str]:
    """From a column and the words of its cell to the list that is narrowed to them; "" where it is no filter."""
    values = {one.fact.key: {words: value for value, words in one.options} for one in whole.facets}

    @cache
    def link(key: str, words: str) -> str:
        value = values.get(key, {}).get(words)
        return _link(asked, **{key: value}) if value is not None else ""

    return link
