"""A sheet's own key to its short forms ("Chữ viết tắt: CS - Chiến sĩ; kT - Khẩu đội trưởng"), put into its headings and
cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from roster.columns.cells import find_choice, plain
from roster.domain.choices import YES_NO
from roster.domain.text import fold
from roster.intake.grid import Cell, Sheet
from roster.intake.headings import Heading
from roster.intake.mapping import MappedColumn, shared_columns
from roster.intake.meanings import meanings
from roster.intake.words import as_typed, exact_keys

_TELLS = re.compile(
    r"(?:chữ )?(?:viết|ghi|nói|chữ) tắt|chú thích|[kc][ýí] hiệu|quy ước|chú giải|ghi chú", re.IGNORECASE
)
_SAYS_SHORT = re.compile(r"(?:viết|ghi|nói|chữ) tắt", re.IGNORECASE)
# One of them is in whatever tells of short forms.
_SIGNS = ("tắt", "chú", "hiệu", "quy ước", ":", "=", " ghi ", " điền ")
_SHORTEST, _WITHIN = 8, 60  # letters of such a line, and within which the word stands that tells it
_LONGEST_BLOCK = 40  # lines below the one that tells
_LONGEST_NAME = 30  # letters of a column's name before its list
_SHORT = r"(?:[^\s\"“”':;,=()–-]{1,6}|[^\W_]{1,3}-[^\W_]{1,3})"
_PAIR = re.compile(
    rf"\s*[“\"']?(?P<short>{_SHORT})[”\"']?\s*(?::|=|\s[-–]\s|là\s)\s*(?P<long>[^\W\d_](?:[^:=;,.]|\.(?!\s)){{1,40}}?)\s*"
)
_OF_ALL = re.compile(r"\(?\s*(?:trong|ở) (?:biểu|sổ|bảng|danh sách|bản|trang)(?: này)?", re.IGNORECASE)
_ONE_PAIR = re.compile(rf"\s*(?P<short>{_SHORT})\s*[:=]\s*(?P<long>[^\W\d_][^:=;]{{2,120}})")
# "B1 binh nhì" in a list that says of which column it is.
_BESIDE = re.compile(r"\s*(?P<short>[^\W_]{1,4})\s+(?P<long>[^\W\d_][^:=;,()]{2,40}?)\s*")
_LABELLED = re.compile(r"(?P<label>[^:=]{2,30}):\s*(?P<list>.+)")
_BRACKETED = re.compile(r"(?P<outer>[^()]+)\((?P<list>[^()]+)\)")
_WRITTEN_AS = re.compile(
    r"\s*(?P<long>[^\W\d_][^:=;,()]{0,30}?)(?:\s+(?:ghi|điền|đánh)\s+(?:là\s+)?|\s*[:=]\s*(?=\d))(?P<short>[^\W_]{1,4})\s*"
)
_BETWEEN = re.compile(r"[;,]|\.\s+")
_SENTENCE_PARTS = re.compile(r";|\.\s+")
_SEVERAL = re.compile(rf"\s*(?P<shorts>{_SHORT}(?:\s*,\s*{_SHORT})+)\s*(?::|=|\s[-–]\s|\slà\s)\s*(?P<longs>[^:=]+)")
_OF_NOTHING = re.compile(r"\s*(?:để|bỏ|ô) trống\b", re.IGNORECASE)
_BULLET, _COLUMN = re.compile(r"^\s*[-–+•*]\s*"), re.compile(r"^\s*cột\s+", re.IGNORECASE)
_REMARK = re.compile(r"\s*\([^()]*\)?\s*$")  # one that a comma has cut off too


# A tick says yes wherever it stands, whatever a key adds ("x: là đảng viên / đoàn viên").
_TICKS = frozenset("xXvV+✓✔√☑")
_WITHIN_NAME = re.compile(r"(\s*[/,>+]\s*|\s+[-–]\s+)")


@dataclass
class Legend:
    """What each short form stands for: `said[of][short]`, `of` the heading it is told for, "" where none is named.

    What is told twice and differently says nothing.
    """

    said: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    where: str = "của trang"

    def add(self, of: str, short: str, long: str) -> None:
        """Note what the sheet says of a short form."""
        self.said.setdefault(fold(of), {}).setdefault(short, set()).add(_capital(_REMARK.sub("", long).strip()))

    def of_column(
        self, names: Sequence[str] = (), keys: Collection[str] = (), roster: str = "", only_named: bool = False
    ) -> dict[str, str]:
        """The short forms that hold in a column, by all that it is called and the facts that it feeds.

        `only_named`: without those that are told for no column.
        """
        called = {word for name in names for word in (fold(name), as_typed(name)) if word}
        forms = {} if only_named else dict(self._plain(""))
        for of in self.said:
            if of and (
                called & {of, as_typed(of), of.removeprefix("ma ")}
                or (keys and set(keys) & set(exact_keys(as_typed(of), roster)))
            ):
                forms |= self._plain(of)
        return forms

    def _plain(self, of: str) -> dict[str, str]:
        # A bare number or a tick means something only where its column is named.
        return {
            short: next(iter(longs))
            for short, longs in self.said.get(of, {}).items()
            if len(longs) == 1 and (of or not (short.isdigit() or short in _TICKS))
        }

    def __bool__(self) -> bool:
        return bool(self.said)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class Legends:
    """The keys of a workbook: a sheet's own, else that of the nearest sheet before it."""

    def __init__(self) -> None:
        self._last = Legend()

    def of(self, sheet: Sheet) -> Legend:
        """The key that holds on the sheet; the sheets of a workbook are asked for in their order."""
        if own := legend_of(sheet):
            self._last = replace(own, where=f"của trang “{sheet.name}”")
            return own
        return self._last


