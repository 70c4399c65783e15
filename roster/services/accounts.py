"""Accounts: making them, changing what they may do and where, shutting them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from uuid import UUID

from flask_security.utils import hash_password
from sqlalchemy import func, select, update
from sqlalchemy.orm import selectinload

from roster.domain.actor import Actor, Permission
from roster.domain.choices import ROLE
from roster.domain.text import clean, nfc
from roster.services import audit, second_step
from roster.services.faults import Invalid, NotAllowed, NotFound
from roster.services.password_rules import password_faults
from roster.store.accounts import SignIn, User, UserRole, UserWard
from roster.store.db import count_changed, db, now
from roster.store.units import WARD, Unit

ROLE_KEYS = tuple(str(role.key) for role in ROLE)
USER_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,31}")


def actor_of(user: User) -> Actor:
    """The account as an acting officer."""
    return Actor(
        user_id=user.id,
        name=user.full_name,
        roles=user.role_names,
        ward_ids=user.ward_ids,
        covers_office="administrator" in user.role_names and _covers_office(user.ward_ids),
    )


def list_users(actor: Actor) -> list[User]:
    """Every account that the actor may manage, by user name. Raises NotAllowed."""
    _demand_management(actor)
    users = db.session.scalars(
        select(User).options(selectinload(User.roles), selectinload(User.wards)).order_by(User.user_name)
    )
    return [user for user in users if _manages(actor, user)]


def get_user(actor: Actor, user_id: UUID) -> User:
    """One account that the actor may manage. Raises NotAllowed, NotFound."""
    _demand_management(actor)
    user = db.session.get(User, user_id)
    if user is None or not _manages(actor, user):
        raise NotFound
    return user


def create_user(
    actor: Actor,
    user_name: str,
    full_name: str,
    password: str,
    roles: Iterable[str],
    ward_ids: Iterable[UUID],
    *,
    handed_over: bool = False,
) -> User:
    """Make an account; `handed_over`: its owner is to change the password first, since another knows it.

    Raises NotAllowed; Invalid with a Vietnamese sentence per field; NotFound for a foreign ward.
    """
    user = add_user(actor, user_name, full_name, password, roles, ward_ids)
    user.must_change = handed_over
    db.session.commit()
    return user


def add_user(
    actor: Actor, user_name: str, full_name: str, password: str, roles: Iterable[str], ward_ids: Iterable[UUID]
) -> User:
    """As create_user, but leave the commit to the caller."""
    _demand_management(actor)
    user_name, full_name = fold_user_name(user_name), clean(full_name)
    role_names, wards = _checked_roles(roles), _checked_wards(actor, ward_ids)
    faults: dict[str, list[str]] = {}
    if not USER_NAME.fullmatch(user_name):
        faults["user_name"] = [
            "Tên đăng nhập gồm 3 đến 32 chữ cái không dấu, chữ số, dấu chấm, gạch ngang hoặc gạch dưới."
        ]
    elif find_user(user_name) is not None:
        faults["user_name"] = [f"Tên đăng nhập “{user_name}” đã có người dùng."]
    if not full_name or len(full_name) > 120:
        faults["full_name"] = ["Hãy nhập họ và tên (không quá 120 ký tự)."]
    if not role_names:
        faults["roles"] = ["Hãy chọn ít nhất một vai trò."]
    if sentences := password_faults(password, user_name=user_name):
        faults["password"] = sentences
    if faults:
        raise Invalid(faults)
    user = User(
        user_name=user_name,
        full_name=full_name,
        password=hash_password(nfc(password)),
        fs_uniquifier=uuid.uuid4().hex,
        roles=[UserRole(name=name) for name in sorted(role_names)],
        wards=[UserWard(ward_id=ward_id) for ward_id in sorted(wards)],
    )
    db.session.add(user)
    db.session.flush()
    audit.record(actor, "account.create", subject_id=user.id, roles=sorted(role_names), wards=_texts(wards))
    return user


def change_roles(actor: Actor, user_id: UUID, roles: Iterable[str], ward_ids: Iterable[UUID]) -> User:
    """Give an account other roles and wards; its sessions end. Raises as create_user."""
    user = get_user(actor, user_id)
    role_names = _checked_roles(roles)
    wards = _checked_wards(actor, ward_ids)
    if not role_names:
        raise Invalid({"roles": ["Hãy chọn ít nhất một vai trò."]})
    if "administrator" not in role_names:
        _keep_an_administrator(user)
    if role_names == user.role_names and wards == user.ward_ids:
        return user
    before = {"roles": sorted(user.role_names), "wards": _texts(user.ward_ids)}
    user.roles = [role for role in user.roles if role.name in role_names] + [
        UserRole(name=name) for name in sorted(role_names - user.role_names)
    ]
    user.wards = [ward for ward in user.wards if ward.ward_id in wards] + [
        UserWard(ward_id=ward_id) for ward_id in sorted(wards - user.ward_ids)
    ]
    _end_sessions(user)
    audit.record(
        actor, "account.roles", subject_id=user.id, before=before, roles=sorted(role_names), wards=_texts(wards)
    )
    db.session.commit()
    return user


def set_password(actor: Actor, user_id: UUID, password: str) -> None:
    """Give an account a new password, which its owner must change; its sessions end.

    Raises NotAllowed, NotFound, Invalid.
    """
    user = get_user(actor, user_id)
    if sentences := password_faults(password, user_name=user.user_name):
        raise Invalid({"password": sentences})
    user.password = hash_password(nfc(password))
    user.must_change = user.id != actor.user_id
    _end_sessions(user)
    audit.record(actor, "account.password", subject_id=user.id)
    db.session.commit()


def reset_second_step(actor: Actor, user_id: UUID) -> bool:
    """Take the account's device away; its sessions end and it enrols anew. False where it had none.

    Raises NotAllowed, NotFound.
    """
    user = get_user(actor, user_id)
    if not second_step.forget_device(actor, user):
        return False
    _end_sessions(user)
    db.session.commit()
    return True


def deactivate(actor: Actor, user_id: UUID) -> None:
    """Shut an account; its sessions end. The last administrator stays. Raises NotAllowed, NotFound, Invalid."""
    user = get_user(actor, user_id)
    if not user.active:
        return
    _keep_an_administrator(user)
    user.active = False
    _end_sessions(user)
    audit.record(actor, "account.deactivate", subject_id=user.id)
    db.session.commit()


def activate(actor: Actor, user_id: UUID) -> None:
    """Open a shut account again. Raises NotAllowed, NotFound."""
    user = get_user(actor, user_id)
    if user.active:
        return
    user.active = True
    audit.record(actor, "account.activate", subject_id=user.id)
    db.session.commit()


def close_sign_ins(user_id: UUID, *, but: UUID | None = None) -> int:
    """End every session of an account, or all but one; committed by the caller. Returns how many rows were open."""
    shut = update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    if but is not None:
        shut = shut.where(SignIn.id != but)
    return count_changed(shut.values(ended_at=now()))


def fold_user_name(text: str) -> str:
    """A user name as it is stored and looked for: lower case, no blanks around it."""
    return clean(text).lower()


def find_user(user_name: str) -> User | None:
    """The account of that name, active or not."""
    return db.session.scalar(select(User).where(User.user_name == fold_user_name(user_name)))


def has_users() -> bool:
    """Whether any account exists."""
    return db.session.scalar(select(User.id).limit(1)) is not None


def _covers_office(ward_ids: frozenset[UUID]) -> bool:
    """Whether nobody may sign in who works in another ward; an administrator whom no ward binds keeps all of them."""
    elsewhere = select(UserWard.ward_id).join(User).where(User.active, UserWard.ward_id.not_in(ward_ids))
    return not ward_ids or db.session.scalar(elsewhere.limit(1)) is None


def _demand_management(actor: Actor) -> None:
    if not actor.may(Permission.MANAGE_ACCOUNTS):
        raise NotAllowed


def _may_bind(actor: Actor, ward_id: UUID) -> bool:
    # An administrator who is bound to no ward keeps the accounts of all of them and sees nobody's data.
    return not actor.ward_ids or actor.covers(ward_id)


def _manages(actor: Actor, user: User) -> bool:
    # Whoever sets an account's password can act as that account; so all of its wards must be the administrator's own.
    if user.id == actor.user_id or not actor.ward_ids:
        return True
    return bool(user.ward_ids) and user.ward_ids <= actor.ward_ids


def _checked_roles(roles: Iterable[str]) -> frozenset[str]:
    names = frozenset(roles)
    if names - set(ROLE_KEYS):
        raise Invalid({"roles": ["Vai trò không có trong danh mục."]})
    return names


def _checked_wards(actor: Actor, ward_ids: Iterable[UUID]) -> frozenset[UUID]:
    wards = frozenset(ward_ids)
    if any(not _may_bind(actor, ward) for ward in wards):
        raise NotFound
    known = db.session.scalar(select(func.count()).where(Unit.kind == WARD, Unit.id.in_(wards)))
    if known != len(wards):
        raise NotFound
    if not wards and actor.ward_ids:
        # An administrator without wards manages those of all; one of a single ward must not make himself such.
        raise Invalid({"ward_ids": ["Hãy chọn ít nhất một địa bàn."]})
    return wards


def _keep_an_administrator(user: User) -> None:
    if "administrator" not in user.role_names or not user.active:
        return
    others = db.session.scalar(
        select(func.count())
        .select_from(User)
        .join(UserRole, UserRole.user_id == User.id)
        .where(UserRole.name == "administrator", User.active, User.id != user.id)
    )
    if not others:
        raise Invalid({"roles": ["Đây là tài khoản quản trị cuối cùng, phải giữ lại."]})


def _end_sessions(user: User) -> None:
    user.fs_uniquifier = uuid.uuid4().hex
    close_sign_ins(user.id)


def _texts(ward_ids: Iterable[UUID]) -> list[str]:
    return sorted(str(ward_id) for ward_id in ward_ids)
