"""Pages under /wards/<ward>/training."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("training", __name__, url_prefix="/wards/<uuid:ward_id>/training")
