"""Every new line of the counter's access log comes in once, and a file that was cut or changed since is told."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import DatabaseError, connections, transaction

from cakupan.office.database.scope import scoped
from cakupan.office.reads import taking
from cakupan.office.reads.intake import take_in
from cakupan.office.reads.models import AccessFile, Notice, Read
from cakupan.record.access_log import FOLDER, log_files
from office_people import an_area
from office_reads.access_lines import AT, NIK, OTHER_NIK, answer, answers, append, guessing, item, keys, opened, written


def rows() -> list[Read]:
    return list(Read.objects.using("loader").order_by("id"))


def faults() -> list[tuple[str, int]]:
    return list(Notice.objects.using("loader").filter(kind="file").order_by("id").values_list("fault", "number"))


@pytest.fixture(autouse=True)
def _area(office: Path) -> None:
    an_area("16.10")


def test_an_answer_and_each_of_a_list_is_a_read(office: Path) -> None:
    written(office, answer(user="petugas", dialect="pcare"), answers([item(), item(OTHER_NIK, outcome="unknown")]))
    taken = take_in()
    assert (taken.files, taken.lines, taken.reads, taken.faults) == (1, 4, 3, 0)
    first, second, third = rows()
    assert (first.mark.hex, first.number_masked, first.at) == (keys().mark(NIK), "1610********9007", AT)
    assert (first.area, first.consumer, first.consumer_user, first.dialect) == ("16.10", "12345", "petugas", "pcare")
    assert (first.on_date, first.outcome, first.facility_code, first.line) == (dt.date(2026, 11, 27), "active", "0138R001", 2)
    assert second.mark == first.mark and third.mark.hex == keys().mark(OTHER_NIK) and third.outcome == "unknown"
    assert (second.line, third.line) == (3, 3)


def test_what_was_taken_comes_once_and_what_is_written_meanwhile_next_time(office: Path) -> None:
    log = opened(office)
    append(log, answer())
    assert take_in().reads == 1 and take_in().lines == 0
    append(log, answer(OTHER_NIK))
    taken = take_in()
    assert (taken.lines, taken.reads) == (1, 1)
    log.close()
    assert take_in().lines == 1  # closed
    assert take_in().files == 0 and len(rows()) == 2 and not faults()


def test_a_line_that_is_not_finished_waits(office: Path) -> None:
    path = written(office, answer())
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    taken = take_in()
    assert (taken.lines, taken.reads, faults()) == (2, 1, [])
    path.write_bytes(whole)
    assert take_in().lines == 1 and not faults()


def test_only_an_area_sees_its_reads_and_nobody_changes_them(office: Path) -> None:
    written(office, answer(), answer(OTHER_NIK, area="16.71"))
    take_in()
    with scoped(areas=["16.10"], desk="auditor"):
        assert [each.area for each in Read.objects.all()] == ["16.10"]
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Read.objects.all().delete()
    with scoped(areas=["16.10"], desk="admin"):
        assert not Read.objects.exists()
    for refused in ("UPDATE reads_read SET outcome = 'unknown'", "DELETE FROM reads_read", "TRUNCATE reads_read"):
        with (
            pytest.raises(DatabaseError, match=r"refused|denied"),
            transaction.atomic("owner"),
            connections["owner"].cursor() as at,
        ):
            at.execute(refused)


def cut(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:3]))


def changed(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"outcome":"active"', b'"outcome":"absent"', 1))


def lost(path: Path) -> None:
    path.unlink()


def rewritten(path: Path) -> None:
    """By somebody who knows how: the chain holds, but its end is another than was taken."""
    folder = path.parent
    path.unlink()
    made = written(folder.parents[1], answer(OTHER_NIK), answer(OTHER_NIK), answer(OTHER_NIK))
    made.rename(path)


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (cut, [("cut", 5), ("cut", 5)]),
        (changed, [("changed", 2)]),
        (lost, [("file_gone", 5)]),
        (rewritten, [("not_as_taken", 5), ("not_as_taken", 5)]),
    ],
)
def test_a_file_that_was_harmed_after_it_was_taken_in_is_told_once(
    office: Path, harm: object, told: list[tuple[str, int]]
) -> None:
    path = written(office, answer(), answer(), answer())
    assert take_in().reads == 3 and not faults()
    harm(path)  # type: ignore[operator]
    assert take_in().faults == 1
    assert set(faults()) == set(told) and len(faults()) == 1
    assert take_in().faults == 0 and len(faults()) == 1 and len(rows()) == 3


def test_a_file_harmed_before_it_was_taken_in_shows_by_its_chain_or_by_the_next_one(office: Path) -> None:
    path = written(office, answer(), answer(OTHER_NIK), answer())
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], *lines[3:]]))
    take_in()
    assert ("missing", 3) in faults()
    second = written(office, answer())
    third = written(office, answer())  # names the last line of the second
    second.write_bytes(b"".join(second.read_bytes().splitlines(keepends=True)[:2]))
    assert third.exists() and take_in().reads == 2
    assert ("cut", 2) in faults()


def test_a_line_that_says_nothing_known_stops_nothing(office: Path) -> None:
    written(office, {"kind": "answer", "at": AT.isoformat()}, {"kind": "another"}, answer())
    taken = take_in()
    assert taken.reads == 1
    assert ("unknown", 2) in faults()


def test_a_line_that_cannot_be_read_stops_nothing(office: Path) -> None:
    path = written(office, answer(), answer(), answer())
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], b"no line\n", *lines[3:]]))
    assert take_in().reads == 2
    assert faults()[0] == ("unreadable", 3) and take_in().files == 0


def test_guesses_of_a_consumer_are_one_notice_while_it_is_open(office: Path) -> None:
    later = AT + dt.timedelta(minutes=5)
    written(office, guessing(21, 0.1), guessing(41, 3.2, at=later))
    written(office, guessing(81, 20.0, at=later))
    assert take_in().guessing == 3
    (notice,) = Notice.objects.using("loader").filter(kind="consumer")
    assert (notice.consumer, notice.times, notice.guesses, notice.slowed_seconds) == ("12345", 3, 81, 20.0)
    assert (notice.first_at, notice.last_at, notice.state, notice.area) == (AT, later, "new", "16.10")


def test_a_large_file_goes_in_in_several_transactions(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "BATCH_READS", 7)
    written(office, *(answer() for _ in range(20)), answers([item()] * 30))
    assert take_in().reads == 50 and len(rows()) == 50 and not faults()


KILLED = """
import os, signal, sys
import django
django.setup()
from cakupan.office.reads import intake, taking
taking.BATCH_READS = 50
place = taking._note_place
done = 0
def note(*told):
    global done
    place(*told)
    done += 1
    if done == int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
taking._note_place = note
intake.take_in()
"""


@pytest.mark.parametrize("batch", [1, 3])
def test_a_kill_in_the_middle_takes_nothing_twice_and_loses_nothing(office: Path, batch: int) -> None:
    written(office, *(answer() for _ in range(300)))
    killed = subprocess.run([sys.executable, "-c", KILLED, str(batch)], env=dict(os.environ), check=False)
    assert killed.returncode == -signal.SIGKILL
    before = len(rows())
    assert before == 50 * (batch - 1)
    assert take_in().reads == 300 - before
    assert sorted(each.line for each in rows()) == list(range(2, 302)) and not faults()
    assert AccessFile.objects.using("loader").get().ended


def test_two_at_once_take_each_line_once(office: Path) -> None:
    log = opened(office)
    append(log, *(answer() for _ in range(200)))
    told = [subprocess.Popen([sys.executable, "-c", KILLED, "0"], env=dict(os.environ)) for _ in range(2)]
    deadline = time.monotonic() + 60
    while any(each.poll() is None for each in told):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    log.close()
    take_in()
    assert [each.returncode for each in told] == [0, 0]
    assert sorted(each.line for each in rows()) == list(range(2, 202))
    assert len(log_files(office / FOLDER)) == 1
