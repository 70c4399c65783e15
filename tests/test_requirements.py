"""What is installed is what was pinned, and nothing is fetched from an address that the repository names."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PINNED_FILES = ("requirements.txt", "requirements-dev.txt", "requirements-build.txt", "requirements-bench.txt")


def entries(file_name: str) -> list[str]:
    """The requirements of a file, each with its hashes on one line."""
    text = re.sub(r"^\s*#.*$", "", (ROOT / file_name).read_text("utf-8"), flags=re.MULTILINE)
    return [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def pinned_version(file_name: str) -> dict[str, str]:
    return {
        canonicalize_name(name): version
        for name, version in (re.match(r"([\w.-]+)==([\w.]+)", entry).groups() for entry in entries(file_name))
    }


@pytest.mark.parametrize("file_name", PINNED_FILES)
def test_every_requirement_is_one_version_with_its_hashes(file_name):
    assert entries(file_name)
    for entry in entries(file_name):
        assert re.match(r"[\w.-]+==[\w.]+ .*--hash=sha256:[0-9a-f]{64}", entry), entry


@pytest.mark.parametrize("file_name", PINNED_FILES)
def test_requirements_name_no_address(file_name):
    text = (ROOT / file_name).read_text("utf-8")
    assert "://" not in text
    assert "index" not in text


def test_what_is_pinned_satisfies_what_the_project_asks_for():
    """Fails when pyproject.toml was changed without script/lock: a lower bound is a weakness that was mended."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = {
        "requirements.txt": project["project"]["dependencies"],
        "requirements-dev.txt": project["project"]["dependencies"] + project["dependency-groups"]["dev"],
        "requirements-build.txt": project["dependency-groups"]["build"],
        "requirements-bench.txt": project["dependency-groups"]["bench"],
    }
    for file_name, requirements in asked.items():
        pinned = pinned_version(file_name)
        for requirement in map(Requirement, requirements):
            version = pinned[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), f"{file_name}: {requirement} is not met by {version}"


def test_tests_run_with_the_versions_that_are_installed_at_an_office():
    development = pinned_version("requirements-dev.txt")
    for name, version in pinned_version("requirements.txt").items():
        assert development[name] == version


def test_the_reason_for_each_dependency_is_written_down():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    reasons = (ROOT / "docs/decisions/0001-dependencies.md").read_text("utf-8")
    for requirement in project["project"]["dependencies"] + project["dependency-groups"]["dev"]:
        assert re.search(rf"^\|.*\b{re.escape(Requirement(requirement).name)}\b.*\|", reasons, re.MULTILINE), (
            requirement
        )
