"""How a ward wants each of its lists, from a day on: columns, paper, heading, who signs, to whom it goes.

A list that is dated on a day takes what holds on that day, so that an older list can be printed again as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from roster.columns.catalogue import ROSTERS
from roster.columns.list_definition import ListDefinition
from roster.columns.list_layout import ListLayout, faults_of, heading_of, left_out
from roster.columns.plain_sheets import PLAIN_SHEETS, REPORT_SHEETS, shape_of
from roster.columns.printed_lists import PRINTED_LISTS, working_list
from roster.domain.actor import Actor, Permission
from roster.domain.text import clean
from roster.printing.layout import HANDLING_MARKS, INTERNAL, PaperHead
from roster.services import audit
from roster.services.faults import Invalid, NotAllowed, NotFound
from roster.services.letterheads import list_signatories
from roster.store.db import db
from roster.store.papers import ListSetting
from roster.store.units import Unit

AS_WARD, COMMITTEE, COUNCIL, PARTY = "", "committee", "council", "party"
PRESETS = {
    AS_WARD: "Quân sự (tiêu đề văn bản của phường)",
    COMMITTEE: "Ủy ban nhân dân",
    COUNCIL: "Hội đồng nghĩa vụ quân sự",
    PARTY: "Đảng ủy",
}
_LONGEST = {"title": 200, "superior": 160, "agency": 160, "symbol": 40, "recipients": 2000, "reason": 500}


_YEAR = re.compile(r"\bnăm \d|\b(?:19|20)\d\d\b", re.IGNORECASE)


@dataclass(frozen=True)
class Look:
    """All that is set of a list. "" leaves what the list, the preset, or the ward's letterhead has.

    `signer_id`, `preparer_id`: who signs this list, None for whoever is chosen at printing. `reason` says why columns
    that the form is asked for are left out. `paper_kind` is no setting: the letters for what the paper is, "BC"
    for a report, "" for the list that the letterhead's symbol names.
    """

    layout: ListLayout = field(default_factory=ListLayout)
    preset: str = AS_WARD
    superior: str = ""
    agency: str = ""
    symbol: str = ""
    recipients: str = ""
    signer_id: UUID | None = None
    preparer_id: UUID | None = None
    handling_mark: str = INTERNAL
    reason: str = ""
    title: str = ""
    paper_kind: str = ""

    def applied(self, definition: ListDefinition) -> ListDefinition:
        """The list as the ward wants its title and its columns."""
        return self.layout.applied(definition.titled(self.title))

    def as_dict(self) -> dict[str, Any]:
        """The look as JSON."""
        kept = {name: value for name, value in self.__dict__.items() if name != "paper_kind"}
        return {
            **kept,
            "layout": self.layout.as_dict(),
            "signer_id": str(self.signer_id) if self.signer_id else None,
            "preparer_id": str(self.preparer_id) if self.preparer_id else None,
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Look:
        """The look that `as_dict` gave."""
        ids = {key: UUID(kept[key]) if kept[key] else None for key in ("signer_id", "preparer_id")}
        return cls(**{**kept, **ids, "layout": ListLayout.from_dict(kept["layout"])})


def settable_lists() -> dict[str, ListDefinition]:
    """The lists that can be set, by key: the printed ones, each roster as it is seen, and the sheets that are none."""
    rosters = {roster: working_list(roster) for roster in ROSTERS}
    return {**PRINTED_LISTS, **rosters, **{key: shape_of(key) for key in PLAIN_SHEETS}}


def list_settings(actor: Actor, ward_id: UUID) -> dict[str, list[ListSetting]]:
    """The ward's settings by list, the latest first. Raises NotFound for a foreign ward."""
    if not actor.covers(ward_id):
        raise NotFound
    query = select(ListSetting).where(ListSetting.ward_id == ward_id).order_by(ListSetting.begins_on.desc())
    found: dict[str, list[ListSetting]] = {}
    for one in db.session.scalars(query):
        found.setdefault(one.list_key, []).append(one)
    return found


def get_setting(actor: Actor, ward_id: UUID, setting_id: UUID) -> ListSetting:
    """One setting of the ward. Raises NotFound."""
    found = db.session.get(ListSetting, setting_id) if actor.covers(ward_id) else None
    if found is None or found.ward_id != ward_id:
        raise NotFound
    return found


def look_on(actor: Actor, ward_id: UUID, list_key: str, day: date) -> Look:
    """How the ward wants the list on that day; as the list is where nothing is set. Raises NotFound."""
    if not actor.covers(ward_id):
        raise NotFound
    query = select(ListSetting).where(
        ListSetting.ward_id == ward_id, ListSetting.list_key == list_key, ListSetting.begins_on <= day,
        or_(ListSetting.ends_on.is_(None), ListSetting.ends_on >= day),
    )  # fmt: skip
    found = db.session.scalars(query.order_by(ListSetting.begins_on.desc())).first()
    look = Look.from_dict(found.content) if found else Look()
    return replace(look, paper_kind=paper_kind_of(list_key))


def paper_kind_of(list_key: str) -> str:
    """The decree's letters for what the paper is, "BC" for a report; "" for a list."""
    return "BC" if list_key in REPORT_SHEETS else ""


