"""What an officer sets for all personal papers of a run; each kind asks for a part of it."""

from __future__ import annotations

from datetime import date

from flask import g
from wtforms import BooleanField, HiddenField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length

from roster.domain.personal_papers import Wording
from roster.domain.text import clean
from roster.domain.ward_kinds import in_ward
from roster.services import clock, papers, personal_runs
from roster.services.personal_runs import Details
from roster.web.access import current_actor
from roster.web.fields import DayField
from roster.web.office_form import OfficeForm

_LONG = Length(max=2000, message="Không quá 2000 ký tự.")
RUN_STATES = {
    papers.WAITING: "Đang chờ tới lượt", papers.RUNNING: "Đang lập", papers.DONE: "Đã lập xong",
    papers.FAILED: "Chưa lập xong", papers.CANCELLED: "Đã dừng",
}  # fmt: skip
_ASKED = ("hour", "place", "subject", "grounds", "bring")
_SIGNED = ("authority", "signer_post", "signer_name")
_OF_OLD = ("numbers", "reason")
_FOLLOWING = ("grounds", "bring", "subject", *_SIGNED)


FOLLOWED = "Chưa in. Căn cứ, chức vụ và họ tên người ký chưa sửa tay đã đổi theo ngày ký. Xin xem lại rồi bấm in."


class RunForm(OfficeForm):
    """What stands on all papers of a run; the customary words are filled in."""

    signed_on = DayField("Ngày ký", [InputRequired("Hãy nhập ngày, ví dụ 05/12/2026.")],
                         description="Căn cứ và người ký theo luật của ngày này")  # fmt: skip
    hour = StringField(
        "Giờ có mặt", [Length(max=40)], description="Ví dụ: 07 giờ 30", render_kw={"autocomplete": "off"}
    )
    place = StringField("Nơi có mặt", [InputRequired("Hãy ghi nơi có mặt."), Length(max=300)],
                        description="Ví dụ: Trung tâm Y tế, số 5 đường Trần Thành Ngọ",
                        render_kw={"autocomplete": "off"})  # fmt: skip
    signer_post = StringField("Chức vụ người ký", [InputRequired("Hãy ghi chức vụ người ký."), Length(max=120)])
    signer_name = StringField("Họ tên người ký", [Length(max=120)], description="Để trống nếu ký và đóng dấu tên sau",
                              render_kw={"autocomplete": "off"})  # fmt: skip
    grounds = TextAreaField("Căn cứ", [_LONG], description="Mỗi dòng một căn cứ", render_kw={"rows": 4})
    bring = TextAreaField("Mang theo", [_LONG], render_kw={"rows": 2})
    by_neighbourhood = BooleanField("Xếp theo tổ dân phố, trong tổ theo tên")
    authority = StringField("Ký thay, ký thừa lệnh", [Length(max=80)],
                            description="Ví dụ: KT. CHỦ TỊCH; để trống nếu người đứng đầu ký",
                            render_kw={"autocomplete": "off"})  # fmt: skip
    subject = StringField("Mời về việc", [InputRequired("Hãy ghi mời về việc gì."), Length(max=300)],
                          render_kw={"autocomplete": "off"})  # fmt: skip
    first_number = StringField("Số giấy đầu tiên", [Length(max=80)],
                               description="Ghi 12 thì các giấy mang số 12, 13… kèm ký hiệu; có thể để trống",
                               render_kw={"autocomplete": "off"})  # fmt: skip

    numbers = StringField("Thay thế các số", [Length(max=500)],
                          description="Ví dụ 12, 15–18; để trống là mọi giấy của văn bản ấy",
                          render_kw={"autocomplete": "off"})  # fmt: skip
    reason = TextAreaField("Lý do thay thế", [InputRequired("Hãy ghi lý do thay thế giấy đã ban hành."),
                                              Length(max=500, message="Không quá 500 ký tự.")],
                           render_kw={"rows": 2})  # fmt: skip

    for_day = HiddenField()  # the day whose words were filled in
    follow = SubmitField("Cập nhật theo ngày ký")  # the words of another day, to be looked at; prints nothing

    def only(self, words: Wording, *, is_numbered: bool = False, is_replacing: bool = False) -> None:
        """Leave what the papers ask for; what is asked of papers that replace others only where they do."""
        gone = [name for name in _ASKED if name not in words.asks]
        if not words.signer:
            gone += _SIGNED
        if not is_numbered:
            gone.append("first_number")
        if not is_replacing:
            gone += _OF_OLD
        for name in gone:
            del self[name]
        if "place" in self and "hour" not in self:
            self.place.label.text = "Nơi nhận giấy (nơi chuyển đến)"
            self.place.description = in_ward("Ví dụ: Ban CHQS phường …", g.ward.title)

    def begin(self, words: Wording, signed_on: date) -> None:
        """Fill in the customary words, and who signs for the ward's command that day."""
        found = {
            "signed_on": signed_on,
            "for_day": signed_on.isoformat(),
            "grounds": in_ward("\n".join(words.grounds), g.ward.title),
            "bring": words.bring,
            "subject": words.subject,
        }
        found |= {"signer_post": "CHỦ TỊCH" if words.is_signed_by_chairman else "CHỈ HUY TRƯỞNG"}
        found |= {"authority": "", "signer_name": ""}
        serving = papers.signatories_on(current_actor(), g.ward.id, signed_on)[papers.SIGNER]
        if serving and not words.is_signed_by_chairman and not words.is_signed_by_district:
            one = serving[0]
            name = f"{one.rank} {one.full_name}".strip()
            found |= {"authority": one.authority, "signer_post": one.post, "signer_name": name}
        for name, value in found.items():
            if name in self:
                self[name].data = value

    def follow_day(self, kind: str, year: int) -> bool:
        """Whether the officer is to look at the words again before anything is printed: he asked for it, or typed a day
        that has other words or another signer than the one that they were filled in for.

        What he left as it was filled in is changed to what the day has.
        """
        day, before = self.signed_on.data, _read_day(self.for_day.data)
        if day is None or before is None or day == before:
            return bool(self.follow.data)
        old, new = (personal_runs.customary(kind, year, one) for one in (before, day))
        self.for_day.data = day.isoformat()
        fresh, filled = RunForm(formdata=None), RunForm(formdata=None)
        fresh.begin(new, day)
        filled.begin(old, before)
        has_changed = (old.name, old.signer) != (new.name, new.signer)
        for name in _FOLLOWING:
            if name in self and not _same(fresh[name].data, filled[name].data):
                has_changed = True
                if _same(self[name].data, filled[name].data):
                    self[name].data = fresh[name].data
        return has_changed or bool(self.follow.data)

    def details(self) -> Details:
        """What was entered; after `validate`."""

        def typed(name: str) -> str:
            return (self[name].data or "") if name in self else ""

        return Details(
            self.signed_on.data or clock.today(), typed("hour"), typed("place"), typed("signer_post"),
            typed("signer_name"), typed("grounds"), typed("bring"), bool(self.by_neighbourhood.data),
            typed("authority"), typed("subject"),
        )  # fmt: skip


def _read_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _same(typed: str | None, filled: str | None) -> bool:
    return clean(typed or "", keep_lines=True) == clean(filled or "", keep_lines=True)
