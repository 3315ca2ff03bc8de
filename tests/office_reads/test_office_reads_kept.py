"""Files of the access log and reads go when their time is over, never before they were taken in; what stays still verifies."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path

import pytest
from django.db import DatabaseError, connections, transaction

from cakupan.office.reads.intake import take_in
from cakupan.office.reads.models import AccessFile, Notice, Read
from cakupan.office.retention import access_reads
from cakupan.office.retention.schedule import rules
from cakupan.office.retention.sweeping import run
from cakupan.record.access_log import FOLDER, log_files, verify
from cakupan.wiring.office_commands import verify_logs
from office_people import an_area
from office_reads.access_lines import answer, opened, written

NOW = dt.datetime.now(tz=dt.UTC)


def ago(days: float) -> dt.datetime:
    return NOW - dt.timedelta(days=days)


@pytest.fixture(autouse=True)
def _area(office: Path) -> None:
    an_area("16.10")


def aged(office: Path, days: float) -> Path:
    """A file that was taken in, whose last line is so old."""
    path = written(office, answer(at=ago(days)))
    take_in()
    AccessFile.objects.using("loader").filter(name=path.name).update(last_at=ago(days))
    return path


def settle(path: Path) -> None:
    """As if it had been marked some hours ago."""
    long_ago = NOW - access_reads.GOES_AFTER - dt.timedelta(minutes=1)
    AccessFile.objects.using("loader").filter(name=path.name, removed_at__isnull=False).update(removed_at=long_ago)


def test_a_file_whose_time_is_over_is_marked_then_goes_and_the_rest_verifies(office: Path) -> None:
    over, kept = aged(office, 366), aged(office, 364)
    assert run(NOW).removed["access_files"] == 1
    assert over.exists()  # a backup that has dumped the database may still copy it
    settle(over)
    assert run(NOW).removed["access_files"] == 0
    assert not over.exists() and kept.exists()
    written(office, answer())
    assert take_in().faults == 0 and not Notice.objects.using("loader").exists()
    assert not verify(office / FOLDER).sound  # by itself it misses the file that the next one names
    os.environ["CAKUPAN_HOME"] = str(office)
    told = verify_logs(workspace=office)
    assert told["sound"] and told["access"]["files"] == 2 and "removed" not in told
    assert Read.objects.using("loader").count() == 3


def test_what_was_not_taken_in_never_goes(office: Path) -> None:
    waits = written(office, answer(at=ago(500)))
    log = opened(office)
    take_in_only_the_second = log_files(office / FOLDER)[-1]
    assert run(NOW).removed["access_files"] == 0 and waits.exists()
    take_in()
    AccessFile.objects.using("loader").update(last_at=ago(500))
    # One is still written, the other was touched since it was looked through.
    waits.write_bytes(waits.read_bytes() + b"half a li")
    assert run(NOW).removed["access_files"] == 0
    log.close()
    assert take_in_only_the_second.exists()


def test_a_file_that_somebody_must_look_at_stays(office: Path) -> None:
    path = aged(office, 400)
    path.write_bytes(path.read_bytes().replace(b"active", b"absent", 1))
    assert take_in().faults == 1
    AccessFile.objects.using("loader").update(last_at=ago(400))
    assert run(NOW).removed["access_files"] == 0 and path.exists()


def test_the_office_finds_an_end_that_was_cut_although_no_later_file_names_it(office: Path) -> None:
    path = written(office, answer(), answer())
    take_in()
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    assert verify(office / FOLDER).sound
    assert not verify_logs(workspace=office)["access"]["sound"]


def test_reads_go_on_their_day_and_not_before(office: Path) -> None:
    written(office, answer(at=ago(1823)), answer(at=ago(1824)), answer(at=ago(1825)), answer(at=ago(2000)))
    take_in()
    ran = run(NOW)
    assert ran.removed["reads"] == 2 and ran.held["reads"].count == 2
    assert [each.at.date() for each in Read.objects.using("loader").all()] == [ago(1823).date(), ago(1824).date()]
    # The database leaves a day's grace: what is over is over the whole day.
    with pytest.raises(DatabaseError, match="refused"), transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM reads_read")


def test_the_database_keeps_reads_as_long_as_the_rule_says() -> None:

    (least,) = (each.least for each in rules() if each.kind == "reads")
    text = (Path(access_reads.__file__).parents[1] / "reads" / "migrations" / "0002_security.py").read_text()
    assert re.search(rf"^LEAST_DAYS = {least}$", text, re.MULTILINE)
