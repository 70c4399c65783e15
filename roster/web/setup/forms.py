"""The form of the first set-up: code and ward first, then letterhead, signatories and the first administrator."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import BooleanField, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from roster.services.setup import FirstSetup, SignatoryInput
from roster.web.office_form import OfficeForm


def _line(label: str, longest: int, needed: bool = False, **more: object) -> StringField:
    validators: list[object] = [Length(max=longest, message=f"Không quá {longest} ký tự.")]
    if needed:
        validators.insert(0, InputRequired("Hãy nhập mục này."))
    return StringField(label, validators, **more)


class WardForm(OfficeForm):
    """Step 1: the code that the server printed, and which ward."""

    code = StringField(
        "Mã thiết lập",
        [InputRequired("Hãy nhập mã thiết lập mà chương trình in ra khi khởi động.")],
        render_kw={"autocomplete": "off", "inputmode": "numeric", "maxlength": 40},
    )
    search = StringField("Tìm phường, xã, đặc khu khác", render_kw={"autocomplete": "off", "maxlength": 100})
    ward_key = RadioField("Địa bàn", choices=[], validate_choice=False)


class RestoreForm(OfficeForm):
    """A backup to begin with: the file or one of the folder of backups, and the secret key that opens it."""

    code = StringField(
        "Mã thiết lập",
        [InputRequired("Hãy nhập mã thiết lập mà chương trình in ra khi khởi động.")],
        render_kw={"autocomplete": "off", "inputmode": "numeric", "maxlength": 40},
    )
    file = FileField("Tệp sao lưu (.age)")
    name = SelectField("Hoặc bản có trong thư mục sao lưu", [Optional()])
    secret = PasswordField("Khóa bí mật", [InputRequired("Hãy dán khóa bí mật.")], render_kw={"autocomplete": "off"})


class NewOfficeForm(OfficeForm):
    """Step 2; code and ward come along in hidden fields of the page."""

    superior = _line("Cơ quan cấp trên", 160, needed=True)
    agency = _line("Cơ quan ban hành", 160, needed=True)
    symbol = _line("Ký hiệu văn bản", 40, needed=True)
    place = _line("Địa danh", 80, needed=True)
    recipients = TextAreaField("Nơi nhận", [Length(max=2000)], render_kw={"rows": 3})

    preparer_name = _line("Họ và tên người lập biểu", 120)
    preparer_rank = _line("Cấp bậc", 40)
    preparer_post = _line("Chức danh ghi trên văn bản", 80)
    signer_name = _line("Họ và tên người ký", 120)
    signer_rank = _line("Cấp bậc", 40)
    signer_post = _line("Chức danh ghi trên văn bản", 80)
    signer_authority = _line("Quyền hạn ký", 80)

    full_name = _line("Họ và tên", 120, needed=True)
    user_name = _line("Tên đăng nhập", 32, needed=True)
    password = PasswordField("Mật khẩu", [InputRequired("Hãy đặt mật khẩu.")])
    password_again = PasswordField("Nhập lại mật khẩu", [InputRequired("Hãy nhập lại mật khẩu.")])
    is_commander = BooleanField("Cũng làm nhiệm vụ Chỉ huy trưởng")
    is_officer = BooleanField("Cũng làm nhiệm vụ Trợ lý (nhập, in danh sách)", default=True)

    def wanted(self, ward_key: str) -> FirstSetup:
        """The form as the service takes it."""
        roles = {"commander": self.is_commander.data, "officer": self.is_officer.data}
        return FirstSetup(
            ward_key=ward_key,
            superior=self.superior.data,
            agency=self.agency.data,
            symbol=self.symbol.data,
            place=self.place.data,
            recipients=self.recipients.data or "",
            user_name=self.user_name.data,
            full_name=self.full_name.data,
            password=self.password.data,
            preparer=SignatoryInput(
                self.preparer_name.data or "", self.preparer_post.data or "", self.preparer_rank.data or ""
            ),
            signer=SignatoryInput(
                self.signer_name.data or "",
                self.signer_post.data or "",
                self.signer_rank.data or "",
                self.signer_authority.data or "",
            ),
            other_roles=frozenset(role for role, is_ticked in roles.items() if is_ticked),
        )
