"""The ward command: its posts and holders, contacts, meetings and duty roster."""

from roster.web.command import (  # noqa: F401  # their views hang on the blueprint
    duty_views,
    holder_views,
    meeting_views,
    rotation_views,
)
from roster.web.command.views import blueprint

__all__ = ["blueprint"]
