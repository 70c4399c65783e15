"""The import pages: bring a workbook in, look at what it would do, confirm or throw it away."""

from roster.web.imports import (
    copies,
    mapping_views,
    mending_views,
    reconciling_views,
    restart_views,
    undo_views,
)  # they register themselves
from roster.web.imports.views import blueprint

__all__ = ["blueprint", "copies", "mapping_views", "mending_views", "reconciling_views", "restart_views", "undo_views"]
