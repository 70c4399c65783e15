"""Periodic reports of the ward: figures counted, text written, kept as sent."""

from roster.web.reports import sending_views, ward_views, writing_views  # noqa: F401  # their routes
from roster.web.reports.views import blueprint

__all__ = ["blueprint"]
