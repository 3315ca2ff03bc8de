"""Facility software by the pages: keys shown once and kept nowhere, replaced with an overlap, revoked for a reason; by whom."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import threading
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.contrib.sessions.models import Session
from django.db import connections
from django.utils import timezone

from cakupan.office.accounts.models import Delegation
from cakupan.office.audit.models import LogEntry
from cakupan.office.consumers.queue import waiting
from cakupan.office.consumers.seen import kept
from cakupan.office.desk.queue import Waiting
from cakupan.record.credentials import FILE
from office_consumers.desks import deciding, found, hidden, keys_in, made, page, revoked, rotated, sent
from office_guarantees.region import AREA, HOSPITAL, a_region, at, officer, text_of
from office_people import a_user, an_area, signed_in, verify

pytestmark = pytest.mark.usefixtures("region")
OTHER = "36.72"


@pytest.fixture
def region(office: Path) -> Path:
    a_region(office)
    an_area(OTHER)
    return office


def log(action: str) -> list[LogEntry]:
    return list(LogEntry.objects.using("owner").filter(action=action).order_by("number"))


def everywhere(home: Path) -> bytes:
    """Whatever the office keeps: the workspace's files, the log, sessions."""
    files = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    rows = [entry.content for entry in LogEntry.objects.using("owner").all()]
    rows += [str(each.get_decoded()) for each in Session.objects.using("owner").all()]
    return files + "\n".join(rows).encode()


def test_a_new_one_is_in_the_list_and_its_keys_are_the_counters(region: Path) -> None:
    client = deciding()
    keys = made(client)
    consumer = found(keys.number)
    assert (consumer.name, consumer.facility_code, consumer.areas) == ("SIMRS CONTOH", HOSPITAL, (AREA,))
    now = timezone.now()
    assert kept().by_api_key(keys.api_key, at=now) == consumer
    assert kept().secrets_of(consumer, at=now) == (keys.secret,)
    assert kept().has_user_key(consumer, keys.user_key, at=now) and kept().has_pcare_password(
        consumer, keys.pcare_password, at=now
    )
    text = text_of(client.get(page()))
    assert "SIMRS CONTOH" in text and keys.number in text and "berlaku" in text and "Petugas dinkes (penyetuju)" in text
    assert [(each.subject_id, each.said["details"]["facility"]) for each in log("consumer.create")] == [(keys.number, HOSPITAL)]
    assert region.is_dir()


def test_without_a_name_it_bears_the_facilitys() -> None:
    assert "RS" in found(made(name="  ").number).name


def test_keys_are_shown_once_and_kept_nowhere(region: Path, caplog: pytest.LogCaptureFixture) -> None:
    client = deciding()
    told = sent(client)
    answer = client.post(page("baru/"), told)
    keys = keys_in(answer)
    assert answer["Cache-Control"] == "no-store" and "Location" not in answer
    later = [client.get(page(path)) for path in ("", "baru/", f"{keys.number}/", f"{keys.number}/ganti-kunci/")]
    shown = b"".join(each.content for each in later) + caplog.text.encode() + everywhere(region)
    assert [each for each in keys.secrets if each.encode() in shown] == []


def test_sent_again_it_shows_nothing_and_makes_nothing() -> None:
    client = deciding()
    told = sent(client)
    keys = keys_in(client.post(page("baru/"), told))
    again = client.post(page("baru/"), told)
    assert again.status_code == 409 and "hanya ditampilkan satu kali" in text_of(again)
    assert [each for each in keys.secrets if each.encode() in again.content] == []
    assert len(kept().all()) == 1 and len(log("consumer.create")) == 1


def test_two_at_once_make_one() -> None:
    client = deciding()
    told, answers = sent(client), list[int]()

    def send() -> None:
        answers.append(client.post(page("baru/"), told).status_code)
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(2)]
    [each.start() for each in threads]
    [each.join() for each in threads]
    assert sorted(answers) == [200, 409] and len(kept().all()) == 1 and len(log("consumer.create")) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"facility_code": ""},
        {"facility_code": "X000"},
        {"profile": "unknown"},
        {"areas": [OTHER]},
        {"areas": []},
        {"consumer_id": ""},
    ],
)
def test_what_is_not_filled_in_is_said_and_makes_nothing(changed: dict[str, Any]) -> None:
    client = deciding()
    answer = client.post(page("baru/"), sent(client, **changed))
    assert answer.status_code == 422 and kept().all() == ()


def test_a_number_that_is_none_is_refused() -> None:
    client = deciding()
    answer = client.post(page("baru/"), sent(client, consumer_id="12a"))
    assert answer.status_code == 409 and kept().all() == () and log("consumer.create") == []


def test_without_facilities_the_page_says_where_they_come_from(region: Path) -> None:
    shutil.rmtree(region / "snapshots")
    assert "Belum ada daftar faskes" in text_of(deciding().get(page("baru/")))


