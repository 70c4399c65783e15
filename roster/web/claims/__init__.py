"""Claims to deferral and exemption, bars and exemptions from registration: the ward's list, one claim, its decision."""

from roster.web.claims import change_views  # noqa: F401  # its views hang on the blueprint
from roster.web.claims.views import blueprint

__all__ = ["blueprint"]
