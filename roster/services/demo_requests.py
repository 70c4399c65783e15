"""What invented citizens ask about their own data: one request late, one that waits, one refused, one done."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from roster.domain.actor import Actor
from roster.domain.law.data_rights import FIRST_DAY
from roster.services import data_requests
from roster.services.data_requests import GRANTED, PARTLY
from roster.store.db import db
from roster.store.people import Person
from roster.store.units import Unit

_LONGEST_AGO = 34
_SEEN = "Công dân đến trực tiếp, đã xem thẻ căn cước."


def fill_requests(officer: Actor, commander: Actor, ward: Unit, today: date) -> None:
    """Enter the requests; commits."""
    if today - timedelta(days=_LONGEST_AGO) < FIRST_DAY:  # the law was not in force yet
        return
    query = select(Person.id).where(Person.ward_id == ward.id, Person.retired_on.is_(None)).order_by(Person.sort_key)
    people = list(db.session.scalars(query.offset(20).limit(4)))

    def ask(place: int, kind: str, days_ago: int, details: str) -> data_requests.DataRequest:
        values = {"kind": kind, "received_on": today - timedelta(days=days_ago), "details": f"{_SEEN} {details}"}
        return data_requests.register(officer, ward.id, people[place], values)

    ask(0, "copy", 13, "Xin bản sao mọi dữ liệu phường đang giữ.")
    waiting = ask(1, "correct", 2, "Xin sửa nơi thường trú, đã chuyển nhà từ tháng trước.")
    data_requests.reply(officer, ward.id, waiting.id, today - timedelta(days=1), waiting.version)
    for place, kind, outcome, refusal, reason in (
        (2, "withdraw", PARTLY, "defence", "Đã xóa số điện thoại; dữ liệu trong sổ dự bị động viên còn phải giữ."),
        (3, "access", GRANTED, None, ""),
    ):
        row = ask(place, kind, _LONGEST_AGO, "Xin thực hiện như trên.")
        on = today - timedelta(days=30)
        data_requests.reply(officer, ward.id, row.id, today - timedelta(days=33), row.version)
        decision = {"outcome": outcome, "refusal": refusal, "reason": reason, "decided_on": on}
        data_requests.decide(commander, ward.id, row.id, decision, row.version)
        data_requests.answer(officer, ward.id, row.id, on, "Trả lời trực tiếp, công dân ký nhận", row.version)
