"""The reserve's register: class, moves, absences, limits of age, ranks."""

from roster.web.reserve import (  # noqa: F401  # their views hang on the blueprint
    event_views,
    list_views,
    paper_views,
    person_views,
    rank_views,
    speciality_views,
    tabs,
)
from roster.web.reserve.views import blueprint

__all__ = ["blueprint"]
