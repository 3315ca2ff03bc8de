"""``cakupan propose``: whom to enrol under quota and budget, who waits and why."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from cakupan.cli.options import workspace_option
from cakupan.cli.outcome import say_json
from cakupan.law.calendar import Month


@click.command("propose")
@click.option("--area", metavar="CODE", required=True, help="Area code of the Ministry of Home Affairs, for example 36.73.")
@click.option("--agreement", metavar="NUMBER", required=True, help="Number of the agreement under which people are enrolled.")
@click.option("--month", metavar="YYYY-MM", required=True, help="The closed month to propose from.")
@click.option(
    "--submitted-on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on which the list reaches the branch. Default: the signing day, or the month's first day if that is later.",
)
@click.option("--known-on", type=click.DateTime(["%Y-%m-%d"]), help="Use the law as known on this day. Default: the signing day.")
@click.option("--reading", "readings", multiple=True, help="Where sources of the law conflict: the reading to take.")
@click.option("--decile-max", type=click.IntRange(1, 10), help="The decree's threshold: above this decile nobody is eligible.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.csv", help="Write the list by name.")
@click.option("--json", "as_json", is_flag=True, help="Print limits and counts as JSON.")
@workspace_option
def propose_command(
    *,
    area: str,
    agreement: str,
    month: str,
    submitted_on: dt.datetime | None,
    known_on: dt.datetime | None,
    readings: tuple[str, ...],
    decile_max: int | None,
    out: Path | None,
    as_json: bool,
    workspace: Path,
) -> None:
    """Propose whom to enrol: confirmed poor residents who fit quota and budget to the year's end, families whole.

    It reads a closed month, the poverty register and the links. The agreement's ranking rule orders the families; the first that
    does not fit closes the list, and everybody after it waits, with the reason. Nobody is enrolled by a proposal: the decree is.

    \b
    Example:
      cakupan propose --area 36.73 --agreement 440/123-DINKES/2021 --month 2021-07 --out usulan.csv
    """
    from cakupan.wiring.proposal import propose

    made = propose(
        workspace=workspace,
        area=area,
        agreement=agreement,
        month=Month.parse(month),
        submitted_on=submitted_on.date() if submitted_on else None,
        known_on=known_on.date() if known_on else None,
        readings=readings,
        decile_max=decile_max,
        out=out,
        say=_progress,
    )
    if as_json:
        say_json({**made.summary, "list": str(out) if out else None})
    else:
        _print(made.summary, out or made.rows_path)


def _progress(what: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"{what} …", err=True)


BOUND_BY = {"quota_full": "kuota", "budget_full": "anggaran"}
DECISIONS = {"proposed": "diusulkan", "waiting": "daftar tunggu", "not_eligible": "tidak memenuhi syarat"}


def _print(told: Mapping[str, Any], list_file: Path) -> None:
    from cakupan.answer.words import month_words, rupiah, whole

    first = Month.of(dt.date.fromisoformat(told["effective_date"]))
    click.echo(f"Usulan peserta · {told['area']} · PKS {told['agreement']} · berlaku 1 {month_words(first)}")
    click.echo(f"  tempat            {whole(told['room'])} jiwa, dibatasi {BOUND_BY[told['bound_by']]}")
    click.echo(f"  per orang         {rupiah(told['person_to_year_end'])} untuk {told['months']} bulan sampai Desember")
    for decision, words in DECISIONS.items():
        click.echo(f"  {words:<22} {whole(told['people'][decision]):>9} jiwa")
        for reason, people in told["reasons"].get(decision, {}).items():
            click.echo(f"    {reason:<32} {whole(people):>9}")
    click.echo(f"  biaya sampai Desember  {rupiah(told['rupiah_to_year_end'])}")
    click.echo(f"  {list_file}")
