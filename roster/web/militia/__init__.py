"""The militia's year: April registration, selection, terms, decisions."""

from roster.web.militia import decision_views, register_views  # noqa: F401  # their views hang on the blueprint
from roster.web.militia.views import blueprint

__all__ = ["blueprint"]
