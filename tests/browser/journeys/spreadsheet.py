"""What the same tasks take in a spreadsheet: each step with its keys, counted as `Hands` counts ours.

Whose way it is: a practised user of Excel for Windows who needs no mouse. He takes the shortest sensible way, his
list has the columns that the task needs side by side in the best order, text columns are formatted as text, the
filter is on, and his list is the last workbook that he used. Every doubt was settled for the spreadsheet. LibreOffice
Calc has the same commands, with key tips of its own. What a spreadsheet cannot do at all stands in `cannot`; then the
steps are what he would do instead, and what comes of it is less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """Presses, blank-separated ("Ctrl+Shift+L Alt+Down E": three), then a typed text, then further presses."""

    what: str
    keys: str = ""
    typed: str = ""
    then: str = ""
    times: int = 1

    @property
    def count(self) -> int:
        """How many presses; of a typed text each character."""
        return (len(self.keys.split()) + len(self.typed) + len(self.then.split())) * self.times


@dataclass(frozen=True)
class Task:
    """One task in a spreadsheet; `cannot` is an English sentence on what comes out less than ours, or ""."""

    steps: Sequence[Step]
    cannot: str = ""

    @property
    def count(self) -> int:
        """All presses of the task."""
        return sum(step.count for step in self.steps)


OPEN = Step("open the list, the first of the workbooks used last", "Alt F 1")
SAVE = Step("save", "Ctrl+S")
FREE_ROW = Step("to the first free row of the list", "Ctrl+Home Ctrl+Down Down")


def open_file(name: str) -> Step:
    """Open a workbook by the computer's own window."""
    return Step(f"open {name}", "Ctrl+F12", name, "Enter")


def show_only(text: str, to_heading: str) -> Step:
    """Filter a column by the search box of its menu; `to_heading` are the presses to its heading."""
    return Step(f"show only “{text}”", f"{to_heading} Alt+Down E", text, "Enter")


def formula_beside(what: str, formula: str) -> Sequence[Step]:
    """Write a formula beside the first row and fill it down to the last."""
    return (
        Step(what, "Ctrl+Home Ctrl+Right Right Down", formula, "Ctrl+Enter"),
        Step("fill it down along the column on its left", "Ctrl+C Left Ctrl+Down Right Ctrl+Shift+Up Ctrl+V"),
    )


def replace_in_column(wanted: str, text: str, to_column: str) -> Step:
    """Find and replace within one column."""
    return Step(f"“{wanted}” → “{text}”", f"{to_column} Ctrl+Space Ctrl+H", wanted + text, "Tab Alt+A Enter Esc")


def take_over(rows: str) -> Sequence[Step]:
    """Copy the rows of an opened workbook below the ward's list and throw out who stands there twice."""
    return (
        Step(f"copy {rows}", "Ctrl+Home Down Ctrl+Shift+End Ctrl+C"),
        OPEN,
        FREE_ROW,
        Step("paste", "Ctrl+V"),
        Step(
            "Data, Remove Duplicates: by the number of the card alone", "Alt A M Alt+U Tab Down Down Space Enter Enter"
        ),
        SAVE,
    )


def first_start(letterhead: Sequence[str], headings: Sequence[str], signer: str, password: str) -> Task:
    """An empty list of the office, with letterhead, signature and a password."""
    return Task(
        (
            Step("a new workbook", "Ctrl+N"),
            *(Step("a line of the letterhead, one cell on", typed=line, then="Enter") for line in letterhead),
            *(Step("a heading, one cell on", typed=heading, then="Tab") for heading in headings),
            Step("numbers of cards and telephones as text", "Ctrl+Space Ctrl+1 T Enter", times=2),
            Step("who signs, below", "Ctrl+G", "H20", "Enter"),
            Step("his name", typed=signer, then="Enter"),
            Step("Save As with options", "F12", "NVQS 2026", "Alt+L G"),
            Step("a password to open it, twice", typed=password, then="Enter", times=2),
            Step("save", "Enter"),
        ),
        "One password for everybody, no accounts, no journal, nothing that checks what is typed.",
    )


