"""The office takes in the counter's access log: every new line of every file, once, checked against the chain as it goes.

Done by the worker at its start and every ten minutes. Files are the counter's; nothing is written in them here.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from procrastinate.contrib.django import app as queue

from cakupan.office.database.models import Area
from cakupan.office.database.scope import within
from cakupan.office.reads.consumers import consumers_by_id
from cakupan.office.reads.models import AccessFile
from cakupan.office.reads.noticing import tell_of_consumer, tell_of_file
from cakupan.office.reads.taking import LOADER, Batch, Fault, lies, place_faults, take_batch
from cakupan.record.access_log import FOLDER, being_written, file_breaks, log_files, named_before
from cakupan.record.chain import Anchor

log = logging.getLogger(__name__)
AreasOf = Callable[[str], list[str]]
# As ``record.chain.BREAKS`` has them; here a file is held against what was taken of it.
NOT_AS_TAKEN = {"gone": "cut", "not_as_noted": "not_as_taken"}


@dataclass
class Taken:
    """What an intake came to."""

    files: int = 0
    lines: int = 0
    reads: int = 0
    guessing: int = 0
    faults: int = 0
    seconds: float = 0.0


@queue.periodic(cron="*/10 * * * *", periodic_id="reads")
@queue.task(name="cakupan.reads", queueing_lock="cakupan.reads", retry=False)
def take_in_again(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says for when
    """What the worker does every ten minutes."""
    try:
        taken = take_in()
        if taken.faults:
            log.warning("%s faults in the counter's access log; the auditor is told", taken.faults)
    finally:
        connections.close_all()  # the worker's threads come and go


def take_in() -> Taken:
    """Take in whatever is new, file by file in the order in which they were begun. Safe to kill, and to run twice at once."""
    begun, taken = time.monotonic(), Taken()
    folder = settings.ENVIRONMENT.workspace / FOLDER
    areas = sorted(Area.objects.using(LOADER).values_list("code", flat=True))
    areas_of = partial(_areas_of, areas, consumers_by_id())
    for path in log_files(folder):
        row, _ = AccessFile.objects.using(LOADER).get_or_create(name=path.name)
        if row.removed_at is None and not (row.ended and row.seen == lies(path)):
            _take_file(path, row, areas_of, areas, taken)
    taken.faults += _tell_of_faults(_missing(folder), areas)
    taken.seconds = time.monotonic() - begun
    return taken


def _take_file(path: Path, row: AccessFile, areas_of: AreasOf, areas: list[str], taken: Taken) -> None:
    # Both before reading: what is written meanwhile is for the next time.
    ended, seen = not being_written(path), lies(path)

    def tell(batch: Batch) -> None:
        for each in batch.guessing:
            _tell_of_guessing(each, areas_of)
        taken.faults += _tell_of_faults(((path.name, fault) for fault in batch.faults), areas)

    taken.files += 1
    while (batch := take_batch(path, row.pk, tell)).lines:
        taken.lines, taken.reads = taken.lines + batch.lines, taken.reads + len(batch.rows)
        taken.guessing += len(batch.guessing)
    if ended:
        # Once whole, and again whenever it was touched since: a line in its middle may have been changed.
        row.refresh_from_db(using=LOADER)
        taken.faults += _tell_of_faults(((path.name, fault) for fault in _whole(path, row)), areas)
        row.ended, row.seen = True, seen
        row.save(using=LOADER, update_fields=["ended", "seen"])


def _tell_of_guessing(each: Mapping[str, Any], areas_of: AreasOf) -> None:
    for area in areas_of(each["consumer"]):
        tell_of_consumer(area=area, using=LOADER, **each)


def _areas_of(areas: list[str], consumers: Mapping[str, Any], consumer: str) -> list[str]:
    """Whose auditors look at a consumer: those of the areas that it may ask about; of one that nobody knows everybody's."""
    known = consumers.get(consumer)
    return [area for area in areas if known is not None and any(within(area, own) for own in known.areas)] or areas


def _whole(path: Path, row: AccessFile) -> list[Fault]:
    """What is wrong with a file that nobody writes any more, held against the last line that was taken of it."""
    anchors = [Anchor(row.taken_number, bytes.fromhex(row.taken_hash))] if row.taken_number else []
    found = place_faults(path, row)
    for each in file_breaks(path, anchors=anchors):
        if isinstance(each, int):
            found.append(Fault("unreadable", each))
        else:
            found.append(Fault(NOT_AS_TAKEN.get(each.code, each.code), each.number, str(each.other)))
    return found


def _missing(folder: Path) -> list[tuple[str, Fault]]:
    """Files that are gone, and files that ended before a later one says that they did."""
    known = {row.name: row for row in AccessFile.objects.using(LOADER).all()}
    there = {path.name for path in log_files(folder)}
    found = {
        name: Fault("file_gone", row.taken_number) for name, row in known.items() if row.removed_at is None and name not in there
    }
    for path in log_files(folder):
        for name, (number, hashed) in named_before(path).items():
            row = known.get(name)
            if row is None and name not in there:
                found[name] = Fault("file_gone", number)
            elif row is not None and row.ended and (row.taken_number < number or _differs(row, number, hashed)):
                found[name] = Fault("cut" if row.taken_number < number else "not_as_taken", row.taken_number, str(number))
    return list(found.items())


def _differs(row: AccessFile, number: int, hashed: str) -> bool:
    return row.taken_number == number and row.taken_hash != hashed


def _tell_of_faults(found: Iterable[tuple[str, Fault]], areas: list[str]) -> int:
    """Tell every area; how many are new."""
    new = 0
    for name, fault in found:
        about: dict[str, Any] = {"file_name": name, "fault": fault.code, "number": fault.number, "other": fault.other[:80]}
        told = [tell_of_file(area=area, using=LOADER, **about) for area in areas]
        new += any(told)
    return new
