"""The page that tells of each value on a citizen's card which file and cell it came from, or who typed it."""

from __future__ import annotations

from uuid import UUID

from flask import render_template

from roster.columns.call_up import EXAMINATION
from roster.columns.catalogue import ENLISTMENT, PERSON
from roster.domain.actor import Permission
from roster.domain.choices import ROSTER, label_of
from roster.services import provenance as provenances
from roster.services.claims import CLAIM
from roster.services.provenance import BY_HAND, FROM_FILE, UNKNOWN, FactGroup
from roster.web.access import current_actor, permission_required
from roster.web.people.views import blueprint


@blueprint.get("/<uuid:person_id>/provenance")
@permission_required(Permission.VIEW_PEOPLE)
def provenance(ward_id: UUID, person_id: UUID) -> str:
    """Every value that is on file now, with file, sheet, cell, officer and moment."""
    found = provenances.provenance_of(current_actor(), ward_id, person_id)
    return render_template(
        "people/provenance.html",
        found=found,
        counts=found.counts,
        groups=[(_heading(group), group) for group in found.groups],
        kinds={"file": FROM_FILE, "hand": BY_HAND, "unknown": UNKNOWN},
    )


def _heading(group: FactGroup) -> str:
    if group.home == PERSON:
        return "Thông tin công dân"
    if group.home == CLAIM:
        return f"Diện tạm hoãn, miễn: {group.facts[0].text}"
    if group.home == EXAMINATION:
        return f"Số đo khi khám sức khỏe – đợt gọi nhập ngũ năm {group.year}"
    name = label_of(ROSTER, group.home)
    if group.home == ENLISTMENT:
        name = f"{name} – đợt gọi nhập ngũ năm {group.year}"
    elif group.since is not None:
        name = f"{name} – hồ sơ từ {group.since:%d/%m/%Y}"
    return f"{name} (đã kết thúc)" if group.closed_on is not None else name
