"""A device that makes one-time codes, as an officer has in his pocket."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP


def code_of(key: str, at: float) -> str:
    """The six digits for the key that the page shows, at a moment of the office's clock."""
    totp = TOTP(base64.b32decode("".join(key.split())), 6, SHA1(), 30)  # noqa: S303
    return totp.generate(int(at)).decode()
