"""The columns of the call-up's reports of figures: Biểu số 01A (30 columns) and 06 (37), as the sample forms have them.

Widths are just what the figures of a ward need, so that each form stands on one sheet of A4.
"""

from __future__ import annotations

from roster.columns.plain_column import PlainColumn

# The points of Điều 41 as form 06 names them, each in one line of its narrow first column.
POINTS_OF_06: dict[str, str] = {
    "41.2.a": "Con liệt sĩ, TB hạng một", "41.2.b": "Anh, em trai liệt sĩ", "41.2.c": "Con TB hạng hai, BB",
    "41.2.d": "Làm công tác cơ yếu", "41.2.đ": "Vùng ĐBKK từ 24 tháng",
    "41.1.a": "Chưa đủ sức khỏe", "41.1.b": "Lao động duy nhất", "41.1.c": "Con bệnh binh, da cam",
    "41.1.d": "Anh, em đang tại ngũ", "41.1.đ": "Di dân, giãn dân", "41.1.e": "Điều động vùng ĐBKK",
    "41.1.g": "Đang học tập, đào tạo", "41.1.h": "Dân quân thường trực",
}  # fmt: skip
CALL_UP_AGES = range(18, 28)
SUM = "+"  # how the forms head a sum
_SCHOOLING = "Trình độ giáo dục phổ thông"


def _figure(width_mm: float, *heading: str, under: tuple[str, ...] = ()) -> PlainColumn:
    return PlainColumn(heading, width_mm, centred=True, above=under, is_fixed=True)


def _under(*path: str, columns: tuple[tuple[float, str], ...]) -> tuple[PlainColumn, ...]:
    return tuple(_figure(width, heading, under=path) for width, heading in columns)


FORM_01A_COLUMNS = (
    PlainColumn(("Địa phương",), 28, strong=True),
    _figure(9.5, "Tổng dân số nam"),
    *_under("Nam đủ 17", columns=((7.5, SUM), (8, "%"))),
    *_under("Không thuộc diện", columns=((6.5, SUM), (9, "Đang phạm pháp"), (9.2, "Miễn làm NVQS"))),
    *_under(
        "Thuộc diện",
        columns=((7.5, SUM), (7.5, "Trực tiếp"), (8, "Trực tuyến"), (7.5, "Vắng có lý do"), (7.5, "Trốn"),
                 (8.8, "Chống")),
    ),
    *_under(_SCHOOLING, columns=((7.5, SUM), (9, "Không biết chữ"))),
    *_under(_SCHOOLING, "Lớp", columns=tuple((5.2 if grade < 10 else 6.2, str(grade)) for grade in range(1, 13))),
    *_under("CMKT, nghề", columns=((6.5, SUM), (7.5, "SC nghề"), (7.5, "TC nghề"))),
)  # fmt: skip

FORM_06_COLUMNS = (
    PlainColumn(("Phân tích",), 29),
    _figure(8.5, "Tổng dân số nam"),
    *_under("18–27 tuổi", columns=((7, "Số"), (6.5, "%"))),
    *_under("Tuổi đời", columns=((7, SUM), *((5.9, str(age)) for age in CALL_UP_AGES))),
    *_under("Trình độ", columns=((7, SUM), (8.4, "Không biết chữ"))),
    *_under("Trình độ", "Tiểu học", columns=((5, SUM), *((4.2, str(grade)) for grade in range(1, 6)))),
    *_under("Trình độ", "THCS", columns=((5.6, SUM), *((4.8, str(grade)) for grade in range(6, 10)))),
    *_under("Trình độ", "THPT", columns=((7, SUM), (5.2, "10"), (5.2, "11"), (6.2, "12"))),
    *_under("Trình độ", columns=((6.2, "ĐH, CĐ, TC"),)),
    *_under("Địa bàn", columns=((7, "Nông thôn"), (8.4, "Thành thị"), (7, "Cơ quan, cơ sở NN"), (8.8, "Các trường"))),
)


__all__ = ["CALL_UP_AGES", "FORM_01A_COLUMNS", "FORM_06_COLUMNS", "SUM"]
