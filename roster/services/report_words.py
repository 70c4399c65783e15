"""The sentences that a periodic report proposes for each of its parts, made of its figures alone.

What the program does not know it does not say: the officer adds it. A figure that is not there leaves no words behind.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from roster.domain.report_outline import GROUNDS, RECIPIENTS
from roster.domain.report_periods import Period
from roster.domain.targets import TargetState, labels_of
from roster.listing.report_paper import Cell, number_text
from roster.services.report_lines import Figures

# Luật số 78/2015/QH13, 48/2019/QH14, 53/2019/QH14, by the days on which they were passed.
_LAWS = (
    "Căn cứ Luật Nghĩa vụ quân sự ngày 19 tháng 6 năm 2015",
    "Căn cứ Luật Dân quân tự vệ ngày 22 tháng 11 năm 2019",
    "Căn cứ Luật Lực lượng dự bị động viên ngày 26 tháng 11 năm 2019",
)


@dataclass(frozen=True)
class Frame:
    """What the sentences need beside the figures: whose report it is, and to whom it goes."""

    agency: str  # "Ban CHQS phường Phù Liễn"
    recipients: tuple[str, ...]


def proposals(figures: Figures, period: Period, frame: Frame) -> dict[str, str]:
    """The proposed text of every part by its key, "" where the figures say nothing. Paragraphs are lines."""
    say = _Speaker(figures)
    return {
        GROUNDS: "\n".join(_LAWS),
        "situation": _situation(say, frame),
        "recruitment": _recruitment(say),
        "militia": _militia(say),
        "training": _training(say),
        "politics": _politics(say),
        "reserve": _reserve(say),
        "command": _command(say),
        "targets": _targets(say),
        "remarks": _remarks(say, period),
        "plans": _plans(say, period),
        "requests": "",
        RECIPIENTS: "\n".join(frame.recipients),
    }


class _Speaker:
    """Words from figures."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.day = f"{figures.as_of:%d/%m/%Y}"

    def value(self, key: str) -> Cell:
        return self.figures.of(key)

    def text(self, key: str) -> str:
        """The figure in words of numbers: "1.500", "12,5%"."""
        line = next((one for one in self.figures.lines if one.key == key), None)
        if line is None or line.value is None:
            return ""
        return number_text(line.value) + ("%" if line.unit == "%" else "")

    def counted(self, *pairs: tuple[str, str], keep_nought: bool = False) -> str:
        """ "hạng một 12, hạng hai 30": the figures that are known (and not nought) behind their words."""
        known = [(words, key) for words, key in pairs if self.value(key) is not None]
        return ", ".join(f"{words} {self.text(key)}" for words, key in known if keep_nought or self.value(key))

    def compared(self, key: str) -> str:
        """ " (tăng 3 so với kỳ trước)", "" where nothing is known of the period before."""
        line = next((one for one in self.figures.lines if one.key == key), None)
        if line is None or not isinstance(line.value, int | float) or not isinstance(line.before, int | float):
            return ""
        change = round(line.value - line.before, 1)
        if not change:
            return " (bằng kỳ trước)"
        return f" ({'tăng' if change > 0 else 'giảm'} {number_text(abs(change))} so với kỳ trước)"

    def target_names(self, *states: TargetState) -> list[str]:
        """The targets in these states. Those about politics stay in their own part and table: here only their number
        stands, so that the sentence names as many as the figures count."""
        table = next((one for one in self.figures.tables if one.key == "targets"), None)
        rows = [row for row in (table.rows if table is not None else ()) if row.cells[-1] in labels_of(*states)]
        named = [str(row.cells[0]) for row in rows if not row.sensitivity]
        apart = len(rows) - len(named)
        return [*named, f"{apart} chỉ tiêu về chất lượng chính trị (ở phần riêng)"] if apart else named


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)


def _situation(say: _Speaker, frame: Frame) -> str:
    managed = ", ".join(
        f"{say.text(key)} {words}"
        for words, key in (
            ("dân quân tự vệ", "militia.strength"),
            ("quân nhân dự bị", "reserve.people"),
            ("công dân trong đợt tuyển quân", "recruitment.candidates"),
        )
        if say.value(key)
    )
    return f"Đến ngày {say.day}, {frame.agency} đang quản lý trên địa bàn: {managed}." if managed else ""


