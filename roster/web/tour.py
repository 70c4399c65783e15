"""A short tour of the demonstration ward: a strip on top of each page of it, led on by its links alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for

from roster.columns.catalogue import ENLISTMENT
from roster.services import clock, demo
from roster.services.lists import opening_year
from roster.store.units import Unit
from roster.web.access import current_actor, may, may_open


@dataclass(frozen=True)
class Step:
    """One page of the tour, and what there is to see and to try."""

    endpoint: str
    title: str
    text: str


@dataclass(frozen=True)
class Strip:
    """What stands on top of the page; an address is "" where there is no such step."""

    number: int
    count: int
    title: str
    text: str
    back: str
    onward: str
    leave: str


_STEPS = (
    Step(
        "home.ward", "Trang chủ",
        "Đây là việc hôm nay: số người của ba danh sách, việc đến hạn, chỗ còn thiếu. Mỗi con số bấm vào được.",
    ),
    Step(
        "lists.show", "Danh sách",
        "Lọc theo tổ dân phố, sắp thứ tự, chọn cột; đánh dấu vài người rồi in, xuất Excel hoặc sửa cả loạt.",
    ),
    Step(
        "people.show", "Hồ sơ một người",
        "Một người, mọi danh sách, mọi năm. Bấm vào điều luật trong ngoặc để đọc; “Lịch sử” cho biết ai sửa gì.",
    ),
    Step(
        "imports.index", "Nhập từ Excel",
        "Thả tệp Excel đang dùng vào đây. Chương trình cho xem trước từng dòng; bấm Xác nhận mới ghi, hoàn tác được.",
    ),
    Step(
        "candidates.show", "Ứng viên của đợt tuyển quân",
        "Mỗi công dân được đối chiếu với luật: gọi được hay chưa, theo điều nào. Đánh dấu người rồi chuyển bước.",
    ),
    Step(
        "papers.index", "In",
        "Bản đã in nằm ở đây. In danh sách gọi nhập ngũ: mở Nghĩa vụ quân sự, bấm “In danh sách”, chọn mẫu 17A rồi "
        "“Lập bản in PDF”.",
    ),
    Step(
        "targets.index", "Chỉ tiêu",
        "Đạt hay chưa, tính từ chính các danh sách; bấm vào con số để xem những người phía sau. Hết phần giới thiệu.",
    ),
)  # fmt: skip


def start_of(ward_id: Any) -> str:
    """The address of the first step, "" in an office that is not the demonstration."""
    return url_for("home.ward", ward_id=ward_id, tour=1) if demo.began_as_demo() else ""


def strip_of(ward: Unit | None) -> Strip | None:
    """The strip of the step that the address names; None without one, and in an office of true people."""
    asked = request.args.get("tour", "")
    if ward is None or not (asked.isascii() and asked.isdecimal()) or len(asked) > 2 or not demo.began_as_demo():
        return None
    values: dict[str, Any] = {"ward_id": ward.id, "roster": ENLISTMENT}
    values["year"] = opening_year(current_actor(), ward.id, ENLISTMENT, clock.today()) if may("view_people") else 0
    values["person_id"] = demo.somebody(current_actor(), ward.id, values["year"]) if may("view_people") else None
    # Where the ward has nobody yet, the step that looks at somebody is left out.
    steps = [one for one in _STEPS if may_open(one.endpoint) and (values["person_id"] or not _of_a_person(one))]
    number = int(asked)
    if not 1 <= number <= len(steps):
        return None
    step = steps[number - 1]
    addresses = [_address(one, place, values) for place, one in enumerate(steps, start=1)]
    return Strip(
        number, len(steps), step.title, step.text,
        addresses[number - 2] if number > 1 else "",
        addresses[number] if number < len(steps) else "",
        url_for("home.ward", ward_id=ward.id),
    )  # fmt: skip


def _of_a_person(step: Step) -> bool:
    return current_app.url_map.is_endpoint_expecting(step.endpoint, "person_id")


def _address(step: Step, number: int, values: dict[str, Any]) -> str:
    expects = current_app.url_map.is_endpoint_expecting
    named = {key: value for key, value in values.items() if expects(step.endpoint, key)}
    return url_for(step.endpoint, **named, tour=number)
