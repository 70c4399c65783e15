"""Lists of the three rosters: look, narrow, choose, take out as a workbook, edit many at once."""

from roster.web.lists import edit_views  # noqa: F401  # hangs its pages on the blueprint
from roster.web.lists.views import blueprint

__all__ = ["blueprint"]
