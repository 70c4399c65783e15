"""`flask roster export` and `flask roster form`: a roster, or a form to fill in for one, as .xlsx."""

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
from roster.services import blank_forms, clock, lists
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
    today = clock.today()
    year = year or lists.opening_year(SYSTEM, ward.id, roster, today)
    wanted = ListFilter(roster, ward.id, year, today=today)
    with written_whole(out) as file:
        count = lists.export_list(SYSTEM, ward, wanted, file, clock.today())
    say(f"Đã xuất {count} người, năm {wanted.year}, {ward.title}: {out}")


@click.command("form", cls=RosterCommand)
@click.argument("roster", type=click.Choice(ROSTERS))
@ward_option
@year_option
@click.option("--filled", is_flag=True, help="Ghi sẵn người đang có, để bổ sung chỗ thiếu.")
@click.option("--neighbourhood", metavar="N", help="Chỉ người của tổ dân phố này (cùng --filled).")
@out_option("TỆP.xlsx")
@with_appcontext
def form(roster: str, ward_text: str, year: int | None, filled: bool, neighbourhood: str | None, out: Path) -> None:
    """Tạo biểu mẫu để gửi cho tổ dân phố, trường học, cơ quan điền."""
    prepare()
    ward, today = find_ward(ward_text), clock.today()
    year = year or lists.opening_year(SYSTEM, ward.id, roster, today)
    with written_whole(out) as file:
        if filled:
            count = blank_forms.write_filled_form(SYSTEM, ward, roster, year, file, today, neighbourhood)
        else:
            count = 0
            blank_forms.write_blank_form(SYSTEM, ward, roster, year, file, today)
    said = f"có sẵn {count} người" if filled else "để trống"
    say(f"Đã tạo biểu mẫu {said}, năm {year}, {ward.title}: {out}")