def _recruitment(say: _Speaker) -> str:
    places, done, in_all = (say.value(f"recruitment.{key}") for key in ("quota", "handed_over", "handed_over_year"))
    parts = []
    year = say.figures.as_of.year
    if places or in_all:
        against = f" trên chỉ tiêu {say.text('recruitment.quota')} công dân" if places else " công dân"
        parts.append(
            f"Giao quân năm {year}: đã giao {say.text('recruitment.handed_over_year')}{against}"
            + (f", trong kỳ giao {number_text(done)}" if done and done != in_all else "")
            + "."
        )
    call_up = next((one.of_year for one in say.figures.lines if one.key == "recruitment.candidates"), None)
    if say.value("recruitment.candidates"):
        steps = say.counted(
            ("đủ điều kiện sơ tuyển", "recruitment.eligible_preselection"),
            ("đạt sơ tuyển", "recruitment.preselection_passed"),
            ("đã khám sức khỏe", "recruitment.examined"),
            ("đủ điều kiện nhập ngũ", "recruitment.eligible_enlistment"),
            ("đã chốt quân số", "recruitment.closed"),
            ("đã giao quyết định gọi nhập ngũ", "recruitment.called_up"),
        )
        next_places = say.value("recruitment.next_quota")
        parts.append(
            f"Đợt tuyển quân năm {call_up}: quản lý {say.text('recruitment.candidates')} công dân"
            + (f"; {steps}" if steps else "")
            + (f"; chỉ tiêu được giao {number_text(next_places)}" if next_places else "")
            + "."
        )
    put_off = say.counted(("tạm hoãn", "recruitment.deferred"), ("miễn", "recruitment.exempt"))
    if put_off:
        decided = say.value("recruitment.grounds_decided")
        parts.append(
            f"Công dân đang được tạm hoãn, miễn gọi nhập ngũ theo quyết định: {put_off}"
            + (f"; trong kỳ có {number_text(decided)} quyết định mới" if decided else "")
            + "."
        )
    return _lines(parts)


def _militia(say: _Speaker) -> str:
    if not say.value("militia.strength"):
        return ""
    components = say.counted(
        ("tại chỗ", "militia.local"), ("cơ động", "militia.mobile"), ("thường trực", "militia.standing"),
        ("biển", "militia.sea"),
        ("phòng không, pháo binh, trinh sát, thông tin, công binh, phòng hóa, y tế", "militia.arms"),
        ("nữ", "militia.women"),
    )  # fmt: skip
    parts = [
        f"Quân số dân quân tự vệ đến ngày {say.day}: {say.text('militia.strength')} đồng chí"
        f"{say.compared('militia.strength')}" + (f"; trong đó {components}" if components else "") + "."
    ]
    if say.value("militia.places"):
        missing = say.value("militia.vacancies")
        state = f"còn thiếu {number_text(missing)} chỗ" if missing else "đã đủ quân số"
        parts.append(f"Biên chế các đơn vị {say.text('militia.places')} chỗ, {state}.")
    moved = say.counted(
        ("vào lực lượng", "militia.joined"), ("hoàn thành nghĩa vụ", "militia.completed"),
        ("thôi trước thời hạn", "militia.released"), ("đưa ra khỏi danh sách", "militia.removed"),
        ("kéo dài thời hạn", "militia.extended"), ("đăng ký nghĩa vụ tham gia", "militia.registered"),
        ("tạm hoãn, miễn", "militia.put_off"),
    )  # fmt: skip
    parts.append(f"Biến động trong kỳ: {moved}." if moved else "Trong kỳ không có biến động.")
    return _lines(parts)


def _training(say: _Speaker) -> str:
    parts = []
    if say.value("training.sessions"):
        parts.append(
            f"Trong kỳ tổ chức {say.text('training.sessions')} buổi huấn luyện, tập huấn "
            f"({say.text('training.days')} ngày)."
        )
    if say.value("training.attended"):
        rates = say.counted(
            ("đạt yêu cầu", "training.passed_share"), ("khá, giỏi", "training.good_share"), keep_nought=True
        )
        parts.append(
            f"Tính từ đầu năm, {say.text('training.attended')} đồng chí đã tham gia huấn luyện, bằng "
            f"{say.text('training.attended_share')} quân số" + (f"; kết quả kiểm tra: {rates}" if rates else "") + "."
        )
    if say.value("training.leaders"):
        parts.append(
            f"Cán bộ chỉ huy đã tham gia tập huấn: {say.text('training.leaders_trained')} trên "
            f"{say.text('training.leaders')} đồng chí."
        )
    return _lines(parts) or "Trong kỳ chưa tổ chức huấn luyện."


def _politics(say: _Speaker) -> str:
    parts = []
    if say.value("politics.party") is not None and say.value("politics.party_share") is not None:
        parts.append(
            f"Đảng viên trong dân quân tự vệ: {say.text('politics.party')} đồng chí "
            f"({say.text('politics.party_share')}){say.compared('politics.party')}; "
            f"đoàn viên: {say.text('politics.union')} đồng chí ({say.text('politics.union_share')})."
        )
    source = say.counted(
        ("đoàn viên ưu tú trong nguồn", "politics.source"), ("học lớp nhận thức về Đảng", "politics.class_attended"),
        ("được kết nạp", "politics.admitted"),
    )  # fmt: skip
    if source:
        parts.append(f"Công tác phát triển Đảng trong kỳ: {source}.")
    return _lines(parts)


