"""A form that is too large is refused unread, in both encodings, whoever sends it; strangers may send little."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from werkzeug.datastructures import MultiDict
from werkzeug.formparser import FormDataParser

from roster.store.db import db
from roster.store.people import Person

URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x7MA4YWxk"


def body_of(encoding, count, size=1):
    if encoding == URLENCODED:
        return b"&".join([b"a=" + b"x" * size] * count)
    part = b'--x7MA4YWxk\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"x" * size + b"\r\n"
    return part * count + b"--x7MA4YWxk--\r\n"


def send(client, ward, encoding, count, size=1, to="people/new"):
    url = to if to.startswith("/") else f"/wards/{ward.id}/{to}"
    return client.post(url, data=body_of(encoding, count, size), content_type=encoding)


def resumed(browser, kept):
    """What was kept, as its owner gets it back."""
    sealed = BeautifulSoup(kept.text, "lxml").select_one("input[name=_sealed]")["value"]
    return browser.post("/resume", data={"_sealed": sealed})


@pytest.fixture
def unread(monkeypatch):
    """What was read of urlencoded forms: how many bytes."""
    read, usual = [], FormDataParser._parse_urlencoded

    def parse(self, stream, mimetype, content_length, options):
        read.append(content_length or 0)
        return usual(self, stream, mimetype, content_length, options)

    monkeypatch.setattr(FormDataParser, "_parse_urlencoded", parse)
    return read


@pytest.mark.parametrize("encoding", [URLENCODED, MULTIPART])
@pytest.mark.parametrize(("count", "size"), [(1, 6_100_000), (5_001, 1)])
def test_an_officers_form_is_bounded(browser, ward, encoding, count, size, unread):
    answer = send(browser, ward, encoding, count, size)
    assert answer.status_code == 413 and "biểu mẫu đến 6 MB và 5.000 ô" in answer.text
    assert sum(unread) == 0 and len(answer.data) < 100_000
    # Without its token it gets no further, but it is read.
    assert send(browser, ward, encoding, 4_900, 1).status_code == 400
    assert send(browser, ward, encoding, 1, 300_000).status_code == 400


@pytest.mark.parametrize("encoding", [URLENCODED, MULTIPART])
@pytest.mark.parametrize("to", ["people/new", "/login", "/resume", "/second-step/check"])
@pytest.mark.parametrize(("count", "size"), [(1, 65_000), (201, 1), (40_000, 1)])
def test_a_strangers_form_is_bounded_much_closer(client, user_of, ward, encoding, to, count, size, unread):
    user_of("officer")
    answer = send(client, ward, encoding, count, size, to)
    assert answer.status_code == 413 and len(answer.data) < 20_000 and sum(unread) == 0


@pytest.mark.parametrize("encoding", [URLENCODED, MULTIPART])
def test_what_a_person_types_passes_without_a_session(client, client_of, ward, encoding):
    browser = client_of("officer", ward)
    body, token = body_of(encoding, 190, 60), browser.csrf_token().encode()
    token_part = b"&csrf_token=" + token
    if encoding == MULTIPART:
        head = b'--x7MA4YWxk\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n'
        body, token_part = body.removesuffix(b"--x7MA4YWxk--\r\n"), head + token + b"\r\n--x7MA4YWxk--\r\n"
    kept = client.post(f"/wards/{ward.id}/people/new", data=body + token_part, content_type=encoding)
    assert kept.status_code == 401
    assert resumed(browser, kept).text.count('name="a"') == 190


def test_a_stranger_brings_no_file(client, user_of, ward):
    user_of("officer")
    form = {"file": (io.BytesIO(b"x" * 200_000), "a.xlsx")}
    answer = client.post(f"/wards/{ward.id}/imports/", data=form, content_type="multipart/form-data", csrf=False)
    assert answer.status_code == 413


@pytest.mark.parametrize("encoding", [URLENCODED, MULTIPART])
def test_a_form_whose_length_nobody_says_is_too_large(browser, client, ward, encoding):
    for one in (browser, client):
        sent = {"wsgi.input": io.BytesIO(body_of(encoding, 1)), "wsgi.input_terminated": True}
        answer = one.open(
            f"/wards/{ward.id}/people/new", method="POST", content_type=encoding, csrf=False,
            environ_base={**sent, "HTTP_TRANSFER_ENCODING": "chunked"}, environ_overrides={"CONTENT_LENGTH": ""},
        )  # fmt: skip
        assert answer.status_code == 413


def test_a_session_that_has_ended_gives_back_what_was_typed_and_not_megabytes(app, client_of, ward, monkeypatch):
    clock = app.config["CLOCK"]
    browsers = [client_of("officer", ward) for _ in range(2)]
    monkeypatch.setitem(app.config, "CLOCK", lambda: clock() + timedelta(minutes=45))
    kept = browsers[0].post(f"/wards/{ward.id}/people/new", data={"note": "x" * 150_000})
    assert kept.status_code == 401 and len(kept.data) < 200_000
    back = client_of(user=browsers[0].user)
    assert "x" * 150_000 in resumed(back, kept).text
    large = browsers[1].post(f"/wards/{ward.id}/people/new", data={"note": "x" * 250_000})
    assert large.status_code == 302 and len(large.data) < 10_000
    assert back.post("/resume", data={"_sealed": "x" * 350_000}).status_code == 413


def test_a_grid_of_all_rows_and_columns_is_no_large_form(browser, ward):
    cells = MultiDict([(f"c-{row}-full_name", "") for row in range(200)] * 50)
    cells.update({"csrf_token": browser.csrf_token(), "year": "2026"})
    answer = browser.open(f"/wards/{ward.id}/grid/enlistment", method="POST", data=cells, csrf=False)
    assert answer.status_code == 422 and "Bảng còn trống" in answer.text
    assert db.session.query(Person).count() == 0
