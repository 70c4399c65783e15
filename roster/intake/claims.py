"""What a row of an enlistment roster says of a claim to deferral or exemption, and what was decided of it.

A ground in a roster is a claim, not a decision: it goes on file as claimed, once, with the sheet's own words as its
evidence. Only a row that names the decision itself changes how far a claim has gone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from roster.columns.call_up import CLAIM_KEYS
from roster.columns.column import Value
from roster.domain.problems import Severity, problem
from roster.intake.match import KnownClaim, KnownPerson, same_fact
from roster.intake.parse import ParsedRow
from roster.intake.plan import PlannedClaim

CLAIMED, DECIDED, REFUSED = "claimed", "decided", "refused"
_STATUS, _NUMBER, _DAY = "claim_status", "claim_decision_number", "claim_decided_on"
_ANSWERED = {DECIDED, REFUSED}


def plan_claim(row: ParsedRow, person: KnownPerson | None) -> tuple[PlannedClaim | None, Mapping[str, Value]]:
    """The claim that the row puts on file or changes (None for neither), and the facts of it that were known.

    Drops from the row what cannot be taken, with a problem that says why.
    """
    claims = person.claims if person is not None else ()
    ground = _ground(row, person, claims)
    if ground is None:
        _drop_decision(row)
        return None, {}
    known = _known(row, ground, claims)
    _settle_status(row, known)
    given = _given(row)
    if known is None:
        values = {
            "claim_evidence": given.pop("claim_evidence", None) or row.words.get("ground"),
            "claim_until": given.pop("claim_until", None) or row.fields.get("ground_until"),
            **given,
        }
        new = {_STATUS: CLAIMED} | {key: value for key, value in values.items() if value is not None}
        return PlannedClaim(ground, None, 0, new), {}
    changed = {
        key: value
        for key, value in given.items()
        if known.facts.get(key) is None or not same_fact(key, known.facts[key], value)
    }
    return (PlannedClaim(ground, known.claim_id, known.version, changed) if changed else None), known.facts


def _ground(row: ParsedRow, person: KnownPerson | None, claims: Sequence[KnownClaim]) -> str | None:
    """The ground that the row speaks of: its own, the known record's, or that of the latest claim on file."""
    said = row.fields.get("ground") or (person.facts.get("ground") if person is not None else None)
    if said is None and claims and _given(row):
        said = claims[-1].ground
    return str(said) if said is not None else None


def _known(row: ParsedRow, ground: str, claims: Sequence[KnownClaim]) -> KnownClaim | None:
    """The latest claim of that ground, unless it is over and the row speaks of another."""
    known = next((claim for claim in reversed(claims) if claim.ground == ground), None)
    if known is None or not known.is_past:
        return known
    given = _given(row)
    return known if given and all(known.facts.get(key) == value for key, value in given.items()) else None


def _settle_status(row: ParsedRow, known: KnownClaim | None) -> None:
    said, before = row.fields.get(_STATUS), known.facts.get(_STATUS) if known is not None else None
    if said is None and before not in _ANSWERED and row.fields.get(_NUMBER):
        row.fields[_STATUS] = said = DECIDED  # a list of decisions need not repeat what each of them says
    if said == CLAIMED and before in _ANSWERED:
        del row.fields[_STATUS]
    facts = {**(known.facts if known is not None else {}), **row.fields}
    if said == REFUSED and before != REFUSED and not (facts.get(_NUMBER) and facts.get(_DAY)):
        # A refusal opens the way to the call-up, so it takes the paper behind it.
        del row.fields[_STATUS]
        message = (
            "Ghi không được tạm hoãn, miễn nhưng thiếu số hoặc ngày quyết định nên diện này vẫn để như cũ, chờ quyết "
            "định. Hãy bổ sung số và ngày rồi nhập lại."
        )
        row.problems.append(problem(_STATUS, "missing", message, Severity.WARNING))


def _drop_decision(row: ParsedRow) -> None:
    if not _given(row):
        return
    for key in CLAIM_KEYS:
        row.fields.pop(key, None)
    message = "Có quyết định nhưng không rõ diện tạm hoãn, miễn nào nên chưa ghi. Hãy thêm cột lý do tạm hoãn, miễn."
    row.problems.append(problem("ground", "missing", message, Severity.WARNING))


def _given(row: ParsedRow) -> dict[str, Value]:
    return {key: row.fields[key] for key in CLAIM_KEYS if row.fields.get(key) is not None}
