"""Linking registers at the command line, and asking why two rows are one person."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path

import click

from cakupan.cli.outcome import say_json

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
KINDS = {
    "residents": "resident register (Dukcapil)",
    "poverty": "poverty register (DTKS, DTSEN)",
    "members": "member master (BPJS)",
    "deaths": "death certificates",
    "moves": "departures",
    "identity_decisions": "officers' decisions on who is who",
}


def _register_options(command: Callable[..., None]) -> Callable[..., None]:
    for kind, says in reversed(KINDS.items()):
        option = f"--{kind.replace('_', '-')}"
        profile_help = f"Profile of {option}: a built-in name or a YAML file."
        command = click.option(f"{option}-profile", metavar="NAME|FILE.yaml", help=profile_help)(command)
        required = kind in {"residents", "poverty"}
        command = click.option(option, type=FILE, required=required, help=f"File of the {says}: CSV, XLSX or Parquet.")(command)
    return command


@click.command("link")
@_register_options
@click.option(
    "--as-of",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Position date of all files, e.g. 2026-01-31.",
)
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder for the lists.")
@click.option(
    "--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True, help="What runs the steps."
)
@click.option("--memory", default="2GB", show_default=True, help="Memory for DuckDB; beyond it, it works on disk.")
@click.option("--decile-max", type=click.IntRange(1, 10), help="Highest decile that the decree admits; rows above it are listed.")
@click.option("--workbook/--no-workbook", default=True, show_default=True, help="Also write workbook.xlsx for the officers.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def link_command(
    *,
    as_of: dt.datetime,
    out: Path,
    engine: str,
    memory: str,
    decile_max: int | None,
    workbook: bool,
    as_json: bool,
    **given: Path | str | None,
) -> None:
    """Say who is who between the registers, and what does not match.

    Writes to the folder: poverty_links.csv and member_links.csv (one line per input row, in input order), findings.csv
    (data tidak padan), faults.csv and warnings.csv (what could not be read), workbook.xlsx, summary.json, and evidence/ for
    `cakupan explain-link`. What officers decided (--identity-decisions) stands whatever the weight.

    \b
    Example:
      cakupan link --residents penduduk.csv --poverty dtks.xlsx --members peserta.csv \\
                   --deaths akta.csv --moves pindah.csv --as-of 2026-01-31 --out hasil
    """
    from cakupan.wiring.linking import link_files

    files = {kind: Path(str(given[kind])) for kind in KINDS if given[kind]}
    profiles = {kind: str(given[f"{kind}_profile"]) for kind in KINDS if given[f"{kind}_profile"]}
    linked = link_files(
        files=files,
        profiles=profiles,
        as_of=as_of.date(),
        out=out,
        engine_name=engine,
        memory_limit=memory,
        decile_max=decile_max,
        workbook=workbook,
        say=_say,
    )
    if as_json:
        say_json(linked.summary)
        return
    for kind, decisions in linked.summary["links"].items():
        click.echo(f"{kind}: " + ", ".join(f"{number} {decision}" for decision, number in decisions.items()))
    decided = linked.summary.get("identity_decisions", {"files": [], "effects": {}})
    if decided["files"]:
        click.echo("identity decisions: " + ", ".join(f"{number} {effect}" for effect, number in decided["effects"].items()))
    faults = sum(file["faults"] for file in [*linked.summary["files"].values(), *decided["files"]])
    mismatches = sum(sum(codes.values()) for codes in linked.summary["mismatches"].values())
    click.echo(f"{mismatches} mismatches in {out / 'findings.csv'}; {faults} row faults in {out / 'faults.csv'}")


@click.command("explain-link")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("subject", type=click.Choice(["poverty", "member"]))
@click.argument("identifier")
@click.option("--json", "as_json", is_flag=True, help="Print the explanation as JSON.")
def explain_link_command(*, folder: Path, subject: str, identifier: str, as_json: bool) -> None:
    """Say field by field why a row was accepted, put to review, or left, and what officers decided about it.

    FOLDER is what `cakupan link --out` wrote; IDENTIFIER is the row's own number (ID_DTKS, card number) or its line in the file.

    \b
    Example:
      cakupan explain-link hasil poverty 7300000007854
    """
    from cakupan.wiring.explain_link import explain_link

    explained = explain_link(folder, subject=subject, identifier=identifier)
    if as_json:
        say_json(explained.as_dict())
    else:
        click.echo(explained.text())


def _say(message: str) -> None:
    if sys.stderr.isatty():
        click.echo(message, err=True)
