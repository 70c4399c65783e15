"""The account pages: add, change roles and wards, new password, shut and open."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import SYSTEM, Permission
from roster.domain.choices import ROLE, label_of
from roster.services import accounts, clock, open_sessions, second_step, units
from roster.services.faults import Invalid
from roster.services.passwords import make_password
from roster.store.accounts import User
from roster.store.units import Unit
from roster.web.access import current_actor, permission_required
from roster.web.accounts.forms import MAKE, NewAccountForm, PasswordForm, RightsForm
from roster.web.fields import take_faults
from roster.web.fresh import fresh_password_required
from roster.web.office_form import OfficeForm

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")

Answer = Response | str | tuple[str, int]


@blueprint.get("/")
@permission_required(Permission.MANAGE_ACCOUNTS)
def index() -> str:
    """Every account that the administrator looks after."""
    titles = {ward.id: ward.title for ward in _offered_wards()}
    users = sorted(accounts.list_users(current_actor()), key=lambda user: not user.active)
    return render_template("accounts/index.html", users=users, titles=titles, role_labels=_role_labels)


@blueprint.get("/new")
@permission_required(Permission.MANAGE_ACCOUNTS)
@fresh_password_required
def new() -> str:
    """An empty form; the administrator's only ward is ticked already."""
    form = NewAccountForm(formdata=None)
    wards = _offered_wards()
    form.offer_wards(wards)
    form.wards.data = [str(wards[0].id)] if len(wards) == 1 else []
    return render_template("accounts/new.html", form=form)


@blueprint.post("/new")
@permission_required(Permission.MANAGE_ACCOUNTS)
@fresh_password_required
def create() -> Answer:
    """Make the account. A password that the program made is on the answer and nowhere else."""
    form = NewAccountForm()
    form.offer_wards(_offered_wards())
    if form.validate_on_submit() and form.is_typed_alike():
        password, is_made = _wanted_password(form)
        try:
            user = accounts.create_user(
                current_actor(),
                form.user_name.data,
                form.full_name.data,
                password,
                form.roles.data,
                form.ward_ids(),
                handed_over=True,
            )
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            if is_made:
                return render_template("accounts/password.html", user=user, password=password, is_new=True)
            flash(f"Đã tạo tài khoản “{user.user_name}”.", "success")
            return redirect(url_for("accounts.index"), 303)
    return render_template("accounts/new.html", form=form), 422


@blueprint.get("/<uuid:user_id>")
@permission_required(Permission.MANAGE_ACCOUNTS)
def show(user_id: UUID) -> str:
    """One account: roles and wards, password, shutting."""
    user = accounts.get_user(current_actor(), user_id)
    return _account_page(user, _rights_form(user))


@blueprint.post("/<uuid:user_id>/rights")
@permission_required(Permission.MANAGE_ACCOUNTS)
@fresh_password_required
def change_rights(user_id: UUID) -> Answer:
    """Give the account other roles and wards."""
    user = accounts.get_user(current_actor(), user_id)
    form = RightsForm()
    form.offer_wards(_offered_wards())
    if form.validate_on_submit():
        try:
            accounts.change_roles(current_actor(), user_id, form.roles.data, form.ward_ids())
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash("Đã lưu vai trò và địa bàn. Người này cần đăng nhập lại.", "success")
            return redirect(url_for("accounts.show", user_id=user_id), 303)
    return _account_page(user, form), 422


@blueprint.get("/<uuid:user_id>/password")
@permission_required(Permission.MANAGE_ACCOUNTS)
@fresh_password_required
def password(user_id: UUID) -> str:
    """How the account gets a new password."""
    user = accounts.get_user(current_actor(), user_id)
    return render_template("accounts/reset.html", user=user, form=PasswordForm(formdata=None))


