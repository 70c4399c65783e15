"""Named filters of a ward's lists, an officer's own or shared with the ward, and the columns he opens a list with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from roster.columns.catalogue import ROSTERS
from roster.domain.actor import Actor, Permission
from roster.domain.sorting import natural_key
from roster.domain.text import clean
from roster.services import audit
from roster.services.faults import Invalid, NotAllowed, NotFound
from roster.store.db import db
from roster.store.saved_views import ListHabit, SavedView
from roster.store.scope import require

MOST_OWN = 40  # of one officer in one roster: more are not found again by looking
_LONGEST_NAME = 80


def views_of(actor: Actor, ward_id: UUID, roster: str | None = None) -> list[SavedView]:
    """The officer's own filters of the ward and those shared with it, by name. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    query = select(SavedView).where(
        SavedView.ward_id == ward_id, or_(SavedView.is_shared.is_(True), SavedView.user_id == actor.user_id)
    )
    if roster is not None:
        query = query.where(SavedView.roster == roster)
    return sorted(db.session.scalars(query), key=lambda one: (natural_key(one.name), one.id))


def get_view(actor: Actor, ward_id: UUID, view_id: UUID) -> SavedView:
    """One that the officer may open. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    found = db.session.get(SavedView, view_id)
    if found is None or found.ward_id != ward_id or not (found.is_shared or found.user_id == actor.user_id):
        raise NotFound(str(view_id))
    return found


def save_view(
    actor: Actor, ward_id: UUID, roster: str, name: str, content: Mapping[str, Any], *, is_shared: bool
) -> tuple[SavedView, bool]:
    """Keep a filter under a name; commits. One of the officer's own of that name is replaced: told with the filter.

    What he shares is the ward's: it is replaced by what he shares as well, and not taken away by a filter for himself.
    Raises Invalid for that, and for a name that is missing, too long or another officer's shared one; NotFound,
    NotAllowed (sharing asks for the right to edit).
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    if roster not in ROSTERS or actor.user_id is None:
        raise NotFound(roster)
    name = _checked_name(actor, ward_id, roster, name, is_shared, None)
    own = [one for one in views_of(actor, ward_id, roster) if one.user_id == actor.user_id]
    view = next((one for one in own if one.name == name), None)
    is_replaced = view is not None
    if view is not None and view.is_shared and not is_shared:
        text = f"Đồng chí đang cho cả địa bàn dùng chung bộ lọc “{name}”. Hãy đặt tên khác cho bộ lọc riêng"
        also = "; muốn thay bộ lọc dùng chung thì đánh dấu “Dùng chung”." if actor.may(Permission.EDIT_PEOPLE) else "."
        raise Invalid({"name": [text + also]})
    if view is None:
        if len(own) >= MOST_OWN:
            raise Invalid({"name": [f"Đã có {MOST_OWN} bộ lọc. Hãy xóa bớt những bộ lọc không dùng."]})
        view = SavedView(ward_id=ward_id, user_id=actor.user_id, roster=roster)
        db.session.add(view)
    view.name, view.user_name, view.content, view.is_shared = name, actor.name, dict(content), is_shared
    _commit(actor, view, "list_view.save")
    return view, is_replaced


def change_view(actor: Actor, ward_id: UUID, view_id: UUID, name: str, *, is_shared: bool) -> None:
    """Give it another name, share it or take it back; commits. Raises Invalid, NotFound, NotAllowed."""
    view = _own(actor, ward_id, view_id)
    view.name = _checked_name(actor, ward_id, view.roster, name, is_shared, view.id)
    view.is_shared = is_shared
    _commit(actor, view, "list_view.save")


def remove_view(actor: Actor, ward_id: UUID, view_id: UUID) -> None:
    """Forget it; the people in it are untouched. Commits. Raises NotFound, NotAllowed."""
    view = _own(actor, ward_id, view_id)
    audit.record(actor, "list_view.remove", ward_id=ward_id, roster=view.roster)
    db.session.delete(view)
    db.session.commit()


def may_change(actor: Actor, view: SavedView) -> bool:
    """Its maker may; what is shared also whoever runs the ward's settings."""
    return view.user_id == actor.user_id or (view.is_shared and actor.may(Permission.MANAGE_WARD))


def columns_of_habit(actor: Actor, roster: str) -> tuple[str, ...] | None:
    """The columns with which the officer opens the roster's list; None for the usual ones."""
    habit = _habit(actor, roster)
    return tuple(habit.columns) if habit is not None else None


def keep_columns(actor: Actor, roster: str, keys: Sequence[str] | None) -> None:
    """Open the roster's list with these columns from now on, None: with the usual ones; commits."""
    if roster not in ROSTERS or actor.user_id is None:
        raise NotFound(roster)
    habit = _habit(actor, roster)
    if habit is not None:
        db.session.delete(habit)
        db.session.flush()
    if keys:
        db.session.add(ListHabit(user_id=actor.user_id, roster=roster, columns=list(keys)))
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()  # the same press twice: the first has kept them


def _habit(actor: Actor, roster: str) -> ListHabit | None:
    return db.session.scalar(select(ListHabit).where(ListHabit.user_id == actor.user_id, ListHabit.roster == roster))


def _own(actor: Actor, ward_id: UUID, view_id: UUID) -> SavedView:
    view = get_view(actor, ward_id, view_id)
    if not may_change(actor, view):
        raise NotAllowed(str(view_id))
    return view


def _checked_name(
    actor: Actor, ward_id: UUID, roster: str, name: str, is_shared: bool, view_id: UUID | None
) -> str:  # fmt: skip
    name = clean(name)
    if not name:
        raise Invalid({"name": ["Hãy đặt tên cho bộ lọc."]})
    if len(name) > _LONGEST_NAME:
        raise Invalid({"name": [f"Tên dài quá {_LONGEST_NAME} ký tự."]})
    if is_shared and not actor.may(Permission.EDIT_PEOPLE):
        raise NotAllowed("share")
    for one in views_of(actor, ward_id, roster):
        is_other = one.id != view_id if view_id else one.user_id != actor.user_id
        if is_other and one.name == name and (is_shared or view_id):
            raise Invalid({"name": [f"Đã có bộ lọc dùng chung tên “{name}”. Hãy đặt tên khác."]})
    return name


def _commit(actor: Actor, view: SavedView, action: str) -> None:
    audit.record(actor, action, ward_id=view.ward_id, roster=view.roster)
    try:
        db.session.commit()
    except IntegrityError as error:
        db.session.rollback()
        raise Invalid({"name": ["Đồng chí đã có bộ lọc tên này."]}) from error
