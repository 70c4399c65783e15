"""The figures of the targets, counted for several wards at once: a handful of queries for any number of people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from roster.domain.actor import Actor
from roster.domain.choices import COMPONENT
from roster.domain.command_board import posts_on, same_post
from roster.domain.party_source import ADMITTED, CLASS, IN_SOURCE, counts_on
from roster.services import quotas
from roster.store import target_counts
from roster.store.force_counts import militia_on, reserve_on
from roster.store.party_queries import source_days
from roster.store.scope import require_ward
from roster.store.training_queries import commanders_trained, mobile_results

# Pages of other rooms; where an installation lacks one its numbers open nothing.
_SOURCE_PAGE, _COMMAND_PAGE = "party.source", "command.index"
_HANDOVER_PAGE, _QUOTA_PAGE = "targets.handed_over", "campaigns.quota"


@dataclass(frozen=True)
class Part:
    """A number that a figure is made of, and where the people behind it stand.

    `equals` are the filters of the roster's list that show just these people; where another page does, `endpoint` names
    it and `equals` are its arguments (the year and the day are added).
    """

    label: str
    count: int
    roster: str = ""
    equals: Mapping[str, str] = field(default_factory=dict)
    endpoint: str = ""


@dataclass(frozen=True)
class Figure:
    """A target's value on a day; None where there is nothing to count. `parts` are the numbers behind it.

    `goal` stands where it follows from other data (the quota of the year's call-up).
    """

    value: float | None
    parts: tuple[Part, ...] = ()
    goal: float | None = None


def share(part: int, whole: int) -> float | None:
    """Per cent to one decimal, None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def figures_of(actor: Actor, ward_ids: Iterable[UUID], on: date) -> dict[UUID, dict[str, Figure]]:
    """Every counted target of each ward on that day. Raises NotFound for a ward outside of the actor's scope."""
    wards = [require_ward(actor, ward_id) for ward_id in ward_ids]
    found: dict[UUID, dict[str, Figure]] = {ward_id: {} for ward_id in wards}
    _militia(actor, wards, on, found)
    _reserve(actor, wards, on, found)
    _mobile_training(wards, on, found)
    _party_source(wards, on, found)
    _command(wards, on, found)
    _commander_training(wards, on, found)
    _handover(actor, wards, on, found)
    return found


Found = dict[UUID, dict[str, Figure]]


def _militia(actor: Actor, wards: list[UUID], on: date, found: Found) -> None:
    by_component: dict[UUID, Counter[str | None]] = defaultdict(Counter)
    members: Counter[UUID] = Counter()
    party: Counter[UUID] = Counter()
    union: Counter[UUID] = Counter()
    for group in militia_on(actor, wards, on):
        by_component[group.ward_id][group.component] += group.count
        members[group.ward_id] += group.count
        party[group.ward_id] += group.count * group.is_party_member
        union[group.ward_id] += group.count * group.is_union_member
    for ward_id in wards:
        total, components = members[ward_id], by_component[ward_id]
        parts = [
            Part(choice.label, components[str(choice.key)], "militia", {"component": str(choice.key)})
            for choice in COMPONENT
            if components[str(choice.key)]
        ]
        if components[None]:
            parts.append(Part("Chưa ghi thành phần", components[None], "militia", {"component": "-"}))
        everyone = Part("Quân số", total, "militia")
        found[ward_id] |= {
            "militia_strength": Figure(total, (everyone,)),
            "militia_structure": Figure(share(components["mobile"], total), tuple(parts)),
            "militia_party": Figure(
                share(party[ward_id], total),
                (
                    Part("Đảng viên", party[ward_id], "militia", {"is_party_member": "true"}),
                    Part("Đoàn viên", union[ward_id], "militia", {"is_union_member": "true"}),
                    everyone,
                ),
            ),
        }


def _reserve(actor: Actor, wards: list[UUID], on: date, found: Found) -> None:
    counts: dict[UUID, Counter[str]] = defaultdict(Counter)
    for group in reserve_on(actor, wards, on):
        of_ward = counts[group.ward_id]
        of_ward["all"] += group.count
        of_ward["assigned"] += group.count * bool(group.is_assigned)
        of_ward["exact"] += group.count * (group.speciality_match == "exact")
    for ward_id in wards:
        of_ward = counts[ward_id]
        found[ward_id]["reserve_assigned"] = Figure(
            share(of_ward["assigned"], of_ward["all"]),
            (
                Part("Đã xếp", of_ward["assigned"], "reserve", {"is_assigned": "true"}),
                Part("Đúng CNQS", of_ward["exact"], "reserve", {"speciality_match": "exact"}),
                Part("Đã đăng ký", of_ward["all"], "reserve"),
            ),
        )


def _mobile_training(wards: list[UUID], on: date, found: Found) -> None:
    results = mobile_results(wards, on)
    for ward_id in wards:
        mobile = next(
            (p.count for p in found[ward_id]["militia_structure"].parts if p.equals.get("component") == "mobile"), 0
        )
        passed, good = results.get(ward_id, (0, 0))
        asked = {"kind": "training", "component": "mobile"}
        found[ward_id]["mobile_training"] = Figure(
            share(passed, mobile),
            (
                Part("Đạt trở lên", passed, equals=asked | {"result": "passed"}, endpoint="training.people"),
                Part("Khá, giỏi", good, equals=asked | {"result": "good"}, endpoint="training.people"),
                Part("Quân số cơ động", mobile, "militia", {"component": "mobile"}),
            ),
        )


def _party_source(wards: list[UUID], on: date, found: Found) -> None:
    stays = source_days(wards)
    for ward_id in wards:
        counts = counts_on(stays.get(ward_id, ()), on)
        found[ward_id]["party_source"] = Figure(
            counts[ADMITTED],
            (
                Part("Đã kết nạp trong năm", counts[ADMITTED], equals={"state": ADMITTED}, endpoint=_SOURCE_PAGE),
                Part("Đã học lớp nhận thức về Đảng", counts[CLASS], equals={"state": CLASS}, endpoint=_SOURCE_PAGE),
                Part("Trong nguồn", counts[IN_SOURCE], endpoint=_SOURCE_PAGE),
            ),
        )


def _command(wards: list[UUID], on: date, found: Found) -> None:
    held: dict[UUID, Counter[str]] = defaultdict(Counter)
    for ward_id, post, count in target_counts.command_holders(wards, on):
        held[ward_id][same_post(post)] += count
    own: dict[UUID, dict[str, int]] = defaultdict(dict)
    for ward_id, post, count in target_counts.command_places(wards, on):
        own[ward_id][post] = count
    for ward_id in wards:
        posts = posts_on(on, own[ward_id])
        places = sum(one.places for one in posts)
        filled = sum(min(one.places, held[ward_id][same_post(one.post)]) for one in posts)
        found[ward_id]["command_posts"] = Figure(
            share(filled, places),
            (
                Part("Chức danh có người", filled, endpoint=_COMMAND_PAGE),
                Part("Chức danh theo quy định", places, endpoint=_COMMAND_PAGE),
            ),
        )


def _commander_training(wards: list[UUID], on: date, found: Found) -> None:
    counts = commanders_trained(wards, on)
    for ward_id in wards:
        everybody, trained = counts.get(ward_id, (0, 0))
        asked = {"kind": "course"}
        found[ward_id]["commander_training"] = Figure(
            share(trained, everybody),
            (
                Part("Đã tập huấn", trained, equals=asked | {"result": "passed"}, endpoint="training.people"),
                Part("Cán bộ có trong sổ", everybody, equals=asked, endpoint="training.people"),
            ),
        )


def _handover(actor: Actor, wards: list[UUID], on: date, found: Found) -> None:
    allotted = quotas.of_wards(actor, wards, on.year)
    candidates: Counter[UUID] = Counter()
    done: Counter[UUID] = Counter()
    for ward_id, _, count, handed_over in target_counts.handed_over_counts(wards, on):
        candidates[ward_id] += count
        done[ward_id] += handed_over
    for ward_id in wards:
        places = sum(quota.places for quota in allotted[ward_id].values())
        found[ward_id]["handover"] = Figure(
            done[ward_id] if candidates[ward_id] or places else None,
            (
                Part("Đã giao", done[ward_id], endpoint=_HANDOVER_PAGE),
                Part("Chỉ tiêu", places, endpoint=_QUOTA_PAGE),
            ),
            goal=places or None,
        )
