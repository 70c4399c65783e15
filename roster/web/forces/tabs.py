"""The tabs of the rooms of the forces: units, the ward command, duty, meetings."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from werkzeug.routing import BuildError

from roster.web.forces.views import blueprint

_TABS = (
    ("forces.index", "Đơn vị"),
    ("command.index", "Ban CHQS phường"),
    ("command.duty", "Lịch trực"),
    ("command.meetings", "Họp, sinh hoạt"),
)


@dataclass(frozen=True)
class Tab:
    """One tab: the endpoint it stands for, its words, its address in the ward of the page."""

    endpoint: str
    label: str
    url: str


@blueprint.app_template_global("force_tabs")
def force_tabs() -> list[Tab]:
    """The tabs whose pages exist."""
    found = []
    for endpoint, label in _TABS:
        try:
            found.append(Tab(endpoint, label, url_for(endpoint)))
        except BuildError:  # that page is not part of this installation
            continue
    return found
