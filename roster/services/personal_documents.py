"""The papers of a run as a document to be edited: what the print says, made of the same elements."""

from __future__ import annotations

from typing import BinaryIO
from uuid import UUID

from roster.domain.actor import Actor, Permission
from roster.services import papers
from roster.services.faults import Invalid, NotFound
from roster.services.issued_runs import issued_of_run
from roster.services.personal_making import maker_of
from roster.services.personal_runs import get_run, outdated
from roster.services.print_work import asker_of
from roster.sheets.personal_document import write_papers
from roster.store.scope import require
from roster.store.units import Unit

MOST = 200  # papers: some 20 s of the processor; whoever edits more than that edits the words of the run instead

_CHANGED = "Thông tin trong sổ đã thay đổi từ khi in lần này. Hãy in lại rồi tải bản Word của lần in mới."


def write_run(actor: Actor, ward: Unit, job_id: UUID, file: BinaryIO) -> None:
    """Write the run's papers to `file` as a .docx, in the order of the print; committed with an entry in the journal.

    Raises Invalid where the print holds too many, is overtaken, or the data behind it changed; NotFound, NotAllowed.
    """
    require(actor, Permission.EXPORT, ward.id)
    job = get_run(actor, ward.id, job_id)
    if job.state != papers.DONE:
        raise NotFound(str(job_id))
    if (job.rows or 0) > MOST:
        raise Invalid({"": [f"Bản Word có nhiều nhất {MOST} giấy. Hãy in ít giấy hơn trong một lần."]})
    if issued_of_run(actor, job) is None and (reason := outdated(job)):
        raise Invalid({"": [f"Bản in này không dùng được nữa. {reason}"]})
    maker = maker_of(asker_of(job), ward, job.request)
    made = [paper for _, paper in maker.papers([UUID(one) for one in job.request["ids"]])]
    if maker.mark(made) != job.request.get("mark"):
        raise Invalid({"": [_CHANGED]})
    papers.record_format(actor, job, "docx")
    write_papers(maker.tree(made), maker.title, ward.title, file)
