"""Pages under /wards/<ward>/reports."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("reports", __name__, url_prefix="/wards/<uuid:ward_id>/reports")
