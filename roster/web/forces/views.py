"""Pages under /wards/<ward>/forces."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("forces", __name__, url_prefix="/wards/<uuid:ward_id>/forces")
