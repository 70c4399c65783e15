"""In which order events of a reservist may follow each other: nobody returns who was not away, nor leaves twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from roster.domain.law import reserve
from roster.domain.law.reserve import ABSENCE, RETURN, TRAINING, TRAINING_RULE
from roster.store.forces import ForceEvent
from roster.store.reserve import ReserveRecord

_PRESENCE = (ABSENCE, RETURN)


def faults_of_order(
    kind: str, day: date, record: ReserveRecord | None, former: Iterable[ReserveRecord], events: Sequence[ForceEvent]
) -> dict[str, list[str]]:
    """What is wrong with an event of that day among those of the person, oldest first, which count; by field.

    `record` is the open registration that it is about, `former` are the closed ones.
    """
    if record is None:
        return _of_opening(day, former)
    own = [one for one in events if one.record_id in {None, record.id}]
    if kind in _PRESENCE and day < record.since:
        return _fault(f"Ngày này phải từ ngày ghi vào sổ ({record.since:%d/%m/%Y}) trở đi.")
    if kind in _PRESENCE:
        return _of_presence(kind, day, own)
    if kind in reserve.CLOSING_KINDS:
        later = [one for one in own if one.kind in _PRESENCE and one.on_day > day]
        if later:
            what = reserve.KINDS[later[0].kind].lower()
            return _fault(f"Sau ngày này sổ đã ghi {what} ngày {later[0].on_day:%d/%m/%Y}. Hãy xem lại ngày.")
    if kind == TRAINING:
        most = int(TRAINING_RULE.value["calls_a_year"])
        calls = [one for one in events if one.kind == TRAINING and one.on_day.year == day.year]
        if len(calls) >= most:
            days = " và ".join(f"{one.on_day:%d/%m/%Y}" for one in calls)
            return _fault(
                f"Năm {day.year} đã ghi {len(calls)} lần huấn luyện ({days}); mỗi năm gọi không quá {most:02} lần "
                f"({TRAINING_RULE.citation})."
            )
    return {}


def breaks_order(event: ForceEvent, events: Iterable[ForceEvent]) -> ForceEvent | None:
    """The event that would lack its reason if this one were withdrawn: the return after an absence, or the reverse."""
    if event.kind not in _PRESENCE:
        return None
    line = [one for one in events if one.kind in _PRESENCE and one.record_id == event.record_id and one.id != event.id]
    before, after = _neighbours(event.on_day, line, event)
    is_away = before is not None and before.kind == ABSENCE
    return after if after is not None and (after.kind == ABSENCE) == is_away else None


def _of_opening(day: date, former: Iterable[ReserveRecord]) -> dict[str, list[str]]:
    for one in former:
        if one.closed_on is not None and one.closed_on > day:
            return _fault(
                f"Người này có tên trong sổ từ {one.since:%d/%m/%Y} đến hết ngày {one.closed_on:%d/%m/%Y}. "
                "Hãy ghi ngày từ đó về sau, hoặc sửa lần chuyển đi trước."
            )
    return {}


def _of_presence(kind: str, day: date, own: Sequence[ForceEvent]) -> dict[str, list[str]]:
    before, after = _neighbours(day, [one for one in own if one.kind in _PRESENCE])
    is_away = before is not None and before.kind == ABSENCE
    if kind == ABSENCE and is_away and before is not None:
        return _fault(f"Người này đang tạm vắng từ {before.on_day:%d/%m/%Y}. Hãy ghi lần trở về trước.")
    if kind == RETURN and not is_away:
        return _fault("Đến ngày này sổ không ghi người này tạm vắng, nên chưa thể ghi trở về. Hãy ghi tạm vắng trước.")
    if after is not None and after.kind == kind:
        what = reserve.KINDS[kind].lower()
        return _fault(f"Sau ngày này sổ đã ghi {what} ngày {after.on_day:%d/%m/%Y}. Hãy xem lại ngày.")
    return {}


def _neighbours(
    day: date, line: Iterable[ForceEvent], event: ForceEvent | None = None
) -> tuple[ForceEvent | None, ForceEvent | None]:
    """The last of these events before the day (or the event of that day), and the first after it."""
    place = (day, event.at, event.id) if event is not None else None

    def is_before(one: ForceEvent) -> bool:
        return one.on_day <= day if place is None else (one.on_day, one.at, one.id) < place

    listed = list(line)
    earlier, later = [one for one in listed if is_before(one)], [one for one in listed if not is_before(one)]
    return (earlier[-1] if earlier else None), (later[0] if later else None)


def _fault(message: str) -> dict[str, list[str]]:
    return {"on_day": [message]}
