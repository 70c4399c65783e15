"""Units of the militia and self-defence forces: the tree, establishment against strength, appointments."""

from roster.web.forces import (  # noqa: F401  # their views hang on the blueprint
    adoption_views,
    appointment_views,
    establishment_views,
    file_views,
    tabs,
    unit_views,
)
from roster.web.forces.views import blueprint

__all__ = ["blueprint"]
