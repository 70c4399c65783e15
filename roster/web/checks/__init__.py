"""The page behind the QR code of an issued paper."""

from roster.web.checks.views import blueprint

__all__ = ["blueprint"]
