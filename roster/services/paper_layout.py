"""What stands on a list on its way to paper: its heading, who signs, its rows, as the ward wants them on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from roster.columns.printed_lists import ListDefinition
from roster.domain.actor import Actor
from roster.listing.table import Table, build_table, grouped_table
from roster.printing.layout import PaperHead, PaperInput, Signature
from roster.services import clock
from roster.services.list_settings import Look, head_for, signer_of
from roster.services.setup import suggested_letterhead
from roster.store.db import db
from roster.store.papers import Letterhead, Signatory
from roster.store.scope import NotFound, require_ward
from roster.store.units import Unit

PREPARER, SIGNER = "preparer", "signer"
DRAFT = "BẢN NỘI BỘ"  # a print that has no number of the register yet
# What an annex goes with, for the pen: Nghị định 30/2020/NĐ-CP, Phụ lục I. {year} is that of the paper.
_BLANK_PAPER = f"{'…' * 8} số ………/……… ngày …… tháng …… năm {{year}} của {'…' * 11}"


@dataclass(frozen=True)
class PaperOptions:
    """How a paper is to be made out. `dated_on` None and `number` "" leave blanks to be filled by hand.

    `keys` are the columns of a working list (an official form has its own). A part that is in `signs_as_set` is signed
    as the list's settings say. `by_neighbourhood` counts each neighbourhood's people above them; `attached_to` names
    the paper that the list goes with ("Kèm theo …"), dots on an annex without it.
    """

    dated_on: date | None = None
    number: str = ""
    preparer_id: UUID | None = None
    signer_id: UUID | None = None
    keys: tuple[str, ...] | None = None
    signs_as_set: frozenset[str] = frozenset()
    by_neighbourhood: bool = False
    attached_to: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The options as JSON."""
        return {
            "dated_on": self.dated_on.isoformat() if self.dated_on else None,
            "number": self.number,
            "preparer_id": str(self.preparer_id) if self.preparer_id else None,
            "signer_id": str(self.signer_id) if self.signer_id else None,
            "keys": list(self.keys) if self.keys else None,
            "signs_as_set": sorted(self.signs_as_set),
            "by_neighbourhood": self.by_neighbourhood,
            "attached_to": self.attached_to,
        }

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> PaperOptions:
        """The options that `as_dict` gave."""
        return cls(
            dated_on=date.fromisoformat(kept["dated_on"]) if kept["dated_on"] else None,
            number=kept["number"],
            preparer_id=UUID(kept["preparer_id"]) if kept["preparer_id"] else None,
            signer_id=UUID(kept["signer_id"]) if kept["signer_id"] else None,
            keys=tuple(kept["keys"]) if kept["keys"] else None,
            signs_as_set=frozenset(kept.get("signs_as_set", ())),
            by_neighbourhood=kept.get("by_neighbourhood", False),
            attached_to=kept.get("attached_to", ""),
        )


AS_SET = PaperOptions(signs_as_set=frozenset({PREPARER, SIGNER}))  # both parts signed as the settings say


def letterhead_on(actor: Actor, ward: Unit, day: date) -> PaperHead:
    """What heads the ward's papers on a day: as set, else as such papers are headed as a rule. Raises NotFound."""
    require_ward(actor, ward.id)
    query = _in_force(select(Letterhead), Letterhead, ward.id, day)
    found = db.session.scalars(query.order_by(Letterhead.begins_on.desc())).first()
    if found is None:
        usual = suggested_letterhead(ward)
        return PaperHead(usual["superior"], usual["agency"], usual["symbol"], usual["place"])
    return PaperHead(found.superior, found.agency, found.symbol, found.place, found.recipients)


def signatories_on(actor: Actor, ward_id: UUID, day: date) -> dict[str, list[Signatory]]:
    """Who may sign on a day, by part ("preparer", "signer"), the latest appointed first. Raises NotFound."""
    require_ward(actor, ward_id)
    query = _in_force(select(Signatory), Signatory, ward_id, day).order_by(Signatory.begins_on.desc(), Signatory.id)
    found: dict[str, list[Signatory]] = {PREPARER: [], SIGNER: []}
    for signatory in db.session.scalars(query):
        found.setdefault(signatory.part, []).append(signatory)
    return found


