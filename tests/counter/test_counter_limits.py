"""How fast a consumer may ask, and who guesses: counted for all workers together, slowed, and told to the auditor."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from answer.every_reason import questions, region
from cakupan.counter.guessing import ALLOWED, Recent, count_beside, delay_seconds, guesses_of_list, noticed
from cakupan.counter.limits import BURST_SECONDS, GUESSES_FALL_SECONDS, Limits
from cakupan.record.access_log import GUESSING
from counter.in_process import desk

UNKNOWN = "990101150190"


def test_a_burst_then_the_rate_and_after_a_while_a_burst_again(tmp_path: Path) -> None:
    limits = Limits(tmp_path / "limits", rate=5)
    taken = [limits.take(12345, now=100.0) for _ in range(60)]
    assert taken[: 5 * BURST_SECONDS] == [0.0] * (5 * BURST_SECONDS)
    assert all(0 < wait <= 0.2001 for wait in taken[5 * BURST_SECONDS :])
    assert limits.take(12345, now=100.2001) == 0.0 and limits.take(12345, now=100.2001) > 0
    assert [limits.take(12345, now=200.0) for _ in range(50)] == [0.0] * 50
    assert limits.take(99999, now=100.0) == 0.0  # another consumer's


def test_workers_count_together(tmp_path: Path) -> None:
    path = tmp_path / "limits"
    one, other = Limits(path, rate=5), Limits(path, rate=5)
    assert [one.take(1, now=9.0) or other.take(1, now=9.0) for _ in range(25)] == [0.0] * 25
    assert one.take(1, now=9.0) > 0 and other.take(1, now=9.0) > 0
    child = os.fork()
    if child == 0:
        os._exit(int(Limits(path, rate=5).take(1, now=9.0) > 0))
    assert os.waitpid(child, 0)[1] >> 8 == 1


def test_consumers_whose_places_collide_keep_their_own_counts(tmp_path: Path) -> None:
    limits = Limits(tmp_path / "limits", rate=1)
    for consumer in (7, 7 + 4096, 7 + 2 * 4096):
        assert [limits.take(consumer, now=1.0) for _ in range(BURST_SECONDS)] == [0.0] * BURST_SECONDS
        assert limits.take(consumer, now=1.0) > 0


def test_a_question_dearer_than_a_burst_is_let_through_once(tmp_path: Path) -> None:
    limits = Limits(tmp_path / "limits", rate=2)
    assert limits.take(1, now=1.0, cost=100) == 0.0
    assert limits.take(1, now=2.0, cost=1) > 30


def test_guesses_are_forgotten_with_time(tmp_path: Path) -> None:
    limits = Limits(tmp_path / "limits", rate=1)
    assert limits.guesses(5, now=10.0, more=3) == 3
    assert limits.guesses(5, now=10.0 + GUESSES_FALL_SECONDS, more=1) == 3
    assert limits.guesses(5, now=10.0 + 9 * GUESSES_FALL_SECONDS) == 0


@pytest.mark.parametrize(
    ("first", "second", "kind", "beside"),
    [
        ("9901011501909001", "9901011501909002", "nik", True),  # the next serial
        ("9901011501909001", "9901011601909001", "nik", True),  # the next day
        ("9901011501909001", "9901011502909001", "nik", True),  # the next month
        ("9901011501909001", "9901011501919001", "nik", True),  # the next year
        ("9901011501909001", "9901011501909001", "nik", False),  # the same patient again
        ("9901011501909001", "9901017112559007", "nik", False),
        ("9990000000012", "9990000000014", "card", True),
        ("9990000000012", "9990000100012", "card", False),
    ],
)
def test_what_is_beside_a_number(first: str, second: str, kind: str, beside: bool) -> None:
    recent = Recent()
    recent.beside(first, kind)
    assert recent.beside(second, kind) is beside
    assert count_beside([(first, kind), (second, kind)]) == 2 * beside


def test_only_the_last_numbers_are_remembered() -> None:
    recent = Recent()
    recent.beside("9901011501909001", "nik")
    for serial in range(100):
        recent.beside(f"9902{serial:02d}1501909100", "nik")
    assert not recent.beside("9901011501909002", "nik") and len(recent.held["nik"]) == len(recent.order) <= 64


def test_delays_grow_from_nothing_to_twenty_seconds() -> None:
    delays = [delay_seconds(guesses, allowed=ALLOWED) for guesses in range(200)]
    assert delays[: ALLOWED + 1] == [0.0] * (ALLOWED + 1)
    assert delays == sorted(delays) and 0 < delays[ALLOWED + 1] < 0.2 and delays[-1] == 20.0
    assert [noticed(n - 1, n, allowed=20) for n in (20, 21, 22, 40, 41, 81)] == [False, True, False, False, True, True]


def test_a_sorted_list_of_patients_is_no_guessing_and_a_row_of_numbers_is() -> None:
    assert guesses_of_list(beside=3, unknown=40, size=100) == 0
    assert guesses_of_list(beside=100, unknown=20, size=100) == 95
    assert guesses_of_list(beside=0, unknown=90, size=100) == 40


def test_whoever_asks_too_fast_is_told_when_to_ask_again(tmp_path: Path) -> None:
    with desk(region(), tmp_path, rate=1) as at:
        told = [at.ask({"nik": questions()[0].number}) for _ in range(BURST_SECONDS + 1)]
    assert [status for status, _, _ in told] == [200] * BURST_SECONDS + [429]
    _, problem, headers = told[-1]
    assert problem["code"] == "too_fast" and 1 <= int(headers["retry-after"]) <= 2


def test_numbers_in_sequence_are_slowed_and_the_auditor_is_told(tmp_path: Path) -> None:
    with desk(region(), tmp_path, guesses_allowed=4) as at:
        begun = time.monotonic()
        for serial in range(9001, 9004):
            at.ask({"nik": f"{UNKNOWN}{serial}"})
        quick = time.monotonic() - begun
        begun = time.monotonic()
        for serial in range(9004, 9009):
            at.ask({"nik": f"{UNKNOWN}{serial}"})
        slow = time.monotonic() - begun
        told = at.entries(GUESSING)
    assert slow > 1 > quick
    assert [each["guesses"] for each in told] == [5, 9] and told[1]["slowed_seconds"] > told[0]["slowed_seconds"]
    assert {each["consumer"] for each in told} == {at.shown.consumer.id}


def test_patients_who_are_known_and_far_apart_are_never_slowed(tmp_path: Path) -> None:
    known = [each for each in questions() if each.kind == "nik"][::60]
    with desk(region(), tmp_path, guesses_allowed=1) as at:
        begun = time.monotonic()
        for each in known * 3:
            at.ask({"nik": each.number, "on": each.on.isoformat()})
        assert time.monotonic() - begun < 5
        assert at.entries(GUESSING) == []


def test_a_list_of_guesses_is_slowed_once_and_told(tmp_path: Path) -> None:
    with desk(region(), tmp_path, guesses_allowed=20) as at:
        listed = [{"nik": f"{UNKNOWN}{serial}"} for serial in range(9001, 9025)]
        status, _, _ = at.ask({"questions": listed}, path="/api/v1/eligibility/bulk")
        assert status == 200 and [each["guesses"] for each in at.entries(GUESSING)] == [35]
