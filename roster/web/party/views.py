"""Pages under /wards/<ward>/party."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("party", __name__, url_prefix="/wards/<uuid:ward_id>/party")
