"""Units of the militia and self-defence forces: the tree, establishment against strength, appointments."""

from roster.web.forces import adoption_views, appointment_views, tabs, unit_views  # noqa: F401  # they hang on it
from roster.web.forces.views import blueprint

__all__ = ["blueprint"]
