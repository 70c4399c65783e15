"""The tabs of the rooms of the forces: units, the ward command, duty, meetings."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, url_for

from roster.domain.force_units import component_label
from roster.web.forces.views import blueprint
from roster.web.ward_texts import in_words_of_ward

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
    known = current_app.view_functions  # what an installation lacks is left out
    return [Tab(endpoint, in_words_of_ward(label), url_for(endpoint)) for endpoint, label in _TABS if endpoint in known]


@blueprint.app_template_filter("component_name")
def component_name(component: str | None) -> str:
    """A component of the militia in words, "" for none."""
    return component_label(component)
