"""Examination day: the table at the door and the health desk."""

from roster.web.examinations import desk_views  # noqa: F401  # its views hang on the blueprint
from roster.web.examinations.views import blueprint

__all__ = ["blueprint"]
