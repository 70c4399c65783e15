"""The journal of a ward, narrowed by officer, kind of action and days; all of it in the address."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from roster.domain.actor import Permission
from roster.domain.dates import read_date
from roster.services import clock, journal
from roster.services.journal import JournalFilter
from roster.store.audit import AuditEntry
from roster.web.access import current_actor, may, permission_required
from roster.web.asked import day_of, number_in
from roster.web.audit.actions import GROUPS, action_label, actions_of_group, details_text, kind_of, subject_words
from roster.web.filters import id_of

blueprint = Blueprint("audit", __name__, url_prefix="/wards/<uuid:ward_id>/audit")

PAGE_SIZE = 100


@blueprint.get("/")
@permission_required(Permission.VIEW_AUDIT)
def index(ward_id: UUID) -> str:
    """One page of the journal, the latest entries first."""
    asked = {name: request.args.get(name, "").strip() for name in ("who", "what", "from", "to", "person")}
    first_day, is_first_bad = _day(asked["from"])
    last_day, is_last_bad = _day(asked["to"])
    wanted = JournalFilter(
        user_id=id_of(asked["who"]),
        person_id=id_of(asked["person"]),
        actions=actions_of_group(asked["what"]),
        first_day=first_day,
        last_day=last_day,
    )
    page = max(1, request.args.get("page", 1, type=number_in))
    actor = current_actor()
    entries, total = journal.read_journal(actor, ward_id, wanted, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)

    def link(number: int) -> str:
        kept: dict[str, Any] = {name: value for name, value in asked.items() if value}
        return url_for("audit.index", ward_id=ward_id, page=number, **kept)

    return render_template(
        "audit/index.html",
        entries=entries,
        total=total,
        page=page,
        pages=max(1, -(-total // PAGE_SIZE)),
        size=PAGE_SIZE,
        link=link,
        asked=asked,
        bad_days=is_first_bad or is_last_bad,
        officers=journal.officers_of_journal(actor, ward_id),
        groups=GROUPS,
        actions_of=lambda group: [(action, action_label(action)) for action in actions_of_group(group)],
        numbers=journal.numbers_of(entries),
        action_label=action_label,
        subject_url=_subject_url,
        account_names=journal.account_names(entries),
        details_text=details_text,
        subject_words=lambda entry: subject_words(entry.action),
    )


@blueprint.get("/people/<uuid:person_id>")
@permission_required(Permission.VIEW_AUDIT)
def person(ward_id: UUID, person_id: UUID) -> str:
    """One citizen's own history: who looked at him, changed, exported, printed him."""
    found, lines, total = journal.person_trail(current_actor(), ward_id, person_id)
    shown = [line.entry for line in lines if line.entry is not None]
    return render_template(
        "audit/person.html",
        person=found,
        lines=lines,
        total=total,
        numbers=journal.numbers_of(shown),
        action_label=action_label,
        details_text=details_text,
        kind_of=kind_of,
    )


@blueprint.get("/head")
@permission_required(Permission.VIEW_AUDIT)
def head(ward_id: UUID) -> str:
    """The newest seal on one sheet of paper, to be printed and locked away."""
    newest = journal.head_now()
    groups = [newest.mac[start : start + 4] for start in range(0, len(newest.mac), 4)] if newest else []
    return render_template("audit/head.html", head=newest, groups=groups, at=clock.now())


# What an entry is about and where it is seen: the start of the action, the permission, the page and its argument.
_SUBJECTS = (
    (("person.", "record.", "claim.", "ruling."), Permission.VIEW_PEOPLE, "people.show", "person_id"),
    (("people.",), Permission.VIEW_PEOPLE, "lists.show_edit", "edit_id"),
    (("import.",), Permission.IMPORT, "imports.show", "batch_id"),
    (("paper.issue", "paper.reprint"), Permission.PRINT, "papers.show_issued", "paper_id"),
    (("list.print",), Permission.PRINT, "papers.show", "job_id"),
    (("account.",), Permission.MANAGE_ACCOUNTS, "accounts.show", "user_id"),
)


def _subject_url(entry: AuditEntry) -> str:
    """The page of what the entry is about; "" where there is none or the reader may not open it."""
    for starts, permission, endpoint, name in _SUBJECTS:
        if entry.subject_id and entry.action.startswith(starts) and may(permission):
            values: dict[str, Any] = {name: entry.subject_id}
            if endpoint == "lists.show_edit":
                values["roster"] = entry.details["roster"]
            return url_for(endpoint, **values)
    return ""


def _day(text: str) -> tuple[date | None, bool]:
    """The typed day, and whether something was typed that is none."""
    if not text:
        return None, False
    day = day_of(read_date(text, today=clock.today()).value)
    return day, day is None
