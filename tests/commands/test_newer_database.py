"""A program that is older than its database: put back from a backup, or started from an old folder."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from roster.store.db import db
from tests.commands.conftest import Run


@pytest.mark.parametrize(
    "arguments",
    [
        ("init",),
        ("serve",),
        ("export", "militia", "--ward", "11446", "--out", "x.xlsx"),
        ("user", "add", "an", "--role", "officer", "--ward", "11446"),
    ],
    ids=" ".join,
)
def test_an_older_program_says_in_a_sentence_that_the_database_is_newer(run: Run, arguments: tuple[str, ...]) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = 'of_tomorrow'"))
    result = run(*arguments)
    assert result.exit_code == 2
    assert "phiên bản mới hơn" in result.stderr and len(result.stderr.splitlines()) == 1
    assert result.stdout == ""
    with db.engine.connect() as connection:
        assert connection.execute(text("select version_num from alembic_version")).scalars().all() == ["of_tomorrow"]
    assert "Cập nhật chương trình" in run("doctor").output
