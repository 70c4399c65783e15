"""The ward that a command's --ward means."""

from __future__ import annotations

import click

from roster.commands.cli import Refusal
from roster.services import clock, units
from roster.services.units import AmbiguousWard
from roster.store.db import db
from roster.store.units import Unit

ward_option = click.option(
    "--ward", "ward_text", required=True, metavar="W",
    help="Tên hoặc mã của phường, xã; cả đơn vị đã giải thể. Tên trùng nhau: lấy đơn vị đang hoạt động hôm nay.",
)  # fmt: skip


def find_ward(text: str, *, keeps: bool = True) -> Unit:
    """The ward by name or code, out of the session, so that no transaction stays open while the command works.

    A ward of the country that the database lacks is added where the command `keeps` what it finds. Raises Refusal.
    """
    try:
        ward = units.find_ward(text, clock.today())
    except AmbiguousWard as error:
        db.session.rollback()
        raise Refusal(str(error)) from error
    if ward is None:
        db.session.rollback()
        raise Refusal(f"Không tìm thấy phường, xã “{text}”. Hãy ghi đúng tên (ví dụ “Phù Liễn”) hoặc mã (ví dụ 11446).")
    db.session.flush()
    db.session.expunge(ward)
    if keeps:
        db.session.commit()
    else:
        db.session.rollback()
    return ward
