"""Lists back to the offices, minutes, summary, and what an approved removal does to the list."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from cakupan.office.audit.models import LogEntry
from cakupan.office.database.scope import scoped
from cakupan.office.enrolment.models import ProposalLine
from cakupan.office.papers.keeping import path_of
from cakupan.office.papers.models import Paper
from cakupan.office.positions.models import ListEntry, Person
from office_enrolment.lists import TERMS, an_agreement
from office_people import a_user, signed_in
from office_verification.mismatch_fixture import AREA, LIST, MONTH, a_mismatch, a_position, key_of, loaded, posted


def decided(act: str, number: int, code: str = "funded_twice") -> None:
    """Proposed by Dinsos, confirmed where it must be, approved."""
    key = key_of(number, code)
    posted(signed_in(a_user("dinsos")), act, key, reason="menurut surat")
    posted(signed_in(a_user("dukcapil")), "confirm", key)
    posted(signed_in(a_user("dinsos", approver=True)), "approve", key)


def cells(answer: Any) -> list[Any]:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


@pytest.fixture
def cases(office: Path) -> None:
    a_position()
    loaded(a_mismatch(1), a_mismatch(2, "deceased"), a_mismatch(3), a_mismatch(4, "deceased"), a_mismatch(5))
    decided("remove", 1)
    decided("correct", 2, "deceased")
    decided("keep", 3)
    posted(signed_in(a_user("dinsos")), "remove", key_of(4, "deceased"), reason="akta")


@pytest.mark.usefixtures("office", "cases")
def test_each_office_takes_its_own_list() -> None:
    branch = cells(signed_in(a_user("bpjs")).get(f"{LIST}daftar/branch.xlsx"))
    assert "ORANG 1" in branch and "ORANG 2" in branch and "menurut surat" in branch
    assert not {"ORANG 3", "ORANG 4", "ORANG 5"} & set(branch), "kept, still at Dukcapil, or not proposed"
    registry = cells(signed_in(a_user("dukcapil")).get(f"{LIST}daftar/dukcapil.xlsx"))
    assert {"ORANG 2", "ORANG 4"} <= set(registry) and "teliti" in registry and "ORANG 1" not in registry
    assert "1610024101009002" in registry
    assert signed_in(a_user("dukcapil")).get(f"{LIST}daftar/branch.xlsx").status_code == 404
    assert signed_in(a_user("kelurahan")).get(f"{LIST}daftar/").status_code == 403
    entries = LogEntry.objects.using("owner").filter(action="mismatch.list_back")
    assert entries.count() == 2 and all("ORANG" not in entry.content for entry in entries)


@pytest.mark.usefixtures("cases")
def test_minutes_tell_what_was_decided(office: Path) -> None:
    head = signed_in(a_user("dinsos", approver=True))
    answer = head.post(f"{LIST}daftar/berita-acara/")
    assert answer.status_code == 302
    with scoped(areas=[AREA]):
        paper = Paper.objects.get()
    told = {row[1]: row[2:6] for row in paper.says["matter"]["decisions"]}
    assert told == {"Meninggal": ["2", "1", "0", "1"], "Dibiayai ganda": ["3", "1", "1", "1"]}
    assert paper.says["matter"]["people"] == "5" and "37.800" in paper.says["matter"]["monthly_amount"]
    assert path_of(paper.sha256).read_bytes().startswith(b"%PDF")
    assert paper.number in head.get(f"{LIST}daftar/").content.decode()
    assert signed_in(a_user("dinsos")).post(f"{LIST}daftar/berita-acara/").status_code == 403


@pytest.mark.usefixtures("cases")
def test_a_province_finds_no_minutes_of_its_regencies_among_its_own() -> None:
    signed_in(a_user("dinsos", approver=True)).post(f"{LIST}daftar/berita-acara/")
    a_position(area="16")
    with scoped(areas=[AREA]):
        number = Paper.objects.get().number
    shown = signed_in(a_user("auditor", areas=("16",))).get("/16/verifikasi/daftar/")
    assert shown.status_code == 200 and number not in shown.content.decode()


@pytest.mark.usefixtures("office")
def test_without_a_decision_there_are_no_minutes() -> None:
    a_position()
    loaded(a_mismatch(1))
    refused = signed_in(a_user("dinsos", approver=True)).post(f"{LIST}daftar/berita-acara/")
    assert refused.status_code == 409 and "belum ada data tidak padan yang diputuskan" in refused.content.decode()


@pytest.mark.usefixtures("office", "cases")
def test_the_summary_counts_by_kind_place_and_amount() -> None:
    loaded(a_mismatch(6, rupiah_per_month=None), a_mismatch(7, rupiah_per_month=120_000, village="16.10.01.2001"))
    client: Client = signed_in(a_user("auditor"))
    page = client.get(f"{LIST}ringkasan/").content.decode().replace("\xa0", " ")
    assert "Dibiayai ganda" in page and "Meninggal" in page and "tidak diketahui" in page
    assert "Rp 25.000 – &lt; Rp 50.000" in page and "Rp 100.000 – &lt; Rp 1.000.000" in page
    told = cells(client.get(f"{LIST}ringkasan/", {"menurut-jenis-format": "xlsx"}))
    assert told[told.index("Dibiayai ganda") + 1 :][:4] == [5, 3, 0, 2]


@pytest.mark.usefixtures("office")
def test_an_approved_removal_goes_on_the_list_of_removals() -> None:
    position = a_position()
    agreement = an_agreement()
    person = Person.objects.using("loader").create(
        area=AREA,
        identity="nik:1610024101909001",
        known_from="resident",
        nik="1610024101909001",
        name="ORANG 1",
        seen_month=MONTH,
    )
    ListEntry.objects.using("loader").create(
        area=AREA,
        entry_key="SK-1/1",
        person=person,
        position=position,
        outcome="billed",
        agreement_number=agreement.number,
        from_date=MONTH,
    )
    stranger = Person.objects.using("loader").create(
        area=AREA, identity="entry:2", known_from="entry", name="ORANG 2", seen_month=MONTH
    )
    loaded(a_mismatch(1, person=person), a_mismatch(2, person=stranger))
    for number in (1, 2):
        posted(signed_in(a_user("dinsos")), "remove", key_of(number, "funded_twice"), reason="PBI JK")
    head = signed_in(a_user("dinsos", approver=True))
    keys = [key_of(number, "funded_twice") for number in (1, 2)]
    assert posted(head, "approve", *keys).status_code == 302
    with scoped(areas=[AREA]):
        line = ProposalLine.objects.get()
        assert (line.mismatch_key, line.person_id, line.reason) == (keys[0], person.pk, "funded_twice")
    assert "1 di antaranya tidak masuk daftar penonaktifan" in head.get(LIST).content.decode()


@pytest.mark.usefixtures("office")
def test_a_removal_whose_agreement_is_recorded_later_is_handed_on_then() -> None:
    position = a_position()
    person = Person.objects.using("loader").create(
        area=AREA,
        identity="nik:1610024101909001",
        known_from="resident",
        nik="1610024101909001",
        name="ORANG 1",
        seen_month=MONTH,
    )
    around = {"area": AREA, "person": person, "position": position, "outcome": "billed", "from_date": MONTH}
    ListEntry.objects.using("loader").create(entry_key="SK-1/1", agreement_number=TERMS["number"], **around)
    loaded(a_mismatch(1, person=person))
    decided("remove", 1)
    head = signed_in(a_user("dinsos", approver=True))
    assert "Masukkan 1 orang ke daftar penonaktifan" in head.get(f"{LIST}daftar/").content.decode()
    an_agreement()
    assert head.post(f"{LIST}daftar/penonaktifan/").status_code == 302
    with scoped(areas=[AREA]):
        assert ProposalLine.objects.get().person_id == person.pk
    assert "ke daftar penonaktifan" not in head.get(f"{LIST}daftar/").content.decode()
