"""The law as the program applies it: every rule with its clause and days: all read it, administrators change it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.law.rulebook import ENLISTMENT_RULES
from roster.domain.law.versions import Rule
from roster.services import clock, law_rules
from roster.services.faults import Invalid
from roster.services.law_rules import ShownRule
from roster.store.claims import RuleChange
from roster.web.access import current_actor, permission_required
from roster.web.asked import day_of
from roster.web.fields import take_faults
from roster.web.rules.forms import RuleForm, form_for
from roster.web.rules.names import GROUPS, group_of, name_of
from roster.web.rules.values import lines_of

blueprint = Blueprint("rules", __name__, url_prefix="/rules")

_VIEWS = (
    ("", "Tất cả"),
    ("open", "Văn bản chưa rõ"),
    ("changeable", "Có thể thay đổi"),
    ("changed", "Đã thay đổi tại đây"),
)


@dataclass(frozen=True)
class Row:
    """One period of a rule on a page."""

    rule: Rule
    name: str
    lines: list[tuple[str, str]]
    open_question: str
    may_change: bool
    is_change: bool


@dataclass(frozen=True)
class ShownChange:
    """A change as it is told: who, when, why, and what it set."""

    change: RuleChange
    lines: list[tuple[str, str]]


@blueprint.get("/")
def index() -> str:
    """The rules in force on a day, under headings, narrowed by the address; `clause` asks for those of one clause."""
    typed = request.args.get("on", "").strip()
    day = day_of(typed) if typed else clock.today()
    only, clause = request.args.get("only", ""), request.args.get("clause", "")
    listed = law_rules.list_rules(day or clock.today())
    if clause:
        listed = [one for one in listed if any(period.citation == clause for period in one.history)]
    kept = [row for row in (_row(shown, shown.rule) for shown in listed) if _is_wanted(row, only)]
    groups = [(heading, [row for row in kept if group_of(row.rule.key) == key]) for key, heading, _ in GROUPS]
    return render_template(
        "rules/index.html",
        groups=[(heading, rows) for heading, rows in groups if rows],
        count=len(kept),
        open_count=sum(bool(row.open_question) for row in kept),
        on=day or clock.today(),
        asked_day=typed,
        bad_day=day is None,
        only=only,
        clause=clause,
        views=_VIEWS,
    )


@blueprint.get("/<key>")
def show(key: str) -> str:
    """One rule: its periods and who changed what."""
    shown = _known(key)
    return render_template(
        "rules/show.html",
        key=key,
        name=name_of(shown.rule),
        heading=next((words for group, words, _ in GROUPS if group == group_of(key)), ""),
        question=shown.open_question,
        may_change=shown.may_change,
        periods=[_row(shown, rule) for rule in shown.history],
        changes=[ShownChange(one, lines_of(_as_rule(one))) for one in reversed(shown.changes)],
    )


@blueprint.get("/<key>/change")
@permission_required(Permission.MANAGE_OFFICE)
def change_form(key: str) -> str:
    """The form with what holds now."""
    shown = _changeable(key)
    form = form_for(shown.rule, formdata=None)
    form.prefill(clock.today())
    return _form_page(shown, form)


@blueprint.post("/<key>/change")
@permission_required(Permission.MANAGE_OFFICE)
def change(key: str) -> Response | tuple[str, int]:
    """Record the change."""
    shown = _changeable(key)
    form = form_for(shown.rule)
    is_sound = form.validate()
    could_read, value = form.read()
    if is_sound and could_read and form.first_day.data is not None:
        try:
            law_rules.change(
                current_actor(), key, value, form.first_day.data, form.last_day.data, form.reason.data or "",
                form.citation.data or "", form.text.data or "", form.source.data or "",
            )  # fmt: skip
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash("Đã ghi thay đổi. Từ ngày áp dụng, chương trình đối chiếu theo quy định mới.", "success")
            return redirect(url_for("rules.show", key=key), 303)
    return _form_page(shown, form), 422


def _form_page(shown: ShownRule, form: RuleForm) -> str:
    return render_template(
        "rules/change.html", form=form, key=shown.rule.key, name=name_of(shown.rule), rule=shown.rule,
        question=shown.open_question,
    )  # fmt: skip


def _known(key: str) -> ShownRule:
    """The rule as it holds today, or as it held last. Aborts with 404 for an unknown key."""
    shown = law_rules.get_rule(key, clock.today())
    if shown is None:
        history = ENLISTMENT_RULES.history(key)
        shown = law_rules.get_rule(key, history[-1].first_day) if history else None
    if shown is None:
        abort(404)
    return shown


def _changeable(key: str) -> ShownRule:
    shown = _known(key)
    if not shown.may_change:
        abort(404)
    return shown


def _row(shown: ShownRule, rule: Rule) -> Row:
    is_change = any(_says(one) == _says(rule) for one in shown.changes)
    return Row(rule, name_of(rule), lines_of(rule), shown.open_question, shown.may_change, is_change)


def _says(period: Rule | RuleChange) -> tuple[object, ...]:
    return (period.text, period.citation, period.source, period.value)


def _as_rule(change: RuleChange) -> Rule:
    return Rule(
        change.key, change.citation, change.text, change.source, change.first_day, change.last_day, change.value
    )


def _is_wanted(row: Row, only: str) -> bool:
    wanted = {"open": bool(row.open_question), "changeable": row.may_change, "changed": row.is_change}
    return wanted.get(only, True)
