"""The guard against guessing: failed tries are counted in the database, so that a restart forgets nothing.

Three counts for passwords: of a name from an address, of all names from an address, of a name from anywhere. The last
only slows down, and not where the owner has signed in before, so that nobody can lock him out. Codes of the second
step are counted by account whatever the address, since whoever comes so far has the password (NIST SP 800-63B-4, 3.2.2:
at most 100 failures in a row). Recovery codes cannot be guessed and are counted by address alone.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from uuid import UUID

from flask import current_app
from sqlalchemy import delete, func, select

from roster.store.accounts import SignIn, SignInFailure, User
from roster.store.db import db, now

_ANYBODY = _ANYWHERE = "\n"  # no user name, no address
_IN_A_ROW = "row-"  # begins the mark of failures that count until a code was right


# --- Passwords ------------------------------------------------------------------------------------------------------


def seconds_to_wait(user_name: str, address: str) -> int:
    """How long this name must not be tried from this address (0: it may). Never a lock for good."""
    return max(_seconds_at(user_name, address), _seconds_of_name(user_name, address))


def note_failure(user_name: str, address: str) -> None:
    """Count a failed attempt, and forget those that no longer count. Commits: the attempt must count in any case."""
    db.session.add(SignInFailure(mark=_mark(user_name, _ANYWHERE)))
    _note_at(user_name, address)


def forget_failures(user_name: str, address: str) -> None:
    """Start counting anew after a success; committed by the caller. What the address tried of others stays counted, and
    what was tried of the name elsewhere."""
    db.session.execute(delete(SignInFailure).where(SignInFailure.mark == _mark(user_name, address)))


# --- Codes of the second step ---------------------------------------------------------------------------------------


def seconds_to_wait_for_code(user_id: UUID, address: str, *, of_device: bool) -> int:
    """How long no code of the account's device must be tried (0: it may); any other code waits at its address alone."""
    name, most = _name_of(user_id), current_app.config["CODE_FAILURES"]
    of_account = _seconds_until_fewer(_mark(name, _ANYWHERE), most) if of_device else 0
    return max(_seconds_at(name, address), of_account)


def are_codes_used_up(user_id: UUID) -> bool:
    """Whether so many codes were wrong in a row that only a recovery code helps, or an administrator."""
    query = select(func.count()).where(SignInFailure.mark == _row_of(user_id))
    return (db.session.scalar(query) or 0) >= int(current_app.config["CODE_FAILURES_IN_A_ROW"])


def note_wrong_code(user_id: UUID, address: str, *, of_device: bool) -> None:
    """Count a wrong code, of the account's device or any other. Commits."""
    name = _name_of(user_id)
    if of_device:
        db.session.add_all([SignInFailure(mark=_row_of(user_id)), SignInFailure(mark=_mark(name, _ANYWHERE))])
    _note_at(name, address)


def forget_wrong_codes(user_id: UUID, address: str) -> None:
    """A code was right; committed by the caller. What of the window was tried elsewhere stays counted: others may still
    be guessing."""
    forget_failures(_name_of(user_id), address)
    db.session.execute(delete(SignInFailure).where(SignInFailure.mark == _row_of(user_id)))


def forget_all_of_device(user_id: UUID) -> None:
    """The account's device was taken away, and with it what was tried of it; committed by the caller."""
    gone = (_row_of(user_id), _mark(_name_of(user_id), _ANYWHERE))
    db.session.execute(delete(SignInFailure).where(SignInFailure.mark.in_(gone)))


# --- Counting -------------------------------------------------------------------------------------------------------


def _mark(user_name: str, address: str) -> str:
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, f"{user_name}\n{address}".encode(), hashlib.sha256).hexdigest()


def _name_of(user_id: UUID) -> str:
    return f"second step {user_id}"


def _row_of(user_id: UUID) -> str:
    return f"{_IN_A_ROW}{user_id.hex}"


def _note_at(name: str, address: str) -> None:
    old = SignInFailure.at < now() - current_app.config["SIGN_IN_WINDOW"]
    db.session.execute(delete(SignInFailure).where(old, ~SignInFailure.mark.startswith(_IN_A_ROW)))
    db.session.add_all([SignInFailure(mark=_mark(name, address)), SignInFailure(mark=_mark(_ANYBODY, address))])
    db.session.commit()


def _seconds_at(name: str, address: str) -> int:
    limits = current_app.config
    return max(
        _seconds_until_fewer(_mark(name, address), limits["SIGN_IN_FAILURES"]),
        _seconds_until_fewer(_mark(_ANYBODY, address), limits["ADDRESS_FAILURES"]),
    )


def _seconds_until_fewer(mark: str, most: int) -> int:
    window: timedelta = current_app.config["SIGN_IN_WINDOW"]
    query = select(SignInFailure.at).where(SignInFailure.mark == mark, SignInFailure.at > now() - window)
    times = list(db.session.scalars(query.order_by(SignInFailure.at.desc()).limit(most)))
    if len(times) < most:
        return 0
    return max(1, int((times[-1] + window - now()).total_seconds()) + 1)


def _seconds_of_name(user_name: str, address: str) -> int:
    """The delay after the last failure, doubled with each beyond so many of the window, up to the longest."""
    limits, window = current_app.config, current_app.config["SIGN_IN_WINDOW"]
    counted = select(func.count(), func.max(SignInFailure.at)).where(
        SignInFailure.mark == _mark(user_name, _ANYWHERE), SignInFailure.at > now() - window
    )
    count, last = db.session.execute(counted).one()
    beyond = count - limits["ACCOUNT_FAILURES"]
    if beyond < 0 or _has_succeeded_from(user_name, address):
        return 0
    longest: timedelta = limits["ACCOUNT_LONGEST_WAIT"]
    delay = min(longest, timedelta(seconds=2 ** min(beyond, 20)))
    left = (last + delay - now()).total_seconds()
    return int(left) + 1 if left > 0 else 0


def _has_succeeded_from(user_name: str, address: str) -> bool:
    query = select(SignIn.id).join(User, User.id == SignIn.user_id)
    before = query.where(User.user_name == user_name, SignIn.address == address[:45], SignIn.waits.is_(False))
    return db.session.scalar(before.limit(1)) is not None
