"""Citizens: enter, find who is there already, see, edit, retire; their records in the rosters."""

from roster.web.people import provenance_views, record_views, ruling_views  # noqa: F401  # their views hang on the blueprint
from roster.web.people.views import blueprint

__all__ = ["blueprint"]
