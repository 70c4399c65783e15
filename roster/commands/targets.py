"""`flask roster targets`: where the targets of item 5 stand."""

from __future__ import annotations

from datetime import date

import click
from flask.cli import with_appcontext

from roster.commands.cli import Refusal, RosterCommand, json_option, print_json, say
from roster.commands.database import prepare
from roster.commands.wards import find_ward, ward_option
from roster.domain.actor import SYSTEM
from roster.domain.dates import read_date
from roster.domain.targets import figure_words
from roster.services import clock, targets


@click.command("targets", cls=RosterCommand)
@ward_option
@click.option("--on", "on_text", metavar="DATE", help="Ngày tính, 2026-11-25 hoặc 25/11/2026; không ghi: hôm nay.")
@json_option
@with_appcontext
def targets_command(ward_text: str, on_text: str | None, as_json: bool) -> None:
    """Số liệu các chỉ tiêu của mục 5 Chỉ thị, tính đến một ngày."""
    prepare()
    ward = find_ward(ward_text)
    on = _day(on_text) if on_text else clock.today()
    standings = targets.standings_of_ward(SYSTEM, ward.id, on)
    if as_json:
        print_json({"targets": [standing.as_dict() for standing in standings]})
        return
    for standing in standings:
        value = "chưa có số liệu" if standing.value is None else figure_words(standing.value)
        is_number = isinstance(standing.value, int | float) and not isinstance(standing.value, bool)
        unit = f" {standing.kind.unit}" if is_number else ""
        say(f"{standing.kind.label}: {value}{unit} – {standing.state_label}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        found = read_date(text, today=clock.today()).value
    if not found or len(found) != len("2026-11-25"):
        raise Refusal(f"Ngày “{text}” không đọc được. Hãy ghi như 2026-11-25 hoặc 25/11/2026.")
    return date.fromisoformat(found)
