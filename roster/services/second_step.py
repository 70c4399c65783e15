"""The second step at sign-in: a one-time code of a device (TOTP, RFC 6238), or a recovery code from paper.

Codes come from the `cryptography` library, as does the encryption of the seeds; nothing of either is our own. A code of
the step before or behind counts too (clocks are off by some seconds and the office has no time server), none twice.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import segno
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from flask import current_app
from flask_security.utils import hash_password, verify_password
from sqlalchemy import delete, func, select, update

from roster.config import SetupFault, make_key, read_key
from roster.domain.actor import Actor, Permission
from roster.services import audit, clock, failures
from roster.services.faults import NotAllowed
from roster.store.accounts import RecoveryCode, SecondStep, User
from roster.store.db import count_changed, db, now

KEY_FILE = "second_step_key"
ISSUER = "So quan su"  # what the device shows; some show no Vietnamese letters
STEP_SECONDS, DIGITS = 30, 6
RECOVERY_CODES = 8
_DEMO_MADE = "demo.create"  # roster.services.demo, which stands above this
_SEED_BYTES = 20  # as long as SHA-1, which every authenticator understands
_NEIGHBOURS = (0, -1, 1)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 4


class SecondStepKeyMissing(SetupFault):
    """The key of the seeds is gone: no code can be checked. Recovery codes still work."""


@dataclass(frozen=True)
class Enrolment:
    """What is shown once to the owner: the key as text in groups, and the picture for the device's camera."""

    token: str  # the seed, encrypted; comes back with the first code
    key: str
    picture: str  # SVG


# --- Who ------------------------------------------------------------------------------------------------------------


def is_required_of(user: User) -> bool:
    """Whether the account's roles demand it. Not in a database of invented people, which anybody may try out."""
    return bool(user.role_names & current_app.config["SECOND_STEP_ROLES"]) and not audit.began_with(_DEMO_MADE)


def is_enrolled(user: User) -> bool:
    """Whether the account has a device."""
    return db.session.get(SecondStep, user.id) is not None


def is_asked_of(user: User) -> bool:
    """Whether signing in takes more than the password."""
    return is_enrolled(user) or is_required_of(user)


def enrolled_ids() -> set[UUID]:
    """The accounts that have a device."""
    return set(db.session.scalars(select(SecondStep.user_id)))


def codes_left(user: User) -> int:
    """How many recovery codes are still good."""
    query = select(func.count()).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(query) or 0


# --- Enrolling ------------------------------------------------------------------------------------------------------


def begin(user: User, token: str = "") -> Enrolment:
    """A new seed, or the one of `token`, as the device takes it. Writes nothing."""
    seed = _opened(token) if token else None
    if seed is None:
        seed = secrets.token_bytes(_SEED_BYTES)
        token = _fernet().encrypt(seed).decode()
    text = base64.b32encode(seed).decode()
    address = _totp(seed).get_provisioning_uri(user.user_name, ISSUER)
    picture: str = segno.make(address, error="m", micro=False).svg_inline(border=2, scale=4, omitsize=True)
    return Enrolment(token, " ".join(text[start : start + 4] for start in range(0, len(text), 4)), picture)


def confirm(user: User, token: str, code: str) -> list[str]:
    """Take the device whose first code this is; committed by the caller. Returns the recovery codes, [] if it is wrong.

    An account that has a device already keeps it: whoever has only the password must not put in his own.
    """
    seed = _opened(token)
    step = _step_of(seed, code) if seed is not None and not is_enrolled(user) else None
    if step is None:
        return []
    db.session.add(SecondStep(user_id=user.id, seed=token, last_step=step))
    audit.record(_actor_of(user), "account.second_step", subject_id=user.id)
    return _new_codes(user)


def renew_codes(user: User) -> list[str]:
    """New recovery codes; the old ones are worth nothing any more. Committed by the caller."""
    audit.record(_actor_of(user), "account.recovery_codes", subject_id=user.id)
    return _new_codes(user)


def _new_codes(user: User) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes: dict[str, str] = {}
    while len(codes) < RECOVERY_CODES:
        groups = ["".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)]
        codes[groups[0]] = "-".join(groups)
    for start, code in codes.items():
        db.session.add(RecoveryCode(user_id=user.id, start=start, code=hash_password(code.replace("-", ""))))
    return list(codes.values())


