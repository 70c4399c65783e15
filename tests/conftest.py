"""What every test can ask for: a fresh office on each database, officers of any role, a client that checks pages."""

from __future__ import annotations

import contextvars
import os
import re
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zlib import crc32

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from flask_security.utils import hash_password
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from roster.app import create_app
from roster.config import OFFICE_ZONE, build_config
from roster.domain.actor import Actor
from roster.services import accounts, clock, sign_ins
from roster.services.setup import prepare_database
from roster.store.accounts import User, UserRole, UserWard
from roster.store.db import db
from roster.store.seed_units import unit_id, ward_mark
from roster.store.units import Unit
from roster.web import form_owners
from tests.kept_work import CompiledPages, compile_each_address_once, put_off_garbage, set_garbage_aside
from tests.own_process import no_other_process
from tests.page_checks import faults_of, text_of

__all__ = ["no_other_process"]  # a fixture of every folder

PASSWORD = "con trâu đi trước cái cày"
POSTGRESQL = os.environ.get("ROSTER_TEST_POSTGRESQL_URL", "")
_PAGES = Path(__file__).parent / "web"
DATABASES = ["sqlite", *(["postgresql"] if POSTGRESQL else [])]
_SETTINGS = {
    "TESTING": True,
    "SECRET_KEY": "for-tests-only",
    # The least that Argon2 takes: the tests hash some hundred passwords.
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__type": "ID",
        "argon2__memory_cost": 8,
        "argon2__time_cost": 1,
        "argon2__parallelism": 1,
    },
}


compile_each_address_once()
put_off_garbage()
_COMPILED_PAGES = CompiledPages()


class CheckedClient(FlaskClient):
    """A browser that judges every page it gets (tests/page_checks.py) and puts the CSRF token into what it posts.

    `check = False` switches the judging off; `post(…, csrf=False)` leaves the token out.
    """

    check = True
    user: User | None = None

    def open(self, *args: Any, csrf: bool = True, **kwargs: Any) -> TestResponse:
        """Send a request as from another process: neither `g` nor the database session of the test is shared."""
        method = str(kwargs.get("method", "GET")).upper()
        data = kwargs.get("data")
        if method == "POST" and csrf and (data is None or isinstance(data, dict)):
            kwargs["data"] = {"csrf_token": self.csrf_token(), **(data or {})}
        # What the test wrote must be seen, and its open transaction must not lock the request out.
        if has_app_context():  # not while a redirect is followed
            db.session.commit()
        response: TestResponse = contextvars.Context().run(super().open, *args, **kwargs)
        if self.check and response.mimetype == "text/html" and response.status_code not in {301, 302, 303, 307, 308}:
            faults = faults_of(self.application, response.text, response.request.path)
            assert not faults, f"{method} {response.request.path}: " + "; ".join(faults)
        return response

    def csrf_token(self) -> str:
        """A token that the session of this client honours."""
        with self.session_transaction() as session:
            raw = session.setdefault("csrf_token", "0" * 40)
        key = self.application.config["SECRET_KEY"]
        return URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(raw)

    def text(self, url: str, **kwargs: Any) -> str:
        """The visible text of the page at `url`, which must be there."""
        response = self.get(url, **kwargs)
        assert response.status_code == 200, f"{url}: {response.status}"
        return text_of(response.text)


@dataclass(frozen=True)
class Ward:
    """What tests need of a ward, outside any database session."""

    id: UUID
    name: str
    title: str


# --- Fresh offices --------------------------------------------------------------------------------------------------


class SqliteMill:
    """Makes databases by copying a file that was migrated once."""

    def __init__(self, folder: Path) -> None:
        app = create_app({**_SETTINGS, "ROSTER_INSTANCE": folder})
        prepare_database(app)
        with app.app_context():
            db.engine.dispose()
        self._template = folder / "roster.db"

    def make(self, instance: Path) -> str:
        shutil.copyfile(self._template, instance / "roster.db")
        return ""

    def drop(self, url: str) -> None:
        """The folder goes with the test."""


