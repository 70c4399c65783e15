"""Small promises of docs/security.md that no other test holds: methods, folders, cookies, forwarded addresses."""

import ast
import re

import pytest

from tests.conftest import PASSWORD
from tests.test_requirements import ROOT

WRONG = "một mật khẩu khác hẳn"
# Where bytes of plans, grids and the answer of the reader's child are unpickled: by a reader that calls nothing.
UNPICKLED = {"roster/intake/kept.py"}


def sign_in(client, password=PASSWORD, **more):
    return client.post("/login", data={"user_name": "hung", "password": password}, **more)


@pytest.mark.parametrize("url", ["/", "/login", "/health", "/static/roster.js"])
def test_nothing_is_traced(client, user_of, url):
    user_of("officer")
    answer = client.open(url, method="TRACE", headers={"X-Secret": "told nobody"})
    assert answer.status_code in {302, 405}
    assert "told nobody" not in answer.text


@pytest.mark.parametrize("url", ["/static/", "/static/icons/", "/bootstrap/static/", "/bootstrap/static/css/"])
def test_no_folder_is_listed(client_of, url):
    assert client_of("officer").get(url).status_code == 404


@pytest.mark.parametrize("url", ["/login", "/health", "/static/roster.js", "/static/roster.css"])
def test_text_says_in_which_letters_it_is_written(client, user_of, url):
    user_of("officer")
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].lower().replace(" ", "").endswith(";charset=utf-8")


def test_a_cookie_that_was_changed_signs_nobody_in(app, client_of):
    client = client_of("officer")
    name = app.config["SESSION_COOKIE_NAME"]
    value = client.get_cookie(name).value
    assert client.get("/account/password").status_code == 200
    for place in (1, len(value) // 2, len(value) - 2):
        client.set_cookie(name, value[:place] + ("A" if value[place] != "A" else "B") + value[place + 1 :])
        assert client.get("/account/password").status_code == 302


def test_without_a_proxy_nobody_gives_himself_another_address(client, user_of):
    user_of("officer", user_name="hung")
    for number in range(10):
        assert sign_in(client, WRONG, headers={"X-Forwarded-For": f"192.168.1.{number}"}).status_code == 200
    assert sign_in(client, headers={"X-Forwarded-For": "192.168.1.99"}).status_code == 429


def test_a_password_counts_letter_by_letter(client, user_of):
    user_of("officer", user_name="hung")
    for typed in (PASSWORD.swapcase(), PASSWORD + " ", PASSWORD[:-1]):
        assert sign_in(client, typed).status_code == 200  # the page again
    assert sign_in(client).status_code == 302


def test_passwords_are_hidden_as_they_are_typed_and_may_be_pasted(client, client_of, user_of):
    user_of("officer", user_name="hung")
    for page in (client.get("/login").text, client_of("officer").get("/account/password").text):
        fields = re.findall(r"<input[^>]*\bname=\"(?:new_)?password[^>]*>", page)
        assert fields
        assert all('type="password"' in field and 'autocomplete="' in field for field in fields)
        assert not any('autocomplete="off"' in field for field in fields)
    grid = (ROOT / "roster/static/grid.js").read_text("utf-8")
    scripts = "".join(path.read_text("utf-8") for path in (ROOT / "roster/static").glob("*.js"))
    # The one place that looks at what is pasted is the grid of cells.
    assert scripts.count('"paste"') == grid.count('"paste"') == 1


def test_scripts_keep_nothing_in_the_browser_and_run_no_text():
    for path in (ROOT / "roster/static").rglob("*.js"):
        found = re.findall(
            r"localStorage|sessionStorage|indexedDB|document\.cookie|postMessage|\beval\(|new Function|document\.write",
            path.read_text("utf-8"),
        )
        assert not found, path
    for path in (ROOT / "templates").rglob("*.html"):
        assert not re.findall(r"<script(?![^>]*\bsrc=)|\son\w+=\"|javascript:", path.read_text("utf-8")), path


def test_a_number_of_people_is_written_one_way_in_questions_and_answers():
    """ "1.500 người" asked, "1500 người" answered: a reader takes them for two numbers."""
    bare = re.compile(r"\{(?!show_count\()[^{}:!]+\} (?:người|dòng|đơn vị|ca trực)\b")
    sources = [(path, path.read_text("utf-8")) for path in sorted((ROOT / "roster/web").rglob("*.py"))]
    assert sum("show_count(" in text for _, text in sources) > 10
    assert [(path.name, found) for path, text in sources for found in bare.findall(text)] == []


def test_no_text_becomes_code_or_a_command():
    unpickled = set()
    for path in (ROOT / "roster").rglob("*.py"):
        name = path.relative_to(ROOT).as_posix()
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            what = ast.unparse(call.func)
            assert what not in {"eval", "exec", "compile", "os.system", "os.popen", "yaml.load", "marshal.loads"}, name
            assert "shell=True" not in ast.unparse(call), name
            assert what != "pickle.loads", name
        if "pickle.Unpickler" in path.read_text("utf-8"):
            unpickled.add(name)
    assert unpickled == UNPICKLED
