"""Files that are written for one answer and go with it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import BinaryIO, cast

from flask import send_file
from werkzeug.wrappers import Response

_MOST_IN_MEMORY = 4 * 1024 * 1024  # bytes


def passing_file() -> BinaryIO:
    """An empty file for one answer, in memory while it is small; Flask's send_file closes it after the last byte."""
    return cast(BinaryIO, tempfile.SpooledTemporaryFile(_MOST_IN_MEMORY))  # it outlives this function


def file_to_keep(write: Callable[[BinaryIO], object], media_type: str, name: str) -> Response:
    """What `write` puts into a file, as one of that name to be kept. Raises what `write` raises."""
    file = passing_file()
    write(file)
    file.seek(0)
    return send_file(file, media_type, as_attachment=True, download_name=name)
