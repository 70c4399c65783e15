"""The forms of a ward's settings. Lengths and further rules are the services'; here only what the page must know."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from roster.services.letterheads import PARTS
from roster.web.fields import DayField
from roster.web.office_form import OfficeForm

_PARTS = [SelectChoice(key, label) for key, label in PARTS.items()]
_NEEDED = [InputRequired("Hãy nhập mục này.")]


class LetterheadForm(OfficeForm):
    """What heads the ward's papers from a day on."""

    superior = StringField("Cơ quan cấp trên", _NEEDED, description="Ví dụ: BỘ CHQS THÀNH PHỐ HẢI PHÒNG")
    agency = StringField("Cơ quan ban hành", _NEEDED, description="Ví dụ: BAN CHQS PHƯỜNG PHÙ LIỄN")
    symbol = StringField("Ký hiệu văn bản", _NEEDED, description="Phần sau số văn bản: “Số: 12/DS-BCH”")
    place = StringField("Địa danh", _NEEDED, description="Trước ngày tháng của văn bản")
    recipients = TextAreaField("Nơi nhận", description="Mỗi nơi một dòng", render_kw={"rows": 4})
    begins_on = DayField("Dùng từ ngày", _NEEDED)
    ends_on = DayField("Đến hết ngày", description="Để trống nếu đang dùng")

    def texts(self) -> dict[str, str]:
        """The lines of text by their keys."""
        return {key: self[key].data or "" for key in ("superior", "agency", "symbol", "place", "recipients")}


class SignatoryForm(OfficeForm):
    """Who signs the ward's lists from a day on."""

    part = RadioField("Phần ký", [InputRequired("Hãy chọn phần ký.")], choices=_PARTS)
    full_name = StringField("Họ và tên", _NEEDED)
    rank = StringField("Cấp bậc", description="Ví dụ: Thiếu tá; để trống nếu không có")
    post = StringField("Chức danh ghi trên văn bản", _NEEDED, description="Ví dụ: CHỈ HUY TRƯỞNG, NGƯỜI LẬP BIỂU")
    authority = StringField("Quyền hạn ký", description="Chỉ khi ký thay, ví dụ: KT. CHỈ HUY TRƯỞNG")
    begins_on = DayField("Ký từ ngày", _NEEDED)
    ends_on = DayField("Đến hết ngày", description="Để trống nếu đang ký")

    def texts(self) -> dict[str, str]:
        """The lines of text by their keys."""
        return {key: self[key].data or "" for key in ("authority", "post", "rank", "full_name")}


class NeighbourhoodForm(OfficeForm):
    """A tổ dân phố or thôn."""

    name = StringField("Tên tổ dân phố, thôn", _NEEDED, description="Ghi như trong hồ sơ, ví dụ: TDP số 5")
    leader = StringField("Tổ trưởng")
    begins_on = DayField("Từ ngày", description="Để trống nếu không rõ")
    ends_on = DayField("Đến hết ngày", description="Chỉ khi đã giải thể, sáp nhập")


class OrganisationForm(OfficeForm):
    """An office, school or company."""

    name = StringField("Tên cơ quan, tổ chức, doanh nghiệp", _NEEDED)
    address = StringField("Địa chỉ")
    has_self_defence_unit = BooleanField("Có đơn vị tự vệ")
    operating_since = DayField(
        "Hoạt động từ ngày", description="Tổ chức tự vệ khi đã hoạt động từ đủ 24 tháng; để trống nếu không rõ"
    )
    begins_on = DayField("Trong danh mục từ ngày", description="Để trống nếu không rõ")
    ends_on = DayField("Đến hết ngày", description="Chỉ khi đã giải thể, chuyển đi")
