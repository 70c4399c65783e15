"""Personal papers: made in series, handed over, in time or late."""

from roster.web.deliveries import series_views  # noqa: F401  # its views hang on the blueprint
from roster.web.deliveries.views import blueprint

__all__ = ["blueprint"]
