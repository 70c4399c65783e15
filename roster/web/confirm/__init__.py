"""The password asked again, before what gives away rights or the whole office."""

from roster.web.confirm.views import blueprint

__all__ = ["blueprint"]
