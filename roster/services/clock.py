"""The present, which tests and demonstrations may set (config CLOCK)."""

from __future__ import annotations

from datetime import date, datetime

from flask import current_app


def now() -> datetime:
    """The present moment, with its zone (Vietnamese time)."""
    moment: datetime = current_app.config["CLOCK"]()
    return moment


def today() -> date:
    """Today's date in Vietnam."""
    return now().date()
