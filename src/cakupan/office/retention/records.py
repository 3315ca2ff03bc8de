"""What the office keeps and never removes: the database refuses it (``append_only``, ``frozen_when``, triggers of papers)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from cakupan.office.audit.models import LogEntry, LogHead
from cakupan.office.billing.models import JournalEntry
from cakupan.office.papers.models import Paper
from cakupan.office.positions.models import Position
from cakupan.office.retention.held import Held


def closed_months(area: str, before: dt.datetime) -> Held:
    """Months that both sides confirmed."""
    return _held(Position.objects.filter(area=area, closed_at__isnull=False), "closed_at", before)


def ledger(area: str, before: dt.datetime) -> Held:
    """Entries in the books."""
    return _held(JournalEntry.objects.filter(area=area), "date", before)


def papers(area: str, before: dt.datetime) -> Held:
    """Papers that were issued."""
    return _held(Paper.objects.filter(area=area), "date", before)


def log(area: str, before: dt.datetime) -> Held:  # noqa: ARG001 - the chain is one for the whole office
    """Every entry, by the chain's own count; the oldest is the first that whoever asks may see."""
    count = LogHead.objects.aggregate(last=Max("number"))["last"] or 0
    first = LogEntry.objects.order_by("number").values_list("at", flat=True).first()
    over = LogEntry.objects.filter(at__lt=before).aggregate(last=Max("number"))["last"] if first and first < before else 0
    return Held(count, first, over or 0)


def _held(rows: QuerySet[Any], field: str, before: dt.datetime) -> Held:
    oldest = rows.aggregate(oldest=Min(field))["oldest"]
    over = before if isinstance(oldest, dt.datetime) else timezone.localdate(before)
    due = rows.filter(**{f"{field}__lt": over}).count() if oldest else 0
    return Held(rows.count(), oldest if oldest is None or isinstance(oldest, dt.datetime) else _midnight(oldest), due)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


KEPT: dict[str, Callable[[str, dt.datetime], Held]] = {
    "closed_months": closed_months,
    "ledger": ledger,
    "papers": papers,
    "log": log,
}
