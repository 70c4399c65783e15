"""`flask roster report`: the periodic report of a ward as PDF, Word or Excel."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from roster.commands.cli import Failure, Refusal, RosterCommand, say
from roster.commands.database import prepare
from roster.commands.output import out_option, written_whole
from roster.commands.wards import find_ward, ward_option
from roster.domain.actor import SYSTEM
from roster.domain.report_periods import Period, period_of_key
from roster.services import report_sending
from roster.services.faults import Invalid
from roster.services.issued_papers import Tampered
from roster.services.report_reading import DRAFT, SENT
from roster.services.report_sheets import DOCUMENT, PDF, WORKBOOK
from roster.store.db import db

_WORDS = {
    SENT: "bản đã gửi",
    DRAFT: "bản nháp đang soạn",
    report_sending.COUNTED: "bản dự thảo từ số liệu, chưa có ai soạn",
}


@click.command("report", cls=RosterCommand, short_help="Báo cáo định kỳ ra PDF, Word hoặc Excel.")
@ward_option
@click.option(
    "--period", "period_text", required=True, metavar="KỲ",
    help="Kỳ báo cáo: 2026-03 (tháng), 2026-Q1 (quý), 2026-H1 (6 tháng), 2026 (năm).",
)  # fmt: skip
@out_option("TỆP.pdf|.docx|.xlsx")
@with_appcontext
def report_command(ward_text: str, period_text: str, out: Path) -> None:
    """Báo cáo của kỳ theo thể thức Nghị định 30/2020/NĐ-CP; loại tệp theo đuôi của TỆP.

    Báo cáo đã gửi được lấy đúng như khi gửi. Báo cáo chưa gửi hoặc chưa soạn ra bản dự thảo; lệnh này không lưu báo cáo
    nào. Mỗi lần lấy được ghi vào nhật ký.
    """
    prepare()
    period = _period(period_text)
    kind = out.suffix.removeprefix(".").lower()
    if kind not in {PDF, DOCUMENT, WORKBOOK}:
        raise Refusal(f"Tên tệp “{out}” phải có đuôi .pdf, .docx hoặc .xlsx.")
    ward = find_ward(ward_text)
    with written_whole(out) as file:
        try:
            what = report_sending.take_period(SYSTEM, ward, period, kind, file)
        except Invalid as error:
            raise Refusal(str(error)) from error
        except Tampered as error:
            raise Failure("Tệp lưu của báo cáo đã gửi bị mất hoặc bị thay đổi. Hãy khôi phục từ sao lưu.") from error
        except OSError as error:
            if "library" not in str(error):
                raise
            raise Failure("Chưa in được PDF vì máy thiếu thư viện Pango. Hãy chạy: flask roster doctor") from error
        finally:
            db.session.rollback()
    say(f"Đã ghi báo cáo {period.name} của {ward.title} ({_WORDS[what]}): {out}")


def _period(text: str) -> Period:
    try:
        return period_of_key(text)
    except ValueError as error:
        raise Refusal(f"Kỳ “{text}” không đọc được. Hãy ghi như 2026-03, 2026-Q1, 2026-H1 hoặc 2026.") from error