def legend_of(sheet: Sheet) -> Legend:
    """What the sheet says of its short forms: in a line that calls itself so, and in those below such a line."""
    legend = Legend()
    for row, cells in enumerate(sheet.rows):
        texts = [value for value in cells if isinstance(value, str) and len(value) >= _SHORTEST]
        whole = "\n".join(texts).lower()
        if not any(sign in whole for sign in _SIGNS):  # nearly every row: spares a large roster the patterns
            continue
        for column, value in enumerate(cells):
            if not isinstance(value, str) or len(value) < _SHORTEST:
                continue
            if not _TELLS.search(value, 0, _WITHIN):
                inside = _BRACKETED.fullmatch(plain(value)) if "(" in value else None
                if inside and (alone := _PAIR.fullmatch(inside["list"])):  # "Nơi ở (NTT: như nơi thường trú)"
                    legend.add(inside["outer"], alone["short"], alone["long"])
                    continue
                if inside and (written := _written_as(inside["list"]) or _list_of(inside["list"])):
                    for short, long in written:
                        legend.add(inside["outer"], short, long)
                    continue
                for pair in _list_of(plain(value).rstrip(". ")) if value.count(":") + value.count("=") > 2 else ():
                    legend.add("", *pair)
                for sentence in re.split(r"\.\s+", plain(value)) if ":" in value else ():
                    for of, short, long in _of_a_column(sentence.rstrip(". ")):
                        legend.add(of, short, long)
                continue
            body = _TELLS.split(plain(value))[-1].lstrip(" :)")
            # "Quân hàm ghi tắt theo sổ cũ: B2 là Binh nhất; … Ô gạch ngang là không có."
            before = _TELLS.split(plain(value))[0].strip(" -(:*")
            listed = _list_of(re.split(r"\.\s+", body)[0].partition(":")[2].rstrip(". ")) if before else []
            told = [(before, *pair) for pair in listed] or list(_pairs(body))
            for of, short, long in told if len(told) > 1 or _SAYS_SHORT.search(value, 0, _WITHIN) else ():
                legend.add(of, short, long)
            # "(*) Ký hiệu cột kết luận:" names whose marks follow.
            named = re.sub(r"\([^()]*\)|[\s:)]+$", "", _COLUMN.sub("", body)).strip(" :")
            of = named if _COLUMN.match(body) and not told else ""
            for line in _below(sheet, row, column):
                if isinstance(line, tuple):
                    legend.add(of, *line)
                    continue
                of_heading = ":" in line and "=" not in line
                for of_line, short, long in _pairs(line):
                    legend.add(of_line if of_line or of_heading else of, short, long)
                    # "đv: đơn vị lúc xuất ngũ" is a heading's; what follows it, line by line, is what stands below it.
                    of = short if of_heading and not of_line else of
    return legend


