"""A new office: its database, and the one time that somebody without an account may set it up."""

from __future__ import annotations

import hmac
import os
import secrets
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from sqlalchemy import Engine, func, inspect, select

from roster.config import PROJECT
from roster.domain.actor import SYSTEM
from roster.domain.text import clean
from roster.services import accounts, audit, units
from roster.services.copies import make_copy
from roster.services.faults import Invalid
from roster.shelf import exchange
from roster.store import audit_chain
from roster.store.accounts import User
from roster.store.db import db
from roster.store.engine import note_sizes, reading
from roster.store.papers import Letterhead, Signatory
from roster.store.seed_units import UNITS, unit_id
from roster.store.table_copy import holds_an_office
from roster.store.units import Unit

MIGRATIONS = PROJECT / "roster/store/migrations"
_TOKEN_FILE = "setup_token"  # noqa: S105  # the name of the file, not what is in it


# --- The database ---------------------------------------------------------------------------------------------------


class DatabaseTooNew(RuntimeError):
    """A later version of the program has been at this database; the message is a Vietnamese sentence."""

    def __init__(self) -> None:
        super().__init__(
            "Cơ sở dữ liệu do phiên bản mới hơn của chương trình tạo ra nên phiên bản này không dùng được. "
            "Đề nghị cập nhật chương trình rồi khởi động lại; dữ liệu vẫn được giữ nguyên."
        )


def database_is_too_new() -> bool:
    """Whether the database has a schema that this version of the program does not know."""
    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    with reading(), db.engine.connect() as connection:
        return not {*MigrationContext.configure(connection).get_current_heads()} <= known


def database_is_current() -> bool:
    """Whether the database has the schema of this version of the program."""
    with reading(), db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_heads() == (_newest(),)


@cache
def _newest() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def prepare_database(app: Flask) -> bool:
    """Bring the database to this version's schema and add the shipped units; True where there was something to do.

    Two looks at the database when there is nothing to do, so that every command and the server can call it. Two
    processes that do so at once wait for one another. An office with data is copied before its schema changes. Raises
    DatabaseTooNew, and writes nothing, where this version does not know the schema; BackupFailed where it cannot be
    copied; AuditKeyFault where the key of the audit chain is missing or another's.
    """
    with app.app_context():
        is_current = database_is_current()
        if not is_current:
            if database_is_too_new():
                raise DatabaseTooNew
            if _holds_an_office():
                make_copy()
            migrate()
        # Killed behind the migration, the start before this one left them out.
        if not is_current or not _has_shipped_units():
            units.seed_units()
            db.session.commit()
        if exchange.is_broken_off(Path(app.instance_path)):
            exchange.settle_rows(Path(app.instance_path), _holds_an_office())
            app.extensions.pop(audit_chain.KEY_FILE, None)
        audit_chain.begin_where_needed()
        db.session.commit()
        note_sizes()
        return not is_current


def _has_shipped_units() -> bool:
    wanted = [unit_id(one.mark) for one in UNITS]
    with reading(), db.engine.connect() as connection:
        return connection.scalar(select(func.count()).where(Unit.id.in_(wanted))) == len(wanted)


def _holds_an_office() -> bool:
    with reading(), db.engine.connect() as connection:
        return inspect(connection).has_table("person") and holds_an_office(connection)


def migrate(engine: Engine | None = None, revision: str = "head") -> None:
    """Bring a database, the application's by default, to a schema, this version's by default. Within the context."""
    command.upgrade(_alembic(engine), revision)


def build_anew() -> None:
    """Take every table of the application's database down and build it up again, empty. Whoever calls it has looked."""
    command.downgrade(_alembic(), "base")
    command.upgrade(_alembic(), "head")


def _alembic(engine: Engine | None = None) -> Config:
    config: Config = current_app.extensions["migrate"].migrate.get_config(str(MIGRATIONS))
    config.attributes["engine"] = engine
    return config


# --- The one-time code ----------------------------------------------------------------------------------------------


def needs_setup() -> bool:
    """Whether no account exists yet; asked before every page, remembered once the answer is no."""
    if current_app.extensions.get("roster_is_set_up"):
        return False
    if accounts.has_users():
        current_app.extensions["roster_is_set_up"] = True
        return False
    return True


def setup_token() -> str:
    """The code that the set-up page asks for, made on the first call. Who reads the console may set the office up."""
    path = _token_path()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    token = "-".join(f"{secrets.randbelow(10_000):04}" for _ in range(4))
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(token)
    return token


