"""The reserve's register: class, moves, absences, limits of age, ranks."""

from roster.web.reserve.views import blueprint

__all__ = ["blueprint"]
