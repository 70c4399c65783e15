"""The forms of a report: which period, what an officer writes, number and day, why it is replaced."""

from __future__ import annotations

import re
from typing import Any

from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from roster.domain.report_periods import KINDS, periods_of_year
from roster.domain.secrets import says_secret
from roster.domain.text import clean
from roster.services import clock
from roster.services.report_reading import Shown
from roster.services.reports import LONGEST_TEXT
from roster.web.fields import DayField, VersionedForm
from roster.web.office_form import OfficeForm, WholeNumberField

_PAPER_NUMBER = re.compile(r"^(?:số\s*)?(\d{1,6})\s*(?:[/\-–].*)?$", re.IGNORECASE)
_LEAST_ROWS, _MOST_ROWS, _LETTERS_A_ROW = 2, 16, 110


class PaperNumber(WholeNumberField):
    """The number of a paper, typed alone or as it stands on the paper: "12", "012", "12/BC-BCH"."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number. Raises ValueError with a sentence for what is none."""
        text = clean(str(valuelist[0])) if valuelist else ""
        found = _PAPER_NUMBER.match(text)
        if text and found is None:
            self.data = None
            raise ValueError(f"“{text[:40]}” không phải số văn bản. Hãy nhập bằng chữ số, ví dụ 12.")
        self.data = int(found[1]) if found else None


class SendForm(VersionedForm):
    """Number and day with which a report goes out."""

    number = PaperNumber("Số báo cáo", [InputRequired("Hãy nhập số báo cáo, ví dụ 5.")])
    dated_on = DayField("Ngày gửi", [InputRequired("Hãy nhập ngày gửi, ví dụ 25/03/2026.")])


class CorrectForm(OfficeForm):
    """Why a sent report is replaced."""

    reason = StringField(
        "Lý do thay thế",
        [InputRequired("Hãy ghi lý do thay thế báo cáo đã gửi."), Length(max=500, message="Không quá 500 ký tự.")],
        render_kw={"autocomplete": "off"},
    )


class PeriodForm(OfficeForm):
    """Which period is to be reported on."""

    period = SelectField("Kỳ báo cáo", [InputRequired("Hãy chọn kỳ báo cáo.")])

    def offer(self, years: list[int]) -> None:
        """Offer the periods of these years that have begun, the latest first within each kind."""
        today = clock.today()
        self.period.choices = [SelectChoice("", "— Chọn kỳ —")] + [
            SelectChoice(period.key, period.title, optgroup=label)
            for kind, label in KINDS.items()
            for year in sorted(years, reverse=True)
            for period in reversed(periods_of_year(kind, year))
            if period.first_day <= today
        ]


class _FreeForm(VersionedForm):
    """Fields named after a report's sections: free words, each."""

    def refuses(self, field: Field, text: str) -> bool:
        """As of any free words."""
        return says_secret("text", text)


def text_form(shown: Shown, *, is_sent: bool = False) -> Any:
    """The form of a draft's texts: filled from the draft, or (`is_sent`) from what was sent with the request."""
    fields: dict[str, Any] = {
        one.section.key: TextAreaField(
            one.section.label, [Length(max=LONGEST_TEXT, message="Dài quá 10.000 chữ.")],
            description=one.section.hint, render_kw={"rows": _rows(one.text)},
        )
        for one in shown.texts
    }  # fmt: skip
    form_class = type("TextForm", (_FreeForm,), fields)
    if is_sent:
        return form_class()
    data = {one.section.key: one.text for one in shown.texts}
    return form_class(formdata=None, data=data | {"seen_version": str(shown.report.version)})


def typed_texts(form: Any, shown: Shown) -> dict[str, str]:
    """What was typed, by part; a part that the request does not name is not there."""
    return {one.section.key: form[one.section.key].data for one in shown.texts if form[one.section.key].raw_data}


def _rows(text: str) -> int:
    needed = sum(1 + len(line) // _LETTERS_A_ROW for line in text.splitlines()) + 1
    return min(_MOST_ROWS, max(_LEAST_ROWS, needed))
