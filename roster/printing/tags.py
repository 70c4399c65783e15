"""What WeasyPrint's tags lack for papers that are read out, and tags of a long PDF in time that grows with its rows.

- Page numbers, footers and watermarks are marked as artifacts: WeasyPrint marks what stands in the margins as content
  that belongs to no tag, and a watermark as a paragraph of each page.
- A table that only lays out (role="presentation": the head of a paper, its signatures) is not announced as one.
- A heading says whether it is of its column or its row. WeasyPrint names each cell's headings instead, by names that
  come back with each page's head and are in no register of names.
- With each tag WeasyPrint asks pydyf for the references of all pages, which are made anew each time. When tags are made
  the pages are complete, so that asking once is enough. To be dropped once `pydyf.PDF.page_references` is kept.

tests/printing/test_tags.py reads the outcome; run it at each WeasyPrint upgrade.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint import pdf as weasyprint_pdf
from weasyprint.formatting_structure.boxes import MarginBox
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.tags import add_tags

_Dictionary = weasyprint_pdf.pydyf.Dictionary
_WATERMARK = "watermark"  # the class
_OF_TABLES = frozenset({"table", "thead", "tbody", "tr", "td"})


class _CompletePDF:
    """A PDF whose pages are all there: their references stay as they are."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self.page_references = pdf.page_references

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pdf, name)


def _add_tags(pdf: Any, document: Any, version: Any, page_streams: Any) -> None:
    for page, stream in zip(document.pages, page_streams, strict=True):
        watermarks: list[Any] = []
        box = _without_watermarks(page._page_box, watermarks)
        margins = [child for child in box.children if isinstance(child, MarginBox)]
        if watermarks:
            box.children = [*box.children, _unread(watermarks)]
        page._page_box = box
        _make_artifacts(stream, [*margins, *watermarks])
        _lay_out_only(box)
    add_tags(_CompletePDF(pdf), document, version, page_streams)
    _tell_scopes(pdf)


def _without_watermarks(box: Any, found: list[Any]) -> Any:
    """A copy of a page's box without its watermarks, which are added to `found`."""
    children = []
    for child in box.children:
        if child.element is not None and child.element.get("class") == _WATERMARK:
            found.append(child)
        else:
            children.append(_without_watermarks(child, found) if child.element_tag in ("html", "body") else child)
    return box.copy_with_children(children)


def _unread(children: list[Any]) -> Any:
    """A margin's box, whose children WeasyPrint leaves out of the tree."""
    box = MarginBox.__new__(MarginBox)
    box.element, box.element_tag, box.children = None, None, children
    return box


def _make_artifacts(stream: Any, boxes: list[Any]) -> None:
    marks = {
        stream._tags[one]["mcid"] for box in boxes for one in _with_descendants(box) if one in (stream._tags or {})
    }
    words = stream.stream
    for index, word in enumerate(words):
        if isinstance(word, _Dictionary) and word.get("MCID") in marks:
            words[index - 1 : index + 1] = ["/Artifact", _Dictionary({"Type": "/Pagination"})]


def _lay_out_only(box: Any) -> None:
    """Call the parts of tables that only lay out by a name that no reader announces."""
    for child in map(_placed, getattr(box, "children", ())):
        if child.element_tag != "table":
            if child.element_tag in ("html", "body", "div"):
                _lay_out_only(child)
        elif child.element.get("role") == "presentation":
            for one in _with_descendants(child):
                if one.element_tag in _OF_TABLES:
                    one.element_tag = "div"


def _tell_scopes(pdf: Any) -> None:
    tags = [one for one in pdf.objects if isinstance(one, _Dictionary) and one.get("Type") == "/StructElem"]
    rows_of_heads = {row for one in tags if one["S"] == "/THead" for row in one["K"]}
    for one in tags:
        if one["S"] == "/TH":
            one.pop("ID", None)
            one["A"]["Scope"] = "/Column" if one["P"] in rows_of_heads else "/Row"
        elif one["S"] == "/TD":
            one.get("A", {}).pop("Headers", None)


def _with_descendants(box: Any) -> Iterator[Any]:
    box = _placed(box)
    yield box
    for child in getattr(box, "children", ()):
        yield from _with_descendants(child)


def _placed(box: Any) -> Any:
    return box._box if isinstance(box, AbsolutePlaceholder) else box


def mend_tags() -> None:
    """Lets WeasyPrint make tags so in this process; to be called once or more often, before the first PDF."""
    weasyprint_pdf.add_tags = _add_tags
