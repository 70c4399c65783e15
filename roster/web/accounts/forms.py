"""The forms of the account pages. The rules of names and passwords are the services'."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from wtforms import PasswordField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from roster.domain.choices import ROLE
from roster.store.units import Unit
from roster.web.fields import CheckboxListField
from roster.web.office_form import OfficeForm

MAKE, TYPE = "make", "type"
_ROLE_CHOICES = [SelectChoice(str(role.key), role.label) for role in ROLE]


class RightsForm(OfficeForm):
    """Roles and wards of an account."""

    roles = CheckboxListField(
        "Vai trò", choices=_ROLE_CHOICES, description="Một người có thể kiêm nhiều vai trò; quyền được cộng lại."
    )
    wards = CheckboxListField(
        "Địa bàn", choices=[], description="Chỉ xem và làm việc được với hồ sơ của địa bàn được chọn."
    )

    def offer_wards(self, wards: Iterable[Unit]) -> None:
        """Fill the list of wards. Called before the form is validated."""
        self.wards.choices = [SelectChoice(str(ward.id), _described(ward)) for ward in wards]

    def ward_ids(self) -> list[UUID]:
        """The ticked wards."""
        return [UUID(key) for key in self.wards.data or []]


class PasswordForm(OfficeForm):
    """A password that the program makes and shows once, or one that is typed twice."""

    how = RadioField(
        "Mật khẩu",
        choices=[SelectChoice(MAKE, "Chương trình tạo, hiện một lần để trao tay"), SelectChoice(TYPE, "Tự đặt")],
        default=MAKE,
        validators=[InputRequired("Hãy chọn cách đặt mật khẩu.")],
    )
    password = PasswordField("Mật khẩu tự đặt", render_kw={"autocomplete": "new-password"})
    password_again = PasswordField("Nhập lại mật khẩu tự đặt", render_kw={"autocomplete": "new-password"})

    def is_typed_alike(self) -> bool:
        """Whether both typed passwords agree; marks the field where they do not. True where none is to be typed."""
        if self.how.data == TYPE and self.password.data != self.password_again.data:
            self.password_again.errors = [*self.password_again.errors, "Hai lần nhập mật khẩu không giống nhau."]
            return False
        return True


class NewAccountForm(RightsForm, PasswordForm):
    """A new account."""

    full_name = StringField("Họ và tên", [InputRequired("Hãy nhập họ và tên.")])
    user_name = StringField(
        "Tên đăng nhập",
        [InputRequired("Hãy nhập tên đăng nhập.")],
        description="Chữ không dấu, chữ số: ví dụ “nam.nguyen”",
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


def _described(ward: Unit) -> str:
    ended = f", đến {ward.ends_on:%d/%m/%Y}" if ward.ends_on else ""
    return ward.title + (f" ({ward.parent.title}{ended})" if ward.parent else "")
