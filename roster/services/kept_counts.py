"""Counts that cost much and are shown at every visit are kept in the process until somebody acts in the ward.

Nothing has to remember to throw a count away. Every change is sealed into the journal in its own transaction, and seals
are numbered in the order of their commits (store/audit_chain.py): a count that was made at seal n holds as long as no
later seal is that of a change in the ward, or in the whole office (rules, holidays). Acts that are not named below as
changing nothing count as changes; the day belongs to what a count is asked for (docs/decisions/0014).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar, cast
from uuid import UUID

from flask import current_app

from roster.domain.actor import Actor, Permission, Sensitivity
from roster.services.clock import today
from roster.store.audit_chain import Head
from roster.store.audit_since import newest_seal, wards_acted_in
from roster.store.engine import only_reads

_Counted = TypeVar("_Counted")

# Looking at citizens, taking lists along: the commonest acts, after which every figure is what it was.
LOOKS = frozenset({"list.view", "list.search", "list.export", "list.print", "person.view", "import.view", "paper.open"})
# Who may come in, and copies of everything. What an actor may see is a part of what a count is asked for.
ROOMS_APART = frozenset({"account", "access", "backup"})
_KEPT = "kept_counts"
# So many of three kinds for each ward of a city; a count is a handful of numbers.
_MOST = 1_000
# Where more was done since anybody asked, it is cheaper to count anew than to look who did what.
_FAR = 5_000


class _Keeper:
    """What one process keeps, and up to which seal it knows who acted where."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counts: OrderedDict[Any, tuple[int, Any]] = OrderedDict()  # with the number of the seal
        self.known: Head | None = None
        self.acted: dict[UUID | None, int] = {}
        self.turns = 0  # how often everything was forgotten

    def look(self, seal: Head) -> int | None:
        """Learn who acted up to this seal; the present turn, None where who sees the database at it may not use this.

        That is a transaction older than what is known here, or a database put in the place of a newer one.
        """
        with self.lock:
            known = self.known
            if seal == known:
                return self.turns
        if known is not None and seal.chain == known.chain and seal.number <= known.number:
            return None
        is_near = known is not None and seal.number - known.number <= _FAR
        wards = wards_acted_in(known, seal, but=LOOKS, but_rooms=ROOMS_APART) if known and is_near else None
        with self.lock:
            if wards is None:
                self.counts.clear()
                self.turns += 1
                self.acted = {None: seal.number}  # who still counts at an earlier seal comes too late
                self.known = seal
                return self.turns
            for ward_id in wards:
                self.acted[ward_id] = max(seal.number, self.acted.get(ward_id, 0))
            if self.known == known:
                self.known = seal
            return self.turns

    def get(self, key: Any, ward_id: UUID) -> tuple[Any, ...]:
        """The count in a tuple of one, or an empty tuple."""
        with self.lock:
            number, count = self.counts.get(key, (-1, None))
            if number < max(self.acted.get(ward_id, 0), self.acted.get(None, 0)) or number < 0:
                return ()
            self.counts.move_to_end(key)
            return (count,)

    def keep(self, key: Any, seal: Head, count: Any, turn: int) -> None:
        """Keep what was counted by a transaction that saw this seal before it counted."""
        with self.lock:
            if turn != self.turns:
                return
            self.counts[key] = (seal.number, count)
            self.counts.move_to_end(key)
            while len(self.counts) > _MOST:
                self.counts.popitem(last=False)


def kept(actor: Actor, ward_id: UUID, asked: tuple[Any, ...], count: Callable[[], _Counted]) -> _Counted:
    """What `count` gives for this ward today, counted anew only after a change there.

    `asked` names the count and all that it depends on besides the ward, its data, the day and what the actor may do and
    see. What is kept is shared by threads and actors: it must be unchangeable and hold nothing of single citizens. The
    caller has made sure that the ward is the actor's.
    """
    if not only_reads():
        return count()  # what this transaction has changed is in no seal yet
    seal = newest_seal()
    if seal is None:
        return count()
    keeper: _Keeper = current_app.extensions.setdefault(_KEPT, _Keeper())
    turn = keeper.look(seal)
    if turn is None:
        return count()
    key = (ward_id, today(), _rights(actor), asked)
    if found := keeper.get(key, ward_id):
        return cast("_Counted", found[0])
    made = count()
    keeper.keep(key, seal, made, turn)
    return made


def _rights(actor: Actor) -> frozenset[str]:
    return frozenset([one for one in Permission if actor.may(one)] + [one for one in Sensitivity if actor.may_see(one)])
