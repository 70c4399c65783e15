"""What deploy/ starts is what the program understands."""

from __future__ import annotations

import re
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from roster.commands.doctor import doctor
from roster.commands.server import serve, worker
from roster.config import PROJECT

DEPLOY = PROJECT / "deploy"
COMMANDS = {"serve": serve, "worker": worker, "doctor": doctor}


def _starts(path: Path) -> list[list[str]]:
    """The words behind `roster` in each line of the file that starts it, however it is quoted."""
    lines = path.read_text(encoding="utf-8").splitlines()
    words = (re.sub(r'[",\[\]]+', " ", line).split() for line in lines if "flask" in line)
    return [line[line.index("roster") + 1 :] for line in words if "roster" in line]


@pytest.mark.parametrize("path", sorted(DEPLOY.iterdir()), ids=lambda path: path.name)
def test_each_start_is_a_command_with_options_that_it_has(path):
    for command, *arguments in _starts(path):
        COMMANDS[command].make_context(command, [one.replace("%i", "8001") for one in arguments])


def test_services_and_containers_start_the_program():
    starting = {path.name for path in DEPLOY.iterdir() if _starts(path)}
    assert starting == {
        "roster.service", "roster-web@.service", "roster-worker@.service", "Dockerfile", "compose.yaml",
    }  # fmt: skip


def test_each_service_looks_before_it_starts():
    for path in DEPLOY.glob("*.service"):
        assert ["doctor", "--starting"] in _starts(path), path.name
    assert "ExecStartPre=" in (PROJECT / "docs/administration.md").read_text(encoding="utf-8")


def test_no_setting_is_named_that_the_program_does_not_read():
    known = set(re.findall(r"ROSTER_[A-Z_]+", (PROJECT / "roster/config.py").read_text(encoding="utf-8")))
    for path in DEPLOY.iterdir():
        assert set(re.findall(r"ROSTER_[A-Z_]+", path.read_text(encoding="utf-8"))) <= known, path.name


def test_the_image_holds_the_program_and_neither_data_nor_keys():
    kept = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    assert kept[0] == "*" and not any("instance" in one for one in kept)


def test_the_program_is_no_superuser_of_the_database_in_containers():
    compose = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    (account,) = re.findall(r"postgresql\+psycopg://(\w+):", compose)
    assert "POSTGRES_USER" not in compose and "./database.sh:/docker-entrypoint-initdb.d/" in compose
    begins = (DEPLOY / "database.sh").read_text(encoding="utf-8")
    assert f"create role {account} login nosuperuser nocreatedb nocreaterole" in begins
    assert account != "postgres" and f"owner {account};" in begins


def test_the_front_speaks_only_tls_with_forward_secrecy_and_the_guide_says_the_same():
    told = [(DEPLOY / "nginx.conf"), PROJECT / "docs/administration.md"]
    wanted = ("ssl_protocols", "ssl_ciphers", "ssl_prefer_server_ciphers", "ssl_ecdh_curve", "ssl_session_tickets")
    settings = []
    for path in told:
        lines = [" ".join(line.split()) for line in path.read_text(encoding="utf-8").splitlines()]
        settings.append([line for line in lines if line.startswith(wanted)])
    assert settings[0] == settings[1] and len(settings[0]) == len(wanted)
    protocols, suites = settings[0][0].rstrip(";").split()[1:], settings[0][1].rstrip(";").split()[1]
    assert protocols == ["TLSv1.2", "TLSv1.3"]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers(suites)
    known = {one["name"]: one for one in context.get_ciphers() if one["protocol"] != "TLSv1.3"}
    assert set(known) == set(suites.split(":"))
    assert all(one["aead"] and "ecdhe" in one["kea"] and one["strength_bits"] >= 128 for one in known.values())


@pytest.mark.skipif(not (shutil.which("openssl") and shutil.which("bash")), reason="a server's tools")
def test_an_office_signs_certificates_for_its_own_name_alone(tmp_path):
    def run(*words):
        return subprocess.run([shutil.which("bash"), DEPLOY / "certificate", *words], capture_output=True, check=False)

    name, folder = "so.phulien.lan", tmp_path / "khoa"
    assert run("authority", folder, name).returncode == 0
    assert run("authority", folder, name).returncode == 1  # never written over
    assert run("server", folder, name).returncode == 0
    assert [oct((folder / one).stat().st_mode & 0o777) for one in ("ca-khoa.pem", "khoa.pem")] == ["0o600", "0o600"]

    here, there = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "chungthu.pem", folder / "khoa.pem")
    browser = ssl.create_default_context(cafile=folder / "ca.pem")
    ends = (
        browser.wrap_bio(here, there, server_hostname=name),
        server.wrap_bio(there, here, server_side=True),
    )
    for end in ends * 3:
        try:
            end.do_handshake()
        except ssl.SSLWantReadError:
            continue
    assert ends[0].version() == "TLSv1.3" and ends[0].getpeercert()["subjectAltName"] == (("DNS", name),)

    before = (folder / "chungthu.pem").read_bytes()
    assert run("server", folder, "may-khac.lan").returncode != 0
    assert (folder / "chungthu.pem").read_bytes() == before