def test_new_keys_leave_the_old_for_some_hours() -> None:
    client = deciding()
    old = made(client)
    new = rotated(client, old.number, 6)
    assert new.number == old.number and not set(new.secrets) & set(old.secrets)
    consumer, now = found(old.number), timezone.now()
    until = consumer.old_until(at=now)
    assert until is not None and dt.timedelta(hours=5) < until - now < dt.timedelta(hours=6)
    for keys in (old, new):
        assert kept().by_api_key(keys.api_key, at=now)
    assert kept().by_api_key(old.api_key, at=until) is None and kept().by_api_key(new.api_key, at=until)
    for path in ("", f"{old.number}/"):
        assert "kunci lama sampai" in text_of(client.get(page(path)))
    assert [each.said["details"] for each in log("consumer.rotate")] == [{"overlap_hours": 6}]


def test_with_no_hours_the_old_end_at_once() -> None:
    client = deciding()
    old = made(client)
    new = rotated(client, old.number, 0)
    now = timezone.now()
    assert kept().by_api_key(old.api_key, at=now) is None and kept().by_api_key(new.api_key, at=now)


@pytest.mark.parametrize("hours", ["", "-1", "337", "x"])
def test_hours_that_are_none_are_refused(hours: str) -> None:
    client = deciding()
    old = made(client)
    told = hidden(client, f"{old.number}/ganti-kunci/") | {"overlap_hours": hours}
    answer = client.post(page(f"{old.number}/ganti-kunci/"), told)
    assert answer.status_code == 422 and kept().by_api_key(old.api_key, at=timezone.now())


def test_the_second_of_two_officers_is_told_what_the_first_did() -> None:
    first, second = at("dinkes", approver=True, full_name="Petugas Pertama"), deciding()
    number = made(first).number
    paths = [f"{number}/ganti-kunci/", f"{number}/cabut/"]
    seen = [hidden(second, path) for path in paths]
    keys = rotated(first, number, 0)
    answers = [
        second.post(page(paths[0]), seen[0] | {"overlap_hours": "0"}),
        second.post(page(paths[1]), seen[1] | {"reason": "Tidak dipakai lagi."}),
        second.post(page(paths[0]), {"overlap_hours": "0", "seen": "kemarin"}),
    ]
    for answer in answers:
        assert answer.status_code == 409 and "kunci diganti oleh Petugas Pertama" in text_of(answer)
    assert kept().by_api_key(keys.api_key, at=timezone.now()) and len(log("consumer.rotate")) == 1


def test_new_keys_sent_again_change_nothing() -> None:
    client = deciding()
    number = made(client).number
    told = hidden(client, f"{number}/ganti-kunci/") | {"overlap_hours": "0"}
    new = keys_in(client.post(page(f"{number}/ganti-kunci/"), told))
    again = client.post(page(f"{number}/ganti-kunci/"), told)
    assert again.status_code == 409 and new.secret.encode() not in again.content
    assert kept().by_api_key(new.api_key, at=timezone.now())


def test_revoked_for_a_reason_and_once() -> None:
    client = deciding()
    keys = made(client)
    told = hidden(client, f"{keys.number}/cabut/")
    assert client.post(page(f"{keys.number}/cabut/"), told | {"reason": "  "}).status_code == 422
    assert client.post(page(f"{keys.number}/cabut/"), told | {"reason": "Kontrak berakhir."}).status_code == 302
    assert kept().by_api_key(keys.api_key, at=timezone.now()) is None
    again = client.post(page(f"{keys.number}/cabut/"), told | {"reason": "Sekali lagi."})
    assert again.status_code == 409 and "dicabut oleh Petugas dinkes" in text_of(again)
    text = text_of(client.get(page(f"{keys.number}/")))
    assert "Kontrak berakhir." in text and "Ganti kunci" not in text and "Cabut" not in text
    assert [each.said["why"] for each in log("consumer.revoke")] == ["Kontrak berakhir."]


def test_who_may() -> None:
    keys = made()
    for desk, approver, makes, stops in (
        ("dinkes", False, False, False),
        ("dinkes", True, True, True),
        ("bpjs", False, False, False),
        ("bpjs", True, False, True),
        ("admin", False, False, True),
        ("auditor", True, False, False),
    ):
        client = at(desk, approver=approver)
        assert client.get(page(f"{keys.number}/")).status_code == 200
        text = text_of(client.get(page(f"{keys.number}/")))
        got = [client.get(page(path)).status_code for path in ("baru/", f"{keys.number}/ganti-kunci/")]
        assert got == [200 if makes else 403] * 2 and ("Ganti kunci" in text) is makes, desk
        assert (client.get(page(f"{keys.number}/cabut/")).status_code == 200) is stops is ("Cabut" in text), desk
    for desk in ("dinsos", "faskes", "setda", "dukcapil", "pimpinan"):
        assert at(desk).get(page()).status_code == 403, desk


def test_the_admin_stops_and_the_log_says_so() -> None:
    keys = made()
    assert revoked(at("admin"), keys.number).status_code == 302
    assert found(keys.number).revoked_at and log("consumer.revoke")[0].said["desk"] == "admin"


