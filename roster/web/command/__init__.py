"""The ward command: its posts and holders, contacts, meetings and duty roster."""

from roster.web.command.views import blueprint

__all__ = ["blueprint"]
