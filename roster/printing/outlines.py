"""Words as the outlines of their letters: seen on the paper, but no text that could be marked, searched or read out.

WeasyPrint's line breaker chooses the fonts and places the letters, so that the outlines look as the words would. This
uses parts of WeasyPrint that it does not promise to keep, as painted.py does; tests/printing/test_outlines.py reads
the outcome.
"""

from __future__ import annotations

import html
import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.text.ffi import FROM_UNITS, ffi, harfbuzz, pango
from weasyprint.text.fonts import get_hb_object_data, get_pango_font_hb_face
from weasyprint.urls import URLFetcher

_EM = 1000  # the grid of the outlines, as fine as that of the fonts' widths


@dataclass(frozen=True)
class Outline:
    """Words as a path of SVG, upright, its origin at the left end of the base line. Lengths are thousandths of the
    letters' size.
    """

    path: str
    width: float
    above: float  # of the line, over the base line
    below: float

    @property
    def height(self) -> float:
        """The height of the line."""
        return self.above + self.below

    @property
    def view_box(self) -> str:
        """The part of the plane that the line takes."""
        return f"0 {-self.above:g} {self.width:g} {self.height:g}"


class _Pen(SVGPathPen):
    """Draws curves as a PDF has them, so that none is reckoned anew into longer numbers."""

    _qCurveToOne = BasePen._qCurveToOne  # the name that fontTools calls it by


@lru_cache(maxsize=8)
def outline_of(words: str, font: str) -> Outline:
    """The outline of words on one line, in the font that CSS calls so ("bold 64pt Tinos, serif")."""
    line = _line_of(words, font)
    layout, unit = line.pango_layout, _EM / line.style["font_size"]
    layout.reactivate(line.style)
    first, _ = layout.get_first_line()
    path, x = "", 0.0
    run = first.runs[0]
    while run != ffi.NULL:
        item, run = run.data, run.next
        pango_font = item.item.analysis.font
        face = get_pango_font_hb_face(pango_font)
        opened = TTFont(
            io.BytesIO(get_hb_object_data(face)), fontNumber=harfbuzz.hb_face_get_index(face) & 0xFFFF, lazy=True
        )
        letters, scale = opened.getGlyphSet(), _EM / opened["head"].unitsPerEm
        pen = _Pen(letters, ntos=lambda number: f"{round(number)}")
        for glyph in item.glyphs.glyphs[0 : item.glyphs.num_glyphs]:
            place, code = glyph.geometry, glyph.glyph
            if code != pango.PANGO_GLYPH_EMPTY and not code & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                at = (scale, 0, 0, -scale, x + place.x_offset * FROM_UNITS * unit, place.y_offset * FROM_UNITS * unit)
                letters[opened.getGlyphName(code)].draw(TransformPen(pen, at))
            x += place.width * FROM_UNITS * unit
        path += pen.getCommands()
    layout.deactivate()
    above, height = line.baseline * unit, line.height * unit
    return Outline(path, round(x, 1), round(above, 1), round(height - above, 1))


def _line_of(words: str, font: str) -> Any:
    """The words as WeasyPrint sets them on one line."""
    nothing = URLFetcher(allowed_protocols=())  # is fetched
    rules = f"@page {{ size: 10000mm 100mm }} p {{ font: {font}; white-space: pre }}"
    style = CSS(string=rules, url_fetcher=nothing)
    document = HTML(string=f"<p>{html.escape(words)}</p>", url_fetcher=nothing).render(stylesheets=[style])
    return next(box for box in document.pages[0]._page_box.descendants() if isinstance(box, TextBox))
