"""Pages under /wards/<ward>/command."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("command", __name__, url_prefix="/wards/<uuid:ward_id>/command")
