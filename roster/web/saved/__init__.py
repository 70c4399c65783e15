"""Saved filters of the lists: open, save, rename, share, delete."""

from roster.web.saved.views import blueprint

__all__ = ["blueprint"]
