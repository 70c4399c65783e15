"""Files that a command writes: whole or not at all, readable by their owner alone."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click

from roster.commands.cli import Refusal

year_option = click.option(
    "--year", type=click.IntRange(1975, 2100), metavar="Y", help="Năm của danh sách; không ghi: như trang web mở ra."
)


def out_option(metavar: str) -> Callable[..., Any]:
    """The option --out, shown as `metavar`."""
    kind = click.Path(dir_okay=False, path_type=Path)
    return click.option("--out", required=True, type=kind, metavar=metavar, help="Tệp ghi ra; tệp cũ được thay thế.")


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """A binary file to write; it takes its name, and the place of one of that name, only when all went well.

    Raises Refusal where it cannot be written.
    """
    if not path.parent.is_dir():
        raise Refusal(f"Không ghi được tệp “{path}”: không có thư mục “{path.parent}”.")
    try:
        handle, temporary = tempfile.mkstemp(prefix=".roster-", dir=path.parent)  # mode 0600
    except OSError as error:
        raise Refusal(f"Không ghi được tệp “{path}”: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        try:
            os.replace(temporary, path)
        except OSError as error:  # a folder of that name; on Windows a workbook that Excel holds open
            raise Refusal(f"Không ghi được tệp “{path}”; tệp có thể đang mở: {error.strerror}.") from error
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
