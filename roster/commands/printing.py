"""`flask roster print`: an official list as PDF."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import click
from flask.cli import with_appcontext

from roster.columns.printed_lists import PRINTED_LISTS
from roster.commands.cli import Failure, RosterCommand, say
from roster.commands.database import prepare
from roster.commands.output import out_option, written_whole, year_option
from roster.commands.wards import find_ward, ward_option
from roster.domain.actor import SYSTEM
from roster.services import clock, lists, papers
from roster.services.papers import PaperOptions
from roster.store.db import db
from roster.store.list_filter import ListFilter
from roster.store.papers import Signatory

_NAMES = "\n\n".join(f"{key}: {one.name}." for key, one in PRINTED_LISTS.items())


def _show_lists(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        for key in PRINTED_LISTS:
            click.echo(key)
        ctx.exit()


@click.command("print", cls=RosterCommand, short_help="In một danh sách ra PDF theo mẫu.", epilog=_NAMES)
@click.argument("list_key", metavar="LIST", type=click.Choice(list(PRINTED_LISTS)))
@ward_option
@year_option
@out_option("TỆP.pdf")
@click.option(
    "--list", is_flag=True, is_eager=True, expose_value=False, callback=_show_lists,
    help="In tên các danh sách in được ra đầu ra chuẩn, mỗi dòng một tên.",
)  # fmt: skip
@with_appcontext
def print_list(list_key: str, ward_text: str, year: int | None, out: Path) -> None:
    """In danh sách LIST ra PDF theo thể thức Nghị định 30/2020/NĐ-CP.

    Người lập, người ký là người đang giữ chức vụ của phường, xã; ngày và số để trống để ghi tay. Lần in được ghi vào
    nhật ký.
    """
    prepare()
    ward = find_ward(ward_text)
    roster = PRINTED_LISTS[list_key].roster
    today = clock.today()
    year = year or lists.opening_year(SYSTEM, ward.id, roster, today)
    wanted = ListFilter(roster, ward.id, year, today=today)
    signing = papers.signatories_on(SYSTEM, ward.id, clock.today())
    options = PaperOptions(preparer_id=_first(signing[papers.PREPARER]), signer_id=_first(signing[papers.SIGNER]))
    with written_whole(out) as file:
        try:
            paper = papers.print_now(SYSTEM, ward, list_key, wanted, options)
        except OSError as error:
            if "library" not in str(error):
                raise
            raise Failure("Chưa in được PDF vì máy thiếu thư viện Pango. Hãy chạy: flask roster doctor") from error
        finally:
            db.session.rollback()
        file.write(paper.pdf)
    if paper.notice:
        say(paper.notice)
    for reason, count in paper.left_out_counts:
        say(f"Không đưa vào danh sách {count} người: {reason}.")
    say(f"Đã in {paper.rows} người, {paper.pages} trang, năm {wanted.year}, {ward.title}: {out}")


def _first(signatories: list[Signatory]) -> UUID | None:
    return signatories[0].id if signatories else None
