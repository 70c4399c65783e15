"""What can be told of a finished PDF."""

from __future__ import annotations

import io

from pypdf import PdfReader


def count_pages(pdf: bytes) -> int:
    """How many pages the PDF has."""
    return PdfReader(io.BytesIO(pdf)).get_num_pages()
