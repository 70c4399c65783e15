"""`flask roster audit`: exit codes that a script can rely on, and seals that travel with a backup."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from roster.domain.actor import SYSTEM
from roster.services import audit, setup
from roster.store import audit_chain, audit_heads
from roster.store.audit import AuditEntry, AuditSeal
from roster.store.db import db
from tests.services.test_audit_chain import open_the_lock


def test_verify_says_what_is_wrong_with_its_exit_code(run, run_json, app, database, tmp_path):
    for n in range(3):
        audit.record(SYSTEM, "test.step", n=n)
        db.session.commit()
    assert run("audit", "verify").exit_code == 0
    line = run("audit", "head").stdout
    sheet = tmp_path / "usb.txt"
    sheet.write_text(line)
    mac = line.strip().rpartition("=")[2]
    spaced = " ".join(mac[n : n + 4] for n in range(0, 64, 4)).upper()  # as it is typed from the printed sheet
    code, answer = run_json("audit", "verify", "--head", sheet, "--head-hash", spaced)
    assert (code, answer["intact"], answer["entries"], answer["head"]["mac"]) == (0, True, 3, mac)
    assert run("audit", "verify", "--head-hash", "xyz").exit_code == 2
    empty = tmp_path / "khac.txt"
    empty.write_text("không có gì")
    assert run("audit", "verify", "--head", empty).exit_code == 2

    open_the_lock(database)
    db.session.execute(db.update(AuditEntry).values(user_name="Người khác"))
    db.session.commit()
    result = run("audit", "verify")
    assert result.exit_code == 1 and "Việc số 2 đã bị sửa" in result.stdout and "3 chỗ" in result.stderr

    audit_chain.key_path().unlink()
    app.extensions.pop(audit_chain.KEY_FILE)
    for arguments in (("audit", "verify"), ("audit", "new-key")):
        assert run(*arguments).exit_code == 2
    assert "Thiếu tệp khóa nhật ký" in run("audit", "verify").stderr
    assert run("audit", "new-key", "--yes").exit_code == 0
    code, answer = run_json("audit", "verify")
    # The old chain's seal that was written down belongs to the old chain, which is kept.
    assert (code, answer["head"]["chain"], answer["entries"]) == (0, 2, 4)
    assert Path(audit_chain.key_path()).exists()


def _grown(count=9):
    for n in range(count):
        audit.record(SYSTEM, "test.step", n=n)
        db.session.commit()


def _cut(database, above):
    """The end of the journal goes, entries and seals, as somebody with the database's own tools would do it."""
    open_the_lock(database)
    sealed = list(db.session.scalars(db.select(AuditSeal.entry_id).where(AuditSeal.number > above)))
    db.session.execute(db.delete(AuditSeal).where(AuditSeal.number > above if above else AuditSeal.number >= 0))
    db.session.execute(db.delete(AuditEntry).where(AuditEntry.id.in_(sealed)))
    db.session.commit()


def test_an_end_cut_within_the_hour_is_named_and_stays_named_when_the_journal_goes_on(run, app, database):
    _grown()
    path = audit_heads.newest_path()
    assert path.stat().st_mode & 0o777 == 0o600 and audit_heads.read_newest()[0].number == 9
    _cut(database, above=6)
    result = run("audit", "verify")
    assert result.exit_code == 1 and "đã bị cắt từ việc số 7" in result.stdout and "đến số 6" in result.stdout
    setup.prepare_database(app)  # as each start does
    _grown(5)  # beyond what there was
    assert audit_heads.read_newest()[0].number == 11
    result = run("audit", "verify")
    assert result.exit_code == 1 and "việc số 9 khác dấu đã ghi" in result.stdout


def test_a_head_that_stands_later_is_not_written_over_while_the_program_runs(run, app, database):
    _grown()
    _cut(database, above=6)
    now = app.config["CLOCK"]()
    app.config["CLOCK"] = lambda: now + timedelta(minutes=2)
    _grown(5)
    assert run("audit", "verify").exit_code == 1


def test_without_a_kept_head_nobody_says_that_the_journal_is_whole(run, run_json, database):
    _grown()
    _cut(database, above=6)
    audit_heads.newest_path().unlink()
    audit_heads.heads_path().unlink()
    result = run("audit", "verify")
    assert result.exit_code == 2 and "Không nói được phần cuối" in result.stdout
    assert "không kết luận được" in result.stderr
    _grown(1)  # a head that begins here tells nothing of what was before
    code, answer = run_json("audit", "verify")
    assert (code, answer["intact"], answer["faults"]) == (2, False, [])
    assert "từ việc số 6 trở đi" in answer["doubts"][0]


def test_a_journal_that_was_emptied_is_a_fault_where_its_key_is_there(run, database):
    assert run("audit", "verify").exit_code == 0  # a new office
    _grown()
    _cut(database, above=0)
    for path in (audit_heads.newest_path(), audit_heads.heads_path()):
        path.unlink()
    result = run("audit", "verify")
    assert result.exit_code == 1 and "toàn bộ nhật ký đã bị xóa" in result.stdout


def test_seals_that_are_all_gone_are_a_fault_and_not_a_journal_to_seal_anew(run, database):
    _grown()
    open_the_lock(database)
    db.session.execute(db.delete(AuditSeal))
    db.session.commit()
    result = run("audit", "verify")
    assert result.exit_code == 1 and "mất hết dấu niêm phong" in result.stdout


def test_a_newer_chain_says_since_when_it_proves_anything(run, run_json, app):
    _grown(3)
    assert run_json("audit", "verify")[1]["notes"] == []
    audit_chain.key_path().unlink()
    app.extensions.pop(audit_chain.KEY_FILE)
    assert run("audit", "new-key", "--yes").exit_code == 0
    result = run("audit", "verify")
    assert result.exit_code == 0, result.output
    assert "Chuỗi niêm phong thứ 2, vì khóa cũ đã mất, bắt đầu lúc " in result.stdout
    assert "3 việc có trước được niêm phong như lúc tìm thấy: không chứng minh được" in result.stdout


def test_at_its_end_the_program_leaves_the_last_head_on_the_stick(app, tmp_path):
    app.config["ROSTER_AUDIT_HEADS"] = str(tmp_path / "usb.txt")
    _grown(3)
    audit_heads.keep_last()
    audit_heads.keep_last()
    for path in (audit_heads.heads_path(), tmp_path / "usb.txt"):
        assert [one.number for one in audit_heads.read_heads(path)] == [1, 3]
