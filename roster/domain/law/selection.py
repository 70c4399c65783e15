"""Steps of the assessment that measure a citizen by the standards of selection: politics, schooling, health."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from roster.domain.law.question import Found, Question, rule_reason, shown_number
from roster.domain.law.verdicts import Reason, Verdict
from roster.domain.law.versions import Rule


def _not_selected(question: Question) -> Iterator[Found]:
    if question.facts.political_result == "failed":
        rule = question.rule("political")
        yield Verdict.NOT_SELECTED, Reason(rule.citation, "Không đạt tiêu chuẩn chính trị theo kết luận của Công an")
    yield from _schooling(question, Verdict.NOT_SELECTED)


def _schooling_by_approval(question: Question) -> Iterator[Found]:
    yield from _schooling(question, Verdict.REFER)


def _schooling(question: Question, wanted: Verdict) -> Iterator[Found]:
    grade = question.facts.education
    rule = question.rule("education")
    if grade is None:
        return
    bounds = rule.value["ten_year" if grade.system == 10 else "twelve_year"]
    shown = f"Trình độ văn hóa {grade.passed}/{grade.system}"
    if grade.passed < bounds["by_approval"]:
        if wanted is Verdict.NOT_SELECTED:
            yield wanted, Reason(rule.citation, f"{shown}: dưới mức được tuyển chọn")
    elif grade.passed < bounds["enough"] and wanted is Verdict.REFER:
        yield wanted, Reason(rule.citation, f"{shown}: chỉ tuyển chọn khi được cấp có thẩm quyền quyết định")


def _health_awaited(question: Question) -> Iterator[Found]:
    if question.facts.health.health_class is None:
        rule = question.rule("health.examination")
        yield Verdict.AWAITING_HEALTH, Reason(rule.citation, "Chưa có kết luận phân loại sức khỏe")


def _unfit(question: Question) -> Iterator[Found]:
    health = question.facts.health
    rule = question.rule("health.class")
    if health.health_class is not None and health.health_class not in rule.value["eligible"]:
        shown = f"Sức khỏe loại {health.health_class}{'T (tạm thời)' if health.is_temporary else ''}"
        yield Verdict.UNFIT, Reason(rule.citation, f"{shown}: không thuộc loại được tuyển chọn")
    for key, applies in (
        ("health.drugs", health.drugs),
        ("health.hiv", health.hiv),
        ("health.hyperopia", health.hyperopia),
    ):
        if applies:
            yield Verdict.UNFIT, rule_reason(question.rule(key))
    yield from _eyes_and_bmi(question, Verdict.UNFIT)


def _health_referred(question: Question) -> Iterator[Found]:
    yield from _eyes_and_bmi(question, Verdict.REFER)


def _eyes_and_bmi(question: Question, wanted: Verdict) -> Iterator[Found]:
    health = question.facts.health
    eyes = question.rules.find("health.eyes", question.on)
    if eyes is not None and health.myopia is not None and _verdict_on_eyes(question, eyes) is wanted:
        yield wanted, _measured_reason(eyes, wanted, f"Độ cận {shown_number(health.myopia)} đi-ốp")
    bmi = question.rules.find("health.bmi", question.on)
    if bmi is not None and health.bmi is not None and _verdict_on_bmi(health.bmi, bmi) is wanted:
        yield wanted, _measured_reason(bmi, wanted, f"Chỉ số BMI {shown_number(health.bmi)}")


def _measured_reason(rule: Rule, verdict: Verdict, measured: str) -> Reason:
    if verdict is Verdict.REFER:
        return Reason(rule.citation, f"{measured}: văn bản chưa rõ, cần Hội đồng khám sức khỏe kết luận")
    return Reason(rule.citation, f"{measured}: {rule.text[0].lower()}{rule.text[1:]}")


def _verdict_on_eyes(question: Question, rule: Rule) -> Verdict | None:
    health = question.facts.health
    limit = Decimal(rule.value["limit"])
    if health.myopia is None or health.myopia < limit or not _is_judged(health.health_class, rule):
        return None
    if health.myopia > limit:
        return Verdict.UNFIT
    return {"unfit": Verdict.UNFIT, "refer": Verdict.REFER, "fit": None}[rule.value["at_limit"]]


def _is_judged(health_class: int | None, eyes: Rule) -> bool:
    """Whether the eye bar of the period looks at citizens of this health class."""
    return eyes.value["classes"] is None or health_class in eyes.value["classes"]


def _verdict_on_bmi(bmi: Decimal, rule: Rule) -> Verdict | None:
    if bmi < Decimal(rule.value["lowest"]) or bmi > Decimal(rule.value["highest"]):
        return Verdict.UNFIT
    refer_below = rule.value["refer_below"]
    return Verdict.REFER if refer_below is not None and bmi < Decimal(refer_below) else None


def _politics_awaited(question: Question) -> Iterator[Found]:
    if question.facts.political_result in (None, "pending"):
        rule = question.rule("political")
        yield Verdict.AWAITING_POLITICAL, Reason(rule.citation, "Chưa có kết luận tiêu chuẩn chính trị của Công an")


def missing_facts(question: Question) -> Iterator[Reason]:
    """Notes on standards that could not be applied because the fact is not on file."""
    if question.facts.education is None:
        yield Reason(question.rule("education").citation, "Chưa ghi trình độ văn hóa, đề nghị bổ sung", True)
    health = question.facts.health
    if health.health_class is None:
        return
    eyes = question.rules.find("health.eyes", question.on)
    if eyes is not None and health.myopia is None and _is_judged(health.health_class, eyes):
        yield Reason(eyes.citation, "Chưa ghi độ cận, đề nghị đối chiếu phiếu sức khỏe", True)
    bmi = question.rules.find("health.bmi", question.on)
    if bmi is not None and health.bmi is None:
        yield Reason(bmi.citation, "Chưa ghi chỉ số BMI, đề nghị đối chiếu phiếu sức khỏe", True)


SELECTION_STEPS: tuple[Callable[[Question], Iterator[Found]], ...] = (
    _not_selected,
    _schooling_by_approval,
    _health_awaited,
    _unfit,
    _health_referred,
    _politics_awaited,
)
