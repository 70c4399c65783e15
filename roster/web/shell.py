"""The frame around every page: what base.html shows of the program, the officer, his ward and his menu."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user
from werkzeug.routing import BuildError

from roster.columns.catalogue import ROSTERS
from roster.columns.plain_sheets import PLAIN_SHEETS
from roster.columns.printed_lists import PRINTED_LISTS
from roster.config import OFFICE_ZONE
from roster.domain.actor import Permission
from roster.domain.choices import ROLE, ROSTER, label_of
from roster.domain.number_words import in_figures
from roster.services import clock
from roster.store.units import Unit
from roster.web.access import current_actor, current_ward, current_wards, may
from roster.web.fields import DAY_SHAPE
from roster.web.form_owners import mark_of
from roster.web.help.chapters import chapter_of
from roster.web.look.choice import Look, current_look
from roster.web.tour import Strip, strip_of

PROGRAM_NAME = "Sổ quân sự địa phương"
_ROSTER_ICONS = {"enlistment": "flag", "militia": "people", "reserve": "shield-check"}


@dataclass(frozen=True)
class MenuItem:
    """One line of a menu; `key` with Alt opens it ("" for none)."""

    label: str
    url: str
    icon: str
    current: bool = False
    key: str = ""


@dataclass(frozen=True)
class WardLink:
    """A ward to change to; `note` says when it ended."""

    title: str
    url: str
    note: str


@dataclass(frozen=True)
class ShownUser:
    """The signed-in officer; `mark` tells his pages from another account's (roster.web.form_owners)."""

    name: str
    roles: str
    mark: str


