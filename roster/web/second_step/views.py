"""/second-step: open to whoever has given his password; nothing else is until the code is right (roster.web.access)."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_login import current_user
from markupsafe import Markup
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from roster.services import accounts, failures, second_step, sign_ins
from roster.services.refusals import THROTTLED
from roster.store.accounts import User
from roster.store.db import db
from roster.web import form_owners, shell
from roster.web.access import current_sign_in
from roster.web.fresh import SENT_WITHIN, is_fresh
from roster.web.office_form import OfficeForm
from roster.web.own_addresses import LOCAL
from roster.web.refused import mark_bypass

blueprint = Blueprint("second_step", __name__, url_prefix="/second-step")

Answer = Response | str | tuple[str, int]
_PENDING = "second_step"  # the encrypted seed of a device that is being enrolled
_WRONG = "Mã không đúng hoặc đã dùng rồi. Xin chờ mã mới trên máy rồi nhập lại; đồng hồ của máy phải đúng giờ."

_USED_UP = (
    "Mã của máy đã bị nhập sai quá nhiều lần liên tiếp nên không được nhận nữa. Xin nhập một mã khôi phục, hoặc nhờ "
    "người quản trị đặt lại xác thực hai bước; sau đó nên đổi mật khẩu."
)


class CodeForm(OfficeForm):
    """One code."""

    code = StringField(
        "Mã xác nhận",
        [InputRequired("Chưa nhập mã."), Length(max=60, message=_WRONG)],
        render_kw={
            "autocomplete": "one-time-code",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )


@blueprint.get("/")
def index() -> Answer:
    """Ask for the code; enrol where there is no device; tell of the device where all is done."""
    if not second_step.is_enrolled(_user()):
        return _first_the_password() or _enrol_page(CodeForm(formdata=None))
    if _waits():
        return _ask_page(CodeForm(formdata=None))
    return render_template("second_step/show.html", left=second_step.codes_left(_user()), form=CodeForm(formdata=None))


@blueprint.post("/check")
def check() -> Answer:
    """The code of the device, or a recovery code."""
    form, user = CodeForm(), _user()
    if not second_step.is_enrolled(user) or not _waits():
        return redirect(url_for("second_step.index"), 303)
    if form.validate_on_submit() and _is_right(form):
        _pass(user)
        db.session.commit()
        wanted = request.args.get("next", "")
        return redirect(wanted if LOCAL.fullmatch(wanted) else "/", 303)
    return _ask_page(form), 422


@blueprint.post("/enrol")
def enrol() -> Answer:
    """The first code of a new device; the recovery codes are on the answer and nowhere else."""
    form, user = CodeForm(), _user()
    if second_step.is_enrolled(user):
        return redirect(url_for("second_step.index"), 303)
    if asked := _first_the_password():
        return asked
    _demand_no_wait(user, of_device=False)
    if form.validate_on_submit():
        codes = second_step.confirm(user, session.get(_PENDING, ""), form.code.data or "")
        if codes:
            session.pop(_PENDING, None)
            failures.forget_wrong_codes(user.id, request.remote_addr or "")
            _pass(user)
            # Whoever came in by the password alone must not stay in (ASVS 7.4.3).
            accounts.close_sign_ins(user.id, but=current_sign_in())
            db.session.commit()
            return render_template("second_step/codes.html", codes=codes, user=user, is_new=True)
        db.session.rollback()
        failures.note_wrong_code(user.id, request.remote_addr or "", of_device=False)  # of a seed that he sees
        form.code.errors = [_WRONG]
    return _enrol_page(form), 422


@blueprint.post("/codes")
def codes() -> Answer:
    """New recovery codes, for who shows a code of the device."""
    form, user = CodeForm(), _user()
    if not second_step.is_enrolled(user) or _waits():
        return redirect(url_for("second_step.index"), 303)
    if form.validate_on_submit() and _is_right(form):
        made = second_step.renew_codes(user)
        db.session.commit()
        return render_template("second_step/codes.html", codes=made, user=user, is_new=False)
    return render_template("second_step/show.html", left=second_step.codes_left(user), form=form), 422


def _user() -> User:
    user: User = current_user._get_current_object()  # the account, not its proxy
    return user


def _waits() -> bool:
    return sign_ins.waits_for_second_step(UUID(session["sign_in"]))


def _first_the_password() -> Response | None:
    """Whoever finds a desk unlocked must not make the account his own: a device is enrolled by who knows the password.

    Who is on his way in has just given it.
    """
    if _waits() or is_fresh(SENT_WITHIN):
        return None
    return redirect(url_for("confirm.ask", next=url_for("second_step.index")), 303)


def _demand_no_wait(user: User, *, of_device: bool) -> None:
    """Raises 429 after too many wrong codes."""
    if wait := failures.seconds_to_wait_for_code(user.id, request.remote_addr or "", of_device=of_device):
        raise TooManyRequests(retry_after=wait)


def _is_right(form: CodeForm) -> bool:
    """Whether the code is good; leaves the commit to the caller then, and counts the failure otherwise. Raises 429."""
    user, typed = _user(), form.code.data or ""
    of_device = not second_step.looks_like_recovery(typed)  # others' guesses do not hold up recovery codes
    _demand_no_wait(user, of_device=of_device)
    if of_device and failures.are_codes_used_up(user.id):
        mark_bypass(THROTTLED)
        form.code.errors = [_USED_UP]
        return False
    if second_step.check(user, typed):
        failures.forget_wrong_codes(user.id, request.remote_addr or "")
        return True
    db.session.rollback()
    failures.note_wrong_code(user.id, request.remote_addr or "", of_device=of_device)
    form.code.errors = [_WRONG]
    return False


def _pass(user: User) -> None:
    """A new sign-in, so that what stood in a copied cookie before is worth nothing."""
    passed = sign_ins.pass_second_step(user, UUID(session["sign_in"]))
    session["sign_in"] = str(passed.id)
    form_owners.begin_tokens(user.id)


def _ask_page(form: CodeForm) -> str:
    return render_template(
        "second_step/ask.html", form=form, shell=shell.BareShell(), next=request.args.get("next", "")
    )


def _enrol_page(form: CodeForm) -> str:
    user = _user()
    made = second_step.begin(user, session.get(_PENDING, ""))
    session[_PENDING] = made.token
    is_required = second_step.is_required_of(user)
    frame = {"shell": shell.BareShell()} if _waits() else {}
    return render_template(
        "second_step/enrol.html",
        form=form,
        key=made.key,
        picture=Markup(made.picture),  # noqa: S704  # drawn by segno out of our own address
        is_required=is_required,
        **frame,
    )
