"""The auditor sees who read whom and who guesses; whoever takes a notice owns it; nobody sees a number that they did not type."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cakupan.office.admission import asking
from cakupan.office.audit.models import LogEntry
from cakupan.office.database.scope import scoped
from cakupan.office.desk.queue import waiting_for
from cakupan.office.positions.models import PersonNumber
from cakupan.office.reads.intake import take_in
from cakupan.office.reads.models import Notice, Read
from cakupan.office.reads.of_person import reads_of_person
from cakupan.record.credentials import Consumers
from office_audit.test_office_audit_person import CARD, somebody
from office_people import a_user, an_area, signed_in
from office_reads.access_lines import AT, NIK, OTHER_NIK, answer, answers, guessing, item, keys, written

LISTED, NOTICES = "/16.10/pembacaan/", "/16.10/pembacaan/peringatan/"


@pytest.fixture(autouse=True)
def _area(office: Path) -> None:
    an_area("16.10")


def a_consumer(office: Path, number: str = "12345", name: str = "RSUD CONTOH") -> None:
    told = {"facility_code": "0138R001", "areas": ["16.10"], "consumer_id": number}
    Consumers.of(office, keys()).create(name=name, at=AT, **told)  # type: ignore[arg-type]


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def noted(action: str) -> list[dict[str, object]]:
    found = LogEntry.objects.using("owner").filter(action=action).order_by("number")
    return [json.loads(content) for content in found.values_list("content", flat=True)]


def test_what_stands_out_comes_first_then_every_read_with_names_of_software(office: Path) -> None:
    a_consumer(office)
    written(office, answer(), answer(OTHER_NIK, outcome="unknown"), guessing(41, 3.2))
    take_in()
    shown = page(signed_in(a_user("auditor")), LISTED)
    assert shown.index("Aplikasi menebak nomor") < shown.index("1610********9007")
    for told in ("RSUD CONTOH (12345), 0138R001", "41 tebakan", "diperlambat sampai 3,2 detik", "1610********9015"):
        assert told in shown, told
    assert NIK not in shown and OTHER_NIK not in shown
    english = Client(headers={"accept-language": "en"})
    english.force_login(a_user("auditor"), backend="django.contrib.auth.backends.ModelBackend")
    english.post("/bahasa/", {"language": "en"})
    assert "its answers were slowed by up to 3,2 seconds" in page(english, LISTED)


def test_filters_by_consumer_facility_and_day(office: Path) -> None:
    a_consumer(office)
    a_consumer(office, "67890", "KLINIK LAIN")
    before = AT - dt.timedelta(days=3)
    written(office, answer(), answer(consumer="67890", facility="0139K002"), answer(OTHER_NIK, at=before))
    take_in()
    client = signed_in(a_user("auditor"))

    def rows(query: str) -> tuple[int, int]:
        shown = page(client, f"{LISTED}?{query}")
        return shown.count("1610********9007"), shown.count("1610********9015")

    assert rows("") == (2, 1)
    assert rows("consumer=67890") == (1, 0)
    assert rows("facility=0138R001") == (1, 1)
    assert rows(f"to_date={before.date() + dt.timedelta(days=1)}") == (0, 1)
    assert rows(f"from_date={before.date() + dt.timedelta(days=2)}") == (2, 0)
    assert rows("from_date=kemarin") == (0, 0)
    assert rows("mark=tidak") == (0, 0)
    file = client.get(f"{LISTED}?format=xlsx")
    assert file.headers["Content-Type"].startswith("application/vnd.openxml") and b"".join(file.streaming_content)  # type: ignore[attr-defined]
    assert noted("reads.export")[0]["details"] == {"rows": 3}


def test_a_number_is_found_by_its_mark_and_stands_in_no_address_and_no_log(office: Path) -> None:
    person = somebody()
    PersonNumber.objects.using("loader").create(area="16.10", person=person, kind="nik", number=NIK)
    written(office, answer(), answer(OTHER_NIK), answers([item(), item(OTHER_NIK)]))
    take_in()
    client = signed_in(a_user("auditor"))
    gone = client.post(f"{LISTED}nomor/", {"number": "1610 0441 0290 9007"})
    assert gone.status_code == 302 and NIK not in gone.headers["Location"]
    shown = page(client, gone.headers["Location"])
    assert shown.count("1610********9007") == 2 and "1610********9015" not in shown
    client.post(f"{LISTED}nomor/", {"number": OTHER_NIK})
    first, second = noted("reads.search")
    assert (first["subject_kind"], first["subject_id"]) == ("person", str(person.pk))
    assert second["subject_kind"] == "mark" and OTHER_NIK not in json.dumps(second)
    wrong = client.post(f"{LISTED}nomor/", {"number": "123"})
    assert wrong.status_code == 422 and "NIK 16 angka" in wrong.content.decode()


@pytest.mark.parametrize(("desk", "reads", "notices"), [("auditor", 200, 200), ("admin", 403, 200), ("dinkes", 403, 403)])
def test_who_may_look(desk: str, reads: int, notices: int) -> None:
    client = signed_in(a_user(desk))
    assert (client.get(LISTED).status_code, client.get(NOTICES).status_code) == (reads, notices)


def test_another_area_sees_neither_reads_nor_notices(office: Path) -> None:
    an_area("16.71")
    a_consumer(office)
    written(office, answer(), guessing())
    take_in()
    other = signed_in(a_user("auditor", ("16.71",)))
    shown = page(other, "/16.71/pembacaan/")
    assert "1610********9007" not in shown and "menebak" not in shown
    pk = Notice.objects.using("loader").get().pk
    assert other.get(f"/16.71/pembacaan/peringatan/{pk}/").status_code == 404
    assert other.get(f"{NOTICES}{pk}/").status_code == 404


def test_a_notice_waits_in_the_queue_is_taken_and_settled_with_a_word(office: Path) -> None:
    a_consumer(office)
    written(office, guessing(41, 3.2))
    take_in()
    auditor, admin = a_user("auditor"), a_user("admin")

    def queue(user: object) -> list[tuple[str, int]]:
        with scoped(areas=["16.10"], desk="auditor"):
            return [(each.title, each.count) for each in waiting_for(user, "16.10", AT.date()) if "pembacaan" in each.url]

    assert queue(auditor) == queue(admin) == [("Nomor ditebak: belum ada yang melihat", 1)]
    notice = Notice.objects.using("loader").get()
    client, url = signed_in(admin), f"{NOTICES}{notice.pk}/"
    shown = page(client, url)
    for told in (
        "RSUD CONTOH (12345), 0138R001",
        "41 tebakan",
        "Hubungi faskesnya",
        "cabut",
        "/16.10/aplikasi-faskes/12345/",
        "Belum ada yang menanganinya",
    ):
        assert told in shown, told
    assert client.post(f"{url}langkah/take/", {"version": 1}).status_code == 302
    assert queue(auditor) == [] and queue(admin) == [("Peringatan akses: Anda tangani", 1)]
    refused = signed_in(auditor).post(f"{url}langkah/take/", {"version": 1, "reason": "saya saja"})
    assert refused.status_code == 409 and "sudah mengubahnya" in refused.content.decode()
    empty = client.post(f"{url}langkah/settle/", {"version": 2})
    assert empty.status_code == 422 and "Tulis apa yang ditemukan" in empty.content.decode()
    client.post(f"{url}langkah/settle/", {"version": 2, "reason": f"kredensial diganti; {NIK}"})
    shown = page(client, url)
    assert "kredensial diganti" in shown and NIK not in shown and queue(admin) == []
    written(office, guessing(21, 0.1))
    take_in()
    assert queue(admin) == [("Nomor ditebak: belum ada yang melihat", 1)]  # a new one, not the settled one


def test_guesses_at_the_desk_page_are_in_the_same_view(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "UNKNOWN_MAX", 0)
    clerk = a_user("faskes", facility_code="P367301", full_name="Sari Loket")
    for _ in range(2):
        assert signed_in(clerk).post("/16.10/loket/", {"number": NIK}).status_code == 422
    (notice,) = Notice.objects.using("loader").filter(kind="officer")
    assert (notice.times, notice.officer_id, notice.facility_code) == (2, clerk.pk, "P367301")
    shown = page(signed_in(a_user("auditor")), LISTED)
    assert "Akun menebak nomor" in shown and "Sari Loket" in shown and "ditolak selama sepuluh menit" in shown
    assert "atasannya" in page(signed_in(a_user("auditor")), f"{NOTICES}{notice.pk}/")


def test_a_broken_file_is_told_to_the_auditor(office: Path) -> None:
    path = written(office, answer(), answer())
    take_in()
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    take_in()
    client = signed_in(a_user("auditor"))
    assert "Catatan akses tidak utuh" in page(client, LISTED) and path.name in page(client, LISTED)
    notice = Notice.objects.using("loader").get()
    shown = page(client, f"{NOTICES}{notice.pk}/")
    assert "Berkas dipotong: baris 4" in shown and "folder counter/access" in shown
    assert noted("access_notice.tell")


def test_a_person_reads_who_asked_about_them_by_nik_and_card_and_at_the_desk(office: Path) -> None:
    person = somebody()
    a_consumer(office)
    lines = [answer(dialect="vclaim", user="loket-1"), answer(dialect="vclaim", user="loket-1"), answers([item(CARD)])]
    written(office, *lines, answer(OTHER_NIK))
    take_in()
    with scoped(areas=["16.10"], desk="dinsos"):
        found = list(reads_of_person(person))
    assert sorted((each.who, each.action) for each in found) == [
        ("RSUD CONTOH (12345)", "menanyakan status lewat REST"),
        ("RSUD CONTOH (12345) · loket-1", "menanyakan status lewat VClaim, 2 kali hari itu"),
    ]
    client = signed_in(a_user("dinsos"))
    shown = client.post(f"/16.10/orang/{person.pk}/riwayat-lengkap/", {"purpose": "person"}).content.decode()
    for told in ("RSUD CONTOH (12345) · loket-1", "2 kali hari itu", "untuk faskes 0138R001", "membuka riwayat lengkap"):
        assert told in shown, told
    gone = client.post(f"/16.10/orang/{person.pk}/riwayat-lengkap/surat/", {"purpose": "person"})
    assert gone.status_code == 302


def test_an_office_with_another_key_says_that_it_finds_nothing(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    person = somebody()
    a_consumer(office)
    written(office, answer())
    take_in()
    assert "kunci loket" not in page(signed_in(a_user("auditor")), LISTED).lower()
    another = replace(settings.ENVIRONMENT, counter_key="another key, just as long as the one that the counter has")
    monkeypatch.setattr(settings, "ENVIRONMENT", another)
    assert "Kunci loket di kantor ini lain" in page(signed_in(a_user("auditor")), LISTED)
    with scoped(areas=["16.10"], desk="dinsos"):
        (only,) = reads_of_person(person)
    assert only.at is None and "kunci" in only.action


def test_the_page_of_a_province_shows_its_regencies(office: Path) -> None:
    an_area("16")
    written(office, answer())
    take_in()
    assert settings.ENVIRONMENT.workspace == office
    assert "1610********9007" in page(signed_in(a_user("auditor", ("16",))), reverse("reads:listed", args=["16"]))
    with scoped(areas=["16", "16.10"], desk="auditor"):
        assert Read.objects.count() == 1
