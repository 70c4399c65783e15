"""What must hold on every page of the program; the tests' client asks it of each answer that it gets."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from flask import Flask
from lxml.html import HtmlElement, document_fromstring
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, RequestRedirect

_NO_LABEL_NEEDED = {"hidden", "submit", "button", "reset", "image"}
_LANDMARKS = {"navigation", "complementary", "region", "search", "form"}
# Where each address leads, by the application's map of them, which does not change once it answers.
_ANSWERS: WeakKeyDictionary[Map, dict[tuple[str, str], list[str]]] = WeakKeyDictionary()
_ASKED_BY_BROWSER = ".//*[@required or @pattern or @min or @max or @type='number' or @type='email' or @type='url']"
_UNSEEN = ("script", "style", "template")


def faults_of(app: Flask, html: str, url: str) -> list[str]:
    """English sentences of what is wrong with the page at `url`; a fragment without <html> is judged as a fragment."""
    if not html.strip():
        return []
    page = document_fromstring(html)
    faults = [
        *_inline_code(page),
        *_ids(page),
        *_access_keys(page),
        *_fields(page),
        *_forms(app, page, url),
        *_links(app, page, url),
        *_counts(page),
    ]
    if "<html" in html:
        faults += _document(page)
    return faults


def _access_keys(page: HtmlElement) -> list[str]:
    """A key with Alt means one thing on a page, and none that Chrome, Edge or Unikey want for themselves."""
    keys = Counter(str(one).lower() for one in page.xpath("//@accesskey"))
    twice = [f"{count} elements have the access key {key!r}" for key, count in keys.items() if count > 1]
    return twice + [f"the access key {key!r} is the browser's own" for key in keys if key in "defz"]


def _counts(page: HtmlElement) -> list[str]:
    """A number that only the script keeps right is shown only where there is script (.live-count)."""
    return [
        f"without script the count {_words(tag)} of what is ticked stays as it is"
        for tag in page.xpath("//*[@data-select-count]")
        if any(map(str.isdigit, _words(tag))) and not tag.xpath("ancestor::*[contains(@class, 'live-count')]")
    ]


def _words(tag: HtmlElement) -> str:
    return str(tag.text_content()).strip()


def _document(page: HtmlElement) -> list[str]:
    faults = []
    if page.get("lang") != "vi":
        faults.append("the page does not say that it is Vietnamese (lang=vi)")
    if not any(map(_words, page.xpath("head/title"))):
        faults.append("the page has no title")
    headings = list(page.iter("h1"))
    if len(headings) != 1 or not _words(headings[0]):
        faults.append(f"the page has {len(headings)} main headings (h1) instead of one with a text")
    if next(page.iter("main"), None) is None:
        faults.append("the page has no <main>")
    return faults + _landmarks(page)


def _landmarks(page: HtmlElement) -> list[str]:
    """Landmarks of one kind are told apart by their names, all words stand in one (axe: landmark-unique, region)."""
    names: Counter[tuple[str, str]] = Counter()
    for tag in page.iter("nav", "aside", "section", "form", "div", "search"):
        kind = tag.get("role") or {"nav": "navigation", "aside": "complementary", "section": "region"}.get(tag.tag, "")
        ids = (tag.get("aria-labelledby") or "").split()
        label = " ".join(_words(found) for one in ids for found in page.xpath("//*[@id=$one]", one=one))
        name = " ".join((label or tag.get("aria-label") or "").split())
        # A section or form without a name is no landmark.
        if kind in _LANDMARKS and (name or kind in {"navigation", "complementary"}):
            names[kind, name] += 1
    faults = [f"{count} landmarks {kind} are named {name!r}" for (kind, name), count in names.items() if count > 1]
    outside = page.xpath(
        "body/*[not(self::header or self::nav or self::main or self::aside or self::footer or self::script)]"
        "[not(contains(@class, 'skip-link'))]"
    )
    return faults + [f"<{tag.tag}> stands in no landmark: {_words(tag)[:40]}" for tag in outside if _words(tag)]


def _inline_code(page: HtmlElement) -> list[str]:
    faults = [f"inline script: {_words(tag)}" for tag in page.iter("script") if not tag.get("src")]
    faults += [f"inline style sheet: {_words(tag)}" for tag in page.iter("style")]
    for tag in page.iter("*"):
        for name, value in tag.items():
            if name == "style" or name.startswith("on"):
                faults.append(f"inline {name} on <{tag.tag}>: {value}")
            elif value.strip().lower().startswith("javascript:"):
                faults.append(f"script in the {name} of <{tag.tag}>")
    return faults


def _ids(page: HtmlElement) -> list[str]:
    known = Counter(page.xpath("//@id"))
    faults = [f"the id {one!r} stands {count} times" for one, count in sorted(known.items()) if count > 1]
    for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
        for tag in page.xpath(f"//*[@{name}]"):
            faults += [
                f"{name} of <{tag.tag}> names {word!r}, which is not there"
                for word in tag.get(name).split()
                if word not in known
            ]
    return faults


def _fields(page: HtmlElement) -> list[str]:
    labelled = set(page.xpath("//label/@for"))
    faults = []
    for field in page.iter("input", "select", "textarea"):
        if field.tag == "input" and field.get("type", "text") in _NO_LABEL_NEEDED:
            continue
        has_label = field.get("id") in labelled or next(field.iterancestors("label"), None) is not None
        if not (has_label or field.get("aria-label") or field.get("aria-labelledby")):
            faults.append(f"the field {field.get('name')!r} has no label")
        if "yyyy" in field.get("placeholder", ""):
            faults.append(f"the field {field.get('name')!r} asks for a day in English")
    faults += [f"the picture {tag.get('src')} has no alt" for tag in page.iter("img") if tag.get("alt") is None]
    for button in page.iter("button"):
        if not (_words(button) or button.get("aria-label")):
            faults.append(f"a button says nothing: {dict(button.items())}")
    return faults


def _forms(app: Flask, page: HtmlElement, url: str) -> list[str]:
    faults = []
    for form in page.iter("form"):
        method = str(form.get("method", "get")).upper()
        action = form.get("action") or url
        if method == "POST" and not form.xpath(".//input[@name='csrf_token']"):
            faults.append(f"the form to {action} has no CSRF token")
        faults += _unresolved(app, action, method, url)
        # What is missing is said by the program, in Vietnamese: a browser says it in the language it is set to.
        if form.get("novalidate") is None and form.get("data-missing") is None and form.xpath(_ASKED_BY_BROWSER):
            faults.append(f"the browser checks the form to {action} in its own language (no novalidate)")
        for button in form.xpath(".//*[@formaction]"):
            faults += _unresolved(app, button.get("formaction"), button.get("formmethod", method).upper(), url)
    return faults


def _links(app: Flask, page: HtmlElement, url: str) -> list[str]:
    faults = []
    for tag in page.iter("a", "link", "script", "img"):
        target = tag.get("src" if tag.tag in {"script", "img"} else "href") or ""
        if tag.tag != "a" and urlsplit(target).netloc:
            faults.append(f"<{tag.tag}> loads from elsewhere: {target}")
        elif target and not target.startswith(("data:", "tel:", "mailto:")):
            faults += _unresolved(app, target, "GET", url)
    return faults


def _unresolved(app: Flask, target: str, method: str, url: str) -> list[str]:
    parts = urlsplit(target)
    if parts.netloc or not parts.path:
        return [] if parts.netloc or target.startswith(("#", "?")) else [f"an empty address on {url}"]
    path = parts.path if parts.path.startswith("/") else urlsplit(url).path.rsplit("/", 1)[0] + "/" + parts.path
    # The frame of each page holds the same thirty addresses.
    known = _ANSWERS.setdefault(app.url_map, {})
    if (path, method) not in known:
        known[path, method] = _lead(app, path, method)
    return known[path, method]


def _lead(app: Flask, path: str, method: str) -> list[str]:
    try:
        endpoint, values = app.url_map.bind("localhost").match(path, method=method)
    except RequestRedirect:
        return []
    except HTTPException as fault:
        return [f"{method} {path} leads nowhere ({fault.code})"]
    if endpoint == "static" and not (Path(app.static_folder or "") / values["filename"]).is_file():
        return [f"the file {path} is not there"]
    return []


def text_of(html: str) -> str:
    """The visible text of a page, blanks run together: what a test looks for sentences in."""
    if not html.strip():
        return ""
    page = document_fromstring(html)
    unseen = " or ".join(f"ancestor::{name}" for name in _UNSEEN)
    pieces = page.xpath(f"body//text()[not({unseen})]")
    return " ".join(" ".join(pieces).split())
