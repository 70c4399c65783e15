"""Our way to a printed list: facts → table → PDF, as a print job makes it. Arguments: facts as JSON, the PDF."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from bench.people import ROSTER, SHEET_COLUMNS, YEAR
from roster.columns.printed_lists import working_list
from roster.listing.table import build_table
from roster.printing.layout import PaperHead, PaperInput, Signature
from roster.printing.pdf import render_list


def main(facts: str, pdf: str) -> None:
    """Print the people of the file `facts`."""
    rows = json.loads(Path(facts).read_text(encoding="utf-8"))
    definition = working_list(ROSTER, tuple(key for key, _ in SHEET_COLUMNS))
    paper = PaperInput(
        table=build_table(definition, rows, may_see=lambda sensitivity: True),
        year=YEAR,
        head=PaperHead("BỘ CHQS THÀNH PHỐ", "BAN CHQS PHƯỜNG", "DS-BCH", "Phù Liễn", "Lưu: VT"),
        today=date(2026, 11, 26),
        dated_on=None,
        number="",
        preparer=Signature("NGƯỜI LẬP"),
        signer=Signature("CHỈ HUY TRƯỞNG"),
        handling_mark="LƯU HÀNH NỘI BỘ",
        footer="In thử",
    )
    Path(pdf).write_bytes(render_list(paper))


if __name__ == "__main__":
    main(*sys.argv[1:])
