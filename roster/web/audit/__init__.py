"""The journal: who did what, when."""

from roster.web.audit.views import blueprint

__all__ = ["blueprint"]
