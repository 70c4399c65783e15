"""One small paper, printed to find out whether this computer can print: Pango, fonts, Vietnamese letters."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from datetime import date

from pypdf import PdfReader

from roster.columns.printed_lists import working_list
from roster.listing.table import build_table
from roster.printing.layout import PaperHead, PaperInput

SAMPLE_NAME = "Nguyễn Thị Hường – Đặng Văn Ưởng"


@dataclass(frozen=True)
class Sample:
    """What the finished PDF holds: its text, the embedded fonts' names, letters that no font could draw; and Pango."""

    pango: str
    text: str
    fonts: frozenset[str]
    missing: tuple[str, ...]


class NoPango(Exception):
    """WeasyPrint finds no Pango, or one that is too old; the text is the library's own message."""


def print_sample(today: date) -> Sample:
    """Print a paper with one name and look into it. Raises NoPango."""
    try:
        from weasyprint.text.ffi import pango

        from roster.printing.pdf import render_list
    except OSError as error:
        raise NoPango(str(error)) from error
    table = build_table(working_list("militia", ("full_name",)), [{"full_name": SAMPLE_NAME}], may_see=lambda _: True)
    paper = PaperInput(table, today.year, PaperHead("BỘ CHQS", "BAN CHQS", "DS-BCH", "Phù Liễn"), today)
    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        pdf = render_list(paper)
    finally:
        logger.removeHandler(complaints)
    reader = PdfReader(io.BytesIO(pdf))
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    version = pango.pango_version()
    named = f"{version // 10_000}.{version // 100 % 100}.{version % 100}"
    return Sample(named, text, _fonts_of(reader), tuple(complaints.letters))


class _Complaints(logging.Handler):
    """Collects the letters that WeasyPrint says it could not draw; it draws a box instead and goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if ".notdef" in str(record.msg) and record.args:
            self.letters.append(str(record.args[0] if isinstance(record.args, tuple) else record.args))


def _fonts_of(reader: PdfReader) -> frozenset[str]:
    names = set()
    for page in reader.pages:
        for font in page["/Resources"].get_object()["/Font"].values():  # type: ignore[index]
            name = str(font.get_object()["/BaseFont"]).lstrip("/").rpartition("+")[2]
            names.add(name.replace("-", " "))
    return frozenset(names)
