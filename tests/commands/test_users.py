"""`flask roster user add`."""

from __future__ import annotations

import pytest

from roster.domain.actor import SYSTEM
from roster.services import accounts
from tests.commands.conftest import Run
from tests.conftest import CheckedClient, Ward

WARD = ("--ward", "Phù Liễn")


def _signs_in(client: CheckedClient, name: str, password: str) -> bool:
    client.post("/login", data={"user_name": name, "password": password})
    return client.get("/", follow_redirects=False).status_code == 200 or "/login" not in (
        client.get("/").headers.get("Location", "")
    )


def test_the_password_shown_once_opens_the_account(run: Run, client: CheckedClient) -> None:
    result = run("user", "add", "an.nv", "--role", "officer", *WARD)
    assert result.exit_code == 0
    (password,) = result.stdout.split()
    assert len(password) >= 15
    assert password not in result.stderr
    assert not _signs_in(client, "an.nv", "một mật khẩu khác hẳn")
    assert _signs_in(client, "an.nv", password)


def test_two_accounts_never_get_the_same_password(run: Run) -> None:
    first, second = (run("user", "add", name, "--role", "officer", *WARD).stdout for name in ("user.one", "user.two"))
    assert first.split() != second.split()


def test_a_password_from_stdin_is_taken_as_it_is_and_never_printed(run: Run, client: CheckedClient) -> None:
    password = "con cò bay lả bay la"
    result = run("user", "add", "lan", "--role", "viewer", *WARD, "--password-stdin", stdin=f"{password}\n")
    assert result.exit_code == 0
    assert password not in result.output
    assert _signs_in(client, "lan", password)


def test_roles_wards_and_name_are_those_that_were_given(run: Run, two_wards: tuple[Ward, Ward]) -> None:
    roles = ("--role", "administrator", "--role", "commander")
    run("user", "add", "hung", *roles, *WARD, "--ward", "11443", "--full-name", "Vũ Mạnh Hùng")
    user = accounts.find_user("hung")
    assert user is not None
    assert user.full_name == "Vũ Mạnh Hùng"
    assert user.role_names == {"administrator", "commander"}
    assert user.ward_ids == {ward.id for ward in two_wards}


@pytest.mark.parametrize(
    ("arguments", "stdin", "sentence"),
    [
        (("taken", "--role", "officer", *WARD), None, "đã có người dùng"),
        (("TAKEN", "--role", "officer", *WARD), None, "đã có người dùng"),
        (("a; rm -rf", "--role", "officer", *WARD), None, "chữ cái không dấu"),
        (("ab", "--role", "officer", *WARD), None, "3 đến 32"),
        (("new.one", "--role", "king", *WARD), None, "--role"),
        (("new.one", "--role", "officer"), None, "--ward"),
        (("new.one", "--role", "officer", "--ward", "Nơi Không Có"), None, "Không tìm thấy phường, xã"),
        (("new.one", "--role", "officer", *WARD, "--password-stdin"), "ngắn\n", "ít nhất 15"),
        (("new.one", "--role", "officer", *WARD, "--password-stdin"), b"\xff\xfe\n", "UTF-8"),
    ],
)
def test_what_cannot_be_an_account_is_refused(
    run: Run, arguments: tuple[str, ...], stdin: str | bytes | None, sentence: str
) -> None:
    run("user", "add", "taken", "--role", "officer", *WARD)
    result = run("user", "add", *arguments, stdin=stdin)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert [user.user_name for user in accounts.list_users(SYSTEM)] == ["taken"]
