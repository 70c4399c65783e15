"""Who of a file is already known: by citizen id, by old id, and with care by name and birth date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from roster.columns.column import Value
from roster.domain.names import name_key
from roster.domain.text import clean, fold
from roster.intake.repeats import is_ditto


@dataclass(frozen=True)
class KnownClaim:
    """A claim to deferral or exemption on file; `facts` by the keys of the claim's columns.

    `is_past`: it was answered for an earlier call-up, and a roster that names the ground again makes a new claim.
    """

    claim_id: UUID
    version: int
    ground: str
    facts: Mapping[str, Value]
    is_past: bool = False


@dataclass
class KnownPerson:
    """A citizen as the database knows him: facts of person and record in one dictionary by column key.

    `record_id` is his record in the roster (and year) of the import, None where he has none. `claims` are those not
    withdrawn, oldest first.
    """

    person_id: UUID
    record_id: UUID | None
    facts: dict[str, Value]
    name_key: str
    retired: bool = False
    version: int = 1
    claims: tuple[KnownClaim, ...] = ()


@dataclass
class Match:
    """The citizen a row was matched to. `certain` is false where only name and birth date speak for him."""

    person: KnownPerson | None = None
    clash: bool = False
    certain: bool = True
    lookalike: KnownPerson | None = None


def same_birth(a: Value, b: Value) -> bool:
    """Whether two partial dates can be the same day: "1985" and "1985-03-04" can, an unknown one always can."""
    if not a or not b:
        return True
    first, second = str(a), str(b)
    return first.startswith(second) or second.startswith(first)


def same_home(key: str, old: Value, new: Value, residence: Value) -> bool:
    """Whether a new present address only writes out the "Như trên" that an officer typed for the residence."""
    return key == "current_address" and is_ditto(str(old)) and fold(str(new)) == fold(str(residence))


def same_fact(key: str, old: Value, new: Value) -> bool:
    """Whether a new value says the same as the old one, or less: words in another case, a vaguer date."""
    if isinstance(old, bool) or isinstance(new, bool):
        return old == new
    if isinstance(old, int | float) and isinstance(new, int | float):
        return float(old) == float(new)
    if key == "full_name":
        return name_key(str(old)) == name_key(str(new))
    if key.endswith(("_date", "_on", "_until")):
        return str(old).startswith(str(new))
    return clean(str(old)).casefold() == clean(str(new)).casefold()


@dataclass
class People:
    """The known citizens of a ward, indexed once per file."""

    by_id: dict[str, KnownPerson] = field(default_factory=dict)
    by_old_id: dict[str, KnownPerson] = field(default_factory=dict)
    by_name: dict[str, list[KnownPerson]] = field(default_factory=dict)
    by_folded: dict[tuple[str, str], KnownPerson] = field(default_factory=dict)  # name without marks, birth date
    everyone: list[KnownPerson] = field(default_factory=list)

    @classmethod
    def of(cls, known: Iterable[KnownPerson]) -> People:
        """Index the known citizens."""
        people = cls()
        for person in known:
            people.everyone.append(person)
            if person.facts.get("citizen_id"):
                people.by_id[str(person.facts["citizen_id"])] = person
            if person.facts.get("old_id"):
                people.by_old_id[str(person.facts["old_id"])] = person
            people.by_name.setdefault(person.name_key, []).append(person)
            if birth := str(person.facts.get("birth_date") or ""):
                people.by_folded.setdefault((fold(person.name_key), birth), person)
        return people

    def find(self, fields: dict[str, Value]) -> Match:
        """Match one row. A citizen id decides; a name with a birth date only where nothing contradicts it."""
        key = name_key(str(fields.get("full_name") or ""))
        citizen_id = str(fields.get("citizen_id") or "")
        by_number = self.by_id.get(citizen_id) or (
            self.by_old_id.get(str(fields.get("old_id") or "")) if not citizen_id else None
        )
        if by_number is not None:
            same = by_number.name_key == key and same_birth(by_number.facts.get("birth_date"), fields.get("birth_date"))
            return Match(by_number, clash=not same)
        named = self.by_name.get(key, []) if key else []
        alike = [p for p in named if same_birth(p.facts.get("birth_date"), fields.get("birth_date"))]
        free = [p for p in alike if _may_be(p.facts, fields)]
        if len(free) > 1:
            free = [p for p in free if any(_agreements(p.facts, fields))]
        if len(free) == 1:
            return Match(free[0], certain=not citizen_id)
        return Match(None, lookalike=alike[0] if alike else self._without_marks(key, fields))

    def _without_marks(self, key: str, fields: dict[str, Value]) -> KnownPerson | None:
        """Somebody born on the same day whose name differs by its marks only: Quý and Quy are two men, but a list may
        have lost the marks of one."""
        birth = str(fields.get("birth_date") or "")
        return self.by_folded.get((fold(key), birth)) if key and len(birth) == _WHOLE_DATE else None


_WHOLE_DATE = len("2005-03-14")
_TELLING = ("father_name", "mother_name", "permanent_address", "hometown", "phone")


def _may_be(known: dict[str, Value], fields: dict[str, Value]) -> bool:
    """Whether a namesake may be the man of the row: nothing that tells namesakes apart contradicts it.

    Birth dates that are not written alike ("1985" and "1985-03-04", or one unknown) need a second fact that agrees.
    """
    if known.get("citizen_id") and fields.get("citizen_id"):
        return False
    agree = _agreements(known, fields)
    if agree:
        return any(agree)
    return (known.get("birth_date") or None) == (fields.get("birth_date") or None)


def _agreements(known: dict[str, Value], fields: dict[str, Value]) -> list[bool]:
    """Whether they agree, for each telling fact that both of them have."""
    return [fold(str(known[k])) == fold(str(fields[k])) for k in _TELLING if known.get(k) and fields.get(k)]
