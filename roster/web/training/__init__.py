"""Training and courses: plans, days, who was there, results, certificates."""

from roster.web.training.views import blueprint

__all__ = ["blueprint"]