def import_with_faults(file: str, mends: Sequence[str]) -> Task:
    """A workbook of others checked, mended and taken into the list."""
    return Task(
        (
            open_file(file),
            *formula_beside(
                "what is wrong: a date left as text, a short number", "=OR(ISTEXT(B2);LEN(C2)<>12;LEN(D2)<>10)"
            ),
            Step("show only the wrong ones", "Ctrl+Home Ctrl+Shift+L Ctrl+Right Alt+Down E", "TRUE", "Enter"),
            *(Step("to the wrong cell, right text", "Down Right", mend, "Enter") for mend in mends),
            Step("everybody again, the formula away", "Ctrl+Shift+L Ctrl+Home Ctrl+Right Ctrl+Space Ctrl+-"),
            *take_over("all rows"),
        ),
        "It cannot tell old from new: of a man who stands in both, all that the new file says is thrown away; nothing "
        "remembers where a value came from.",
    )


def ten_by_hand(people: Sequence[Sequence[str]]) -> Task:
    """Ten rows typed below the list."""
    return Task(
        (
            OPEN,
            FREE_ROW,
            *(Step("a row", typed="".join(row), then="Tab " * (len(row) - 1) + "Enter") for row in people),
            SAVE,
        ),
        "It says nothing of a wrong number, nor of a man who is there already.",
    )


def ten_by_scanner() -> Task:
    """Ten cards scanned, each into one cell, split, and brought into the columns of the list."""
    return Task(
        (
            OPEN,
            Step("an empty sheet", "Shift+F11"),
            Step("ten cards: the scanner types and presses Enter"),
            Step("choose the ten cells", "Ctrl+Home Ctrl+Shift+Down"),
            Step("Data, Text to Columns: delimited by |", "Alt A E D Enter O | Enter"),
            Step(
                "the number as text, birth and issue as dates (dd/mm/yyyy)",
                "T Tab Right Right Right D Right Right Right D",
            ),
            Step("finish", "Enter"),
            Step(
                "name and birth before the number: cut, insert", "Ctrl+Home Right Right Ctrl+Space Shift+Right Ctrl+X"
            ),
            Step("insert what was cut", "Ctrl+Home Ctrl+Space Ctrl++"),
            Step("copy name, birth, number", "Ctrl+Home Shift+Right Shift+Right Ctrl+Shift+Down Ctrl+C"),
            Step("back to the list", "Ctrl+PageDown"),
            FREE_ROW,
            Step("paste", "Enter"),
            Step("copy the addresses", "Ctrl+PageUp Ctrl+Home Right Right Right Right Right Ctrl+Shift+Down Ctrl+C"),
            Step("beside them", "Ctrl+PageDown Right Right Right Enter"),
            Step("the sheet away", "Ctrl+PageUp Alt H D S Enter"),
            SAVE,
        ),
        "A wrong reading of a keyboard layout goes into the list unseen; whoever is there already stands there twice.",
    )


def bulk_move(from_step: str, to_step: str) -> Task:
    """Everybody at one step shown, the next step and its day written to all of them."""
    return Task(
        (
            OPEN,
            show_only(from_step, "Ctrl+Home Ctrl+Right"),
            Step("the shown cells of the column", "Down Ctrl+Shift+Down Alt+;"),
            Step("the next step into all of them", typed=to_step, then="Ctrl+Enter"),
            Step("the day beside", "Right Ctrl+Shift+Down Alt+; Ctrl+; Ctrl+Enter"),
            Step("everybody again", "Ctrl+Shift+L Ctrl+Shift+L"),
            SAVE,
        ),
        "The law is not asked: whoever may not be called is moved with the others; the step before is lost.",
    )


