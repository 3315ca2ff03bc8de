"""Behind the leader's page: UHC and its status, supposed terms, who loses cover by name, the province's table; and the queue."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction
from django.test import Client

from cakupan.office.accounts.models import User
from cakupan.office.audit.models import LogEntry
from cakupan.office.coverage.models import UhcStatus
from cakupan.office.coverage.option_views import sides
from cakupan.office.database.scope import scoped
from cakupan.office.positions.models import ListEntry, Person, Position
from office_coverage.coverage_rows import AREA, JULY, NUMBER, a_figure, a_position, an_outlook
from office_people import a_user, an_area, signed_in

pytestmark = pytest.mark.usefixtures("office")
DAY = dt.date(2024, 7, 5)


@pytest.fixture(autouse=True)
def day(office: Any) -> None:
    from django.conf import settings

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, today=DAY)


def read(client: Client, path: str) -> str:
    answer = client.get(f"/{path}")
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def with_outlook() -> None:
    a_figure(a_position(), "outlook", an_outlook())


def test_the_criteria_of_the_day_and_of_the_next_rule_are_told_apart() -> None:
    a_position()
    shown = read(signed_in(a_user("dinkes")), f"{AREA}/cakupan/uhc/")
    assert "&gt; 75 %" in shown and "≥ 80 %" in shown and "Berlaku mulai 1 Januari 2025" in shown
    assert "belum dimohon" in shown


def test_dinkes_records_the_request_and_bpjs_the_grant() -> None:
    a_position()
    dinkes, bpjs = signed_in(a_user("dinkes")), signed_in(a_user("bpjs"))
    asked = {"request_number": "440/9001/DINKES/2024", "requested_date": "2024-07-04"}
    assert dinkes.post(f"/{AREA}/cakupan/uhc/permohonan/", asked).status_code == 302
    assert "dimohon, menunggu BPJS" in read(bpjs, f"{AREA}/cakupan/uhc/")
    with scoped(areas=[AREA]):
        (record,) = UhcStatus.objects.all()
    granted = {"grant_number": "9001/BPJS/2024", "granted_date": "2024-07-05"}
    assert dinkes.post(f"/{AREA}/cakupan/uhc/{record.pk}/pemberian/", granted).status_code == 403
    assert bpjs.post(f"/{AREA}/cakupan/uhc/{record.pk}/pemberian/", granted).status_code == 302
    shown = read(dinkes, f"{AREA}/cakupan/uhc/")
    assert "diberikan BPJS" in shown and "9001/BPJS/2024" in shown
    actions = (
        LogEntry.objects.using("owner").filter(action__startswith="uhc.").order_by("number").values_list("action", flat=True)
    )
    assert list(actions) == ["uhc.ask", "uhc.grant"]
    with scoped(areas=[AREA]), pytest.raises(DatabaseError), transaction.atomic():
        UhcStatus.objects.update(grant_number="lain")


def test_of_two_who_ask_at_once_the_second_is_told_that_one_waits() -> None:
    a_position()
    first, second = a_user("dinkes"), signed_in(a_user("dinkes"))

    def ask() -> int:
        try:
            told = {"request_number": "440/9002", "requested_date": "2024-07-05"}
            return int(second.post(f"/{AREA}/cakupan/uhc/permohonan/", told).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with scoped(areas=[AREA], user_id=first.pk), transaction.atomic():
            UhcStatus.objects.create(area=AREA, requested_date=DAY, request_number="440/9001", requested_by=first)
            later = pool.submit(ask)
            with pytest.raises(TimeoutError):
                later.result(2)
        assert later.result(60) == 409


def test_a_letter_of_tomorrow_is_refused_with_what_was_typed_kept() -> None:
    a_position()
    answer = signed_in(a_user("dinkes")).post(
        f"/{AREA}/cakupan/uhc/permohonan/", {"request_number": "440/9002", "requested_date": "2024-07-06"}
    )
    assert answer.status_code == 422
    assert "Tanggal ini belum tiba." in answer.content.decode() and "440/9002" in answer.content.decode()


def test_a_grant_before_the_request_is_refused() -> None:
    a_position()
    with scoped(areas=[AREA]):
        told = {"area": AREA, "request_number": "1", "requested_date": DAY, "requested_by": a_user("dinkes")}
        record = UhcStatus.objects.create(**told)
    granted = {"grant_number": "2", "granted_date": "2024-07-04"}
    answer = signed_in(a_user("bpjs")).post(f"/{AREA}/cakupan/uhc/{record.pk}/pemberian/", granted)
    assert answer.status_code == 422 and "sebelum dimohon" in answer.content.decode()


def test_a_second_request_waits_for_the_answer_to_the_first() -> None:
    a_position()
    client = signed_in(a_user("dinkes"))
    asked = {"request_number": "440/9001", "requested_date": "2024-07-04"}
    assert client.post(f"/{AREA}/cakupan/uhc/permohonan/", asked).status_code == 302
    assert client.post(f"/{AREA}/cakupan/uhc/permohonan/", asked).status_code == 409


def test_a_target_is_told_in_people_and_rupiah_without_asking_the_files() -> None:
    with_outlook()
    shown = read(signed_in(a_user("pimpinan")), f"{AREA}/cakupan/pilihan/?agreement={NUMBER}&target=80")
    assert "Target aktif 80 %" in shown and "Kurang 220 jiwa, ≈ Rp 8.316.000 per bulan." in shown


def test_terms_that_cannot_be_are_said_at_the_field() -> None:
    with_outlook()
    shown = read(signed_in(a_user("pimpinan")), f"{AREA}/cakupan/pilihan/?agreement={NUMBER}&province=140")
    assert "govuk-error-summary" in shown


def test_the_two_sides_are_told_in_words() -> None:
    present = {"people_carried": 604, "money_ends": "2024-09-10", "shortfall": 457_077_600, "total": 571_347_000}
    supposed = {"people_carried": None, "money_ends": None, "shortfall": None, "total": 529_200_000}
    lines = sides({"present": present, "supposed": supposed})
    assert [line.present.replace("\u00a0", " ") for line in lines] == [
        "604",
        "10 September 2024",
        "Rp 457.077.600",
        "Rp 571.347.000",
    ]
    assert [line.supposed.replace("\u00a0", " ") for line in lines] == ["–", "cukup sampai akhir tahun", "–", "Rp 529.200.000"]


def an_ending_line() -> None:
    with_outlook()
    told = {"area": AREA, "name": "NURJANNAH AHMAD", "nik": "1610044102909007", "village": "16.10.01.2001"}
    person = Person.objects.using("loader").create(identity="nik:1", known_from="resident", seen_month=JULY, **told)
    position = a_position(month=dt.date(2024, 6, 1), counts={AREA: (1, 1, 1)})
    more = {"position": position, "outcome": "billed", "agreement_number": NUMBER, "end_cause": "agreement_ended"}
    ListEntry.objects.using("loader").create(entry_key="1", person=person, to_date=dt.date(2025, 1, 1), **told, **more)


def test_desks_that_act_see_by_name_who_loses_cover_and_the_look_is_recorded() -> None:
    an_ending_line()
    client = signed_in(a_user("dinsos"))
    assert "kehilangan/16.10.01.2001/" in read(client, f"{AREA}/cakupan/kehilangan/")
    shown = read(client, f"{AREA}/cakupan/kehilangan/16.10.01.2001/")
    assert "NURJANNAH AHMAD" in shown and "1610********9007" in shown and "1610044102909007" not in shown
    (entry,) = LogEntry.objects.using("owner").filter(action="coverage.losing_people")
    assert "NURJANNAH" not in entry.content


def a_line_of(number: int, *, to_date: dt.date = dt.date(2025, 1, 1), person: Person | None = None, **more: Any) -> Person:
    """A further line that ends with the agreement, of its own person unless one is given."""
    told = {"area": AREA, "name": f"ORANG {number}", "village": "16.10.01.2001"}
    loader = Person.objects.using("loader")
    found = person or loader.create(identity=f"nik:{number}", known_from="resident", seen_month=JULY, **told)
    position = Position.objects.using("loader").latest("month")
    line = {"position": position, "outcome": "billed", "agreement_number": NUMBER, "end_cause": "agreement_ended", **more}
    ListEntry.objects.using("loader").create(entry_key=str(number), person=found, to_date=to_date, **told, **line)
    return found


def test_the_list_holds_whom_the_count_counts_and_nobody_else() -> None:
    an_ending_line()
    renewed = a_line_of(2)
    a_line_of(3, person=renewed, from_date=dt.date(2025, 1, 1), to_date=dt.date(2026, 1, 1), agreement_number="440/2/2025")
    a_line_of(4, outcome="without_decree")
    a_line_of(5)
    shown = read(signed_in(a_user("dinsos")), f"{AREA}/cakupan/kehilangan/16.10.01.2001/")
    assert "ORANG 5" in shown and "NURJANNAH AHMAD" in shown
    assert "ORANG 2" not in shown and "ORANG 3" not in shown and "ORANG 4" not in shown


def test_a_village_of_another_area_is_counted_without_a_list() -> None:
    outlook = an_outlook()
    outlook["loses_cover"]["by_village"].append({"area": "16.71.01.1001", "name": "Palembang", "people": 2, "verified": 2})
    a_figure(a_position(), "outlook", outlook)
    shown = read(signed_in(a_user("dinsos")), f"{AREA}/cakupan/kehilangan/")
    assert "kehilangan/16.10.01.2001/" in shown and "Palembang" in shown and "kehilangan/16.71.01.1001/" not in shown


@pytest.mark.parametrize("desk", ["pimpinan", "dprd", "setda", "kelurahan", "faskes"])
def test_others_see_no_names_of_those_who_lose_cover(desk: str) -> None:
    an_ending_line()
    client = signed_in(a_user(desk))
    assert client.get(f"/{AREA}/cakupan/kehilangan/16.10.01.2001/").status_code == 403
    page = client.get(f"/{AREA}/cakupan/kehilangan/")
    assert page.status_code == 403 or "16.10.01.2001/" not in page.content.decode()


PROGRAMME = {
    "number": "Pergub 77/2018",
    "year": 2019,
    "illustrative": ["allocations"],
    "allocations": [
        {
            "area": "61.01",
            "proposed_people": 10,
            "verified_people": 5,
            "allocated": 1_000,
            "disbursed": 600,
            "realised": 500,
            "carried": 0,
        },
        {"area": "61.02", "proposed": False, "proposed_people": 0, "allocated": 0, "disbursed": 0, "realised": 0},
    ],
}


def a_province() -> User:
    published = [{"what": "coverage_pct", "area": "61", "value": "69.89", "as_of": "2020-06-01", "source": "x"}]
    counts = {"61": (5_443_030, 3_801_759, 3_000_000), "61.01": (3_000_000, 1_801_759, 1), "61.02": (2_443_030, 2_000_000, 1)}
    documents = {"region": {"published": published}, "programmes": [PROGRAMME]}
    a_position("61", counts=counts, documents=documents, agreements=[], absent=["payments"])
    an_area("61")
    return a_user("provinsi", areas=("61",))


def test_the_provinces_table_sums_up_and_flags_a_quote_that_its_parts_do_not_give() -> None:
    client = signed_in(a_province())
    shown = read(client, "61/cakupan/bantuan/")
    assert "69,89 % dikutip; bagian-bagiannya memberi 69,85 %." in shown
    assert "Sambas" in shown and "tidak mengusulkan" in shown and "ilustratif" in shown
    answer = client.get("/61/cakupan/bantuan/?bantuan-1-format=xlsx")
    assert answer["Content-Type"].endswith("sheet")
    answer.close()
    assert "69,85 %" in read(client, "61/cakupan/")


def test_without_a_programme_there_is_no_table_of_aid() -> None:
    a_position()
    assert signed_in(a_user("dinkes")).get(f"/{AREA}/cakupan/bantuan/").status_code == 404


def test_an_empty_queue_says_which_days_come_next_by_the_law() -> None:
    a_position()
    shown = read(signed_in(a_user("pimpinan")), f"{AREA}/antrean/")
    assert "Tidak ada yang menunggu Anda." in shown
    assert "20 Juli 2024" in shown and "1 Agustus 2024" in shown and "10 Juli 2024" in shown


def test_the_queue_tells_what_the_newest_position_changed() -> None:
    a_position(month=dt.date(2024, 6, 1), counts={AREA: (20_000, 19_000, 16_000)})
    a_position()
    shown = read(signed_in(a_user("dinkes")), f"{AREA}/antrean/")
    assert "Juli 2024 dibanding Juni 2024" in shown and "+282" in shown and "−220" in shown


def test_only_desks_that_may_look_at_people_search_from_the_queue() -> None:
    a_position()
    assert f'action="/{AREA}/orang/"' in read(signed_in(a_user("dinsos")), f"{AREA}/antrean/")
    assert f'action="/{AREA}/orang/"' not in read(signed_in(a_user("pimpinan")), f"{AREA}/antrean/")
