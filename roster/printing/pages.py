"""What can be told of a finished PDF."""

from __future__ import annotations

import io

import pypdfium2
from pypdf import PdfReader


def count_pages(pdf: bytes) -> int:
    """How many pages the PDF has."""
    return PdfReader(io.BytesIO(pdf)).get_num_pages()


def first_page_picture(pdf: bytes, dots_per_mm: float = 4.0) -> bytes:
    """The first page as a PNG, for a page of the program to show."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[0].render(scale=dots_per_mm * 25.4 / 72, grayscale=True).to_pil()
    finally:
        document.close()
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
