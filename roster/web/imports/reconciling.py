"""A comparison made ready for its page: plain values, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from roster.domain.actor import Actor
from roster.intake.reconcile import DIFFERENT, GROUP_LABELS, ONLY_THERE, UNCLEAR, Compared
from roster.services.reconciliation import Reconciliation
from roster.services.reconciliation_sheet import column_of, facts_of, settled_words, shown_value
from roster.web.imports.shown import Page, Tile, page_of

OPEN = "open"


@dataclass(frozen=True)
class ShownDifference:
    """One value of both lists; `pick` names it in the form, "" where nothing can be settled of it any more."""

    label: str
    ours: str
    theirs: str
    cell: str
    settled: str
    words: str
    pick: str


@dataclass(frozen=True)
class ShownPerson:
    """Somebody of one list or of both."""

    group: str
    group_label: str
    name: str
    birth_date: str
    citizen_id: str
    neighbourhood: str
    where: str  # "dòng 12", with the sheet where there are several
    person_id: UUID | None
    differences: tuple[ShownDifference, ...]
    problems: tuple[str, ...]
    settled: str
    words: str
    pick: str
    is_open: bool
    note: str
    open_key: str  # of the row, for its mending page


@dataclass(frozen=True)
class Comparing:
    """A comparison as one officer sees it."""

    found: Reconciliation
    actor: Actor

    def tiles(self, current: str, neighbourhood: str) -> list[Tile]:
        """One tile a group, and one for what is still open."""
        counts = self.found.counts(neighbourhood)
        labels = {**GROUP_LABELS, OPEN: "Còn phải xử lý"}
        return [Tile(key, label, counts[key], key == current) for key, label in labels.items()]

    def people(self, group: str, neighbourhood: str) -> list[Compared]:
        """The people of a tile."""
        if group == OPEN:
            return self.found.of("", neighbourhood, only_open=True)
        return self.found.of(group, neighbourhood)

    def page(self, group: str, neighbourhood: str, number: int) -> Page[ShownPerson]:
        """A page of the people of a tile."""
        cut = page_of(self.people(group, neighbourhood), number)
        return Page([self._shown(one) for one in cut.items], cut.number, cut.pages, cut.total)

    def _shown(self, one: Compared) -> ShownPerson:
        name, born, number = facts_of(self.actor, self.found, one)
        row = one.row
        several = sum(sheet.used for sheet in self.found.plan.sheets) > 1
        where = f"dòng {row.row}" if row is not None else ""
        if row is not None and one.sheet is not None and several:
            where += f", trang “{one.sheet.name}”"
        person_id = one.absent.person_id if one.absent else row.person_id if row else None
        note = ""
        if one.group == ONLY_THERE and person_id is not None and not one.settled:
            note = "Đã có hồ sơ công dân trong sổ, nhưng chưa có trong danh sách này."
        return ShownPerson(
            one.group, GROUP_LABELS[one.group], name or "(chưa có tên)", born, number, self.found.neighbourhood_of(one),
            where, person_id, tuple(self._difference(one, index) for index in range(len(one.differences))),
            tuple(p.message for p in row.problems) if row is not None and one.group in (UNCLEAR, ONLY_THERE) else (),
            one.settled, settled_words(one, one.settled), self._pick(one), one.is_open, note,
            f"{one.sheet_index}-{row.row}" if row is not None else "",
        )  # fmt: skip

    def _difference(self, one: Compared, index: int) -> ShownDifference:
        found, roster = one.differences[index], self.found.plan.roster
        column = column_of(roster, found.key)
        ours, theirs = (shown_value(self.actor, roster, found.key, value) for value in (found.ours, found.theirs))
        pick = f"{self._pick(one)}-{found.key}" if found.settled != "taken" else ""
        label = column.heading if column else found.key
        return ShownDifference(label, ours, theirs, found.cell, found.settled, settled_words(one, found.settled), pick)

    def _pick(self, one: Compared) -> str:
        if one.absent is not None:
            return f"h-{one.absent.person_id}"
        if one.row is None or one.group not in (ONLY_THERE, DIFFERENT) or one.settled == "taken":
            return ""
        return f"r-{one.sheet_index}-{one.row.row}"
