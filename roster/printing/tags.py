"""Makes the tags of a long PDF in time that grows with its rows, not with their square.

With each tag WeasyPrint asks pydyf for the references of all pages, which are made anew each time. When tags are made
the pages are complete, so that asking once is enough. To be dropped once `pydyf.PDF.page_references` is not made anew.
"""

from __future__ import annotations

from typing import Any

from weasyprint import pdf as weasyprint_pdf
from weasyprint.pdf.tags import add_tags


class _CompletePDF:
    """A PDF whose pages are all there: their references stay as they are."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self.page_references = pdf.page_references

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pdf, name)


def _add_tags(pdf: Any, *others: Any) -> None:
    add_tags(_CompletePDF(pdf), *others)


def tag_in_linear_time() -> None:
    """Lets WeasyPrint make tags so in this process; to be called once or more often, before the first PDF."""
    weasyprint_pdf.add_tags = _add_tags
