"""The rules of enlistment: seen with their sources, changed where the texts leave them open."""

from roster.web.rules import holiday_views  # its views register themselves
from roster.web.rules.views import blueprint

__all__ = ["blueprint", "holiday_views"]
