"""The figures of a ward's periodic report, counted by the program as of the period's days.

A figure that tells how things stand is that of the last day counted; one that tells what happened is that of the days
from the period's first to it. What the actor may not see is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from roster.domain.actor import Actor, Sensitivity
from roster.domain.choices import COMPONENT
from roster.domain.cycle import MILESTONES
from roster.domain.force_units import KINDS
from roster.domain.law.training import COURSE, MILITIA, RESERVE, TRAINING
from roster.domain.report_periods import Period
from roster.domain.targets import YES_NO, TargetState
from roster.listing.report_paper import HEADING, SUM, Cell
from roster.services import force_strength, reserve_statistics
from roster.services.force_strength import UnitStrength
from roster.services.militia_statistics import COLUMNS, statistics_on
from roster.services.report_lines import Column, Figures, Line, Row, Table
from roster.services.reserve_statistics import CLASS_NAMES, GROUP_NAMES, Counts, Statistics
from roster.services.target_figures import share
from roster.services.targets import Standing, standings_of_ward
from roster.services.training_book import book_of_year
from roster.services.training_rates import rates_of
from roster.services.ward_words import WardWords, words_of_ward
from roster.store import report_counts as counts
from roster.store.force_counts import militia_on

PEOPLE, PER_CENT = "người", "%"
_ARMS = "arms"
_POLITICS = str(Sensitivity.POLITICS)
_FORM_COLUMNS = (
    "strength", "women", "party", "party_share", "union", "union_share", "reservists", "age_18_25", "age_26_35",
    "age_36_45", "age_over_45",
)  # fmt: skip
_OFFICERS_CLASS = reserve_statistics.OFFICERS
Maker = Callable[..., Line]


def count(
    actor: Actor, ward_id: UUID, period: Period, today: date, *, call_up: int | None = None, with_tables: bool = True
) -> Figures:
    """The figures of the period as the ward's data have them; without those of the period before.

    `call_up`: the year of the call-up to be told of, where it is not that of the day. A fixed number of queries,
    whatever the number of people. Raises NotFound, NotAllowed.
    """
    first, on = period.first_day, period.counted_on(today)
    standings = [one for one in standings_of_ward(actor, ward_id, on) if not one.is_hidden]
    reserve = reserve_statistics.statistics_on(actor, ward_id, on)
    units = force_strength.strength_on(actor, ward_id, on)
    lines = [
        *_recruitment(actor, ward_id, first, on, call_up or counts.call_up_year(actor, ward_id, on)),
        *_militia(actor, ward_id, first, on, units),
        *_training(actor, ward_id, first, on),
        *_politics(actor, ward_id, first, on, reserve),
        *_reserve(actor, ward_id, first, on, reserve),
        *_command(actor, ward_id, first, on, standings),
        *_targets(standings),
    ]
    tables: Iterable[Table] = ()
    if with_tables:
        tables = (
            _components(actor, ward_id, on),
            _unit_kinds(units),
            _summary(reserve),
            _target_table(standings, words_of_ward(ward_id)),
        )
    found = Figures(on, tuple(lines), tuple(table for table in tables if table.rows))
    return found.seen_by(actor)


# --- Lines ----------------------------------------------------------------------------------------------------------


def _maker(section: str, sensitivity: str | None = None) -> Maker:
    def make(key: str, label: str, unit: str, value: Cell, of_year: int | None = None) -> Line:
        return Line(f"{section}.{key}", section, label, unit, value, None, sensitivity, of_year)

    return make


def _recruitment(actor: Actor, ward_id: UUID, first: date, on: date, call_up: int) -> list[Line]:
    within, in_all = counts.handed_over(actor, ward_id, on.year, first, on)
    recruits = counts.recruits_on(actor, ward_id, call_up, on)
    grounds = counts.grounds_on(actor, ward_id, first, on)
    make = _maker("recruitment")
    found = [
        make(
            "quota", f"Chỉ tiêu giao quân năm {on.year}", PEOPLE, counts.quota_places(actor, ward_id, on.year), on.year
        ),
        make("handed_over", "Đã giao quân trong kỳ", PEOPLE, within),
        make("handed_over_year", f"Đã giao quân năm {on.year}, cộng dồn", PEOPLE, in_all, on.year),
    ]
    if call_up != on.year:
        places = counts.quota_places(actor, ward_id, call_up)
        found.append(make("next_quota", f"Chỉ tiêu giao quân năm {call_up}", PEOPLE, places, call_up))
    found.append(make("candidates", f"Công dân trong đợt tuyển quân {call_up}", PEOPLE, recruits.candidates, call_up))
    found += [
        make(one.key, f"{one.label}, đợt {call_up}", PEOPLE, recruits.milestones[one.key], call_up)
        for one in MILESTONES
        if one.key != counts.HANDED_OVER
    ]
    return [
        *found,
        make("deferred", "Tạm hoãn gọi nhập ngũ đang có hiệu lực", PEOPLE, grounds.deferred),
        make("exempt", "Miễn gọi nhập ngũ đang có hiệu lực", PEOPLE, grounds.exempt),
        make("grounds_decided", "Quyết định tạm hoãn, miễn trong kỳ", "quyết định", grounds.decided),
    ]


def _militia(actor: Actor, ward_id: UUID, first: date, on: date, units: list[UnitStrength]) -> list[Line]:
    groups = militia_on(actor, [ward_id], on)
    total = sum(one.count for one in groups)
    main = ("local", "mobile", "standing", "sea")
    joined, left = counts.militia_movement(actor, ward_id, first, on)
    events = counts.events_between(actor, ward_id, MILITIA, first, on)
    places = force_strength.total_of(units)
    make = _maker("militia")
    lines = [
        make("strength", "Quân số dân quân tự vệ", PEOPLE, total),
        make("women", "Trong đó nữ", PEOPLE, sum(one.count for one in groups if one.sex == "female")),
    ]
    for choice in COMPONENT:
        if choice.key in main:
            number = sum(one.count for one in groups if one.component == choice.key)
            lines.append(make(str(choice.key), f"Dân quân tự vệ {choice.label.lower()}", PEOPLE, number))
    arms = sum(one.count for one in groups if one.component and one.component not in main)
    mobile = sum(one.count for one in groups if one.component == "mobile")
    return [
        *lines,
        make(_ARMS, "Phòng không, pháo binh, trinh sát, thông tin, công binh, phòng hóa, y tế", PEOPLE, arms),
        make("mobile_share", "Tỷ lệ cơ động trong lực lượng", PER_CENT, share(mobile, total)),
        make("places", "Biên chế các đơn vị", "chỗ", places.places or None),
        make("vacancies", "Biên chế còn thiếu", "chỗ", places.vacancies if places.places else None),
        make("joined", "Vào lực lượng trong kỳ", PEOPLE, joined),
        make("left", "Ra khỏi lực lượng trong kỳ", PEOPLE, left),
        make("completed", "Hoàn thành nghĩa vụ trong kỳ", PEOPLE, events["completion"]),
        make("released", "Thôi trước thời hạn trong kỳ", PEOPLE, events["early_release"]),
        make("removed", "Đưa ra khỏi danh sách trong kỳ", PEOPLE, events["removal"]),
        make("extended", "Kéo dài thời hạn trong kỳ", PEOPLE, events["extension"]),
        make("registered", "Đăng ký nghĩa vụ tham gia trong kỳ", PEOPLE, events["registration"]),
        make("put_off", "Tạm hoãn, miễn tham gia trong kỳ", PEOPLE, events["deferral"] + events["exemption"]),
    ]


def _training(actor: Actor, ward_id: UUID, first: date, on: date) -> list[Line]:
    sessions, days = counts.sessions_between(actor, ward_id, MILITIA, first, on)
    book = book_of_year(actor, ward_id, on.year)
    forces, leaders = rates_of(book, TRAINING, MILITIA, on).total, rates_of(book, COURSE, MILITIA, on).total
    make = _maker("training")
    year = on.year
    return [
        make("sessions", "Buổi huấn luyện, tập huấn trong kỳ", "buổi", sessions),
        make("days", "Số ngày huấn luyện, tập huấn trong kỳ", "ngày", days),
        make("called", f"Được gọi huấn luyện năm {year}, cộng dồn", PEOPLE, forces.called, year),
        make("attended", f"Đã tham gia huấn luyện năm {year}, cộng dồn", PEOPLE, forces.attended, year),
        make("attended_share", "Tỷ lệ đã tham gia so với quân số", PER_CENT, forces.attended_share, year),
        make("graded", f"Đã kiểm tra, xếp loại năm {year}, cộng dồn", PEOPLE, forces.graded, year),
        make("passed_share", "Tỷ lệ đạt yêu cầu trong số đã kiểm tra", PER_CENT, forces.passed_share, year),
        make("good_share", "Tỷ lệ khá, giỏi trong số đã kiểm tra", PER_CENT, forces.good_share, year),
        make("leaders", "Cán bộ chỉ huy thuộc diện tập huấn", PEOPLE, leaders.strength),
        make("leaders_trained", f"Đã tham gia tập huấn năm {year}, cộng dồn", PEOPLE, leaders.attended, year),
    ]


def _politics(actor: Actor, ward_id: UUID, first: date, on: date, reserve: Statistics) -> list[Line]:
    groups = militia_on(actor, [ward_id], on)
    total = sum(one.count for one in groups)
    party = sum(one.count for one in groups if one.is_party_member)
    union = sum(one.count for one in groups if one.is_union_member)
    source = counts.source_between(actor, ward_id, first, on)
    in_reserve = reserve.total.party or 0
    make = _maker("politics", _POLITICS)
    return [
        make("party", "Đảng viên trong dân quân tự vệ", PEOPLE, party),
        make("party_share", "Tỷ lệ đảng viên trong dân quân tự vệ", PER_CENT, share(party, total)),
        make("union", "Đoàn viên trong dân quân tự vệ", PEOPLE, union),
        make("union_share", "Tỷ lệ đoàn viên trong dân quân tự vệ", PER_CENT, share(union, total)),
        make("source", "Đoàn viên ưu tú trong nguồn phát triển Đảng", PEOPLE, source.people),
        make("class_attended", "Học lớp nhận thức về Đảng trong kỳ", PEOPLE, source.class_attended),
        make("admitted", "Được kết nạp Đảng trong kỳ", PEOPLE, source.admitted),
        make("reserve_party", "Đảng viên trong quân nhân dự bị", PEOPLE, in_reserve),
        make("reserve_party_share", "Tỷ lệ đảng viên trong quân nhân dự bị", PER_CENT,
             share(in_reserve, reserve.total.people)),
    ]  # fmt: skip


def _reserve(actor: Actor, ward_id: UUID, first: date, on: date, found: Statistics) -> list[Line]:
    events = counts.events_between(actor, ward_id, RESERVE, first, on)
    total, by_class = found.total, found.by_class
    sessions, _ = counts.sessions_between(actor, ward_id, RESERVE, first, on)
    make = _maker("reserve")

    def of_class(key: str) -> int:
        return by_class[key].people if key in by_class else 0

    def of_group(key: str) -> int:
        return sum(one.people for (class_key, group), one in found.by_group.items()
                   if group == key and class_key != _OFFICERS_CLASS)  # fmt: skip

    return [
        make("people", "Quân nhân dự bị đã đăng ký", PEOPLE, total.people),
        make("class_1", "Hạng một", PEOPLE, of_class("1")),
        make("class_2", "Hạng hai", PEOPLE, of_class("2")),
        make("officers", "Sĩ quan dự bị", PEOPLE, of_class(_OFFICERS_CLASS)),
        make("group_a", "Nhóm A (không kể sĩ quan)", PEOPLE, of_group("A")),
        make("group_b", "Nhóm B (không kể sĩ quan)", PEOPLE, of_group("B")),
        make("placed", "Đã xếp vào đơn vị dự bị động viên", PEOPLE, total.placed),
        make("placed_share", "Tỷ lệ đã xếp", PER_CENT, share(total.placed, total.people)),
        make("exact", "Đã xếp đúng chuyên nghiệp quân sự (CNQS)", PEOPLE, total.exact),
        make("near", "Đã xếp gần đúng CNQS", PEOPLE, total.near),
        make("absent", "Đang vắng mặt", PEOPLE, total.absent),
        make("registered", "Đăng ký lần đầu trong kỳ", PEOPLE, events["registration"]),
        make("moved_in", "Chuyển đến trong kỳ", PEOPLE, events["move_in"]),
        make("moved_out", "Chuyển đi trong kỳ", PEOPLE, events["move_out"]),
        make("went_absent", "Báo vắng mặt trong kỳ", PEOPLE, events["absence"]),
        make("returned", "Trở về trong kỳ", PEOPLE, events["return"]),
        make("removed", "Giải ngạch, đưa ra khỏi sổ trong kỳ", PEOPLE, events["removal"]),
        make("ranks", "Được phong, thăng quân hàm trong kỳ", PEOPLE, events["rank"]),
        make("sessions", "Buổi huấn luyện quân nhân dự bị trong kỳ", "buổi", sessions),
    ]


def _command(actor: Actor, ward_id: UUID, first: date, on: date, standings: list[Standing]) -> list[Line]:
    parts = next((one.parts for one in standings if one.kind.key == "command_posts"), ())
    filled, places = (part.count for part in parts) if len(parts) == 2 else (None, None)
    units, members = counts.self_defence_on(actor, ward_id, on)
    calendar = counts.calendar_between(actor, ward_id, first, on)
    make = _maker("command")
    return [
        make("places", "Chức danh Ban CHQS theo quy định", "chức danh", places),
        make("filled", "Chức danh Ban CHQS đã có người", "chức danh", filled),
        make("self_units", "Đơn vị tự vệ của cơ quan, tổ chức", "đơn vị", units),
        make("self_members", "Quân số trong các đơn vị tự vệ", PEOPLE, members),
        make("meetings", "Cuộc họp, sinh hoạt đã tổ chức trong kỳ", "cuộc", calendar.meetings_held),
        make("meetings_planned", "Cuộc họp, sinh hoạt có trong lịch của kỳ", "cuộc", calendar.meetings_planned),
        make("duty_shifts", "Lượt trực trong kỳ", "lượt", calendar.duty_shifts),
        make("duty_days", "Số ngày có người trực trong kỳ", "ngày", calendar.duty_days),
    ]


def _targets(standings: list[Standing]) -> list[Line]:
    def number(state: TargetState) -> int:
        return sum(one.state is state for one in standings)

    make = _maker("targets")
    return [
        make("met", "Chỉ tiêu đã đạt", "chỉ tiêu", number(TargetState.MET)),
        make("open", "Chỉ tiêu đang thực hiện", "chỉ tiêu", number(TargetState.OPEN)),
        make("missed", "Chỉ tiêu chưa đạt, đã quá hạn", "chỉ tiêu", number(TargetState.MISSED)),
    ]


# --- Summary forms --------------------------------------------------------------------------------------------------


def _components(actor: Actor, ward_id: UUID, on: date) -> Table:
    """The militia by component."""
    places = {key: place for place, (key, _, _) in enumerate(COLUMNS)}
    shown = [COLUMNS[places[key]] for key in _FORM_COLUMNS]
    rows = tuple(
        Row((one.label, *(_number(one.cells[places[key]]) for key in _FORM_COLUMNS)), SUM if one.is_total else "")
        for one in statistics_on(actor, ward_id, on)
    )
    columns = (
        Column("Lực lượng", 30, is_number=False),
        *(Column(" ".join(words), 12.2, sensitivity=kind and str(kind)) for _, words, kind in shown),
    )
    return Table("components", "Tổng hợp dân quân tự vệ theo lực lượng (thành phần)", columns, rows)


def _number(text: str) -> Cell:
    try:
        value = float(text.replace(",", "."))
    except ValueError:  # masked
        return text
    return int(value) if value.is_integer() else value


def _unit_kinds(units: list[UnitStrength]) -> Table:
    """The units by kind, under the headings of their groups: how many, places, strength, missing, surplus."""
    rows: list[Row] = []
    whole: list[UnitStrength] = []
    for group in dict.fromkeys(kind.group for kind in KINDS if not kind.is_board):
        of_group: list[Row] = []
        for kind in KINDS:
            standing = [one for one in units if one.kind == kind.key]
            if kind.group == group and standing and not kind.is_board:
                of_group.append(_unit_row(kind.label, standing))
                whole += standing
        if of_group:
            rows += [Row((group, None, None, None, None, None), HEADING), *of_group]
    if rows:
        rows.append(_unit_row("Tổng cộng", whole, SUM))
    columns = (
        Column("Loại đơn vị", 65, is_number=False), Column("Số đơn vị", 20), Column("Biên chế", 20),
        Column("Quân số", 20), Column("Còn thiếu", 20), Column("Vượt biên chế", 20),
    )  # fmt: skip
    return Table("unit_kinds", "Biên chế, quân số theo loại đơn vị", columns, tuple(rows))


def _unit_row(label: str, units: list[UnitStrength], kind: str = "") -> Row:
    total = force_strength.total_of(units)
    has_places = any(one.has_establishment for one in units)
    return Row(
        (
            label, len(units), total.places if has_places else None, total.strength,
            total.vacancies if has_places else None, total.surplus if has_places else None,
        ),
        kind,
    )  # fmt: skip


def _summary(found: Statistics) -> Table:
    """The reserve by class, age group and rank, each class and group with its sum."""
    rows: list[Row] = []
    class_key, group_key = "", ""
    for one in found.rows:
        if one.class_key != class_key:
            class_key, group_key = one.class_key, ""
            rows.append(_summary_row(CLASS_NAMES[class_key], found.by_class[class_key], SUM))
        if one.group_key != group_key:
            group_key = one.group_key
            rows.append(_summary_row(GROUP_NAMES[group_key], found.by_group[class_key, group_key], HEADING))
        rows.append(_summary_row(one.rank, one.counts))
    if rows:
        rows.append(_summary_row("Tổng cộng", found.total, SUM))
    columns = (
        Column("Hạng, nhóm, cấp bậc", 57, is_number=False), Column("Quân số", 18), Column("Đã xếp", 18),
        Column("Xếp đúng CNQS", 18), Column("Xếp gần đúng CNQS", 18), Column("Đảng viên", 18, sensitivity=_POLITICS),
        Column("Vắng mặt", 18),
    )  # fmt: skip
    return Table("reserve", "Tổng hợp quân nhân dự bị theo hạng, nhóm tuổi, cấp bậc", columns, tuple(rows))


def _summary_row(label: str, one: Counts, kind: str = "") -> Row:
    return Row((label, one.people, one.placed, one.exact, one.near, one.party, one.absent), kind)


def _target_table(standings: list[Standing], of_ward: WardWords) -> Table:
    """The targets of item 5 as they stand."""
    rows = tuple(
        Row(
            (
                of_ward(one.kind.label), one.kind.unit, _value_cell(one.value), _goal_cell(one),
                f"{one.deadline:%d/%m/%Y}", one.state_label,
            ),
            sensitivity=one.kind.sensitivity and str(one.kind.sensitivity),
        )
        for one in standings
    )  # fmt: skip
    columns = (
        Column("Chỉ tiêu", 62, is_number=False), Column("Đơn vị tính", 18, is_number=False), Column("Kết quả", 20),
        Column("Cần đạt", 18), Column("Hạn", 22, is_number=False), Column("Tình trạng", 25, is_number=False),
    )  # fmt: skip
    return Table("targets", "Chỉ tiêu mục 5 của Chỉ thị", columns, rows)


def _value_cell(value: Cell | bool) -> Cell:
    return ("Có" if value else "Chưa") if isinstance(value, bool) else value


def _goal_cell(one: Standing) -> Cell:
    if one.kind.unit == YES_NO and one.goal is not None:
        return "Có" if one.goal else None
    return one.goal
