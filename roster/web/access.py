"""The only reader of the session: who asks, whether he may, and for which ward. Closed unless opened here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from flask import Flask, abort, current_app, flash, g, make_response, redirect, request, session, url_for
from flask_login import current_user
from flask_security import logout_user
from werkzeug.exceptions import SecurityError
from werkzeug.wrappers import Response

from roster.domain.actor import Actor, Permission
from roster.services import accounts, clock, setup, sign_ins, units
from roster.store.engine import set_reading
from roster.store.units import Unit
from roster.web import form_owners, measures
from roster.web.headers import is_static

P = ParamSpec("P")
R = TypeVar("R")

# Pages open to strangers: this list, the static files and the set-up of a new office, nothing else.
OPEN_ENDPOINTS = frozenset({"security.login"}) | measures.OPEN
# Of whoever has given his password, but not yet the code of his device.
HALF_WAY = frozenset({"second_step.index", "second_step.check", "second_step.enrol", "security.logout"})
# Of whoever signed in with a password that somebody else knows.
HANDED_OVER = HALF_WAY | {"security.change_password", "second_step.codes"}
_READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# How old the time of the last request in the cookie may grow before it is written anew.
_SEEN_STEP_SECONDS = 60


def current_actor() -> Actor:
    """The signed-in officer as the services see him. Raises 401 where nobody is signed in."""
    if "actor" not in g:
        if not current_user.is_authenticated:
            abort(401)
        g.actor = accounts.actor_of(current_user)
    actor: Actor = g.actor
    return actor


def current_sign_in() -> UUID | None:
    """The row of the session that asks."""
    return _as_uuid(session.get("sign_in"))


def permission_required(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a view that only roles with `permission` may call; others get 403."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            if not current_actor().may(permission):
                abort(403)
            return view(*args, **kwargs)

        # What the declared table of the tests compares with (tests/web/access_table.txt).
        checked.permission = permission  # type: ignore[attr-defined]
        return checked

    return decorate


def may(permission: str | Permission) -> bool:
    """Whether the signed-in officer has the permission ("import"); False for strangers. For templates."""
    return bool(current_user.is_authenticated) and current_actor().may(Permission(permission))


def may_open(endpoint: str) -> bool:
    """Whether the signed-in officer's roles open that page; a page that is not installed opens for nobody."""
    view = current_app.view_functions.get(endpoint)
    permission: Permission | None = getattr(view, "permission", None)
    return view is not None and (permission is None or may(permission))


def wards_of(actor: Actor) -> list[Unit]:
    """The wards of the actor's scope, those in force first, then by name."""
    return units.wards_in_scope(actor, clock.today())


def current_wards() -> list[Unit]:
    """The signed-in officer's wards, read once a request; empty for strangers. For templates."""
    if "wards" not in g:
        g.wards = wards_of(current_actor()) if current_user.is_authenticated else []
    wards: list[Unit] = g.wards
    return wards


def current_ward() -> Unit | None:
    """The ward of the page; on a page without one (accounts) the ward last worked in, or the only one."""
    if "ward" in g:
        page_ward: Unit = g.ward
        return page_ward
    wards = current_wards()
    last = [ward for ward in wards if str(ward.id) == session.get("ward")]
    return last[0] if last else wards[0] if len(wards) == 1 else None


def guard() -> Response | None:
    """Before every view: what may be reached without an account, who asks, and in which ward."""
    set_reading(request.method in _READING_METHODS)
    if isinstance(request.routing_exception, SecurityError):
        # No page: without a trusted host no address of ours can be built.
        return Response("Tên máy chủ trong địa chỉ không được phép.\n", 400, mimetype="text/plain")
    endpoint = request.endpoint
    if is_static(endpoint) or endpoint in measures.OPEN:
        return None
    is_setup = endpoint is not None and endpoint.startswith("setup.")
    if setup.needs_setup():
        return None if is_setup or "setup.index" not in current_app.view_functions else redirect(url_for("setup.index"))
    if is_setup:
        abort(404)
    if not _is_signed_in():
        if endpoint in OPEN_ENDPOINTS:
            return None
        return make_response(form_owners.ask_to_sign_in()) if form_owners.may_be_kept() else _to_sign_in()
    if goes_to := _wanted_first(endpoint):
        # What was typed in this tab waits in it until he has done that in another.
        return make_response(form_owners.ask_to_sign_in()) if form_owners.may_be_kept() else goes_to()
    _load_ward()
    return None


