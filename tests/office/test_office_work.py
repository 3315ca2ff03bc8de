"""Long work: begun with its page's transaction, done by a worker, told as it ended, one piece at a time per area."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app as queue

from cakupan.law.refusal import Refusal
from cakupan.office.accounts.models import User
from cakupan.office.database.scope import scoped
from cakupan.office.work.models import State, Work
from cakupan.office.work.running import KINDS, TITLES, Progress, begin, take_up_again
from cakupan.office.work.running import work as registered

pytestmark = pytest.mark.usefixtures("office")
AREA = "16.10"


@pytest.fixture
def officer() -> User:
    return User.objects.create_user("rini@contoh.invalid", full_name="Rini", desk="dinkes", areas=[AREA])


@pytest.fixture
def seen() -> Iterator[list[Any]]:
    """What the pieces of work of a test did, in order; its kinds are forgotten afterwards."""
    did: list[Any] = []

    @registered("test.count", "Menghitung")
    def count(progress: Progress) -> dict[str, Any]:
        for step in range(3):
            progress.say(f"langkah {step + 1}", progress=step, steps=3)
            did.append((progress.arguments["name"], step))
        return {"view": "work:pieces"}

    @registered("test.refuse", "Menolak")
    def refuse(_: Progress) -> None:
        raise Refusal("Berkas", why="salah", mend="perbaiki")

    @registered("test.broken", "Rusak")
    def broken(_: Progress) -> None:
        did.append("broken")
        raise ZeroDivisionError

    @registered("test.asked", "Diminta berhenti")
    def asked(progress: Progress) -> None:
        Work.objects.filter(pk=progress.work.pk).update(cancel_asked=True)
        progress.say("masih")
        did.append("went on")

    yield did
    for kind in ("test.count", "test.refuse", "test.broken", "test.asked"):
        del KINDS[kind], TITLES[kind]


def put(kind: str, user: User, **arguments: Any) -> Work:
    with scoped(areas=[AREA]), transaction.atomic():
        return begin(kind=kind, area=AREA, user=user, arguments=arguments)


def run_worker() -> None:
    """One worker, until nothing waits."""
    with queue.replace_connector(queue.connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, concurrency=1)


def ended(piece: Work) -> Work:
    with scoped(areas=[AREA]):
        return Work.objects.get(pk=piece.pk)


def test_work_is_done_and_says_how_it_ended(officer: User, seen: list[Any]) -> None:
    piece = put("test.count", officer, name="a")
    run_worker()
    assert seen == [("a", 0), ("a", 1), ("a", 2)]
    done = ended(piece)
    assert (done.state, done.steps, done.result) == (State.DONE, 3, {"view": "work:pieces"})


def test_a_refusal_is_kept_for_the_person(officer: User, seen: list[Any]) -> None:
    piece = put("test.refuse", officer)
    run_worker()
    assert (ended(piece).state, ended(piece).result["mend"]) == (State.REFUSED, "perbaiki")


def test_a_defect_shows_as_failed(officer: User, seen: list[Any]) -> None:
    piece = put("test.broken", officer)
    run_worker()
    assert seen == ["broken"]
    assert ended(piece).state == State.FAILED


def test_work_stops_when_asked(officer: User, seen: list[Any]) -> None:
    piece = put("test.asked", officer)
    run_worker()
    assert seen == []
    assert ended(piece).state == State.CANCELLED


def test_work_of_a_request_that_failed_was_never_begun(officer: User, seen: list[Any]) -> None:
    with scoped(areas=[AREA]), pytest.raises(ZeroDivisionError), transaction.atomic():
        begin(kind="test.count", area=AREA, user=officer, arguments={"name": "lost"})
        raise ZeroDivisionError
    run_worker()
    assert seen == []


def test_what_a_dead_worker_was_doing_is_taken_up_again(officer: User, seen: list[Any]) -> None:
    piece = put("test.count", officer, name="again")
    with connection.cursor() as cursor:  # as a killed worker leaves it
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    with scoped(areas=[AREA]):
        Work.objects.filter(pk=piece.pk).update(state=State.RUNNING)
    run_worker()
    assert seen == []
    assert take_up_again() == 1
    run_worker()
    assert len(seen) == 3
    assert ended(piece).state == State.DONE
