"""The duty roster on paper: a line a day, a column a role."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from roster.columns.plain_sheets import Lines, PlainColumn, PlainSheet
from roster.domain.actor import Actor, Sensitivity
from roster.domain.duty import month_of
from roster.services.duty import DutyDay, roster_of
from roster.services.force_sheets import shown_phone

_DAY_MM, _NOTES_MM = 40.0, 30.0
_PORTRAIT_MM, _LANDSCAPE_MM = 157.0, 244.0  # between the margins, without the running number
_MOST_IN_PORTRAIT = 2


def duty_sheet(actor: Actor, ward_id: UUID, first: date, last: date) -> PlainSheet:
    """The roster of a week, a month or any days, for paper and workbook. Raises NotFound, NotAllowed."""
    roster = roster_of(actor, ward_id, first, last)
    used = {one.role for day in roster.days for one in day.shifts}
    roles = [role for role in roster.roles if role in used] or list(roster.roles)
    is_broad = len(roles) > _MOST_IN_PORTRAIT
    width = ((_LANDSCAPE_MM if is_broad else _PORTRAIT_MM) - _DAY_MM - _NOTES_MM) / len(roles)
    columns = (
        PlainColumn(("Thứ, ngày",), _DAY_MM, strong=True),
        *(PlainColumn((role,), width) for role in roles),
        PlainColumn(("Ghi chú",), _NOTES_MM),
    )
    may_see = actor.may_see(Sensitivity.IDENTITY)
    rows = tuple(_row(day, roles, may_see) for day in roster.days)
    if (first, last) == month_of(first):
        title = f"LỊCH TRỰC THÁNG {first.month} NĂM {first.year}"
    else:
        title = f"LỊCH TRỰC TỪ NGÀY {first:%d/%m/%Y} ĐẾN NGÀY {last:%d/%m/%Y}"
    return PlainSheet("duty", title, columns, rows, noun="", landscape=is_broad)


def _row(day: DutyDay, roles: list[str], may_see: bool) -> tuple[Lines, ...]:
    cells: list[Lines] = []
    for role in roles:
        names = []
        for one in day.of_role(role):
            phone = shown_phone(one.phone, may_see)
            names.append(f"{one.full_name} – {phone}" if phone else one.full_name)
        cells.append(tuple(names) or ("",))
    notes = [day.occasion, *dict.fromkeys(one.notes for one in day.shifts if one.notes)]
    return ((f"{day.weekday}, {day.day:%d/%m/%Y}",), *cells, tuple(note for note in notes if note) or ("",))
