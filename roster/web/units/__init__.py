"""The settings of a ward: letterhead, signatories, neighbourhoods, organisations."""

from roster.web.units.views import blueprint

__all__ = ["blueprint"]
