"""Periodic reports of the ward: figures counted, text written, kept as sent."""

from roster.web.reports.views import blueprint

__all__ = ["blueprint"]
