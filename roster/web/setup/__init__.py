"""The first set-up of a new office."""

from roster.web.setup.views import blueprint

__all__ = ["blueprint"]
