"""What every command says of itself."""

from __future__ import annotations

import click
import pytest

from cakupan.cli import SUBJECTS, app
from tools.docs.commands import command_lines, help_text


def command_at(words: tuple[str, ...]) -> click.Command:
    command: click.Command = app
    for word in words:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), word)
        assert found is not None
        command = found
    return command


def test_the_commands_of_the_contract_are_there() -> None:
    assert set(SUBJECTS) >= {"law", "link", "explain-link", "import", "undo", "month", "check", "explain", "demo"}
    assert {words[0] for words in command_lines() if words} == set(SUBJECTS)


@pytest.mark.parametrize("words", command_lines(), ids=lambda words: "-".join(words) or "cakupan")
def test_help_suffices(words: tuple[str, ...]) -> None:
    command, said = command_at(words), help_text(words)
    assert (command.help or "").strip(), "a command says in its docstring what it does"
    assert said.startswith(f"Usage: {' '.join(('cakupan', *words))}")
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert max(parameter.opts, key=len) in said
            assert parameter.help, f"{parameter.opts[0]} says nothing of itself"


@pytest.mark.parametrize("command", ["law", "month", "check", "demo"])
def test_commands_that_answer_have_json(command: str) -> None:
    below = [words for words in command_lines() if words and words[0] == command]
    leaves = [words for words in below if not isinstance(command_at(words), click.Group)]
    assert leaves
    for words in leaves:
        assert any("--json" in parameter.opts for parameter in command_at(words).params), words
