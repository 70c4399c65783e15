"""The ward's calendar of duties for a year's call-up, each with its clock, its clause and how far it is.

Whether a duty is done is taken from what the ward entered: the campaign's days, the moves of the candidates, the papers
delivered, the claims decided. Periods and caps come from the dated rules of roster.domain.law.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from roster.domain.actor import Actor
from roster.domain.holidays import after_working_days
from roster.domain.law.duties import OFFICES
from roster.domain.law.versions import Rule, RuleBook
from roster.services.assessment import campaign_of, rules_in_use
from roster.services.clock import today
from roster.services.duty_counts import DutyCounts, count_for_duties
from roster.services.foresight import Foreseen, warnings
from roster.services.holidays import rests
from roster.store.campaigns import Campaign

__all__ = ["STATE_LABELS", "Duty", "Foreseen", "calendar", "warnings"]

DONE, RUNNING, AHEAD, SOON, LATE, UNSET = "done", "running", "ahead", "soon", "late", "unset"
NOTHING = "nothing"  # nothing has come up of which the duty could be done
STATE_LABELS = {
    DONE: "Đã xong", RUNNING: "Đang thực hiện", AHEAD: "Chưa đến", SOON: "Sắp đến hạn", LATE: "Quá hạn",
    UNSET: "Chưa đặt ngày", NOTHING: "Chưa phát sinh",
}  # fmt: skip
DAYS_BEFORE = 14  # from so many days before its last day on a duty is pressing


@dataclass(frozen=True)
class Duty:
    """One duty. `due` is the last day (None while a day of the campaign is missing); from `from_day` on it presses.

    `state` is a key of STATE_LABELS; `detail` a Vietnamese sentence with the numbers; `link_hint` names the
    page that helps: "campaign", "quota", "claims", "candidates:STEP" or "deliveries:KIND".
    """

    key: str
    label: str
    due: date | None
    from_day: date | None
    state: str
    citation: str
    detail: str
    link_hint: str

    @property
    def state_label(self) -> str:
        """The state in words."""
        return STATE_LABELS[self.state]


def calendar(actor: Actor, ward_id: UUID, year: int, on: date | None = None) -> list[Duty]:
    """The ward's duties of the year as they stand on the day `on` (default: today), in the order of their last days.

    Duties whose day is not set come where the year's work has them. Raises NotFound, NotAllowed.
    """
    campaign = campaign_of(actor, ward_id, year)
    day = on or today()
    rules = rules_in_use()
    counts = count_for_duties(actor, ward_id, year, day, rules)
    duties = list(_Calendar(campaign, rules, counts, day).duties())
    # A duty without a day keeps its place behind the one before it.
    latest = date(year - 2, 1, 1)
    keyed = []
    for position, duty in enumerate(duties):
        latest = duty.due or latest
        keyed.append((latest, position, duty))
    return [duty for _, _, duty in sorted(keyed, key=lambda one: one[:2])]


class _Calendar:
    def __init__(self, campaign: Campaign, rules: RuleBook, counts: DutyCounts, day: date) -> None:
        self.campaign, self.rules, self.counts, self.day = campaign, rules, counts, day
        self.rests = rests()

    def duties(self) -> Iterator[Duty]:
        """Every duty in the order of the year's work."""
        yield self._reporting_17()
        yield from self._call("registration", "registration_from")
        yield self._reporting_registration()
        yield self._deciding_claims()
        yield self._posting("post_claims", "claims_signed_on", "claims_posted_on", "claims")
        yield from self._call("preselection", "preselection_from")
        yield self._posting("post_health", "preselection_to", "preselection_posted_on", "campaign", "post_preselection")
        yield from self._call("examination", "examination_from")
        yield self._window()
        yield self._posting("post_health", "examination_to", "health_posted_on", "campaign")
        calls = self.counts.examination_calls
        yield self._cap("cap.examination_calls", calls, "người đã gọi khám", "candidates:invited_examination")
        yield self._closing()
        yield self._cap("cap.reserve", self.counts.reserve, "người dự phòng", "candidates:final_reserve")
        yield from self._call("enlistment", "handover_on")
        yield self._handover()
        yield self._replacing()
        yield self._cap("cap.replacement", self.counts.replaced, "người bù đổi", "candidates:replacement")

    # --- Kinds of duties ---------------------------------------------------------------------------------------------

    def _state(self, is_done: bool, due: date | None, is_broken: bool = False, begins: date | None = None) -> str:
        """`begins`: the first day of a window of days; until its last one nothing of it presses."""
        if is_broken:
            return LATE
        if is_done:
            return DONE
        if begins is not None and due is not None and begins <= self.day <= due:
            return RUNNING
        if due is None:
            return UNSET
        if self.day > due:
            return LATE
        return SOON if self.day >= due - timedelta(days=DAYS_BEFORE) else AHEAD

    def _duty(
        self, key: str, label: str, due: date | None, is_done: bool, citation: str, detail: str, link_hint: str,
        is_broken: bool = False, begins: date | None = None,
    ) -> Duty:  # fmt: skip
        from_day = due - timedelta(days=DAYS_BEFORE) if due else None
        state = self._state(is_done, due, is_broken, begins)
        return Duty(key, label, due, from_day, state, citation, detail, link_hint)

    def _rule(self, key: str, event: date | None) -> Rule | None:
        """The rule of the event's day; while that lies ahead or is not set, of the day asked."""
        return self.rules.find(key, min(event, self.day) if event else self.day)

    def _call(self, kind: str, day_key: str) -> Iterator[Duty]:
        event: date | None = getattr(self.campaign, day_key)
        rule = self._rule(f"deadline.{kind}_call", event)
        if rule is None:
            return
        due = event - timedelta(days=rule.value["days"]) if event else None
        papers = self.counts.papers[kind]
        detail = (
            f"Đã giao {papers.settled}/{papers.made} giấy, trễ {papers.late}, chưa giao {papers.open}."
            if papers.made
            else "Chưa lập giấy nào."
        )
        if papers.without_paper:
            detail += f" {papers.without_paper} người đã được gọi nhưng chưa lập giấy."
        is_done = papers.made > 0 and papers.open == 0 and papers.without_paper == 0
        label = f"{rule.text} (ít nhất {rule.value['days']} ngày trước)"
        yield self._duty(
            f"{kind}_call", label, due, is_done, rule.citation, detail, f"deliveries:{kind}", is_broken=papers.late > 0
        )

    def _after(self, start: date, rule: Rule) -> date:
        if rule.value["unit"] == "working":
            return after_working_days(start, rule.value["days"], self.rests)
        return start + timedelta(days=int(rule.value["days"]))

    def _posting(self, name: str, event_key: str, posted_key: str, link_hint: str, key: str = "") -> Duty:
        event: date | None = getattr(self.campaign, event_key)
        posted: date | None = getattr(self.campaign, posted_key)
        rule = self._rule(f"deadline.{name}", event) or self.rules.history(f"deadline.{name}")[-1]
        days = rule.value["days"]
        if posted is not None:
            due: date | None = posted + timedelta(days=days)
            detail = f"Niêm yết từ {posted:%d/%m/%Y}, giữ đến hết {due:%d/%m/%Y}."
            if event is not None and posted > event:
                detail += f" Bắt đầu sau ngày làm căn cứ {(posted - event).days} ngày."
            is_done = self.day > due if due else False
        else:
            due, is_done = event, False
            detail = "Chưa ghi ngày bắt đầu niêm yết." if event else "Chưa ghi ngày làm căn cứ."
        label = f"{rule.text}: {days} ngày"
        if key == "post_preselection":
            label = f"Công khai kết quả sơ tuyển: {days} ngày"
        return self._duty(key or name, label, due, is_done, rule.citation, detail, link_hint, begins=posted)

    def _cap(self, key: str, number: int, what: str, link_hint: str) -> Duty:
        rule = self.rules.find(key, self.day) or self.rules.history(key)[-1]
        places = self.counts.places
        if "per_place" in rule.value:
            most, share = places * rule.value["per_place"], f"{rule.value['per_place']} lần"
        else:
            # A part of a man is a man: one place in reserve for a quota of nineteen.
            most, share = -(-places * rule.value["percent"] // 100), f"{rule.value['percent']}%"
        detail = f"{number} {what}; tối đa {most} ({share} của {places} chỉ tiêu)."
        if not places:
            return Duty(key, rule.text, None, None, UNSET, rule.citation, "Chưa ghi chỉ tiêu.", "quota")
        is_over = number > most
        return Duty(key, rule.text, None, None, LATE if is_over else DONE, rule.citation, detail, link_hint)

    # --- Single duties -----------------------------------------------------------------------------------------------

    def _reporting_17(self) -> Duty:
        done = self.campaign.aged_17_reported_on
        due = date(self.campaign.year - 1, 1, 31)
        rule = self._rule("duty.report_aged_17", done or due)
        office = f" Người báo cáo: {OFFICES[rule.value['office']]}." if rule else ""
        detail = (f"Đã báo cáo ngày {done:%d/%m/%Y}." if done else "Chưa ghi ngày báo cáo.") + office
        return self._duty(
            "report_aged_17", "Báo cáo danh sách nam đủ 17 tuổi (trong tháng 01)", due, done is not None,
            rule.citation if rule else "", detail, "campaign", is_broken=done is not None and done > due,
        )  # fmt: skip

    def _reporting_registration(self) -> Duty:
        end, done = self.campaign.registration_to, self.campaign.registration_reported_on
        rule = self._rule("deadline.registration_report", end) or self.rules.history("deadline.registration_report")[-1]
        due = self._after(end, rule) if end else None
        detail = f"Đã báo cáo ngày {done:%d/%m/%Y}." if done else "Chưa ghi ngày báo cáo."
        label = f"{rule.text} (trong {rule.value['days']} ngày)"
        is_late = done is not None and due is not None and done > due
        return self._duty(
            "registration_report", label, due, done is not None, rule.citation, detail, "campaign", is_broken=is_late
        )

    def _deciding_claims(self) -> Duty:
        rule = self.rules.at("duty.decide_claim", self.day)
        due = self.campaign.closing_on or self.campaign.preselection_from
        open_claims = self.counts.open_claims
        detail = f"{open_claims} diện chưa có quyết định của {OFFICES[rule.value['office']]}."
        duty = self._duty(
            "decide_claims", "Có quyết định cho mọi diện tạm hoãn, miễn trước khi chốt quân số", due, open_claims == 0,
            rule.citation, detail, "claims",
        )  # fmt: skip
        if self.counts.claims:
            return duty
        return replace(duty, state=NOTHING, detail="Chưa có ai nêu diện tạm hoãn, miễn.")

    def _window(self) -> Duty:
        rule = self.rules.at("window.examination", self.day)
        year = self.campaign.year - 1
        first, last = (date.fromisoformat(f"{year}-{rule.value[end]}") for end in ("first", "last"))
        days = [day for day in (self.campaign.examination_from, self.campaign.examination_to) if day is not None]
        outside = [day for day in days if not first <= day <= last]
        if outside:
            detail = f"Ngày khám {outside[0]:%d/%m/%Y} nằm ngoài {first:%d/%m/%Y} – {last:%d/%m/%Y}."
        else:
            detail = f"Trong {first:%d/%m/%Y} – {last:%d/%m/%Y}. Đã khám {self.counts.examined} người."
        is_done = bool(days) and self.day > max(days)
        due = last if days or first <= self.day <= last else None
        return self._duty(
            "window.examination", rule.text, due, is_done, rule.citation, detail, "campaign",
            is_broken=bool(outside), begins=first,
        )  # fmt: skip

    def _closing(self) -> Duty:
        closed, places = self.counts.closed, self.counts.places
        rule = self.rules.at("duty.decide_enlistment_list", self.day)
        detail = f"Đã chốt {closed}/{places} chỉ tiêu."
        is_done = places > 0 and closed >= places
        return self._duty(
            "closing", "Chốt quân số", self.campaign.closing_on, is_done, rule.citation, detail,
            "candidates:final_official",
        )  # fmt: skip

    def _handover(self) -> Duty:
        rule = self.rules.at("duty.handover", self.day)
        handed, places = self.counts.handed_over, self.counts.places
        detail = f"Đã giao {handed}/{places} chỉ tiêu."
        if not self.campaign.version:
            detail += " Ngày dự kiến theo thông lệ; hãy đặt ngày giao, nhận quân của năm."
        is_done = places > 0 and handed >= places
        return self._duty(
            "handover", "Giao, nhận quân", self.campaign.handover_on, is_done, rule.citation, detail,
            "candidates:handed_over",
        )  # fmt: skip

    def _replacing(self) -> Duty:
        rule = self._rule("deadline.replace", self.campaign.handover_on) or self.rules.history("deadline.replace")[-1]
        due = self._after(self.campaign.handover_on, rule)
        detail = f"{self.counts.returned} người bị trả về, {self.counts.replaced} người bù đổi."
        # Until the last day somebody may still be returned: nobody to replace is not yet all replaced.
        is_whole = self.counts.handed_over > 0 and self.counts.returned == 0
        is_done = is_whole and self.day > due
        label = f"{rule.text} (trong {rule.value['days']} ngày sau giao quân)"
        return self._duty(
            "replace", label, due, is_done, rule.citation, detail, "candidates:returned",
            begins=self.campaign.handover_on if is_whole else None,
        )  # fmt: skip
