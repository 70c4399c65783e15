"""Whether the paper in the hand is one that was issued. Answered to officers of its ward, 404 to all others."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template

from roster.domain.actor import Permission
from roster.services import issued_papers, issued_runs, paper_codes, replaced_papers
from roster.services.faults import NotFound
from roster.web.access import current_actor, permission_required

blueprint = Blueprint("checks", __name__, url_prefix="/check")


@blueprint.get("/<uuid:paper_id>/<code>")
@permission_required(Permission.VIEW_PEOPLE)
def show(paper_id: UUID, code: str) -> str:
    """What was issued under this id, and whether the code on the paper is its own."""
    actor = current_actor()
    try:
        found, is_its_own = paper_codes.of_code(actor, paper_id, code)
    except NotFound:
        issued_runs.draft_of_code(actor, paper_id)
        return render_template("checks/draft.html")
    return render_template(
        "checks/show.html", paper=found, is_its_own=is_its_own, check=issued_papers.check(found), code=code,
        name=issued_papers.name_of(found), replaced=replaced_papers.replacement_of(actor, found),
        corrects=replaced_papers.replaced_by(actor, found),
    )  # fmt: skip
