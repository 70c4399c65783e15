"""The way in, whole: a workbook's grids → headings → columns → rows → checks → matches → the plan. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from roster.columns.catalogue import ENLISTMENT, column
from roster.columns.cells import plain
from roster.columns.column import ReadContext
from roster.domain.secrets import says_secret
from roster.domain.text import fold
from roster.intake.asides import set_aside
from roster.intake.beside import apart
from roster.intake.check import cross_check, find_twins, overlong
from roster.intake.choices import Choices
from roster.intake.day_order import doubt_day_order
from roster.intake.ditto import repeats, spell_out
from roster.intake.doubts import told_doubts
from roster.intake.fates import fate_of, hold_back_second
from roster.intake.forms import FORM, NO_HEADING, from_forms, holds_people, without_heading
from roster.intake.grid import Cell, Sheet, Workbook, column_letter
from roster.intake.headings import SEARCHED_ROWS, find_heading
from roster.intake.legacy import to_unicode
from roster.intake.legend import Legends, spell_headings, spell_named, spell_short_forms
from roster.intake.mapping import STT, MappedColumn, map_columns, sample_columns
from roster.intake.marked_names import set_apart
from roster.intake.match import KnownPerson, People
from roster.intake.mends import mended
from roster.intake.merged import fill_down
from roster.intake.parse import ParsedRow, RowReader
from roster.intake.patience import demand_patience, naming, too_many_columns
from roster.intake.plan import Absent, Plan, PlannedColumn, PlannedSheet
from roster.intake.remarks import take_ground, tell_circumstances
from roster.intake.stacked import unstack
from roster.intake.table_rows import PERSON, classify_rows
from roster.intake.tables import beside_notice, line_up, second_names
from roster.intake.taught import Memory, Understood, shape_of, understand, word_of, words_of
from roster.intake.titles import born_in, implied_facts, rosters_named, title_lines, ward_named, years_named
from roster.intake.words import is_faults_heading


@dataclass(frozen=True)
class Errand:
    """What is brought in: into which roster, ward and year, on which day, by what officers chose and taught.

    `unattended`: the plan is written as it is, as on the command line, with nobody to decide what is doubtful.
    `longest`: how many characters the books hold of a fact, by its column's key.
    """

    roster: str
    year: int
    ward_name: str
    today: date
    choices: Choices = field(default_factory=Choices)
    memory: Memory = field(default_factory=Memory)
    unattended: bool = False
    longest: Mapping[str, int] = field(default_factory=dict)


Progress = Callable[[int], None]


def make_plan(
    workbook: Workbook, errand: Errand, known: Iterable[KnownPerson], progress: Progress = lambda _: None
) -> Plan:
    """Read a workbook to a plan. `known` are the ward's citizens; `progress` is told per cents as the work goes on.

    Raises TookTooLong within `patience.at_most`.
    """
    people = People.of(known)
    workbook = apart(workbook, errand.roster)
    plan = Plan(errand.roster, errand.year, [])
    parsed: list[tuple[PlannedSheet, ParsedRow]] = []
    legends = Legends()
    first_of: dict[str, PlannedSheet] = {}
    for number, sheet in enumerate(workbook.sheets):
        tell = _part_of(progress, 10 + 50 * number // len(workbook.sheets), 50 / len(workbook.sheets))
        first = first_of.get(sheet.part_of)
        with naming(sheet.name):
            planned, rows = _read_sheet(sheet, errand, workbook.date1904, legends, first, tell)
        plan.sheets.append(planned)
        first_of.setdefault(planned.name, planned)
        parsed.extend((planned, row) for row in rows)
        progress(10 + 50 * (number + 1) // len(workbook.sheets))
    if errand.choices.sheets is None:
        left_out = set_aside(plan.sheets, errand.roster, errand.year)
        parsed = [(planned, row) for planned, row in parsed if planned.name not in left_out]
    for row, twin in find_twins([(sheet.name, row) for sheet, row in parsed]):
        row.problems.append(twin)
    met: set[object] = set()
    written: dict[object, str] = {}  # where the first row stands that writes to a citizen
    for count, (planned, row) in enumerate(parsed):
        fate = fate_of(row, people, errand.roster, planned, errand.choices, unattended=errand.unattended)
        planned.rows.append(fate)
        if fate.person_id:
            hold_back_second(fate, planned.name, written)
            met.add(fate.person_id)
        demand_patience()
        if count % 200 == 0:
            progress(60 + 40 * count // len(parsed))
    if any(sheet.used for sheet in plan.sheets):
        plan.absent = [
            Absent(p.person_id, str(p.facts["full_name"]), p.facts.get("birth_date"))  # type: ignore[arg-type]
            for p in people.everyone
            if p.record_id and p.person_id not in met and not p.retired
        ]
    return plan


def _part_of(progress: Progress, begun: int, share: float) -> Callable[[float], None]:
    """Tells how much of one sheet is read, as per cents of the whole work."""
    return lambda part: progress(begun + int(share * part))


def _read_sheet(
    sheet: Sheet,
    errand: Errand,
    date1904: bool,
    legends: Legends,
    first: PlannedSheet | None,
    tell: Callable[[float], None],
) -> tuple[PlannedSheet, list[ParsedRow]]:
    """`first`: the table beside or below which this one stands on the same sheet, under the same title."""
    planned = PlannedSheet(sheet.name, used=False, part_of=sheet.part_of, is_below=sheet.is_below)
    if errand.choices.sheets is not None and sheet.name not in errand.choices.sheets:
        planned.reason = "Trang này không được chọn để nhập."
        return planned, []
    if not any(value not in (None, "") for row in sheet.rows for value in row):
        planned.reason = "Trang trống."
        return planned, []
    if sheet.hidden and errand.choices.sheets is None:
        planned.reason = "Trang đang ẩn trong tệp nên để riêng; hãy chọn trang này nếu cần nhập."
        return planned, []
    if too_wide := too_many_columns(sheet, SEARCHED_ROWS):
        planned.reason = too_wide
        return planned, []
    sheet, planned.notices = to_unicode(sheet)
    sheet = mended(sheet, errand.choices.mends)
    heading = find_heading(sheet, errand.roster)
    lined = (
        from_forms(sheet, errand.roster) if heading is None or not holds_people(sheet, heading, errand.roster) else None
    )
    if lined is not None:
        planned.notices.append(FORM)
    elif heading is None and (lined := without_heading(sheet, errand.today)) is not None:
        planned.notices.append(NO_HEADING)
    is_headless = lined is not None
    if lined is not None:
        heading = lined.heading
    if heading is None:
        planned.reason = "Không tìm thấy dòng tiêu đề có các cột như “Họ và tên”, “Ngày sinh”, “Số CCCD”."
        return planned, []
    planned.shape, old_shape = shape_of(heading), shape_of(heading, with_years=True)
    lined = lined or line_up(sheet, heading, errand.roster, errand.today)
    lined, marks = set_apart(lined, errand.roster)
    planned.notices.extend(marks)
    legend = legends.of(sheet)
    heading, spelled = spell_headings(lined.heading, legend, errand.roster)
    named, told = spell_named(
        lined.sheet, heading, legend, lined.heading.paths, errand.roster,
        lambda index: column_letter(lined.origin.get(index, index)),
    )  # fmt: skip
    taken_apart = unstack(named, heading, errand.roster, errand.today, legend)
    sheet, heading, origin = taken_apart.sheet, taken_apart.heading, taken_apart.origin
    shown = {**lined.origin, **{new: lined.origin.get(old, old) for new, old in origin.items()}}
    samples = sample_columns(sheet, heading)
    columns = map_columns(heading, samples, errand.roster, errand.today, date1904)
    letters = {c.index: column_letter(shown.get(c.index, c.index)) for c in columns}
    understood, clashes = understand(
        columns, (planned.shape, old_shape), sheet.name, letters, errand.roster, errand.choices, errand.memory
    )  # fmt: skip
    planned.notices.extend(clashes)
    columns = [one.column for one in understood]
    words = words_of(columns, letters)
    planned.header_rows = [] if is_headless else [row + 1 for row in heading.rows]
    planned.columns = [
        _planned_column(one, letters[one.column.index], samples.get(one.column.index, []), words[one.column.index])
        for one in sorted(understood, key=lambda u: (shown.get(u.column.index, u.column.index), u.column.index))
    ]
    sheet = fill_down(sheet, heading, columns)
    repeated = [repeats(letters[column], count) for column, count in taken_apart.repeated.items()]
    sheet, dittos = spell_out(sheet, heading, columns, letters.__getitem__)
    sheet, shorts = spell_short_forms(sheet, heading, columns, legend, errand.roster, letters.__getitem__)
    planned.notices.extend(dict.fromkeys((*repeated, *dittos, *spelled, *told, *shorts)))
    if not any(c.key == "full_name" for c in columns):
        planned.reason = "Không có cột họ và tên nên trang này không phải danh sách người."
        return planned, []
    lines = title_lines(sheet, heading.rows[0] + is_headless)
    planned.used = True
    planned.title = next((line for line in lines if "danh sach" in fold(line)), "")
    of_sheet = {k: v for k, v in first.implied.items() if k == "neighbourhood"} if first else {}
    planned.implied = {**of_sheet, **implied_facts(sheet.name, lines, errand.roster)}
    if "ground" in planned.implied:
        planned.notices.append(
            "Tiêu đề nói mọi người trong trang được đề nghị tạm hoãn; ai không ghi diện thì lấy diện ấy."
        )
    planned.years = years_named(lines)
    planned.rosters = rosters_named([*lines, sheet.name])
    planned.doubts = tuple(_doubts(lines, errand))
    planned.notices.extend(_notices(sheet))
    planned.notices.extend(told_doubts(planned.columns, errand.roster))
    if sheet.is_below:
        planned.notices.append(f"Trang “{sheet.part_of}” có hai bảng tiêu đề khác nhau; đây là bảng bên dưới.")
    elif sheet.part_of:
        letter = letters[min(letters)]
        planned.notices.append(
            f"Trang “{sheet.part_of}” có các bảng đặt cạnh nhau; đây là bảng bên phải, từ cột {letter}."
        )
    if beside := second_names(columns, errand.roster):
        planned.notices.append(beside_notice(beside))
    read = ReadContext(errand.today, date1904, {**errand.memory.values, **errand.choices.values})
    born = born_in(lines)
    reader = RowReader(sheet, columns, errand.roster, read, origin, lined.moved)
    of_circumstances = tell_circumstances(c.path[-1] for c in columns if c.target == "notes" and c.path)
    rows = []
    for found in classify_rows(sheet, heading, columns, errand.roster):
        demand_patience()
        if found.index % 200 == 0:
            tell(found.index / len(sheet.rows))
        if found.kind == PERSON:
            implied = {**planned.implied, **found.context}
            row = reader.read(found.index, implied)
            if errand.roster == ENLISTMENT:
                take_ground(row, of_circumstances)
            row.problems.extend(
                p
                for p in (
                    *cross_check(row.fields, errand.today, errand.roster, born),
                    *overlong(row.fields, errand.longest, lambda key: column(errand.roster, key).label),
                )
                if not any(
                    q.field == p.field and q.code != "leading_zero_restored" and q.holds_back for q in row.problems
                )
            )
            rows.append(row)
        else:
            planned.skipped[found.index + 1] = found.kind
    doubt_day_order(sheet, rows, columns, errand.roster)
    if not rows:
        planned.notices.append("Có dòng tiêu đề nhưng không có dòng người nào bên dưới.")
    return planned, rows


def _planned_column(one: Understood, letter: str, cells: Sequence[Cell], word: str) -> PlannedColumn:
    mapped = one.column
    # Which unit receives a reservist is a state secret: such cells are not repeated.
    is_secret = mapped.key == "is_assigned"
    texts = (text for text in map(plain, cells) if text and not says_secret(mapped.key or "", text))
    samples = () if is_secret else tuple(dict.fromkeys(texts))[:_SAMPLES]
    return PlannedColumn(
        letter, mapped.heading, mapped.key, _note_of(mapped), mapped.target if mapped.target != STT else None,
        mapped.score, one.source, samples, word, word_of(mapped.path), one.place, mapped.doubt,
    )  # fmt: skip


_SAMPLES = 4


def _note_of(column: MappedColumn) -> str:
    if column.target == STT:
        return "Số thứ tự"
    return "Cột lỗi do chương trình ghi" if is_faults_heading(column.heading) else ""


def _doubts(lines: list[str], errand: Errand) -> list[str]:
    """What in the title speaks against the ward or the year of the import."""
    found = []
    ward = ward_named(lines)
    if ward and not f"{fold(ward)} ".startswith(f"{fold(errand.ward_name)} "):
        found.append(f"Tiêu đề ghi phường {ward.title()}, khác với phường {errand.ward_name} đang nhập. Hãy kiểm tra.")
    years = years_named(lines)
    if years and errand.year not in years:
        said = ", ".join(map(str, sorted(years)))
        found.append(f"Tiêu đề ghi năm {said}, khác với năm {errand.year} đang nhập. Hãy kiểm tra.")
    return found


def _notices(sheet: Sheet) -> list[str]:
    found = []
    if sheet.hidden_rows:
        found.append(f"Có {len(sheet.hidden_rows)} dòng đang ẩn; chương trình vẫn đọc các dòng này.")
    if sheet.hidden_columns:
        letters = ", ".join(column_letter(c) for c in sorted(sheet.hidden_columns))
        found.append(f"Có cột đang ẩn ({letters}); chương trình vẫn đọc các cột này.")
    return found
