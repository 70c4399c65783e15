"""Papers of the register by the code that stands on them: read from the QR picture, or typed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor
from roster.printing.layout import CHECK_DIGITS
from roster.services.issued_papers import ISSUED
from roster.store.db import db
from roster.store.issued import IssuedPaper
from roster.store.scope import NotFound, require_ward


def of_code(actor: Actor, paper_id: UUID, code: str) -> tuple[IssuedPaper, bool]:
    """The paper that a QR code names, and whether the code is that of what the paper says.

    Raises NotFound for a paper of another ward, or none.
    """
    found = db.session.get(IssuedPaper, paper_id)
    if found is None or not actor.covers(found.ward_id) or found.state != ISSUED:
        raise NotFound(str(paper_id))
    return found, len(code) >= CHECK_DIGITS and str(found.mark).startswith(code.lower())


def of_typed_code(actor: Actor, ward_id: UUID, code: str) -> IssuedPaper | None:
    """The ward's paper with that code, typed from the paper; None where there is none. Raises NotFound."""
    require_ward(actor, ward_id)
    code = code.strip().lower()
    if len(code) < CHECK_DIGITS or not code.isalnum():
        return None
    query = select(IssuedPaper).where(
        IssuedPaper.ward_id == ward_id, IssuedPaper.state == ISSUED, IssuedPaper.mark.startswith(code)
    )
    return db.session.scalars(query).first()
