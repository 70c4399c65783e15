"""`flask roster assess`: a line in, a line out; a bad line is named and hides no other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from roster.commands.assess import assess_facts

CASES = Path(__file__).parents[1] / "domain" / "law" / "cases.ndjson"
MAN = {
    "birth_date": "2003-06-15",
    "sex": "male",
    "education": "12/12",
    "political_result": "passed",
    "health": {"class": 2, "myopia": 0, "bmi": 21.0},
}
DAYS = ("--handover", "2025-02-13", "--on", "2024-12-20")


def run(lines: list[Any], *options: str) -> Result:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    return CliRunner().invoke(assess_facts, options or DAYS, input=text + "\n")


def answers(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_every_shared_example_is_answered() -> None:
    for case in map(json.loads, CASES.read_text("utf-8").splitlines()):
        result = run([case], "--handover", case["handover"], "--on", case["on"])
        assert result.exit_code == 0
        (answer,) = answers(result)
        assert (answer["id"], answer["verdict"]) == (case["id"], case["verdict"])
        assert set(answer) == {"id", "verdict", "reasons", "until"}
        assert all(set(reason) == {"citation", "text"} for reason in answer["reasons"])


def test_vietnamese_letters_are_written_as_they_are() -> None:
    result = run([{"id": 7, "facts": {**MAN, "political_result": "pending"}}])
    assert "Công an" in result.stdout


def test_days_may_be_typed_the_vietnamese_way() -> None:
    result = run([{"id": 1, "facts": MAN}], "--handover", "13/02/2025", "--on", "20/12/2024")
    assert answers(result)[0]["verdict"] == "callable"


@pytest.mark.parametrize(("reading", "expected"), [("A", "callable"), ("B", "too_old")])
def test_the_ruled_age_reading_decides(reading: str, expected: str) -> None:
    case = {"id": 1, "facts": {**MAN, "birth_date": "1999-06-01"}}
    assert answers(run([case]))[0]["verdict"] == "refer"
    assert answers(run([case], *DAYS, "--age-reading", reading))[0]["verdict"] == expected


@pytest.mark.parametrize(
    "bad",
    [
        "{not json",
        "[]",
        '{"id": 1}',
        '{"facts": {}}',
        '{"id": 1, "facts": {"birth_date": "2003-02-30", "sex": "male"}}',
        '{"id": 1, "facts": {"birth_date": "2003-06-15", "sex": "male", "bars": [], "bars": []}}',
        "[" * 5000,
    ],
)
def test_a_bad_line_is_named_and_the_others_are_answered(bad: str) -> None:
    result = run([{"id": "a", "facts": MAN}, "", bad, {"id": "b", "facts": MAN}])
    assert result.exit_code == 2
    assert [answer["id"] for answer in answers(result)] == ["a", "b"]
    assert result.stderr.startswith("Dòng 3: ")
    assert "Traceback" not in result.stderr


def test_bytes_that_are_no_text_are_a_bad_line() -> None:
    result = CliRunner().invoke(assess_facts, DAYS, input=b'\xff\xfe\n{"id": 1, "facts": {}}\n')
    assert result.exit_code == 2
    assert "Dòng 1: " in result.stderr
    assert "Dòng 2: " in result.stderr


def test_a_byte_order_mark_does_no_harm() -> None:
    result = CliRunner().invoke(
        assess_facts, DAYS, input=b"\xef\xbb\xbf" + json.dumps({"id": 1, "facts": MAN}).encode()
    )
    assert result.exit_code == 0


def test_a_day_before_the_law_is_a_plain_message() -> None:
    result = run([{"id": 1, "facts": MAN}], "--handover", "2016-02-13", "--on", "2015-12-20")
    assert result.exit_code == 2
    assert "20/12/2015" in result.stderr


def test_an_impossible_day_is_refused() -> None:
    assert run([], "--handover", "31/02/2025", "--on", "2024-12-20").exit_code == 2
