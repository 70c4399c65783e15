"""The yearly call-up (đợt tuyển quân): where it stands, its days, its duties, its quota."""

from roster.web.campaigns.views import blueprint

__all__ = ["blueprint"]
