"""Sheets that are no roster: units, duty, training, statistics. Columns are headings and widths, cells are text."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from roster.columns.list_definition import ChartLine, ListColumn, ListDefinition, PrintedChart
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
    "quota-places": "Tổng hợp chỉ tiêu theo địa bàn",
    "report-01a": "Kết quả đăng ký NVQS nam đủ 17 tuổi (01A)",
    "report-06": "Số lượng nam trong độ tuổi gọi nhập ngũ (06)",
    "reconciliation": "Kết quả đối chiếu danh sách",
}


@dataclass(frozen=True)
class PlainSheet:
    """A sheet ready to be shown, printed or exported. A row is a tuple of cells, a cell a tuple of text lines.

    `key` is one of PLAIN_SHEETS; `title` is written in capitals; `noun` is what the closing sentence counts,
    "" for a sheet without one. `marks` stand before the rows instead of running numbers; without them a sum, which
    is the first or the last row, bears no number.
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
    marks: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The sheet as JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> PlainSheet:
        """The sheet that `as_dict` gave."""
        columns = (
            PlainColumn(**one | {"heading": tuple(one["heading"]), "above": tuple(one["above"])})
            for one in kept["columns"]
        )
        charts = (
            PrintedChart(one["title"], tuple(ChartLine(**line) for line in one["lines"])) for one in kept["charts"]
        )
        rows = (tuple(tuple(cell) for cell in row) for row in kept["rows"])
        parts = {"columns": tuple(columns), "charts": tuple(charts), "rows": tuple(rows), "marks": tuple(kept["marks"])}
        return cls(**kept | parts)

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
            own_title=OWN_TITLES.get(self.key, "") if self.title.startswith(OWN_TITLES.get(self.key, "")) else "",
            **_form_of(self.key),
        )


# With what the title of a sheet begins, where a ward may word that otherwise. What the title says besides, of which
# day, class or plan it is, stays behind it; a sheet whose titles begin in several ways keeps its own.
OWN_TITLES: dict[str, str] = {
    "force-units": "TỔ CHỨC, BIÊN CHẾ VÀ QUÂN SỐ",
    "command-contacts": "DANH BẠ BAN CHỈ HUY QUÂN SỰ, THÔN ĐỘI TRƯỞNG, CHỈ HUY TỰ VỆ",
    "command-board": "CHỨC DANH BAN CHỈ HUY QUÂN SỰ VÀ CHỈ HUY CƠ SỞ",
    "command-history": "NGƯỜI GIỮ CHỨC BAN CHỈ HUY QUÂN SỰ QUA CÁC THỜI KỲ",
    "duty": "LỊCH TRỰC",
    "meetings": "LỊCH HỌP, SINH HOẠT",
    "militia-extract": "DANH SÁCH TRÍCH NGANG CÁN BỘ, CHIẾN SĨ DÂN QUÂN TỰ VỆ",
    "militia-selection": "CÔNG DÂN ĐÃ ĐĂNG KÝ, CHỜ TUYỂN CHỌN VÀO DÂN QUÂN TỰ VỆ",
    "militia-checks": "DÂN QUÂN TỰ VỆ: TRƯỜNG HỢP CẦN GIẢI QUYẾT",
    "militia-completion": "DANH SÁCH ĐỀ NGHỊ CÔNG NHẬN HOÀN THÀNH NGHĨA VỤ THAM GIA DÂN QUÂN TỰ VỆ",
    "militia-decisions": "DANH SÁCH QUYẾT ĐỊNH VỀ DÂN QUÂN TỰ VỆ",
    "militia-statistics": "TỔNG HỢP DÂN QUÂN TỰ VỆ THEO THÀNH PHẦN",
    "reserve-register": "SỔ ĐĂNG KÝ QUÂN NHÂN DỰ BỊ",
    "reserve-limits": "QUÂN NHÂN DỰ BỊ ĐẾN HẠN TUỔI GIẢI NGẠCH",
    "reserve-ranks": "DANH SÁCH ĐỀ NGHỊ PHONG, THĂNG QUÂN HÀM",
    "reserve-call": "DANH SÁCH QUÂN NHÂN DỰ BỊ GỌI",
    "reserve-training": "QUÂN NHÂN DỰ BỊ HẠNG HAI HUẤN LUYỆN LÊN HẠNG MỘT",
    "reserve-moves": "QUÂN NHÂN DỰ BỊ DI CHUYỂN, TẠM VẮNG, GIẢI NGẠCH",
    "reserve-statistics": "TỔNG HỢP QUÂN NHÂN DỰ BỊ",
    "training": "DANH SÁCH THAM GIA",
    "training-plans": "KẾ HOẠCH HUẤN LUYỆN",
    "training-owing": "DANH SÁCH CÒN THIẾU NGÀY HUẤN LUYỆN",
    "certificates": "DANH SÁCH CẤP CHỨNG NHẬN",
    "party-source": "DANH SÁCH NGUỒN PHÁT TRIỂN ĐẢNG",
    "political-quality": "THỐNG KÊ CHẤT LƯỢNG CHÍNH TRỊ",
    "targets": "KẾT QUẢ THỰC HIỆN",
    "targets-wards": "KẾT QUẢ THỰC HIỆN CHỈ TIÊU",
    "delivery-book": "SỔ GIAO NHẬN",
    "quota": "CHỈ TIÊU GIAO QUÂN",
    "quota-summary": "TỔNG HỢP CHỈ TIÊU VÀ KẾT QUẢ GIAO QUÂN",
    "quota-places": "TỔNG HỢP CHỈ TIÊU VÀ KẾT QUẢ TUYỂN QUÂN",
}
_WHOLE = frozenset({"command-history", "militia-completion"})  # their titles say nothing more

