"""Candidates of a year's call-up: where each stands before the law, and moving many of them a step on."""

from roster.web.candidates.views import blueprint

__all__ = ["blueprint"]
