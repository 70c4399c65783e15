"""The manual as a page, with its pictures. It is written by script/manual; here it is only shown."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, send_from_directory
from werkzeug.wrappers import Response

from roster.config import PROJECT

blueprint = Blueprint("help", __name__, url_prefix="/help")

_PICTURES = PROJECT / "docs/images"


@blueprint.get("/")
def index() -> str:
    """The whole manual on one page, so that the browser's own search goes through all of it."""
    return render_template("help/index.html")


@blueprint.get("/images/<name>")
def picture(name: str) -> Response:
    """A picture of the manual."""
    if not name.endswith(".png"):
        abort(404)
    return send_from_directory(_PICTURES, name, mimetype="image/png")