def _written_as(text: str) -> list[tuple[str, str]]:
    """The pairs of "nam ghi 1, nữ ghi 0", two or more and nothing else; else none."""
    found = [_WRITTEN_AS.fullmatch(part) for part in re.split("[;,]", text)]
    return [(m["short"], m["long"]) for m in found if m] if len(found) > 1 and all(found) else []


def _below(sheet: Sheet, row: int, column: int) -> Iterator[str | tuple[str, str]]:
    """The lines that follow without a gap, in the same column or the one beside it; a short form that stands in a cell
    of its own before what it stands for as the two, a column's name before its list as one line."""
    for index in range(row + 1, min(row + 1 + _LONGEST_BLOCK, len(sheet.rows))):
        cells = [plain(v) for v in (sheet.cell(index, column), sheet.cell(index, column + 1)) if isinstance(v, str)]
        texts = [text for text in cells if text]
        if not texts:
            return
        shorts, longs = (re.split(r"\s*[,;]\s*", text) for text in texts) if len(texts) == 2 else ([], [])
        if len(shorts) > 1 and len(shorts) == len(longs) and all(re.fullmatch(_SHORT, one) for one in shorts):
            yield from zip(shorts, longs, strict=True)  # "NN, XN" beside "Nhập ngũ, xuất ngũ"
        elif len(texts) == 2 and re.fullmatch(_SHORT, texts[0]) and not _lists_pairs(texts[1]):
            yield texts[0], texts[1]
        elif len(texts) == 2 and len(texts[0]) <= _LONGEST_NAME and not re.search("[:=]", texts[0]):
            yield f"{texts[0]}: {texts[1]}"
        else:
            yield texts[0]


def _lists_pairs(text: str) -> bool:
    return sum(bool(_PAIR.fullmatch(part)) for part in re.split("[;,]", text)) > 1


def _pairs(line: str) -> Iterator[tuple[str, str, str]]:
    """The heading, "" for none, the short form and the long one of each pair that a line tells."""
    line = _BULLET.sub("", line)
    for part in _SENTENCE_PARTS.split(line):
        if (several := _side_by_side(part)) is not None:
            yield from (("", *pair) for pair in several)
            line = line.replace(part, "")
    if match := _BRACKETED.fullmatch(line.rstrip(". ")):
        inner = _list_of(match["list"])
        if inner:
            outer = _PAIR.fullmatch(match["outer"])
            of = outer["short"] if outer else match["outer"]
            yield from ((of, *pair) for pair in inner)
            line = match["outer"]
    match = _LABELLED.fullmatch(line)
    if match and ":" in match["list"] and re.fullmatch(_SHORT, match["label"].strip()):
        match = None  # "B1: Binh nhì; B2: Binh nhất": the first of the pairs
    if match and (told := _list_of(match["list"])):
        names = [name for name in re.split(r"[()]", _COLUMN.sub("", match["label"])) if name.strip()]  # "DT (dân tộc)"
        yield from ((name, *pair) for name in names for pair in told)
        return
    pairs = [_PAIR.fullmatch(part.rstrip(". ")) for part in _BETWEEN.split(line)]
    if pairs[0] and len(pairs) > 1 and not any(pairs[1:]) and (whole := _ONE_PAIR.fullmatch(line)):
        yield "", whole["short"], whole["long"].rstrip(". ")  # "H-b: hoãn, khoản 1 điểm b - lao động duy nhất"
        return
    for pair in filter(None, pairs):
        yield "", pair["short"], pair["long"].strip()


def _side_by_side(text: str) -> list[tuple[str, str]] | None:
    """The pairs of "SC, TC - Sơ cấp, Trung cấp", none where the two sides are not as many; None for any other text."""
    match = _SEVERAL.fullmatch(text)
    if not match:
        return None
    shorts, longs = (re.split(r"\s*,\s*", match[side].strip(" .")) for side in ("shorts", "longs"))
    return list(zip(shorts, longs, strict=True)) if len(shorts) == len(longs) else []


def _of_a_column(sentence: str) -> Iterator[tuple[str, str, str]]:
    """The pairs of a sentence that lists nothing but what stands below one heading: "Khối: TC - tại chỗ; YT - y tế"."""
    match = _LABELLED.fullmatch(sentence)
    if match and ":" not in match["list"]:
        name = _COLUMN.sub("", match["label"]).strip()
        listed = match["list"].rstrip(")") if match["list"].count(")") > match["list"].count("(") else match["list"]
        yield from (("" if _OF_ALL.fullmatch(name) else name, *pair) for pair in _list_of(listed))


