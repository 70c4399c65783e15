"""Form fields for the columns of the catalogue: a form asks a column the same question as an import does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, ClassVar, TypeVar, cast

from markupsafe import Markup
from wtforms import Field, HiddenField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget, Select, TextArea, TextInput, html_params

from roster.columns.column import Column, ReadContext, Reading, Value
from roster.columns.readers import read_choice, read_ground, read_step
from roster.columns.showers import show_flag, show_yes_no
from roster.domain.choices import YES_NO, Choice
from roster.domain.cycle import STEP_BY_KEY
from roster.domain.dates import read_date
from roster.domain.problems import Problem, Severity, beside_label, problem
from roster.domain.text import clean
from roster.services.faults import Invalid
from roster.web.office_form import OfficeForm

# A closed list is a select; where the reader also takes free words (a qualification) the list only suggests.
_CLOSED_READERS = {read_choice, read_ground, read_step}
_YES_NO_SHOWERS = {show_flag, show_yes_no}
_LONGEST_TEXT = 2_000  # characters that one field takes

DAY_SHAPE = "ngày/tháng/năm"  # what stands in an empty field for a day, on every page


class ColumnField(Field):
    """One column of the catalogue as a labelled field.

    `data` is what the officer typed (or the stored value as text); after `read` `reading` holds the values by column
    key, `problems` what was met, `errors` and `warnings` its sentences. A control is a select for a closed list and for
    yes/no (blank: not known), a text area for long text, otherwise a line of text; dates are text, dd/mm/yyyy.
    """

    def __init__(self, column: Column, is_required: bool = False, **more: Any) -> None:
        super().__init__(label=column.label, description=column.example, **more)
        self.column = column
        self.is_required = is_required
        self.is_flag = column.shower in _YES_NO_SHOWERS
        self.is_select = self.is_flag or column.reader in _CLOSED_READERS
        self.blank_words = "— Chưa rõ —"  # what a select calls no choice
        self.reading = Reading()
        self.problems: tuple[Problem, ...] = ()
        self.widget = _choose_widget(self)

    @property
    def options(self) -> tuple[Choice, ...]:
        """The choices of a select, or the suggestions of a text field."""
        if self.column.reader is read_step:
            return tuple(choice for choice in self.column.choices if STEP_BY_KEY[str(choice.key)].is_entered_freely)
        return YES_NO if self.is_flag else self.column.choices

    @property
    def warnings(self) -> list[str]:
        """Sentences that do not keep the form from being saved."""
        return [self.sentence(p) for p in self.problems if p.severity is not Severity.ERROR]

    def sentence(self, found: Problem) -> str:
        """What the problem says; the field's label stands before it on every page."""
        return beside_label(found.message, self.label.text)

    def process_data(self, value: Any) -> None:
        """Take a stored value: a select keeps its key, anything else becomes the text that people read."""
        if value is None or value == "":
            self.data = ""
        elif self.is_select:
            self.data = _key_text(value)
        else:
            self.data = self.column.show(cast(Value, value))

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed, as it was typed."""
        if valuelist:
            self.data = str(valuelist[0])

    def _value(self) -> str:
        return self.data or ""

    def read(self, today: date) -> Reading:
        """Ask the column. The reading's values are complete: a blank field gives None for its own key."""
        raw = clean(self.data or "", keep_lines=self.column.long_text)
        if self.is_select:
            # The column reads words, as cells hold them; the select sends keys.
            raw = next((c.label for c in self.options if _key_text(c.key) == raw), raw)
        if len(raw) > _LONGEST_TEXT:
            fault = problem(self.column.key, "not_a_choice", f"{self.label.text} dài quá {_LONGEST_TEXT} ký tự.")
            self.reading = Reading({self.column.key: None}, (fault,))
        else:
            reading = self.column.read(raw or None, ReadContext(today=today))
            self.reading = Reading({self.column.key: None} | reading.values, reading.problems)
        found = self.reading.problems
        if self.is_required and self.reading.values[self.column.key] is None and not found:
            found = (problem(self.column.key, "missing", f"Chưa nhập {_decapitalised(self.label.text)}."),)
        self.problems = found
        self.errors = [self.sentence(p) for p in found if p.holds_back]
        return self.reading


