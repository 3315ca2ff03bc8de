"""Delivered files whose time is over: their rows are marked first, with the log's entry, and the files go after.

So a kill in between loses neither: a file whose rows are all marked goes with the next run (``stored_files``), uncounted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from cakupan.office import clock
from cakupan.office.positions.models import Position
from cakupan.office.retention.held import Held, held_rows
from cakupan.office.rooms import rooms
from cakupan.office.uploads.models import Delivery
from cakupan.office.work.models import State, Work

NOT_TAKEN_IN = ("received", "tried", "unreadable", "undone")
INSTANT = DateTimeField()
Record = Callable[[int], None]


def not_taken_in(area: str) -> QuerySet[Any]:
    """Files of an area that no data came of, and that are still there; ``ended``: sent, or taken back."""
    rows = Delivery.objects.filter(area=area, file_removed_at=None, state__in=NOT_TAKEN_IN)
    return rows.annotate(ended=Coalesce("undone_at", "uploaded_at", output_field=INSTANT), needed=_needed())


def taken_in(area: str) -> QuerySet[Any]:
    """Files of an area whose data no month uses, and that are still there; ``ended``: taken in."""
    rows = Delivery.objects.filter(area=area, file_removed_at=None, state="imported").exclude(snapshot__in=used_by_months(area))
    return rows.annotate(ended=Coalesce("imported_at", "uploaded_at", output_field=INSTANT), needed=_needed())


def used_by_months(area: str) -> frozenset[str]:
    """The snapshots that any month rests on, open, closed or replaced: as editions on disk say it, and as positions do."""
    manifests = Position.objects.filter(area=area).values_list("manifest__inputs", flat=True)
    loaded = {each["snapshot"] for inputs in manifests for each in inputs or ()}
    return rooms().snapshots_in_use(area=area) | loaded


def _needed() -> Exists:
    """Whether work at hand reads the file: its own, or that which puts mended rows back into it."""
    unfinished = (State.WAITING, State.RUNNING)
    own = Work.objects.filter(pk=OuterRef("work_id"), state__in=unfinished)
    mending = Delivery.objects.filter(mends=OuterRef("pk"), state="received", file_removed_at=None)
    return Exists(own) | Exists(mending)  # type: ignore[return-value]


def held_deliveries(rows: QuerySet[Any], before: dt.datetime) -> Held:
    """What is held of them."""
    return held_rows(rows, "ended", before, kept=Q(needed=True))


def mark_removed(rows: QuerySet[Any], before: dt.datetime, record: Record) -> int:
    """Mark those that are due and let ``record`` note how many, in one transaction. Their sample of faults goes with them."""
    with transaction.atomic():
        # Locked, then asked anew: whoever takes a file in holds the same lock until its work is begun.
        asked = list(rows.filter(ended__lt=before, needed=False).values_list("pk", flat=True))
        locked = Delivery.objects.select_for_update().filter(pk__in=asked).order_by("pk")
        keys = [each.pk for each in locked]
        due = list(rows.filter(pk__in=keys, ended__lt=before, needed=False))
        _mark(due)
        if due:
            record(len(due))
    return len(due)


def _mark(due: Iterable[Delivery]) -> None:
    now = clock.now()
    for delivery in due:
        delivery.file_removed_at = now
        delivery.found = {name: told for name, told in delivery.found.items() if name != "first_faults"}
    Delivery.objects.bulk_update(due, ["file_removed_at", "found"], batch_size=500)
