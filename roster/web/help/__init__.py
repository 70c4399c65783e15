"""The user manual within the program, with a link from each page to its chapter."""

from roster.web.help.views import blueprint

__all__ = ["blueprint"]