class PostgresqlMill:
    """Makes databases from a template that was migrated once; one that a test left is emptied and serves again.

    To make one takes longer than most tests, to empty one a tenth of that.
    """

    # What tells that a test changed the schema: such a database is thrown away.
    _SHAPE = text(
        "select (select md5(string_agg(a.attrelid::regclass::text || a.attname || a.atttypid || a.attnotnull, ',' "
        "order by a.attrelid::regclass::text, a.attnum)) from pg_attribute a join pg_class c on c.oid = a.attrelid "
        "where c.relnamespace = 'public'::regnamespace and a.attnum > 0), "
        "(select count(*) from pg_trigger where tgenabled = 'O')"
    )
    _END_OTHERS = text(
        "select pg_terminate_backend(pid) from pg_stat_activity "
        "where datname = current_database() and pid <> pg_backend_pid()"
    )

    def __init__(self, folder: Path) -> None:
        self._admin = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
        self._template = f"roster_test_{os.getpid()}"
        self._count, self._free = 0, list[str]()
        self._run(f'create database "{self._template}"')
        app = create_app({**_SETTINGS, "ROSTER_INSTANCE": folder, "ROSTER_DATABASE_URL": self._url(self._template)})
        prepare_database(app)
        with app.app_context(), db.engine.begin() as connection:
            tables = ["alembic_version", *(table.name for table in reversed(db.metadata.sorted_tables))]
            filled = [one for one in tables if connection.scalar(text(f'select exists(select from "{one}")'))]  # noqa: S608
            connection.execute(text("create schema kept"))
            for name in filled:
                connection.execute(text(f'create table kept."{name}" as table "{name}"'))
            self._shape = tuple(connection.execute(self._SHAPE).one())
            for statement in self._renewal(filled, [one for one in tables if one not in filled]):
                connection.exec_driver_sql(statement)
        self._engines: dict[str, Engine] = {}
        with app.app_context():
            db.engine.dispose()

    @staticmethod
    def _renewal(filled: Iterable[str], empty: Iterable[str]) -> Iterator[str]:
        """What makes the function that brings a database back to what it was: PostgreSQL keeps its plan.

        Its SQL is put together from the names of our own tables, which no parameter could stand for (hence noqa).
        """
        again = (
            f"if (select md5(string_agg(one::text, ',' order by one::text)) from \"{name}\" one) is distinct from "  # noqa: S608
            f"(select md5(string_agg(one::text, ',' order by one::text)) from kept.\"{name}\" one) "
            f'then delete from "{name}"; insert into "{name}" table kept."{name}"; end if;'
            for name in filled
        )
        deleted = (f'delete from "{name}";' for name in empty)  # noqa: S608
        body = " ".join([*deleted, *again])
        # Neither references nor the journal's guard are asked: everything goes.
        yield (
            "create function kept.renew() returns void language plpgsql set session_replication_role = replica "
            f"set lock_timeout = '2s' as $$ begin {body} end $$"
        )

    def _url(self, name: str) -> str:
        return make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))

    def make(self, instance: Path) -> str:
        if self._free:
            return self._free.pop()
        self._count += 1
        name = f"{self._template}_{self._count}"
        self._run(f'create database "{name}" template "{self._template}"')
        return self._url(name)

    def drop(self, url: str) -> None:
        if self._is_as_new(url):
            self._free.append(url)
        else:
            self._engines.pop(url).dispose()
            self._run(f'drop database if exists "{make_url(url).database}" with (force)')

    def _is_as_new(self, url: str) -> bool:
        """Whether the database could be brought back to what it was when it was made."""
        # Its connection stays, since a new one has to learn the whole schema first.
        engine = self._engines.setdefault(url, create_engine(url, pool_size=1))
        try:
            with engine.begin() as connection:
                connection.execute(self._END_OTHERS)
                if tuple(connection.execute(self._SHAPE).one()) != self._shape:
                    return False
                connection.exec_driver_sql("select kept.renew()")
            return True
        except DBAPIError:
            return False

    def close(self) -> None:
        for engine in self._engines.values():
            engine.dispose()
        for url in self._free:
            self._run(f'drop database if exists "{make_url(url).database}" with (force)')
        self._run(f'drop database if exists "{self._template}" with (force)')
        self._admin.dispose()


