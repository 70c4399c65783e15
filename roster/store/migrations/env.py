"""Alembic's entrance: runs migrations on the application's own engine, each run in one transaction."""

from alembic import context
from flask import current_app
from sqlalchemy import text

from roster.store import models  # noqa: F401  # the metadata must know every table
from roster.store.db import Moment, db

# Any number; two processes that migrate one PostgreSQL database at once wait for one another by it.
_LOCK = 7_215_044


def render_item(kind, item, _context):
    """Write our own column types as what they are in the database: a migration must not depend on today's code."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def run_migrations() -> None:
    """Bring the database to the revision that was asked for: the application's, or the one that the caller names."""
    engine = context.config.attributes.get("engine") or db.engine
    with engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            # Batch mode rebuilds tables; with enforcement on, dropping the old one would drop what refers to it.
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                context.configure(
                    connection=connection,
                    target_metadata=db.metadata,
                    render_as_batch=True,
                    compare_type=True,
                    render_item=render_item,
                    **{
                        key: value
                        for key, value in current_app.extensions["migrate"].configure_args.items()
                        if key not in {"render_as_batch", "compare_type"}
                    },
                )
                with context.begin_transaction():
                    context.run_migrations()
                if is_sqlite and (broken := connection.execute(text("PRAGMA foreign_key_check")).first()):
                    raise RuntimeError(f"the migration broke a reference of table {broken[0]}")
        finally:
            if is_sqlite:
                connection.connection.dbapi_connection.execute("PRAGMA foreign_keys = ON")


run_migrations()
