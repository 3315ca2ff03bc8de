"""``cakupan outlook``: what happens on which day if nothing is done, who loses cover, and what would prevent it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cakupan.cli.options import workspace_option
from cakupan.cli.outcome import say_json
from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal

if TYPE_CHECKING:
    from cakupan.outlook import Outlook, WhatIf

PLACES_SHOWN = 10


@click.command("outlook")
@click.option("--area", metavar="CODE", help="The area. Needed only if several are published.")
@click.option("--month", metavar="YYYY-MM", help="Look from this published month. Default: the last one.")
@click.option("--agreement", metavar="NUMBER", help="Look at one agreement only.")
@click.option("--quota", type=click.IntRange(min=0), help="What if so many people were covered from the next month on.")
@click.option("--budget", type=click.IntRange(min=0), help="What if the year's budget were so many rupiah.")
@click.option("--share", metavar="PAYER=N,…", help="What if the Pemda's part were split so, in per cent: kabkota=60,provinsi=40.")
@click.option(
    "--rate",
    "rates",
    metavar="[YYYY-MM=]RP",
    multiple=True,
    help="What if the Pemda paid so many rupiah per person, from the next month or the month named. Can be repeated.",
)
@click.option(
    "--list", "list_file", type=click.Path(path_type=Path, dir_okay=False), help="Write who loses cover as CSV. It holds names."
)
@click.option(
    "--lang", "language", type=click.Choice(["id", "en"]), default="id", show_default=True, help="Language of the text."
)
@click.option("--json", "as_json", is_flag=True, help="Print the outlook as JSON, counts only (docs/schemas/outlook.json).")
@workspace_option
def outlook_command(
    *,
    area: str | None,
    month: str | None,
    agreement: str | None,
    quota: int | None,
    budget: int | None,
    share: str | None,
    rates: tuple[str, ...],
    list_file: Path | None,
    language: str,
    as_json: bool,
    workspace: Path,
) -> None:
    """When money or term of an agreement ends, until when that can be mended, who loses cover, and what each way out costs.

    It is told from the day of the branch's position. With --quota, --budget, --share or --rate the agreement is shown with those
    terms beside the present ones.
    """
    from cakupan.wiring.outlook import look_ahead, suppose, write_list

    looked = look_ahead(workspace=workspace, area=area, month=Month.parse(month) if month else None, agreement=agreement)
    supposed = suppose(
        position=looked.outlook.position,
        agreement=agreement,
        quota=quota,
        budget=budget,
        shares=_shares(share) if share else None,
        rates=[_rate(each) for each in rates],
    )
    listed = write_list(looked=looked, out=list_file) if list_file else None
    if as_json:
        told = looked.outlook.as_dict()
        say_json({**told, "what_if": supposed.as_dict()} if supposed else told)
        return
    _print(looked.outlook, language)
    if supposed:
        _print_supposed(supposed, language)
    if listed is not None:
        click.echo(f"  {list_file}: {listed}")


def _shares(text: str) -> list[dict[str, Any]]:
    parts = [part.partition("=") for part in text.split(",")]
    if any(payer not in ("kabkota", "provinsi") or not _number(per_cent) for payer, _, per_cent in parts):
        raise _unread("--share", text, "kabkota=60,provinsi=40")
    shares = [{"payer": payer, "per_cent": per_cent} for payer, _, per_cent in parts]
    if len({share["payer"] for share in shares}) < len(shares) or sum(Fraction(share["per_cent"]) for share in shares) != 100:
        raise _unread("--share", text, "kabkota=60,provinsi=40, each payer once, together 100")
    return shares


def _number(text: str) -> bool:
    whole, _, part = text.partition(".")
    return whole.isdigit() and (not part or part.isdigit())


def _rate(text: str) -> tuple[Month | None, int]:
    month, equals, rupiah = text.rpartition("=")
    if not rupiah.isdigit():
        raise _unread("--rate", text, "37800 or 2019-08=42000")
    return (Month.parse(month) if equals else None), int(rupiah)


def _unread(option: str, text: str, example: str) -> Refusal:
    return Refusal(f"{option} {text!r}", why="it cannot be read.", mend=f"Write it as {example}.")


def _print(outlook: Outlook, language: str) -> None:
    from cakupan.outlook.texts import Rupiah, date_words, sentence, told

    as_of = date_words(outlook.position.as_of, language=language)
    click.echo(sentence("words", "title", language=language, words={"as_of": as_of, "area": outlook.position.area}))
    for alarm in outlook.alarms:
        mark = "!" if alarm.warn_from <= outlook.position.as_of else " "
        click.echo(f"{mark} {alarm.date}  {alarm.text if language == 'id' else alarm.text_en}")
    if not outlook.alarms:
        click.echo(f"  {sentence('words', 'nothing', language=language)}")
    _print_losing(outlook, language)
    for bill in outlook.readings:
        name = sentence("words", bill.name, language=language) if bill.name == "as_agreed" else bill.name
        payers = ", ".join(
            f"{payer} {told({'it': Rupiah(amount)}, language=language)['it']}" for payer, amount in bill.payers.items()
        )
        click.echo(f"  {bill.month}  {name}: {payers}")
    for place, option in enumerate(outlook.options, start=1):
        click.echo(f"  {place}. {option.text if language == 'id' else option.text_en}")


def _print_losing(outlook: Outlook, language: str) -> None:
    from cakupan.outlook.texts import sentence, told

    losing = outlook.loses_cover
    if losing.on is None:
        return
    words = told({"on": losing.on, "people": losing.people, "verified": losing.verified}, language=language)
    click.echo(sentence("words", "losing", language=language, words=words))
    for place in losing.by_village()[:PLACES_SHOWN]:
        click.echo(f"    {place.people:>7}  {place.name or place.key or '–'}")
    more = len(losing.by_village()) - PLACES_SHOWN
    if more > 0:
        click.echo(sentence("words", "more_villages", language=language, words={"more": more}))


def _print_supposed(supposed: WhatIf, language: str) -> None:
    from cakupan.outlook.texts import Rupiah, sentence, told

    for name, side in (("present", supposed.present), ("supposed", supposed.supposed)):
        values = {
            "carried": "–" if side.people_carried is None else side.people_carried,
            "ends": side.money_ends or "–",
            "shortfall": "–" if side.shortfall is None else Rupiah(side.shortfall),
            "total": Rupiah(side.total),
        }
        click.echo(sentence("words", name, language=language, words=told(values, language=language)))