@pytest.fixture(scope="session")
def sqlite_mill(tmp_path_factory: pytest.TempPathFactory) -> SqliteMill:
    return SqliteMill(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgresql_mill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresqlMill]:
    mill = PostgresqlMill(tmp_path_factory.mktemp("template"))
    yield mill
    mill.close()


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    """The database that the test runs on; every test that asks for `app` runs on each."""
    return str(request.param)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of tests of pages and of those marked `paper` or `once` leave the run on one database, the next one's on the
    other, but for those marked `both`; ROSTER_TEST_WHOLE=1 runs all on both.

    To set papers in type takes much time, and it is the same whichever database the people come from; what a page adds
    to the services below it is decided above the database (docs/decisions/0002-database.md).
    """
    if len(DATABASES) < 2 or os.environ.get("ROSTER_TEST_WHOLE"):
        return
    left, spared = [], []
    turns: dict[Path, dict[str, int]] = {}  # of each file its tests in their order
    for item in items:
        callspec = getattr(item, "callspec", None)
        database = callspec and callspec.params.get("database")
        of_file = turns.setdefault(item.path, {})
        turn = of_file.setdefault(re.sub("sqlite|postgresql", "", item.nodeid), len(of_file))
        chosen = DATABASES[(turn + crc32(item.path.name.encode())) % len(DATABASES)]
        is_page = item.path.parent == _PAGES and not item.get_closest_marker("both")
        is_halved = is_page or item.get_closest_marker("paper") or item.get_closest_marker("once")
        is_spared = is_halved and database and database != chosen
        (spared if is_spared else left).append(item)
    if spared:
        config.hook.pytest_deselected(items=spared)
        items[:] = left


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end."""
    set_garbage_aside()


def write_without_waiting(connection: Any, _record: Any) -> None:
    """No power fails here; what the program itself asks of the disk is held by tests/store/test_engine.py."""
    connection.execute("PRAGMA synchronous = OFF")


class Office:
    """An application that many tests use one after the other, each with a folder and a database of its own.

    To make one takes longer than most tests, and it knows by and by every page and statement in compiled form.
    """

    def __init__(self, settings: dict[str, Any], *, waits_for_the_disk: bool = False) -> None:
        self.app = create_app(settings)
        self.app.test_client_class = CheckedClient
        self.app.jinja_env.bytecode_cache = _COMPILED_PAGES
        self._config, self._extensions = dict(self.app.config), dict(self.app.extensions)
        with self.app.app_context():
            self._engine = db.engine

        @event.listens_for(self._engine, "do_connect")
        def connect_to_the_present_database(
            dialect: Any, _record: Any, cargs: list[Any], cparams: dict[str, Any]
        ) -> None:
            given, named = dialect.create_connect_args(self._engine.url)
            cargs[:] = given
            cparams.update(named)

        if self._engine.dialect.name == "sqlite" and not waits_for_the_disk:
            event.listen(self._engine, "connect", write_without_waiting)

    def move_to(self, settings: dict[str, Any]) -> Flask:
        """The application as a new one with these settings would be."""
        app, config = self.app, build_config(settings)
        app.config.clear()
        app.config.update(self._config | config)
        app.extensions.clear()
        app.extensions.update(self._extensions)
        app.instance_path = str(config["ROSTER_INSTANCE"])
        self._engine.dispose()
        self._engine.url = make_url(config["SQLALCHEMY_DATABASE_URI"])
        return app


@pytest.fixture(scope="session")
def offices() -> dict[str, Office]:
    """The offices in use, by database."""
    return {}


@pytest.fixture
def app(database: str, tmp_path: Path, request: pytest.FixtureRequest, offices: dict[str, Office]) -> Iterator[Flask]:
    """A fresh office: migrated, shipped units, no account. The app context is open, so services can be called.

    A test marked `own_app` changes the application itself and gets one that nobody used or will use.
    """
    mill = request.getfixturevalue(f"{database}_mill")
    instance = tmp_path / "instance"
    instance.mkdir()
    url = mill.make(instance)
    settings = {**_SETTINGS, "ROSTER_INSTANCE": instance, "ROSTER_DATABASE_URL": url}
    if request.node.get_closest_marker("own_app"):
        app = Office(settings, waits_for_the_disk=True).app
    else:
        if database not in offices:
            offices[database] = Office(settings)
        app = offices[database].move_to(settings)
    with app.app_context():
        yield app
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()
    mill.drop(url)


@pytest.fixture
def set_today(app: Flask) -> Callable[[date], None]:
    """Sets the office's calendar; call it before anybody signs in."""

    def set_clock(day: date) -> None:
        moment = datetime.combine(day, time(9), OFFICE_ZONE)
        app.config["CLOCK"] = lambda: moment

    return set_clock


