"""What every paper is set with: templates and style sheets that are read once a process, and nothing from elsewhere."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS
from weasyprint.urls import URLFetcher

_TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "print"


class RefusingFetcher(URLFetcher):
    """Fetches nothing: no file, no address, no data. Whatever a cell holds, the paper is made of its text alone."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=())


@cache
def environment(*, trim_blocks: bool = False, lstrip_blocks: bool = False) -> Environment:
    """Where the papers' templates are; those compiled once are kept while their files do not change."""
    return Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=trim_blocks,
        lstrip_blocks=lstrip_blocks,
    )  # fmt: skip


def style_text(name: str) -> str:
    """The style sheet of that name ("list.css") as it stands on the disk now."""
    return (_TEMPLATES / name).read_text(encoding="utf-8")


@lru_cache(maxsize=64)
def style(text: str) -> CSS:
    """The style sheet, parsed. Setting only reads it, so that papers share it; it cannot bring fonts or counters of its
    own (@font-face, @counter-style): those would belong to one paper's configuration."""
    return CSS(string=text, url_fetcher=RefusingFetcher())
