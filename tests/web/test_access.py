"""Who gets in, how far, and for how long."""

import re
import unicodedata

import pytest
from flask import Blueprint

from roster.domain.actor import Permission
from roster.services import accounts, clock
from roster.services.units import find_ward
from roster.store.accounts import User
from roster.store.audit import AuditEntry
from roster.store.db import db
from roster.web import access
from tests.conftest import PASSWORD

WRONG = "một mật khẩu khác hẳn"


def sign_in(client, user_name, password=PASSWORD, **more):
    return client.post("/login", data={"user_name": user_name, "password": password}, **more)


def without_values(page):
    """The page without what its fields hold: a token holds the second in which it was made."""
    return re.sub(r'value="[^"]*"', "", page)


def is_signed_in(client):
    return client.get("/account/password").status_code == 200


# --- Strangers ------------------------------------------------------------------------------------------------------


def test_a_stranger_is_led_to_the_sign_in_page(client, user_of):
    user_of("officer")
    response = client.get("/account/password")
    assert response.status_code == 302
    assert response.headers["Location"] == "/login?next=/account/password"


def test_a_search_for_a_name_does_not_travel_to_the_sign_in_address(client, user_of):
    user_of("officer")
    assert "Khoa" not in client.get("/account/password?q=Khoa").headers["Location"]


def test_only_the_listed_pages_answer_a_stranger(app, client, user_of):
    user_of("officer")
    answered = set()
    for rule in app.url_map.iter_rules():
        if rule.arguments - {"ward_id", "roster"} or "GET" not in rule.methods:
            continue
        values = {
            name: "00000000-0000-7000-8000-000000000000" if name == "ward_id" else "militia" for name in rule.arguments
        }
        url = app.url_map.bind("localhost").build(rule.endpoint, values)
        if client.get(url).status_code == 200:
            answered.add(rule.endpoint)
    assert answered == {"security.login", "health", "health_ready", "icons.static"}


def test_an_unknown_address_tells_a_stranger_nothing(client, user_of):
    user_of("officer")
    assert client.get("/no/such/page").status_code == 302


def test_the_style_of_the_sign_in_page_is_there_for_strangers(client, user_of):
    user_of("officer")
    assert client.get("/static/roster.css").status_code == 200
    assert client.get("/bootstrap/static/css/bootstrap.min.css").status_code == 200


# --- Signing in and out ---------------------------------------------------------------------------------------------


def test_signing_in_opens_the_door_and_signing_out_shuts_it_for_copies_of_the_cookie_too(client, user_of):
    user_of("officer", user_name="hung")
    assert sign_in(client, " HUNG ").status_code == 302
    copy = client.get_cookie("roster").value
    assert is_signed_in(client)
    assert client.post("/logout").status_code == 302
    assert not is_signed_in(client)
    client.set_cookie("roster", copy)
    assert not is_signed_in(client)


def test_signing_out_by_link_is_not_possible(client_of):
    client = client_of("officer")
    assert client.get("/logout").status_code == 405
    assert is_signed_in(client)


def test_signing_in_and_out_is_audited(client, user_of):
    user = user_of("officer", user_name="hung")
    sign_in(client, "hung")
    client.post("/logout")
    entries = db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(entry.action, entry.user_id) for entry in entries] == [
        ("account.sign_in", user.id),
        ("account.sign_out", user.id),
    ]


def test_unknown_name_wrong_password_and_shut_account_get_the_same_answer(client, user_of):
    user_of("officer", user_name="open.one")
    user_of("officer", user_name="shut.one").active = False
    pages = [
        without_values(sign_in(client, name, password).text)
        for name, password in (("open.one", WRONG), ("none.one", WRONG), ("shut.one", PASSWORD))
    ]
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in pages[0]
    assert pages[0] == pages[1] == pages[2]
    assert not is_signed_in(client)


def test_ten_wrong_passwords_make_wait_but_only_there(app, client, user_of):
    user_of("officer", user_name="hung")
    for _ in range(10):
        assert sign_in(client, "hung", WRONG).status_code == 200
    waiting = sign_in(client, "hung")
    assert waiting.status_code == 429
    assert 0 < int(waiting.headers["Retry-After"]) <= 15 * 60 + 1
    elsewhere = app.test_client()
    assert sign_in(elsewhere, "hung", environ_base={"REMOTE_ADDR": "192.168.1.20"}).status_code == 302


