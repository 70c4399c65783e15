"""What machines ask: whether the program serves, how fast, how much work waits. Nothing of anybody is in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from sqlalchemy import text

from roster.config import PROJECT
from roster.store.db import db

BEARER = {"Authorization": "Bearer a long secret"}


@pytest.fixture
def watched(app, monkeypatch):
    monkeypatch.setitem(app.config, "ROSTER_METRICS_TOKEN", "a long secret")
    return app


def test_a_server_is_ready_once_its_database_is_of_its_version(app, client):
    assert client.get("/health/ready").status_code == 200
    db.session.execute(text("update alembic_version set version_num = '0001'"))
    db.session.commit()
    assert client.get("/health/ready").status_code == 503
    assert client.get("/health").status_code == 200  # the process lives: nobody need start it again


def test_without_the_secret_there_is_nothing_to_see(watched, client, user_of):
    user_of("officer")
    client.check = False
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer another"}).status_code == 404
    watched.config["ROSTER_METRICS_TOKEN"] = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_figures_name_pages_and_nobody(watched, browser, ward):
    browser.get(f"/wards/{ward.id}/lists/militia?q=Nguyễn Văn Kín")
    browser.get("/no/such/031205001234")
    told = browser.get("/metrics", headers=BEARER).text
    assert 'roster_requests_total{endpoint="lists.show",method="GET",status="200"} ' in told
    assert "roster_tasks_waiting 0.0" in told and "roster_worker_alive 0.0" in told
    assert "Kín" not in told and "031205001234" not in told and str(ward.id) not in told


def test_a_line_of_json_for_each_request_without_its_address(tmp_path):
    asks = "from wsgi import app; app.test_client().get('/login?next=/031205001234')"
    environment = {**os.environ, "ROSTER_INSTANCE": str(tmp_path), "ROSTER_LOG": "json", "PYTHONPATH": str(PROJECT)}
    environment.pop("ROSTER_DATABASE_URL", None)
    subprocess.run([sys.executable, "-m", "flask", "roster", "init"], env=environment, cwd=PROJECT, check=True)
    told = subprocess.run([sys.executable, "-c", asks], env=environment, capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in told.stderr.splitlines()]
    request = next(line for line in lines if line["message"] == "request")
    assert request["method"] == "GET" and request["status"] in {200, 302} and request["level"] == "INFO"
    assert "031205001234" not in told.stderr