class Shell:
    """What base.html shows; each property is only worked out where a page asks for it, and those of which it asks again
    and again once a page."""

    program_name = PROGRAM_NAME

    @cached_property
    def user(self) -> ShownUser | None:
        """The signed-in officer, None on pages for strangers."""
        if not current_user or not current_user.is_authenticated:
            return None
        actor = current_actor()
        roles = [label_of(ROLE, str(role.key)) for role in ROLE if role.key in actor.roles]
        return ShownUser(actor.name, ", ".join(roles), mark_of(current_user.id))

    @property
    def idle_minutes(self) -> int:
        """After how many minutes without a request a session ends (ASVS 7.3.1)."""
        return int(current_app.config["IDLE_AT_MOST"].total_seconds() // 60)

    @cached_property
    def ward(self) -> Unit | None:
        """The ward of the page, else the one last worked in."""
        return current_ward() if self.user else None

    @property
    def other_wards(self) -> list[WardLink]:
        """The other wards of the officer's scope, those that have ended last."""
        here = self.ward
        return [
            WardLink(one.title, url_for("home.ward", ward_id=one.id), _ward_note(one))
            for one in sorted(current_wards(), key=lambda ward: bool(_ward_note(ward)))
            if here is None or one.id != here.id
        ]

    @property
    def password_url(self) -> str:
        """The page on which one changes one's own password."""
        return url_for("security.change_password")

    @property
    def second_step_url(self) -> str:
        """Where one's own device is enrolled and recovery codes are made."""
        return url_for("second_step.index")

    @property
    def look(self) -> Look:
        """How the pages look on this computer."""
        return current_look()

    @property
    def tour(self) -> Strip | None:
        """The step of the tour on which the officer is; None where he is on none."""
        return strip_of(self.ward) if self.user and "tour" in request.args else None

    @property
    def help_url(self) -> str:
        """The chapter of the manual on this page, else the manual's beginning."""
        chapter = chapter_of(request.endpoint or "")
        return url_for("help.index", _anchor=chapter or None)

    @property
    def logout_url(self) -> str:
        """Where signing out is POSTed."""
        return url_for("security.logout")

    @cached_property
    def menu(self) -> list[MenuItem]:
        """The lines that the officer's permissions allow, of pages that exist."""
        return list(_menu(self.ward)) if self.user else []

    @cached_property
    def managing(self) -> list[MenuItem]:
        """The lines of the menu of those who manage ward, accounts, rules, journal."""
        return list(_managing(self.ward)) if self.user else []


class BareShell(Shell):
    """The frame without officer and ward: for pages that must stand when the database does not."""

    @cached_property
    def user(self) -> None:
        """Nobody."""

    @cached_property
    def menu(self) -> list[MenuItem]:
        """Nothing."""
        return []


def _menu(ward: Unit | None) -> Iterator[MenuItem]:
    if ward is not None:
        yield from _item("Trang chủ", "house", "home.ward", ward_id=ward.id)
        if may(Permission.VIEW_PEOPLE):
            yield from _item("Đợt tuyển quân", "calendar3", "campaigns.latest", ward_id=ward.id)
            for roster in ROSTERS:
                label = label_of(ROSTER, roster)
                yield from _item(label, _ROSTER_ICONS[roster], "lists.show", ward_id=ward.id, roster=roster)
        if may(Permission.VIEW_PEOPLE):
            yield from _item("Tạm hoãn, miễn", "hourglass-split", "claims.index", ward_id=ward.id)
            yield from _item("Tổ chức lực lượng", "diagram-3", "forces.index", ward_id=ward.id)
            yield from _item("Huấn luyện", "mortarboard", "training.index", ward_id=ward.id)
            yield from _item("Chỉ tiêu", "columns-gap", "targets.index", ward_id=ward.id)
            yield from _item("Báo cáo", "file-earmark-text", "reports.index", ward_id=ward.id)
        if may(Permission.IMPORT):
            yield from _item("Nhập từ Excel", "file-earmark-arrow-up", "imports.index", ward_id=ward.id)


def _managing(ward: Unit | None) -> Iterator[MenuItem]:
    if ward is not None and may(Permission.MANAGE_WARD):
        yield from _item("Cài đặt", "gear", "units.index", ward_id=ward.id)
    if may(Permission.MANAGE_ACCOUNTS):
        yield from _item("Tài khoản", "person-gear", "accounts.index")
        yield from _item("Quy định", "journal-text", "rules.index")
    if may(Permission.MANAGE_OFFICE):
        yield from _item("Sao lưu", "hdd", "backups.index")
    if may(Permission.HANDLE_REQUESTS) and ward is not None:
        yield from _item("Dữ liệu cá nhân", "shield-lock", "privacy.index", ward_id=ward.id)
    if may(Permission.VIEW_AUDIT) and ward is not None:
        yield from _item("Nhật ký", "clock-history", "audit.index", ward_id=ward.id)


def _item(label: str, icon: str, endpoint: str, **values: Any) -> Iterator[MenuItem]:
    try:
        url = url_for(endpoint, **values)
    except BuildError:  # that page is not part of this installation
        return
    here = request.endpoint or ""
    is_here = here.partition(".")[0] == endpoint.partition(".")[0] if endpoint not in _EXACT else here == endpoint
    if endpoint == "campaigns.latest":
        is_here = is_here or here.partition(".")[0] in _OF_CAMPAIGNS
    if endpoint == "lists.show":
        is_here = is_here and (request.view_args or {}).get("roster") == values["roster"]
        is_here = is_here or here.partition(".")[0] == values["roster"]  # the rooms "militia" and "reserve"
        is_here = is_here or g.get("roster_of_page") == values["roster"]
    if endpoint == "forces.index":
        is_here = is_here or here.partition(".")[0] == "command"
    if endpoint == "targets.index":
        is_here = is_here or here.partition(".")[0] == "party"
    yield MenuItem(label, url, icon, is_here, _KEYS.get(values.get("roster", endpoint), ""))


# With Alt they open a line of the menu, whatever else an officer's menu holds: a hand learns a key once.
_KEYS = {
    "home.ward": "1", "campaigns.latest": "2", "enlistment": "3", "militia": "4", "reserve": "5", "claims.index": "6",
    "forces.index": "7", "training.index": "8", "targets.index": "9", "reports.index": "0", "imports.index": "x",
}  # fmt: skip
_EXACT = {"home.ward"}
_OF_CAMPAIGNS = {"candidates", "examinations", "deliveries"}  # rooms that are entered from the campaign's pages


def _ward_note(ward: Unit) -> str:
    return f"đến {ward.ends_on:%d/%m/%Y}" if ward.ends_on and ward.ends_on < clock.today() else ""


# --- How moments, days and numbers are written on every page ---------------------------------------------------------


def show_moment(moment: datetime | None) -> str:
    """A moment as the office's clock showed it: "05/02/2027 14:07"."""
    return f"{moment.astimezone(OFFICE_ZONE):%d/%m/%Y %H:%M}" if moment else ""


def show_day(day: date | None) -> str:
    """A day as dd/mm/yyyy."""
    return f"{day:%d/%m/%Y}" if day else ""


def show_count(number: int | None) -> str:
    """A count with the dots of Vietnamese: 1.500."""
    return in_figures(number or 0)


def dialled(phone: str | None) -> str:
    """What a telephone dials for a number that is shown whole; "" for a masked one and for what is no number."""
    return phone if phone and phone.isascii() and phone.isdigit() else ""


def show_roster(key: str) -> str:
    """The Vietnamese name of a roster."""
    return label_of(ROSTER, key)


def show_list(key: str) -> str:
    """The name of a printed list; of a plain roster, that of the roster."""
    if key in PLAIN_SHEETS:
        return PLAIN_SHEETS[key]
    return PRINTED_LISTS[key].name if key in PRINTED_LISTS else label_of(ROSTER, key)


def asset(filename: str) -> str:
    """The address of a file of roster/static. It changes with the content: after an update no old copy is used."""
    return url_for("static", filename=filename, v=_fingerprint(current_app.static_folder or "", filename))


@cache
def _fingerprint(folder: str, filename: str) -> str:
    return hashlib.sha256((Path(folder) / filename).read_bytes()).hexdigest()[:10]


def init_app(app: Flask) -> None:
    """Give every template `shell`, the filters below, and asset()."""
    app.context_processor(lambda: {"shell": Shell()})
    app.jinja_env.filters.update(
        moment=show_moment,
        day=show_day,
        count_vi=show_count,
        roster_name=show_roster,
        list_name=show_list,
        dialled=dialled,
    )
    app.jinja_env.globals |= {"asset": asset, "DAY_SHAPE": DAY_SHAPE}
