"""What a paper says, kept as data when it is made: the same people and values as a workbook or a document."""

from __future__ import annotations

import gzip
import json
from typing import Any, BinaryIO

from roster.columns.list_definition import ListColumn, ListDefinition
from roster.listing.table import Row, Table
from roster.services.faults import NotFound
from roster.sheets.list_document import write_document
from roster.sheets.writer import Frame, write_list
from roster.shelf import files

FORMATS = WORKBOOK, DOCUMENT = "xlsx", "docx"


def keep_data(data: dict[str, Any]) -> str:
    """Keep what a paper says, for its other formats. Returns the kept file's name."""
    return files.keep(gzip.compress(json.dumps(data, ensure_ascii=False).encode(), 6, mtime=0), ".json")


def kept_data(stored_name: str) -> dict[str, Any]:
    """What `keep_data` kept. Raises NotFound where it is gone."""
    try:
        with files.open_kept(stored_name) as file:
            found: dict[str, Any] = json.loads(gzip.decompress(file.read()))
    except FileNotFoundError as error:
        raise NotFound(stored_name) from error
    return found


def write_format(data: dict[str, Any], kind: str, file: BinaryIO) -> None:
    """Write what a paper says as a workbook or a document. Raises NotFound for another kind."""
    if kind == DOCUMENT:
        write_document(data, file)
    elif kind == WORKBOOK:
        write_list(_table_of(data), file, title=data["title"], subtitle=data["below_title"], frame=_frame_of(data))
    else:
        raise NotFound(kind)


def _frame_of(data: dict[str, Any]) -> Frame:
    """What stands around the list on paper."""
    marks = (data["handling_mark"], *data["form"])
    return Frame(
        left=[line for line in (data["superior"], data["agency"]) if line] + [data["number"]],
        right=[*data.get("nation", ()), data["date"]],
        above=" · ".join(mark for mark in marks if mark),
        closing=[text for text in (data["note"], data["closing"]) if text],
        recipients=data["recipients"],
        signatures=[
            [*filter(None, (authority, post)), "", "", "", name] for authority, post, name in data["signatures"]
        ],
    )


def _table_of(data: dict[str, Any]) -> Table:
    columns = tuple(
        ListColumn(tuple(heading), (), width, centred=centred, above=tuple(above))
        for heading, width, centred, above in zip(
            data["headings"], data["widths_mm"][1:], data["centred"],
            data.get("above", [()] * len(data["headings"])), strict=True,
        )
    )  # fmt: skip
    definition = ListDefinition(
        "", "", "", "", columns, landscape=data["landscape"], number_heading=(data["number_heading"],)
    )
    rows = tuple(
        Row(
            number if isinstance(number, int) else 0,
            tuple(tuple(lines) for lines in cells),
            is_group=number is None,
            mark=number if isinstance(number, str) else None,
        )
        for number, *cells in data["rows"]
    )
    return Table(definition, rows)
