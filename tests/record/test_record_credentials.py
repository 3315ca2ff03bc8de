"""Credentials of facilities' software: shown once, kept sealed or hashed, rotated with an overlap, revoked at once."""

from __future__ import annotations

import datetime as dt
import json
import os
import stat
from pathlib import Path

import pytest

from cakupan.law.refusal import Refusal
from cakupan.record.credentials import FILE, Change, Changed, Consumers, Shown
from cakupan.record.keys import Keys

KEYS = Keys.of("a key that only this test knows, long enough to be random text")
NOW = dt.datetime(2026, 11, 2, 8, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def made(consumers: Consumers, **more: str) -> Shown:
    return consumers.create(name="RSUD Contoh", facility_code="0138R001", areas=["16.10"], at=NOW, **more)


@pytest.fixture
def consumers(tmp_path: Path) -> Consumers:
    return Consumers.of(tmp_path, KEYS)


def test_whoever_was_made_is_known_by_each_of_its_proofs(consumers: Consumers) -> None:
    shown = made(consumers)
    found = consumers.by_api_key(shown.api_key, at=NOW)
    assert found is not None and found == shown.consumer and found.areas == ("16.10",)
    assert consumers.secrets_of(found, at=NOW) == (shown.secret,)
    assert consumers.has_user_key(found, shown.user_key, at=NOW)
    assert consumers.has_pcare_password(found, shown.pcare_password, at=NOW)
    assert found.id.isdigit() and len(found.id) == 5


def test_nobody_is_known_by_anything_else(consumers: Consumers) -> None:
    shown, other = made(consumers), made(consumers)
    for key in ("", "x", "cakupan_12", f"cakupan_{shown.consumer.id}_", shown.api_key[:-1], shown.api_key + "0", "ключ_1_2"):
        assert consumers.by_api_key(key, at=NOW) is None
    mixed = other.api_key.replace(other.consumer.id, shown.consumer.id)
    assert consumers.by_api_key(mixed, at=NOW) is None
    assert not consumers.has_user_key(shown.consumer, other.user_key, at=NOW)


def test_the_file_tells_no_secret_and_is_for_its_owner_only(consumers: Consumers, tmp_path: Path) -> None:
    shown = made(consumers)
    text = (tmp_path / FILE).read_text()
    assert not [each for each in (shown.secret, shown.user_key, shown.api_key, shown.pcare_password) if each in text]
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert not [each for each in (shown.secret, shown.api_key) if each in repr(shown)]


def test_an_old_set_counts_until_the_told_time_and_no_longer(consumers: Consumers) -> None:
    first = made(consumers)
    second = consumers.rotate(first.consumer.id, at=NOW, old_until=NOW + HOUR)
    before, after = NOW + HOUR - dt.timedelta(seconds=1), NOW + HOUR
    consumer = second.consumer
    assert consumers.secrets_of(consumer, at=before) == (second.secret, first.secret)
    assert consumers.secrets_of(consumer, at=after) == (second.secret,)
    assert consumers.by_api_key(first.api_key, at=before) and not consumers.by_api_key(first.api_key, at=after)
    third = consumers.rotate(consumer.id, at=NOW, old_until=NOW)
    assert consumers.secrets_of(third.consumer, at=NOW) == (third.secret,)


def test_a_second_rotation_never_lengthens_the_first(consumers: Consumers) -> None:
    first = made(consumers)
    consumers.rotate(first.consumer.id, at=NOW, old_until=NOW + HOUR)
    consumers.rotate(first.consumer.id, at=NOW, old_until=NOW + 9 * HOUR)
    assert consumers.by_api_key(first.api_key, at=NOW + 2 * HOUR) is None


def test_whoever_is_revoked_stops_at_once_also_in_a_process_that_read_before(consumers: Consumers, tmp_path: Path) -> None:
    shown = made(consumers)
    elsewhere = Consumers.of(tmp_path, KEYS)
    assert elsewhere.by_api_key(shown.api_key, at=NOW)
    consumers.revoke(shown.consumer.id, at=NOW)
    assert elsewhere.by_api_key(shown.api_key, at=NOW) is None
    found = elsewhere.get(shown.consumer.id)
    assert found is not None and elsewhere.secrets_of(found, at=NOW) == ()
    for act in (
        lambda: consumers.rotate(shown.consumer.id, at=NOW, old_until=NOW),
        lambda: consumers.revoke(shown.consumer.id, at=NOW),
    ):
        with pytest.raises(Refusal, match="revoked"):
            act()


def test_another_key_opens_nothing_and_says_so(consumers: Consumers, tmp_path: Path) -> None:
    shown = made(consumers)
    others = Consumers.of(tmp_path, Keys.of("another key"))
    with pytest.raises(Refusal, match="another key"):
        others.secrets_of(shown.consumer, at=NOW)


def test_a_secret_moved_to_another_consumer_does_not_open(consumers: Consumers, tmp_path: Path) -> None:
    shown, other = made(consumers), made(consumers)
    told = json.loads((tmp_path / FILE).read_text())
    by_id = {each["id"]: each for each in told["consumers"]}
    by_id[other.consumer.id]["credentials"] = by_id[shown.consumer.id]["credentials"]
    (tmp_path / FILE).write_text(json.dumps(told))
    moved = consumers.get(other.consumer.id)
    assert moved is not None
    with pytest.raises(Refusal, match="or changed"):
        consumers.secrets_of(moved, at=NOW)


def test_a_damaged_file_answers_nobody(consumers: Consumers, tmp_path: Path) -> None:
    shown = made(consumers)
    for damage in ("", "[]", '{"format": 2}', (tmp_path / FILE).read_text()[:-20]):
        (tmp_path / FILE).write_text(damage)
        with pytest.raises(Refusal, match="backup"):
            consumers.by_api_key(shown.api_key, at=NOW)


def test_ids_are_numbers_and_given_once(consumers: Consumers) -> None:
    made(consumers, consumer_id="12345")
    with pytest.raises(Refusal, match="there is one"):
        made(consumers, consumer_id="12345")
    for bad in ("12a", "", "1" * 19, "١٢"):
        if bad:
            with pytest.raises(Refusal, match="no number"):
                made(consumers, consumer_id=bad)
    with pytest.raises(Refusal, match="there is none"):
        consumers.revoke("999", at=NOW)


def test_writers_at_the_same_time_lose_nobody(tmp_path: Path) -> None:
    children = []
    for _ in range(4):
        child = os.fork()
        if child == 0:
            for _ in range(5):
                made(Consumers.of(tmp_path, KEYS))
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    assert len(Consumers.of(tmp_path, KEYS).all()) == 20


def test_what_was_done_by_whom_and_why_is_kept(consumers: Consumers, tmp_path: Path) -> None:
    number = made(consumers, by="Petugas Satu").consumer.id
    consumers.rotate(number, at=NOW + HOUR, old_until=NOW + 3 * HOUR)
    consumers.revoke(number, at=NOW + 2 * HOUR, by="Petugas Dua", why="Kontrak berakhir.")
    kept = Consumers.of(tmp_path, KEYS).get(number)
    assert kept is not None and kept.changes == (
        Change("create", NOW, "Petugas Satu"),
        Change("rotate", NOW + HOUR),
        Change("revoke", NOW + 2 * HOUR, "Petugas Dua", "Kontrak berakhir."),
    )


def test_whoever_looked_at_an_older_state_changes_nothing(consumers: Consumers) -> None:
    number = made(consumers).consumer.id
    new = consumers.rotate(number, at=NOW + HOUR, old_until=NOW + HOUR, seen=NOW)
    with pytest.raises(Changed):
        consumers.rotate(number, at=NOW + 2 * HOUR, old_until=NOW + 2 * HOUR, seen=NOW)
    with pytest.raises(Changed):
        consumers.revoke(number, at=NOW + 2 * HOUR, seen=NOW)
    assert consumers.by_api_key(new.api_key, at=NOW + 2 * HOUR)
    assert consumers.revoke(number, at=NOW + 2 * HOUR, seen=NOW + HOUR).revoked_at == NOW + 2 * HOUR


def test_until_when_old_keys_count(consumers: Consumers) -> None:
    number = made(consumers).consumer.id
    consumer = consumers.rotate(number, at=NOW, old_until=NOW + HOUR).consumer
    assert consumer.old_until(at=NOW) == NOW + HOUR and consumer.old_until(at=NOW + HOUR) is None
    assert consumers.revoke(number, at=NOW).old_until(at=NOW) is None


def test_a_file_from_before_changes_were_kept_is_read(consumers: Consumers, tmp_path: Path) -> None:
    shown = made(consumers)
    told = json.loads((tmp_path / FILE).read_text())
    del told["consumers"][0]["changes"]
    (tmp_path / FILE).write_text(json.dumps(told))
    found = consumers.by_api_key(shown.api_key, at=NOW)
    assert found is not None and found.changes == () and found.changed_at == NOW


def test_a_write_that_fails_leaves_the_file_as_it_was_and_nothing_beside_it(
    consumers: Consumers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = made(consumers)
    before = (tmp_path / FILE).read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(Refusal, match="No space left"):
            consumers.revoke(shown.consumer.id, at=NOW)
    assert (tmp_path / FILE).read_bytes() == before
    assert sorted(each.name for each in (tmp_path / FILE).parent.iterdir()) == [".consumers.json.lock", "consumers.json"]
    assert consumers.by_api_key(shown.api_key, at=NOW)


def test_keys_differ_by_purpose_and_marks_are_the_same_only_for_the_same_number() -> None:
    assert len({KEYS.secrets, KEYS.numbers, KEYS.tokens}) == 3
    assert KEYS.mark("9901011501909001") == Keys.of("a key that only this test knows, long enough to be random text").mark(
        "9901011501909001"
    )
    assert KEYS.mark("9901011501909001") != KEYS.mark("9901011501909002")
    assert KEYS.mark("9901011501909001") != Keys.of("other").mark("9901011501909001")
