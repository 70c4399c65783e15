"""Backups of the whole office: which are there, one at once, one to take away."""

from roster.web.backups.views import blueprint

__all__ = ["blueprint"]
