"""`flask roster assess`: the answer of the law for citizens given as lines of JSON, without touching the database."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from typing import Any

import click

from roster.commands.cli import RosterCommand
from roster.domain.law.age import AgeReading
from roster.domain.law.enlistment import assess
from roster.domain.law.facts import FactError
from roster.domain.law.verdicts import Assessment
from roster.domain.law.versions import NoRuleInForce

EXIT_BAD_LINE = 2
_DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])


class _BadLine(ValueError):
    pass


@click.command("assess", cls=RosterCommand)
@click.option("--handover", type=_DAY, required=True, help="Ngày dự kiến giao quân (2025-02-13 hoặc 13/02/2025).")
@click.option("--on", "asked_on", type=_DAY, required=True, help="Ngày đặt câu hỏi; áp dụng quy định của ngày này.")
@click.option("--age-reading", type=click.Choice(["A", "B"]), help="Cách hiểu “hết 25/27 tuổi” đã được kết luận.")
def assess_facts(handover: datetime, asked_on: datetime, age_reading: AgeReading | None) -> None:
    """Xét từng công dân có được gọi nhập ngũ hay không.

    Đọc từ đầu vào chuẩn mỗi dòng một công dân {"id": …, "facts": {…}}, in mỗi dòng một kết luận
    {"id", "verdict", "reasons", "until"}. Dòng không đọc được: báo số dòng ở đầu ra lỗi, mã thoát 2.
    """
    has_bad_line = False
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        try:
            answer = _answer(line, handover.date(), asked_on.date(), age_reading)
        except (_BadLine, FactError, NoRuleInForce) as error:
            has_bad_line = True
            click.echo(f"Dòng {number}: {error}", err=True)
        else:
            # Bytes, so that the answer is UTF-8 whatever the code page of the console.
            click.echo(json.dumps(answer, ensure_ascii=False).encode())
    if has_bad_line:
        raise click.exceptions.Exit(EXIT_BAD_LINE)


def _answer(line: bytes, handover: date, on: date, age_reading: AgeReading | None) -> dict[str, Any]:
    try:
        case = json.loads(line.decode("utf-8-sig"), object_pairs_hook=_without_repeats)
    except _BadLine:
        raise
    except (ValueError, RecursionError):
        raise _BadLine("không phải là một dòng JSON hợp lệ.") from None
    if not isinstance(case, dict) or not isinstance(case.get("id"), str | int) or "facts" not in case:
        raise _BadLine("phải có dạng {“id”: …, “facts”: {…}}.")
    return {"id": case["id"], **_as_json(assess(case["facts"], handover=handover, on=on, age_reading=age_reading))}


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys each stand once: of two "claims", JSON would silently keep the last."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _BadLine("có mục được ghi hai lần.")
    return found


def _as_json(assessment: Assessment) -> dict[str, Any]:
    return {
        "verdict": str(assessment.verdict),
        "reasons": [{"citation": reason.citation, "text": reason.text} for reason in assessment.reasons],
        "until": assessment.until,
    }
