"""The pale words behind an internal print are seen and are no text: whoever searches or copies finds the list alone."""

from __future__ import annotations

import io
from dataclasses import replace

import pdfplumber
import pypdfium2
import pytest

from roster.printing.layout import PaperInput
from roster.printing.outlines import outline_of
from roster.printing.pdf import render_list
from tests.printing import tagging
from tests.printing.people import invented_paper
from tests.printing.watermark import is_watermarked

WORDS = "BẢN NỘI BỘ"


def laid(*, landscape: bool) -> PaperInput:
    paper = invented_paper("militia-roster", 12)
    return replace(paper, table=replace(paper.table, definition=replace(paper.table.definition, landscape=landscape)))


@pytest.mark.parametrize("landscape", [True, False])
def test_the_words_are_seen_on_every_page_and_extracted_from_none(landscape: bool) -> None:
    paper = laid(landscape=landscape)
    plain, marked = render_list(paper), render_list(replace(paper, watermark=WORDS))
    assert tagging.faults_of(marked) == []
    with pdfplumber.open(io.BytesIO(plain)) as without, pdfplumber.open(io.BytesIO(marked)) as behind:
        assert [page.extract_text() for page in behind.pages] == [page.extract_text() for page in without.pages]
        pages = len(behind.pages)
    assert texts(marked) == texts(plain)
    assert all(is_watermarked(marked, page) and not is_watermarked(plain, page) for page in range(pages))


def texts(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def test_an_outline_is_as_wide_as_its_words_and_has_their_marks() -> None:
    font = "bold 64pt Liberation Serif, Tinos, serif"
    whole = outline_of(WORDS, font)
    parts = [outline_of(one, font).width for one in (*WORDS.split(), "x x", "xx")]
    assert abs(whole.width - (sum(parts[:3]) + 2 * (parts[3] - parts[4]))) < 2
    assert outline_of("BỘ", font).path.count("Z") > outline_of("BO", font).path.count("Z")
    assert outline_of("<b>&", font).width > outline_of("<b>", font).width > 0  # words, never a page
