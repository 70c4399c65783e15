"""The outcome of a reconciliation as a sheet to be printed or sent to the other keeper."""

from __future__ import annotations

from roster.columns import catalogue
from roster.columns.column import Column, Value
from roster.columns.plain_sheets import Lines, PlainSheet
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.columns.showers import show_flag, show_yes_no
from roster.domain.actor import Actor
from roster.intake.reconcile import GROUP_LABELS, KEPT, ONLY_HERE, TAKEN, Compared
from roster.listing.table import masked
from roster.services.reconciliation import Reconciliation
from roster.services.ward_words import WardWords


def shown_value(actor: Actor, roster: str, key: str, value: Value) -> str:
    """A value of a comparison as people read it, masked where the actor may not see it."""
    column = column_of(roster, key)
    if column is None:
        return "" if value is None else str(value)
    if isinstance(value, bool):  # in a sentence a lone "x" says nothing
        shown = show_yes_no(value)
    elif isinstance(value, str) and column.shower is show_flag:
        shown = value
    else:
        try:
            shown = column.show(value)
        except ValueError:  # a row that could not be compared keeps what its cell said
            shown = str(value)
    if column.sensitivity is None or actor.may_see(column.sensitivity):
        return shown
    return masked(shown, column.sensitivity)


def column_of(roster: str, key: str) -> Column | None:
    """The column with that key, None for what is no column."""
    try:
        return catalogue.column(roster, key)
    except KeyError:
        return None


def settled_words(one: Compared, settled: str) -> str:
    """What was settled, in words; "" while it is open."""
    if settled == KEPT:
        return "Vẫn do phường quản lý" if one.group == ONLY_HERE else "Giữ theo sổ"
    if settled == TAKEN:
        return "Đã thêm vào sổ" if not one.differences else "Đã lấy theo danh sách kia"
    return ""


def facts_of(actor: Actor, found: Reconciliation, one: Compared) -> tuple[str, str, str]:
    """Name, birth date and citizen id of somebody of the comparison, as the actor may see them."""
    roster = found.plan.roster
    if one.absent is not None:
        ours = found.ours.get(one.absent.person_id)
        values: tuple[Value, Value, Value] = (
            one.absent.full_name, one.absent.birth_date, ours.citizen_id if ours else None
        )  # fmt: skip
    else:
        fields = one.row.fields if one.row else {}
        values = (fields.get("full_name"), fields.get("birth_date"), fields.get("citizen_id"))
    name, born, number = (
        shown_value(actor, roster, key, value)
        for key, value in zip(("full_name", "birth_date", "citizen_id"), values, strict=True)
    )
    return name, born, number


def sheet_of(
    actor: Actor, found: Reconciliation, people: list[Compared], keeper: str, narrowed: str, of_ward: WardWords = str
) -> PlainSheet:
    """The people as a sheet. `keeper` is whose list was compared, `narrowed` what the sheet was narrowed to.

    `of_ward` puts the program's words into those of the ward.
    """
    of_whom = f" VỚI DANH SÁCH CỦA {keeper.upper()}" if keeper else ""
    return PlainSheet(
        "reconciliation",
        f"KẾT QUẢ ĐỐI CHIẾU{of_whom}",
        SHEET_COLUMNS["reconciliation"],
        tuple(_row(actor, found, one, of_ward) for one in people),
        noun="người",
        subtitle=narrowed,
        note=narrowed,
    )


def _row(actor: Actor, found: Reconciliation, one: Compared, of_ward: WardWords) -> tuple[Lines, ...]:
    name, born, number = facts_of(actor, found, one)
    roster = found.plan.roster
    differences = []
    for each in one.differences:
        column = column_of(roster, each.key)
        ours, theirs = (shown_value(actor, roster, each.key, value) for value in (each.ours, each.theirs))
        differences.append(f"{column.heading if column else each.key}: {ours or '(trống)'} | {theirs or '(trống)'}")
    if one.differences:
        words = list(dict.fromkeys(settled_words(one, each.settled) for each in one.differences))
    else:
        words = [settled_words(one, one.settled)]
    problems = [p.message for p in one.row.problems] if one.row is not None and one.group == "unclear" else []
    return (
        (name,), (born,), (number,), (found.neighbourhood_of(one),), (GROUP_LABELS[one.group],),
        tuple(differences or problems), tuple(of_ward(word) for word in words if word),
    )  # fmt: skip
