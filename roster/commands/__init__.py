"""`flask roster …`: the program for scripts and for whoever looks after the computer."""

from roster.commands.assess import assess_facts
from roster.commands.audit import audit
from roster.commands.backups import backup, restore
from roster.commands.cli import RosterGroup
from roster.commands.database import init, move
from roster.commands.demo import demo
from roster.commands.doctor import doctor
from roster.commands.exports import export, form
from roster.commands.imports import import_workbook
from roster.commands.printing import print_list
from roster.commands.reports import report_command
from roster.commands.server import serve, worker
from roster.commands.targets import targets_command
from roster.commands.users import user

roster_cli = RosterGroup("roster", help="Quản lý danh sách của Ban Chỉ huy quân sự cấp xã.")
for _command in (
    init, move, backup, restore, demo, doctor, serve, worker, user, import_workbook, export, form, print_list,
    assess_facts, targets_command, report_command, audit,
):  # fmt: skip
    roster_cli.add_command(_command)

__all__ = ["roster_cli"]
