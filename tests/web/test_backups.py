"""Each day has its backup without anybody's help, and an administrator sees, makes and takes them away."""

from __future__ import annotations

import contextvars
import io
import os

import pytest

from roster.app import create_app
from roster.services import daily_backup, setup
from roster.shelf import files
from roster.shelf.bundles import make_key
from roster.store.accounts import User
from roster.store.audit import AuditEntry
from roster.store.db import db
from tests.conftest import CheckedClient
from tests.page_checks import text_of


@pytest.fixture
def stick(app, tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    secret, recipient = make_key()
    app.config.update(ROSTER_BACKUP_FOLDER=str(folder), ROSTER_BACKUP_RECIPIENT=recipient, SECRET_OF_TEST=secret)
    return folder


def test_each_day_gets_one_backup_and_old_ones_go(app, stick):
    for day in range(1, 21):
        (stick / f"roster-202601{day:02}-120000.age").write_bytes(b"old")
    daily_backup.make_that_of_today()
    made = [path for path in stick.iterdir() if path.stat().st_size > 3]
    left = sorted(path.name for path in stick.iterdir())
    assert len(made) == 1 and "roster-20260101-120000.age" not in left and "roster-20260120-120000.age" in left
    daily_backup.make_that_of_today()
    assert sorted(path.name for path in stick.iterdir()) == left  # this day has its own
    app.config["ROSTER_BACKUP_FOLDER"] = str(stick / "gone")
    daily_backup.make_that_of_today()  # the stick was pulled out: tried again in ten minutes, nothing falls


def test_an_administrator_makes_one_and_carries_it_away(app, stick, client_of):
    browser = client_of("administrator")
    assert "Đã hơn hai ngày chưa có bản sao lưu" in browser.text("/backups/")
    assert browser.post("/backups/").status_code == 303
    page = browser.text("/backups/")
    name = next(stick.iterdir()).name
    assert name in page and "Đã sao lưu" in page and "Đã hơn hai ngày" not in page
    taken = browser.post(f"/backups/{name}")
    assert taken.data == (stick / name).read_bytes() and taken.headers["Cache-Control"] == "no-store"
    assert browser.post("/backups/secret_key").status_code == 404
    actions = set(db.session.scalars(db.select(AuditEntry.action)))
    assert {"backup.make", "backup.take"} <= actions
    app.config["ROSTER_BACKUP_RECIPIENT"] = "age1khongdung"
    assert "Khóa nhận (ROSTER_BACKUP_RECIPIENT) không đúng" in browser.text("/backups/")
    app.config["ROSTER_BACKUP_FOLDER"] = ""
    refused = browser.post("/backups/", follow_redirects=True)
    assert "Chưa đặt nơi sao lưu và khóa nhận" in text_of(refused.text)
    assert client_of("commander").get("/backups/").status_code == 403


def test_a_new_machine_begins_with_a_backup_brought_through_the_page(app, stick, client_of, user_of, tmp_path):
    user_of("officer", full_name="Lê Văn Cũ")
    files.keep(os.urandom(22 * 1024 * 1024), ".pdf")  # more than a workbook may weigh
    client_of("administrator").post("/backups/")
    made = next(stick.iterdir())
    new = create_app({"TESTING": True, "SECRET_KEY": "x", "ROSTER_INSTANCE": tmp_path / "may-moi"})
    new.test_client_class = CheckedClient

    def begin():
        with new.app_context():
            setup.prepare_database(new)
            code = setup.setup_token()
        browser = new.test_client()
        assert "Phục hồi từ bản sao lưu" in browser.text("/setup/")

        def send(secret, content, code=code):
            data = {"code": code, "secret": secret, "file": (io.BytesIO(content), "roster.age"), "name": ""}
            return browser.post("/setup/restore", data=data, content_type="multipart/form-data")

        whole, secret = made.read_bytes(), app.config["SECRET_OF_TEST"]
        assert "Mã thiết lập không đúng" in text_of(send(secret, whole, "1111-1111").text)
        assert "Tệp khóa không chứa khóa bí mật" in text_of(send("không phải khóa", whole).text)
        assert "tệp đã hỏng" in text_of(send(secret, whole[:-1]).text)
        with new.app_context():
            assert setup.needs_setup()  # nothing came in so far
        assert send(secret, whole).headers["Location"] == "/login"
        with new.app_context():
            assert "Lê Văn Cũ" in set(db.session.scalars(db.select(User.full_name)))
            assert "office.restore" in set(db.session.scalars(db.select(AuditEntry.action)))
            kept = [path.stat().st_size for path in files.folder().iterdir()]
            db.engine.dispose()
        assert 22 * 1024 * 1024 in kept
        assert browser.get("/setup/restore").status_code in {302, 303, 404}

    contextvars.Context().run(begin)
