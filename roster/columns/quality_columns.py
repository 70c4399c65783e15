"""The columns by which a force's quality is counted: strength, women, Party and Union, schooling, ages, health."""

from __future__ import annotations

from roster.domain.actor import Sensitivity

_P, _R, _H = Sensitivity.POLITICS, Sensitivity.RELIGION, Sensitivity.HEALTH
Column = tuple[str, tuple[str, ...], Sensitivity | None]
"""A column of the statistics: key, heading, what it tells of. A key that ends in _share is a per cent of strength."""


def columns_with(other: Column) -> tuple[Column, ...]:
    """The columns by which a force's quality is counted; `other` is the one in which the statistics differ."""
    return (
        ("strength", ("Quân", "số"), None),
        ("women", ("Nữ",), None),
        ("party", ("Đảng", "viên"), _P),
        ("party_share", ("Đảng", "viên %"), _P),
        ("union", ("Đoàn", "viên"), _P),
        ("union_share", ("Đoàn", "viên %"), _P),
        ("minority", ("DTTS",), None),
        ("religious", ("Tôn", "giáo"), _R),
        other,
        ("schooled", ("Học vấn", "12/12"), None),
        ("qualified", ("TC, CĐ",), None),
        ("graduates", ("ĐH", "trở lên"), None),
        ("age_18_25", ("18–25", "tuổi"), None),
        ("age_26_35", ("26–35", "tuổi"), None),
        ("age_36_45", ("36–45", "tuổi"), None),
        ("age_over_45", ("Trên 45", "tuổi"), None),
        ("age_unclear", ("Chưa rõ", "tuổi"), None),
        ("health_1", ("SK", "loại 1"), _H),
        ("health_2", ("SK", "loại 2"), _H),
        ("health_3", ("SK", "loại 3"), _H),
    )


MILITIA_QUALITY = columns_with(("reservists", ("QNDB",), None))
POLITICAL_QUALITY = columns_with(("veterans", ("QNXN",), None))
