"""Signing in and out and changing one's password: Flask-Security, in Vietnamese, without e-mail."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, request, session
from flask_login import current_user, user_logged_out
from flask_security import PasswordUtil, Security
from flask_security.forms import ChangePasswordForm, LoginForm
from flask_security.signals import password_changed, user_authenticated
from flask_security.utils import verify_password
from werkzeug.exceptions import TooManyRequests
from wtforms import PasswordField, StringField, SubmitField
from wtforms.validators import EqualTo, InputRequired, Length

from roster.domain.text import nfc
from roster.services import accounts, clock, failures, refusals, sign_ins
from roster.services.password_rules import password_faults
from roster.store.accounts import User, user_datastore
from roster.web import form_owners
from roster.web.access import current_sign_in
from roster.web.computers import computer_words
from roster.web.fresh import note_password_given

SIGN_IN_FAILED = "Tên đăng nhập hoặc mật khẩu không đúng."
_NEW_PASSWORD_DIFFERS = "Hai lần nhập mật khẩu mới không giống nhau."  # noqa: S105


class OfficePasswords(PasswordUtil):
    """Flask-Security asks this for the rules of new passwords; the rules are the services'."""

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        """Vietnamese sentences of what is wrong (None: nothing), and the password as it is to be hashed."""
        user = kwargs.get("user")
        faults = password_faults(password, user_name=getattr(user, "user_name", ""))
        return faults or None, self.normalize(password)


class SignInForm(LoginForm):
    """User name and password; one sentence for whatever is wrong, so that nobody learns which names exist."""

    email = None
    remember = None
    user_name = StringField(
        "Tên đăng nhập",
        validators=[InputRequired("Chưa nhập tên đăng nhập."), Length(max=100, message=SIGN_IN_FAILED)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        "Mật khẩu",
        validators=[InputRequired("Chưa nhập mật khẩu."), Length(max=1000, message=SIGN_IN_FAILED)],
        render_kw={"autocomplete": "current-password"},
    )
    submit = SubmitField("Đăng nhập")

    def validate(self, **kwargs: Any) -> bool:
        """Whether name and password belong to an active account. Raises 429 after too many failures."""
        address = request.remote_addr or ""
        name = accounts.fold_user_name(self.user_name.data or "")
        if wait := failures.seconds_to_wait(name, address):
            raise TooManyRequests(retry_after=wait)
        self.ifield = self.user_name
        self.user = accounts.find_user(name)
        if super().validate(**kwargs):
            failures.forget_failures(name, address)
            return True
        if self.csrf_token.errors:
            return False
        if self.user_name.data and self.password.data:
            failures.note_failure(name, address)
            refusals.note_failed_sign_in(accounts.find_user(name))
            self.user_name.errors, self.password.errors = [], []
            self.form_errors.append(SIGN_IN_FAILED)
        self.user = None
        return False


class OwnPasswordForm(ChangePasswordForm):
    """The present password and twice the new one."""

    password = PasswordField("Mật khẩu hiện tại", render_kw={"autocomplete": "current-password"})
    new_password = PasswordField(
        "Mật khẩu mới",
        validators=[InputRequired("Chưa nhập mật khẩu mới.")],
        render_kw={"autocomplete": "new-password"},
    )
    new_password_confirm = PasswordField(
        "Nhập lại mật khẩu mới",
        validators=[InputRequired("Chưa nhập lại mật khẩu mới."), EqualTo("new_password", _NEW_PASSWORD_DIFFERS)],
        render_kw={"autocomplete": "new-password"},
    )
    submit = SubmitField("Đổi mật khẩu")

    def validate(self, **more: Any) -> bool:
        """Wrong tries of the present password count as those of signing in. Raises 429 after too many."""
        if self.password.data and not is_own_password(self.password.data):
            self.password.errors = ["Mật khẩu hiện tại không đúng."]
            return False
        return bool(super().validate(**more))


def is_own_password(password: str) -> bool:
    """Whether it is the signed-in officer's, asked anew before what cannot be taken back.

    Failures count as those of signing in. Raises 429 after too many.
    """
    address = request.remote_addr or ""
    if wait := failures.seconds_to_wait(current_user.user_name, address):
        raise TooManyRequests(retry_after=wait)
    if verify_password(nfc(password), current_user.password):
        return True
    failures.note_failure(current_user.user_name, address)
    refusals.note_failed_sign_in(current_user._get_current_object())
    return False


def _on_sign_in(_app: Flask, user: User, **_: Any) -> None:
    sign_in = sign_ins.open_sign_in(user, request.remote_addr or "", computer_words(request.user_agent.string))
    form_owners.begin_tokens(user.id)
    session["sign_in"] = str(sign_in.id)
    session["seen_at"] = int(clock.now().timestamp())
    note_password_given()


def _on_sign_out(_app: Flask, user: User | None, **_: Any) -> None:
    if user is not None and (sign_in_id := session.pop("sign_in", None)):
        sign_ins.close_sign_in(user, sign_in_id)


def _on_password_change(_app: Flask, user: User, **_: Any) -> None:
    sign_ins.note_own_password_change(user, current_sign_in())  # the one that the new password has just opened


def init_app(app: Flask) -> None:
    """Wire Flask-Security: /login, /logout (POST), /account/password; templates under templates/security/."""
    security = Security(
        app,
        user_datastore,
        login_form=SignInForm,
        change_password_form=OwnPasswordForm,
        password_util_cls=OfficePasswords,
    )
    security.want_json(lambda _request: False)  # no second door for programs: it would hand out tokens
    security.unauthn_handler(lambda *_, **__: current_app.aborter(401))
    user_authenticated.connect(_on_sign_in, app)
    user_logged_out.connect(_on_sign_out, app)
    password_changed.connect(_on_password_change, app)
