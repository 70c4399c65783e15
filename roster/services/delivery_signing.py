"""What is asked of a personal paper's day of signing; what is asked of its number, services/paper_numbers.py says."""

from __future__ import annotations

from datetime import date, timedelta

from roster.domain.law.grounds import LAW_FIRST_DAY
from roster.domain.personal_papers import words_of
from roster.services import clock
from roster.services.assessment import rules_in_use
from roster.store.units import Unit

FARTHEST = timedelta(days=60)


def fault_of_day(ward: Unit, kind: str, day: date) -> str:
    """What is wrong with a day of signing of a paper of the kind, whatever else stands on it; "" where nothing is.

    Orders of the district's command were signed before today's ward was founded; its own papers were not.
    """
    if day > clock.today() + FARTHEST:
        return f"Ngày ký ở sau hôm nay quá {FARTHEST.days} ngày. Xin xem lại năm."
    if day < LAW_FIRST_DAY:
        return f"Ngày ký ở trước ngày Luật Nghĩa vụ quân sự năm 2015 có hiệu lực ({LAW_FIRST_DAY:%d/%m/%Y})."
    if ward.ends_on is not None and day > ward.ends_on:
        return f"Ngày ký ở sau ngày cuối của {_lowered(ward.title)} ({ward.ends_on:%d/%m/%Y}). Xin xem lại."
    if words_of(kind, day.year, day, rules_in_use()).is_signed_by_district:
        return ""
    if ward.begins_on is not None and day < ward.begins_on:
        return f"Ngày ký ở trước ngày có {_lowered(ward.title)} ({ward.begins_on:%d/%m/%Y}). Xin xem lại."
    return ""


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
