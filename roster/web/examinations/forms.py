"""The health desk's form: numbers as papers write them, the council's class as "3" or "3T"."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from wtforms import Field, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import TextInput

from roster.columns.showers import show_number
from roster.domain.text import clean
from roster.services.health_proposal import Measures
from roster.services.health_results import Conclusion, Desk
from roster.web.fields import DayField, VersionedForm

_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,3})?", re.ASCII)
_GRADE = re.compile(r"(?:loại\s*)?([1-6])\s*(t?)", re.ASCII | re.IGNORECASE)
_YES, _NO = "yes", "no"


class NumberField(Field):
    """A number with a decimal comma or point; `data` is a float or None."""

    widget = TextInput()

    def __init__(self, label: str = "", **more: Any) -> None:
        more.setdefault("render_kw", {"autocomplete": "off", "inputmode": "decimal", "maxlength": 8})
        super().__init__(label, **more)
        self.typed = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; nothing typed is no number."""
        self.typed = clean(str(valuelist[0])) if valuelist else ""
        self.data = None
        if self.typed:
            if not _NUMBER.fullmatch(self.typed):
                raise ValueError("Hãy nhập một số, ví dụ 165,5.")
            self.data = float(self.typed.replace(",", "."))

    def _value(self) -> str:
        return self.typed or ("" if self.data is None else show_number(self.data))


class GradeField(Field):
    """A health class as papers write it: "3", "loại 3", or "3T" for a time; `data` is (class, is temporary) or None."""

    widget = TextInput()

    def __init__(self, label: str = "", **more: Any) -> None:
        more.setdefault("render_kw", {"autocomplete": "off", "maxlength": 8})
        super().__init__(label, **more)
        self.typed = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; nothing typed is no class."""
        self.typed = clean(str(valuelist[0])) if valuelist else ""
        self.data = None
        if self.typed:
            match = _GRADE.fullmatch(self.typed)
            if match is None:
                raise ValueError("Loại sức khỏe từ 1 đến 6; thêm chữ T nếu là tạm thời, ví dụ 4T.")
            self.data = (int(match[1]), bool(match[2]))

    def _value(self) -> str:
        return self.typed or (f"{self.data[0]}{'T' if self.data[1] else ''}" if self.data else "")


class DeskForm(VersionedForm):
    """Measures and conclusion of one candidate."""

    height_cm = NumberField("Chiều cao (cm)")
    weight_kg = NumberField("Cân nặng (kg)")
    chest_cm = NumberField("Vòng ngực (cm)")
    myopia_dioptres = NumberField("Độ cận (đi-ốp)", description="0 nếu không cận; ghi mắt nặng hơn")
    hyperopia = SelectField(
        "Viễn thị",
        choices=[SelectChoice("", "— Chưa rõ —"), SelectChoice(_NO, "Không"), SelectChoice(_YES, "Có")],
    )
    other_class = GradeField("Chỉ tiêu khác: loại", description="Loại kém nhất (1–6) trong phiếu, ngoài thể lực")
    concluded = GradeField(
        "Hội đồng kết luận: loại", description="1–6, thêm T nếu tạm thời (4T). Để trống nếu chưa kết luận"
    )
    concluded_on = DayField("Ngày kết luận")

    def fill(self, desk: Desk) -> None:
        """Show what is known."""
        for key in ("height_cm", "weight_kg", "chest_cm", "myopia_dioptres"):
            self[key].data = getattr(desk.measures, key)
        self.hyperopia.data = {None: "", True: _YES, False: _NO}[desk.measures.hyperopia]
        self.other_class.data = (desk.measures.other_class, False) if desk.measures.other_class else None
        self.concluded.data = (desk.concluded_class, desk.is_temporary) if desk.concluded_class else None
        self.concluded_on.data = desk.concluded_on
        self.seen_version.data = str(desk.version)

    def measures(self) -> Measures:
        """What was measured; after `validate`, or for a look while it is typed."""
        other = self.other_class.data
        return Measures(
            self.height_cm.data, self.weight_kg.data, self.chest_cm.data, self.myopia_dioptres.data,
            hyperopia={_YES: True, _NO: False}.get(self.hyperopia.data or ""),
            other_class=other[0] if other else None,
        )  # fmt: skip

    def conclusion(self, today: date) -> Conclusion | None:
        """What the council concluded, None where the field was left blank; the day is today unless it is said."""
        grade = self.concluded.data
        return Conclusion(grade[0], grade[1], self.concluded_on.data or today) if grade else None
