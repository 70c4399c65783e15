"""Builds the application: reads like a list, top to bottom."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from roster.commands import roster_cli
from roster.config import PROJECT, SetupFault, build_config, instance_folder
from roster.shelf.exchange import InProgress, settle
from roster.store import models  # noqa: F401  # the whole schema is known before the first query
from roster.store.db import db
from roster.store.engine import engine_options, prepare_engine
from roster.web import (
    access,
    accounts,
    asked,
    audit,
    backups,
    campaigns,
    candidates,
    checks,
    claims,
    command,
    computers,
    confirm,
    deliveries,
    errors,
    examinations,
    forces,
    form_limits,
    grid,
    headers,
    help,
    home,
    icons,
    imports,
    inquiry,
    kept_forms,
    limits,
    lists,
    look,
    measures,
    militia,
    papers,
    party,
    people,
    privacy,
    reads,
    refused,
    reports,
    reserve,
    rules,
    saved,
    sealed_cookie,
    search,
    second_step,
    sessions,
    setup,
    sign_in,
    targets,
    training,
    units,
    ward_texts,
)
from roster.web.search import hidden

PAGES = (
    icons, setup, home, people, lists, imports, papers, units, accounts, audit, backups, rules, campaigns, candidates,
    claims, examinations, deliveries, targets, forces, command, militia, reserve, training, party, reports, checks,
    privacy, second_step, sessions, search, grid, look, saved, inquiry, confirm,
    help,
)  # fmt: skip


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The application. `config` wins over environment and defaults (see roster.config).

    Raises roster.config.SetupFault, with a Vietnamese sentence, when it must not start.
    """
    _settle(instance_folder(config or {}))
    settings = build_config(config)
    app = Flask(
        "roster",
        root_path=str(PROJECT / "roster"),
        template_folder=str(PROJECT / "templates"),
        instance_path=str(settings["ROSTER_INSTANCE"]),
    )
    app.config.from_mapping(settings)
    if app.config["ROSTER_PROXIES"]:
        count = app.config["ROSTER_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    # Database
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", engine_options(app.config["SQLALCHEMY_DATABASE_URI"]))
    db.init_app(app)
    with app.app_context():
        prepare_engine(app)
    Migrate(app, db, directory=str(PROJECT / "roster/store/migrations"), render_as_batch=True, compare_type=True)

    # Pages: protection first, so that it stands before every view
    computers.init_app(app)
    measures.init_app(app)
    form_limits.init_app(app)
    sealed_cookie.init_app(app)
    CSRFProtect(app)
    kept_forms.init_app(app)
    access.init_app(app)
    hidden.init_app(app)
    limits.init_app(app)
    sign_in.init_app(app)
    reads.init_app(app)
    refused.init_app(app)
    headers.init_app(app)
    Bootstrap5(app)

    # What answers
    errors.init_app(app)
    asked.init_app(app)
    ward_texts.init_app(app)
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    app.cli.add_command(roster_cli)
    return app


def _settle(folder: Path) -> None:
    """A restore that was killed is taken back before a key or the database is looked at."""
    try:
        settle(folder)
    except InProgress:
        raise SetupFault("Đang phục hồi sổ từ bản sao lưu. Xin đợi xong rồi khởi động lại.") from None
