"""Before a view that searches, exports or prints: whether the officer has done so too often (services.limits).

Closed by default: whatever asks for the permission to export or print counts, but the pages around it.
"""

from __future__ import annotations

from flask import Flask, current_app, request
from flask_login import current_user

from roster.domain.actor import Permission
from roster.services import limits
from roster.web.access import current_actor
from roster.web.reads import searched

# Pages that lead to a print or tell of it, and what takes one back: no paper comes out of them.
AROUND = frozenset(
    {
        "deliveries.ask_print", "deliveries.cancel_run", "deliveries.run_state", "deliveries.show_run",
        "papers.ask_issue", "papers.ask_post", "papers.cancel", "papers.find_code", "papers.index",
        "papers.issued_state", "papers.options", "papers.postings", "papers.register", "papers.show",
        "papers.show_issued", "papers.state", "papers.take_down", "reserve.ask_papers", "reserve.cancel_run",
        "reserve.run_state", "reserve.show_run",
    }
)  # fmt: skip


def guard() -> None:
    """Raises TooMuch."""
    if not current_user.is_authenticated:
        return
    permission = getattr(current_app.view_functions.get(request.endpoint or ""), "permission", None)
    if permission in {Permission.EXPORT, Permission.PRINT} and request.endpoint not in AROUND:
        limits.demand_output(current_actor())
    if searched():
        limits.demand_search(current_actor())


def init_app(app: Flask) -> None:
    """Stand before every view, behind the guard of access."""
    app.before_request(guard)
