"""Files that are written for one answer and go with it."""

from __future__ import annotations

import tempfile
from typing import BinaryIO, cast

_MOST_IN_MEMORY = 4 * 1024 * 1024  # bytes


def passing_file() -> BinaryIO:
    """An empty file for one answer, in memory while it is small; Flask's send_file closes it after the last byte."""
    return cast(BinaryIO, tempfile.SpooledTemporaryFile(_MOST_IN_MEMORY))  # it outlives this function
