"""The forms of the militia's year: registering many, a decision of selection, every other decision, a withdrawal."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from roster.domain.choices import COMPONENT
from roster.domain.law.militia import CLAUSES, CLOSING_KINDS, DECIDED_KINDS, SOLDIER
from roster.domain.law.militia_grounds import (
    DEFERRAL_CLAUSES,
    EXEMPTION_CLAUSES,
    NO_REGISTRATION_CLAUSE,
    VOLUNTEER_CLAUSE,
    clause_label,
    clause_text,
)
from roster.services.militia_decisions import Decision
from roster.services.militia_register import AS_PROPOSED, ELIGIBLE
from roster.services.militia_selection import SelectionTerms
from roster.web.fields import DayField
from roster.web.office_form import OfficeForm

_LINE = {"autocomplete": "off"}
_SHOWN_LETTERS = 100
_LONGEST = Length(max=2000, message="Không quá 2000 ký tự.")


class RegisterForm(OfficeForm):
    """How those who were ticked are registered."""

    on_day = DayField("Ngày đăng ký")
    ruling = SelectField(
        "Diện đề nghị",
        choices=[
            SelectChoice(AS_PROPOSED, "Như chương trình đề nghị cho từng người"),
            SelectChoice(ELIGIBLE, "Đủ điều kiện"),
            *(SelectChoice(one, clause_label(one), optgroup="Tạm hoãn (khoản 1 Điều 11)") for one in DEFERRAL_CLAUSES),
            *(SelectChoice(one, clause_label(one), optgroup="Miễn (khoản 2 Điều 11)") for one in EXEMPTION_CLAUSES),
            SelectChoice(VOLUNTEER_CLAUSE, clause_label(VOLUNTEER_CLAUSE), optgroup="Tình nguyện (khoản 1 Điều 8)"),
            SelectChoice(
                NO_REGISTRATION_CLAUSE, clause_label(NO_REGISTRATION_CLAUSE), optgroup="Miễn đăng ký (khoản 1 Điều 9)"
            ),
        ],
    )
    evidence = StringField("Giấy tờ làm căn cứ", [_LONGEST], render_kw=_LINE)


class PaperForm(OfficeForm):
    """The paper of a decision."""

    decision_number = StringField(
        "Số quyết định",
        [InputRequired("Hãy ghi số quyết định."), Length(max=80, message="Không quá 80 ký tự.")],
        description="Ví dụ: 125/QĐ-UBND",
        render_kw=_LINE,
    )
    decided_on = DayField("Ngày quyết định", [InputRequired("Hãy ghi ngày, ví dụ 15/04/2026.")])
    decided_by = StringField("Người quyết định", [Length(max=160, message="Không quá 160 ký tự.")], render_kw=_LINE)


class SelectionForm(PaperForm):
    """A decision of selection: everybody whom it names joins the same force and unit."""

    component = SelectField(
        "Lực lượng (thành phần)",
        [InputRequired("Hãy chọn lực lượng.")],
        choices=[SelectChoice("", "— Chọn —"), *(SelectChoice(str(one.key), one.label) for one in COMPONENT)],
    )
    unit = StringField(
        "Đơn vị", [Length(max=200, message="Không quá 200 ký tự.")], render_kw={**_LINE, "list": "unit-list"}
    )
    post = StringField("Chức vụ", [Length(max=100, message="Không quá 100 ký tự.")], default=SOLDIER, render_kw=_LINE)
    joined_on = DayField("Ngày vào", description="Để trống: ngày quyết định")
    volunteer = BooleanField("Tình nguyện (có đơn)")

    def terms(self) -> SelectionTerms:
        """What was entered, once the form was validated."""
        return SelectionTerms(
            self.component.data or "", self.unit.data or "", self.post.data or "", self.joined_on.data,
            self.decision_number.data or "", self.decided_on.data, self.decided_by.data or "",
            bool(self.volunteer.data),
        )  # fmt: skip


class DecisionForm(PaperForm):
    """Every other decision or report; made for its kind by `decision_form`, which leaves out what is not asked."""

    clause = SelectField("Lý do theo luật", [InputRequired("Hãy chọn lý do theo điểm, khoản của luật.")])
    evidence = TextAreaField(
        "Giấy tờ làm căn cứ",
        [InputRequired("Hãy ghi giấy tờ làm căn cứ."), _LONGEST],
        description="Số, ngày, nơi cấp; ví dụ: Lệnh gọi nhập ngũ số 45 ngày 10/02/2026",
        render_kw={"rows": 2},
    )
    until = DayField("Đến ngày")
    on_day = DayField("Từ ngày")
    place = StringField("Nơi đến", [Length(max=200, message="Không quá 200 ký tự.")], render_kw=_LINE)
    volunteer = BooleanField("Tình nguyện kéo dài độ tuổi (nam đến hết 50, nữ đến hết 45 tuổi; có đơn)")
    notes = TextAreaField("Ghi chú", [_LONGEST], render_kw={"rows": 2})

    def decision(self) -> Decision:
        """What was entered, once the form was validated."""
        given: dict[str, Any] = {
            name: self[name].data for name in self._fields if name in Decision.__dataclass_fields__
        }
        texts = {"decision_number", "decided_by", "evidence", "place", "notes"}
        return Decision(**(given | {name: given.get(name) or "" for name in texts}))


_DAY_LABELS = {
    "deferral": "Từ ngày", "absence": "Vắng từ ngày", "return": "Ngày trở về", "deferral_end": "Từ ngày",
    "registration_exempt": "Từ ngày",
} | dict.fromkeys(CLOSING_KINDS, "Ngày cuối cùng trong lực lượng")  # fmt: skip
_UNTIL_LABELS = {
    "extension": "Kéo dài đến ngày", "deferral": "Đến hết ngày", "exemption": "Đến hết ngày",
    "absence": "Dự kiến trở về",
}  # fmt: skip
_CLOSING_HINT = "Còn tính vào quân số đến hết ngày này. Để trống: ngày quyết định"


def decision_form(kind: str, **more: Any) -> DecisionForm:
    """The form for that kind of decision: filled from what was sent, or with `formdata=None` empty."""
    form = DecisionForm(**more)
    unasked = {"clause", "evidence"} if kind not in CLAUSES else {"clause"} if len(CLAUSES[kind]) == 1 else set()
    if kind not in DECIDED_KINDS:
        unasked |= {"decision_number", "decided_on", "decided_by"}
    if kind not in _DAY_LABELS:
        unasked.add("on_day")
    if kind not in _UNTIL_LABELS:
        unasked.add("until")
    if kind != "absence":
        unasked.add("place")
    if kind != "extension":
        unasked.add("volunteer")
    for name in unasked:
        del form[name]
    if "clause" in form:
        form.clause.choices = [SelectChoice("", "— Chọn điểm, khoản —")]
        form.clause.choices += [SelectChoice(one, f"{one}: {_clipped(clause_text(one))}") for one in CLAUSES[kind]]
    if "on_day" in form:
        form.on_day.label.text = _DAY_LABELS[kind]
        form.on_day.description = _CLOSING_HINT if kind in CLOSING_KINDS else "Để trống: ngày quyết định, hoặc hôm nay"
    if "until" in form:
        form.until.label.text = _UNTIL_LABELS[kind]
        if kind == "extension":
            form.until.validators, form.until.flags.required = [InputRequired("Hãy ghi ngày hết hạn mới.")], True
    return form


class WithdrawForm(OfficeForm):
    """Why a decision is taken back."""

    reason = TextAreaField(
        "Lý do rút",
        [InputRequired("Hãy ghi lý do."), Length(max=500, message="Không quá 500 ký tự.")],
        description="Ví dụ: Ghi nhầm người; quyết định đã bị hủy",
        render_kw={"rows": 3},
    )
    seen_version = HiddenField()

    def version(self) -> int | None:
        """The version that was seen; None where the browser sent none."""
        text = str(self.seen_version.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else None


def _clipped(text: str) -> str:
    return text if len(text) <= _SHOWN_LETTERS else text[: _SHOWN_LETTERS - 1].rsplit(" ", 1)[0] + "…"