def lay_out(
    actor: Actor, ward: Unit, definition: ListDefinition, look: Look, rows: list[dict[str, Any]], year: int, day: date,
    options: PaperOptions,
) -> PaperInput:  # fmt: skip
    """The list on its way to paper, as the ward wants it on that day. Raises NotFound for a foreign signatory."""
    laid = look.applied(definition)
    if options.by_neighbourhood or look.layout.by_neighbourhood:
        table = grouped_table(laid, rows, "neighbourhood", may_see=actor.may_see)
    else:
        table = build_table(laid, rows, may_see=actor.may_see)
    return lay_out_table(actor, ward, table, look, year, day, options)


def lay_out_table(
    actor: Actor, ward: Unit, table: Table, look: Look, year: int, day: date, options: PaperOptions
) -> PaperInput:
    """A table whose columns are laid out, on its way to paper. Raises NotFound for a foreign signatory."""
    moment = clock.now()
    return PaperInput(
        table=table,
        year=year,
        head=head_for(look, ward, letterhead_on(actor, ward, day)),
        today=moment.date(),
        dated_on=options.dated_on,
        number=options.number,
        preparer=_signature_of(actor, ward.id, PREPARER, look.preparer_id, options.preparer_id, options, day),
        signer=_signer(actor, ward.id, look, options, day),
        handling_mark=look.handling_mark,
        footer=f"In từ chương trình bởi {actor.name}, {moment:%H:%M ngày %d/%m/%Y}",
        watermark=DRAFT,
        below_title=" ".join(filter(None, (table.definition.below_title_of(year), _goes_with(table, options, moment)))),
        margins_mm=look.layout.margins_mm,
    )


def _goes_with(table: Table, options: PaperOptions, moment: datetime) -> str:
    """The paper that the list goes with; an annex has room for it where nobody named it, another list nothing."""
    paper = options.attached_to
    if not paper and table.definition.annex:
        paper = _BLANK_PAPER.format(year=(options.dated_on or moment).year)
    return f"(Kèm theo {paper})" if paper else ""


def _signer(actor: Actor, ward_id: UUID, look: Look, options: PaperOptions, day: date) -> Signature | None:
    """Who signs. What is headed as the committee's is not signed by the commander, unless the ward says so."""
    other = signer_of(look)
    if other is None or look.signer_id is not None or SIGNER not in options.signs_as_set:
        return _signature_of(actor, ward_id, SIGNER, look.signer_id, options.signer_id, options, day)
    authority, post = other
    for one in signatories_on(actor, ward_id, day)[SIGNER]:
        if f"{one.authority} {one.post}".strip().upper().endswith(post) and authority.split(". ")[-1] in one.authority:
            return _signature(actor, ward_id, one.id)
    return Signature(post, authority)


def _signature_of(
    actor: Actor, ward_id: UUID, part: str, as_set: UUID | None, chosen: UUID | None, options: PaperOptions, day: date
) -> Signature | None:
    if part not in options.signs_as_set:
        return _signature(actor, ward_id, chosen)
    serving = signatories_on(actor, ward_id, day)[part]
    if as_set is None:
        return _signature(actor, ward_id, serving[0].id) if serving else None
    found = _signature(actor, ward_id, as_set)
    # Who no longer holds the post on that day does not sign; the post stays, the name is written by hand.
    is_serving = any(
        one.id == as_set for signatories in signatories_on(actor, ward_id, day).values() for one in signatories
    )
    return found if found is None or is_serving else Signature(found.post, found.authority)


def _signature(actor: Actor, ward_id: UUID, signatory_id: UUID | None) -> Signature | None:
    if signatory_id is None:
        return None
    found = db.session.get(Signatory, signatory_id)
    if found is None or found.ward_id != require_ward(actor, ward_id):
        raise NotFound(str(signatory_id))
    return Signature(found.post, found.authority, found.rank, found.full_name)


def _in_force(query: Any, model: Any, ward_id: UUID, day: date) -> Any:
    return query.where(
        model.ward_id == ward_id, model.begins_on <= day, or_(model.ends_on.is_(None), model.ends_on >= day)
    )
