"""Backups as one file: a tar of named members, encrypted to a recipient's key (age). The only place that knows pyrage.

Whoever finds the file reads nothing without the secret key, which does not lie on this machine.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pyrage

MANIFEST = "manifest.json"
_CHUNK = 1024 * 1024
_FORMAT = tarfile.PAX_FORMAT
_SECRET = "AGE-SECRET-KEY-"  # noqa: S105  # how such a key begins, not one


class BadBundle(Exception):
    """The file is no backup, was changed, or the key is another's. Nothing was taken from it."""


def make_key() -> tuple[str, str]:
    """A new pair of keys: the secret one, to be kept off this machine, and the recipient that backups are made to."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def is_recipient(text: str) -> bool:
    """Whether the text is a recipient's key."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def recipient_of(secret: str) -> str:
    """The recipient that belongs to a secret key, with or without comment lines. Raises BadBundle for no such key."""
    return str(_identity(secret).to_public())


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_bundle(target: Path, members: Iterable[tuple[str, Path]], facts: dict[str, Any], recipient: str) -> None:
    """Write the members and a manifest with `facts` and each member's digest to `target`, encrypted.

    The tar passes through memory in pieces, never the disk. `target` appears only when it is complete and on the disk.
    Raises OSError where the disk takes it not.
    """
    listed = list(members)
    manifest = {**facts, "members": {name: digest_of(path) for name, path in listed}}
    partly = target.with_name(f".{target.name}.partly")
    try:
        with _tar_of(listed, manifest) as source, _private(partly) as file:
            try:
                pyrage.encrypt_io(source, file, [pyrage.x25519.Recipient.from_str(recipient)])
            except pyrage.EncryptError as error:
                raise OSError(str(error)) from error  # the stick is full: it wraps the system's word
            file.flush()
            os.fsync(file.fileno())
        os.replace(partly, target)
    finally:
        partly.unlink(missing_ok=True)


@contextmanager
def _tar_of(listed: list[tuple[str, Path]], manifest: dict[str, Any]) -> Iterator[BinaryIO]:
    """The tar as a stream from a thread of its own: nothing unencrypted touches the disk, which may be a USB stick.

    What went wrong in the thread is raised at the end of the block.
    """
    reader, writer = os.pipe()
    faults: list[BaseException] = []

    def write() -> None:
        try:
            with (
                os.fdopen(writer, "wb") as file,
                tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT) as tar,
            ):
                content = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
                info = tarfile.TarInfo(MANIFEST)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
                for name, path in listed:
                    tar.add(path, arcname=name, recursive=False, filter=_anonymous)
        except BaseException as fault:  # carried over to the thread that waits
            faults.append(fault)

    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    with os.fdopen(reader, "rb") as stream:
        yield stream
    thread.join()
    if faults:
        raise faults[0]


def read_bundle(source: Path, secret: str, into: Path) -> dict[str, Any]:
    """Open a backup into the empty folder `into` and check every member; returns the manifest.

    Raises BadBundle where the file was changed by a single byte, is cut short, or is for another key.
    """
    identity = _identity(secret)
    tar = into / ".bundle.tar"
    try:
        try:
            with source.open("rb") as file, _private(tar) as out:
                pyrage.decrypt_io(file, out, [identity])
        except (pyrage.DecryptError, OSError) as error:
            raise BadBundle(
                "Không mở được: tệp đã hỏng, đã bị sửa, hoặc khóa bí mật không phải của bản này."
            ) from error
        return _unpacked(tar, into)
    finally:
        tar.unlink(missing_ok=True)


def _unpacked(tar: Path, into: Path) -> dict[str, Any]:
    try:
        with tarfile.open(tar) as archive:
            first = archive.next()
            file = archive.extractfile(first) if first is not None and first.name == MANIFEST else None
            if file is None:
                raise BadBundle("Tệp này không phải bản sao lưu của chương trình.")
            manifest: dict[str, Any] = json.loads(file.read())
            archive.extractall(into, filter="data")
    except (tarfile.TarError, ValueError, KeyError) as error:
        raise BadBundle("Tệp này không phải bản sao lưu của chương trình, hoặc đã hỏng.") from error
    (into / MANIFEST).unlink(missing_ok=True)
    for name, digest in manifest["members"].items():
        path = into / name
        if not path.is_file() or digest_of(path) != digest:
            raise BadBundle(f"Phần “{name}” trong bản sao lưu không còn nguyên.")
    return manifest


def _identity(secret: str) -> Any:
    lines = [line.strip() for line in secret.splitlines()]
    key = next((line for line in lines if line.startswith(_SECRET)), "")
    try:
        return pyrage.x25519.Identity.from_str(key)
    except pyrage.IdentityError as error:
        raise BadBundle("Tệp khóa không chứa khóa bí mật (dòng bắt đầu bằng AGE-SECRET-KEY-).") from error


def _anonymous(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mode = 0o600
    return info


def _private(path: Path) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")
