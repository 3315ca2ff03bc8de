"""What lies ahead of a loaded position: dates, the months if nothing is done, options by cost, promises of the forum."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.answer.words import date_words, month_words
from cakupan.law.calendar import Month
from cakupan.office.coverage.saying import said, told_text
from cakupan.office.language import language
from cakupan.office.pages.charts import Chart, Series
from cakupan.office.pages.parts import Alarm
from cakupan.report.cited import cited
from cakupan.report.edition import Edition
from cakupan.report.page.outlook import option_cost
from cakupan.report.texts import say_code

Outlook = Mapping[str, Any]
MONTHS_AHEAD = 7  # of the leader's chart: half a year and the month after it


def dated_alarms(outlook: Outlook) -> list[dict[str, Any]]:
    """The alarms of an outlook with their days as dates, by date."""
    found = [{**alarm, "date": dt.date.fromisoformat(alarm["date"])} for alarm in outlook.get("alarms") or ()]
    return sorted(found, key=lambda alarm: (alarm["date"], alarm["agreement"]))


def alarm_lines(outlook: Outlook, *, area: str, today: dt.date) -> list[Alarm]:
    """As a page lists them; ``warning`` once it is time to act."""
    return [_alarm(alarm, area, today) for alarm in dated_alarms(outlook)]


def _alarm(alarm: Mapping[str, Any], area: str, today: dt.date) -> Alarm:
    losing = alarm["kind"] in ("cover_ends", "term_ends")
    return Alarm(
        alarm["date"],
        said(say_code("alarm", alarm["kind"])),
        told_text(alarm) + " " + _("Dasar: %(citation)s") % {"citation": said(cited(str(alarm["citation"])))},
        "warning" if alarm["raised"] else "waiting",
        reverse("coverage:losing", args=[area]) if losing else "",
        _("Lihat siapa yang kehilangan jaminan") if losing else "",
        (alarm["date"] - today).days,
    )


@dataclass(frozen=True)
class MonthAhead:
    """People on the lists of the standing agreements in a month: with money for it, without, and no longer covered at all."""

    month: Month
    paid_for: int
    unfunded: int
    lost: int


def months_ahead(outlook: Outlook, *, first: Month, months: int = MONTHS_AHEAD) -> list[MonthAhead]:
    """If nothing is done: the position's month and those after it."""
    standing = [each for each in outlook.get("agreements") or () if each.get("stands", True)]
    ends = {(alarm["agreement"], alarm["kind"]): alarm for alarm in dated_alarms(outlook)}
    found = []
    for month in (first.plus(n) for n in range(months)):
        counted = [_month(agreement, month, ends) for agreement in standing]
        found.append(MonthAhead(month, *(sum(each[at] for each in counted) for at in range(3))))
    return found if any(each.paid_for + each.unfunded + each.lost for each in found) else []


def _month(agreement: Mapping[str, Any], month: Month, ends: Mapping[tuple[str, str], Any]) -> tuple[int, int, int]:
    listed = next((int(each["people"]) for each in agreement["months"] if each["month"] == str(month)), 0)
    dry = ends.get((agreement["number"], "money_ends"))
    over = ends.get((agreement["number"], "cover_ends"))
    if listed and dry is not None and month >= Month.of(dry["date"]) and month.year == int(agreement["budget_year"]):
        return 0, listed, 0
    lost = int(over["people"]) if over is not None and not listed and month >= Month.of(over["date"]) else 0
    return listed, 0, lost


def ahead_chart(outlook: Outlook, *, first: Month) -> Chart | None:
    """The months as bars that stand on each other; None if no agreement says anything."""
    months = months_ahead(outlook, first=first)
    if not months:
        return None
    bars = [
        Series(_("Ada anggaran"), [each.paid_for for each in months], stack="jiwa", shade=0),
        Series(_("Anggaran habis"), [each.unfunded for each in months], stack="jiwa", shade=1),
        Series(_("Tanpa jaminan"), [each.lost for each in months], stack="jiwa", shade=4),
    ]
    return Chart(
        "bila-tidak-ada",
        _("Peserta PBPU dan BP Pemda per bulan (jiwa)"),
        _("Bulan"),
        [short_month(each.month) for each in months],
        [bar for bar in bars if any(bar.values)],
        note=" ".join(_turns(outlook, months[-1].month)),
    )


def short_month(month: Month) -> str:
    """``Jul 2024``: several stand side by side."""
    return f"{month_words(month, language=language())[:3]} {month.year}"


def _turns(outlook: Outlook, last: Month) -> Iterator[str]:
    """The days on which something turns within the months shown."""
    words = {"money_ends": _("Anggaran habis %(date)s."), "cover_ends": _("Jaminan berakhir mulai %(date)s.")}
    for alarm in dated_alarms(outlook):
        if alarm["kind"] in words and Month.of(alarm["date"]) <= last:
            yield words[alarm["kind"]] % {"date": date_words(alarm["date"], language=language())}


@dataclass(frozen=True)
class Way:
    """One option in the order of cost: what, what it costs in all and a month, by when."""

    text: str
    people: int
    cost: int
    cost_per_month: int
    source: str
    until: dt.date | None
    agreement: str


def ways(outlook: Outlook) -> list[Way]:
    """The options, what frees money first."""
    return [_way(option) for option in sorted(outlook.get("options") or (), key=option_cost)]


def _way(option: Mapping[str, Any]) -> Way:
    until = option.get("possible_until")
    return Way(
        text=told_text(option),
        people=int(option["people"]),
        cost=option_cost(option),
        cost_per_month=int(option["cost_per_month"]),
        source=str(option["source"]),
        until=dt.date.fromisoformat(until) if until else None,
        agreement=str(option["agreement"]),
    )


@dataclass(frozen=True)
class Promise:
    """What somebody took on at the forum, and by when."""

    what: str
    owner: str
    due_date: dt.date
    days_late: int


def late_promises(edition: Edition, today: dt.date) -> list[Promise]:
    """The forum's promises whose day has passed and that nobody reported as done, oldest first."""
    meetings: Sequence[Mapping[str, Any]] = edition.documents.get("forum") or ()
    late = [
        Promise(str(each["what"]), said(say_code("office", str(each["owner"]))), each["due"], (today - each["due"]).days)
        for meeting in meetings
        for each in meeting.get("actions") or ()
        if each.get("due") and not each.get("done_on") and each["due"] < today
    ]
    return sorted(late, key=lambda promise: promise.due_date)
