"""How many files an officer may bring in within a day, whatever they are, and none onto a full disk (ASVS 5.2.4)."""

from __future__ import annotations

import datetime
import shutil

from flask import current_app
from sqlalchemy import func, or_, select

from roster.domain.actor import Actor
from roster.shelf import files
from roster.store.audit import AuditEntry
from roster.store.db import db, now
from roster.store.imports import ImportBatch

READ = "form.read"  # the journal's entry of a filled-in form, of which nothing is kept
_FULL = "Ổ đĩa của máy chủ sắp đầy nên chưa nhận thêm tệp. Xin báo người quản trị dọn ổ đĩa."


def fault_of(actor: Actor) -> str:
    """The sentence where the officer has brought in too much within a day, or the disk is nearly full; "" for none."""
    most, since = current_app.config["UPLOADS_A_DAY"], now() - datetime.timedelta(days=1)
    batches = select(func.count()).where(ImportBatch.created_by == actor.user_id, ImportBatch.created_at > since)
    # By ward, for the sake of the index.
    forms = select(func.count()).where(
        or_(AuditEntry.ward_id.in_(actor.ward_ids), AuditEntry.ward_id.is_(None)), AuditEntry.at > since,
        AuditEntry.user_id == actor.user_id, AuditEntry.action == READ,
    )  # fmt: skip
    if (db.session.scalar(batches) or 0) + (db.session.scalar(forms) or 0) >= most:
        return f"Đồng chí đã đưa vào {most} tệp trong 24 giờ qua. Xin nhập tiếp vào ngày mai."
    if shutil.disk_usage(files.folder()).free < current_app.config["LEAST_FREE_BYTES"]:
        return _FULL
    return ""
