"""The figures of the targets that training and the command's own work make up: courses, results, posts, meetings."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from uuid import UUID

from roster.domain.command_board import posts_on, same_post
from roster.domain.targets import TRAINING_RESULTS
from roster.services.target_parts import Figure, Part, share, share_figure
from roster.store import target_counts, training_counts

_COMMAND_PAGE, _TRAINING_PAGE = "command.index", "training.people"
_SELF_PAGE, _MEETINGS_PAGE = "targets.self_defence", "targets.meetings"

Found = dict[UUID, dict[str, Figure]]


def add_mobile_training(wards: list[UUID], on: date, found: Found) -> None:
    """The mobile militia's training; asks `found` for its strength."""
    results = training_counts.militia_training(wards, on, component="mobile")
    for ward_id in wards:
        mobile = next(
            (p.count for p in found[ward_id]["militia_structure"].parts if p.equals.get("component") == "mobile"), 0
        )
        one = results.get(ward_id, training_counts.NOTHING)
        asked = {"kind": "training", "component": "mobile"}

        def part(label: str, count: int, state: str, whole: float, asked: dict[str, str] = asked) -> Part:
            return Part(
                label, count, equals=asked | {"result": state}, endpoint=_TRAINING_PAGE, share=share(count, whole)
            )

        found[ward_id]["mobile_training"] = share_figure(
            one.passed,
            mobile,
            (
                part("Đã tham gia", one.attended, "attended", mobile),
                part("Đạt trở lên", one.passed, "passed", mobile),
                part("Khá, giỏi", one.good, "good", mobile),
                Part(
                    "Ngày công tham gia", one.days, equals=asked | {"result": "attended"}, endpoint=_TRAINING_PAGE,
                    unit="ngày", share=share(one.days, one.days_called),
                ),
                Part("Quân số cơ động", mobile, "militia", {"component": "mobile"}),
            ),
        )  # fmt: skip


def add_results(wards: list[UUID], on: date, found: Found) -> None:
    """The results of the whole force's training: who passed, of those who were graded."""
    results = training_counts.militia_training(wards, on)
    for ward_id in wards:
        one = results.get(ward_id, training_counts.NOTHING)
        asked = {"kind": "training"}

        def part(label: str, count: int, state: str, asked: dict[str, str] = asked, graded: int = one.graded) -> Part:
            whole = None if state in {"attended", "graded"} else share(count, graded)
            return Part(label, count, equals=asked | {"result": state}, endpoint=_TRAINING_PAGE, share=whole)

        found[ward_id][TRAINING_RESULTS] = share_figure(
            one.passed,
            one.graded,
            (
                part("Đã tham gia", one.attended, "attended"),
                part("Đã xếp loại", one.graded, "graded"),
                part("Đạt trở lên", one.passed, "passed"),
                part("Khá, giỏi", one.good, "good"),
            ),
        )


def add_command(wards: list[UUID], on: date, found: Found) -> None:
    """The posts of the ward command, the self-defence units with a commander, the meetings that were held."""
    held: dict[UUID, Counter[str]] = defaultdict(Counter)
    for ward_id, post, count in target_counts.command_holders(wards, on):
        held[ward_id][same_post(post)] += count
    own: dict[UUID, dict[str, int]] = defaultdict(dict)
    for ward_id, post, count in target_counts.command_places(wards, on):
        own[ward_id][post] = count
    units: Counter[UUID] = Counter()
    complete: Counter[UUID] = Counter()
    for unit in target_counts.self_defence_units(wards, on):
        units[unit.ward_id] += 1
        complete[unit.ward_id] += unit.is_complete
    meetings: dict[UUID, Counter[bool]] = defaultdict(Counter)
    for ward_id, is_held, count in target_counts.meetings_of_year(wards, on):
        meetings[ward_id][is_held] += count
    for ward_id in wards:
        posts = posts_on(on, own[ward_id])
        counts = [
            (one.places_for(held[ward_id][same_post(one.post)]), held[ward_id][same_post(one.post)]) for one in posts
        ]
        places = sum(count for count, _ in counts)
        filled = sum(min(count) for count in counts)
        due = meetings[ward_id]
        found[ward_id]["command_posts"] = share_figure(
            filled,
            places,
            (
                Part("Chức danh có người", filled, endpoint=_COMMAND_PAGE),
                Part("Chức danh theo quy định", places, endpoint=_COMMAND_PAGE),
                Part("Đơn vị tự vệ", units[ward_id], endpoint=_SELF_PAGE, unit="đơn vị"),
                Part(
                    "Tự vệ đã có chỉ huy", complete[ward_id], equals={"state": "complete"}, endpoint=_SELF_PAGE,
                    unit="đơn vị", share=share(complete[ward_id], units[ward_id]),
                ),
                Part(
                    "Họp, sinh hoạt đã tổ chức", due[True], equals={"state": "held"}, endpoint=_MEETINGS_PAGE,
                    unit="buổi", share=share(due[True], due.total()),
                ),
                Part("Họp, sinh hoạt đến hạn", due.total(), endpoint=_MEETINGS_PAGE, unit="buổi"),
            ),
        )  # fmt: skip


def add_commander_training(wards: list[UUID], on: date, found: Found) -> None:
    """Who holds a post of command, with a file in the ward or by name, and passed a course of the year."""
    counts = training_counts.commanders_trained(wards, on)
    for ward_id in wards:
        everybody, trained = counts.get(ward_id, (0, 0))
        asked = {"kind": "course"}
        found[ward_id]["commander_training"] = share_figure(
            trained,
            everybody,
            (
                Part("Đã tập huấn", trained, equals=asked | {"result": "passed"}, endpoint=_TRAINING_PAGE),
                Part("Người giữ chức vụ chỉ huy", everybody, equals=asked, endpoint=_TRAINING_PAGE),
            ),
        )
