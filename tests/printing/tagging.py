"""What can be told of a PDF's tags without a validator: PDF/UA-1 (ISO 14289-1), as far as pypdf can read it.

Not asked: reading order in the eyes of a reader, contrast, fonts' encodings; no outside tool (veraPDF, PAC) is at hand.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject

_PAINTS = {b"Tj", b"TJ", b"'", b'"', b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"Do", b"sh"}
_SHOWS_TEXT = {b"Tj", b"TJ", b"'", b'"'}


def faults_of(pdf: bytes) -> list[str]:
    """What a reader that speaks would stumble over; empty for a well tagged paper."""
    reader = PdfReader(io.BytesIO(pdf))
    root, faults = reader.root_object, []
    if not (reader.metadata and reader.metadata.title):
        faults.append("no title")
    if root.get("/Lang") != "vi":
        faults.append(f"language {root.get('/Lang')}")
    if not root.get("/MarkInfo", {}).get("/Marked"):
        faults.append("not marked as tagged")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        faults.append("shows its file name for a title")
    if "/StructTreeRoot" not in root:
        return [*faults, "no structure"]
    tree = root["/StructTreeRoot"]
    if any(one["/S"] == "/Figure" and not one.get("/Alt") for one in elements_of(tree)):
        faults.append("a picture without words")
    reached = {id_of(one): one for one in elements_of(tree)}
    parents = numbered(tree["/ParentTree"])
    for number, page in enumerate(reader.pages, start=1):
        owners = parents.get(page.get("/StructParents"))
        if owners is None:
            faults.append(f"page {number}: no way from content to tags")
            continue
        untagged, marks = _marks_of(page, reader)
        faults += [f"page {number}: {what} outside of any tag" for what in untagged]
        for mark in marks:
            if mark >= len(owners) or id_of(owners[mark]) not in reached:
                faults.append(f"page {number}: content {mark} belongs to no tag")
    faults += [fault for one in reached.values() if one["/S"] == "/Table" for fault in _faults_of_table(one)]
    faults += ["a picture without words" for one in reached.values() if one["/S"] == "/Figure" and not one.get("/Alt")]
    if not any(one["/S"] == "/H1" for one in reached.values()):
        faults.append("no first heading")
    return faults


def claims_ua(pdf: bytes) -> bool:
    """Whether the file calls itself PDF/UA, which nobody has validated (docs/decisions/0006)."""
    metadata = PdfReader(io.BytesIO(pdf)).root_object.get("/Metadata")
    return metadata is not None and b"pdfuaid" in metadata.get_object().get_data()


def elements_of(node: Any) -> Iterator[Any]:
    """Every element below a node, in the order of reading."""
    for kid in kids_of(node):
        if isinstance(kid, DictionaryObject) and "/S" in kid:
            yield kid
            yield from elements_of(kid)


def kids_of(node: Any) -> list[Any]:
    """What stands directly below a node."""
    kids = node.get("/K", [])
    kids = kids.get_object() if isinstance(kids, IndirectObject) else kids
    return [one.get_object() for one in (kids if isinstance(kids, list) else [kids])]


def numbered(tree: Any) -> dict[int, list[Any]]:
    """A number tree of one level."""
    numbers = tree.get_object()["/Nums"]
    return {
        int(key): value if isinstance(value := found.get_object(), list) else []
        for key, found in zip(numbers[::2], numbers[1::2], strict=True)
    }


def id_of(one: Any) -> int:
    """The number of an object in its file."""
    reference = one if isinstance(one, IndirectObject) else one.indirect_reference
    return int(reference.idnum)


def _marks_of(page: Any, reader: PdfReader) -> tuple[set[str], set[int]]:
    """What is painted without a mark, and the marks that are no artifacts."""
    untagged: set[str] = set()
    marks: set[int] = set()
    open_marks: list[bool] = []  # whether each one tells what it is: a tag, or an artifact
    for operands, operator in ContentStream(page["/Contents"].get_object(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            known = operands[0] == "/Artifact"
            if operator == b"BDC" and isinstance(operands[1], dict) and "/MCID" in operands[1]:
                known = True
                marks.add(int(operands[1]["/MCID"]))
            open_marks.append(known)
        elif operator == b"EMC":
            open_marks.pop()
        elif operator in _PAINTS and not any(open_marks):
            untagged.add("text" if operator in _SHOWS_TEXT else "a drawing")
    return untagged, marks


def _faults_of_table(table: Any) -> list[str]:
    rows = [one for one in elements_of(table) if one["/S"] == "/TR"]
    headings = [cell for row in rows for cell in kids_of(row) if _kind(cell) == "/TH"]
    if not headings:
        return ["a table without headings"]
    scopes = {cell.get("/A", DictionaryObject()).get_object().get("/Scope") for cell in headings}
    if scopes - {"/Column", "/Row"}:
        return ["a heading that is of neither column nor row"]
    widths: dict[int, int] = {}  # of each row: its own cells, and those that reach down into it
    for place, row in enumerate(rows):
        for cell in kids_of(row):
            if _kind(cell) in ("/TH", "/TD"):
                for reached in range(place, place + _span(cell, "/RowSpan")):
                    widths[reached] = widths.get(reached, 0) + _span(cell, "/ColSpan")
    found = set(widths.values())
    return [] if len(found) == 1 and len(widths) == len(rows) else [f"a table with rows of {sorted(found)} cells"]


def _kind(one: Any) -> str:
    return str(one.get("/S", "")) if isinstance(one, DictionaryObject) else ""


def _span(cell: Any, name: str) -> int:
    attributes = cell.get("/A", DictionaryObject()).get_object()
    found = attributes if isinstance(attributes, list) else [attributes]
    return max((int(one.get_object().get(name, 1)) for one in found), default=1)
