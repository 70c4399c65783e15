"""The step of the enlistment year in an import: a file never moves a candidate whom the campaign has taken on."""

from __future__ import annotations

from roster.domain.cycle import STEP_BY_KEY
from roster.domain.problems import Severity, problem
from roster.intake.match import KnownPerson
from roster.intake.parse import ParsedRow

_STATUS = "status"


def keep_step(row: ParsedRow, person: KnownPerson | None) -> None:
    """Where the known candidate stands at a step that only the campaign's page sets, leave him there.

    A file that repeats the step (an exported list that comes back) is silent; one that says another gets a note. For
    everyone else the column's own reader has refused the guarded steps already.
    """
    said = row.fields.get(_STATUS)
    step = STEP_BY_KEY.get(str(person.facts.get(_STATUS))) if person is not None and person.record_id else None
    if said is None or step is None or step.is_entered_freely:
        return
    del row.fields[_STATUS]
    row.problems[:] = [found for found in row.problems if found.field != _STATUS]
    if said != step.key:
        message = f"Đang ở bước “{step.label}” của đợt tuyển quân; tệp không đổi bước này."
        row.problems.append(problem(_STATUS, "not_a_choice", message, Severity.NOTE))
