"""What must hold on every page of the program; the tests' client asks it of each answer that it gets."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

_NO_LABEL_NEEDED = {"hidden", "submit", "button", "reset", "image"}


def faults_of(app: Flask, html: str, url: str) -> list[str]:
    """English sentences of what is wrong with the page at `url`; a fragment without <html> is judged as a fragment."""
    page = BeautifulSoup(html, "html.parser")
    faults = [*_inline_code(page), *_ids(page), *_fields(page), *_forms(app, page, url), *_links(app, page, url)]
    if page.html is not None:
        faults += _document(page)
    return faults


def _document(page: BeautifulSoup) -> list[str]:
    faults = []
    if page.html is None or page.html.get("lang") != "vi":
        faults.append("the page does not say that it is Vietnamese (lang=vi)")
    if page.title is None or not page.title.get_text(strip=True):
        faults.append("the page has no title")
    headings = page.find_all("h1")
    if len(headings) != 1 or not headings[0].get_text(strip=True):
        faults.append(f"the page has {len(headings)} main headings (h1) instead of one with a text")
    if page.find("main") is None:
        faults.append("the page has no <main>")
    return faults


def _inline_code(page: BeautifulSoup) -> list[str]:
    faults = [f"inline script: {tag}" for tag in page.find_all("script") if not tag.get("src")]
    faults += [f"inline style sheet: {tag}" for tag in page.find_all("style")]
    for tag in page.find_all(True):
        for name, value in tag.attrs.items():
            if name == "style" or name.startswith("on"):
                faults.append(f"inline {name} on <{tag.name}>: {value}")
            elif isinstance(value, str) and value.strip().lower().startswith("javascript:"):
                faults.append(f"script in the {name} of <{tag.name}>")
    return faults


def _ids(page: BeautifulSoup) -> list[str]:
    ids = [str(tag["id"]) for tag in page.find_all(id=True)]
    faults = [f"the id {one!r} stands {ids.count(one)} times" for one in sorted(set(ids)) if ids.count(one) > 1]
    known = set(ids)
    for tag in page.find_all(True):
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            value = tag.get(name)
            words = value if isinstance(value, list) else str(value or "").split()
            faults += [
                f"{name} of <{tag.name}> names {word!r}, which is not there" for word in words if word not in known
            ]
    return faults


def _fields(page: BeautifulSoup) -> list[str]:
    labelled = {str(label.get("for")) for label in page.find_all("label") if label.get("for")}
    faults = []
    for field in page.find_all(["input", "select", "textarea"]):
        if field.name == "input" and field.get("type", "text") in _NO_LABEL_NEEDED:
            continue
        has_label = field.get("id") in labelled or field.find_parent("label") is not None
        if not (has_label or field.get("aria-label") or field.get("aria-labelledby")):
            faults.append(f"the field {field.get('name')!r} has no label")
    faults += [f"the picture {tag.get('src')} has no alt" for tag in page.find_all("img") if tag.get("alt") is None]
    for button in page.find_all("button"):
        if not (button.get_text(strip=True) or button.get("aria-label")):
            faults.append(f"a button says nothing: {button}")
    return faults


def _forms(app: Flask, page: BeautifulSoup, url: str) -> list[str]:
    faults = []
    for form in page.find_all("form"):
        method = str(form.get("method", "get")).upper()
        action = str(form.get("action") or url)
        if method == "POST" and form.find("input", attrs={"name": "csrf_token"}) is None:
            faults.append(f"the form to {action} has no CSRF token")
        faults += _unresolved(app, action, method, url)
        for button in form.find_all(formaction=True):
            faults += _unresolved(app, str(button["formaction"]), str(button.get("formmethod", method)).upper(), url)
    return faults


def _links(app: Flask, page: BeautifulSoup, url: str) -> list[str]:
    faults = []
    for tag in page.find_all(["a", "link", "script", "img"]):
        target = str(tag.get("src" if tag.name in {"script", "img"} else "href") or "")
        if tag.name != "a" and urlsplit(target).netloc:
            faults.append(f"<{tag.name}> loads from elsewhere: {target}")
        elif target and not target.startswith(("data:", "tel:", "mailto:")):
            faults += _unresolved(app, target, "GET", url)
    return faults


def _unresolved(app: Flask, target: str, method: str, url: str) -> list[str]:
    parts = urlsplit(target)
    if parts.netloc or not parts.path:
        return [] if parts.netloc or target.startswith(("#", "?")) else [f"an empty address on {url}"]
    path = parts.path if parts.path.startswith("/") else urlsplit(url).path.rsplit("/", 1)[0] + "/" + parts.path
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
    page = BeautifulSoup(html, "html.parser")
    body = page.body or page
    assert isinstance(body, Tag)
    return " ".join(body.get_text(" ").split())