def is_wholly_in() -> bool:
    """Whether who asks has signed in to the end, and his session holds: for answers that come before the guard."""
    return _is_signed_in() and _wanted_first(None) is None


def _wanted_first(endpoint: str | None) -> Callable[[], Response] | None:
    """What leads to the code of his device, or to a password of his own, where it must come before such a page."""
    if sign_ins.waits_for_second_step(current_sign_in()) and endpoint not in HALF_WAY:
        return _to_second_step
    return _to_own_password if current_user.must_change and endpoint not in HANDED_OVER else None


def _is_signed_in() -> bool:
    if not current_user.is_authenticated:
        return False
    seen = session.get("seen_at", 0)
    now = int(clock.now().timestamp())
    if now - seen > current_app.config["IDLE_AT_MOST"].total_seconds() or not sign_ins.is_sign_in_open(
        current_sign_in(), current_user.id, clock.now(), current_app.config["SIGNED_IN_AT_MOST"]
    ):
        logout_user()
        session.clear()
        return False
    if now - seen > _SEEN_STEP_SECONDS:
        session["seen_at"] = now
        g.is_use_to_note = True
    return True


def _note_use(response: Response) -> Response:
    sign_in_id = current_sign_in()  # none where this very answer signed out
    if g.get("is_use_to_note") and sign_in_id is not None:
        sign_ins.note_use(sign_in_id, request.remote_addr or "")
    return response


def _to_sign_in() -> Response:
    flash("Mời đồng chí đăng nhập để tiếp tục.", "info")
    is_page = request.method == "GET" and request.endpoint is not None
    # The query may hold a search for a name, which has no place in another address.
    return redirect(url_for("security.login", next=request.path if is_page and request.path != "/" else None))


def _to_second_step() -> Response:
    is_page = request.method == "GET" and request.endpoint is not None
    return redirect(url_for("second_step.index", next=request.path if is_page and request.path != "/" else None))


def _to_own_password() -> Response:
    flash("Mật khẩu này do người quản trị trao. Xin đặt mật khẩu của riêng đồng chí trước khi làm việc.", "info")
    return redirect(url_for("security.change_password"))


def _load_ward() -> None:
    ward_id = (request.view_args or {}).get("ward_id")
    if ward_id is None:
        return
    actor = current_actor()
    ward = units.get_ward(ward_id) if isinstance(ward_id, UUID) and actor.covers(ward_id) else None
    if ward is None:
        abort(404)
    g.ward = ward
    if session.get("ward") != str(ward.id):
        session["ward"] = str(ward.id)


def _as_uuid(text: Any) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _ward_in_links(endpoint: str, values: dict[str, Any]) -> None:
    if "ward" in g and "ward_id" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "ward_id"):
        values["ward_id"] = g.ward.id


def init_app(app: Flask) -> None:
    """Put the guard before every view and give the templates what they may know."""
    app.before_request(guard)
    app.after_request(_note_use)
    app.teardown_request(lambda _error: set_reading(False))
    app.url_defaults(_ward_in_links)
    app.jinja_env.globals.update(may=may, current_wards=current_wards, today=clock.today)
    app.context_processor(lambda: {"ward": g.get("ward"), "signed_in_user": _user_or_none()})


def _user_or_none() -> Any:
    return current_user if current_user.is_authenticated else None
