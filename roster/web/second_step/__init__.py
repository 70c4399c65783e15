"""The second step at sign-in: the code of a device, and enrolling one."""

from roster.web.second_step.views import blueprint

__all__ = ["blueprint"]
