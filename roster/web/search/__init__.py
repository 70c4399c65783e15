"""One search over everything, and the page of keys."""

from roster.web.search.views import blueprint

__all__ = ["blueprint"]
