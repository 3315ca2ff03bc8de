"""``cakupan check`` and ``cakupan explain``: one person, one date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cakupan.cli.options import workspace_option
from cakupan.cli.outcome import say_json

if TYPE_CHECKING:
    from cakupan.wiring.answer import Asked

Command = TypeVar("Command", bound=Callable[..., Any])


def _question(command: Command) -> Command:
    for option in reversed(
        (
            click.argument("number", metavar="NIK|CARD"),
            click.option(
                "--on", type=click.DateTime(["%Y-%m-%d"]), help="The day asked about. Default: today, or the last position."
            ),
            click.option("--area", metavar="CODE", help="Look only in this area. Default: every area of the workspace."),
            click.option(
                "--facility",
                metavar="CODE",
                help="The facility that asks: whether BPJS pays there, and whether a local guarantee names it.",
            ),
            click.option(
                "--lang",
                "language",
                type=click.Choice(["id", "en"]),
                default="id",
                show_default=True,
                help="Language of the answer.",
            ),
            click.option("--unmask", is_flag=True, help="Show the NIK whole. Masked otherwise: 6171********0001."),
            click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON (docs/schemas/check.json)."),
            workspace_option,
        )
    ):
        command = option(command)
    return command


@click.command("check")
@_question
def check_command(
    *,
    number: str,
    on: dt.datetime | None,
    area: str | None,
    facility: str | None,
    language: str,
    unmask: bool,
    as_json: bool,
    workspace: Path,
) -> None:
    """Can a SEP be made for this person on this day? If not: why, and what now.

    NIK|CARD is a NIK of 16 digits or a card number of 13. The exit code is 0 whatever the status; "active" is what the branch
    last reported, on the position date that the answer names, or told since. A day to come, or before JKN began in 2014, is
    refused. Without --on the answer is for today, or, where the last
    position is older than this month, for the day of that position. Who is not active is also told of a local guarantee: in
    force only with its instrument, period, facility and account; it is no membership and no SEP.
    """
    asked = _ask(number, on, area, facility, workspace)
    if as_json:
        say_json(asked.answer.as_dict())
        return
    _print(asked, language, unmask, story=False)


@click.command("explain")
@_question
def explain_command(
    *,
    number: str,
    on: dt.datetime | None,
    area: str | None,
    facility: str | None,
    language: str,
    unmask: bool,
    as_json: bool,
    workspace: Path,
) -> None:
    """The same answer as a story: rule, file and row, decree line, mismatches, and the bill lines of the month.

    NIK|CARD is a NIK of 16 digits or a card number of 13. With --json: the answer and everything that was found about the person.
    """
    asked = _ask(number, on, area, facility, workspace)
    if as_json:
        from dataclasses import asdict

        records = [{"class" if k == "class_" else k: v for k, v in asdict(person).items()} for person in asked.people]
        say_json({**asked.answer.as_dict(), "position": asdict(asked.position), "people": records})
        return
    _print(asked, language, unmask, story=True)


def _ask(number: str, on: dt.datetime | None, area: str | None, facility: str | None, workspace: Path) -> Asked:
    from cakupan.wiring.answer import ask

    # The clock is read here, at the door, and nowhere further in.
    today = dt.datetime.now(tz=dt.timezone(dt.timedelta(hours=7))).date()
    return ask(workspace=workspace, number=number, on=on.date() if on else None, today=today, area=area, facility=facility)


def _print(asked: Asked, language: str, unmask: bool, *, story: bool) -> None:
    from cakupan.answer.story import short_lines, story_lines

    lines = story_lines if story else short_lines
    for line in lines(answer=asked.answer, people=asked.people, position=asked.position, language=language, unmask=unmask):
        click.echo(line)
