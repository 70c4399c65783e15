"""Sheets of the workbook that are not of what is brought in: another year's, another roster's. Each says why."""

from __future__ import annotations

import re
from collections.abc import Sequence

from roster.domain.choices import ROSTER, label_of
from roster.intake.plan import PlannedSheet

_CHOOSE = "hãy chọn trang này nếu cần nhập."


def set_aside(sheets: Sequence[PlannedSheet], roster: str, year: int) -> set[str]:
    """Leave out the sheets of other years and other rosters where one of what is asked is left; their names.

    Where every sheet is another roster's, nothing is left out and each says so as a doubt, for the officer to settle.
    """
    return _other_years(sheets, year) | _other_rosters(sheets, roster)


def _other_years(sheets: Sequence[PlannedSheet], year: int) -> set[str]:
    years = {s.name: s.years | {int(y) for y in re.findall(r"(?<!\d)20\d\d(?!\d)", s.name)} for s in sheets if s.used}
    if not any(year in said for said in years.values()):
        return set()
    return {
        _put_aside(
            sheet,
            f"Trang ghi năm {', '.join(map(str, sorted(years[sheet.name])))} nên để riêng, vì tệp có trang của năm "
            f"{year} đang nhập; {_CHOOSE}",
        )
        for sheet in sheets
        if sheet.used and years[sheet.name] and year not in years[sheet.name]
    }


def _other_rosters(sheets: Sequence[PlannedSheet], roster: str) -> set[str]:
    others = [sheet for sheet in sheets if sheet.used and sheet.rosters and roster not in sheet.rosters]
    asked = label_of(ROSTER, roster)
    if all(sheet in others for sheet in sheets if sheet.used):
        for sheet in others:
            sheet.doubts += (
                f"Tiêu đề nói đây là danh sách {_said(sheet)}, khác với danh sách {asked} đang nhập. Hãy kiểm tra.",
            )
        return set()
    return {
        _put_aside(
            sheet,
            f"Trang là danh sách {_said(sheet)} nên để riêng, vì tệp có trang khác cho danh sách {asked} đang nhập. "
            f"Hãy nhập tệp này lần nữa vào danh sách {_said(sheet)}; nếu trang vẫn thuộc danh sách đang nhập thì "
            f"{_CHOOSE}",
        )
        for sheet in others
    }


def _said(sheet: PlannedSheet) -> str:
    return " hoặc ".join(label_of(ROSTER, name) for name in sorted(sheet.rosters))


def _put_aside(sheet: PlannedSheet, reason: str) -> str:
    """Its name; nothing of a sheet that is not brought in has to be settled."""
    sheet.used, sheet.reason, sheet.doubts = False, reason, ()
    return sheet.name
