"""Searching a person and reading their page: found by number or by name with birth date, each look recorded, NIK masked."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cakupan.office.audit.models import LogEntry
from cakupan.office.positions.models import BillLine, Card, CoverMonth, ListEntry, Person, PersonNumber, Position
from month.small_region import AREA as SERANG
from month.small_region import closed_workspace, look
from office_people import a_user, signed_in

pytestmark = pytest.mark.usefixtures("office")
AREA, NIK, CARD = "16.10", "1610044102909007", "0001610009007"


def a_person(name: str = "NURJANNAH AHMAD", nik: str = NIK, area: str = AREA, **more: Any) -> Person:
    person = Person.objects.using("loader").create(
        area=area,
        identity=f"nik:{nik}",
        known_from="resident",
        nik=nik,
        name=name,
        name_key=name,
        birth_date=dt.date(1990, 2, 1),
        sex="P",
        village="16.10.02.2001",
        seen_month=dt.date(2024, 7, 1),
        **more,
    )
    PersonNumber.objects.using("loader").create(area=area, person=person, kind="nik", number=nik)
    return person


def a_position(month: dt.date = dt.date(2024, 7, 1)) -> Position:
    return Position.objects.using("loader").create(area=AREA, month=month, edition="e" * 64, as_of_date=month, manifest={})


def searched(client: Any, **form: str) -> Any:
    return client.post(f"/{AREA}/orang/", form)


@pytest.mark.parametrize("number", [NIK, "1610 0441 0290 9007", "1610.0441.0290.9007"])
def test_a_number_leads_to_the_person(number: str) -> None:
    person = a_person()
    answer = searched(signed_in(a_user("dinsos")), number=number)
    assert answer.status_code == 302 and answer["Location"] == f"/{AREA}/orang/{person.pk}/"


def test_a_card_number_leads_to_the_person() -> None:
    person = a_person()
    PersonNumber.objects.using("loader").create(area=AREA, person=person, kind="card", number=CARD)
    assert searched(signed_in(a_user("faskes")), number=CARD)["Location"].endswith(f"/orang/{person.pk}/")


def test_namesakes_of_one_birth_date_are_listed_with_their_nik_masked() -> None:
    a_person()
    a_person(name="NURJANNAH BINTI ALI", nik="1610044102909031")
    page = searched(signed_in(a_user("dinsos")), name="nurjannah", birth_date="01-02-1990").content.decode()
    assert "NURJANNAH AHMAD" in page and "NURJANNAH BINTI ALI" in page
    assert "1610********9007" in page and NIK not in page


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({}, "Isi nomor, atau nama dan tanggal lahir."),
        ({"number": "12345"}, "Nomor ini 5 angka."),
        ({"number": "16100441029O9007"}, "Nomor hanya berisi angka."),
        ({"name": "NURJANNAH"}, "mencari dengan nama saja tidak dapat"),
        ({"name": "NU", "birth_date": "01-02-1990"}, "paling sedikit tiga huruf"),
        ({"name": "NURJANNAH", "birth_date": "1990"}, "hari-bulan-tahun"),
    ],
)
def test_a_search_that_cannot_be_made_says_how_to_mend_it_and_keeps_what_was_typed(form: dict[str, str], says: str) -> None:
    a_person()
    answer = searched(signed_in(a_user("dinsos")), **form)
    page = answer.content.decode()
    assert answer.status_code == 422 and says in page
    assert all(f'value="{typed}"' in page for typed in form.values())


def test_people_of_another_area_are_not_found() -> None:
    a_person(area="16.71", nik="1671044102909007")
    page = searched(signed_in(a_user("dinsos")), number="1671044102909007").content.decode()
    assert "Tidak ditemukan" in page


def test_a_person_of_another_area_has_no_page() -> None:
    stranger = a_person(area="16.71", nik="1671044102909007")
    assert signed_in(a_user("dinsos")).get(f"/{AREA}/orang/{stranger.pk}/").status_code == 404


@pytest.mark.parametrize("desk", ["pimpinan", "dprd", "setda", "admin"])
def test_desks_that_do_not_come_for_people_find_no_search(desk: str) -> None:
    person = a_person()
    client = signed_in(a_user(desk))
    assert client.get(f"/{AREA}/orang/").status_code == 403
    assert client.get(f"/{AREA}/orang/{person.pk}/").status_code == 403


def test_every_search_and_every_look_is_recorded_without_the_number() -> None:
    person = a_person()
    client = signed_in(a_user("dinsos"))
    searched(client, number=NIK)
    client.get(f"/{AREA}/orang/{person.pk}/")
    entries = LogEntry.objects.using("owner").filter(action__startswith="person.").order_by("number")
    assert [(entry.action, entry.subject_id) for entry in entries] == [("person.search", ""), ("person.read", str(person.pk))]
    assert all(NIK not in entry.content and "NURJANNAH" not in entry.content for entry in entries)


def test_the_page_tells_the_story_and_masks_the_nik() -> None:
    person, july, august = a_person(), a_position(), a_position(dt.date(2024, 8, 1))
    for position in (july, august):
        CoverMonth.objects.using("loader").create(
            area=AREA,
            person=person,
            month=position.month,
            position=position,
            segment="PEMDA",
            payer="kabkota",
            class_number=3,
            agreement_number="440/9001",
            decree_number="123/2024",
            from_date=dt.date(2024, 2, 1),
            to_date=dt.date(2025, 1, 1),
            list_file="lampiran.csv",
            list_row=4117,
        )
    Card.objects.using("loader").create(
        area=AREA, card_number=CARD, person=person, month=july.month, position=july, status="active", segment="PEMDA"
    )
    page = signed_in(a_user("dinsos")).get(f"/{AREA}/orang/{person.pk}/").content.decode()
    assert "PBPU dan BP Pemda (Pemkab/Pemkot), kelas III" in page
    assert "Juli 2024 s.d. Agustus 2024 (2 posisi)" in page
    assert "SK 123/2024, PKS 440/9001" in page and "lampiran.csv, baris 4117" in page
    assert "Kartu menurut BPJS: aktif" in page
    assert NIK not in page and "1610********9007" in page


def test_what_a_month_costs_is_told_by_payer_with_its_parts() -> None:
    person, july = a_person(), a_position()
    told = {"area": AREA, "person": person, "month": july.month, "position": july, "agreement_number": "440/9001"}
    cover = {"segment": "PEMDA", "payer": "kabkota", "class_number": 3, "from_date": july.month, "to_date": dt.date(2025, 1, 1)}
    CoverMonth.objects.using("loader").create(**told, **cover)
    for payer, account, amount in (
        ("kabkota", "bantuan_iuran", 2_800),
        ("kabkota", "iuran", 35_000),
        ("pusat", "iuran_pusat", 4_200),
    ):
        line = {"entry_key": "1", "payer": payer, "account": account, "amount": amount, "rate_key": "x", "citation": "x"}
        BillLine.objects.using("loader").create(**told, **line)
    page = signed_in(a_user("dinsos")).get(f"/{AREA}/orang/{person.pk}/").content.decode().replace("\u00a0", " ")
    assert "Juli 2024: Rp 42.000 = Pemkab Ogan Ilir Rp 37.800 (2.800 + 35.000) + Pemerintah pusat Rp 4.200" in page


def test_a_stretch_ends_where_a_position_between_does_not_hold_it() -> None:
    person = a_person()
    for month, listed in ((7, True), (8, False), (9, True)):
        position = a_position(dt.date(2024, month, 1))
        if listed:
            told = {
                "area": AREA,
                "person": person,
                "month": position.month,
                "position": position,
                "segment": "PEMDA",
                "payer": "kabkota",
            }
            CoverMonth.objects.using("loader").create(**told, from_date=dt.date(2024, 2, 1), to_date=dt.date(2025, 1, 1))
    page = signed_in(a_user("dinsos")).get(f"/{AREA}/orang/{person.pk}/").content.decode()
    assert "Posisi Juli 2024<" in page and "Posisi September 2024<" in page and "s.d." not in page


def test_a_desk_that_compares_papers_sees_the_nik_whole() -> None:
    person = a_person()
    assert NIK in signed_in(a_user("dukcapil")).get(f"/{AREA}/orang/{person.pk}/").content.decode()


def test_of_the_deceased_the_page_says_so_with_whom_to_tell_if_it_is_wrong(office: Path) -> None:
    nik = look(
        "SELECT min(p.nik) FROM {mismatches} m JOIN {persons} p USING (person_id) JOIN {statuses} s USING (person_id) "
        "WHERE m.subject = 'list' AND m.code = 'deceased' AND m.evidence_kind = 'deaths' AND s.status = 'active' AND p.nik <> ''"
    )[0][0]
    shutil.copytree(closed_workspace(), office, dirs_exist_ok=True)
    person = a_person(nik=nik, area=SERANG)
    officer = signed_in(a_user("dinkes", areas=(SERANG,)))
    page = officer.get(f"/{SERANG}/orang/{person.pk}/", {"pada": "2021-07-15"}).content.decode()
    assert "NONAKTIF – TERCATAT MENINGGAL" in page and "Kematian itu dilaporkan pada" in page
    assert "BPJS masih mencatat kartunya aktif" in page and "laporkan ke Dukcapil" in page
    assert "Gawat darurat" not in page and "jaminan" not in standing_part(page)


def standing_part(page: str) -> str:
    """What the page says about the status, above the story."""
    return page.partition('id="status"')[2].partition("</section>")[0].lower()


def test_the_story_asks_for_all_decisions_at_once() -> None:
    person, july = a_person(), a_position()
    client = signed_in(a_user("dinsos"))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/{AREA}/orang/{person.pk}/").status_code == 200
        return len(queries)

    def ended(number: int) -> None:
        told = {"area": AREA, "person": person, "position": july, "outcome": "agreement_ended", "end_cause": "agreement_ended"}
        ListEntry.objects.using("loader").create(entry_key=f"SK-1/{number}", to_date=dt.date(2024, number, 1), **told)

    ended(1)
    asked()
    one = asked()
    for number in range(2, 7):
        ended(number)
    assert asked() == one
