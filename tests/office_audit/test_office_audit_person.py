"""A person's number is opened for a purpose, and a person's whole record is theirs to ask for; both stay in the log."""

from __future__ import annotations

import datetime as dt
import json
import time
from dataclasses import replace
from io import BytesIO

import pytest
from django.conf import settings
from pypdf import PdfReader

from cakupan.office.audit.models import LogEntry
from cakupan.office.audit.personal import record_of
from cakupan.office.audit.unmasking import KEPT, OPEN_SECONDS
from cakupan.office.database.scope import scoped
from cakupan.office.positions.models import BillLine, Card, CoverMonth, ListEntry, Person, PersonNumber, Position
from office_people import a_user, an_area, signed_in

pytestmark = pytest.mark.usefixtures("office")
NIK, CARD = "1610044102909007", "0001234567893"
MONTH = dt.date(2024, 7, 1)


def somebody(area: str = "16.10", nik: str = NIK) -> Person:
    """A person with a month of cover, its bill, a card and a decision."""
    an_area(area)
    loaded = {"area": area}
    position = Position.objects.using("loader").create(**loaded, month=MONTH, edition="e" * 64, as_of_date=MONTH, manifest={})
    person = Person.objects.using("loader").create(
        **loaded,
        identity=f"nik:{nik}",
        known_from="residents",
        nik=nik,
        name="NURJANNAH AHMAD",
        birth_date=dt.date(1990, 2, 1),
        village="16.10.01.2001",
        source_file="penduduk.csv",
        source_row=5,
        seen_month=MONTH,
    )
    mine = {**loaded, "person": person, "position": position}
    PersonNumber.objects.using("loader").create(**loaded, person=person, kind="card", number=CARD)
    Card.objects.using("loader").create(**mine, card_number=CARD, month=MONTH, status="active", segment="PEMDA")
    CoverMonth.objects.using("loader").create(
        **mine,
        month=MONTH,
        segment="PEMDA",
        payer="kabkota",
        class_number=3,
        decree_number="123/2024",
        agreement_number="440/1",
        from_date=MONTH,
        to_date=dt.date(2024, 8, 1),
        list_file="lampiran.xlsx",
        list_row=4117,
    )
    ListEntry.objects.using("loader").create(
        **mine,
        entry_key="k",
        outcome="covered",
        decree_number="123/2024",
        submitted_date=dt.date(2024, 6, 18),
        decided_by="Kadinsos",
    )
    BillLine.objects.using("loader").create(
        **mine,
        month=MONTH,
        entry_key="k",
        agreement_number="440/1",
        payer="pemda",
        account="iuran",
        amount=35_000,
        rate_key="r",
        citation="c",
    )
    return person


def noted(action: str) -> list[dict[str, object]]:
    found = LogEntry.objects.using("owner").filter(action=action).order_by("number")
    return [json.loads(content) for content in found.values_list("content", flat=True)]


def test_a_number_is_masked_until_its_purpose_is_told_and_again_after_ten_minutes() -> None:
    person = somebody()
    client = signed_in(a_user("dinsos"))
    page, open_nik = f"/16.10/orang/{person.pk}/", f"/16.10/orang/{person.pk}/buka-nik/"
    assert NIK not in client.get(page).content.decode()
    refused = client.post(open_nik, {"words": "penasaran"})
    assert refused.status_code == 200 and "catatan menyimpannya" in refused.content.decode()
    assert NIK not in client.get(page).content.decode() and not noted("person.unmask")
    client.post(open_nik, {"purpose": "paper", "words": f"surat 12, NIK {NIK}"})
    assert NIK in client.get(page).content.decode()
    (entry,) = noted("person.unmask")
    assert entry["subject_id"] == str(person.pk)
    assert "mencocokkan dengan berkas" in str(entry["why"]) and "surat 12" in str(entry["why"])
    assert NIK not in json.dumps(entry)
    session = client.session
    assert session[KEPT][str(person.pk)] <= time.time() + OPEN_SECONDS
    session[KEPT] = {str(person.pk): int(time.time()) - 1}
    session.save()
    assert NIK not in client.get(page).content.decode()


