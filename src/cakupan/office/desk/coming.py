"""What a desk sees besides its queue: which days come next, by law or position, and what the newest position changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.answer.words import date_words
from cakupan.law.calendar import Month
from cakupan.law.consultation import Consultation
from cakupan.law.due_date import due_date
from cakupan.law.refusal import Refusal
from cakupan.month.coverage import ALL
from cakupan.office.coverage.ahead import alarm_lines
from cakupan.office.coverage.saying import said
from cakupan.office.coverage.tabs import OVERVIEW_DESKS
from cakupan.office.language import language
from cakupan.office.pages.parts import Alarm
from cakupan.office.positions.models import CoverageRow, Figures, Mismatch, Position
from cakupan.office.verification.remembered import remembered
from cakupan.report.cited import cited

ALARMS_SHOWN = 2


def coming(area: str, desk: str, day: dt.date) -> list[Alarm]:
    """The next days that matter to this desk, soonest first."""
    found = [*_cutoff(day), *_contribution(day)]
    if desk in OVERVIEW_DESKS:
        found += _alarms(area, day)
    return sorted(found, key=lambda alarm: alarm.date)


def _cutoff(day: dt.date) -> Iterator[Alarm]:
    """The last day of the month on which a change of members counts for the next month."""
    law = Consultation(on=day)
    try:
        last = int(law.value("enrolment.cutoff_day"))
    except Refusal:
        return
    month = Month.of(day) if day.day <= last else Month.of(day).plus(1)
    date = month.first_date.replace(day=last)
    told = {"from": _words(month.plus(1).first_date), "citation": said(cited(law.citations[-1].citation))}
    text = _("Yang masuk sampai hari ini aktif mulai %(from)s. Dasar: %(citation)s") % told
    yield Alarm(date, _("Batas mutasi peserta bulan ini"), text, "waiting", days_left=(date - day).days)


def _contribution(day: dt.date) -> Iterator[Alarm]:
    """The next due date of the contributions."""
    for month in (Month.of(day), Month.of(day).plus(1)):
        try:
            ruling = due_date(month=month)
        except Refusal:
            return
        if ruling.due_date >= day:
            text = _("Dasar: %(citation)s") % {
                "citation": "; ".join(dict.fromkeys(said(cited(c.citation)) for c in ruling.citations))
            }
            yield Alarm(ruling.due_date, _("Jatuh tempo iuran"), text, "waiting", days_left=(ruling.due_date - day).days)
            return


def _alarms(area: str, day: dt.date) -> list[Alarm]:
    newest = Position.objects.filter(area=area, current=True, month__lte=day).order_by("-month").values("pk")[:1]
    outlook = Figures.objects.filter(position=newest, name="outlook").values_list("rows", flat=True).first() or {}
    return [line for line in alarm_lines(outlook, area=area, today=day) if line.date >= day][:ALARMS_SHOWN]


@dataclass(frozen=True)
class Changed:
    """One count of the newest position, and by how much it differs from the position before."""

    label: str
    number: int
    by: int
    url: str = ""


@dataclass(frozen=True)
class Changes:
    """What the newest position changed against the one before it."""

    month: dt.date
    before: dt.date
    lines: list[Changed]


def changes(area: str, desk: str, day: dt.date) -> Changes | None:
    """None until there are two positions."""
    positions = list(
        Position.objects.filter(area=area, current=True, month__lte=day).order_by("-month").values_list("pk", "month")[:2]
    )
    if len(positions) < 2:
        return None
    (newest, month), (older, before) = positions
    counts = {row.position_id: row for row in CoverageRow.objects.filter(position__in=(newest, older), place=area, segment=ALL)}
    now, then = counts.get(newest), counts.get(older)
    lines = []
    if now and then:
        url = reverse("coverage:trend", args=[area]) if desk in OVERVIEW_DESKS else ""
        for label, name in ((_("Penduduk"), "population"), (_("Terdaftar"), "registered"), (_("Aktif"), "active")):
            lines.append(Changed(label, getattr(now, name), getattr(now, name) - getattr(then, name), url))
    every = Mismatch.objects.filter(area=area)
    fresh = every.filter(first_month=month)
    lines.append(Changed(_("Data tidak padan"), remembered("all", every, every.count), remembered("new", fresh, fresh.count)))
    return Changes(month, before, lines)


def _words(day: dt.date) -> str:
    return date_words(day, language=language())
