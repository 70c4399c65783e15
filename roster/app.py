"""Builds the application: reads like a list, top to bottom."""

from __future__ import annotations

import importlib
import importlib.util
import logging
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from roster.config import PROJECT, build_config
from roster.store import models  # noqa: F401  # the whole schema is known before the first query
from roster.store.db import db
from roster.store.engine import engine_options, prepare_engine
from roster.web import access, errors, headers, sign_in

BLUEPRINTS = (
    "roster.web.setup",
    "roster.web.home",
    "roster.web.people",
    "roster.web.lists",
    "roster.web.imports",
    "roster.web.papers",
    "roster.web.units",
    "roster.web.accounts",
    "roster.web.audit",
)


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The application. `config` wins over environment and defaults (see roster.config).

    Raises roster.config.SetupFault, with a Vietnamese sentence, when it must not start.
    """
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
    CSRFProtect(app)
    access.init_app(app)
    sign_in.init_app(app)
    headers.init_app(app)
    Bootstrap5(app)

    # What answers
    errors.init_app(app)
    for path in BLUEPRINTS:
        if hasattr(module := _module_if_there(path), "blueprint"):
            app.register_blueprint(module.blueprint)  # type: ignore[union-attr]
    if hasattr(commands := _module_if_there("roster.commands"), "roster_cli"):
        app.cli.add_command(commands.roster_cli)  # type: ignore[union-attr]
    return app


def _module_if_there(path: str) -> ModuleType | None:
    spec = importlib.util.find_spec(path)
    try:
        return importlib.import_module(path) if spec is not None and spec.origin else None
    except (ImportError, AttributeError) as fault:  # rooms are still being built side by side; goes when all stand
        logging.getLogger(__name__).warning("%s left out: %s", path, fault)
        return None
