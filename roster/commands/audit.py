"""`flask roster audit …`: is the journal as it was written, which seal is its newest, a new key where one is lost."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from roster.commands.cli import Refusal, RosterCommand, RosterGroup, json_option, print_json, say
from roster.commands.database import prepare
from roster.services import audit_check, clock
from roster.services.journal import head_now
from roster.store import audit_chain
from roster.store.audit_chain import AuditKeyFault
from roster.store.audit_heads import heads_path, line_of, read_heads

audit = RosterGroup("audit", help="Nhật ký: kiểm tra niêm phong, lấy dấu cuối, làm khóa mới.")


@audit.command("verify", cls=RosterCommand, short_help="Kiểm tra nhật ký còn nguyên không.")
@click.option(
    "--head", "files", multiple=True, metavar="TỆP", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Tệp dấu niêm phong giữ ở nơi khác (audit_heads.txt trên USB, máy khác); ghi được nhiều lần.",
)  # fmt: skip
@click.option("--head-hash", metavar="DẤU", default="", help="64 ký tự của dấu niêm phong đã in ra giấy.")
@json_option
@with_appcontext
def verify(files: tuple[Path, ...], head_hash: str, as_json: bool) -> None:
    """Tính lại dấu niêm phong của mọi việc trong nhật ký, nêu từng chỗ bị sửa, xóa, đổi chỗ, thêm hoặc cắt bớt.

    Mã thoát: 0 nhật ký còn nguyên; 1 có chỗ không còn nguyên; 2 không kiểm tra được (thiếu khóa, thiếu dấu cuối đã
    giữ nên không biết phần cuối có bị cắt không, tham số sai).
    """
    digits = "".join(head_hash.split()).lower()
    if digits and (len(digits) != 64 or set(digits) - set("0123456789abcdef")):
        raise Refusal("Dấu niêm phong gồm 64 ký tự 0–9, a–f; dấu cách không tính.")
    known = [*([heads_path()] if heads_path().is_file() else []), *files]
    heads = [head for path in known for head in read_heads(path)]
    for path in files:
        if not read_heads(path):
            raise Refusal(f"Tệp {path} không có dòng dấu niêm phong nào.")
    try:
        found = audit_check.verify_with_end(heads, digits)
    except AuditKeyFault as fault:
        raise Refusal(fault.message) from None
    if as_json:
        head = found.head._asdict() if found.head else None
        faults = [place.as_dict() for place in found.faults]
        print_json(
            {
                "intact": not faults and not found.doubts, "entries": found.entries, "head": head, "faults": faults,
                "doubts": found.doubts, "notes": found.notes,
            }
        )  # fmt: skip
    else:
        for place in found.faults:
            click.echo(f"✗ {place.sentence}")
        for sentence in found.doubts:
            click.echo(f"? {sentence}")
        for sentence in found.notes:
            click.echo(f"– {sentence}")
        last = f"; dấu cuối: số {found.head.number}, {found.head.mac}" if found.head else ""
        state = "không kết luận được là còn nguyên" if found.doubts else "còn nguyên"
        if found.faults:
            state = f"có {len(found.faults)} chỗ không còn nguyên"
        say(f"Nhật ký {state}: {found.entries} việc, đối chiếu {found.heads_compared} dấu đã giữ{last}.")
    if found.faults or found.doubts:
        raise click.exceptions.Exit(1 if found.faults else 2)


@audit.command("head", cls=RosterCommand, short_help="In dấu niêm phong cuối.")
@with_appcontext
def head() -> None:
    """In dấu niêm phong cuối thành một dòng, để cất ở nơi khác.

    Ví dụ: flask roster audit head >> /media/usb/audit_heads.txt
    """
    prepare()
    newest = head_now()
    if newest is None:
        raise Refusal("Nhật ký chưa có việc nào.")
    click.echo(line_of(*newest, clock.now()))


@audit.command("new-key", cls=RosterCommand, short_help="Làm khóa mới khi khóa nhật ký đã mất.")
@click.option("--yes", "is_sure", is_flag=True, help="Xác nhận: khóa cũ không tìm lại được.")
@with_appcontext
def new_key(is_sure: bool) -> None:
    """Làm khóa nhật ký mới khi khóa cũ đã mất hẳn, niêm phong lại mọi việc như lúc tìm thấy.

    Dấu cũ vẫn được giữ. Hãy tìm khóa trong bản sao lưu trước: chuỗi mới không nói được nhật ký cũ đã bị sửa hay chưa.
    """
    if not is_sure:
        raise Refusal("Hãy tìm khóa cũ trong bản sao lưu trước. Không còn thì thêm --yes để làm khóa mới.")
    try:
        made = audit_chain.begin_anew()
    except AuditKeyFault as fault:
        raise Refusal(fault.message) from None
    say(f"Đã làm khóa mới và niêm phong lại {made.number} việc. Hãy sao lưu và in dấu niêm phong ngay.")
