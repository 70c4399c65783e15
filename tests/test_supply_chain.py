"""What the program is made of: no version with a known weakness, a list of everything, licences, and no secrets."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from roster.store.engine import SAFE_WAL, sqlite_module
from tests.test_requirements import PINNED_FILES, ROOT, pinned_version

# The first version without the weaknesses named, whatever brings the library in.
FLOORS = {
    "weasyprint": "70.0",  # CVE-2024-28184, CVE-2025-68616, CVE-2026-49452, CVE-2026-55073: files in papers
    "werkzeug": "3.1.6",  # CVE-2023-46136, CVE-2024-49767, CVE-2025-66221, CVE-2026-21860, CVE-2026-27199
    "flask": "3.1.3",  # CVE-2026-27205: pages of one user kept for another
    "jinja2": "3.1.6",  # CVE-2024-22195, CVE-2024-34064, CVE-2024-56326, CVE-2025-27516
    "openpyxl": "3.1.5",  # GHSA-chqf-hx79-gxc6; XML is read safely once defusedxml is there
    "defusedxml": "0.7.1",
    "lxml": "6.1.0",  # CVE-2026-41066
    "pillow": "12.3",  # CVE-2026-40192 and thirteen more
    "gunicorn": "23",  # CVE-2024-1135, CVE-2024-6827
    "pysqlite3": "0.6.1",  # brings SQLite 3.53; before 3.51.3 a write-ahead log can corrupt the database
}
NEEDED = {"weasyprint", "werkzeug", "flask", "jinja2", "openpyxl", "defusedxml", "lxml", "pillow", "pysqlite3"}


@pytest.mark.parametrize("file_name", PINNED_FILES)
def test_no_pinned_version_has_a_weakness_that_is_known(file_name):
    pinned = pinned_version(file_name)
    is_of_an_office = file_name not in {"requirements-build.txt", "requirements-bench.txt"}
    assert not is_of_an_office or pinned.keys() >= NEEDED
    for name in FLOORS.keys() & pinned.keys():
        assert Version(pinned[name]) >= Version(FLOORS[name]), f"{file_name}: {name} {pinned[name]}"


def test_an_upgrade_cannot_fall_below_the_floors():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for requirement in map(Requirement, project["project"]["dependencies"]):
        floor = FLOORS.get(canonicalize_name(requirement.name))
        if floor:
            below = f"{floor}.dev0"
            assert not requirement.specifier.contains(below, prereleases=True), f"{requirement} lets {below} in"


def test_where_a_wheel_brings_its_own_sqlite_it_is_one_that_a_write_ahead_log_is_safe_with():
    driver = sqlite_module()
    assert driver.__name__.startswith("sqlite3") or driver.sqlite_version_info >= SAFE_WAL


def test_whatever_is_set_in_type_fetches_nothing():
    calls = 0
    for path in (ROOT / "roster").rglob("*.py"):
        text = path.read_text("utf-8")
        if "import CSS, HTML" in text or "import HTML" in text:
            for call in re.finditer(r"\b(?:HTML|CSS)\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)", text):
                calls += 1
                assert "url_fetcher=" in call[0], f"{path}: {call[0]}"
    assert calls >= 6


# --- The bill of materials and the licences -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sbom():
    spec = importlib.util.spec_from_file_location("sbom", ROOT / "script/sbom.py")
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["sbom"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["sbom"]


def test_the_bill_names_every_library_of_an_office_with_version_hashes_and_licence(sbom):
    bill = json.loads(json.dumps(sbom.bill()))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    named = {one["purl"] for one in bill["components"]}
    assert named >= {f"pkg:pypi/{name}@{version}" for name, version in pinned_version("requirements.txt").items()}
    for one in bill["components"]:
        assert one["licenses"] and all(re.fullmatch("[0-9a-f]{64}", hash_["value"]) for hash_ in one["properties"])
        assert one["properties"], one["name"]


def test_the_page_of_licences_is_current(sbom):
    assert sbom.PAGE.read_text("utf-8") == sbom.page(), "run script/sbom --licences"


# --- No secrets in the repository -----------------------------------------------------------------------------------

_TOKENS = (
    r"AKIA[0-9A-Z]{16}", r"gh[pousr]_[A-Za-z0-9]{36}", r"glpat-[\w-]{20}", r"xox[baprs]-[\w-]{10,}",
    r"eyJ[\w-]{20,}\.eyJ[\w-]{20,}",
)  # fmt: skip
_LONG = r"(?i)\b(?:secret_key|api_key|auth_token|access_key)\b[\"']?\s*[:=]\s*[\"'][A-Za-z0-9+/_-]{24,}[\"']"
SECRETS = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----",
    "an age key": r"AGE-SECRET-KEY-1[0-9A-Z]{50,}",
    "a token of a service": rf"\b(?:{'|'.join(_TOKENS)})",
    # The guides write dots, or in Vietnamese that a password is to be put here.
    "a password in an address": r"\w+://[^\s:/@<>{}$\"']+:(?![.*]|thay-mat-khau)[^\s:/@<>{}$\"']{6,}@[\w.]+",
    "a long secret": _LONG,
}
NEVER_KEPT = re.compile(r"(^|/)(secret_key|setup_token|accounts\.txt)$|\.(db|db-wal|sqlite3?|age|pem|p12|pfx|key)$")


def kept_files():
    """The files of the repository; without one (a copy of the folder) those that are not made by running it."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
        ).stdout.split("\0")
        return [name for name in listed if name and (ROOT / name).is_file()]
    except (OSError, subprocess.CalledProcessError):
        made = {".venv", "instance", "__pycache__", ".git", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
        found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
        return [str(path) for path in found if not made & set(path.parts)]


def secrets_in(text):
    return [what for what, pattern in SECRETS.items() if re.search(pattern, text)]


def test_no_secret_is_kept_in_the_repository():
    names = kept_files()
    assert len(names) > 500
    assert [name for name in names if NEVER_KEPT.search(name)] == []
    found = {}
    for name in names:
        path = Path(ROOT / name)
        if path.suffix in {".png", ".xls", ".xlsx", ".ods", ".pdf"} or name == "tests/test_supply_chain.py":
            continue
        if told := secrets_in(path.read_text("utf-8", "replace")):
            found[name] = told
    assert found == {}


def test_the_scan_finds_each_kind_of_secret():
    made = {
        "a private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
        "an age key": "AGE-SECRET-KEY-1" + "Q" * 58,
        "a token of a service": "ghp_" + "a1" * 18,
        "a password in an address": "postgresql://roster:hunter2hunter2@db.local/roster",
        "a long secret": "SECRET_KEY = '" + "0f" * 20 + "'",
    }
    assert {what: secrets_in(text) for what, text in made.items()} == {what: [what] for what in made}
