"""What the browser keeps for the program and must not read: sealed by a key made of `secret_key`, one for each purpose.

AES-256 in SIV mode (RFC 5297): it needs no nonce, so that nothing breaks where one came twice, and what was changed
does not open.
"""

from __future__ import annotations

import base64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY_BYTES = 64


class Sealer:
    """Seals for one purpose; texts sealed for another, or beside other `besides`, do not open."""

    def __init__(self, secret: str, purpose: str) -> None:
        self._cipher = AESSIV(HKDF(SHA256(), _KEY_BYTES, None, purpose.encode()).derive(secret.encode()))

    def seal(self, content: bytes, *besides: bytes) -> str:
        """The content as letters of an address; the same content is the same text."""
        return base64.urlsafe_b64encode(self._cipher.encrypt(content, list(besides))).decode().rstrip("=")

    def opened(self, text: str, *besides: bytes) -> bytes | None:
        """What was sealed; None for what was not, or was changed."""
        try:
            return self._cipher.decrypt(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), list(besides))
        except (InvalidTag, ValueError):
            return None
