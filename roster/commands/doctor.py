"""`flask roster doctor`: what this computer lacks, in plain words."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from roster.commands.cli import RosterCommand, json_option, print_json

_SIGNS = {"good": "✓", "note": "–", "bad": "✗"}


@click.command("doctor", cls=RosterCommand, short_help="Kiểm tra máy và dữ liệu.")
@click.option("--production", is_flag=True, help="Kiểm tra cả những điều phải có trước khi nhập dữ liệu thật.")
@click.option("--starting", is_flag=True, help="Chỉ những điều phải có trước khi khởi động cho nhiều người dùng.")
@json_option
@with_appcontext
def doctor(production: bool, starting: bool, as_json: bool) -> None:
    """Kiểm tra máy: Python, Pango, phông chữ, in thử PDF, cơ sở dữ liệu, ổ đĩa, đồng hồ.

    Mỗi dòng: ✓ tốt, – cần biết, ✗ phải sửa. Mã thoát: 0 không có gì phải sửa, 1 có. Không thay đổi dữ liệu nào.
    """
    from roster.services import doctor as examination
    from roster.services.findings import Mark

    found = examination.examine(production=production, starting=starting)
    is_fit = all(finding.mark is not Mark.BAD for finding in found)
    if as_json:
        print_json({"fit": is_fit, "findings": [finding.as_dict() for finding in found]})
    else:
        for finding in found:
            click.echo(f"{_SIGNS[finding.mark]} {finding.sentence}")
            if finding.advice:
                click.echo(f"    → {finding.advice}")
        click.echo("Máy sẵn sàng." if is_fit else "Máy còn điều phải sửa (các dòng ✗).")
    if not is_fit:
        raise click.exceptions.Exit(1)
