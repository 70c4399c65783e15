"""The bill of materials (CycloneDX 1.6) and the page of licences, from the pinned requirements and what is installed.

Called by script/sbom. The standard library alone: a list of what one depends on should not lengthen that list.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/licences.md"
PROGRAM, DEVELOPMENT, BUILD = "requirements.txt", "requirements-dev.txt", "requirements-build.txt"

# What a library does not say in its metadata, read in its licence file or at its source; and the libraries that other
# systems alone install, so that the page is the same wherever it is made.
KNOWN = {
    "async-timeout": "Apache-2.0",
    "axe-playwright-python": "MIT",
    "brotlicffi": "MIT",
    "colorama": "BSD-3-Clause",
    "huey": "MIT",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "pyrage": "MIT",
    "pysqlite3": "Zlib",
    "tzdata": "Apache-2.0",
    "vietnam-provinces": "GPL-3.0-or-later",
}
# The names of the trove classifiers as SPDX has them; "BSD License" does not say which of two.
_SPDX = {
    "MIT License": "MIT", "Apache Software License": "Apache-2.0", "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense", "Zope Public License": "ZPL-2.1",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}  # fmt: skip
_EXPRESSION = re.compile(r"[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*")
_COPYLEFT = re.compile(r"GPL|MPL|Mozilla|GNU")


@dataclass(frozen=True)
class Library:
    """One pinned library. `scope` is "program", "development" or "build"; `licence` as SPDX where that is known."""

    name: str
    version: str
    hashes: tuple[str, ...]
    scope: str
    licence: str


def pinned(file_name: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """The hashes by name and version of a requirements file."""
    text = re.sub(r"^\s*#.*$", "", (ROOT / file_name).read_text("utf-8"), flags=re.MULTILINE)
    found = {}
    for line in text.replace("\\\n", " ").splitlines():
        if match := re.match(r"([\w.-]+)==([\w.]+)", line):
            found[match[1], match[2]] = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", line))
    return found


def libraries() -> list[Library]:
    """Every library that is pinned, the program's first, by name."""
    found: dict[tuple[str, str], Library] = {}
    for file_name, scope in ((PROGRAM, "program"), (DEVELOPMENT, "development"), (BUILD, "build")):
        for (name, version), hashes in pinned(file_name).items():
            found.setdefault((name, version), Library(name, version, hashes, scope, licence_of(name)))
    order = ["program", "development", "build"]
    return sorted(found.values(), key=lambda one: (order.index(one.scope), one.name, one.version))


def licence_of(name: str) -> str:
    """The licence that the library states. Raises LookupError where nobody said anything: then somebody must look."""
    if name in KNOWN:
        return KNOWN[name]
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        raise LookupError(f"{name} is not installed here: name its licence in script/sbom.py") from None
    if expression := told.get("License-Expression"):
        return str(expression)
    classifiers = [one for one in told.get_all("Classifier") or [] if one.startswith("License ::")]
    stated = [one.rsplit("::", 1)[-1].strip() for one in classifiers]
    licence = " OR ".join(_SPDX.get(one, one) for one in stated) or str(told.get("License") or "").strip()
    if not licence or len(licence) > 200:
        raise LookupError(f"{name} states no licence: read it and name it in script/sbom.py")
    return licence


def bill() -> dict[str, Any]:
    """The bill of materials of what an office installs, as CycloneDX 1.6; the same bytes for the same requirements."""
    own = {"type": "application", "bom-ref": "roster", "name": "roster", "version": _own_version()}
    parts = [one for one in libraries() if one.scope == "program"]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": own},
        "components": [_component(one) for one in parts],
        "dependencies": [{"ref": "roster", "dependsOn": [_purl(one) for one in parts]}],
    }


def _component(one: Library) -> dict[str, Any]:
    is_expression = _EXPRESSION.fullmatch(one.licence) is not None
    licence = {"expression": one.licence} if is_expression else {"license": {"name": one.licence}}
    # A pinned library has a hash for each of its files; CycloneDX knows several hashes only of one file, so they are
    # properties.
    hashes = [{"name": "roster:pinned:sha256", "value": value} for value in one.hashes]
    return {
        "type": "library", "bom-ref": _purl(one), "name": one.name, "version": one.version, "purl": _purl(one),
        "licenses": [licence], "properties": hashes,
    }  # fmt: skip


def _purl(one: Library) -> str:
    return f"pkg:pypi/{one.name}@{one.version}"


def _own_version() -> str:
    match = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    return match[1] if match else "0"


def page() -> str:
    """docs/licences.md."""
    lines = [
        "# Licences of the libraries",
        "",
        "Written by `script/sbom --licences` from the pinned requirements; a test holds that it is current. Each",
        "library is installed as its authors publish it, unchanged, with its own licence file beside it.",
        "",
        "**To be weighed before the program is passed on to others:**",
        "",
        *_to_weigh(),
        "",
        "Inside the office that runs it they ask for nothing. `vietnam-provinces` (GPL 3) is imported by the program:",
        "whoever passes the program on together with it must do so under terms that the GPL allows. The LGPL libraries",
        "are used unchanged, as libraries; of the three licences of `pyphen` one may choose.",
        "",
    ]
    headings = {
        "program": "What an office installs", "development": "What developers install besides", "build": "Building",
    }  # fmt: skip
    for scope, heading in headings.items():
        lines += [f"## {heading}", "", "| Library | Version | Licence |", "|---|---|---|"]
        lines += [f"| {one.name} | {one.version} | {one.licence} |" for one in libraries() if one.scope == scope]
        lines.append("")
    return "\n".join(lines)


def _to_weigh() -> list[str]:
    found = [one for one in libraries() if one.scope == "program" and _COPYLEFT.search(one.licence)]
    return [f"- `{one.name}`: {one.licence}" for one in found]


def main(arguments: list[str]) -> None:
    """Write the page, or print the bill."""
    if arguments == ["--licences"]:
        PAGE.write_text(page(), encoding="utf-8")
    else:
        json.dump(bill(), sys.stdout, indent=1, ensure_ascii=False)
        sys.stdout.write("\n")


if __name__ == "__main__":
    main(sys.argv[1:])
