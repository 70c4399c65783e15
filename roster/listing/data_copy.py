"""What stands on the printed copy of a citizen's data: sections of facts, ready to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """One fact in words, and where it came from or who wrote it ("" where the section says it)."""

    label: str
    text: str
    origin: str = ""


@dataclass(frozen=True)
class CopySection:
    """A heading with its entries, each of one or more facts, and a remark below.

    `sourced_by` heads the column of the origins, where there is one with a heading.
    """

    title: str
    rows: Sequence[Sequence[Fact]]
    note: str = ""
    sourced_by: str = ""


@dataclass(frozen=True)
class DataCopy:
    """The whole copy: whose it is, which office made it, when, and who."""

    full_name: str
    superior: str
    agency: str
    made_at: str
    made_by: str
    sections: tuple[CopySection, ...]
