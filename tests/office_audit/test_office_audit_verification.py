"""Somebody with every right over the database rewrites the log: verification finds it, whatever they do."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.db import connections, transaction
from psycopg.conninfo import make_conninfo

from cakupan.office.audit.log import ANCHORS, note
from cakupan.office.audit.models import LogEntry, LogHead
from cakupan.office.audit.verification import verify
from cakupan.office.audit.words import BREAKS as WORDS
from cakupan.office.audit.words import break_words
from cakupan.record.chain import BREAKS

ENTRIES = 6
Tampering = Callable[[psycopg.Connection[tuple[object, ...]]], None]


@pytest.fixture
def database(office: Path, template: tuple[str, str]) -> str:
    """The test's database as a superuser reaches it, with some entries in its log."""
    for number in range(1, ENTRIES + 1):
        note(None, "test.done", subject=("person", number), area="16.10", why=f"alasan {number}")
    name = psycopg.conninfo.conninfo_to_dict(os.environ["DATABASE_URL"])["dbname"]
    return make_conninfo(template[0], dbname=str(name))


def tamper(database: str, *statements: str) -> None:
    """As a superuser, past every trigger."""
    with psycopg.connect(database) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in statements:
            connection.execute(statement)


def test_a_log_that_nobody_touched_is_sound(database: str) -> None:
    verdict = verify()
    assert (verdict.sound, verdict.entries, verdict.anchors) == (True, ENTRIES, ENTRIES)


HASH = "sha256(previous || convert_to(number || E'\\n' || content, 'UTF8'))"
NEWEST = f"(SELECT hash FROM audit_logentry WHERE number = {ENTRIES - 2})"


@pytest.mark.parametrize(
    ("statements", "says"),
    [
        (
            ["UPDATE audit_logentry SET content = replace(content, 'alasan 3', 'alasan 9') WHERE number = 3"],
            "entry 3 was changed",
        ),
        (["UPDATE audit_logentry SET actor_id = 7 WHERE number = 3"], "entry 3 says in its columns"),
        (["UPDATE audit_logentry SET at = at - interval '1 day' WHERE number = 3"], "entry 3 says in its columns"),
        (["UPDATE audit_logentry SET subject_id = '99' WHERE number = 6"], "entry 6 says in its columns"),
        (["DELETE FROM audit_logentry WHERE number = 3"], "entry 3 is missing"),
        (["DELETE FROM audit_logentry WHERE number = 1"], "entry 1 is missing"),
        (["DELETE FROM audit_logentry WHERE number > 4"], "the chain ends at entry 4"),
        # The tail is gone and the database's own mark was moved back: only what was noted outside knows.
        (
            [
                f"DELETE FROM audit_logentry WHERE number > {ENTRIES - 2}",
                f"UPDATE audit_loghead SET number = {ENTRIES - 2}, hash = {NEWEST}",
            ],
            f"entry {ENTRIES} is gone: it was noted outside",
        ),
        (
            [
                "UPDATE audit_logentry SET number = -number WHERE number IN (2, 4)",
                "UPDATE audit_logentry SET number = CASE number WHEN -2 THEN 4 ELSE 2 END WHERE number < 0",
            ],
            "entry 2 was changed",
        ),
        # One entry rewritten together with its own hash: the next one no longer follows.
        (
            [
                "UPDATE audit_logentry SET content = replace(content, 'alasan 3', 'alasan 9') WHERE number = 3",
                f"UPDATE audit_logentry SET hash = {HASH} WHERE number = 3",
            ],
            "entry 4 does not follow",
        ),
        (
            [
                "INSERT INTO audit_logentry SELECT 7, content, previous, hash, at, area, actor_id, action, subject_kind,"
                " subject_id FROM audit_logentry WHERE number = 6"
            ],
            "entry 7 does not follow",
        ),
        (["UPDATE audit_loghead SET number = 5"], "the database's own mark says 5"),
    ],
)
def test_it_is_found(database: str, statements: list[str], says: str) -> None:
    tamper(database, *statements)
    verdict = verify()
    assert not verdict.sound
    assert any(says in str(each) for each in verdict.breaks), verdict.breaks


def test_a_log_that_was_rewritten_whole_is_found_by_what_was_noted_outside(database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("SET session_replication_role = replica")
        previous = bytes(32)
        for number, content in connection.execute("SELECT number, content FROM audit_logentry ORDER BY number").fetchall():
            told = str(content).replace("alasan 3", "alasan 9")
            made = hashlib.sha256(previous + f"{number}\n{told}".encode()).digest()
            connection.execute(
                "UPDATE audit_logentry SET content = %s, previous = %s, hash = %s WHERE number = %s",
                (told, previous, made, number),
            )
            previous = made
        connection.execute("UPDATE audit_loghead SET hash = %s", (previous,))
    found = [str(each) for each in verify().breaks]
    assert found == [f"entry {number} is not the one that was noted outside the database" for number in range(3, ENTRIES + 1)]


def test_what_was_noted_outside_cannot_be_changed_unseen_either(database: str, office: Path) -> None:
    anchors = office / "office" / ANCHORS
    lines = anchors.read_text().splitlines()
    anchors.write_text("\n".join([*lines[:2], lines[2][:-1] + "x", *lines[3:], f"1 {'ab' * 32}"]) + "\n")
    found = [str(each) for each in verify().breaks]
    assert any("line 3 of the notes outside the database cannot be read" in each for each in found)
    assert any("entry 1 was noted twice" in each for each in found)


def test_a_note_that_a_crash_cut_off_is_no_fault(database: str, office: Path) -> None:
    with (office / "office" / ANCHORS).open("a") as anchors:
        anchors.write("7 3f")
    assert verify().sound
    note(None, "test.done", subject=("person", 7), area="16.10")
    assert verify().sound and verify().anchors == ENTRIES + 1
    assert (office / "office" / ANCHORS).read_text().splitlines()[-2] == "7 3f"


def test_many_who_write_at_once_make_one_chain_without_gaps(office: Path) -> None:
    def write(_: int) -> None:
        for _ in range(50):
            with transaction.atomic():
                note(None, "test.done", area="16.10")
        connections.close_all()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    numbers = list(LogEntry.objects.using("owner").order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 401))
    assert LogHead.objects.using("owner").get().number == 400
    verdict = verify()
    assert verdict.sound and verdict.anchors == 400, verdict.breaks


def test_every_break_has_its_words_on_the_page() -> None:
    assert set(WORDS) == set(BREAKS)
    assert break_words("missing", 3, 4) == "Catatan 3 hilang: sesudahnya langsung 4."
