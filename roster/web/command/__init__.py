"""The ward command: its posts and holders, contacts, meetings and duty roster."""

from roster.web.command import holder_views  # noqa: F401  # its views hang on the blueprint
from roster.web.command.views import blueprint

__all__ = ["blueprint"]
