"""What can be told of a finished PDF."""

from __future__ import annotations

import io

import pypdfium2
from PIL import Image
from pypdf import PdfReader

_GAP_MM, _GREY = 4.0, 200  # between two pages of a picture


def count_pages(pdf: bytes) -> int:
    """How many pages the PDF has."""
    return PdfReader(io.BytesIO(pdf)).get_num_pages()


def outer_pages_picture(pdf: bytes, dots_per_mm: float = 4.0) -> bytes:
    """The first page and, below it, the last one with its signatures, as a PNG for a page of the program to show."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        shown = [0] if len(document) == 1 else [0, len(document) - 1]
        pages = [document[place].render(scale=dots_per_mm * 25.4 / 72, grayscale=True).to_pil() for place in shown]
    finally:
        document.close()
    gap = round(_GAP_MM * dots_per_mm)
    width, height = max(page.width for page in pages), sum(page.height + gap for page in pages) - gap
    picture = Image.new("L", (width, height), _GREY)
    top = 0
    for page in pages:
        picture.paste(page, (0, top))
        top += page.height + gap
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