def _list_of(text: str) -> list[tuple[str, str]]:
    """The pairs of a list that holds nothing else, two or more; else none."""
    parts = [part.rstrip(". ") for part in re.split(r"[;,]", text) if not _OF_NOTHING.match(part)]
    found = [match for part in parts if (match := _PAIR.fullmatch(part) or _BESIDE.fullmatch(part))]
    return [(m["short"], m["long"]) for m in found] if len(found) == len(parts) > 1 else []


def spell_headings(heading: Heading, legend: Legend, roster: str) -> tuple[Heading, list[str]]:
    """The heading with short names of columns written out, and a notice where there were any.

    Only what then means something is: "A = Trung đoàn 50" is a cell.
    """
    forms = legend.of_column()
    paths, told = {}, []
    for column, path in heading.paths.items():
        parts = _WITHIN_NAME.split(path[-1])
        long = [forms[part] if part in forms and meanings((forms[part],), roster) else part for part in parts]
        told += [f"“{short}” là “{said}”" for short, said in zip(parts, long, strict=True) if short != said]
        paths[column] = (*path[:-1], "".join(long)) if long != parts else path
    notices = [f"Tiêu đề theo lời chú giải {legend.where}: {', '.join(told)}. Hãy kiểm tra."] if told else []
    return (replace(heading, paths=paths), notices) if told else (heading, [])


def spell_named(
    sheet: Sheet,
    heading: Heading,
    legend: Legend,
    own_names: Mapping[int, tuple[str, ...]],
    roster: str,
    letter_of: Callable[[int], str],
) -> tuple[Sheet, list[str]]:
    """The sheet with the short forms written out that are told for a column by its name, before anybody knows what the
    column is, and a notice for each. `own_names` are what the sheet itself calls its columns."""
    forms = {
        column: _tellable(
            legend.of_column(path, only_named=True), dict(meanings(heading.paths.get(column, path), roster))
        )
        for column, path in (own_names.items() if legend else ())
    }
    return _spelled(sheet, heading, legend, forms, letter_of)


def _tellable(forms: dict[str, str], keys: Collection[str]) -> dict[str, str]:
    """The forms that may be written out and told, as the column's reader takes them. Which unit receives a reservist,
    in short or in full, is a state secret, and a notice would repeat it: of that column only what says yes or no."""
    if "is_assigned" in keys:
        return {short: long for short, long in forms.items() if find_choice(YES_NO, long)}
    if {"speciality_code", "speciality"} & set(keys):  # both are kept of "10 - Công binh"
        return {short: f"{short} - {long}" if short.isdigit() else long for short, long in forms.items()}
    return forms


def spell_short_forms(
    sheet: Sheet,
    heading: Heading,
    columns: Sequence[MappedColumn],
    legend: Legend,
    roster: str,
    letter_of: Callable[[int], str],
) -> tuple[Sheet, list[str]]:
    """The sheet with such cells written out, and a notice for each column where there were any."""
    forms = {
        column.index: _tellable(legend.of_column(column.path, (column.key or "",), roster), (column.key or "",))
        for column in (shared_columns(columns) if legend else ())
    }
    return _spelled(sheet, heading, legend, forms, letter_of)


def _spelled(
    sheet: Sheet, heading: Heading, legend: Legend, forms: Mapping[int, dict[str, str]], letter_of: Callable[[int], str]
) -> tuple[Sheet, list[str]]:
    if not any(forms.values()):
        return sheet, []
    rows: list[list[Cell]] = [list(row) for row in sheet.rows]
    notices = []
    for column, shorts in forms.items():
        used = set()
        for index in range(heading.last_row + 1, len(rows)) if shorts else ():
            if (text := plain(sheet.cell(index, column))) in shorts:
                rows[index][column] = shorts[text]
                used.add(f"“{text}” là “{shorts[text]}”")
        if used:
            told = ", ".join(sorted(used))
            notices.append(f"Cột {letter_of(column)}: theo lời chú giải {legend.where}, {told}. Hãy kiểm tra.")
    return (replace(sheet, rows=rows), notices) if notices else (sheet, [])