class ColumnForm(OfficeForm):
    """A form over columns of the catalogue; made by `form_for_columns`, given the day by `today`."""

    column_keys: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today

    def validate(self, extra_validators: Any = None) -> bool:
        """Read every field; False where one of them has a fault that holds back."""
        is_sound = bool(super().validate(extra_validators))
        for field in self.column_fields():
            field.read(self.today)
            is_sound = is_sound and not field.errors
        return is_sound

    def column_fields(self) -> list[ColumnField]:
        """The fields of columns, in the order of the form."""
        return [field for field in self if isinstance(field, ColumnField)]

    def values(self) -> dict[str, Value]:
        """Values by column key after `validate`; None for what was left blank.

        One field may state several facts ("Nguyễn Đức Vinh (1972)"): the fact of another column counts where that
        column's own field is not in the form or was left blank.
        """
        own = {field.column.key: field.reading.values[field.column.key] for field in self.column_fields()}
        beside: dict[str, Value] = {}
        for field in self.column_fields():
            beside |= {key: value for key, value in field.reading.values.items() if key != field.column.key}
        return own | {key: value for key, value in beside.items() if own.get(key) is None}

    def problems(self) -> list[Problem]:
        """Everything that was met in the fields, faults, warnings and notes."""
        return [p for field in self.column_fields() for p in field.problems]

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Hang further problems (checks between fields) on the fields that they name."""
        by_key = {field.column.key: field for field in self.column_fields()}
        for found in problems:
            field = by_key.get(found.field)
            if field is not None and found not in field.problems:
                field.problems += (found,)
                if found.holds_back:
                    field.errors = [*field.errors, field.sentence(found)]


FormOfColumns = TypeVar("FormOfColumns", bound=ColumnForm)


def form_for_columns(
    columns: Iterable[Column], *, required: Iterable[str] = (), base: type[FormOfColumns] = ColumnForm
) -> type[FormOfColumns]:
    """A form class with one `ColumnField` per column, named by its key.

    `required` are keys that must not be blank. Two forms on one page (a person and his record) are told apart by
    `prefix`; only one of them needs the CSRF field (`meta={"csrf": False}` for the other).
    """
    needed, columns = set(required), tuple(columns)
    fields = {c.key: _declare(c, c.key in needed) for c in columns}
    return cast(type[FormOfColumns], type("FormOfColumns", (base,), {**fields, "column_keys": tuple(fields)}))


def _declare(column: Column, is_required: bool) -> Any:
    return ColumnField(column=column, is_required=is_required)


def _decapitalised(label: str) -> str:
    first = label.split(" ")[0]
    return label if first.isupper() and len(first) > 1 else label[:1].lower() + label[1:]


def _key_text(key: object) -> str:
    return {True: "yes", False: "no"}[key] if isinstance(key, bool) else str(key)


def _choose_widget(field: ColumnField) -> Any:
    if field.is_select:
        return _ChoiceSelect()
    if field.column.long_text:
        return TextArea()
    return _SuggestingInput() if field.options else _LineInput()


class _LineInput(TextInput):
    """A line of text: digits bring up a telephone's number keys, and no browser remembers a citizen's data."""

    def __call__(self, field: Any, **more: Any) -> Markup:
        more.setdefault("autocomplete", "off")
        more.setdefault("maxlength", _LONGEST_TEXT)
        if field.column.as_text and field.column.sensitivity:
            more.setdefault("inputmode", "numeric")
        return cast(Markup, super().__call__(field, **more))


class _SuggestingInput(_LineInput):
    """A line of text with the list's words as suggestions."""

    def __call__(self, field: Any, **more: Any) -> Markup:
        # The browser shows the group beside the words: which of the many ranks are an officer's.
        options = Markup("").join(
            Markup("<option value='{}'>{}</option>").format(choice.label, choice.group) for choice in field.options
        )
        line = super().__call__(field, list=f"{field.id}-list", **more)
        return line + Markup("<datalist id='{}-list'>{}</datalist>").format(field.id, options)


class _ChoiceSelect(Select):
    """A select with a blank line first; a stored or typed value outside of the list stays visible and chosen."""

    def __call__(self, field: Any, **more: Any) -> Markup:
        more.setdefault("id", field.id)
        chosen = field.data or ""
        offered = [("", "", field.blank_words)]
        offered += [(choice.group, _key_text(choice.key), choice.label) for choice in field.options]
        if chosen not in {value for _, value, _ in offered}:
            offered.append(("", chosen, chosen))
        lines = Markup("")
        for group, members in groupby(offered, itemgetter(0)):
            options = Markup("").join(
                Markup("<option value='{}'{}>{}</option>").format(
                    value, Markup(" selected") if value == chosen else "", label
                )
                for _, value, label in members
            )
            lines += Markup("<optgroup label='{}'>{}</optgroup>").format(group, options) if group else options
        # The attributes are WTForms' own and escaped by html_params.
        return Markup(f"<select {html_params(name=field.name, **more)}>") + lines + Markup("</select>")  # noqa: S704


class DayField(Field):
    """A whole day of the office's own settings, typed dd/mm/yyyy (or 01072025); `data` is a date or None."""

    widget = TextInput()

    def __init__(self, label: str = "", validators: Any = None, **more: Any) -> None:
        more.setdefault("render_kw", {"autocomplete": "off", "placeholder": DAY_SHAPE, "maxlength": 20})
        super().__init__(label, validators, **more)
        self.typed = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed. A part of a date is refused: these fields need the day."""
        self.typed = clean(str(valuelist[0])) if valuelist else ""
        self.data = None
        if not self.typed:
            return
        # The day of reading only decides what lies in the future, and here it may.
        reading = read_date(self.typed, today=date(2100, 1, 1))
        if reading.value is None or len(reading.value) != len("2025-07-01"):
            raise ValueError("Hãy nhập đủ ngày, tháng, năm, ví dụ 01/07/2025.")
        self.data = date.fromisoformat(reading.value)

    def _value(self) -> str:
        return self.typed or (f"{self.data:%d/%m/%Y}" if self.data else "")


class CheckboxListField(SelectMultipleField):
    """Several of a list, each with its own checkbox."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class VersionedForm(OfficeForm):
    """A form that knows which version of its row the officer saw, so that two edits do not overwrite each other."""

    seen_version = HiddenField()

    def seen(self) -> int:
        """The version that the officer saw, 0 where the browser sent none."""
        return version_sent(self.seen_version.data)

    def refused(self, fault: Invalid, version: int) -> None:
        """Take the sentences of the service; what was typed stays and may be sent again over the new version."""
        take_faults(self, fault.faults)
        self.seen_version.data = str(version)


def version_sent(text: str | None) -> int:
    """The version of a row that a browser sent as the one it showed; 0, which no row has, for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def take_faults(form: OfficeForm, faults: Mapping[str, Iterable[str]]) -> None:
    """Hang the sentences of services.faults.Invalid on the fields that they name, others on the whole form."""
    for name, sentences in faults.items():
        field = form._fields.get(name)
        if field is None:
            form.form_errors.extend(sentences)
        else:
            field.errors = [*field.errors, *sentences]
