"""Pages under /wards/<ward>/reserve."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("reserve", __name__, url_prefix="/wards/<uuid:ward_id>/reserve")
