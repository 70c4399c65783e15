"""Forms of citizens and of their records, all over the columns of the catalogue."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from roster.columns.catalogue import ENLISTMENT, PERSON_COLUMNS, ROSTER_COLUMNS, ROSTERS
from roster.columns.column import Value
from roster.domain.choices import ROSTER, label_of
from roster.domain.problems import Problem
from roster.services.records import NewRecord
from roster.web.fields import ColumnForm, DayField, form_for_columns, version_sent
from roster.web.office_form import OfficeForm, WholeNumberField


class SeenForm(ColumnForm):
    """A form that knows what the officer saw when he opened it, so that two edits can be merged."""

    seen_version = HiddenField()
    seen = HiddenField()

    def remember(self, values: Mapping[str, Value], version: int | None) -> None:
        """Note what is shown now."""
        self.seen.data = json.dumps(values, ensure_ascii=False)
        self.seen_version.data = str(version or 0)

    def seen_values(self) -> dict[str, Value] | None:
        """What was seen; None where the browser sent no such thing (every difference is then a conflict)."""
        try:
            found = json.loads(self.seen.data or "")
        except ValueError:
            return None
        return found if isinstance(found, dict) else None

    def version(self) -> int:
        """The version that was seen, 0 where the browser sent none."""
        return version_sent(self.seen_version.data)


PersonForm: type[SeenForm] = form_for_columns(PERSON_COLUMNS, required=("full_name",), base=SeenForm)
RECORD_FORMS: dict[str, type[SeenForm]] = {
    roster: form_for_columns(ROSTER_COLUMNS[roster], base=SeenForm) for roster in ROSTERS
}


class StartForm(OfficeForm):
    """Into which roster a record goes, of which call-up year, from which day."""

    year = WholeNumberField("Năm tuyển quân", [Optional()], render_kw={"inputmode": "numeric", "autocomplete": "off"})
    since = DayField("Ghi vào sổ từ ngày")

    def new_record(self, roster: str, values: Mapping[str, Value]) -> NewRecord:
        """The record to start, once the form was validated."""
        year = self.year.data if roster == ENLISTMENT else None
        return NewRecord(roster, values, year=year, since=self.since.data)


class MembershipForm(StartForm):
    """Into which rosters a new citizen goes at once."""

    form_key = HiddenField()  # see roster.web.form_keys
    in_enlistment = BooleanField(f"Ghi vào sổ {label_of(ROSTER, 'enlistment')}")
    in_militia = BooleanField(f"Ghi vào sổ {label_of(ROSTER, 'militia')}")
    in_reserve = BooleanField(f"Ghi vào sổ {label_of(ROSTER, 'reserve')}")

    def box(self, roster: str) -> Any:
        """The box of a roster."""
        return self[f"in_{roster}"]

    def chosen(self) -> list[str]:
        """The rosters that were ticked."""
        return [roster for roster in ROSTERS if self.box(roster).data]


_REASONS_TO_RETIRE = (
    "Chuyển nơi thường trú đi nơi khác",
    "Đã chết",
    "Quá tuổi",
    "Ghi trùng người",
)
_REASONS_TO_CLOSE = {
    "enlistment": ("Đã nhập ngũ", "Chuyển nơi thường trú", "Hết tuổi gọi nhập ngũ", "Đưa ra khỏi nguồn"),
    "militia": (
        "Hoàn thành nghĩa vụ dân quân tự vệ",
        "Thôi tham gia trước thời hạn",
        "Chuyển nơi thường trú",
        "Đã nhập ngũ",
    ),
    "reserve": ("Giải ngạch dự bị", "Hết tuổi dự bị", "Chuyển nơi thường trú", "Được gọi vào phục vụ tại ngũ"),
}
_OTHER = "other"


class EndForm(OfficeForm):
    """Why and on which day something ends."""

    # Nothing is chosen beforehand: a reason that nobody gave must not enter a citizen's history.
    reason = SelectField("Lý do", [InputRequired("Hãy chọn lý do.")])
    other_reason = StringField(
        "Lý do khác",
        [Length(max=200, message="Lý do dài quá 200 ký tự.")],
        description="Ghi khi chọn “Lý do khác”, hoặc để nói rõ thêm",
        render_kw={"autocomplete": "off", "maxlength": 200},
    )
    day = DayField("Từ ngày", [InputRequired("Hãy nhập ngày, ví dụ 01/07/2025.")])

    def offer(self, reasons: Iterable[str], today: date) -> None:
        """Set the reasons to choose from; today is the day unless the officer says otherwise."""
        usual = (SelectChoice(one) for one in reasons)
        self.reason.choices = [SelectChoice("", "— Chọn lý do —"), *usual, SelectChoice(_OTHER, "Lý do khác")]
        if not self.is_submitted():
            self.day.data = today

    def offer_retiring(self, today: date) -> None:
        """The reasons for which a citizen is no longer kept."""
        self.offer(_REASONS_TO_RETIRE, today)

    def offer_closing(self, roster: str, today: date) -> None:
        """The reasons for which a record of the roster ends."""
        self.offer(_REASONS_TO_CLOSE[roster], today)

    def chosen_day(self) -> date:
        """The day, once the form was validated."""
        return cast(date, self.day.data)  # its validator demands one

    def reason_text(self) -> str:
        """The reason in words, "" where none was given."""
        more = (self.other_reason.data or "").strip()
        if self.reason.data == _OTHER:
            return more
        return f"{self.reason.data} ({more})" if more else str(self.reason.data)


def mark_of(problems: Iterable[Problem]) -> str:
    """A fingerprint of warnings: "save all the same" holds for those that were shown, not for others."""
    essence = json.dumps(sorted((one.field, one.code, one.message) for one in problems), ensure_ascii=False)
    return hashlib.sha256(essence.encode()).hexdigest()[:24]