def save_setting(
    actor: Actor,
    ward_id: UUID,
    list_key: str,
    setting_id: UUID | None,
    look: Look,
    *,
    begins_on: date | None,
    ends_on: date | None,
) -> ListSetting:
    """Add (id None) or change how the ward wants a list; commits.

    Raises NotFound, NotAllowed, Invalid with sentences by field.
    """
    definition = settable_lists().get(list_key)
    if definition is None or not actor.covers(ward_id):
        raise NotFound(list_key)
    if not actor.may(Permission.MANAGE_WARD):
        raise NotAllowed
    row = get_setting(actor, ward_id, setting_id) if setting_id else ListSetting(ward_id=ward_id, list_key=list_key)
    if row.list_key != list_key:
        raise NotFound(list_key)
    look = cleaned(look)
    faults = check_look(actor, ward_id, definition, look)
    if begins_on is None:
        faults["begins_on"] = ["Hãy nhập ngày bắt đầu dùng, ví dụ 01/07/2026."]
    elif ends_on is not None and ends_on < begins_on:
        faults["ends_on"] = ["Ngày thôi dùng phải sau ngày bắt đầu."]
    if faults:
        raise Invalid(faults)
    assert begins_on is not None  # noqa: S101  # checked above
    row.begins_on, row.ends_on, row.content, row.created_by_name = begins_on, ends_on, look.as_dict(), actor.name
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError as error:
        db.session.rollback()
        text = f"Danh sách này đã có thiết lập dùng từ {begins_on:%d/%m/%Y}. Hãy sửa thiết lập ấy, hoặc chọn ngày khác."
        raise Invalid({"begins_on": [text]}) from error
    dropped = left_out(definition, look.layout)
    audit.record(
        actor, f"list_setting.{'edit' if setting_id else 'create'}", ward_id=ward_id, subject_id=row.id, list=list_key,
        left_out=dropped, reason=look.reason if dropped else "",
    )  # fmt: skip
    db.session.commit()
    return row


def check_look(actor: Actor, ward_id: UUID, definition: ListDefinition, look: Look) -> dict[str, list[str]]:
    """What is wrong with a look, as sentences by field. Raises NotFound for a foreign ward."""
    faults = faults_of(definition, look.layout)
    for key, longest in _LONGEST.items():
        if len(getattr(look, key)) > longest:
            faults[key] = [f"Không quá {longest} ký tự."]
    if look.title and not definition.own_title:
        faults["title"] = ["Tên của biểu này theo mẫu quy định hoặc theo nội dung lúc lập, không đặt lại được."]
    elif _YEAR.search(look.title):
        faults["title"] = ["Không ghi năm ở đây: chương trình ghi năm, ngày của danh sách sau tên này."]
    if look.preset not in PRESETS:
        faults["preset"] = ["Hãy chọn kiểu tiêu đề."]
    if look.handling_mark not in HANDLING_MARKS:
        faults["handling_mark"] = ["Hãy chọn dấu chỉ dẫn phạm vi lưu hành."]
    own = {one.id for one in list_signatories(actor, ward_id)}
    for key in ("signer_id", "preparer_id"):
        if getattr(look, key) not in {None, *own}:
            faults[key] = ["Hãy chọn người ký của phường."]
    dropped = left_out(definition, look.layout)
    if dropped and not look.reason and "columns" not in faults:
        names = "; ".join(f"“{heading_of(definition, key)}”" for key in dropped)
        form = definition.form_number or "Danh sách"
        faults["reason"] = [f"{form} quy định có cột {names}. Muốn bỏ thì ghi lý do; lý do được lưu vào nhật ký."]
    return faults


def cleaned(look: Look) -> Look:
    """The look with its texts in order."""
    texts: dict[str, Any] = {key: clean(getattr(look, key), keep_lines=key == "recipients") for key in _LONGEST}
    return replace(look, **texts)


def head_for(look: Look, ward: Unit, ward_head: PaperHead) -> PaperHead:
    """What heads the list: the ward's letterhead, the preset over it, and what was set over both."""
    kind, _, own_agency = ward_head.symbol.partition("-")
    name = ward.title.upper()
    symbol_kind = look.paper_kind or (kind if own_agency else "DS")
    if own_agency:
        ward_head = replace(ward_head, symbol=f"{symbol_kind}-{own_agency}")
    head = {
        COMMITTEE: PaperHead("", f"ỦY BAN NHÂN DÂN {name}", f"{symbol_kind}-UBND", ward_head.place),
        COUNCIL: PaperHead(
            f"ỦY BAN NHÂN DÂN {name}", "HỘI ĐỒNG NGHĨA VỤ QUÂN SỰ", f"{symbol_kind}-HĐNVQS", ward_head.place
        ),
        PARTY: PaperHead(_party_above(ward), f"ĐẢNG ỦY {name}", f"{symbol_kind}/ĐU", ward_head.place, is_party=True),
    }.get(look.preset, ward_head)
    return replace(
        head,
        superior=look.superior or head.superior,
        agency=look.agency or head.agency,
        symbol=look.symbol or head.symbol,
        recipients=look.recipients or ward_head.recipients,
    )


# Who signs what is headed so, where the ward names nobody: whose authority, which post.
_SIGNERS = {
    COMMITTEE: ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    COUNCIL: ("TM. HỘI ĐỒNG NGHĨA VỤ QUÂN SỰ", "CHỦ TỊCH"),
    PARTY: ("T/M ĐẢNG ỦY", "BÍ THƯ"),
}


def signer_of(look: Look) -> tuple[str, str] | None:
    """Whose authority and which post stand under a list that is headed as another body's; None for the command's."""
    return _SIGNERS.get(look.preset)


def _party_above(ward: Unit) -> str:
    above = db.session.get(Unit, ward.parent_id) if ward.parent_id else None
    while above is not None and above.parent_id is not None:
        above = db.session.get(Unit, above.parent_id)
    return f"ĐẢNG BỘ {above.title.upper()}" if above is not None else ""