def test_a_success_starts_the_count_anew(client, user_of):
    user_of("officer", user_name="hung")
    for _ in range(9):
        sign_in(client, "hung", WRONG)
    assert sign_in(client, "hung").status_code == 302
    client.post("/logout")
    for _ in range(9):
        sign_in(client, "hung", WRONG)
    assert sign_in(client, "hung").status_code == 302


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "/\\evil.example", "http:evil.example"])
def test_signing_in_leads_to_no_other_site(client, user_of, target):
    user_of("officer", user_name="hung")
    response = client.post(
        "/login", query_string={"next": target}, data={"user_name": "hung", "password": PASSWORD, "next": target}
    )
    location = response.headers.get("Location", "/")
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


def test_a_post_without_its_token_is_refused(client_of):
    client = client_of("officer")
    assert client.post("/logout", csrf=False).status_code == 400
    assert is_signed_in(client)


# --- How long -------------------------------------------------------------------------------------------------------


def test_half_an_hour_without_a_request_signs_out(client_of, clock_at):
    client = client_of("officer")
    clock_at(minutes=29)
    assert is_signed_in(client)
    clock_at(minutes=58)
    assert is_signed_in(client)
    clock_at(minutes=89)
    assert not is_signed_in(client)


def test_a_working_day_is_the_most(client_of, clock_at):
    client = client_of("officer")
    for minutes in range(0, 720, 25):
        clock_at(minutes=minutes)
        assert is_signed_in(client)
    clock_at(minutes=721)
    assert not is_signed_in(client)


# --- Changes of an account end its sessions -------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["set_password", "change_roles", "deactivate"])
def test_what_an_administrator_changes_ends_the_sessions_of_the_account(
    client_of, user_of, actor_of, two_wards, change
):
    user = user_of("officer")
    client = client_of(user=user)
    assert is_signed_in(client)
    administrator = actor_of("administrator")
    if change == "set_password":
        accounts.set_password(administrator, user.id, "một câu mới dài hơn trước")
    elif change == "change_roles":
        accounts.change_roles(administrator, user.id, ["viewer"], [two_wards[0].id])
    else:
        accounts.deactivate(administrator, user.id)
    assert not is_signed_in(client)


def change_password(client, old, new, again=None):
    data = {"password": old, "new_password": new, "new_password_confirm": again or new}
    return client.post("/account/password", data=data)


def test_ones_own_new_password_keeps_this_session_and_ends_the_others(client, client_of, user_of):
    user = user_of("officer", user_name="hung")
    here, there = client_of(user=user), client_of(user=user)
    new = "trăm năm trong cõi người ta"
    assert change_password(here, PASSWORD, new).status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert sign_in(client, "hung", PASSWORD).status_code == 200
    assert sign_in(client, "hung", new).status_code == 302


def test_a_password_counts_the_same_composed_and_decomposed(client, user_of):
    user_of("officer", user_name="hung")
    assert sign_in(client, "hung", unicodedata.normalize("NFD", PASSWORD)).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        (WRONG, "trăm năm trong cõi người ta", None, "Mật khẩu hiện tại không đúng."),
        (PASSWORD, "ngắn quá", None, "Mật khẩu cần ít nhất 15 ký tự"),
        (PASSWORD, "trăm năm trong cõi người ta", "khác", "Hai lần nhập mật khẩu mới không giống nhau."),
        (PASSWORD, PASSWORD, None, "Mật khẩu mới phải khác mật khẩu hiện tại."),
    ],
)
def test_a_refused_new_password_says_why(client_of, old, new, again, sentence):
    client = client_of("officer")
    response = change_password(client, old, new, again)
    assert response.status_code == 200
    assert sentence in response.text


# --- Permissions and wards ------------------------------------------------------------------------------------------


