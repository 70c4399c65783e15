"""The pages' icons: the few Bootstrap Icons that are used, taken out of the installed package when first asked for.

The whole set weighs a megabyte; the package is Bootstrap-Flask, which carries it (MIT).
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element, register_namespace, tostring

import flask_bootstrap
from defusedxml import ElementTree
from flask import Blueprint, Response, g, url_for
from flask.blueprints import BlueprintSetupState

NAMES = (
    "archive", "arrow-counterclockwise", "arrow-left", "arrow-repeat", "arrow-right", "award", "bar-chart",
    "box-arrow-right", "building", "calendar-check", "calendar3", "check-circle", "check-lg", "chevron-down",
    "chevron-left", "chevron-right", "clipboard-check", "clock-history", "columns-gap", "dash-circle", "diagram-3",
    "download", "exclamation-triangle", "eye", "eye-slash", "file-earmark-arrow-up", "file-earmark-excel",
    "file-earmark-pdf", "file-earmark-text", "file-earmark-word", "flag", "funnel", "gear", "geo-alt", "hdd",
    "hourglass-split", "house", "inbox", "info-circle", "journal-text", "key", "laptop", "layout-three-columns", "list",
    "mortarboard", "pen", "pencil-square", "people", "people-fill", "person", "person-check", "person-dash",
    "person-gear", "person-plus", "plus-circle", "printer", "qr-code", "question-circle", "search", "shield-check",
    "shield-lock", "signpost-split", "slash-circle", "sort-down", "telephone", "three-dots", "trash", "upload",
    "x-lg", "x-octagon",
)  # fmt: skip

_SVG = "http://www.w3.org/2000/svg"
_SET = Path(flask_bootstrap.__file__).parent / "static/bootstrap5/icons/bootstrap-icons.svg"

blueprint = Blueprint("icons", __name__)


@blueprint.get("/icons.svg")
def static() -> Response:
    """All icons in one file; its address changes with its content, so a browser may keep it for a year."""
    response = Response(sprite_text(), mimetype="image/svg+xml")
    response.cache_control.public = True
    response.cache_control.max_age = 365 * 24 * 3600
    response.cache_control.immutable = True
    return response


@cache
def sprite_text() -> str:
    """The file's text. Raises KeyError where the package has no icon of a name."""
    found = {one.get("id"): one for one in ElementTree.parse(_SET).getroot().iter(f"{{{_SVG}}}symbol")}
    register_namespace("", _SVG)
    root = Element(f"{{{_SVG}}}svg")
    root.extend(found[name] for name in NAMES)
    return tostring(root, encoding="unicode")


@cache
def _mark() -> str:
    return hashlib.sha256(sprite_text().encode()).hexdigest()[:10]


def icon_url(name: str) -> str:
    """The address of one icon within the file. A page has dozens: the file's own is asked for once a request."""
    if "icons_url" not in g:
        g.icons_url = url_for("icons.static", v=_mark())
    return f"{g.icons_url}#{name}"


@blueprint.record
def _offer(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals["icon_url"] = icon_url
