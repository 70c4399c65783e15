"""Accounts of officers: who may sign in, with which roles, in which wards; and who is signed in."""

from __future__ import annotations

import datetime
from uuid import UUID

from flask_security import RoleMixin, SQLAlchemyUserDatastore, UserMixin
from sqlalchemy import BigInteger, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.store.db import Moment, db, new_id, now


class UserRole(db.Model, RoleMixin):  # type: ignore[name-defined]  # Flask-SQLAlchemy makes Model at run time
    """One role of one account. What a role may do stands in roster.domain.actor, not in the database."""

    __tablename__ = "user_role"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(30), primary_key=True)  # a key of roster.domain.choices.ROLE


class UserWard(db.Model):  # type: ignore[name-defined]
    """One ward that an account is bound to."""

    __tablename__ = "user_ward"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)


class User(db.Model, UserMixin):  # type: ignore[name-defined]
    """One officer's account. An account that acted is never deleted, only set inactive."""

    __tablename__ = "user_account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)  # type: ignore[assignment]
    user_name: Mapped[str] = mapped_column(String(40), unique=True)  # lower case
    full_name: Mapped[str] = mapped_column(String(120))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)  # in the cookie; a new one ends every session
    created_at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)
    # An administrator handed the password over and knows it: its owner sets another before anything else.
    must_change: Mapped[bool] = mapped_column(default=False, server_default=false())

    roles: Mapped[list[UserRole]] = relationship(cascade="all, delete-orphan", order_by=UserRole.name)  # type: ignore[assignment]
    wards: Mapped[list[UserWard]] = relationship(cascade="all, delete-orphan")

    @property
    def role_names(self) -> frozenset[str]:
        """The keys of the account's roles."""
        return frozenset(role.name for role in self.roles)

    @property
    def ward_ids(self) -> frozenset[UUID]:
        """The wards that the account is bound to."""
        return frozenset(ward.ward_id for ward in self.wards)


class SignIn(db.Model):  # type: ignore[name-defined]
    """One time that somebody signed in; without an open one a cookie is worth nothing, also a copy of it."""

    __tablename__ = "sign_in"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime.datetime | None] = mapped_column(Moment)
    waits: Mapped[bool] = mapped_column(default=False)  # for the second step: until then nothing else is open
    # What its owner knows it by: when it asked for a page last (to the minute), from where, with which program.
    last_at: Mapped[datetime.datetime | None] = mapped_column(Moment)
    address: Mapped[str | None] = mapped_column(String(45))
    computer: Mapped[str | None] = mapped_column(String(60))


class SecondStep(db.Model):  # type: ignore[name-defined]
    """The device of an account that makes one-time codes (TOTP). The seed is encrypted with a key of the instance."""

    __tablename__ = "second_step"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    seed: Mapped[str] = mapped_column(String(255))
    last_step: Mapped[int] = mapped_column(BigInteger)  # of the last code that was taken: none counts twice
    since: Mapped[datetime.datetime] = mapped_column(Moment, default=now)


class RecoveryCode(db.Model):  # type: ignore[name-defined]
    """One code on paper for the day when the device is lost; hashed like a password, good once."""

    __tablename__ = "recovery_code"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    start: Mapped[str] = mapped_column(String(4))  # its first group, so that one hash is compared and not eight
    code: Mapped[str] = mapped_column(String(255))
    used_at: Mapped[datetime.datetime | None] = mapped_column(Moment)


class SignInFailure(db.Model):  # type: ignore[name-defined]
    """One failed attempt. `mark` is a keyed hash of name and address: people type passwords into the name field.

    Or it names the account whose codes were wrong in a row (roster.services.failures).
    """

    __tablename__ = "sign_in_failure"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    mark: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)

    __table_args__ = (Index(None, "mark", "at"), Index(None, "at"))


user_datastore = SQLAlchemyUserDatastore(db, User, UserRole)
