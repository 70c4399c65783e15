"""Accounts of officers, for the administrator."""

from roster.web.accounts.views import blueprint

__all__ = ["blueprint"]
