"""The user manual as a page of the program: Markdown in, a template without a head out. See script/manual."""

from __future__ import annotations

import re
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parent.parent
MANUAL = ROOT / "docs/huong-dan-su-dung.md"
PAGE = ROOT / "templates/help/manual.html"

_NOTE = "{# Written by script/manual from docs/huong-dan-su-dung.md: change that one. #}"
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")


def slug(heading: str) -> str:
    """The anchor that GitHub gives to a heading, so that the manual's own links hold here, too."""
    return _NOT_IN_SLUG.sub("", heading.strip().lower()).replace(" ", "-")


def page_of(text: str) -> str:
    """The manual below its title as HTML. Raw HTML in it is shown as text."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    title_end = next((i for i, token in enumerate(tokens) if token.type == "heading_close"), -1)
    tokens = tokens[title_end + 1 :]
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", slug(_plain(tokens[place + 1])))
        if token.type == "inline":
            token.children = _settled(token.children or [])
    html = parser.renderer.render(tokens, parser.options, {})
    html = html.replace("<th></th>", "<td></td>")  # a corner without a heading is no heading
    html = html.replace("<table>", '<div class="manual-table"><table>').replace("</table>", "</table></div>")
    return f"{_NOTE}\n{{% raw %}}\n{html}{{% endraw %}}\n"


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or [] if child.type in {"text", "code_inline"})


def _settled(children: list[Token]) -> list[Token]:
    """Pictures load when they come into sight; a link to a page that is not served becomes its words."""
    kept: list[Token] = []
    is_dropped = False
    for child in children:
        if child.type == "image":
            child.attrSet("loading", "lazy")
        if child.type == "link_open":
            is_dropped = not str(child.attrGet("href")).startswith("#")
        if child.type in {"link_open", "link_close"} and is_dropped:
            continue
        kept.append(child)
    return kept


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page_of(MANUAL.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
