"""``cakupan month``: close a month of an area and publish it."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from cakupan.cli.options import workspace_option
from cakupan.cli.outcome import say_json
from cakupan.law.calendar import Month


@click.command("month")
@click.argument("month", metavar="YYYY-MM")
@click.option("--area", metavar="CODE", required=True, help="Area code of the Ministry of Home Affairs, for example 36.73.")
@click.option("--known-on", type=click.DateTime(["%Y-%m-%d"]), help="Use the law as known on this day. Default: the latest.")
@click.option("--reading", "readings", multiple=True, help="Where sources of the law conflict: the reading to take.")
@click.option(
    "--again", is_flag=True, help="Publish another edition beside one that stands, if its inputs changed before signing."
)
@click.option(
    "--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True, help="What runs the steps."
)
@click.option("--json", "as_json", is_flag=True, help="Print counts and sums as JSON (docs/schemas/month.json).")
@workspace_option
def month_command(
    *,
    month: str,
    area: str,
    known_on: dt.datetime | None,
    readings: tuple[str, ...],
    again: bool,
    engine: str,
    as_json: bool,
    workspace: Path,
) -> None:
    """Close a month: cover, bill by name, mismatches with rupiah, statuses; published whole or not at all.

    It takes the newest snapshot of each register on or before the month's last day, every annex and every agreement of the
    area, and the law. The same inputs give the same edition; a month that stands is never edited.
    """
    from cakupan.wiring.month import close_area_month

    closed = close_area_month(
        workspace=workspace,
        area=area,
        month=Month.parse(month),
        known_on=known_on.date() if known_on else None,
        readings=readings,
        again=again,
        engine_name=engine,
        say=_progress,
    )
    told = summary(closed.edition.manifest, edition=closed.edition.hash, published=closed.published)
    if as_json:
        say_json(told)
    else:
        _print(told, closed.edition.folder, closed.edition.manifest["agreements"])


def summary(manifest: dict[str, Any], *, edition: str, published: bool) -> dict[str, Any]:
    """What ``--json`` prints: which edition, whether it was made now, counts and sums."""
    named = {key: manifest[key] for key in ("area", "month", "known_on", "as_of", "absent")}
    return {"edition": edition, "published": published, **named, **manifest["sums"]}


def _progress(what: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"{what} …", err=True)


def _in_force(agreements: Sequence[Mapping[str, Any]], day: dt.date) -> bool:
    return any(terms["period"]["from"] <= day.isoformat() < terms["period"]["to"] for terms in agreements)


def _print(told: dict[str, Any], folder: Path, agreements: Sequence[Mapping[str, Any]]) -> None:
    from cakupan.answer.words import date_words, month_words, rupiah, whole

    first = Month.parse(told["month"]).first_date
    state = "dikunci" if told["published"] else "sudah terkunci, masukan sama: tidak ada yang berubah"
    click.echo(f"Posisi {month_words(Month.parse(told['month']))} · {told['area']} · {state} · {told['edition'][:12]}")
    click.echo(f"  lampiran SK       {whole(told['entries'])} baris, {whole(told['people'])} ditagihkan")
    for account, amount in told.get("accounts", {}).items():
        click.echo(f"    {account:<26} {rupiah(amount)}")
    click.echo(f"  tagihan Pemda     {rupiah(told['pemda_amount'])}")
    if told.get("pemda_arrears"):
        click.echo(f"  tunggakan Pemda   {rupiah(told['pemda_arrears'])} dari {rupiah(told['due_to_date'])} sampai bulan ini")
    for cause, amount in told.get("corrections", {}).items():
        click.echo(f"  koreksi bulan lalu, {cause}: {rupiah(amount)}")
    click.echo(f"  terverifikasi     {rupiah(told['verified_pemda_amount'])} untuk {whole(told['verified_people'])} jiwa")
    for code, people in told.get("excluded", {}).items():
        click.echo(f"    {code:<26} {whole(people)} baris")
    for status, people in told.get("billed_statuses", {}).items():
        click.echo(f"  status {status:<18} {whole(people)} jiwa")
    if not _in_force(agreements, first):
        click.echo(f"  tidak ada PKS yang berlaku pada {date_words(first)}: tidak ada yang ditagihkan")
    if told["absent"]:
        click.echo(f"  tidak diserahkan: {', '.join(told['absent'])}")
    click.echo(f"  {folder}")
