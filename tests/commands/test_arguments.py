"""What every command promises about its help and about wrong arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
import pytest

from roster.commands import roster_cli
from tests.commands.conftest import SHEETS, Run


def _paths(group: click.Group, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        found.append((*above, name))
        if isinstance(command, click.Group):
            found += _paths(command, (*above, name))
    return found


@pytest.mark.parametrize("path", [(), *_paths(roster_cli)], ids=" ".join)
def test_help_is_vietnamese_to_its_last_word(run: Run, path: tuple[str, ...]) -> None:
    result = run(*path, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Cách dùng: ")
    assert "Hiện hướng dẫn này." in result.stdout
    for english in ("Usage", "Options", "Commands", "required", "default", "Show this"):
        assert english not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nothing",), "Không có lệnh “nothing”"),
        (("import",), "Thiếu tham số TỆP"),
        (("import", "x.xlsx", "--roster", "militia", "--ward", "11446"), "Thiếu tùy chọn “--year”"),
        (("import", "x.xlsx", "--roster", "army", "--ward", "11446", "--year", "2025"), "enlistment, militia, reserve"),
        (("import", "x.xlsx", "--roster", "militia", "--ward", "11446", "--year", "25"), "từ 2000 đến 2100"),
        (("import", "x.xlsx", "--roster", "militia", "--ward", "11446", "--year", "2025"), "Không tìm thấy tệp"),
        (("export", "militia", "--ward", "11446"), "Thiếu tùy chọn “--out”"),
        (("export", "militia", "--ward", "Nơi Không Có", "--out", "x.xlsx"), "Không tìm thấy phường, xã"),
        (("print", "no-such-list", "--ward", "11446", "--out", "x.pdf"), "enlistment-16c"),
        (("serve", "--port", "99999"), "từ 0 đến 65535"),
        (("doctor", "--nonsense"), "Không có tùy chọn “--nonsense”"),
    ],
)
def test_wrong_arguments_get_a_sentence_and_exit_code_2(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stdout == ""


def test_whoever_asked_for_json_gets_the_refusal_as_json(run_json: Callable[..., tuple[int, Any]]) -> None:
    common = ("import", SHEETS / "01-san-sang-nhap-ngu.xlsx", "--roster", "enlistment", "--dry-run")
    for arguments, word in (
        ((*common, "--ward", "11446"), "--year"),
        ((*common, "--ward", "Nơi Không Có", "--year", "2025"), "Nơi Không Có"),
        (("import", __file__, *common[2:], "--ward", "11446", "--year", "2025"), "bảng danh sách"),
    ):
        code, answer = run_json(*arguments)
        assert code == 2
        assert list(answer) == ["error"]
        assert word in answer["error"]