@pytest.fixture
def with_probe(app):
    """Two views such as the pages have, so that this file needs none of them."""
    probe = Blueprint("probe", __name__)

    @probe.get("/wards/<uuid:ward_id>/probe")
    def ward_page(ward_id):
        return f"{access.g.ward.title}", 200, {"Content-Type": "text/plain; charset=utf-8"}

    @probe.get("/probe/import")
    @access.permission_required(Permission.IMPORT)
    def imports():
        return "imports", 200, {"Content-Type": "text/plain"}

    app.register_blueprint(probe)


@pytest.mark.own_app
def test_a_foreign_ward_and_one_that_is_not_there_look_the_same(with_probe, client_of, two_wards):
    own, foreign = two_wards
    client = client_of("officer", own)
    assert client.get(f"/wards/{own.id}/probe").text == own.title
    pages = [client.get(f"/wards/{ward}/probe") for ward in (foreign.id, "00000000-0000-7000-8000-000000000000")]
    assert [page.status_code for page in pages] == [404, 404]
    assert without_values(pages[0].text) == without_values(pages[1].text)


@pytest.mark.own_app
def test_an_administrator_without_wards_sees_no_ward(with_probe, client_of, two_wards):
    client = client_of("administrator", ())
    assert client.get(f"/wards/{two_wards[0].id}/probe").status_code == 404


@pytest.mark.own_app
@pytest.mark.parametrize(("role", "status"), [("officer", 200), ("viewer", 403), ("auditor", 403)])
def test_a_view_is_for_roles_with_its_permission(with_probe, client_of, role, status):
    assert client_of(role).get("/probe/import").status_code == status


def test_wards_in_force_come_before_ended_ones(app, actor_of, two_wards):
    old = find_ward("Quán Trữ", clock.today())
    actor = actor_of("officer", [two_wards[0], old.id, two_wards[1]])
    assert [ward.name for ward in access.wards_of(actor)] == ["Kiến An", "Phù Liễn", "Quán Trữ"]


# --- What every answer carries --------------------------------------------------------------------------------------


def test_every_answer_forbids_foreign_code_framing_and_keeping(client, user_of):
    user_of("officer")
    for url in ("/login", "/", "/no/such/page", "/health"):
        headers = client.get(url).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, user_of):
    user_of("officer", user_name="hung")
    cookie = sign_in(client, "hung").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_signing_in_does_not_hand_tokens_to_programs(client, user_of):
    user_of("officer", user_name="hung")
    client.check = False
    response = client.post(
        "/login?include_auth_token",
        data={"user_name": "hung", "password": PASSWORD},
        headers={"Accept": "application/json"},
    )
    assert "authentication_token" not in response.text


def test_looking_at_pages_writes_nothing(app, client_of, database):
    client = client_of("administrator")
    if database != "sqlite":
        pytest.skip("the count of changes is SQLite's")
    before = db.session.execute(db.text("PRAGMA data_version")).scalar()
    db.session.commit()
    for url in ("/", "/account/password", "/login"):
        client.get(url, follow_redirects=True)
    assert db.session.execute(db.text("PRAGMA data_version")).scalar() == before
    assert db.session.scalar(db.select(db.func.count()).select_from(User)) == 1


# --- Every route there is -------------------------------------------------------------------------------------------

SOME_ID = "0197c2b0-0000-7000-8000-000000000001"
SAMPLES = {
    "roster": "militia", "kind": "neighbourhoods", "filename": "roster.css", "year": 2027, "service": "army",
    "ending": "xlsx",
}  # fmt: skip


def addresses(app, **fixed):
    """Every rule and method of the program with sample values, as (endpoint, method, address)."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.endswith("static"):
            continue
        values = {name: SAMPLES.get(name, SOME_ID) for name in rule.arguments} | {
            name: value for name, value in fixed.items() if name in rule.arguments
        }
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, app.url_map.bind("localhost").build(rule.endpoint, values, method=method)


def test_no_route_does_anything_for_a_stranger(app, client, user_of):
    user_of("officer")
    for endpoint, method, url in addresses(app):
        if endpoint.startswith("setup.") or endpoint in access.OPEN_ENDPOINTS:
            continue
        response = client.open(url, method=method)
        assert response.status_code == 302, f"{method} {url}"
        assert response.headers["Location"].startswith("/login"), f"{method} {url}"
