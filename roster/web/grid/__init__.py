"""A grid to type many people into at once."""

from roster.web.grid.views import blueprint

__all__ = ["blueprint"]