def test_by_delegation_a_colleague_hands_keys_out_and_the_log_says_for_whom() -> None:
    giver, receiver = officer("dinkes", approver=True), officer("dinkes")
    days = {"from_date": dt.date(2021, 7, 1), "to_date": dt.date(2021, 8, 1)}
    Delegation.objects.create(giver=giver, receiver=receiver, reason="cuti", **days)
    client = signed_in(receiver)
    verify(client, receiver)
    keys = made(client)
    assert found(keys.number).changes[0].by == receiver.full_name
    assert log("consumer.create")[0].said["for_whom"] == giver.full_name
    assert signed_in(giver).get(page("baru/")).status_code == 403


def test_of_another_area_nothing_is_seen() -> None:
    keys = made()
    elsewhere = signed_in(a_user("dinkes", (OTHER,), approver=True))
    assert keys.number not in text_of(elsewhere.get(page(area=OTHER)))
    for path in (f"{keys.number}/", f"{keys.number}/ganti-kunci/", f"{keys.number}/cabut/"):
        assert elsewhere.get(page(path, area=OTHER)).status_code == 404
        assert elsewhere.get(page(path)).status_code == 404
    told = {"reason": "Coba.", "seen": found(keys.number).changed_at.isoformat()}
    assert elsewhere.post(page(f"{keys.number}/cabut/", area=OTHER), told).status_code == 404
    assert found(keys.number).revoked_at is None


def test_one_that_asks_about_more_areas_is_changed_by_whoever_decides_in_all() -> None:
    both = signed_in(a_user("dinkes", (AREA, OTHER), approver=True))
    keys = made(both, areas=[AREA, OTHER])
    assert found(keys.number).areas == (AREA, OTHER)
    for client in (deciding(), at("admin"), at("bpjs", approver=True)):
        text = text_of(client.get(page(f"{keys.number}/")))
        assert "bukan wewenang Anda" in text and OTHER in text and 'href="/36.73/aplikasi-faskes/' + keys.number not in text
        told = {"reason": "Coba.", "overlap_hours": "0", "seen": found(keys.number).changed_at.isoformat()}
        for path in ("ganti-kunci", "cabut"):
            assert client.post(page(f"{keys.number}/{path}/"), told).status_code in (403, 409)
    assert len(found(keys.number).changes) == 1
    assert rotated(both, keys.number, 0).number == keys.number


def test_an_officer_gives_no_area_that_is_not_theirs() -> None:
    client = deciding()
    assert client.post(page("baru/"), sent(client, areas=[AREA, OTHER])).status_code == 422


def test_the_list_as_a_file_holds_no_secret(region: Path) -> None:
    client = deciding()
    keys = made(client)
    answer = client.get(page("?format=xlsx"))
    content = b"".join(answer.streaming_content)
    answer.close()
    cells = [str(cell) for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True) for cell in row]
    assert keys.number in cells and any(AREA in cell or "Serang" in cell for cell in cells)
    assert not [each for each in keys.secrets if any(each in cell for cell in cells)]
    assert len(log("consumer.export")) == 1 and region.is_dir()


def test_labels_stand_beside_their_profile() -> None:
    client = deciding()
    assert "PBPU DAN BP PEMERINTAH DAERAH" in text_of(client.get(page(f"{made(client).number}/")))
    assert "PBI (APBD)" in text_of(client.get(page(f"{made(client, profile='old_labels').number}/")))


def test_the_queue_tells_of_old_keys_that_end_within_a_day() -> None:
    user = officer("dinkes", approver=True)
    client = signed_in(user)
    number = made(client).number

    def told() -> list[Waiting]:
        return list(waiting(user, AREA, dt.date(2021, 7, 12)))

    assert told() == []
    rotated(client, number, 48)
    assert told() == []
    rotated(client, number, 12)
    assert [each.count for each in told()] == [1]
    assert list(waiting(officer("dinkes"), AREA, dt.date(2021, 7, 12))) == []
    revoked(client, number)
    assert told() == []


def test_a_damaged_file_is_said_and_does_not_take_the_queue_with_it(region: Path) -> None:
    client = deciding()
    made(client)
    (region / FILE).write_text("{")
    assert client.get(page()).status_code == 409
    assert client.get(f"/{AREA}/antrean/").status_code == 200


def test_a_file_that_cannot_be_written_changes_nothing(region: Path) -> None:
    client = deciding()
    keys = made(client)
    lock = region / "counter" / ".consumers.json.lock"
    lock.unlink()
    lock.mkdir()  # nobody opens a folder for writing, not even a superuser
    told = hidden(client, f"{keys.number}/cabut/") | {"reason": "Coba."}
    answer = client.post(page(f"{keys.number}/cabut/"), told)
    assert answer.status_code == 409 and "tidak dapat ditulis" in text_of(answer)
    assert found(keys.number).revoked_at is None and log("consumer.revoke") == []
