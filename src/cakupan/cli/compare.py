"""``cakupan compare``: who came and who left between two editions, and why."""

from __future__ import annotations

from pathlib import Path

import click

from cakupan.cli.options import workspace_option
from cakupan.cli.outcome import say_json


@click.command("compare")
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@click.option("--area", metavar="CODE", required=True, help="Area code of the Ministry of Home Affairs, for example 36.73.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the list by name to DIR/perubahan.csv. DIR is replaced.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
@workspace_option
def compare_command(*, before: str, after: str, area: str, out: Path | None, as_json: bool, workspace: Path) -> None:
    """Compare two editions: who came to the bill or to the branch's active members, who left, what changed, and why.

    BEFORE and AFTER are months (2024-07), or one edition of a month by its hash (2024-07@3f6c…).

    \b
    Examples:
      cakupan compare 2024-12 2025-01 --area 16.10
      cakupan compare 2024-12 2025-01 --area 16.10 --out perubahan
    """
    from cakupan.wiring.comparison import compare_published

    found = compare_published(workspace=workspace, area=area, before=before, after=after, out=out)
    if as_json:
        say_json(found.as_dict())
        return
    from cakupan.answer.words import rupiah, whole

    click.echo(f"{area}: {before} → {after}")
    if found.rests_on:
        click.echo(f"  rests on differently: {', '.join(found.rests_on)}")
    for total in found.totals:
        money = f"{rupiah(total['amount_before'])} → {rupiah(total['amount_after'])}" if total["subject"] == "bill" else ""
        what = f"{total['subject']:<7} {total['direction']:<8} {total['reason']:<34}"
        click.echo(f"  {what} {whole(total['people']):>9} jiwa  {money}".rstrip())
    if not found.totals:
        click.echo("  nobody came, nobody left")
    if found.list_file:
        click.echo(f"  by name: {found.list_file}")
