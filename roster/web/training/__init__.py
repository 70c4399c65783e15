"""Training and courses: plans, days, who was there, results, certificates."""

from roster.web.training import (  # noqa: F401  # their views hang on the blueprint
    attendance_views,
    file_views,
    people_views,
    plan_views,
    result_views,
    year_views,
)
from roster.web.training.views import blueprint

__all__ = ["blueprint"]
