"""How the pages look on this computer: theme and height of rows."""

from roster.web.look.views import blueprint

__all__ = ["blueprint"]
