"""The ward command on paper: its posts of a day with those who lead on the ward's ground, and who held them before."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from roster.columns.plain_sheets import Lines, PlainSheet
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.domain.actor import Actor
from roster.domain.force_units import HAMLET_LEADER
from roster.domain.law.command_posts import CommandPeriod
from roster.services import ward_command
from roster.services.command_contacts import HamletLead, SelfDefenceLead, ground_on
from roster.services.ward_command import BoardPost
from roster.services.ward_words import WardWords, words_of_ward
from roster.store.force_tree import Holder
from roster.store.forces import Appointment

_NOBODY: Lines = ("Chưa có",)
_NONE: Lines = ("",)


def board_sheet(actor: Actor, ward_id: UUID, on: date) -> PlainSheet:
    """The rows of the page: posts with holders and vacancies, hamlets, self-defence. Raises NotFound, NotAllowed."""
    board, ground = ward_command.board_on(actor, ward_id, on), ground_on(actor, ward_id, on)
    of_ward = words_of_ward(ward_id)
    rows = [row for post in board.posts for row in _post_rows(post, board.period, of_ward)]
    rows += [
        ((one.holder.appointment.post,), _holder(one.holder), _held(one.holder), ("Ngoài biên chế",), (one.note,))
        for one in board.strays
    ]
    rows += [_hamlet_row(one) for one in ground.hamlets]
    rows += [_self_defence_row(one) for one in ground.self_defence]
    note = (
        f"Ban CHQS: {board.strength}/{board.places} chức danh có người, khuyết {board.vacancies}. Chức danh theo "
        f"{board.period.citation}. Tổ dân phố thiếu thôn đội trưởng: {ground.hamlets_missing}; đơn vị tự vệ thiếu chỉ "
        f"huy: {ground.self_defence_missing}."
    )
    title = f"CHỨC DANH BAN CHỈ HUY QUÂN SỰ VÀ CHỈ HUY CƠ SỞ TÍNH ĐẾN NGÀY {on:%d/%m/%Y}"
    return PlainSheet("command-board", title, SHEET_COLUMNS["command-board"], tuple(rows), noun="", note=note)


def history_sheet(actor: Actor, ward_id: UUID) -> PlainSheet:
    """Everybody who ever held a post of the command, post by post, latest first. Raises NotFound, NotAllowed."""
    rows = tuple(
        (
            (one.appointment.post,), _holder(one), (f"{one.appointment.begins_on:%d/%m/%Y}",),
            (f"{one.appointment.ends_on:%d/%m/%Y}" if one.appointment.ends_on else "nay",),
            _decision(one.appointment), _ended(one.appointment),
        )
        for _, holders in ward_command.history(actor, ward_id)
        for one in holders
    )  # fmt: skip
    title = "NGƯỜI GIỮ CHỨC BAN CHỈ HUY QUÂN SỰ QUA CÁC THỜI KỲ"
    return PlainSheet("command-history", title, SHEET_COLUMNS["command-history"], rows, noun="lượt giữ chức")


def _post_rows(one: BoardPost, period: CommandPeriod, of_ward: WardWords) -> list[tuple[Lines, ...]]:
    by_law: Lines = (of_ward("Biên chế phường đặt"),)
    if one.law is not None:
        open_number = "Có thể nhiều người, theo biên chế của Bộ Quốc phòng"
        unnamed = open_number if one.law.several else "Quy định không nêu người giữ chức"
        by_law = (of_ward(one.law.holder) or unnamed, f"Bổ nhiệm: {one.law.appointed_by}")
    rows: list[tuple[Lines, ...]] = []
    for number, holder in enumerate(one.holders, start=1):
        post = f"{one.post} ({number}/{one.places})" if one.places > 1 else one.post
        state = f"Thừa so với {one.places} chỗ" if number > one.places else "Đang giữ chức"
        rows.append(((post,), _holder(holder), _held(holder, period), (state,), by_law))
    if one.vacancies:
        state = f"Khuyết {one.vacancies}" if one.vacancies > 1 else "Khuyết"
        rows.append(((one.post,), _NOBODY, _NONE, (state,), by_law))
    if not rows:  # an open number of holders, none of them written down: no vacancy
        rows.append(((one.post,), ("Chưa ghi ai",), _NONE, ("Số người theo biên chế",), by_law))
    return rows


def _hamlet_row(one: HamletLead) -> tuple[Lines, ...]:
    units = ", ".join(unit.name for unit in one.units) or "Chưa lập đơn vị tại chỗ"
    return (
        (HAMLET_LEADER, one.neighbourhood.name), tuple(holder.full_name for holder in one.leaders) or _NOBODY,
        tuple(line for holder in one.leaders for line in _held(holder)) or _NONE,
        ("Đã có" if one.leaders else "Thiếu",), (units,),
    )  # fmt: skip


def _self_defence_row(one: SelfDefenceLead) -> tuple[Lines, ...]:
    places = (one.organisation.name if one.organisation else "", one.unit.name if one.unit else "Chưa lập đơn vị")
    commanders = tuple(f"{holder.full_name}, {holder.appointment.post}" for holder in one.commanders)
    state = "Đã có" if one.commanders else "Thiếu chỉ huy" if one.unit else "Chưa lập đơn vị"
    return (
        ("Chỉ huy tự vệ", places[0] or places[1]), commanders or _NOBODY,
        tuple(line for holder in one.commanders for line in _held(holder)) or _NONE, (state,), (places[1],),
    )  # fmt: skip


def _holder(one: Holder) -> Lines:
    return tuple(part for part in (one.full_name, one.appointment.holder_position or "") if part)


def _held(one: Holder, period: CommandPeriod | None = None) -> Lines:
    begins = one.appointment.begins_on
    older = period is not None and begins < period.first_day
    return (
        f"Từ {begins:%d/%m/%Y}", *_decision(one.appointment),
        *((f"bổ nhiệm trước ngày {period.first_day:%d/%m/%Y}",) if period is not None and older else ()),
    )  # fmt: skip


def _decision(one: Appointment) -> Lines:
    number = f"QĐ số {one.decision_number}" if one.decision_number else "chưa ghi số quyết định"
    day = f", ngày {one.decided_on:%d/%m/%Y}" if one.decided_on else ""
    return tuple(line for line in (number + day, one.decided_by or "") if line)


def _ended(one: Appointment) -> Lines:
    number = f"số {one.end_decision_number}" if one.end_decision_number else ""
    return tuple(part for part in (one.end_reason or "", number) if part) or _NONE
