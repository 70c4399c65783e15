"""The second step at sign-in: a one-time code of a device (TOTP, RFC 6238), or a recovery code from paper.

Codes come from the `cryptography` library, as does the encryption of the seeds; nothing of either is our own. A code
counts for its own 30 seconds and once. Clocks are off and the office has no time server, so by how many steps a device
is off is learnt: at enrolling from its first code, later from two codes in a row that are off alike (RFC 6238 §6).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import segno
from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
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
_NEIGHBOURS = (0, -1, 1)  # how far a device may be off from what is known of it
_NEXT_WITHIN = 4  # steps: the second of two codes that tell that it is off
_SEALED = "2."  # how a token begins that is encrypted as now; those before are Fernet's
_NONCE_BYTES = 12
_PLACES = struct.Struct(">hhq")  # by how much it is off, by how much the code before was, of which step that was
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 4


@dataclass(frozen=True)
class _Device:
    """What is kept of a device: its seed, by how many steps its clock is off; a refused code that was off by more."""

    seed: bytes
    drift: int = 0
    seen_drift: int = 0
    seen_step: int = 0


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
    device = _opened(token) if token else None
    if device is None:
        device = _Device(secrets.token_bytes(_SEED_BYTES))
        token = _sealed(device)
    seed = device.seed
    text = base64.b32encode(seed).decode()
    address = _totp(seed).get_provisioning_uri(user.user_name, ISSUER)
    picture: str = segno.make(address, error="m", micro=False).svg_inline(border=2, scale=4, omitsize=True)
    return Enrolment(token, " ".join(text[start : start + 4] for start in range(0, len(text), 4)), picture)


def confirm(user: User, token: str, code: str) -> list[str]:
    """Take the device whose first code this is; committed by the caller. Returns the recovery codes, [] if it is wrong.

    An account that has a device already keeps it: whoever has only the password must not put in his own.
    """
    device = _opened(token)
    offset = _offset_of(device, code) if device is not None and not is_enrolled(user) else None
    if device is None or offset is None:
        return []
    db.session.add(SecondStep(user_id=user.id, seed=_sealed(_Device(device.seed, offset)), last_step=_now() + offset))
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
    known = _opened(device.seed)
    if known is None:
        raise SecondStepKeyMissing(
            f"Tệp khóa {_key_path()} không mở được khóa của máy tạo mã. Hãy lấy lại tệp này từ bản sao lưu, dùng mã "
            "khôi phục, hoặc chạy: flask roster user reset-second-step TÊN"
        )
    offset = _offset_of(known, folded)
    if offset is None:
        return False
    step = _now() + offset
    if offset != known.drift and not (known.seen_drift == offset and 0 < step - known.seen_step <= _NEXT_WITHIN):
        # Its time is over, or has not come: a second one like it tells that the clock is off.
        device.seed = _sealed(replace(known, seen_drift=offset, seen_step=step))
        db.session.commit()
        return False
    # Two requests with the same code: one of them finds the step taken.
    taken = update(SecondStep).where(SecondStep.user_id == user.id, SecondStep.last_step < step)
    return count_changed(taken.values(last_step=step, seed=_sealed(_Device(known.seed, offset)))) == 1


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


def _now() -> int:
    return int(clock.now().timestamp()) // STEP_SECONDS


def _offset_of(device: _Device, code: str) -> int | None:
    """By how many steps the code is off from the office's clock; None for none that the device may be off by."""
    digits = "".join(code.split())
    if len(digits) != DIGITS or not digits.isascii() or not digits.isdigit():
        return None
    totp, present, found = _totp(device.seed), _now(), None
    for neighbour in _NEIGHBOURS:
        offset = device.drift + neighbour
        wanted = totp.generate((present + offset) * STEP_SECONDS)
        if hmac.compare_digest(wanted, digits.encode()) and found is None:
            found = offset
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


def _key() -> str:
    key = read_key(_key_path())
    if not key:
        if db.session.scalar(select(SecondStep.user_id).limit(1)) is not None:
            raise SecondStepKeyMissing(
                f"Thiếu tệp khóa {_key_path()} trong khi đã có tài khoản dùng mã xác nhận. Hãy lấy lại tệp này từ bản "
                "sao lưu, hoặc chạy cho từng người: flask roster user reset-second-step TÊN"
            )
        key = make_key(_key_path())
    return key


def _cipher() -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, None, b"seeds of the second step").derive(_key().encode()))


def _sealed(device: _Device) -> str:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    content = device.seed + _PLACES.pack(device.drift, device.seen_drift, device.seen_step)
    return _SEALED + base64.urlsafe_b64encode(nonce + _cipher().encrypt(nonce, content, None)).decode()


def _opened(token: str) -> _Device | None:
    """The device of a token; None where it was sealed by another key or is no token."""
    try:
        if not token.startswith(_SEALED):  # of a device from before; with its next code it is sealed as now
            key = base64.urlsafe_b64encode(hashlib.sha256(_key().encode()).digest())
            return _Device(Fernet(key).decrypt(token.encode()))
        sealed = base64.urlsafe_b64decode(token.removeprefix(_SEALED))
        content = _cipher().decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
    except (InvalidToken, InvalidTag, ValueError):
        return None
    return _Device(content[:_SEED_BYTES], *_PLACES.unpack(content[_SEED_BYTES:]))
