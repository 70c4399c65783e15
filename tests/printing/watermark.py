"""Whether a page bears the pale words of a print that did not go out: they are drawn, so that no text tells."""

from __future__ import annotations

import pypdfium2

_PALE = 0xEC
_MANY = 2_000  # of the points of a page; letters' soft edges have a few hundred of the same grey


def is_watermarked(pdf: bytes, page: int = 0) -> bool:
    """Whether the page bears them."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[page].render(scale=1, grayscale=True).to_pil()
    finally:
        document.close()
    return picture.histogram()[_PALE] > _MANY
