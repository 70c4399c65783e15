"""Pages under /wards/<ward>/militia."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("militia", __name__, url_prefix="/wards/<uuid:ward_id>/militia")
