"""Sheets that are no roster: units, duty, training, statistics. Columns are headings and widths, cells are text."""

from __future__ import annotations

from dataclasses import dataclass

from roster.columns.list_definition import ListColumn, ListDefinition, PrintedChart
from roster.columns.plain_column import PlainColumn
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.domain.text import fold

Lines = tuple[str, ...]

# The name of each sheet, by the key that the journal keeps.
PLAIN_SHEETS: dict[str, str] = {
    "force-units": "Tổ chức, biên chế và quân số",
    "unit-roster": "Danh sách đơn vị dân quân tự vệ",
    "command-contacts": "Danh bạ Ban Chỉ huy quân sự",
    "command-board": "Chức danh Ban Chỉ huy quân sự và chỉ huy cơ sở",
    "command-history": "Người giữ chức Ban Chỉ huy quân sự qua các thời kỳ",
    "self-defence": "Đơn vị tự vệ cơ quan, tổ chức",
    "duty": "Lịch trực",
    "meetings": "Lịch họp, sinh hoạt",
    "militia-registration": "Công dân đăng ký nghĩa vụ tham gia dân quân tự vệ",
    "militia-extract": "Trích ngang đầy đủ dân quân tự vệ",
    "militia-selection": "Công dân đã đăng ký, chờ tuyển chọn vào dân quân tự vệ",
    "militia-checks": "Trường hợp dân quân tự vệ cần giải quyết",
    "militia-completion": "Đề nghị công nhận hoàn thành nghĩa vụ dân quân tự vệ",
    "militia-decisions": "Quyết định về dân quân tự vệ",
    "militia-statistics": "Tổng hợp dân quân tự vệ theo thành phần",
    "reserve-register": "Sổ đăng ký quân nhân dự bị",
    "reserve-limits": "Quân nhân dự bị đến hạn tuổi trong năm",
    "reserve-ranks": "Đề nghị phong, thăng quân hàm quân nhân dự bị",
    "reserve-call": "Quân nhân dự bị gọi huấn luyện, sinh hoạt",
    "reserve-training": "Quân nhân dự bị hạng hai huấn luyện lên hạng một",
    "reserve-moves": "Quân nhân dự bị di chuyển, tạm vắng",
    "reserve-statistics": "Tổng hợp quân nhân dự bị",
    "training": "Danh sách tham gia huấn luyện",
    "training-people": "Người huấn luyện theo từng số liệu",
    "training-plans": "Kế hoạch huấn luyện trong năm",
    "training-rates": "Tỷ lệ, kết quả huấn luyện",
    "training-owing": "Danh sách còn thiếu ngày huấn luyện",
    "certificates": "Danh sách cấp chứng nhận",
    "party-source": "Nguồn phát triển Đảng",
    "party-people": "Danh sách theo thống kê chất lượng chính trị",
    "political-quality": "Thống kê chất lượng chính trị",
    "targets": "Chỉ tiêu trong năm",
    "targets-wards": "Chỉ tiêu trong năm của các địa bàn",
    "delivery-book": "Sổ giao nhận giấy",
    "posting": "Bản niêm yết",
    "handed-over": "Công dân giao quân theo từng số liệu",
    "quota": "Chỉ tiêu giao quân được giao",
    "quota-summary": "Chỉ tiêu và kết quả giao quân",
    "report-01a": "Kết quả đăng ký NVQS nam đủ 17 tuổi (01A)",
    "report-06": "Số lượng nam trong độ tuổi gọi nhập ngũ (06)",
    "reconciliation": "Kết quả đối chiếu danh sách",
}


@dataclass(frozen=True)
class PlainSheet:
    """A sheet ready to be shown, printed or exported. A row is a tuple of cells, a cell a tuple of text lines.

    `key` is one of PLAIN_SHEETS; `title` is written in capitals; `noun` is what the closing sentence counts,
    "" for a sheet without one.
    Whoever builds one has masked what its reader may not see.
    """

    key: str
    title: str
    columns: tuple[PlainColumn, ...]
    rows: tuple[tuple[Lines, ...], ...]
    noun: str = "đồng chí"
    landscape: bool = True
    note: str = ""
    subtitle: str = ""
    charts: tuple[PrintedChart, ...] = ()

    @property
    def definition(self) -> ListDefinition:
        """The same as a list definition, for paper and workbook."""
        return ListDefinition(
            key=self.key,
            name=PLAIN_SHEETS[self.key],
            roster="",
            title=self.title.replace("{", "{{").replace("}", "}}"),
            columns=tuple(map(_list_column, self.columns)),
            noun=self.noun,
            landscape=self.landscape,
            note=self.note,
            numbers_columns=False,
            charts=self.charts,
            has_total=bool(self.rows) and fold(" ".join(self.rows[-1][0])).startswith("tong cong"),
        )


_UPRIGHT = frozenset({"posting", "quota-summary"})


def shape_of(key: str) -> ListDefinition:
    """A sheet before it has rows, for its settings: with all columns that it can have. Raises KeyError."""
    return ListDefinition(
        key=key, name=PLAIN_SHEETS[key], roster="", title=PLAIN_SHEETS[key].upper(),
        columns=tuple(map(_list_column, SHEET_COLUMNS.get(key, ()))), landscape=key not in _UPRIGHT,
        numbers_columns=False,
    )  # fmt: skip


def _list_column(one: PlainColumn) -> ListColumn:
    return ListColumn(one.heading, (), one.width_mm, centred=one.centred, strong=one.strong, key=one.key)


__all__ = ["PLAIN_SHEETS", "Lines", "PlainColumn", "PlainSheet", "shape_of"]
