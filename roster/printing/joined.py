"""Joins PDFs that were set one after the other, with their tags: pypdf alone would leave those behind."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from weasyprint.document import DocumentMetadata

# Tags that say nothing to a reader: what stands in them is hung on the one above. They are two thirds of all.
_EMPTY_WORDS = frozenset({"/Div", "/NonStruct", "/Span", "/Document"})


def join(pieces: Iterable[bytes], title: str) -> bytes:
    """The pieces as one tagged PDF/A in Vietnamese with that title, each font in it once.

    The pieces are PDF/A themselves (printing/personal.py), with the fonts whole where there are several.
    """
    writer = PdfWriter()
    tags, fonts = _Tags(writer), dict[str, Any]()
    for piece in pieces:
        reader = PdfReader(io.BytesIO(piece))
        first = len(writer.pages)
        if not first:
            _take_colours(reader, writer)
        writer.append(reader, import_outline=False)
        tags.take(reader, first)
        _share_fonts(writer, first, fonts)
        # pypdf holds on to what it has read of each piece: two gigabytes for 1,500 forms of two pages.
        for page in writer.pages[first:]:
            page.__dict__.pop("original_page", None)
        reader.resolved_objects.clear()
        reader.flattened_pages = None
    writer.compress_identical_objects()  # what else the pieces have in common
    writer.add_metadata({"/Title": title})
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject("vi")
    root[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
    root[NameObject("/ViewerPreferences")] = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    tags.write()
    _write_metadata(writer, title)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _share_fonts(writer: PdfWriter, first: int, known: dict[str, Any]) -> None:
    """Let the pages from the place `first` on use the fonts that earlier pieces brought; those of their own go at once.

    Only where letters and widths are the same: a font that was cut down for its piece stays.
    """
    resources: Any = writer.pages[first]["/Resources"]  # all pages of a piece share them
    for kept in resources.get("/Font", {}).values():
        font = kept.get_object()
        own = font["/DescendantFonts"].get_object()[0]
        descriptor = own["/FontDescriptor"].get_object()
        file = descriptor.get("/FontFile2") or descriptor.get("/FontFile3")
        if file is None:
            continue
        told = f"{own['/W'].get_object()}".encode() + file.get_data()
        key = f"{own['/BaseFont']} {hashlib.sha256(told).hexdigest()}"
        reference = own.indirect_reference
        if known.setdefault(key, reference) == reference:
            continue
        font[NameObject("/DescendantFonts")] = ArrayObject([known[key]])
        for gone in (file, descriptor, own):
            writer._objects[gone.indirect_reference.idnum - 1] = NullObject()


def _take_colours(reader: PdfReader, writer: PdfWriter) -> None:
    """What the numbers of colours mean (the output intent), which PDF/A asks for: the first piece's serves for all."""
    intents = reader.root_object.get("/OutputIntents")
    if intents is not None:
        writer.root_object[NameObject("/OutputIntents")] = intents.get_object().clone(writer)


def _write_metadata(writer: PdfWriter, title: str) -> None:
    """That it is PDF/A-2a, and its title, as ISO 19005-2 wants them told; and the identifier of the file."""
    about = DocumentMetadata(title=title).generate_rdf_metadata("a", 2, "A").decode()
    packet = f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">{about}'
    stream = StreamObject()
    stream.set_data(f'{packet}</x:xmpmeta>\n<?xpacket end="r"?>'.encode())
    stream[NameObject("/Type")], stream[NameObject("/Subtype")] = NameObject("/Metadata"), NameObject("/XML")
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)
    writer.pdf_header = "%PDF-1.7"
    writer.generate_file_identifiers()


@dataclass
class _Element:
    """A tag that is kept: what it is, its attributes, the words that stand for a picture, and what stands in it: tags,
    or (page, number of the content)."""

    kind: str
    attributes: Any = None
    words: str = ""
    kids: list[_Element | tuple[int, int]] = field(default_factory=list)


class _Tags:
    """The tags of all pieces. They are hung on the pages at the end, when the joined PDF's objects are settled."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._whole = _Element("/Document")

    def take(self, reader: PdfReader, first: int) -> None:
        """Read the tags of a piece whose pages were added from the place `first` on."""
        places = {page.indirect_reference.idnum: first + at for at, page in enumerate(reader.pages)}  # type: ignore[union-attr]
        root: Any = reader.root_object["/StructTreeRoot"]
        for kid in root["/K"]:
            self._read(kid.get_object(), self._whole, places)

    def _read(self, found: Any, above: _Element, places: dict[int, int]) -> None:
        kind = str(found["/S"])
        own = above if kind in _EMPTY_WORDS else _Element(kind, _plain(found.get("/A")), str(found.get("/Alt", "")))
        kids = found.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            if isinstance(kid, int):
                own.kids.append((places[found.raw_get("/Pg").idnum], int(kid)))
            else:
                self._read(kid.get_object(), own, places)
        if own is not above and (own.kids or kind in ("/TD", "/TH")):
            above.kids.append(own)

    def write(self) -> None:
        """Hang the tags on the document, with the way back from each page's content to its tag."""
        writer = self._writer
        owners: dict[int, dict[int, Any]] = {}
        root = writer._add_object(DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")}))
        pages = [page.indirect_reference for page in writer.pages]

        def put(one: _Element, parent: Any) -> Any:
            made = DictionaryObject({NameObject("/S"): NameObject(one.kind), NameObject("/P"): parent})
            reference = writer._add_object(made)
            if one.attributes is not None:
                made[NameObject("/A")] = DictionaryObject(one.attributes)
            if one.words:
                made[NameObject("/Alt")] = TextStringObject(one.words)
            here = next((kid[0] for kid in one.kids if isinstance(kid, tuple)), None)
            if here is not None:
                made[NameObject("/Pg")] = pages[here]
            kids = ArrayObject()
            for kid in one.kids:
                if isinstance(kid, _Element):
                    kids.append(put(kid, reference))
                    continue
                page, number = kid
                owners.setdefault(page, {})[number] = reference
                kids.append(NumberObject(number) if page == here else _elsewhere(pages[page], number))
            made[NameObject("/K")] = kids
            return reference

        whole = put(self._whole, root)
        numbers = ArrayObject()
        for at, page in enumerate(writer.pages):
            page[NameObject("/StructParents")] = NumberObject(at)
            known = owners.get(at, {})
            row = ArrayObject(known.get(number, whole) for number in range(max(known, default=-1) + 1))
            numbers += [NumberObject(at), writer._add_object(row)]
        tree: Any = root.get_object()
        tree[NameObject("/K")] = whole
        tree[NameObject("/ParentTree")] = writer._add_object(DictionaryObject({NameObject("/Nums"): numbers}))
        writer.root_object[NameObject("/StructTreeRoot")] = root


def _plain(attributes: Any) -> dict[Any, Any] | None:
    """Attributes without their way back to the piece, which would be kept whole in memory."""
    return None if attributes is None else dict(attributes.get_object())


def _elsewhere(page: Any, number: int) -> DictionaryObject:
    """Content that stands on another page than the first of its tag's."""
    return DictionaryObject(
        {NameObject("/Type"): NameObject("/MCR"), NameObject("/Pg"): page, NameObject("/MCID"): NumberObject(number)}
    )
