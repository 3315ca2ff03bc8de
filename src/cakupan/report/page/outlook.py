"""What lies ahead: dated alarms, the months if nothing is done, who loses cover, who would pay, and the options by cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cakupan.answer import words
from cakupan.law.calendar import Month
from cakupan.report.cited import cited
from cakupan.report.edition import Edition
from cakupan.report.page.bill import CENTRE, payer_name
from cakupan.report.page.blocks import Block, Column, Columns, Heading, Note, Notes, Prose, Section, section
from cakupan.report.page.coverage import name_of
from cakupan.report.page.tables import Cell, Figure, Mark, Table, blank, count, dash, heads, money, text
from cakupan.report.texts import Words, say, say_code, written

Outlook = Mapping[str, Any]
PLACES_SHOWN = 20  # the workbook has them all
MONTHS_SHOWN = 12
MONTHS_BEFORE = 3  # of those, how many lie before the position's month
AS_AGREED = "as_agreed"


def figures(edition: Edition) -> tuple[Figure, ...]:
    """The next day on which something ends; none if nothing does or nobody looked."""
    dates = [alarm for alarm in (edition.outlook or {}).get("alarms") or () if _day(alarm["date"]) >= _as_of(edition)]
    if not dates:
        return ()
    first = min(dates, key=lambda alarm: str(alarm["date"]))
    date = words.date_words(_day(first["date"]))
    return (Figure(say("outlook.next"), date, say_code("alarm", str(first["kind"]))),)


def outlook_section(edition: Edition) -> Section | None:
    """The outlook of the edition; None if nobody looked ahead."""
    found = edition.outlook
    if found is None:
        return None
    blocks: list[Block | None] = [
        Prose(say("outlook.lead", date=_as_of(edition))),
        _alarms(found),
        *_months(found),
        *_losing(found),
        _readings(edition, found),
        _arrears(found),
        _options(found),
    ]
    return section("outlook", *blocks)


def _as_of(edition: Edition) -> dt.date:
    return _day((edition.outlook or {}).get("as_of") or edition.position.date)


def _day(value: Any) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))


def _alarms(found: Outlook) -> Block:
    listed = sorted(found.get("alarms") or (), key=lambda alarm: str(alarm["date"]))
    if not listed:
        return Prose(say("outlook.nothing"), "quiet")
    return Notes(say("outlook.alarms"), tuple(_alarm(alarm) for alarm in listed))


def _alarm(alarm: Mapping[str, Any]) -> Note:
    shown = {"rupiah": words.rupiah(int(alarm["rupiah"])), "people": words.whole(int(alarm["people"]))}
    told = Words(str(alarm["text"]), str(alarm.get("text_en") or alarm["text"]))
    late = Mark(say("outlook.raised"), "warn") if alarm.get("raised") else None
    lines = (told, say("outlook.weight", warn_from=_day(alarm["warn_from"]), **shown), cited(alarm.get("citation") or "–"))
    return Note(written(_day(alarm["date"])), say_code("alarm", str(alarm["kind"])), lines, late)


def _months(found: Outlook) -> Iterator[Block]:
    """What is due month by month if nothing is done; a month that nobody pays for any more is shown empty, with its people."""
    for agreement in found.get("agreements") or ():
        months = _shown(agreement.get("months") or (), Month.of(_day(found["as_of"])))
        if not months or not agreement.get("stands", True):
            continue
        totals = [sum(int(rupiah) for payer, rupiah in month["payers"].items() if payer != CENTRE) for month in months]
        highest = max(totals) or 1
        columns = tuple(_column(month, total, highest) for month, total in zip(months, totals, strict=True))
        # The empty month after the end stands only next to the last one, lest it seem to follow the one before it.
        end = Month.of(_day(agreement["to"]))
        ended = (Column(_short(end), "0", 0),) if Month.parse(months[-1]["month"]).plus(1) == end else ()
        yield Columns(say("outlook.months", number=agreement["number"]), (*columns, *ended))
        yield _month_table(agreement, months, totals)


def _shown(months: Sequence[Mapping[str, Any]], position: Month) -> Sequence[Mapping[str, Any]]:
    """A year of months around the position; of an agreement that is over, its last year."""
    first = next((at for at, month in enumerate(months) if Month.parse(month["month"]) >= position), len(months))
    start = max(0, min(first - MONTHS_BEFORE, len(months) - MONTHS_SHOWN))
    return months[start : start + MONTHS_SHOWN]


def _short(month: Month) -> Words:
    """``Jan 2025``: twelve of them stand side by side."""
    whole = written(month)
    return Words(*(f"{said[:3]} {month.year}" for said in (whole.id, whole.en)))


def _column(month: Mapping[str, Any], total: int, highest: int) -> Column:
    tone = 0 if month.get("paid") is not None and int(month["paid"]) >= total else 1
    # In millions: the exact rupiah stand in the table below.
    return Column(_short(Month.parse(month["month"])), _millions(total), total * 1000 // highest, tone)


def _millions(rupiah: int) -> str:
    """``2.457,0`` for Rp 2.457.000.000: millions with one decimal, halves rounded up."""
    tenths = (rupiah + 50_000) // 100_000
    return f"{words.whole(tenths // 10)},{tenths % 10}"


def _month_table(agreement: Mapping[str, Any], months: Sequence[Mapping[str, Any]], totals: Sequence[int]) -> Table:
    rows = tuple(
        (
            text(Month.parse(month["month"])),
            count(int(month["people"])),
            money(total),
            dash() if month.get("paid") is None else money(int(month["paid"])),
        )
        for month, total in zip(months, totals, strict=True)
    )
    end = _day(agreement["to"])
    ended = (text(written(end)), count(0), money(0), text(say("outlook.ended_row", people=words.whole(int(agreement["people"])))))
    return Table(say("outlook.months_table"), heads("month", "people", "due_amount", "paid"), rows, (ended,))


def _losing(found: Outlook) -> Iterator[Block]:
    losing = found.get("loses_cover") or {}
    if not losing.get("on") or not losing.get("people"):
        return
    people, verified = words.whole(int(losing["people"])), words.whole(int(losing.get("verified") or 0))
    yield Heading(say("outlook.losing"))
    yield Prose(say("outlook.losing_lead", on=_day(losing["on"]), people=people, verified=verified))
    yield from _places(losing.get("by_village") or (), "area", "outlook.by_village")
    yield from _places(losing.get("by_facility") or (), "facility", "outlook.by_facility")


def _places(listed: Sequence[Mapping[str, Any]], head: str, caption: str) -> Iterator[Block]:
    if not listed:
        return
    rows = tuple(_place(each) for each in listed[:PLACES_SHOWN])
    total = sum(int(each["people"]) for each in listed)
    rest = total - sum(int(each["people"]) for each in listed[:PLACES_SHOWN])
    more = (text(say("outlook.more", places=words.whole(len(listed) - PLACES_SHOWN))), count(rest), blank())
    sums = (text(say("column.all"), strong=True), count(total, strong=True), blank())
    yield Table(say(caption), heads(head, "people", "verified"), rows, (more, sums) if rest else (sums,))


def _place(found: Mapping[str, Any]) -> tuple[Cell, ...]:
    verified = found.get("verified")
    return (text(place_name(found)), count(int(found["people"])), dash() if verified is None else count(int(verified)))


def place_name(found: Mapping[str, Any]) -> str:
    """A village or facility by name, else by code; people whose place nobody knows have a row of their own."""
    code = found.get("area") or found.get("code")
    name = found.get("name") or (name_of(str(code)) if code else None)
    return str(name or say("outlook.unknown_place"))


def _readings(edition: Edition, found: Outlook) -> Table | None:
    """The bill of a month under each reading of who pays, side by side."""
    listed = (found.get("bill_per_month") or {}).get("readings") or ()
    if not listed:
        return None
    payers = sorted({payer for reading in listed for payer in reading["payers"]})
    rows = tuple(_reading(reading, payers) for reading in listed)
    titles = (*heads("reading"), *(payer_name(edition.position.area_name, payer) for payer in payers), *heads("total"))
    return Table(say("outlook.readings"), titles, rows)


def _reading(reading: Mapping[str, Any], payers: Sequence[str]) -> tuple[Cell, ...]:
    name = say("outlook.as_agreed") if reading["name"] == AS_AGREED else written(reading["name"])
    return (text(name), *(money(int(reading["payers"].get(payer, 0))) for payer in payers), money(int(reading["total"])))


def _arrears(found: Outlook) -> Prose | None:
    owed = found.get("arrears") or {}
    if not owed.get("rupiah"):
        return None
    shown = {"rupiah": words.rupiah(int(owed["rupiah"])), "months": words.whole(int(owed.get("months") or 0))}
    return Prose(say("outlook.arrears", **shown))


def _options(found: Outlook) -> Table | None:
    """The options in order of cost: what frees money stands first."""
    listed = sorted(found.get("options") or (), key=option_cost)
    if not listed:
        return None
    rows = tuple(_option(number, option) for number, option in enumerate(listed, start=1))
    return Table(say("outlook.options"), heads("number", "option", "per_month", "to_year_end", "people", "money_source"), rows)


def option_cost(option: Mapping[str, Any]) -> int:
    """What an option costs until the end of the year that it is for; negative where it frees money."""
    return int(option.get("rupiah_to_year_end") or option.get("cost") or 0)


def _option(number: int, option: Mapping[str, Any]) -> tuple[Cell, ...]:
    per_month = option.get("rupiah_per_month", option.get("cost_per_month"))
    return (
        text(number),
        text(Words(str(option["text"]), str(option.get("text_en") or option["text"]))),
        dash() if per_month is None else money(int(per_month)),
        money(option_cost(option)),
        count(int(option["people"])),
        text(option.get("source")),
    )