def test_it_opens_for_that_session_and_that_person_alone() -> None:
    person, user = somebody(), a_user("dinkes")
    first, second = signed_in(user), signed_in(user)
    first.post(f"/16.10/orang/{person.pk}/buka-nik/", {"purpose": "person"})
    assert NIK in first.get(f"/16.10/orang/{person.pk}/").content.decode()
    assert NIK not in second.get(f"/16.10/orang/{person.pk}/").content.decode()
    other = Person.objects.using("loader").create(
        area="16.10", identity="nik:2", known_from="residents", nik="1610044102909015", seen_month=MONTH
    )
    assert "1610044102909015" not in first.get(f"/16.10/orang/{other.pk}/").content.decode()


@pytest.mark.parametrize(("desk", "whole"), [("dukcapil", True), ("bpjs", True), ("dinsos", False), ("auditor", False)])
def test_desks_that_compare_with_papers_see_it_whole(desk: str, whole: bool) -> None:
    person = somebody()
    page = signed_in(a_user(desk)).get(f"/16.10/orang/{person.pk}/").content.decode()
    assert (NIK in page) is whole


def test_nobody_opens_a_person_of_another_area_and_leaders_open_nobody() -> None:
    person = somebody("16.71")
    for path in ("buka-nik", "riwayat-lengkap"):
        assert signed_in(a_user("dinsos")).get(f"/16.10/orang/{person.pk}/{path}/").status_code == 404
        assert signed_in(a_user("pimpinan")).get(f"/16.10/orang/{person.pk}/{path}/").status_code == 403
    assert signed_in(a_user("auditor")).get(f"/16.10/orang/{person.pk}/riwayat-lengkap/").status_code == 403


def test_the_whole_record_holds_everything_and_who_looked() -> None:
    person = somebody()
    client = signed_in(a_user("dinsos", full_name="Yuliana"))
    client.get(f"/16.10/orang/{person.pk}/")
    path = f"/16.10/orang/{person.pk}/riwayat-lengkap/"
    assert "lampiran.xlsx" not in client.get(path).content.decode()
    page = client.post(path, {"purpose": "person", "words": "datang ke loket"}).content.decode()
    for told in ("123/2024", "440/1", "35.000", "Kadinsos", "lampiran.xlsx, baris 4117", "Yuliana", "membuka data orang"):
        assert told in page, told
    assert "datang ke loket" in page
    (entry,) = noted("person.record")
    assert entry["why"] == "menjawab orang yang bersangkutan: datang ke loket"
    with scoped(areas=["16.10"], desk="dinsos"):
        record = record_of(person)
    assert [look.action for look in record.looks] == ["membuka riwayat lengkap satu orang", "membuka data orang"]
    assert len(record.events) == 3


def test_it_goes_to_the_person_as_a_letter() -> None:
    person = somebody()
    client = signed_in(a_user("dukcapil", full_name="Ratna"))
    client.get(f"/16.10/orang/{person.pk}/")
    gone = client.post(f"/16.10/orang/{person.pk}/riwayat-lengkap/surat/", {"purpose": "person"})
    assert gone.status_code == 302, gone.content.decode()
    pdf = client.get(gone.headers["Location"] + "surat.pdf")
    file = b"".join(pdf.streaming_content) if pdf.streaming else pdf.content
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages).split())
    for told in ("NURJANNAH AHMAD", NIK, "SK 123/2024", "35.000", "Ratna", "membuka data orang"):
        assert told in text, told
    assert [each["subject_id"] for each in noted("person.record_letter")] == [str(person.pk)]


def test_in_a_demo_the_letter_was_asked_for_on_the_day_that_it_bears(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, today=dt.date(2024, 7, 5)))
    person = somebody()
    with scoped(areas=["16.10"]):
        assert record_of(person).letter.asked_date == dt.date(2024, 7, 5)
