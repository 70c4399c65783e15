"""A file never moves a candidate whom the campaign has taken on, and an exported list comes back in silence."""

from uuid import uuid4

import pytest

from roster.domain.problems import Severity, problem
from roster.intake.match import KnownPerson
from roster.intake.parse import ParsedRow
from roster.intake.steps import keep_step

REFUSED = problem("status", "not_a_choice", "Bước này chỉ được ghi ở trang Đợt tuyển quân.")


def row(status, *problems):
    return ParsedRow(1, {"full_name": "Lê Văn An", "status": status}, problems=list(problems))


def known(status, is_candidate=True):
    return KnownPerson(uuid4(), uuid4() if is_candidate else None, {"status": status}, "lê văn an")


def test_an_exported_list_that_comes_back_changes_no_step_and_says_nothing():
    read = row("final_official", REFUSED)
    keep_step(read, known("final_official"))
    assert (read.fields, read.problems) == ({"full_name": "Lê Văn An"}, [])


@pytest.mark.parametrize("said", ["source", "deferred", "called_up"])
def test_a_list_that_says_another_step_is_told_that_it_moves_nobody(said):
    read = row(said, *([REFUSED] if said == "called_up" else []))
    keep_step(read, known("final_official"))
    assert "status" not in read.fields
    assert [(one.severity, "Chốt chính thức" in one.message) for one in read.problems] == [(Severity.NOTE, True)]


@pytest.mark.parametrize("person", [None, known("source"), known(None), known("final_official", is_candidate=False)])
def test_for_everyone_else_a_guarded_step_stays_refused(person):
    read = row("called_up", REFUSED)
    keep_step(read, person)
    assert (read.fields["status"], read.problems) == ("called_up", [REFUSED])
