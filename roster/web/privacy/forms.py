"""The forms of a request about personal data: taking it in, each step of it, retention periods, erasure."""

from __future__ import annotations

from typing import Any

from wtforms import PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from roster.domain.law.data_rights import KEPT_KINDS, MOST_EXTRA_DAYS, RIGHTS, refusals_for
from roster.services.data_requests import OUTCOMES
from roster.services.retention import MOST_MONTHS
from roster.web.fields import DayField, VersionedForm
from roster.web.office_form import OfficeForm, WholeNumberField

_LONG = Length(max=2000, message="Không quá 2000 ký tự.")
_OFF = {"autocomplete": "off"}


class RequestForm(OfficeForm):
    """What the citizen asks, when he asked it, and who stands before the officer."""

    subject_name = StringField(
        "Họ tên công dân",
        [Length(max=120, message="Không quá 120 ký tự.")],
        description="Người có dữ liệu được yêu cầu; người không có trong sổ cũng có quyền hỏi",
        render_kw=_OFF,
    )
    kind = RadioField(
        "Công dân yêu cầu",
        [InputRequired("Hãy chọn công dân yêu cầu điều gì.")],
        choices=[SelectChoice(one.key, f"{one.label} (trong {one.days} ngày)") for one in RIGHTS.values()],
    )
    received_on = DayField("Ngày nhận yêu cầu", [InputRequired("Hãy nhập ngày, ví dụ 01/07/2026.")])
    details = TextAreaField(
        "Nội dung yêu cầu",
        [InputRequired("Hãy ghi nội dung yêu cầu."), _LONG],
        description="Yêu cầu gì, về dữ liệu nào, gửi trực tiếp hay bằng văn bản, đã xem giấy tờ tùy thân nào",
        render_kw={"rows": 4},
    )
    requester = StringField(
        "Người đại diện, nếu có",
        [Length(max=200, message="Không quá 200 ký tự.")],
        description="Họ tên và giấy tờ chứng minh quyền đại diện; để trống nếu chính công dân yêu cầu",
        render_kw=_OFF,
    )

    def values(self) -> dict[str, Any]:
        """What was entered, by the keys of the service."""
        return {name: self[name].data for name in ("subject_name", "kind", "received_on", "details", "requester")}


class ReplyForm(VersionedForm):
    """On which day the citizen was told that his request has arrived."""

    replied_on = DayField("Ngày báo cho công dân", [InputRequired("Hãy nhập ngày.")])


class ExtendForm(VersionedForm):
    """How many more days, and why."""

    extra_days = WholeNumberField(
        "Gia hạn thêm (ngày)",
        [InputRequired("Hãy ghi số ngày.")],
        description=f"Chỉ một lần, nhiều nhất {MOST_EXTRA_DAYS} ngày",
        render_kw={"inputmode": "numeric", "min": 1, "max": MOST_EXTRA_DAYS},
    )
    extra_reason = TextAreaField("Lý do gia hạn", [InputRequired("Hãy ghi lý do."), _LONG], render_kw={"rows": 3})


class RulingForm(VersionedForm):
    """What was decided, by whom, and the ground of a refusal."""

    outcome = RadioField(
        "Quyết định",
        [InputRequired("Hãy chọn kết quả.")],
        choices=[SelectChoice(key, label) for key, label in OUTCOMES.items()],
    )
    refusal = SelectField("Căn cứ từ chối", [Optional()], description="Chỉ chọn khi từ chối toàn bộ hoặc một phần")
    reason = TextAreaField(
        "Lý do, phần dữ liệu được thực hiện hoặc bị từ chối",
        [_LONG],
        description="Bắt buộc khi từ chối: ghi rõ phần nào bị từ chối, theo điều, khoản nào",
        render_kw={"rows": 4},
    )
    decided_on = DayField("Ngày quyết định", [InputRequired("Hãy nhập ngày.")])
    decided_by = StringField(
        "Người quyết định", [Length(max=120, message="Không quá 120 ký tự.")], render_kw=_OFF,
    )  # fmt: skip

    def offer(self, kind: str) -> None:
        """Fill the grounds that can answer a request of this kind."""
        grounds = [SelectChoice(one.key, one.label) for one in refusals_for(kind)]
        self.refusal.choices = [SelectChoice("", "— Không từ chối —"), *grounds]

    def values(self) -> dict[str, Any]:
        """What was entered, by the keys of the service."""
        return {name: self[name].data for name in ("outcome", "refusal", "reason", "decided_on", "decided_by")}


class AnswerForm(VersionedForm):
    """When the citizen was answered, and by which paper."""

    answered_on = DayField("Ngày trả lời, thực hiện xong", [InputRequired("Hãy nhập ngày.")])
    answer_paper = StringField(
        "Văn bản trả lời",
        [Length(max=120, message="Không quá 120 ký tự.")],
        description="Số, ngày văn bản; hoặc “giao bản sao trực tiếp, công dân ký nhận”",
        render_kw=_OFF,
    )


class TakeBackForm(VersionedForm):
    """When and how the citizen took the request back."""

    withdrawn_on = DayField("Ngày công dân rút yêu cầu", [InputRequired("Hãy nhập ngày.")])
    withdrawn_reason = TextAreaField(
        "Công dân rút bằng cách nào", [InputRequired("Hãy ghi."), _LONG], render_kw={"rows": 3}
    )


class PeriodForm(OfficeForm):
    """How long a kind of data is kept, from which day on, on which ground."""

    kind = SelectField("Loại dữ liệu", choices=[SelectChoice(one.key, one.label) for one in KEPT_KINDS.values()])
    months = WholeNumberField(
        "Giữ trong (tháng)",
        [InputRequired("Hãy ghi số tháng.")],
        render_kw={"inputmode": "numeric", "min": 1, "max": MOST_MONTHS},
    )
    begins_on = DayField("Áp dụng từ ngày", [InputRequired("Hãy nhập ngày.")])
    basis = TextAreaField(
        "Căn cứ",
        [InputRequired("Hãy ghi căn cứ."), Length(max=1000, message="Không quá 1000 ký tự.")],
        description="Văn bản, điều khoản, hoặc quyết định của chỉ huy",
        render_kw={"rows": 2},
    )


class EraseForm(OfficeForm):
    """Why somebody's data is erased, and for which request."""

    reason = TextAreaField(
        "Lý do xóa",
        [InputRequired("Hãy ghi lý do."), Length(max=500, message="Không quá 500 ký tự.")],
        description="Ví dụ: Hết thời hạn lưu trữ; theo yêu cầu của công dân ngày 05/03/2026. Không ghi tên công dân",
        render_kw={"rows": 3},
    )
    request_id = SelectField("Theo yêu cầu", [Optional()])
    confirmed = StringField(
        "Gõ XÓA để xác nhận",
        [InputRequired("Hãy gõ XÓA.")],
        description="Không thể lấy lại sau khi xóa",
        render_kw=_OFF,
    )

    password = PasswordField(
        "Mật khẩu của đồng chí",
        [InputRequired("Hãy nhập mật khẩu đang dùng để đăng nhập."), Length(max=1000, message="Mật khẩu không đúng.")],
        render_kw={"autocomplete": "current-password"},
    )

    def validate_confirmed(self, field: StringField) -> None:
        """Only the word itself is a confirmation."""
        if str(field.data or "").strip().upper() not in {"XÓA", "XOÁ", "XOA"}:
            raise ValidationError("Hãy gõ đúng chữ XÓA.")
