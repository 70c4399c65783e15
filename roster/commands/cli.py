"""How the commands speak: help and refusals in Vietnamese, exit codes, JSON on stdout where it was asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click
from flask.cli import AppGroup

# click's own words; they have no Vietnamese translation upstream.
_HELP_WORDS = (
    ("Usage:", "Cách dùng:"),
    ("\nOptions:", "\nTùy chọn:"),
    ("\nCommands:", "\nLệnh:"),
    ("[OPTIONS]", "[TÙY CHỌN]"),
    ("COMMAND [ARGS]...", "LỆNH [THAM SỐ]..."),
    ("Show this message and exit.", "Hiện hướng dẫn này."),
    ("[required]", "[bắt buộc]"),
    ("; required]", "; bắt buộc]"),
    ("[default: ", "[mặc định: "),
)


class Refusal(click.ClickException):
    """The command does nothing more: a Vietnamese sentence on stderr, exit code 2."""

    exit_code = 2  # bad arguments, an unknown ward, a file that cannot be read

    def show(self, file: Any = None) -> None:
        """Print the sentence on stderr."""
        click.echo(self.message, file=file, err=True)


class Failure(Refusal):
    """The command could not do what was rightly asked of it: exit code 1."""

    exit_code = 1


class _Vietnamese(click.Command):
    """Help in Vietnamese; whatever is wrong with the arguments, or refused later, also as JSON after --json."""

    def get_help(self, ctx: click.Context) -> str:
        """The help text with click's own words translated."""
        text = super().get_help(ctx)
        for english, vietnamese in _HELP_WORDS:
            text = text.replace(english, vietnamese)
        return text

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the arguments. Raises Refusal where they are wrong."""
        as_json = self._has_json(args)
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            where = error.ctx.command_path if error.ctx else info_name
            raise _told(Refusal(f"{_sentence_of(error)} Xem hướng dẫn: {where} --help"), as_json) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a refusal is told as JSON too where that was asked for."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            raise _told(refusal, bool(ctx.params.get("as_json"))) from refusal

    def _has_json(self, args: list[str]) -> bool:
        return "--json" in args and any("--json" in parameter.opts for parameter in self.params)


class RosterCommand(_Vietnamese):
    """One command."""


class RosterGroup(_Vietnamese, AppGroup):
    """Commands under one name, each with the application's context."""

    command_class = RosterCommand

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find the command. Raises Refusal for one that is not there."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise Refusal(f"Không có lệnh “{args[0]}”. Xem các lệnh: {ctx.command_path} --help") from error


RosterGroup.group_class = RosterGroup


def say(text: str) -> None:
    """A message to whoever runs the command: on stderr, so that stdout holds results alone."""
    click.echo(text, err=True)


def print_json(answer: Any) -> None:
    """One JSON document on stdout, UTF-8 whatever the console's code page."""
    click.echo(json.dumps(answer, ensure_ascii=False, indent=1).encode() + b"\n", nl=False)


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --json, given to the command as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON ra đầu ra chuẩn.")(function)


def _told(refusal: Refusal, as_json: bool) -> Refusal:
    if as_json:
        print_json({"error": refusal.message})
    return refusal


def _sentence_of(error: click.UsageError) -> str:
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return f"Thiếu {_name_of(error.param)}."
    if isinstance(error, click.NoSuchOption):
        return f"Không có tùy chọn “{error.option_name}”."
    if isinstance(error, click.BadParameter) and error.param is not None:
        kind = error.param.type
        if isinstance(kind, click.Choice):
            return f"Giá trị của {_name_of(error.param)} phải là một trong: {', '.join(map(str, kind.choices))}."
        if isinstance(kind, click.IntRange):
            return f"Giá trị của {_name_of(error.param)} phải là số nguyên từ {kind.min} đến {kind.max}."
        if isinstance(kind, click.Path):
            return f"Không mở được tệp hoặc thư mục nêu ở {_name_of(error.param)}."
        return f"Giá trị của {_name_of(error.param)} không hợp lệ."
    return f"Tham số không đúng ({error.format_message().rstrip('.')})."


def _name_of(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Option):
        return f"tùy chọn “{max(parameter.opts, key=len)}”"
    return f"tham số {parameter.make_metavar(click.Context(click.Command(None)))}"
