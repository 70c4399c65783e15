"""Visits from door to door: the printed sheet and the entry of its results."""

from roster.web.inquiry.views import blueprint

__all__ = ["blueprint"]