@pytest.fixture
def clock_at(app: Flask) -> Callable[..., None]:
    """Sets the office's clock to so long after eight in the morning of a day: `clock_at(minutes=29)`."""
    start = datetime(2026, 3, 2, 8, tzinfo=OFFICE_ZONE)

    def move(**after: float) -> None:
        app.config["CLOCK"] = lambda: start + timedelta(**after)

    move()
    return move


# --- Wards and officers ---------------------------------------------------------------------------------------------


@pytest.fixture
def two_wards(app: Flask) -> tuple[Ward, Ward]:
    """Phường Phù Liễn and phường Kiến An."""
    units = [db.session.get(Unit, unit_id(ward_mark(code))) for code in ("11446", "11443")]
    first, second = (Ward(unit.id, unit.name, unit.title) for unit in units if unit is not None)
    return first, second


@pytest.fixture
def ward(two_wards: tuple[Ward, Ward], request: pytest.FixtureRequest) -> Ward:
    """Phường Phù Liễn; where the test's file names a TODAY, the office's calendar stands there."""
    today = getattr(request.module, "TODAY", None)
    if today is not None:
        request.getfixturevalue("set_today")(today)
    return two_wards[0]


@pytest.fixture
def officer(actor_of: Callable[..., Actor], ward: Ward) -> Actor:
    """An officer of `ward`, for services."""
    return actor_of("officer", ward)


@pytest.fixture
def browser(client_of: Callable[..., CheckedClient], ward: Ward) -> CheckedClient:
    """The browser of an officer of `ward`, signed in."""
    return client_of("officer", ward)


WardsLike = Iterable[Ward | UUID] | Ward | UUID | None


def _ids(wards: WardsLike) -> frozenset[UUID]:
    if wards is None:
        return frozenset({unit_id(ward_mark("11446"))})
    listed = [wards] if isinstance(wards, Ward | UUID) else list(wards)
    return frozenset(ward.id if isinstance(ward, Ward) else ward for ward in listed)


@pytest.fixture
def user_of(app: Flask) -> Callable[..., User]:
    """Makes an account: user_of("officer", wards, user_name=…, password=PASSWORD); no wards given: Phù Liễn."""

    def make(*roles: str, wards: WardsLike = None, user_name: str = "", full_name: str = "Lê Văn Thử") -> User:
        user = User(
            user_name=user_name or f"u{uuid.uuid4().hex[:12]}",
            full_name=full_name,
            password=hash_password(PASSWORD),
            fs_uniquifier=uuid.uuid4().hex,
            roles=[UserRole(name=role) for role in roles],
            wards=[UserWard(ward_id=ward_id) for ward_id in _ids(wards)],
        )
        db.session.add(user)
        db.session.commit()
        return user

    return make


@pytest.fixture
def actor_of(user_of: Callable[..., User]) -> Callable[..., Actor]:
    """An acting officer for services: actor_of("officer", wards); the account is really there."""

    def make(role: str = "officer", wards: WardsLike = None) -> Actor:
        return accounts.actor_of(user_of(role, wards=wards))

    return make


@pytest.fixture
def client(app: Flask) -> CheckedClient:
    """Somebody who is not signed in."""
    stranger = app.test_client()
    assert isinstance(stranger, CheckedClient)
    return stranger


@pytest.fixture
def client_of(app: Flask, user_of: Callable[..., User]) -> Callable[..., CheckedClient]:
    """A signed-in officer's browser: client_of("officer", wards). It did not pass the form, which has its own tests."""

    def make(role: str = "officer", wards: WardsLike = None, user: User | None = None) -> CheckedClient:
        user = user or user_of(role, wards=wards)
        sign_in = sign_ins.open_sign_in(user)
        sign_in.waits = False  # he has shown the code of his device (tests/web/test_second_step.py)
        db.session.commit()
        client = app.test_client()
        assert isinstance(client, CheckedClient)
        with client.session_transaction() as session:
            session["_user_id"] = user.fs_uniquifier
            session["_fresh"] = True
            session["sign_in"] = str(sign_in.id)
            session["csrf_token"] = form_owners.new_token(user.id)
            session["seen_at"] = session["password_at"] = int(clock.now().timestamp())
        client.user = user
        return client

    return make
