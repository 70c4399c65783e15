"""The targets of item 5 of the directive: where each stands, what the ward keeps of them, the people behind."""

from roster.web.targets import behind_views  # noqa: F401  # its views hang on the blueprint
from roster.web.targets.views import blueprint

__all__ = ["blueprint"]
