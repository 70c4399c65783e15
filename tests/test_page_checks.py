"""The judge of pages finds what it is there for; else every test of a page would pass for nothing."""

from __future__ import annotations

import pytest

from tests.page_checks import faults_of, text_of

GOOD = """<!DOCTYPE html><html lang="vi"><head><title>Trang</title></head><body><main><h1>Trang</h1>
<form method="post" action="/login"><input type="hidden" name="csrf_token"><label for="q">Tên</label>
<input id="q" name="q"><button>Lưu</button></form><a href="/login">Vào</a><script src="/static/roster.js"></script>
<template>ẩn</template></main></body></html>"""


@pytest.mark.parametrize(
    ("there", "instead", "fault"),
    [
        ('lang="vi"', "", "Vietnamese"),
        ("<title>Trang", "<title>", "no title"),
        ("<h1>Trang", "<h1>", "main headings"),
        ("</main>", "<h1>Hai</h1></main>", "2 main headings"),
        ('name="csrf_token"', 'name="x"', "no CSRF token"),
        ('for="q"', "", "no label"),
        ('for="q"', 'for="z"', "names 'z'"),
        ('name="q">', 'name="q"><p id="q">', "stands 2 times"),
        ("<button>Lưu", "<button>", "says nothing"),
        ("<main>", '<main style="color: red">', "inline style"),
        ("<main>", '<main onclick="x()">', "inline onclick"),
        (' src="/static/roster.js"', "", "inline script"),
        ("/static/roster.js", "https://elsewhere/app.js", "loads from elsewhere"),
        ("/static/roster.js", "/static/gone.js", "is not there"),
        ('href="/login"', 'href="/gone"', "leads nowhere"),
        ('action="/login"', 'action="/gone"', "leads nowhere"),
        ('href="/login"', 'href="javascript:x"', "script in the href"),
        ("<main>", "<p>Ngoài</p><main>", "in no landmark"),
        ("</form>", '</form><nav aria-label="A"></nav><nav aria-label="A"></nav>', "2 landmarks navigation"),
        (
            "</form>",
            '</form><section aria-label="A"><div role="region" aria-label="A"></div></section>',
            "2 landmarks region",
        ),
        ("<button>", '<button accesskey="d">', "the browser's own"),
        (
            "<button>Lưu",
            '<button accesskey="s">Lưu</button><button accesskey="S">Xem',
            "2 elements have the access key",
        ),
        ("<main>", '<main><img src="/static/roster.js">', "no alt"),
        ('id="q"', 'id="q" placeholder="dd/mm/yyyy"', "in English"),
        ('name="q">', 'name="q" required>', "in its own language"),
        ("<button>Lưu", "<button>Lưu <b data-select-count>0</b>", "without script the count 0"),
    ],
)
def test_each_fault_of_a_page_is_found(app, there, instead, fault):
    assert there in GOOD
    assert any(fault in one for one in faults_of(app, GOOD.replace(there, instead), "/login")), fault


def test_a_good_page_has_none_and_its_text_is_what_people_see(app):
    assert faults_of(app, GOOD, "/login") == []
    assert text_of(GOOD) == "Trang Tên Lưu Vào"
