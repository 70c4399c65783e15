"""What WeasyPrint's tags lack for papers that are read out, and tags of a long PDF in time that grows with its rows.

- Page numbers, footers and watermarks are marked as artifacts: WeasyPrint marks what stands in the margins as content
  that belongs to no tag, and a watermark as a paragraph of each page.
- A table that only lays out (role="presentation": the head of a paper, its signatures) is not announced as one.
- A heading says whether it is of its column or its row. WeasyPrint names each cell's headings instead, by names that
  come back with each page's head and are in no register of names.
- Rows that were painted (painted.py) bring the numbers of their contents; their tags are written as they stand in the
  PDF, since there are as many as there are cells.
- With each tag WeasyPrint asks pydyf for the references of all pages, which are made anew each time. When tags are made
  the pages are complete, so that asking once is enough. To be dropped once `pydyf.PDF.page_references` is kept.

tests/printing/test_tags.py reads the outcome; run it at each WeasyPrint upgrade.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from types import SimpleNamespace
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


COMPRESSION = 6  # of all that stands in a PDF
PAGINATION = _Dictionary({"Type": "/Pagination"})


class _Written(weasyprint_pdf.pydyf.Object):
    """An object of a PDF as it stands there: lighter than a dictionary that is written at the end."""

    data = b""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data = data


def as_bytes(words: Iterable[Any]) -> bytes:
    """What was drawn, as a PDF has it."""
    return weasyprint_pdf.pydyf.Stream(list(words)).data.split(b"stream\n", 1)[1].removesuffix(b"\nendstream")


def _add_tags(pdf: Any, document: Any, version: Any, page_streams: Any) -> None:
    for page, stream in zip(document.pages, page_streams, strict=True):
        if not _painted_rows(page):
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
    _add_painted_rows(pdf, document.pages)


def read_of(page_box: Any, stream: Any) -> Any:
    """What is read out of a page that was just drawn: its box without margins and watermarks, which become artifacts.

    The contents that stay are numbered anew, from 0 on without a gap.
    """
    watermarks: list[Any] = []
    box = _without_watermarks(page_box, watermarks)
    margins = [child for child in box.children if isinstance(child, MarginBox)]
    box.children = [child for child in box.children if child not in margins]
    unread = [one for child in [*margins, *watermarks] for one in _with_descendants(child) if one in stream._tags]
    _make_artifacts(stream, unread)
    for one in unread:
        del stream._tags[one]
    places = {tag["mcid"]: place for place, tag in enumerate(stream._tags.values())}
    for word in stream.stream:
        if isinstance(word, _Dictionary) and word.get("MCID") in places:
            word["MCID"] = places[word["MCID"]]
    for tag in stream._tags.values():
        tag["mcid"] = places[tag["mcid"]]
    _lay_out_only(box)
    return box


def _painted_rows(page: Any) -> list[list[range]]:
    """The numbers of the contents of each cell of the rows that were painted on a page."""
    return getattr(page, "tagged_rows", [])


def _add_painted_rows(pdf: Any, pages: Sequence[Any]) -> None:
    """Hang the rows that were painted on the tables that WeasyPrint tagged, in the body of which nothing stands yet."""
    references = pdf.page_references
    bodies = {one["Pg"]: one for one in pdf.objects if isinstance(one, _Dictionary) and one.get("S") == "/TBody"}
    root = pdf.objects[_object_number(pdf.catalog["StructTreeRoot"])]
    owners = pdf.objects[_object_number(root["ParentTree"])]["Nums"]
    for place, page in enumerate(pages):
        on_page = references[place]
        for marks in _painted_rows(page):
            body = bodies[on_page]
            row = len(pdf.objects)
            cells = [b"%d 0 R" % (row + number) for number in range(1, len(marks) + 1)]
            _write(pdf, b"/TR", b" ".join(cells), on_page, body.reference)
            body["K"].append(b"%d 0 R" % row)
            is_group = len(marks) < page.columns
            for kind, contents, reference in zip(page.kinds, marks, cells, strict=False):
                about = b"/A <</O /Table/ColSpan %d>>" % page.columns if is_group else b""
                _write(pdf, b"/%b" % kind.encode(), b" ".join(b"%d" % one for one in contents), on_page,
                       b"%d 0 R" % row, about)  # fmt: skip
                owners[2 * place + 1].extend([reference] * len(contents))


def _write(pdf: Any, kind: bytes, kids: bytes, page: bytes, above: bytes, about: bytes = b"") -> None:
    pdf.add_object(_Written(b"<</S %b/K [%b]/Pg %b/P %b%b>>" % (kind, kids, page, above, about)))


def _object_number(reference: bytes) -> int:
    return int(reference.split()[0])


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
    """Lets WeasyPrint make tags so in this process; to be called once or more often, before the first PDF.

    They are as many words as the list has, much alike: to press them as hard as pydyf does (9) takes six times as long
    for a twentieth of their bytes.
    """
    weasyprint_pdf.add_tags = _add_tags
    weasyprint_pdf.pydyf.zlib = SimpleNamespace(compressobj=lambda level: zlib.compressobj(min(level, COMPRESSION)))
