"""Units of the militia and self-defence forces: the tree, establishment against strength, appointments."""

from roster.web.forces import tabs  # noqa: F401  # the tabs hang on the blueprint
from roster.web.forces.views import blueprint

__all__ = ["blueprint"]
