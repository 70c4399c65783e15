"""The figures of the targets, counted for several wards at once: a handful of queries for any number of people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from roster.domain.actor import Actor, Sensitivity
from roster.domain.choices import COMPONENT
from roster.domain.party_source import ADMITTED, CLASS, IN_SOURCE, counts_on
from roster.domain.targets import HANDOVER_FAULTS, POPULATION
from roster.services import quotas
from roster.services.target_kept import kept_numbers
from roster.services.target_parts import Figure, Part, share, share_figure
from roster.services.target_work_figures import add_command, add_commander_training, add_mobile_training, add_results
from roster.store import target_counts
from roster.store.force_counts import militia_on, reserve_on
from roster.store.party_queries import source_days
from roster.store.scope import require_ward
from roster.store.target_counts import HANDOVER_STATES, HandedOver

__all__ = ["Figure", "Part", "figures_of", "indicator_figures_of", "share"]

Found = dict[UUID, dict[str, Figure]]
# Pages of other rooms; where an installation lacks one its numbers open nothing.
_SOURCE_PAGE, _HANDOVER_PAGE, _QUOTA_PAGE, _TARGET_PAGE = (
    "party.source", "targets.handed_over", "campaigns.quota", "targets.edit",
)  # fmt: skip


def figures_of(actor: Actor, ward_ids: Iterable[UUID], on: date) -> Found:
    """Every counted target of each ward on that day. Raises NotFound for a ward outside of the actor's scope."""
    wards = [require_ward(actor, ward_id) for ward_id in ward_ids]
    found: Found = {ward_id: {} for ward_id in wards}
    kept = kept_numbers(wards, (POPULATION, HANDOVER_FAULTS), on)
    _militia(actor, wards, on, found, kept)
    _reserve(actor, wards, on, found)
    add_mobile_training(wards, on, found)
    _party_source(wards, on, found)
    add_command(wards, on, found)
    add_commander_training(wards, on, found)
    _handover(actor, wards, on, found, kept)
    return found


def indicator_figures_of(actor: Actor, ward_ids: Iterable[UUID], on: date) -> Found:
    """The reporting lines that the program counts itself. Raises NotFound."""
    wards = [require_ward(actor, ward_id) for ward_id in ward_ids]
    found: Found = {ward_id: {} for ward_id in wards}
    add_results(wards, on, found)
    return found


def _militia(
    actor: Actor, wards: list[UUID], on: date, found: Found, kept: dict[tuple[UUID, str], float | None]
) -> None:
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
            Part(
                choice.label, components[str(choice.key)], "militia", {"component": str(choice.key)},
                share=share(components[str(choice.key)], total),
            )
            for choice in COMPONENT
            if components[str(choice.key)]
        ]  # fmt: skip
        if components[None]:
            parts.append(
                Part(
                    "Chưa ghi thành phần", components[None], "militia", {"component": "-"},
                    share=share(components[None], total),
                )
            )  # fmt: skip
        everyone = Part("Quân số", total, "militia")
        found[ward_id] |= {
            "militia_strength": Figure(total, (everyone, *_of_population(total, kept.get((ward_id, POPULATION))))),
            "militia_structure": share_figure(components["mobile"], total, tuple(parts)),
            "militia_party": share_figure(
                party[ward_id],
                total,
                (
                    Part(
                        "Đảng viên", party[ward_id], "militia", {"is_party_member": "true"},
                        share=share(party[ward_id], total),
                    ),
                    Part(
                        "Đoàn viên", union[ward_id], "militia", {"is_union_member": "true"},
                        share=share(union[ward_id], total),
                    ),
                    everyone,
                ),
            ),
        }  # fmt: skip


def _of_population(militia: int, population: float | None) -> tuple[Part, ...]:
    if not population:
        return ()
    return (
        Part("Dân số", population, equals={"key": POPULATION}, endpoint=_TARGET_PAGE),
        Part("So với dân số", round(100 * militia / population, 2), unit="%"),
    )


def _reserve(actor: Actor, wards: list[UUID], on: date, found: Found) -> None:
    counts: dict[UUID, Counter[str]] = defaultdict(Counter)
    for group in reserve_on(actor, wards, on):
        of_ward = counts[group.ward_id]
        of_ward["all"] += group.count
        of_ward["assigned"] += group.count * bool(group.is_assigned)
        of_ward["party"] += group.count * group.is_party_member
        if group.is_assigned and group.speciality_match in {"exact", "near"}:
            of_ward[group.speciality_match] += group.count
    for ward_id in wards:
        of_ward = counts[ward_id]
        everyone, assigned = of_ward["all"], of_ward["assigned"]
        found[ward_id]["reserve_assigned"] = share_figure(
            assigned,
            everyone,
            (
                Part("Đã đăng ký", everyone, "reserve"),
                Part("Đã xếp", assigned, "reserve", {"is_assigned": "true"}, share=share(assigned, everyone)),
                *(
                    Part(
                        f"Đã xếp {words} CNQS", of_ward[match], "reserve",
                        {"is_assigned": "true", "speciality_match": match}, share=share(of_ward[match], assigned),
                    )
                    for match, words in (("exact", "đúng"), ("near", "gần đúng"))
                ),
                Part(
                    "Đảng viên", of_ward["party"], "reserve", {"is_party_member": "true"},
                    share=share(of_ward["party"], everyone), sensitivity=Sensitivity.POLITICS,
                ),
            ),
        )  # fmt: skip


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


def _handover(
    actor: Actor, wards: list[UUID], on: date, found: Found, kept: dict[tuple[UUID, str], float | None]
) -> None:
    allotted = quotas.of_wards(actor, wards, on.year)
    candidates: Counter[UUID] = Counter()
    for ward_id, _, count, _ in target_counts.handed_over_counts(wards, on):
        candidates[ward_id] += count
    men: dict[UUID, list[HandedOver]] = defaultdict(list)
    for ward_id, one in target_counts.handed_over_people(wards, on):
        men[ward_id].append(one)
    for ward_id in wards:
        places = sum(quota.places for quota in allotted[ward_id].values())
        done = sum(one.is_done for one in men[ward_id])
        faults = kept.get((ward_id, HANDOVER_FAULTS))
        parts = [Part("Đã giao", done, endpoint=_HANDOVER_PAGE), Part("Chỉ tiêu", places, endpoint=_QUOTA_PAGE)]
        for state in HANDOVER_STATES:
            count = sum(state.takes(one) for one in men[ward_id])
            parts.append(
                Part(
                    state.label, count, equals={"state": state.key}, endpoint=_HANDOVER_PAGE,
                    share=share(count, done) if state.is_quality else None, sensitivity=state.sensitivity,
                )
            )  # fmt: skip
        if faults is not None:
            page = {"key": HANDOVER_FAULTS}
            parts.append(Part("Vi phạm", faults, equals=page, endpoint=_TARGET_PAGE, unit="vụ"))
        found[ward_id]["handover"] = Figure(
            done if candidates[ward_id] or places else None, tuple(parts), goal=places or None
        )
