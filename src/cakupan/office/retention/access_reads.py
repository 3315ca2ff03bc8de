"""The counter's access log whose time is over: files that were taken in whole, and the reads that came of them.

A file is marked first, with the log's entry, and goes with a run some hours later: a backup dumps the database before it copies
files, so that none may go between the two. Reads are deleted by the loader; the database keeps those whose time is not over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cakupan.office.reads.models import AccessFile, Notice, Read
from cakupan.office.reads.states import OPEN
from cakupan.office.reads.taking import LOADER, lies
from cakupan.office.retention.held import Held, held_rows
from cakupan.record.access_log import FOLDER

# Longer than any backup takes.
GOES_AFTER = dt.timedelta(hours=6)
Record = Callable[[int], None]


def held_files(_area: str, before: dt.datetime) -> Held:
    """Files that are still there; one that is being written, or that somebody must look at, is not due."""
    return held_rows(_files(), "last_at", before, kept=Q(needed=True))


def remove_files(_area: str, before: dt.datetime, record: Record) -> int:
    """Mark those that are due, and remove those that were marked some hours ago."""
    folder = settings.ENVIRONMENT.workspace / FOLDER
    found = [each for each in _files().filter(last_at__lt=before, needed=False) if each.seen == lies(folder / each.name)]
    if found:
        record(len(found))
        AccessFile.objects.using(LOADER).filter(pk__in=[each.pk for each in found]).update(removed_at=timezone.now())
    gone = AccessFile.objects.using(LOADER).filter(removed_at__lt=timezone.now() - GOES_AFTER)
    for name in gone.values_list("name", flat=True):
        (folder / name).unlink(missing_ok=True)
    return len(found)


def _files() -> QuerySet[Any]:
    """Files not removed; ``needed``: not looked through to their end, or named in a notice that nobody has settled."""
    open_notice = Notice.objects.using(LOADER).filter(file_name=OuterRef("name"), state__in=OPEN)
    needed = Q(ended=False) | Exists(open_notice)
    rows = AccessFile.objects.using(LOADER).filter(removed_at=None, last_at__isnull=False)
    return rows.annotate(needed=needed)


def held_reads(area: str, before: dt.datetime) -> Held:
    """Reads of an area."""
    return held_rows(Read.objects.using(LOADER).filter(area=area), "at", before)


def remove_reads(area: str, before: dt.datetime, record: Record) -> int:
    """Delete those that are due; noted before, so that none goes without an entry."""
    due = Read.objects.using(LOADER).filter(area=area, at__lt=before)
    count = due.count()
    if count:
        record(count)
        due._raw_delete(LOADER)  # nothing hangs on them: no need to fetch them first
    return count
