"""The first page of a ward."""

from roster.web.home.views import blueprint

__all__ = ["blueprint"]
