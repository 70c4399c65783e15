"""The forms of a campaign: its days, the ruling on ages, a ward's quota, a division over wards."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from wtforms import HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from roster.services.campaigns import DAY_LABELS
from roster.services.quotas import MOST_PLACES
from roster.store.campaigns import Campaign, Quota
from roster.web.fields import DayField, version_sent
from roster.web.office_form import OfficeForm, WholeNumberField

NOT_RULED = "-"
_PLACES = f"Chỉ tiêu phải là số nguyên từ 0 đến {MOST_PLACES}."
_LINE = {"autocomplete": "off"}

# The days as the page groups them.
DAY_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Nam đủ 17 tuổi, đăng ký lần đầu",
        ("aged_17_reported_on", "registration_from", "registration_to", "registration_reported_on"),
    ),
    ("Xét duyệt, tạm hoãn, miễn", ("review_on", "claims_signed_on", "claims_posted_on")),
    ("Sơ tuyển", ("preselection_from", "preselection_to", "preselection_posted_on")),
    ("Khám sức khỏe", ("examination_from", "examination_to", "health_posted_on")),
    ("Chốt quân số, giao nhận quân", ("closing_on", "handover_on")),
)


class _DaysForm(OfficeForm):
    """A campaign's days; `seen_version` is the version that the officer had before him."""

    seen_version = HiddenField()

    def values(self) -> dict[str, date | None]:
        """The days by their keys."""
        return {key: self[key].data for key in DAY_LABELS}

    def seen(self) -> int | None:
        """The version seen; None where the browser did not tell."""
        return version_sent(self.seen_version.data) if self.seen_version.data else None


def days_form(campaign: Campaign | None = None) -> Any:
    """The form of all days: filled from the campaign, or (None) from what was sent."""
    fields = {key: DayField(label) for key, label in DAY_LABELS.items()}
    fields["handover_on"] = DayField(DAY_LABELS["handover_on"], [InputRequired("Hãy nhập ngày giao, nhận quân.")])
    form_class = type("DaysForm", (_DaysForm,), fields)
    if campaign is None:
        return form_class()
    data = {key: getattr(campaign, key) for key in DAY_LABELS}
    return form_class(formdata=None, data=data | {"seen_version": str(campaign.version or 0)})


class AgeForm(OfficeForm):
    """Which reading of "hết 25 (27) tuổi" was ruled, by which paper."""

    age_reading = RadioField(
        "Cách hiểu “hết 25 tuổi” (“hết 27 tuổi”)",
        choices=[
            SelectChoice(NOT_RULED, "Chưa có kết luận: người ở khoảng giữa hai cách hiểu phải chờ"),
            SelectChoice("A", "Cách hiểu A: đến trước ngày tròn 26 tuổi (28 tuổi)"),
            SelectChoice("B", "Cách hiểu B: đến trước ngày tròn 25 tuổi (27 tuổi)"),
        ],
    )
    age_ruling_paper = StringField(
        "Văn bản kết luận (số, ngày, cơ quan)",
        [Length(max=120, message="Số văn bản dài quá 120 ký tự.")],
        render_kw={**_LINE, "maxlength": 120},
    )

    def reading(self) -> str | None:
        """A, B or None."""
        return None if self.age_reading.data == NOT_RULED else self.age_reading.data


class DecisionForm(OfficeForm):
    """By which decision places are allotted."""

    decision_number = StringField(
        "Số quyết định", [Length(max=80, message="Số quyết định dài quá 80 ký tự.")], render_kw=_LINE
    )
    decided_on = DayField("Ngày quyết định")
    decided_by = StringField(
        "Cơ quan quyết định", [Length(max=160, message="Tên cơ quan dài quá 160 ký tự.")], render_kw=_LINE
    )


class QuotaForm(DecisionForm):
    """A ward's places of one service."""

    service = HiddenField()
    places = WholeNumberField(
        "Chỉ tiêu",
        [InputRequired("Hãy nhập chỉ tiêu, ghi 0 nếu không được giao."), NumberRange(0, MOST_PLACES, _PLACES)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

    @classmethod
    def of(cls, quota: Quota) -> QuotaForm:
        """The form of a stored quota."""
        return cls(
            formdata=None,
            prefix=f"{quota.service}-",
            data={
                "service": quota.service,
                "places": quota.places,
                "decision_number": quota.decision_number,
                "decided_on": quota.decided_on,
                "decided_by": quota.decided_by,
            },
        )


class TotalForm(OfficeForm):
    """What is to be divided; asked by GET, for it changes nothing."""

    class Meta:
        """An address needs no token."""

        csrf = False

    service = RadioField(
        "Lực lượng", choices=[SelectChoice("army", "Quân đội"), SelectChoice("police", "Công an")], default="army"
    )
    total = WholeNumberField(
        "Tổng chỉ tiêu cần chia",
        [Optional(), NumberRange(0, MOST_PLACES, _PLACES)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


def places_form(ward_ids: list[UUID], titles: dict[UUID, str]) -> type[DecisionForm]:
    """The form of a division: one number per ward, named by the ward's id, and the decision."""
    fields = {
        str(ward_id): WholeNumberField(
            titles[ward_id],
            [InputRequired("Hãy nhập chỉ tiêu."), NumberRange(0, MOST_PLACES, _PLACES)],
            render_kw={"inputmode": "numeric", "autocomplete": "off"},
        )
        for ward_id in ward_ids
    }
    return type("PlacesForm", (DecisionForm,), fields)
