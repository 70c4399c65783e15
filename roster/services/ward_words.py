"""The program's texts as a ward says them: "Ban CHQS phường" on a sheet of a xã is "Ban CHQS xã"."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from roster.domain.ward_kinds import in_ward
from roster.store.db import db
from roster.store.units import Unit

WardWords = Callable[[str], str]


def words_of_ward(ward_id: UUID) -> WardWords:
    """What puts a text of the program into the words of that ward; of an unknown one it stays as it is."""
    ward = db.session.get(Unit, ward_id)
    return partial(in_ward, title=ward.title if ward is not None else "")