def is_setup_token(text: str) -> bool:
    """Whether `text` is the code; blanks and hyphens do not count. False once the office is set up."""
    path = _token_path()
    if not needs_setup() or not path.exists():
        return False
    digits = "".join(char for char in text if char.isascii() and char.isdigit())
    wanted = path.read_text(encoding="ascii").strip().replace("-", "")
    return bool(wanted) and hmac.compare_digest(digits, wanted)


def _token_path() -> Path:
    folder: Path = current_app.config["ROSTER_INSTANCE"]
    return folder / _TOKEN_FILE


def forget_that_it_is_new() -> None:
    """After an office was brought back into this running program."""
    current_app.extensions.pop("roster_is_set_up", None)


# --- The first set-up -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SignatoryInput:
    """One who signs; see roster.store.papers.Signatory."""

    full_name: str
    post: str
    rank: str = ""
    authority: str = ""


@dataclass(frozen=True)
class FirstSetup:
    """What the set-up asks for. `ward_key` is that of a units.WardSuggestion."""

    ward_key: str
    superior: str
    agency: str
    symbol: str
    place: str
    user_name: str
    full_name: str
    password: str
    recipients: str = ""
    preparer: SignatoryInput | None = None
    signer: SignatoryInput | None = None
    other_roles: frozenset[str] = field(default=frozenset())  # "commander", "officer": also does their work


def first_setup(wanted: FirstSetup, today: date) -> User:
    """Make ward, letterhead, signatories and first administrator in one transaction; the code is gone afterwards.

    Raises Invalid with sentences per field, also when somebody else was faster.
    """
    if accounts.has_users():
        raise Invalid({"": ["Chương trình đã được thiết lập. Mời đồng chí đăng nhập."]})
    ward = units.ward_of_key(wanted.ward_key)
    if ward is None:
        raise Invalid({"ward_key": ["Hãy chọn phường, xã."]})
    try:
        _add_letterhead(ward, wanted, today)
        _add_signatories(ward, wanted, today)
        user = accounts.add_user(
            SYSTEM,
            wanted.user_name,
            wanted.full_name,
            wanted.password,
            {"administrator"} | wanted.other_roles,
            {ward.id},
        )
        audit.record(accounts.actor_of(user), "office.set_up", ward_id=ward.id, subject_id=user.id)
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    _token_path().unlink(missing_ok=True)
    return user


def _add_letterhead(ward: Unit, wanted: FirstSetup, today: date) -> None:
    longest = {"superior": 160, "agency": 160, "symbol": 40, "place": 80}
    texts = {key: clean(getattr(wanted, key)) for key in longest}
    faults = {
        key: [f"Hãy nhập mục này (không quá {most} ký tự)."]
        for key, most in longest.items()
        if not texts[key] or len(texts[key]) > most
    }
    if faults:
        raise Invalid(faults)
    recipients = clean(wanted.recipients, keep_lines=True)
    db.session.add(Letterhead(ward_id=ward.id, recipients=recipients, begins_on=today, **texts))


def _add_signatories(ward: Unit, wanted: FirstSetup, today: date) -> None:
    for part, given in (("preparer", wanted.preparer), ("signer", wanted.signer)):
        if given is None or not clean(given.full_name):
            continue
        db.session.add(
            Signatory(
                ward_id=ward.id,
                part=part,
                authority=clean(given.authority)[:80],
                post=clean(given.post)[:80],
                rank=clean(given.rank)[:40],
                full_name=clean(given.full_name)[:120],
                begins_on=today,
            )
        )


# The capital and Hồ Chí Minh City have a Bộ Tư lệnh where other provinces have a Bộ CHQS.
_CITY_COMMANDS = {"Hà Nội": "BỘ TƯ LỆNH THỦ ĐÔ HÀ NỘI", "Hồ Chí Minh": "BỘ TƯ LỆNH THÀNH PHỐ HỒ CHÍ MINH"}


def suggested_letterhead(ward: Unit) -> dict[str, str]:
    """What heads a ward's papers as a rule: keys superior, agency, symbol, place (Nghị định 30/2020, Phụ lục I).

    The superior body is the province's command: to it the ward's has reported since the district level ended.
    """
    city = db.session.get(Unit, ward.parent_id) if ward.parent_id else None
    while city is not None and city.parent_id is not None:
        city = db.session.get(Unit, city.parent_id)
    superior = "" if city is None else _CITY_COMMANDS.get(city.name, f"BỘ CHQS {city.title.upper()}")
    return {
        "superior": superior,
        "agency": f"BAN CHQS {ward.title.upper()}",
        "symbol": "DS-BCH",
        "place": ward.name,
    }
