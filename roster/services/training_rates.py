"""The rates that reports ask for, and the people behind each: a figure is the length of the list that it opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from roster.domain.choices import COMPONENT
from roster.domain.law.training import COURSE, GOOD, MILITIA, PASSED, RESERVE, RESULTS
from roster.domain.sorting import natural_key
from roster.services.faults import NotFound
from roster.services.training_book import Account, Book, Called, Tally
from roster.store import training_queries as queries
from roster.store.commanders import Learner
from roster.store.training import TrainingPlan
from roster.store.training_queries import Stay

NO_COMPONENT = "-"
_BEST_FIRST = tuple(RESULTS)


@dataclass(frozen=True)
class Standing:
    """How somebody stands to the training of one kind (or one plan) on a day."""

    person: Learner
    component: str | None
    unit_key: str
    unit: str
    post: str
    is_called: bool
    excused_reason: str | None
    tally: Tally
    result: str | None


def _has_result(results: Iterable[str]) -> Callable[[Standing], bool]:
    wanted = frozenset(results)
    return lambda one: one.result in wanted


# What a list may be narrowed to: the key of its address, its name, who is in it.
STATES: dict[str, tuple[str, Callable[[Standing], bool]]] = {
    "called": ("Được gọi", lambda one: one.is_called),
    "not_called": ("Chưa được gọi", lambda one: not one.is_called),
    "excused": ("Được miễn", lambda one: one.excused_reason is not None),
    "attended": ("Đã tham gia", lambda one: one.tally.attended > 0),
    "not_attended": ("Được gọi nhưng chưa tham gia", lambda one: one.is_called and one.tally.attended == 0),
    "graded": ("Đã xếp loại", lambda one: one.result is not None),
    "passed": ("Đạt trở lên", _has_result(PASSED)),
    "good": ("Khá, giỏi", _has_result(GOOD)),
    "excellent": ("Giỏi", _has_result(("excellent",))),
    "failed": ("Không đạt", _has_result(("failed",))),
}


@dataclass(frozen=True)
class Asked:
    """Which people are asked for: of a kind of training, or of one plan; of a component, a unit; in a state."""

    kind: str
    home: str = MILITIA
    plan_id: UUID | None = None
    component: str = ""
    unit: str = ""
    state: str = ""


@dataclass(frozen=True)
class Rate:
    """A line of the rates. `narrowed` are the arguments of the list behind it, but its state."""

    label: str
    narrowed: dict[str, str]
    strength: int
    called: int
    attended: int
    graded: int
    passed: int
    good: int
    days_attended: float
    days_called: float

    @property
    def attended_share(self) -> float | None:
        """Per cent of the strength that took part."""
        return _share(self.attended, self.strength)

    @property
    def passed_share(self) -> float | None:
        """Per cent of those who were graded that passed."""
        return _share(self.passed, self.graded)

    @property
    def good_share(self) -> float | None:
        """Per cent of those who were graded with Khá or Giỏi."""
        return _share(self.good, self.graded)

    @property
    def days_share(self) -> float | None:
        """Per cent of the days of all who were called on which they were there."""
        return _share(self.days_attended, self.days_called)


@dataclass(frozen=True)
class Rates:
    """The rates of one kind of training in a year, as of a day."""

    total: Rate
    by_plan: tuple[Rate, ...]
    by_component: tuple[Rate, ...]
    by_unit: tuple[Rate, ...]


def rates_of(book: Book, kind: str, home: str, on: date) -> Rates:
    """The rates of a kind of training on the day: of everybody whom it concerns then, and plan by plan."""
    everybody = _of_kind(book, kind, home, on)
    base = {"kind": kind, "home": home}
    components = [(str(choice.key), choice.label) for choice in COMPONENT] + [(NO_COMPONENT, "Chưa ghi thành phần")]
    units = sorted(
        {(natural_key(one.unit) if one.unit else "~", one.unit_key, one.unit or "Chưa xếp đơn vị") for one in everybody}
    )
    return Rates(
        total=_rate("Toàn lực lượng", base, everybody),
        by_plan=tuple(
            _rate(plan.title, base | {"plan": str(plan.id)}, _of_plan(book, plan, on))
            for plan in _plans(book, kind, home)
        ),
        by_component=tuple(
            _rate(label, base | {"component": key}, found)
            for key, label in components
            if home == MILITIA and (found := [one for one in everybody if _is_of_component(one, key)])
        ),
        by_unit=tuple(
            _rate(label, base | {"unit": key}, [one for one in everybody if one.unit_key == key])
            for _, key, label in units
            if home == MILITIA
        ),
    )


def people_of(book: Book, asked: Asked, on: date) -> list[Standing]:
    """The people behind a number of the rates or of a target, by name. Raises NotFound for a plan of another year."""
    if asked.plan_id is not None:
        plan = next((one for one in book.plans if one.id == asked.plan_id), None)
        if plan is None:
            raise NotFound(str(asked.plan_id))
        found = _of_plan(book, plan, on)
    else:
        found = _of_kind(book, asked.kind, asked.home, on)
    if asked.component:
        found = [one for one in found if _is_of_component(one, asked.component)]
    if asked.unit:
        found = [one for one in found if one.unit_key == asked.unit]
    if asked.state:
        _, belongs = STATES.get(asked.state, ("", lambda _: False))
        found = [one for one in found if belongs(one)]
    return found


# --- Who still owes days ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Owing:
    """Who owes days on a day. `unknown` are those of whom it is not known how many; `excused` owe none."""

    owing: tuple[Account, ...]
    unknown: tuple[Account, ...]
    excused: tuple[Account, ...]

    @property
    def total(self) -> float:
        """All days that are owed."""
        return sum(one.missing or 0 for one in self.owing)

    @property
    def people(self) -> int:
        """How many owe days."""
        return len({one.person.id for one in self.owing})

    @property
    def by_person(self) -> list[tuple[Learner, list[Account], float]]:
        """Each with his accounts and what he owes over the year."""
        found: dict[UUID, list[Account]] = {}
        for one in self.owing:
            found.setdefault(one.person.id, []).append(one)
        return [(ones[0].person, ones, sum(one.missing or 0 for one in ones)) for ones in found.values()]


def owing_of(accounts: Sequence[Account]) -> Owing:
    """Part the accounts: who owes, of whom it is not known, who is excused. Who has left owes nothing."""
    still = [one for one in accounts if not one.has_left]
    return Owing(
        owing=tuple(one for one in still if one.missing),
        unknown=tuple(one for one in still if one.is_open and one.due.days is None),
        excused=tuple(one for one in still if one.excused_reason is not None),
    )


# --- Working it out --------------------------------------------------------------------------------------------------


def _plans(book: Book, kind: str, home: str) -> list[TrainingPlan]:
    return [plan for plan in book.plans if plan.kind == kind and plan.home == home]


def _of_plan(book: Book, plan: TrainingPlan, on: date) -> list[Standing]:
    return [_standing(book, one.person, book.stay_of(one.person.id, on), [one], on) for one in book.by_plan[plan.id]]


def _of_kind(book: Book, kind: str, home: str, on: date) -> list[Standing]:
    """Everybody whom that kind of training concerns on the day: the members, the commanders or the reservists."""
    called: dict[UUID, list[Called]] = {}
    for plan in _plans(book, kind, home):
        for one in book.by_plan[plan.id]:
            called.setdefault(one.person.id, []).append(one)
    if home == RESERVE:
        people = queries.reserve_on(book.ward_id, on)
    else:
        people = queries.militia_on(book.ward_id, on)
        if kind == COURSE:
            stays = {person.id: stay for person, stay in people}
            people = [(one, stays.get(one.id, Stay(on, on))) for one in queries.commanders_on(book.ward_id, on)]
    return [_standing(book, person, stay, called.get(person.id, []), on) for person, stay in people]


def _standing(book: Book, person: Learner, stay: Stay, called: list[Called], on: date) -> Standing:
    book.stays.setdefault(person.id, [stay])  # somebody whom no plan calls
    results = {book.result_on(one, on) for one in called}
    open_ones = [one for one in called if one.trainee.excused_reason is None]
    is_reserve = bool(called) and called[0].plan.home == RESERVE
    key, unit = ("-", "") if is_reserve else book.unit_of(person.id, on)
    return Standing(
        person=person,
        component=None if is_reserve else stay.component,
        unit_key=key,
        unit=unit,
        post="" if is_reserve else book.post_of(person.id, on),
        is_called=bool(called),
        excused_reason=called[0].trainee.excused_reason if called and not open_ones else None,
        tally=sum((book.tally(one, on) for one in called), Tally()),
        result=next((one for one in _BEST_FIRST if one in results), None),
    )


def _is_of_component(one: Standing, component: str) -> bool:
    return one.component == (None if component == NO_COMPONENT else component)


def _rate(label: str, narrowed: dict[str, str], people: list[Standing]) -> Rate:
    counts = {key: sum(belongs(one) for one in people) for key, (_, belongs) in STATES.items()}
    attended = sum(one.tally.attended for one in people)
    return Rate(
        label=label,
        narrowed=narrowed,
        strength=len(people),
        called=counts["called"],
        attended=counts["attended"],
        graded=counts["graded"],
        passed=counts["passed"],
        good=counts["good"],
        days_attended=attended,
        days_called=attended + sum(one.tally.excused + one.tally.absent for one in people),
    )


def _share(part: float, whole: float) -> float | None:
    return round(100 * part / whole, 1) if whole else None
