"""What deploy/ starts is what the program understands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from roster.commands.server import serve, worker
from roster.config import PROJECT

DEPLOY = PROJECT / "deploy"
COMMANDS = {"serve": serve, "worker": worker}


def _starts(path: Path) -> list[list[str]]:
    """The words behind `roster` in each line of the file that starts it, however it is quoted."""
    lines = path.read_text(encoding="utf-8").splitlines()
    words = (re.sub(r'[",\[\]]+', " ", line).split() for line in lines if "flask" in line)
    return [line[line.index("roster") + 1 :] for line in words if "roster" in line]


@pytest.mark.parametrize("path", sorted(DEPLOY.iterdir()), ids=lambda path: path.name)
def test_each_start_is_a_command_with_options_that_it_has(path):
    for command, *arguments in _starts(path):
        COMMANDS[command].make_context(command, [one.replace("%i", "8001") for one in arguments])


def test_services_and_containers_start_the_program():
    starting = {path.name for path in DEPLOY.iterdir() if _starts(path)}
    assert starting == {
        "roster.service", "roster-web@.service", "roster-worker@.service", "Dockerfile", "compose.yaml",
    }  # fmt: skip


def test_no_setting_is_named_that_the_program_does_not_read():
    known = set(re.findall(r"ROSTER_[A-Z_]+", (PROJECT / "roster/config.py").read_text(encoding="utf-8")))
    for path in DEPLOY.iterdir():
        assert set(re.findall(r"ROSTER_[A-Z_]+", path.read_text(encoding="utf-8"))) <= known, path.name


def test_the_image_holds_the_program_and_neither_data_nor_keys():
    kept = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    assert kept[0] == "*" and not any("instance" in one for one in kept)
