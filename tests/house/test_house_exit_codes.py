"""What the shell sees of each way a command can end: the one map, cakupan.cli.outcome."""

from __future__ import annotations

import json

import click
import pytest

from cakupan.cli import app
from cakupan.cli.outcome import BROKEN, DONE, REFUSED, USAGE, run_command
from cakupan.law.refusal import Refusal


def command_that(ends: BaseException | None) -> click.Command:
    @click.command()
    @click.option("--json", "as_json", is_flag=True)
    def ending(as_json: bool) -> None:
        if ends is not None:
            raise ends

    return ending


READING = {"reading": "press", "citation": "Perpres 0/2013", "source": "a page"}
REFUSAL = Refusal("August 2013", why="no rate is known for it.", mend="Ask for January 2014 or later.", readings=[READING])


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        (None, DONE),
        (REFUSAL, REFUSED),
        (click.exceptions.Abort(), REFUSED),
        (click.UsageError("no such option"), USAGE),
        (click.exceptions.Exit(0), DONE),
        (AssertionError("parts do not sum to the total"), BROKEN),
    ],
)
def test_each_way_to_end_has_its_exit_code(ends: BaseException | None, code: int) -> None:
    assert run_command(command_that(ends), []) == code


def test_the_codes_are_the_ones_that_scripts_rely_on() -> None:
    assert (DONE, REFUSED, USAGE, BROKEN) == (0, 1, 2, 3)


def test_a_refusal_says_what_why_and_how_to_mend_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    run_command(command_that(REFUSAL), [])
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        "refused: August 2013",
        "  why:  no rate is known for it.",
        "  mend: Ask for January 2014 or later.",
        "  reading press: Perpres 0/2013 (a page)",
    ]


def test_a_refusal_is_json_on_stdout_when_json_was_asked(capsys: pytest.CaptureFixture[str]) -> None:
    run_command(command_that(REFUSAL), ["--json"])
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {
        "refused": "August 2013",
        "why": "no rate is known for it.",
        "mend": "Ask for January 2014 or later.",
        "readings": [READING],
    }
    assert printed.err == ""


def test_a_broken_invariant_asks_to_be_reported(capsys: pytest.CaptureFixture[str]) -> None:
    run_command(command_that(AssertionError("parts do not sum to the total")), [])
    said = capsys.readouterr().err
    assert "parts do not sum to the total" in said
    assert "Nothing was published" in said


def test_an_unexpected_error_is_not_swallowed() -> None:
    with pytest.raises(ZeroDivisionError):
        run_command(command_that(ZeroDivisionError()), [])


@pytest.mark.parametrize("arguments", [["no-such-command"], ["--no-such-option"], []])
def test_an_unknown_word_is_a_usage_error(arguments: list[str]) -> None:
    assert run_command(app, arguments) == USAGE
