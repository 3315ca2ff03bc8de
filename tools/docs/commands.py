"""docs/commands.md: every command's ``--help``, asked for real."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

import click

from cakupan.cli import app
from tools.docs import markdown

WIDTH = 110
SAYS = """What every command says of itself. Exit codes: 0 done (bad rows are counted and reported, not an error), 1 refused,
2 usage, 3 broken invariant. With `--json` a refusal is JSON too: `{"refused": …, "why": …, "mend": …}`."""


def page() -> str:
    parts = [_command(words) for words in command_lines()]
    return markdown.page("Commands", source="`cakupan … --help`", says=SAYS, parts=parts)


def command_lines() -> list[tuple[str, ...]]:
    """The words of every command, groups before what they hold: ``()``, ``("law",)``, ``("law", "contribution")`` …"""
    return list(_below(app, ()))


def _below(command: click.Command, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield words
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None, f"cakupan {' '.join(words)} lists {name} but has no such command"
            yield from _below(inner, (*words, name))


def help_text(words: tuple[str, ...]) -> str:
    """What the command prints for ``--help``, on a terminal of fixed width."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        app.main(
            args=[*words, "--help"], prog_name="cakupan", standalone_mode=False, terminal_width=WIDTH, max_content_width=WIDTH
        )
    return printed.getvalue().strip()


def _command(words: tuple[str, ...]) -> str:
    return f"## {' '.join(('cakupan', *words))}\n\n```text\n{help_text(words)}\n```"
