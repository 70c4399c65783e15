"""How often one officer may search, export and print within an hour (ASVS 2.4.1).

Far more than anybody works, far less than a program needs that copies a ward out. What counts is what stands in the
journal, so a restart forgets nothing.
"""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from sqlalchemy import or_, select

from roster.domain.actor import Actor
from roster.services.faults import TooMuch
from roster.store.audit import AuditEntry
from roster.store.db import db, now

SEARCHES = ("list.search",)
OUTPUTS = (
    "list.export", "list.print", "paper.", "posting.", "delivery.print", "form.", "report.export", "report.print",
)  # fmt: skip
REACHED = "access.limit"
_HOUR = timedelta(hours=1)


def demand_search(actor: Actor) -> None:
    """Raises TooMuch where the officer has searched too often within the hour."""
    _demand(actor, SEARCHES, current_app.config["SEARCHES_AN_HOUR"], "tìm kiếm")


def demand_output(actor: Actor) -> None:
    """Raises TooMuch where the officer has exported, printed or opened prints too often within the hour."""
    _demand(actor, OUTPUTS, current_app.config["OUTPUTS_AN_HOUR"], "xuất, in và mở bản in")


def _demand(actor: Actor, actions: tuple[str, ...], most: int, what: str) -> None:
    if actor.is_system:
        return
    # By ward, for the sake of the index; an hour of an office's entries is little.
    of_late = select(AuditEntry.at).where(
        or_(AuditEntry.ward_id.in_(actor.ward_ids), AuditEntry.ward_id.is_(None)),
        AuditEntry.at > now() - _HOUR,
        AuditEntry.user_id == actor.user_id,
        or_(*(AuditEntry.action.startswith(one, autoescape=True) for one in actions)),
    )
    first = db.session.scalar(of_late.order_by(AuditEntry.at.desc()).offset(most - 1).limit(1))  # of the last so many
    if first is not None:
        wait = max(1, int((first + _HOUR - now()).total_seconds()) + 1)
        raise TooMuch(f"Đồng chí đã {what} {most} lần trong một giờ qua, đến giới hạn của chương trình.", wait)
