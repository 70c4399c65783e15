"""Running commands inside the test's office."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

SHEETS = Path(__file__).resolve().parents[1] / "sheet_files"
Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    """run("user", "add", …) is `flask roster user add …`; stdout and stderr are told apart."""

    def invoke(*arguments: object, stdin: str | bytes | None = None) -> Result:
        result = app.test_cli_runner().invoke(args=["roster", *map(str, arguments)], input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


@pytest.fixture
def run_json(run: Run) -> Callable[..., tuple[int, dict[str, Any]]]:
    """The exit code and what stands on stdout, which must be one JSON document."""

    def invoke(*arguments: object) -> tuple[int, dict[str, Any]]:
        result = run(*arguments, "--json")
        return result.exit_code, json.loads(result.stdout)

    return invoke
