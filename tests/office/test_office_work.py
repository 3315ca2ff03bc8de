"""Long work: begun with its page's transaction, done by a worker, told as it ended, one piece at a time per area."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from procrastinate.contrib.django import app as queue

from cakupan.law.refusal import Busy, Refusal
from cakupan.office.accounts.models import User
from cakupan.office.database.scope import scoped
from cakupan.office.work.models import State, Work
from cakupan.office.work.running import KINDS, TITLES, TRIES_MAX, Progress, begin, take_up_again
from cakupan.office.work.running import work as registered
from office_people import an_area, signed_in

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

    @registered("test.unlucky", "Terputus")
    def unlucky(progress: Progress) -> None:
        did.append("begun")
        if len(did) <= progress.arguments["times"]:
            _cut_connections()
        progress.say("selesai")

    @registered("test.busy", "Sibuk")
    def busy(_: Progress) -> None:
        did.append("asked")
        if len(did) == 1:
            raise Busy("Ruang kerja", why="sedang dipakai", mend="tunggu")

    @registered("test.full", "Penuh")
    def full(_: Progress) -> None:
        did.append("begun")
        raise OperationalError("could not extend file: No space left on device")

    yield did
    for kind in ("test.count", "test.refuse", "test.broken", "test.asked", "test.unlucky", "test.busy", "test.full"):
        del KINDS[kind], TITLES[kind]


def _cut_connections() -> None:
    """End every connection of the pages' login, as a database that falls over does."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE usename = current_user AND datname = current_database() AND pid <> pg_backend_pid()"
        )


def put(kind: str, user: User, **arguments: Any) -> Work:
    with scoped(areas=[AREA]), transaction.atomic():
        return begin(kind=kind, area=AREA, user=user, arguments=arguments)


def run_worker() -> None:
    """One worker, until nothing waits. It does its work in threads and on connections of its own."""
    connection.close()
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


def test_whoever_watches_is_shown_why_it_was_refused(officer: User, seen: list[Any]) -> None:
    an_area(AREA)
    refused, done = put("test.refuse", officer), put("test.count", officer, name="a")
    client, watching = signed_in(officer), {"headers": {"HX-Request": "true"}}
    assert "HX-Refresh" not in client.get(f"/{AREA}/pekerjaan/{refused.pk}/", **watching).headers
    run_worker()
    # Only the whole page says why; what moves by itself asks for it.
    assert client.get(f"/{AREA}/pekerjaan/{refused.pk}/", **watching).headers["HX-Refresh"] == "true"
    assert "perbaiki" in client.get(f"/{AREA}/pekerjaan/{refused.pk}/").content.decode()
    assert "HX-Refresh" not in client.get(f"/{AREA}/pekerjaan/{done.pk}/", **watching).headers


def test_a_defect_shows_as_failed(officer: User, seen: list[Any]) -> None:
    an_area(AREA)
    piece = put("test.broken", officer)
    run_worker()
    assert seen == ["broken"]
    assert ended(piece).state == State.FAILED
    page = signed_in(officer).get(f"/{AREA}/pekerjaan/{piece.pk}/").content.decode()
    assert f"Mulai lagi dari halamannya; bila terulang, beri tahu admin nomor pekerjaan ini: {piece.pk}." in page
    assert "test.broken" not in page


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


def test_work_from_under_which_the_database_was_pulled_is_done_again(officer: User, seen: list[Any]) -> None:
    piece = put("test.unlucky", officer, times=1)
    run_worker()
    assert seen == ["begun", "begun"]
    assert (ended(piece).state, ended(piece).tries) == (State.DONE, 2)


def test_work_that_stops_its_worker_every_time_is_given_up_and_says_so(officer: User, seen: list[Any]) -> None:
    piece = put("test.unlucky", officer, times=99)
    run_worker()
    assert seen == ["begun"] * TRIES_MAX
    assert ended(piece).state == State.FAILED and "terhenti 3 kali" in ended(piece).result["why"]


def test_a_database_that_answers_and_refuses_is_no_reason_to_do_it_again(officer: User, seen: list[Any]) -> None:
    piece = put("test.full", officer)
    run_worker()
    assert seen == ["begun"] and (ended(piece).state, ended(piece).tries) == (State.FAILED, 1)


def test_work_waits_for_whoever_else_is_writing(officer: User, seen: list[Any]) -> None:
    piece = put("test.busy", officer)
    run_worker()
    assert seen == ["asked", "asked"] and ended(piece).state == State.DONE
