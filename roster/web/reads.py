"""After a page with citizens has been made and before it leaves: the entry of who looked at what.

Closed by default. A page that is opened and asks for a permission to see, enter, import, export or print people is
noted unless it stands in NO_CITIZENS. Any other answer (a form that comes back, a search that was sent) is noted where
the database, or a kept workbook, named somebody for it (store.handed_out), or where it searched; a file that goes out,
where its work left no entry of its own. Tests show citizens to every page and form and demand the entry wherever a name
came out.
"""

from __future__ import annotations

import re

from flask import Flask, Response, current_app, g, request
from flask_login import current_user

from roster.domain.actor import Permission
from roster.services import audit, reads
from roster.services.reads import SEARCH_FIELDS
from roster.store import handed_out
from roster.store.db import db
from roster.web.access import current_actor

_PERSONAL = {
    Permission.VIEW_PEOPLE, Permission.EDIT_PEOPLE, Permission.IMPORT, Permission.EXPORT, Permission.PRINT,
    Permission.HANDLE_REQUESTS, Permission.DECIDE_REQUESTS,
}  # fmt: skip

# Counts, calendars, empty forms, progress bars, what measures that are being typed propose: no citizen stands on them.
NO_CITIZENS: dict[str, frozenset[str]] = {
    "campaigns": frozenset(
        {"all_wards", "calendar", "division", "index", "latest", "quota", "quota_sheet", "settings"}
    ),
    "command": frozenset({"new_meeting", "edit_meeting"}),
    "deliveries": frozenset({"run_state"}),
    "examinations": frozenset({"live_count", "proposal"}),
    "forces": frozenset({"ask_end", "edit", "establishing", "export_units", "new", "posts", "print_units", "quick"}),
    "grid": frozenset({"show"}),
    "imports": frozenset({"forms", "progress", "taught"}),
    "militia": frozenset({"statistics"}),
    "papers": frozenset({"issued_state", "state"}),
    "party": frozenset({"goals", "export_quality", "quality_pdf", "save_goals"}),
    "people": frozenset({"new"}),
    "reports": frozenset({"all_wards", "ask_correct", "ask_remove", "ask_send", "edit", "index", "new", "show"}),
    "reserve": frozenset({"edit_speciality", "new_speciality", "remove", "specialities", "speciality", "statistics"}),
    "inquiry": frozenset({"index"}),
    "saved": frozenset({"ask_remove", "index"}),
    "targets": frozenset({"all_wards", "edit", "index", "indicators", "new", "save"}),
    "training": frozenset(
        {"ask_remove", "edit", "edit_session", "index", "new", "new_sessions", "plans_sheet", "rates", "rates_sheet"}
    ),
}
KEPT_FILES = frozenset(
    {"papers.file", "papers.issued_file", "papers.issued_format", "papers.posting_file", "deliveries.run_file"}
)
_PAGES = frozenset({"text/html", "application/json"})
_POSTED_SEARCH = ("q",)  # "name" is the name of a unit in a form
_FILTER_NAME = re.compile(r"[a-z_]{1,30}")
_NOT_FILTERS = frozenset({"page", "size", "sort", "desc", "then", "columns"})


def is_free_of_people(endpoint: str) -> bool:
    """Whether no answer of the endpoint shows a citizen."""
    room, _, page = endpoint.partition(".")
    return page in NO_CITIZENS.get(room, ())


def is_about_people(endpoint: str) -> bool:
    """Whether citizens are to be expected on what the endpoint answers."""
    if endpoint == "audit.person":  # an auditor's page, yet about one citizen
        return True
    permission = getattr(current_app.view_functions.get(endpoint), "permission", None)
    return permission in _PERSONAL and not is_free_of_people(endpoint)


def searched() -> set[str]:
    """The fields by which this request searches, whatever its method: of its address, or of the form it sends."""
    fields = {name for name in SEARCH_FIELDS if request.args.get(name)}
    return fields | {name for name in _POSTED_SEARCH if request.form.get(name)}


def note(response: Response) -> Response:
    """Write the entries of this page; where they cannot be written, the page is not shown either."""
    if g.get("names_nobody"):
        return response
    try:
        if _shows_citizens(response):
            _note_page()
        if audit.has_deferred():
            reads.write_reads()
    except Exception as error:
        return current_app.make_response(current_app.handle_user_exception(error))
    return response


def _shows_citizens(response: Response) -> bool:
    """Whether to note the answer: it names somebody, or nothing proves that it does not."""
    endpoint = request.endpoint or ""
    is_expected, is_named = is_about_people(endpoint), handed_out.has_names()
    if 300 <= response.status_code < 400 or not (is_expected or is_named) or is_free_of_people(endpoint):
        return False
    if request.method in {"GET", "HEAD"} and response.status_code < 400:
        is_shown = is_expected
    elif response.mimetype in _PAGES:
        is_shown = is_named or bool(searched())
    else:  # a sheet or paper: its own entry says whom it held; without one, what lay on the shelf goes out
        is_shown = not audit.has_written()
    return is_shown and _has_content(response) and current_user.is_authenticated


def _note_page() -> None:
    endpoint = request.endpoint or ""
    ward = g.get("ward")
    filters = {name for name, value in request.args.items() if value and _FILTER_NAME.fullmatch(name)} - _NOT_FILTERS
    with db.session.no_autoflush:  # what a refused form left unwritten stays so
        reads.note_read(
            current_actor(),
            endpoint.partition(".")[0],
            ward.id if ward is not None else None,
            request.view_args or {},
            filters=filters | searched(),
            is_file=endpoint in KEPT_FILES,
        )


def _has_content(response: Response) -> bool:
    return response.is_streamed or response.direct_passthrough or bool(response.get_data().strip())


def init_app(app: Flask) -> None:
    """Look at every answer."""
    app.after_request(note)
    app.teardown_request(lambda _error: handed_out.begin())
