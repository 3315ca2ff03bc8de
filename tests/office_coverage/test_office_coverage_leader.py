"""The leader's one page: every figure that of the position, thresholds of the day, its states for nothing, old, contradictory."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cakupan.office.billing.models import Payment
from cakupan.office.database.scope import scoped
from cakupan.office.positions.models import Person
from office_coverage.coverage_rows import AREA, JULY, NUMBER, a_figure, a_position, an_outlook, unpaid
from office_people import a_user, an_area, signed_in

pytestmark = pytest.mark.usefixtures("office")
OWN_QUERIES_MAX = 4  # position, its figures, coverage; the header asks for the position again


@pytest.fixture(autouse=True)
def day(office: Any) -> None:
    stand_on(dt.date(2024, 7, 5))


def stand_on(day: dt.date) -> None:
    from django.conf import settings

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, today=day)


def page(path: str = "", *, desk: str = "pimpinan", area: str = AREA) -> Any:
    return signed_in(a_user(desk, areas=(area,))).get(f"/{area}/cakupan/{path}")


def read(path: str = "", **more: Any) -> str:
    answer = page(path, **more)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def a_whole_position() -> None:
    position = a_position()
    a_figure(position, "pemda_arrears", [unpaid("2024-05", 105_805_000), unpaid("2024-06", 8_464_400)])
    a_figure(position, "suspensions", [])
    a_figure(position, "outlook", an_outlook())


def test_the_cards_show_what_the_position_holds() -> None:
    a_whole_position()
    shown = read()
    assert "96,41 %" in shown and "19.282 dari 20.000 jiwa" in shown
    assert "78,90 %" in shown and "15.780 dari 20.000 jiwa" in shown
    assert "Rp 114.269.400" in shown and "2 bulan" in shown and "terlama: Mei 2024" in shown
    assert "10 September 2024" in shown and "3.023 jiwa" in shown


def test_the_gap_is_in_people_and_in_what_they_would_cost() -> None:
    a_whole_position()
    shown = read()
    # 98 % of 20,000 is 19,600; 318 people at 37,800 a month.
    assert "kurang 318 jiwa ≈ Rp 12.020.400 per bulan" in shown
    assert "ilustratif" in shown


def test_the_threshold_of_the_day_and_the_next_one_stand_beside_each_other() -> None:
    a_whole_position()
    shown = read()
    assert "ambang 75 % tercapai" in shown
    assert "Mulai 1 Januari 2025: 80 %, kurang 220 jiwa ≈ Rp 8.316.000 per bulan" in shown


def test_a_position_of_the_new_year_is_held_against_the_new_threshold() -> None:
    stand_on(dt.date(2025, 1, 6))
    a_position(month=dt.date(2025, 1, 1))
    shown = read()
    assert "di bawah ambang 80 %" in shown and "ambang 75 %" not in shown


def test_what_frees_money_stands_before_what_costs() -> None:
    a_whole_position()
    shown = read()
    assert shown.index("Pilihan clean_up") < shown.index("Pilihan add_budget")


def test_every_number_leads_to_its_list() -> None:
    a_whole_position()
    shown = read()
    for path in ("wilayah", "uhc", "tunggakan", "tanggal", "pilihan"):
        assert f'href="/{AREA}/cakupan/{path}/"' in shown


def test_without_a_position_the_page_says_what_it_waits_for() -> None:
    an_area()
    assert "Belum ada posisi." in read()


def test_a_position_older_than_45_days_is_said_to_be_too_old() -> None:
    a_whole_position()
    stand_on(JULY + dt.timedelta(days=45))
    assert "terlalu lama" not in read()
    stand_on(JULY + dt.timedelta(days=46))
    assert "Posisi ini terlalu lama" in read()


def test_more_active_than_registered_is_flagged() -> None:
    a_position(counts={AREA: (100, 80, 90)})
    assert "Aktif lebih banyak 10 daripada terdaftar" in read()


def test_unknown_payments_are_not_said_to_be_none() -> None:
    a_position(absent=["payments"])
    shown = read()
    assert "belum diketahui" in shown and "lunas" not in shown


def a_received_payment(month: dt.date, amount: int, **more: Any) -> None:
    """One that the branch confirmed in this office."""
    dinkes, bpjs = a_user("dinkes"), a_user("bpjs")
    told = {"agreement_number": NUMBER, "payer": "kabkota", "account": "iuran", "month": month, "amount": amount}
    proof = {"disbursement_number": f"SP2D-{month:%m}", "disbursement_date": dt.date(2024, 7, 3), "state": "received"}
    by = {"recorded_by": dinkes, "recorded_desk": "dinkes", "confirmed_by": bpjs, "confirmed_desk": "bpjs"}
    with scoped(areas=[AREA]):
        Payment.objects.create(area=AREA, **told, **proof, **by, **more)


def test_payments_recorded_in_the_office_are_known_before_a_file_brings_them() -> None:
    position = a_position(absent=["payments"])
    months = [dt.date(2024, 5, 1), dt.date(2024, 6, 1)]
    due = {"agreement_number": NUMBER, "payer": "kabkota", "account": "iuran", "people": 100, "amount": 3_500_000}
    a_figure(position, "due_months", [{**due, "month_date": f"{month}"} for month in months])
    days = [{"agreement_number": NUMBER, "month_date": f"{month}", "due_date": f"{month:%Y-%m}-10"} for month in months]
    a_figure(position, "month_due", days)
    assert "belum diketahui" in read()
    a_received_payment(months[0], 3_500_000)
    shown = read()
    assert "belum diketahui" not in shown and "Rp 3.500.000" in shown and "terlama: Juni 2024" in shown
    assert "Juni 2024" in read("tunggakan/") and "Mei 2024" not in read("tunggakan/")
    a_received_payment(months[1], 3_500_000)
    assert "lunas" in read()


def test_paid_up_is_said_in_a_word() -> None:
    a_position()
    assert "lunas" in read()


def test_a_forums_promise_whose_day_has_passed_is_listed() -> None:
    actions = [
        {"what": "Cetak ulang daftar", "owner": "dinsos", "due": "2024-07-01"},
        {"what": "Sudah dikerjakan", "owner": "dinsos", "due": "2024-07-01", "done_on": "2024-07-01"},
        {"what": "Belum waktunya", "owner": "dinsos", "due": "2024-07-05"},
    ]
    a_position(documents={"region": {}, "forum": [{"number": "1", "on": "2024-06-01", "actions": actions}]})
    shown = read()
    assert "Cetak ulang daftar" in shown and "Sudah dikerjakan" not in shown and "Belum waktunya" not in shown


@pytest.mark.parametrize("desk", ["kelurahan", "faskes"])
def test_desks_that_work_person_by_person_have_no_overview(desk: str) -> None:
    a_position()
    assert page(desk=desk).status_code == 403


def test_the_council_sees_no_villages() -> None:
    a_whole_position()
    for path in ("wilayah/16.10.01/", "kehilangan/"):
        assert page(path, desk="dprd").status_code == 403
        assert page(path, desk="pimpinan").status_code == 200
    assert "wilayah/16.10.01/" not in read(desk="dprd")


def test_no_page_of_the_overview_names_anybody() -> None:
    a_whole_position()
    told = {"area": AREA, "identity": "nik:1610044102909007", "known_from": "resident", "nik": "1610044102909007"}
    Person.objects.using("loader").create(**told, name="NURJANNAH AHMAD", village="16.10.01.2001", seen_month=JULY)
    for path in ("", "wilayah/", "wilayah/16.10.01/", "kehilangan/", "tanggal/", "tunggakan/", "tren/"):
        assert "NURJANNAH" not in read(path)


def test_the_villages_of_a_place_are_ranked() -> None:
    a_whole_position()
    shown = read("wilayah/16.10.01/")
    assert shown.rindex("98,00 %") < shown.rindex("94,29 %")  # the map before it goes by code


def test_a_place_outside_the_area_is_not_there() -> None:
    a_whole_position()
    assert page("wilayah/16.71.01/").status_code == 404


def test_the_trend_has_a_point_for_each_position() -> None:
    a_position(month=dt.date(2024, 6, 1), counts={AREA: (20_000, 19_000, 15_000)})
    a_whole_position()
    shown = read("tren/")
    assert "95,00 %" in shown and "96,41 %" in shown and "282" in shown


def test_the_page_is_light_and_asks_the_database_little() -> None:
    a_whole_position()
    client = signed_in(a_user("pimpinan"))
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/{AREA}/cakupan/")
    assert len(answer.content) < 100_000
    # What the page itself asks; signing in, the area and other apps' queues ask besides.
    own = [query["sql"][:120] for query in asked if 'FROM "positions_' in query["sql"]]
    assert len(own) <= OWN_QUERIES_MAX, own


def test_the_lists_download() -> None:
    a_whole_position()
    client = signed_in(a_user("dinkes"))
    for path, key in (
        ("wilayah/", "cakupan-wilayah-format"),
        ("tunggakan/", "format"),
        ("tanggal/", "format"),
        ("tren/", "format"),
    ):
        answer = client.get(f"/{AREA}/cakupan/{path}?{key}=xlsx")
        assert answer["Content-Type"].endswith("sheet"), path
        answer.close()
