"""One sheet of rows read to a plan, and what it says of its people."""

from datetime import date

from roster.intake.grid import Merge, Sheet, Workbook
from roster.intake.pipeline import Errand, make_plan

TODAY = date(2026, 11, 27)
NAMES = ("Lê Văn Tám", "Vũ Mạnh Hải", "Đỗ Công Thành", "Trần Đình Nghĩa")


def plan_of(roster, rows, merges=(), name="Danh sách", known=()):
    """The planned sheet of these rows."""
    sheet = Sheet(name, rows, [Merge(*m) for m in merges])
    return make_plan(Workbook([sheet]), Errand(roster, 2026, "Phù Liễn", TODAY), known).sheets[0]


def said(sheet, key):
    """The fact of each person in the order of the rows, None where it is unknown."""
    return [row.fields.get(key) for row in sheet.rows]


def id_of(number, born=5):
    """A citizen id of a man born in that year of the century."""
    return f"0312{born:02d}12345{number}"
