"""May this citizen be called up? One answer for one citizen, one handover day and one day of asking, from facts alone.

Every list, gate and paper asks here. The steps below stand in the order in which the law is applied: the first that
finds something decides, and what later steps find is listed as further reasons. No step can take away what another
found, so one more bar or claim never makes a citizen callable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from roster.domain.law.age import AgeAnswer, AgeReading, AgeStanding, age_standing
from roster.domain.law.duties import responsible_office
from roster.domain.law.fact_reader import read_facts
from roster.domain.law.facts import ClaimStatus
from roster.domain.law.question import Found, Question, claim_reason, rule_reason, shown_end
from roster.domain.law.rulebook import ENLISTMENT_RULES
from roster.domain.law.selection import SELECTION_STEPS, missing_facts
from roster.domain.law.verdicts import Assessment, Reason, Verdict
from roster.domain.law.versions import RuleBook


def assess(
    facts: Mapping[str, Any],
    *,
    handover: date,
    on: date,
    age_reading: AgeReading | None = None,
    rules: RuleBook = ENLISTMENT_RULES,
) -> Assessment:
    """Whether the citizen may be called up for the planned handover day, by the rules in force on the day `on`.

    `facts` is as JSON gives it, with birth_date and sex at least. `age_reading` is the ruling on "hết 25/27 tuổi": A
    (before 26/28), B (before 25/27) or None for not ruled. Raises FactError for a fact that cannot be understood,
    NoRuleInForce for a day before the law (01/01/2016).
    """
    question = Question(read_facts(facts), handover, on, age_reading, rules)
    found = [finding for step in _STEPS for finding in step(question)]
    verdict = found[0][0] if found else Verdict.CALLABLE
    reasons = [reason for _, reason in found] + list(_notes(question))
    return Assessment(verdict, tuple(dict.fromkeys(reasons)), _end(question, verdict), tuple(found))


def _women(question: Question) -> Iterator[Found]:
    if question.facts.is_female and not question.facts.volunteer:
        yield Verdict.VOLUNTARY_ONLY, rule_reason(question.rule("women.voluntary"))


def _completed_service(question: Question) -> Iterator[Found]:
    service = question.facts.completed
    if service is None:
        return
    rule = question.rule(f"completed.{service.kind}")
    if service.months >= rule.value["months"]:
        yield Verdict.COMPLETED, rule_reason(rule)


def _bars(question: Question) -> Iterator[Found]:
    for bar in question.facts.bars:
        if bar.stands_on(question.on):
            # A bar whose point the law does not have was written down wrongly, but a bar is on file: it stands.
            rule = question.rules.find(f"bar.{bar.ground}", question.on) or question.rule("bar.13")
            yield Verdict.BARRED, rule_reason(rule, shown_end(bar.until))


def _registration(question: Question) -> Iterator[Found]:
    if question.facts.registration_exempt:
        yield Verdict.REGISTRATION_EXEMPT, rule_reason(question.rule("registration_exempt"))


def _age(question: Question) -> Iterator[Found]:
    answer = age_standing(
        question.facts.birth_date,
        had_education_deferral=question.facts.had_education_deferral,
        handover=question.handover,
        on=question.on,
        reading=question.age_reading,
        rules=question.rules,
    )
    verdict = _VERDICT_OF_AGE.get(answer.standing)
    if verdict is not None:
        yield verdict, Reason(answer.rule.citation, _age_text(question, answer))


_VERDICT_OF_AGE = {
    AgeStanding.TOO_YOUNG: Verdict.TOO_YOUNG,
    AgeStanding.TOO_OLD: Verdict.TOO_OLD,
    AgeStanding.READINGS_DIFFER: Verdict.REFER,
    AgeStanding.NOT_KNOWN: Verdict.REFER,
}


def _age_text(question: Question, answer: AgeAnswer) -> str:
    day = f"ngày giao quân {question.handover:%d/%m/%Y}"
    if answer.standing is AgeStanding.TOO_YOUNG:
        return f"Chưa đủ {answer.limit} tuổi tính đến {day}"
    if answer.standing is AgeStanding.TOO_OLD:
        ruled = f" (theo cách hiểu {question.age_reading} đã kết luận)" if question.age_reading else ""
        return f"Đã quá độ tuổi gọi nhập ngũ đến hết {answer.limit} tuổi tính đến {day}{ruled}"
    if answer.standing is AgeStanding.READINGS_DIFFER:
        return (
            f"Hai cách hiểu “hết {answer.limit} tuổi” cho kết quả khác nhau tính đến {day}; "
            "cần kết luận của cấp có thẩm quyền"
        )
    birth = question.facts.birth_date
    if birth.earliest == birth.latest:
        return f"Sinh ngày 29/02: luật chưa nói rõ ngày tròn tuổi, cần kết luận của cấp có thẩm quyền cho {day}"
    return f"Ngày sinh chỉ ghi {birth}, chưa xác định được độ tuổi tính đến {day}; cần bổ sung ngày sinh đầy đủ"


def _exemptions(question: Question) -> Iterator[Found]:
    yield from _decided(question, "41.2.", Verdict.EXEMPT, "đã có quyết định miễn gọi nhập ngũ")


def _deferrals(question: Question) -> Iterator[Found]:
    yield from _decided(question, "41.1.", Verdict.DEFERRED, "đã có quyết định tạm hoãn gọi nhập ngũ")


def _decided(question: Question, clause: str, verdict: Verdict, outcome: str) -> Iterator[Found]:
    if not question.facts.volunteer:
        for claim in question.claims(ClaimStatus.DECIDED, clause):
            yield verdict, claim_reason(question, claim, outcome + shown_end(claim.until))


def _open_claims(question: Question) -> Iterator[Found]:
    if not question.facts.volunteer:
        office = responsible_office("decide_claim", question.on, question.rules)
        for claim in question.claims(ClaimStatus.CLAIMED):
            yield Verdict.CLAIM_PENDING, claim_reason(question, claim, f"chưa có quyết định của {office}")


_STEPS: tuple[Callable[[Question], Iterator[Found]], ...] = (
    _women,
    _completed_service,
    _bars,
    _registration,
    _age,
    _exemptions,
    _deferrals,
    _open_claims,
    *SELECTION_STEPS,
)


def _notes(question: Question) -> Iterator[Reason]:
    """What decides nothing but must be known to the officer who relies on the verdict."""
    for claim in question.facts.claims:
        if claim.status is ClaimStatus.REFUSED:
            continue
        rule = question.rules.find(f"claim.{claim.ground}", question.on)
        if rule is None:
            first = question.rules.history(f"claim.{claim.ground}")[0]
            yield Reason(first.citation, f"Diện {claim.ground} chưa có hiệu lực vào ngày {question.on:%d/%m/%Y}", True)
        elif not claim.runs_on(question.handover):
            yield claim_reason(
                question, claim, f"đã hết hạn{shown_end(claim.until)} trước ngày giao quân, phải chứng minh lại", True
            )
    is_running = question.claims(ClaimStatus.DECIDED) or question.claims(ClaimStatus.CLAIMED)
    if question.facts.volunteer and is_running:
        yield rule_reason(question.rule("claim.volunteer"), is_note=True)
    yield from missing_facts(question)


def _end(question: Question, verdict: Verdict) -> str | None:
    clause = {Verdict.EXEMPT: "41.2.", Verdict.DEFERRED: "41.1."}.get(verdict)
    if clause is None:
        return None
    ends = [claim.until for claim in question.claims(ClaimStatus.DECIDED, clause)]
    known = [end for end in ends if end is not None]
    return max(known, key=lambda end: end.latest).text if len(known) == len(ends) else None
