"""What a city's operators watch: whether the program answers, how fast, and how much work waits. Nothing personal.

`/health` says that the process answers; `/health/ready` that it can serve: the database answers and has the schema of
this version. `/metrics` is for Prometheus, behind a secret of its own (ROSTER_METRICS_TOKEN); without one it is not
there. With ROSTER_LOG=json each request leaves a line of JSON: the name of the page, never its address, which may hold
a search.
"""

from __future__ import annotations

import hmac
import logging
import sys
import time
import uuid

from flask import Flask, Response, abort, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from pythonjsonlogger.json import JsonFormatter
from sqlalchemy.exc import SQLAlchemyError

from roster.jobs import queue
from roster.services import setup
from roster.store.db import db

OPEN = frozenset({"health", "health_ready", "metrics"})  # no account is asked for: machines ask
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

log = logging.getLogger("roster.requests")


class _Measures:
    """One application's counters."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "roster_requests", "Requests answered.", ["endpoint", "method", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "roster_request_seconds", "Time to an answer.", ["endpoint"], registry=self.registry, buckets=_BUCKETS
        )
        self.waiting = Gauge("roster_tasks_waiting", "Tasks that wait for a worker.", registry=self.registry)
        self.worker = Gauge("roster_worker_alive", "1 where a worker lives.", registry=self.registry)


def _plain(text: str, status: int = 200) -> Response:
    return Response(text + "\n", status, mimetype="text/plain")


def _health() -> Response:
    return _plain("ok")


def _ready() -> Response:
    try:
        is_ready = setup.database_is_current()
    except SQLAlchemyError:
        db.session.rollback()
        is_ready = False
    return _plain("ready") if is_ready else _plain("not ready", 503)


def _metrics() -> Response:
    token = current_app.config["ROSTER_METRICS_TOKEN"]
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        abort(404)
    measures: _Measures = current_app.extensions["roster_measures"]
    measures.waiting.set(queue.waiting())
    measures.worker.set(queue.worker_is_alive())
    return Response(generate_latest(measures.registry), content_type=CONTENT_TYPE_LATEST)


def _begin() -> None:
    g.request_began, g.request_id = time.perf_counter(), uuid.uuid4().hex


def _count(response: Response) -> Response:
    if "request_began" not in g:
        return response
    measures: _Measures = current_app.extensions["roster_measures"]
    seconds, endpoint = time.perf_counter() - g.request_began, request.endpoint or "none"
    measures.requests.labels(endpoint, request.method, response.status_code).inc()
    measures.seconds.labels(endpoint).observe(seconds)
    log.info(
        "request",
        extra={
            "request_id": g.request_id,
            "endpoint": endpoint,
            "method": request.method,
            "status": response.status_code,
            "milliseconds": round(seconds * 1000, 1),
        },
    )
    return response


def _log_as_json() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        JsonFormatter(
            "{asctime}{levelname}{name}{message}",
            style="{",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)


def init_app(app: Flask) -> None:
    """Count every request and open the addresses that machines ask."""
    app.extensions["roster_measures"] = _Measures()
    if app.config["ROSTER_LOG"] == "json":
        _log_as_json()
    else:
        log.disabled = True  # a ward's window shows what concerns it
    app.before_request(_begin)
    app.after_request(_count)
    app.add_url_rule("/health", "health", _health)
    app.add_url_rule("/health/ready", "health_ready", _ready)
    app.add_url_rule("/metrics", "metrics", _metrics)
