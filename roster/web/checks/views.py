"""Whether the paper in the hand is one that was issued. Answered to officers of its ward, 404 to all others."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template

from roster.domain.actor import Permission
from roster.services import issued_papers
from roster.web.access import current_actor, permission_required

blueprint = Blueprint("checks", __name__, url_prefix="/check")


@blueprint.get("/<uuid:paper_id>/<code>")
@permission_required(Permission.VIEW_PEOPLE)
def show(paper_id: UUID, code: str) -> str:
    """What was issued under this id, and whether the code on the paper is its own."""
    actor = current_actor()
    found, is_its_own = issued_papers.of_code(actor, paper_id, code)
    return render_template(
        "checks/show.html", paper=found, is_its_own=is_its_own, check=issued_papers.check(found), code=code,
        name=issued_papers.name_of(found), corrected_by=issued_papers.corrected_by(actor, found),
    )  # fmt: skip
