"""The tabs of the reserve's room."""

from __future__ import annotations

from flask import url_for

from roster.web.reserve.views import blueprint

_TABS = (
    ("reserve.index", "Sổ đăng ký"),
    ("reserve.events", "Di chuyển, tạm vắng"),
    ("reserve.limits", "Hạn tuổi, giải ngạch"),
    ("reserve.training", "Hạng hai lên hạng một"),
    ("reserve.ranks", "Quân hàm"),
    ("reserve.specialities", "Bảng CNQS"),
    ("reserve.statistics", "Tổng hợp"),
)


@blueprint.app_template_global("reserve_tabs")
def reserve_tabs() -> list[tuple[str, str, str]]:
    """Endpoint, words and address of each tab in the ward of the page."""
    return [(endpoint, label, url_for(endpoint)) for endpoint, label in _TABS]
