"""Accounts: who may make and change which."""

import pytest

from roster.domain.actor import SYSTEM
from roster.services import accounts
from roster.services.faults import Invalid, NotAllowed, NotFound
from roster.services.password_rules import password_faults
from roster.store.accounts import User
from roster.store.audit import AuditEntry
from roster.store.db import db
from tests.conftest import PASSWORD


def make(actor, wards, *, user_name="hung.nv", full_name="Nguyễn Văn Hùng", password=PASSWORD, roles=("officer",)):
    return accounts.create_user(actor, user_name, full_name, password, roles, [ward.id for ward in wards])


def test_a_new_account_has_its_roles_and_wards_and_an_audit_entry(actor_of, two_wards):
    administrator = actor_of("administrator")
    user = make(administrator, two_wards[:1], user_name=" Hung.NV ", roles=("officer", "commander"))
    assert user.user_name == "hung.nv"
    assert user.role_names == {"officer", "commander"}
    assert user.ward_ids == {two_wards[0].id}
    entry = db.session.scalars(db.select(AuditEntry)).one()
    assert (entry.action, entry.user_id, entry.subject_id) == ("account.create", administrator.user_id, user.id)
    assert "Hùng" not in str(entry.details)


def test_passwords_are_kept_as_argon2id_only(actor_of, two_wards):
    user = make(actor_of("administrator"), two_wards[:1])
    assert user.password.startswith("$argon2id$")
    assert PASSWORD not in user.password


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"user_name": "a"}, "user_name"),
        ({"user_name": "hùng"}, "user_name"),
        ({"full_name": "  "}, "full_name"),
        ({"password": "ngắn"}, "password"),
        ({"roles": ()}, "roles"),
        ({"roles": ("king",)}, "roles"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(actor_of, two_wards, changed, field):
    administrator = actor_of("administrator")
    with pytest.raises(Invalid) as refusal:
        make(administrator, two_wards[:1], **changed)
    assert refusal.value.faults[field]
    assert db.session.scalar(db.select(db.func.count()).select_from(User)) == 1


def test_two_accounts_never_share_a_name(actor_of, two_wards):
    administrator = actor_of("administrator")
    make(administrator, two_wards[:1])
    with pytest.raises(Invalid):
        make(administrator, two_wards[:1], user_name="HUNG.nv")


@pytest.mark.parametrize("role", ["commander", "political_officer", "officer", "viewer", "auditor"])
def test_only_an_administrator_manages_accounts(actor_of, user_of, two_wards, role):
    actor, other = actor_of(role), user_of("officer")
    for act in (
        lambda: make(actor, two_wards[:1]),
        lambda: accounts.list_users(actor),
        lambda: accounts.set_password(actor, other.id, PASSWORD),
        lambda: accounts.change_roles(actor, other.id, ["administrator"], [two_wards[0].id]),
        lambda: accounts.deactivate(actor, other.id),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_an_administrator_of_one_ward_reaches_no_account_with_more(actor_of, user_of, two_wards):
    own, foreign = two_wards
    administrator = actor_of("administrator", own)
    out_of_reach = [
        user_of("officer", wards=foreign),
        user_of("viewer", wards=two_wards),
        user_of("administrator", wards=()),
    ]
    for user in out_of_reach:
        with pytest.raises(NotFound):
            accounts.set_password(administrator, user.id, PASSWORD)
    assert [user.id for user in accounts.list_users(administrator)] == [administrator.user_id]


def test_an_administrator_of_one_ward_cannot_widen_his_scope(actor_of, two_wards):
    own, foreign = two_wards
    administrator = actor_of("administrator", own)
    with pytest.raises(NotFound):
        accounts.change_roles(administrator, administrator.user_id, ["administrator"], [own.id, foreign.id])
    with pytest.raises(NotFound):
        make(administrator, two_wards)
    with pytest.raises(Invalid):
        make(administrator, (), roles=("administrator",))
    with pytest.raises(Invalid):
        accounts.change_roles(administrator, administrator.user_id, ["administrator"], [])


def test_an_administrator_without_wards_keeps_the_accounts_of_all(actor_of, user_of, two_wards):
    administrator = actor_of("administrator", ())
    user = user_of("officer", wards=two_wards[1])
    accounts.change_roles(administrator, user.id, ["viewer"], [ward.id for ward in two_wards])
    assert db.session.get(User, user.id).ward_ids == {ward.id for ward in two_wards}


def test_the_last_administrator_stays(actor_of, two_wards):
    administrator = actor_of("administrator")
    with pytest.raises(Invalid):
        accounts.deactivate(administrator, administrator.user_id)
    with pytest.raises(Invalid):
        accounts.change_roles(administrator, administrator.user_id, ["officer"], [two_wards[0].id])


def test_a_shut_account_can_be_opened_again(actor_of, user_of):
    administrator, user = actor_of("administrator"), user_of("officer")
    accounts.deactivate(administrator, user.id)
    assert not user.active
    accounts.activate(administrator, user.id)
    assert user.active


def test_the_command_line_makes_an_account(app, two_wards):
    assert make(SYSTEM, two_wards).ward_ids == {ward.id for ward in two_wards}


@pytest.mark.parametrize(
    "password",
    [
        "con trâu đi trước cái cày",
        "a" * 7 + "bcdefghij" * 3,
        "một hai ba bốn năm",
        "x7 Kq!  m9-ặ Ộ ü ~ 漢字 ok",
        "ngày mai trời lại sáng " * 5,
    ],
)
def test_long_sentences_of_any_letters_are_taken(app, password):
    assert password_faults(password, user_name="hung") == []


@pytest.mark.parametrize(
    "password",
    [
        "",
        "mười bốn ký tự",
        "123456789012345678",
        "aaaaaaaaaaaaaaaaaaaa",
        "matkhau12345678",
        "mật khẩu mật khẩu",
        "Password1234567",
        "haiphonghaiphong",
        "hung.nvhung.nv12",
        "qwertyuiopasdfgh",
        "abcabcabcabcabcabc",
        "Phù Liễn Kiến An 123",
        "dragonmonkeyshadow",
        "Football Baseball 1",
        "x" * 64 + "dài quá mức cho phép" * 4,
    ],
)
def test_short_and_guessable_passwords_are_refused_with_a_sentence(app, password):
    assert password_faults(password, user_name="hung.nv")