# --- Checking -------------------------------------------------------------------------------------------------------


def check(user: User, typed: str) -> bool:
    """Whether this is a code of the account's device that was not used yet, or a recovery code.

    Committed by the caller. Raises SecondStepKeyMissing where only the seed's key could tell.
    """
    folded = _folded(typed)
    if looks_like_recovery(typed):
        return _check_recovery(user, folded)
    device = db.session.get(SecondStep, user.id)
    if device is None:
        return False
    seed = _opened(device.seed)
    if seed is None:
        raise SecondStepKeyMissing(
            f"Tệp khóa {_key_path()} không mở được khóa của máy tạo mã. Hãy lấy lại tệp này từ bản sao lưu, dùng mã "
            "khôi phục, hoặc chạy: flask roster user reset-second-step TÊN"
        )
    step = _step_of(seed, folded)
    if step is None:
        return False
    # Two requests with the same code: one of them finds the step taken.
    taken = update(SecondStep).where(SecondStep.user_id == user.id, SecondStep.last_step < step).values(last_step=step)
    return count_changed(taken) == 1


def looks_like_recovery(typed: str) -> bool:
    """Whether what was typed is as long as a recovery code: it is then tried as one, and as nothing else."""
    return len(_folded(typed)) == _GROUPS * _GROUP_LENGTH


def _folded(typed: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", typed).lower() if char.isascii() and char.isalnum())


def _check_recovery(user: User, folded: str) -> bool:
    query = select(RecoveryCode).where(
        RecoveryCode.user_id == user.id, RecoveryCode.start == folded[:_GROUP_LENGTH], RecoveryCode.used_at.is_(None)
    )
    found = db.session.scalars(query).first()
    if found is None or not verify_password(folded, found.code):
        return False
    taken = update(RecoveryCode).where(RecoveryCode.id == found.id, RecoveryCode.used_at.is_(None))
    if count_changed(taken.values(used_at=now())) != 1:
        return False
    audit.record(_actor_of(user), "account.recovery_used", subject_id=user.id, left=codes_left(user))
    return True


def _step_of(seed: bytes, code: str) -> int | None:
    """The time step whose code this is."""
    digits = "".join(code.split())
    if len(digits) != DIGITS or not digits.isascii() or not digits.isdigit():
        return None
    present = int(clock.now().timestamp()) // STEP_SECONDS
    totp, found = _totp(seed), None
    for offset in _NEIGHBOURS:
        wanted = totp.generate((present + offset) * STEP_SECONDS)
        if hmac.compare_digest(wanted, digits.encode()) and found is None:
            found = present + offset
    return found


# --- Taking away ----------------------------------------------------------------------------------------------------


def forget_device(actor: Actor, user: User) -> bool:
    """Take device and recovery codes from an account, whose owner enrols anew at the next sign-in; False for none.

    Committed by the caller, who ends the account's sessions. Raises NotAllowed.
    """
    if not actor.may(Permission.MANAGE_ACCOUNTS):
        raise NotAllowed
    device = db.session.get(SecondStep, user.id)
    if device is None:
        return False
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    db.session.delete(device)
    failures.forget_all_of_device(user.id)
    audit.record(actor, "account.second_step_reset", subject_id=user.id)
    return True


# --- The seed -------------------------------------------------------------------------------------------------------


def _actor_of(user: User) -> Actor:
    return Actor(user_id=user.id, name=user.full_name, roles=user.role_names, ward_ids=user.ward_ids)


def _totp(seed: bytes) -> TOTP:
    return TOTP(seed, DIGITS, SHA1(), STEP_SECONDS, enforce_key_length=True)  # noqa: S303  # what authenticators speak


def _key_path() -> Path:
    return Path(current_app.instance_path) / KEY_FILE


def _fernet() -> Fernet:
    key = read_key(_key_path())
    if not key:
        if db.session.scalar(select(SecondStep.user_id).limit(1)) is not None:
            raise SecondStepKeyMissing(
                f"Thiếu tệp khóa {_key_path()} trong khi đã có tài khoản dùng mã xác nhận. Hãy lấy lại tệp này từ bản "
                "sao lưu, hoặc chạy cho từng người: flask roster user reset-second-step TÊN"
            )
        key = make_key(_key_path())
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))


def _opened(token: str) -> bytes | None:
    try:
        return _fernet().decrypt(token.encode())
    except InvalidToken:
        return None
