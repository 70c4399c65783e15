"""The days of training by law: by component, year of service and post; what is not known is said, never guessed."""

from datetime import date

import pytest

from roster.domain.law.training import CommandingPost, course_days, days_text, rule_on, service_year, training_days

ON = date(2026, 5, 5)


@pytest.mark.parametrize(
    ("component", "joined_on", "days"),
    [
        ("mobile", "2025-05-06", 15), ("mobile", "2025-05-05", 12), ("mobile", "2026-04-01", 15),
        ("local", "2025-05-06", 15), ("local", "2025-05-05", 7), ("local", "2022", 7), ("local", "2026", 15),
        ("sea", "2024-01", 12), ("air_defence", "2023", 12), ("medical", "2023", 12),
        ("standing", "2026-04-01", 60), ("standing", None, 60), ("standing", "2020", 60),
        ("mobile", "2025", None), ("mobile", "2025-05", None), ("mobile", None, None), (None, "2020", None),
    ],
)  # fmt: skip
def test_days_by_component_and_year_of_service(component, joined_on, days):
    found = training_days(component, joined_on, ON)
    assert found.days == days
    assert bool(found.citation) is (days is not None)
    assert ("chưa rõ" in found.words) is (days is None)


def test_a_year_of_service_is_counted_from_the_day_of_joining():
    assert service_year("2025-05-05", ON) == (2, 2)
    assert service_year("2025-05-06", ON) == (1, 1)
    assert service_year("2025", ON) == (1, 2)
    assert service_year(None, ON) is None


@pytest.mark.parametrize(
    ("post", "unit_kind", "component", "days"),
    [
        ("Chỉ huy trưởng", "command", None, 7), ("Chính trị viên phó", "self_command", None, 7),
        ("Đại đội trưởng", "self_company", None, 7), ("Chính trị viên đại đội", "self_company", None, 7),
        ("Trung đội trưởng", "mobile_platoon", "mobile", 5), ("Trung đội trưởng", "arm_platoon", "artillery", 7),
        ("Tiểu đội trưởng", "local_squad", "local", 5), ("Thôn đội trưởng", "local_squad", "local", 5),
        ("Khẩu đội trưởng", "arm_crew", "artillery", 5), ("Chiến sĩ", "mobile_platoon", "mobile", None),
    ],
)  # fmt: skip
def test_days_of_a_course_by_post(post, unit_kind, component, days):
    assert course_days([CommandingPost(post, unit_kind, component)], ON).days == days


def test_of_several_posts_the_longest_course_counts():
    posts = [CommandingPost("Tiểu đội trưởng", "local_squad"), CommandingPost("Phó Chỉ huy trưởng", "command")]
    assert course_days(posts, ON).days == 7
    assert course_days([], ON).days is None


def test_every_rule_names_its_clause_and_a_day_has_eight_hours():
    assert rule_on("day_hours", date(2019, 1, 1)).value["hours"] == 8
    assert "khoản 1 Điều 28" in training_days("local", "2020", ON).citation
    assert rule_on("refresher_days", ON).value["most_days"] == 7
    assert [days_text(days) for days in (7, 0.5, 7.5, None)] == ["7", "0,5", "7,5", "chưa rõ"]
