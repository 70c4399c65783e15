"""The rules of enlistment: read by every officer, changed by administrators where the texts leave them open."""

from roster.web.rules import holiday_views  # its views register themselves
from roster.web.rules.links import clause_link, link_clause_behind
from roster.web.rules.views import blueprint

blueprint.add_app_template_filter(clause_link, "clause")
blueprint.add_app_template_filter(link_clause_behind, "clause_behind")

__all__ = ["blueprint", "holiday_views"]