# Forms of many figures: what each is called, and the size of its letters.
_FORMS = {"report-01a": ("Biểu số: 01A", 8.5), "report-06": ("Biểu số: 06", 8.0)}
# Titled "BÁO CÁO": BC stands behind their numbers (Nghị định 30/2020/NĐ-CP, Phụ lục III). Other sheets are lists.
REPORT_SHEETS = frozenset({"report-01a", "report-06"})
_SUMS = ("tong cong", "cong")
_UPRIGHT = frozenset({"posting", "quota-summary"})
_WRITTEN_ON = frozenset({"delivery-book", "reserve-call", "training", "certificates"})  # by hand, row by row


def shown_marks(sheet: PlainSheet) -> tuple[str, ...]:
    """What stands before each row: its mark or its running number, nothing before a sum."""
    if sheet.marks:
        return sheet.marks
    last = len(sheet.rows) - 1
    sums = [place in (0, last) and fold(" ".join(row[0])) in _SUMS for place, row in enumerate(sheet.rows)]
    numbers = iter(range(1, len(sheet.rows) + 1))
    return tuple("" if is_sum else str(next(numbers)) for is_sum in sums)


def shape_of(key: str) -> ListDefinition:
    """A sheet before it has rows, for its settings: with all columns that it can have. Raises KeyError."""
    own_title = OWN_TITLES.get(key, "")
    title = own_title + (" NĂM {year}" if key not in _WHOLE else "") if own_title else PLAIN_SHEETS[key].upper()
    return ListDefinition(
        key=key, name=PLAIN_SHEETS[key], roster="", title=title, own_title=own_title,
        columns=tuple(map(_list_column, SHEET_COLUMNS.get(key, ()))), landscape=key not in _UPRIGHT,
        numbers_columns=False, **_form_of(key),
    )  # fmt: skip


def _form_of(key: str) -> dict[str, Any]:
    if key not in _FORMS:
        return {"least_lines": 2} if key in _WRITTEN_ON else {}
    form_number, font_size_pt = _FORMS[key]
    return {"form_number": form_number, "font_size_pt": font_size_pt, "is_dense": True}


def _list_column(one: PlainColumn) -> ListColumn:
    return ListColumn(
        one.heading, (), one.width_mm, centred=one.centred, strong=one.strong, key=one.key, above=one.above,
        fixed_mm=one.width_mm if one.is_fixed else 0.0, least_mm=one.least_mm,
    )  # fmt: skip


__all__ = ["PLAIN_SHEETS", "Lines", "PlainColumn", "PlainSheet", "shape_of", "shown_marks"]