def call_up_list(number: str, count: str, day: str) -> Task:
    """The ward's call-up list made of the list, in a prepared form, and printed."""
    return Task(
        (
            OPEN,
            show_only("Loại 1", "Ctrl+Home Ctrl+Right"),
            Step("add the classes 2 and 3 to what is shown", "Alt+Down E", "Loại 2", "Tab Tab Space Enter"),
            Step("and once more", "Alt+Down E", "Loại 3", "Tab Tab Space Enter"),
            Step("without those deferred: blanks alone", "Right Alt+Down E", "(Blanks)", "Enter"),
            Step("copy who is shown", "Ctrl+Home Down Ctrl+Shift+End Alt+; Ctrl+C"),
            open_file("Mau 16C.xlsx"),
            Step("the form's first row", "Ctrl+G", "B9", "Enter"),
            Step("paste the values alone", "Ctrl+Alt+V V Enter"),
            Step("running numbers", "Left", "1", "Ctrl+Enter"),
            Step("down to the last: Home, Fill, Series", "Right Ctrl+Down Left Ctrl+Shift+Up Alt H F I S Enter"),
            Step("the paper's number", "Ctrl+G", "A3", "Enter F2 Home"),
            Step("behind “Số:”", "Right Right Right Right", number, "Enter"),
            Step("the paper's day", "Ctrl+G", "E3", "Enter"),
            Step("as it stands on papers", typed=day, then="Enter"),
            Step(
                "how many there are, below the last",
                "Ctrl+Down Ctrl+Down Down",
                f"Danh sách gồm {count} người.",
                "Enter",
            ),
            Step("print", "Ctrl+P Enter"),
            Step("keep the paper", "F12", f"16C {number}", "Enter"),
        ),
        "Only class and deferment are looked at, not age, schooling, record or the claims that are under way; nobody "
        "is told who was left out and by which clause.",
    )


def examination_day(people: Sequence[tuple[str, Sequence[str]]]) -> Task:
    """Ten men found one by one; that they came, measures and class written into the cells behind the name."""
    return Task(
        (
            OPEN,
            *(Step(f"find {name}", "Ctrl+F", name, "Enter Esc") for name, _ in people),
            *(Step("he came", "Tab", "x") for _ in people),
            *(Step("a measure, the class", "Tab", cell) for _, cells in people for cell in cells),
            Step("the last cell of the man", then="Enter", times=len(people)),
            SAVE,
        ),
        "Two desks cannot write into it at once; a class against the measures, or of the wrong man of two of one name, "
        "goes unnoticed.",
    )


def undo_batch(copy: str, own: str) -> Task:
    """A batch of yesterday taken back: the copy that was made before it put in place of the list."""
    return Task(
        (
            open_file(copy),
            Step("Save As over the list", "F12", own, "Enter"),
            Step("yes, replace it", "Alt+Y"),
        ),
        "Only where a copy was made before. All that was entered since is lost with the batch.",
    )


def large_batch(file: str, singles: Sequence[str], neighbourhood: str) -> Task:
    """1,500 rows checked, mended by two replacements, by blanks filled, and cell by cell, and taken into the list."""
    return Task(
        (
            open_file(file),
            replace_in_column("09912", "0912", "Ctrl+Home Right Right Right"),
            replace_in_column("20006", "2006", "Ctrl+Home Right"),
            Step("the blank cells of the column", "Ctrl+Home Ctrl+Right Ctrl+Space Ctrl+G Alt+S K Enter"),
            Step("the same text into all of them", typed=neighbourhood, then="Ctrl+Enter"),
            *formula_beside("what is wrong", "=OR(ISTEXT(B2);LEN(C2)<>12;LEN(D2)<>10)"),
            Step("show only the wrong ones", "Ctrl+Home Ctrl+Shift+L Ctrl+Right Alt+Down E", "TRUE", "Enter"),
            Step("to the first number", "Ctrl+Home Right Right Down"),
            *(Step("the right number", typed=one, then="Enter") for one in singles),
            Step("everybody again, the formula away", "Ctrl+Shift+L Ctrl+Home Ctrl+Right Ctrl+Space Ctrl+-"),
            *take_over("all rows"),
        ),
        "He must know which two replacements help: nothing counts or groups the faults. It cannot tell old from new.",
    )
