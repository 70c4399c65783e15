"""Papers: how a list is to be printed, how far it is, and the PDF itself."""

from roster.web.papers import issued_views, look_views, posting_views  # noqa: F401  # their views hang on the blueprint
from roster.web.papers.views import blueprint

__all__ = ["blueprint"]