def _reserve(say: _Speaker) -> str:
    if not say.value("reserve.people"):
        return ""
    kinds = say.counted(
        ("hạng một", "reserve.class_1"), ("hạng hai", "reserve.class_2"), ("sĩ quan dự bị", "reserve.officers")
    )
    groups = say.counted(("nhóm A", "reserve.group_a"), ("nhóm B", "reserve.group_b"))
    match = say.counted(("đúng CNQS", "reserve.exact"), ("gần đúng CNQS", "reserve.near"))
    parts = [
        f"Quân nhân dự bị đã đăng ký đến ngày {say.day}: {say.text('reserve.people')} đồng chí"
        f"{say.compared('reserve.people')}" + "".join(f"; {words}" for words in (kinds, groups) if words) + ".",
        f"Đã xếp vào đơn vị dự bị động viên {say.text('reserve.placed')} đồng chí, đạt "
        f"{say.text('reserve.placed_share')}" + (f"; trong số đã xếp: {match}" if match else "") + ".",
    ]
    moved = say.counted(
        ("đăng ký lần đầu", "reserve.registered"), ("chuyển đến", "reserve.moved_in"),
        ("chuyển đi", "reserve.moved_out"), ("báo vắng mặt", "reserve.went_absent"), ("trở về", "reserve.returned"),
        ("giải ngạch, đưa ra khỏi sổ", "reserve.removed"), ("phong, thăng quân hàm", "reserve.ranks"),
    )  # fmt: skip
    parts.append(f"Biến động trong kỳ: {moved}." if moved else "Trong kỳ không có biến động.")
    return _lines(parts)


def _command(say: _Speaker) -> str:
    parts = []
    places, filled = say.value("command.places"), say.value("command.filled")
    if places and filled is not None:
        parts.append(f"Ban CHQS có {number_text(filled)} trên {number_text(places)} chức danh theo quy định.")
    if say.value("command.self_units"):
        parts.append(
            f"Tự vệ cơ quan, tổ chức: {say.text('command.self_units')} đơn vị, "
            f"{say.text('command.self_members')} đồng chí."
        )
    done = say.counted(("họp, sinh hoạt", "command.meetings"), ("trực", "command.duty_shifts"))
    if done:
        held = f"tổ chức {say.text('command.meetings')} cuộc họp, sinh hoạt" if say.value("command.meetings") else ""
        duty = (
            f"bố trí {say.text('command.duty_shifts')} lượt trực trong {say.text('command.duty_days')} ngày"
            if say.value("command.duty_shifts")
            else ""
        )
        parts.append(f"Trong kỳ đã {' và '.join(words for words in (held, duty) if words)}.")
    return _lines(parts)


def _targets(say: _Speaker) -> str:
    counted = say.counted(
        ("đã đạt", "targets.met"), ("đang thực hiện", "targets.open"), ("chưa đạt, đã quá hạn", "targets.missed")
    )
    return f"Kết quả thực hiện các chỉ tiêu mục 5 đến ngày {say.day}: {counted} chỉ tiêu." if counted else ""


def _remarks(say: _Speaker, period: Period) -> str:
    met, missed = say.target_names(TargetState.MET), say.target_names(TargetState.MISSED)
    return _lines(
        (
            f"Các chỉ tiêu đã đạt trong {period.name}: {_enumerated(met)}." if met else "",
            f"Các chỉ tiêu chưa đạt, đã quá hạn: {_enumerated(missed)}." if missed else "",
        )
    )


def _plans(say: _Speaker, period: Period) -> str:
    still = say.target_names(TargetState.OPEN, TargetState.MISSED, TargetState.UNKNOWN)
    missing = say.value("militia.vacancies")
    return _lines(
        (
            f"Tiếp tục thực hiện các chỉ tiêu: {_enumerated(still)}." if still else "",
            f"Tuyển chọn, sắp xếp bổ sung {number_text(missing)} chỗ còn thiếu trong biên chế dân quân tự vệ."
            if missing
            else "",
            f"Thực hiện các nhiệm vụ quân sự, quốc phòng địa phương {period.following.name} theo kế hoạch.",
        )
    )


def _enumerated(names: Iterable[str]) -> str:
    return "; ".join(f"{name[:1].lower()}{name[1:]}" for name in names)


def as_paragraphs(text: str) -> tuple[str, ...]:
    """The lines of a text that hold something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
