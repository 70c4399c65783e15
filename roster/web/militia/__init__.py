"""The militia's year: April registration, selection, terms, decisions."""

from roster.web.militia.views import blueprint

__all__ = ["blueprint"]