@blueprint.post("/<uuid:user_id>/password")
@permission_required(Permission.MANAGE_ACCOUNTS)
@fresh_password_required
def set_password(user_id: UUID) -> Answer:
    """Give the account a new password; one that the program made is on the answer and nowhere else."""
    user = accounts.get_user(current_actor(), user_id)
    form = PasswordForm()
    if form.validate_on_submit() and form.is_typed_alike():
        secret, is_made = _wanted_password(form)
        try:
            accounts.set_password(current_actor(), user_id, secret)
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            if is_made:
                return render_template("accounts/password.html", user=user, password=secret, is_new=False)
            flash(f"Đã đặt mật khẩu mới cho “{user.user_name}”.", "success")
            return redirect(url_for("accounts.show", user_id=user_id), 303)
    return render_template("accounts/reset.html", user=user, form=form), 422


@blueprint.post("/<uuid:user_id>/second-step/reset")
@permission_required(Permission.MANAGE_ACCOUNTS)
@fresh_password_required
def reset_second_step(user_id: UUID) -> Response:
    """Take the account's device away, where it was lost: from whom the administrator has seen to be its owner."""
    accounts.get_user(current_actor(), user_id)  # of another ward there is nobody, ticked or not
    if request.form.get("seen") != "yes":
        flash("Chưa đặt lại. Hãy gặp đúng người có tài khoản này rồi đánh dấu vào ô xác nhận.", "error")
        return redirect(url_for("accounts.show", user_id=user_id), 303)
    if accounts.reset_second_step(current_actor(), user_id):
        flash("Đã đặt lại xác thực hai bước; người này bật lại ở lần đăng nhập sau.", "success")
    return redirect(url_for("accounts.show", user_id=user_id), 303)


@blueprint.post("/<uuid:user_id>/sessions/end")
@permission_required(Permission.MANAGE_ACCOUNTS)
def end_sessions(user_id: UUID) -> Response:
    """End every session of the account."""
    open_sessions.end_all(current_actor(), user_id)
    flash("Đã kết thúc mọi phiên của tài khoản; người này phải đăng nhập lại.", "success")
    return redirect(url_for("accounts.show", user_id=user_id), 303)


@blueprint.post("/<uuid:user_id>/deactivate")
@permission_required(Permission.MANAGE_ACCOUNTS)
def deactivate(user_id: UUID) -> Response:
    """Shut the account."""
    try:
        accounts.deactivate(current_actor(), user_id)
    except Invalid as refusal:
        flash(str(refusal), "error")
    else:
        flash("Đã khóa tài khoản; người này không đăng nhập được nữa.", "success")
    return redirect(url_for("accounts.show", user_id=user_id), 303)


@blueprint.post("/<uuid:user_id>/activate")
@permission_required(Permission.MANAGE_ACCOUNTS)
@fresh_password_required
def activate(user_id: UUID) -> Response:
    """Open a shut account again."""
    accounts.activate(current_actor(), user_id)
    flash("Đã mở lại tài khoản.", "success")
    return redirect(url_for("accounts.show", user_id=user_id), 303)


def _offered_wards() -> list[Unit]:
    """The administrator's wards; of one who is bound to none, every ward that the database has."""
    actor = current_actor()
    return units.wards_in_scope(actor if actor.ward_ids else SYSTEM, clock.today())


def _rights_form(user: User) -> RightsForm:
    form = RightsForm(formdata=None)
    form.offer_wards(_offered_wards())
    form.roles.data = sorted(user.role_names)
    form.wards.data = [str(ward_id) for ward_id in user.ward_ids]
    return form


def _account_page(user: User, form: OfficeForm) -> str:
    is_self = user.id == current_actor().user_id
    return render_template(
        "accounts/show.html", user=user, form=form, is_self=is_self, role_labels=_role_labels,
        has_device=second_step.is_enrolled(user), is_device_required=second_step.is_required_of(user),
        sessions=[] if is_self else open_sessions.list_of(current_actor(), user.id),
    )  # fmt: skip


def _wanted_password(form: PasswordForm) -> tuple[str, bool]:
    return (make_password(), True) if form.how.data == MAKE else (form.password.data or "", False)


def _role_labels(user: User) -> str:
    return ", ".join(label_of(ROLE, str(role.key)) for role in ROLE if role.key in user.role_names)
