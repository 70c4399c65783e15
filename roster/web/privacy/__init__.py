"""Citizens' rights to their own data: the register of requests, the copy on paper, retention periods, erasure."""

from roster.web.audit import actions
from roster.web.privacy import keeping_views, request_views  # noqa: F401  # their views hang on the blueprint
from roster.web.privacy.views import blueprint
from roster.web.privacy.words import ACTIONS

# The journal reads the acts of this room by the room's own words.
actions.ACTIONS.update(ACTIONS)
actions.GROUPS["privacy"] = ("Yêu cầu về dữ liệu cá nhân, lưu trữ", ("data_request.", "retention."))

__all__ = ["blueprint"]
