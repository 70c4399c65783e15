"""Political quality and the Party source: for roles that need them."""

from roster.web.party import source_views
from roster.web.party.views import blueprint

__all__ = ["blueprint", "source_views"]
