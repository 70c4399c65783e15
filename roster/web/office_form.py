"""The form that every form of the program is: WTForms speaks Vietnamese in it, and no text of it may hold a secret."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, PasswordField, StringField

from roster.domain.secrets import SENTENCE, says_secret
from roster.web.asked import number_in

_SENTENCES = {
    "'%(value)s' are not valid choices for this field.": "“%(value)s” không có trong danh sách để chọn.",
    "'%(value)s' is not a valid choice for this field.": "“%(value)s” không có trong danh sách để chọn.",
    "CSRF failed.": "Trang đã để quá lâu. Xin tải lại trang rồi làm lại.",
    "CSRF token expired.": "Trang đã để quá lâu. Xin tải lại trang rồi làm lại.",
    "CSRF token missing.": "Trang gửi lên thiếu mã bảo vệ. Xin tải lại trang rồi làm lại.",
    "Choices cannot be None.": "Chưa có danh sách để chọn.",
    "Date must be at least %(min)s.": "Ngày phải từ %(min)s trở đi.",
    "Date must be at most %(max)s.": "Ngày không được sau %(max)s.",
    "Date must be between %(min)s and %(max)s.": "Ngày phải từ %(min)s đến %(max)s.",
    "Field cannot be longer than %(max)d character.": "Không quá %(max)d ký tự.",
    "Field cannot be longer than %(max)d characters.": "Không quá %(max)d ký tự.",
    "Field must be at least %(min)d character long.": "Phải có ít nhất %(min)d ký tự.",
    "Field must be at least %(min)d characters long.": "Phải có ít nhất %(min)d ký tự.",
    "Field must be between %(min)d and %(max)d characters long.": "Phải có từ %(min)d đến %(max)d ký tự.",
    "Field must be equal to %(other_name)s.": "Hai ô phải giống nhau.",
    "Field must be exactly %(max)d character long.": "Phải có đúng %(max)d ký tự.",
    "Field must be exactly %(max)d characters long.": "Phải có đúng %(max)d ký tự.",
    "Invalid CSRF Token.": "Mã bảo vệ của trang không đúng. Xin tải lại trang rồi làm lại.",
    "Invalid Choice: could not coerce.": "Lựa chọn không hợp lệ. Hãy chọn trong danh sách.",
    "Invalid IP address.": "Địa chỉ IP không đúng.",
    "Invalid Mac address.": "Địa chỉ MAC không đúng.",
    "Invalid URL.": "Địa chỉ mạng không đúng.",
    "Invalid UUID.": "Mã không đúng.",
    "Invalid email address.": "Địa chỉ thư điện tử không đúng.",
    "Invalid field name '%s'.": "Không có ô “%s”.",
    "Invalid input.": "Nội dung không hợp lệ. Hãy nhập lại.",
    "Invalid value, can't be any of: %(values)s.": "Không được là: %(values)s.",
    "Invalid value, must be one of: %(values)s.": "Phải là một trong: %(values)s.",
    "Invalid choice(s): one or more data inputs could not be coerced.": "Có lựa chọn không hợp lệ. Hãy chọn lại.",
    "Not a valid choice.": "Lựa chọn không hợp lệ. Hãy chọn trong danh sách.",
    "Not a valid date value.": "Ngày không đúng. Hãy nhập như 25/03/2026.",
    "Not a valid datetime value.": "Ngày, giờ không đúng. Hãy nhập như 25/03/2026 07:30.",
    "Not a valid decimal value.": "Không phải là số. Hãy nhập số, ví dụ 12,5.",
    "Not a valid float value.": "Không phải là số. Hãy nhập số, ví dụ 12,5.",
    "Not a valid integer value.": "Không phải là số nguyên. Hãy nhập bằng chữ số, ví dụ 5.",
    "Not a valid time value.": "Giờ không đúng. Hãy nhập như 07:30.",
    "Not a valid week value.": "Tuần không đúng.",
    "Number must be at least %(min)s.": "Số phải từ %(min)s trở lên.",
    "Number must be at most %(max)s.": "Số không được quá %(max)s.",
    "Number must be between %(min)s and %(max)s.": "Số phải từ %(min)s đến %(max)s.",
    "This field cannot be edited.": "Ô này không sửa được.",
    "This field is disabled and cannot have a value.": "Ô này không nhận nội dung.",
    "This field is required.": "Hãy nhập ô này.",
}


class Vietnamese:
    """WTForms' own sentences in Vietnamese."""

    def gettext(self, string: str) -> str:
        """The sentence in Vietnamese."""
        return _SENTENCES.get(string, string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """The sentence in Vietnamese, which has one form for any number."""
        return _SENTENCES.get(plural, _SENTENCES.get(singular, plural))


_VIETNAMESE = Vietnamese()


class WholeNumberField(IntegerField):
    """A whole number that every database holds; WTForms' own takes any, at which validators and queries break."""

    data: Any  # a number, or None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed. Raises ValueError with a sentence."""
        if not valuelist:
            return
        try:
            self.data = number_in(valuelist[0])
        except ValueError as error:
            self.data = None
            raise ValueError(self.gettext("Not a valid integer value.")) from error


class OfficeForm(FlaskForm):
    """A form of the program."""

    class Meta(FlaskForm.Meta):
        """How WTForms speaks."""

        def get_translations(self, form: Any) -> Vietnamese:
            """Vietnamese, whatever the browser asks for."""
            return _VIETNAMESE

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask every field; refuse a text that names a mobilisation unit or a wartime post, without repeating it."""
        is_sound = bool(super().validate(extra_validators))
        for field in self:
            is_text = isinstance(field, StringField) and not isinstance(field, PasswordField)
            if is_text and isinstance(field.data, str) and self.refuses(field, field.data):
                field.errors = [*field.errors, f"Ô này {SENTENCE}."]
                is_sound = False
        return is_sound

    def refuses(self, field: Field, text: str) -> bool:
        """Whether the text may not be kept; a form whose fields are free words under other names asks more strictly."""
        return says_secret(field.short_name, text)
