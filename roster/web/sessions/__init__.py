"""One's own open sessions."""

from roster.web.sessions.views import blueprint

__all__ = ["blueprint"]
