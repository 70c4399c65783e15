"""Personal papers: made in series, handed over, in time or late."""

from roster.web.deliveries import replace_views, run_views, series_views  # noqa: F401  # their views hang on the blueprint
from roster.web.deliveries.views import blueprint

__all__ = ["blueprint"]
