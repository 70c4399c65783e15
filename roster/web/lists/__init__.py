"""Lists of the three rosters: look, narrow, choose, take out as a workbook."""

from roster.web.lists.views import blueprint

__all__ = ["blueprint"]
