"""The page with a grid of cells. It translates between HTTP and services.grid_entry and decides nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from roster.columns.catalogue import ROSTERS
from roster.domain.actor import Permission
from roster.domain.text import clean
from roster.services import clock, grid_entry, people
from roster.services.grid_entry import MOST_ROWS, USUAL_KEYS, Faults, Spread, grid_columns
from roster.services.lists import default_year
from roster.web.access import current_actor, permission_required
from roster.web.office_form import OfficeForm, WholeNumberField
from roster.web.shell import show_count

blueprint = Blueprint("grid", __name__, url_prefix="/wards/<uuid:ward_id>/grid")

_ROWS = 20
_LONGEST_CELL = 500
_CELL = re.compile(r"c-(\d{1,3})-([a-z_]{1,40})")


class GridForm(OfficeForm):
    """What holds for all rows, and cells pasted where no script spreads them."""

    year = WholeNumberField(
        "Năm", [InputRequired("Hãy nhập năm."), NumberRange(2000, 2100, "Năm phải từ 2000 đến 2100.")],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )  # fmt: skip
    neighbourhood = StringField(
        "Tổ dân phố chung", [Length(max=100, message="Không quá 100 ký tự.")],
        description="Điền cho những dòng để trống ô tổ dân phố",
        render_kw={"autocomplete": "off", "maxlength": 100},
    )  # fmt: skip
    pasted = TextAreaField(
        "Ô chép từ Excel",
        [Length(max=400_000, message="Nhiều ô quá. Với bảng lớn, hãy dùng trang Nhập từ Excel.")],
        render_kw={"rows": 4, "autocomplete": "off", "spellcheck": "false", "wrap": "off"},
    )


@blueprint.get("/<roster>")
@permission_required(Permission.IMPORT)
def show(ward_id: UUID, roster: str) -> str:
    """An empty grid with the roster's usual columns, or those that the address names."""
    _demand_roster(roster)
    form = GridForm(formdata=None)
    form.year.data = default_year(roster, clock.today())
    return _page(roster, form, _keys(roster, request.args.getlist("columns")), [])


@blueprint.post("/<roster>")
@permission_required(Permission.IMPORT)
def take(ward_id: UUID, roster: str) -> Response | tuple[str, int] | str:
    """Show other columns, more rows or pasted cells; else check the grid and go on to the import's preview."""
    _demand_roster(roster)
    form, keys, rows = GridForm(), _keys(roster, request.form.getlist("columns")), _sent_rows(roster)
    is_sound = form.validate()
    pasted, full_rows = (form.pasted.data or "").strip("\r\n"), [row for row in rows if any(row.values())]
    room = MOST_ROWS - len(full_rows)
    # What found no room does not keep the full grid from going on.
    if pasted.strip() and not form.pasted.errors and (room or request.form.get("arrange") == "paste"):
        found = grid_entry.spread(roster, keys, pasted, room)
        rows = [*full_rows, *found.rows] if found.rows else rows
        keys = _keys(roster, [*keys, *(key for row in rows for key in row)])
        form.pasted.data = found.rest
        return _page(roster, form, keys, rows, told=_told(found, len(keys)))
    if "arrange" in request.form:
        return _page(roster, form, keys, rows, more=_ROWS if request.form["arrange"] == "more" else 0)
    common = clean(form.neighbourhood.data or "")
    full = [
        {**row, "neighbourhood": row.get("neighbourhood") or common} if common and any(row.values()) else row
        for row in rows
    ]
    faults = grid_entry.faults_of(roster, full, clock.today())
    if not any(any(row.values()) for row in rows):
        form.form_errors.append("Bảng còn trống: hãy nhập ít nhất một người.")
        is_sound = False
    if not is_sound or faults:
        return _page(roster, form, keys, rows, faults), 422
    if pasted.strip():
        left = grid_entry.spread(roster, keys, pasted, 0).left
        flash(
            f"{show_count(left)} dòng dán thừa không có trong lần nhập này: ghi xong xin mở bảng mới và dán tiếp.",
            "warning",
        )
    batch = grid_entry.bring(current_actor(), ward_id, roster, form.year.data, full)
    return redirect(url_for("imports.show", batch_id=batch.id), 303)


def _demand_roster(roster: str) -> None:
    if roster not in ROSTERS:
        abort(404)


def _keys(roster: str, asked: Sequence[str]) -> tuple[str, ...]:
    """The columns that are shown, in the order of the usual ones, then of the catalogue; always with the name."""
    wanted = {"full_name", *asked} if asked else set(USUAL_KEYS[roster])
    known = [one.key for one in grid_columns(roster)]
    order = [*USUAL_KEYS[roster], *(key for key in known if key not in USUAL_KEYS[roster])]
    return tuple(key for key in order if key in wanted)


def _told(found: Spread, columns: int) -> list[str]:
    """What of pasted cells did not go into the grid, in sentences."""
    told = []
    if found.too_wide:
        told.append(
            f"Chưa điền gì: các ô đã chép có {columns + found.too_wide} cột, bảng chỉ có {columns} cột. Hãy thêm cột ở "
            "“Cột của bảng”, hoặc chép cả dòng tên cột, rồi bấm “Điền vào bảng”. Các ô đã chép còn trong ô lớn."
        )
    elif found.left:
        told.append(
            f"Bảng nhận nhiều nhất {show_count(MOST_ROWS)} dòng nên còn {show_count(found.left)} dòng chưa vào, đang "
            "giữ trong ô lớn. Ghi xong bảng này thì mở bảng mới và dán tiếp; nhiều hơn thì dùng trang Nhập từ Excel."
        )
    if found.unknown:
        told.append(f"Không có cột nào tên là {', '.join(f'“{one}”' for one in found.unknown)} nên để lại cột ấy.")
    return told


def _sent_rows(roster: str) -> list[dict[str, str]]:
    known = {one.key for one in grid_columns(roster)}
    rows: list[dict[str, str]] = []
    for name, text in request.form.items():
        found = _CELL.fullmatch(name)
        if found and found[2] in known and int(found[1]) < MOST_ROWS:
            rows.extend({} for _ in range(int(found[1]) + 1 - len(rows)))
            rows[int(found[1])][found[2]] = clean(text)[:_LONGEST_CELL]
    return rows


def _page(
    roster: str, form: GridForm, keys: tuple[str, ...], rows: Sequence[dict[str, str]], faults: Faults | None = None,
    more: int = 0, told: Sequence[str] = (),
) -> str:  # fmt: skip
    by_key = {one.key: one for one in grid_columns(roster)}
    hidden = {key for key, _ in [(key, text) for row in rows for key, text in row.items() if text]} - set(keys)
    keys = _keys(roster, [*keys, *hidden])  # a column that holds something does not go
    count = min(MOST_ROWS, max(_ROWS, len(rows)) + more)
    return render_template(
        "grid/show.html",
        roster=roster,
        rosters=ROSTERS,
        form=form,
        shown=[by_key[key] for key in keys],
        columns=by_key.values(),
        rows=[rows[number] if number < len(rows) else {} for number in range(count)],
        faults=faults or {},
        fault_list=[(number, by_key[key], " ".join(found)) for (number, key), found in (faults or {}).items()],
        most=MOST_ROWS,
        told=told,
        neighbourhoods=people.known_neighbourhoods(current_actor(), g.ward.id, clock.today()),
    )
