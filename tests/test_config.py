"""Settings come from the environment; the key is made once, kept to its owner and never lost in silence."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from roster.app import create_app
from roster.config import SetupFault, build_config, read_or_make_key


@pytest.fixture
def environment(monkeypatch, tmp_path):
    for name in ("ROSTER_DATABASE_URL", "ROSTER_TLS", "ROSTER_NEW_KEY", "ROSTER_TRUSTED_HOSTS", "ROSTER_PROXIES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ROSTER_INSTANCE", str(tmp_path / "office"))
    return monkeypatch


def test_everything_that_is_written_lies_in_the_named_folder(environment, tmp_path):
    config = build_config()
    assert config["ROSTER_INSTANCE"] == tmp_path / "office"
    assert config["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{tmp_path}/office/roster.db"
    assert (tmp_path / "office").stat().st_mode & 0o777 == 0o700


def test_the_key_is_made_once_for_its_owner_alone(environment, tmp_path):
    key = build_config()["SECRET_KEY"]
    path = tmp_path / "office" / "secret_key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(key) >= 64
    assert build_config()["SECRET_KEY"] == key


def test_ten_starts_at_once_get_one_key(tmp_path):
    with ThreadPoolExecutor(10) as pool:
        keys = set(pool.map(lambda _: read_or_make_key(tmp_path / "secret_key", is_new_office=True), range(10)))
    assert len(keys) == 1


def test_a_lost_key_beside_data_stops_the_start_with_a_sentence(environment, tmp_path):
    build_config()
    (tmp_path / "office" / "roster.db").write_bytes(b"data")
    (tmp_path / "office" / "secret_key").unlink()
    with pytest.raises(SetupFault, match="Thiếu tệp khóa"):
        build_config()
    assert not (tmp_path / "office" / "secret_key").exists()
    environment.setenv("ROSTER_NEW_KEY", "1")
    assert build_config()["SECRET_KEY"]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_another_database_can_be_named(environment, scheme):
    environment.setenv("ROSTER_DATABASE_URL", f"{scheme}://officer@server/roster")
    assert build_config()["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://officer@server/roster"


def test_the_address_of_the_office_is_one_or_the_start_is_refused(environment, monkeypatch):
    monkeypatch.setenv("ROSTER_PUBLIC_ADDRESS", " https://so.phulien.lan:8443/ ")
    assert build_config()["ROSTER_PUBLIC_ADDRESS"] == "https://so.phulien.lan:8443"
    for wrong in ("so.phulien.lan", "ftp://so.lan", "https://", "https://so.lan:x", "https://so.lan?a=1"):
        monkeypatch.setenv("ROSTER_PUBLIC_ADDRESS", wrong)
        with pytest.raises(SetupFault, match="ROSTER_PUBLIC_ADDRESS phải là địa chỉ"):
            build_config()


def test_with_tls_the_cookie_never_travels_in_the_clear(environment):
    environment.setenv("ROSTER_TLS", "1")
    app = create_app()
    assert app.config["SESSION_COOKIE_SECURE"] is True
    assert app.config["SESSION_COOKIE_NAME"].startswith("__Host-")
    answer = app.test_client().get("/health", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"]


def test_a_host_that_is_not_ours_is_refused_where_hosts_are_named(environment):
    environment.setenv("ROSTER_TRUSTED_HOSTS", "roster.ward.local, localhost")
    client = create_app().test_client()
    assert client.get("/health", base_url="http://localhost").status_code == 200
    assert client.get("/health", base_url="http://evil.example").status_code == 400


def test_a_start_opens_no_debugger_and_needs_no_network(environment):
    app = create_app()
    assert app.debug is False
    assert app.config["BOOTSTRAP_SERVE_LOCAL"] is True


def test_importing_the_application_writes_nothing(tmp_path):
    program = "import roster.app"
    environment = {"ROSTER_INSTANCE": str(tmp_path / "office"), "PATH": ""}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)
    assert not (tmp_path / "office").exists()
