"""`flask roster export`: a roster as .xlsx."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from roster.columns.catalogue import ROSTERS
from roster.commands.cli import RosterCommand, say
from roster.commands.database import prepare
from roster.commands.output import out_option, written_whole, year_option
from roster.commands.wards import find_ward, ward_option
from roster.domain.actor import SYSTEM
from roster.services import clock, lists
from roster.store.list_filter import ListFilter


@click.command("export", cls=RosterCommand)
@click.argument("roster", type=click.Choice(ROSTERS))
@ward_option
@year_option
@out_option("TỆP.xlsx")
@with_appcontext
def export(roster: str, ward_text: str, year: int | None, out: Path) -> None:
    """Xuất một danh sách ra bảng tính Excel.

    Tệp đã có cùng tên được thay bằng tệp mới. Lần xuất được ghi vào nhật ký.
    """
    prepare()
    ward = find_ward(ward_text)
    wanted = ListFilter(roster, ward.id, year or lists.opening_year(SYSTEM, ward.id, roster, clock.today()))
    with written_whole(out) as file:
        count = lists.export_list(SYSTEM, ward, wanted, file, clock.today())
    say(f"Đã xuất {count} người, năm {wanted.year}, {ward.title}: {out}")
