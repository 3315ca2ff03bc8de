"""Playing a published case on invented people, from the offices' files to the bill."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cakupan.cli.outcome import say_json

if TYPE_CHECKING:
    from cakupan.wiring.demo import Demo


@click.command("demo")
@click.argument("case", metavar="CASE")
@click.option(
    "--residents",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many residents; counts and money shrink in proportion.  [default: as many as the case has]",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where to leave everything.  [default: ./demo-out/CASE]",
)
@click.option(
    "--workspace",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Workspace to fill; emptied if an earlier demo made it.  [default: OUT/workspace]",
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port of the office's pages.")
@click.option("--no-serve", is_flag=True, help="Prepare the office and end, instead of serving it.")
@click.option("--no-office", is_flag=True, help="Files, months and papers only: no database, no pages.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON, the same as in OUT/summary.json.")
def demo_command(
    *,
    case: str,
    residents: int | None,
    out: Path | None,
    workspace: Path | None,
    port: int,
    no_serve: bool,
    no_office: bool,
    as_json: bool,
) -> None:
    """Play a published CASE end to end on invented people.

    Writes the files that the offices would hand over, imports and links them, closes the months and publishes them, and leaves
    laporan.html, tagihan.xlsx, summary.json and, where there is more than a bill, laporan.xlsx (the month's lists) in OUT; papers
    of earlier months in a folder of their month. Then the office opens in the browser, on this machine alone, with an invented
    officer at every desk. The people do not exist; the published counts are exact.

    \b
    Cases:
      serang      Kota Serang, July 2021: 42,000 people paid by the city
      ogan-ilir   Ogan Ilir, July 2024 to January 2025: an agreement ends and 65,000 people lose cover
      kupang      Kota Kupang, 2019: how many people Rp 2 billion carries, and from when
      palembang   the branch of Palembang, June 2017: 200,000 self-payers in arrears, the way to 70 per cent
      kalbar      Kalimantan Barat, June 2020: coverage of 14 regencies, the province's unspent aid
      large       no case: 600,000 residents and 36 months, for trying and measuring at full size
    \b
    Examples:
      cakupan demo serang --residents 20000
      cakupan demo ogan-ilir --residents 20000 --port 8010
      cakupan demo ogan-ilir --no-serve --json
    """
    from cakupan.wiring.demo import play

    say = _tell if sys.stderr.isatty() else _quiet
    played = play(
        name=case,
        residents=residents,
        out=out or Path("demo-out") / case,
        workspace=workspace,
        say=say,
    )
    if as_json:
        say_json(played.summary)
    else:
        _say_played(played)
    if not no_office:
        from cakupan.wiring.demo_office import open_office

        say = say if no_serve else _tell
        open_office(case=played.case, workspace=played.workspace, port=port, serves=not no_serve, say=say)


def _tell(what: str) -> None:
    click.echo(what, err=True)


def _quiet(_: str) -> None:
    """Nothing: in a pipe only the result is printed."""


def _say_played(played: Demo) -> None:
    summary = played.summary
    click.echo(f"{summary['title']}: invented people, {summary['residents']:,} residents")
    for month, bill in summary["bill"].items():
        verified = summary["verified"][month]
        if bill["people"]:
            click.echo(f"bill of {month}:  {bill['people']:,} people, Rp {bill['pemda_total']:,} for the Pemda")
            click.echo(f"verified:         {verified['people']:,} people, Rp {verified['pemda_total']:,}")
    coverage = summary["coverage"]
    share = f"{coverage['registered']:,} of {coverage['population']:,} = {coverage['ratio_pct']} %"
    click.echo(f"coverage:         {share} ({coverage['basis']})")
    click.echo("")
    for month, papers in reversed(list(played.reports.items())):
        click.echo(f"Open   {papers.report}   ({month})\nand    {papers.bill}")
        if papers.month is not None:
            click.echo(f"and    {papers.month}")
    click.echo(f"all figures: {played.out / 'summary.json'}\n\nTry:")
    for arguments, shows in played.examples:
        click.echo(f"  cakupan {arguments} --workspace {played.workspace}\n      # {shows}")
