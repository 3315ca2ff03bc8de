"""Importing what the offices deliver, and taking an import back."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cakupan.cli.options import workspace_option
from cakupan.cli.outcome import say_json

if TYPE_CHECKING:
    from cakupan.wiring.workspace import Imported

KINDS = (
    "residents",
    "poverty",
    "members",
    "deaths",
    "moves",
    "facilities",
    "agreements",
    "decisions",
    "identity_decisions",
    "payments",
    "unpaid",
    "bill",
    "branch_answers",
    "guarantees",
    "programmes",
    "region",
    "forum",
    "channels",
)
DATE = click.DateTime(["%Y-%m-%d"])
SECONDS_BETWEEN_SIGNS = 0.5


@click.command("import")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--profile", metavar="NAME|FILE.yaml", help="How the file is laid out: a built-in name or a YAML file of yours.")
@click.option("--area", required=True, metavar="CODE", help="Area that the file is about, e.g. 36.73.")
@click.option("--as-of", required=True, type=DATE, metavar="DATE", help="Position date of the file, e.g. 2021-07-01.")
@workspace_option
@click.option("--json", "as_json", is_flag=True, help="Print the snapshot's manifest as JSON.")
def import_command(
    *, kind: str, file: Path, profile: str | None, area: str, as_of: dt.datetime, workspace: Path, as_json: bool
) -> None:
    """Import an office's FILE as a snapshot: a register (CSV, XLSX or Parquet) or a document (YAML).

    \b
    Registers:
      residents           the civil registry's residents (Dukcapil)
      poverty             the register of the poor (DTKS, DTSEN)
      members             the branch's member master
      deaths              death certificates
      moves               departures from the area
      decisions           annex of an enrolment decree, by name by address
      identity_decisions  officers' decisions on who is who
      facilities          health facilities and their contracts with BPJS
      payments            disbursements (SP2D) to the branch
      unpaid              unpaid months of members who pay for themselves
      bill                the branch's bill by name
      branch_answers      the branch's answer to what was sent to it

    \b
    Documents (docs/formats.md shows one of each):
      agreements          agreement (PKS, RK) with the branch
      guarantees          local guarantee: instrument, scope, facilities, account
      programmes          provincial aid of one year, by regency
      region              population basis, targets, published figures, own dates
      forum               meeting of the JKN forum
      channels            ways in which people can register

    A row that cannot be read is kept, counted and listed in faults.csv with file, row, column, value and reason; the rest is
    loaded. The same file twice is the same snapshot. A file that as a whole is not what its profile says is refused.

    \b
    Examples:
      cakupan import residents penduduk.csv --area 61.01 --as-of 2026-01-31
      cakupan import poverty siks.csv --profile siks-ng --area 33.24 --as-of 2026-01-31
    """
    from cakupan.wiring.workspace import Workspace, summary

    imported = Workspace(workspace).import_register(
        kind=kind, file=file, profile=profile, area=area, as_of=as_of.date(), progress=_progress()
    )
    if as_json:
        say_json(summary(imported))
    else:
        _say_imported(imported)


def _progress() -> Callable[[int], None] | None:
    """Tells the rows read so far on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        return None
    last = time.monotonic()

    def tell(rows: int) -> None:
        nonlocal last
        if time.monotonic() - last > SECONDS_BETWEEN_SIGNS:
            last = time.monotonic()
            click.echo(f"\r{rows:,} rows read", nl=False, err=True)

    return tell


def _say_imported(imported: Imported) -> None:
    snapshot = imported.snapshot
    click.echo(f"{snapshot.kind} of {snapshot.as_of.isoformat()}, area {snapshot.area}: snapshot {snapshot.hash[:12]}")
    if imported.already_there:
        click.echo("This file had been imported before; the snapshot is the same.")
    if snapshot.encoding == "yaml":
        return
    click.echo(f"{snapshot.rows:,} rows, {snapshot.readable_rows:,} of them readable")
    click.echo(f"{snapshot.faults:,} faults, {snapshot.warnings:,} warnings")
    for reason, count in sorted(snapshot.faults_by_reason.items(), key=lambda pair: (-pair[1], pair[0])):
        click.echo(f"  {count:>9,}  {reason}")
    if snapshot.faults:
        click.echo(f"faults row by row: {imported.faults_csv}")
    if snapshot.warnings:
        click.echo(f"warnings row by row: {imported.faults_csv.with_name('warnings.csv')}")


@click.command("undo")
@click.argument("snapshot", required=False, metavar="[HASH]")
@click.option("--kind", type=click.Choice(KINDS), help="Kind of the import to take back.")
@click.option("--as-of", type=DATE, metavar="DATE", help="Its position date.")
@click.option("--area", metavar="CODE", help="Its area.")
@workspace_option
@click.option("--json", "as_json", is_flag=True, help="Print what was removed as JSON.")
def undo_command(
    *, snapshot: str | None, kind: str | None, as_of: dt.datetime | None, area: str | None, workspace: Path, as_json: bool
) -> None:
    """Take back an import, named by (the beginning of) its HASH or by --kind and --as-of.

    Possible until a month rests on it; from then on a wrong file is answered by importing the right one.
    """
    from cakupan.wiring.workspace import Workspace

    if snapshot is None and not (kind and as_of):
        raise click.UsageError("Name the import by its hash, or by --kind and --as-of.")
    removed = Workspace(workspace).undo(hash_start=snapshot, kind=kind, as_of=as_of.date() if as_of else None, area=area)
    if as_json:
        say_json(
            {"undone": removed.hash, "kind": removed.kind, "area": removed.area, "as_of": removed.as_of, "file": removed.file}
        )
    else:
        click.echo(f"taken back: {removed.kind} of {removed.as_of.isoformat()}, area {removed.area}, from {removed.file}")
