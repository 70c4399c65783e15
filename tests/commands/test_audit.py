"""`flask roster audit`: exit codes that a script can rely on, and seals that travel with a backup."""

from __future__ import annotations

from pathlib import Path

from roster.domain.actor import SYSTEM
from roster.services import audit
from roster.store import audit_chain
from roster.store.audit import AuditEntry
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
