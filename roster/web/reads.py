"""After a page with citizens has been made and before it leaves: the entry of who looked at what.

Closed by default: every page that asks for a permission to see, enter, import, export or print people is noted, unless
it stands in NO_CITIZENS. A test shows a citizen to every page and demands the entry wherever his name came out.
"""

from __future__ import annotations

import re

from flask import Flask, Response, current_app, g, request
from flask_login import current_user

from roster.domain.actor import Permission
from roster.services import audit, reads
from roster.web.access import current_actor

_PERSONAL = {
    Permission.VIEW_PEOPLE, Permission.EDIT_PEOPLE, Permission.IMPORT, Permission.EXPORT, Permission.PRINT,
    Permission.HANDLE_REQUESTS, Permission.DECIDE_REQUESTS,
}  # fmt: skip

# Counts, calendars, empty forms, progress bars: no citizen stands on them.
NO_CITIZENS: dict[str, frozenset[str]] = {
    "campaigns": frozenset(
        {"all_wards", "calendar", "division", "index", "latest", "quota", "quota_sheet", "settings"}
    ),
    "command": frozenset({"new_meeting", "edit_meeting"}),
    "deliveries": frozenset({"run_state"}),
    "examinations": frozenset({"live_count"}),
    "forces": frozenset({"ask_end", "edit", "establishing", "export_units", "new", "posts", "print_units", "quick"}),
    "grid": frozenset({"show"}),
    "imports": frozenset({"forms", "progress", "taught"}),
    "militia": frozenset({"statistics"}),
    "papers": frozenset({"issued_state", "state"}),
    "party": frozenset({"goals", "export_quality", "quality_pdf"}),
    "people": frozenset({"new"}),
    "reports": frozenset({"all_wards", "ask_correct", "ask_remove", "ask_send", "edit", "index", "new", "show"}),
    "reserve": frozenset({"edit_speciality", "new_speciality", "specialities", "speciality", "statistics"}),
    "inquiry": frozenset({"index"}),
    "saved": frozenset({"ask_remove", "index"}),
    "targets": frozenset({"all_wards", "edit", "index", "indicators", "new"}),
    "training": frozenset(
        {"ask_remove", "edit", "edit_session", "index", "new", "new_sessions", "plans_sheet", "rates", "rates_sheet"}
    ),
}
# Looked for by POST, so that what was typed stands in no address.
POSTED_READS = frozenset(
    {
        "people.lookup",
        "candidates.preview",
        "lists.preview_edit",
        "lists.turn",
        "examinations.find",
        "deliveries.ask_many",
        "inquiry.find",
    }
)
KEPT_FILES = frozenset({"papers.file", "papers.issued_file", "papers.posting_file", "deliveries.run_file"})
_FILTER_NAME = re.compile(r"[a-z_]{1,30}")
_NOT_FILTERS = frozenset({"page", "size", "sort", "desc", "then", "columns"})


def is_read(endpoint: str | None, method: str) -> bool:
    """Whether an answer of this page shows citizens."""
    room, _, page = (endpoint or "").partition(".")
    if endpoint is None or page in NO_CITIZENS.get(room, ()):
        return False
    if method == "POST":
        return endpoint in POSTED_READS
    if endpoint == "audit.person":  # an auditor's page, yet about one citizen
        return method == "GET"
    permission = getattr(current_app.view_functions.get(endpoint), "permission", None)
    return method == "GET" and permission in _PERSONAL


def note(response: Response) -> Response:
    """Write the entries of this page; where they cannot be written, the page is not shown either."""
    if response.status_code >= 400:
        return response
    try:
        if response.status_code in {200, 206} and is_read(request.endpoint, request.method) and _has_content(response):
            _note_page()
        if audit.has_deferred():
            reads.write_reads()
    except Exception as error:
        return current_app.make_response(current_app.handle_user_exception(error))
    return response


def _note_page() -> None:
    if not current_user.is_authenticated:
        return
    endpoint = request.endpoint or ""
    ward = g.get("ward")
    filters = {name for name, value in request.args.items() if value and _FILTER_NAME.fullmatch(name)} - _NOT_FILTERS
    reads.note_read(
        current_actor(),
        endpoint.partition(".")[0],
        ward.id if ward is not None else None,
        request.view_args or {},
        filters=filters,
        is_file=endpoint in KEPT_FILES,
    )


def _has_content(response: Response) -> bool:
    return response.is_streamed or response.direct_passthrough or bool(response.get_data().strip())


def init_app(app: Flask) -> None:
    """Look at every answer."""
    app.after_request(note)
