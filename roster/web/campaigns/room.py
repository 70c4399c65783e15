"""The room's blueprint, and what its pages share."""

from __future__ import annotations

from flask import Blueprint, abort

from roster.web.campaigns.links import counted_url, duty_url, papers_url, people_url, tabs_of

FIRST_YEAR, LAST_YEAR = 1975, 2200

blueprint = Blueprint("campaigns", __name__)
for _helper, _name in (
    (tabs_of, "campaign_tabs"),
    (people_url, "people_url"),
    (counted_url, "counted_url"),
    (duty_url, "duty_url"),
    (papers_url, "papers_url"),
):
    blueprint.add_app_template_global(_helper, _name)


def known_year(year: int) -> int:
    """The year again; 404 for one that no call-up can have."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    return year
