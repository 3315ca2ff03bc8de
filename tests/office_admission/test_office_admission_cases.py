"""A patient turned away or charged: reported at a desk, taken by one officer, closed with what was returned."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from cakupan.office.admission.models import TurnedAwayCase
from cakupan.office.admission.queue import waiting
from cakupan.office.audit.models import LogEntry
from cakupan.office.database.scope import scoped
from cakupan.office.rooms import rooms
from month.small_region import AREA
from office.office_region import furnished
from office_people import a_user, signed_in

DAY = dt.date(2021, 7, 15)


@pytest.fixture(scope="module")
def region(template: tuple[str, str]) -> Iterator[Path]:
    with furnished(template) as home:
        before = settings.ENVIRONMENT
        settings.ENVIRONMENT = replace(before, today=DAY)
        yield home
        settings.ENVIRONMENT = before


def facility() -> str:
    return str(rooms().facilities(area=AREA, until=DAY)[0]["facility_code"])


def told(**more: Any) -> dict[str, Any]:
    return {
        "kind": "charged",
        "facility_code": facility(),
        "happened_date": "2021-07-14",
        "charged_rupiah": "350.000",
        "told": "Diminta membayar obat di luar ketentuan.",
        **more,
    }


def reported(client: Client, **more: Any) -> Any:
    return client.post(reverse("admission:report", args=[AREA]), told(**more))


def newest() -> TurnedAwayCase:
    with scoped(areas=[AREA]):
        return TurnedAwayCase.objects.select_related("owner").latest("pk")


def a_case() -> TurnedAwayCase:
    assert reported(signed_in(a_user("faskes", (AREA,), facility_code=facility()))).status_code == 302
    return newest()


def moved(client: Client, case: TurnedAwayCase, code: str, **more: Any) -> Any:
    case = newest() if case.pk == newest().pk else case
    url = reverse("admission:step", args=[AREA, case.pk, code])
    return client.post(url, {"version": case.version, "reason": "", **more})


def test_a_case_has_money_a_place_and_a_clock(region: Path) -> None:
    case = a_case()
    assert (case.state, case.charged_rupiah, case.happened_date) == ("reported", 350_000, dt.date(2021, 7, 14))
    assert case.due_at - case.reported_at == dt.timedelta(hours=72)
    assert case.facility_name
    with scoped(areas=[AREA]):
        assert '"rupiah":350000' in LogEntry.objects.filter(action="turned_away_case.report").latest("number").content


def test_it_waits_for_the_health_office_and_the_branch_until_somebody_has_it(region: Path) -> None:
    case = a_case()
    dinkes, bpjs, dinsos = (a_user(desk, (AREA,)) for desk in ("dinkes", "bpjs", "dinsos"))
    with scoped(areas=[AREA]):
        assert sum(each.count for each in waiting(bpjs, AREA, DAY)) >= 1 and not list(waiting(dinsos, AREA, DAY))
    assert moved(signed_in(dinkes), case, "take").status_code == 302
    assert newest().owner == dinkes
    with scoped(areas=[AREA]):
        assert [each.title for each in waiting(dinkes, AREA, DAY)][-1].endswith("Anda tangani")


def test_of_two_officers_the_second_is_told(region: Path) -> None:
    case = a_case()
    first, second = (signed_in(a_user("dinkes", (AREA,))) for _ in range(2))
    url = reverse("admission:step", args=[AREA, case.pk, "take"])
    assert first.post(url, {"version": case.version, "reason": ""}).status_code == 302
    answer = second.post(url, {"version": case.version, "reason": "saya saja"})
    assert answer.status_code == 409 and "sudah mengubahnya" in answer.content.decode()


def test_it_is_closed_with_its_end_and_no_more_than_was_asked(region: Path) -> None:
    case, client = a_case(), signed_in(a_user("bpjs", (AREA,)))
    moved(client, case, "take")
    assert moved(client, case, "close", returned_rupiah="350000").status_code == 422, "an end is told"
    assert "Lebih banyak" in moved(client, case, "close", reason="dikembalikan", returned_rupiah="350001").content.decode()
    assert moved(client, case, "close", reason="Uang dikembalikan.", returned_rupiah="350000").status_code == 302
    assert (newest().state, newest().returned_rupiah) == ("closed", 350_000)
    page = client.get(reverse("admission:case", args=[AREA, case.pk])).content.decode()
    assert "Uang dikembalikan." in page and "Rp" in page


def test_the_database_holds_the_sum_and_keeps_the_case(region: Path) -> None:
    case = a_case()
    with scoped(areas=[AREA]):
        with pytest.raises(DatabaseError), transaction.atomic():
            TurnedAwayCase.objects.filter(pk=case.pk).update(returned_rupiah=350_001)
        with pytest.raises(DatabaseError), transaction.atomic():
            TurnedAwayCase.objects.filter(pk=case.pk).delete()


def test_a_facility_sees_its_own_cases_only(region: Path) -> None:
    case = a_case()
    other = signed_in(a_user("faskes", (AREA,), facility_code="P999999"))
    assert other.get(reverse("admission:case", args=[AREA, case.pk])).status_code == 404
    assert "350.000" not in other.get(reverse("admission:cases", args=[AREA])).content.decode()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"charged_rupiah": ""}, "Isi jumlah yang ditagih"),
        ({"happened_date": "2021-07-16"}, "belum tiba"),
        ({"told": ""}, "Tulis dengan singkat"),
        ({"facility_code": "P000000"}, "P000000"),
        ({"charged_rupiah": "-5"}, "Tulis rupiah bulat"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(region: Path, more: dict[str, str], says: str) -> None:
    answer = reported(signed_in(a_user("dinkes", (AREA,))), **more)
    page = answer.content.decode()
    assert answer.status_code == 422 and says in page
    assert ("di luar ketentuan" in page) == ("told" not in more)


def test_cases_download_as_a_workbook(region: Path) -> None:
    a_case()
    answer = signed_in(a_user("auditor", (AREA,))).get(reverse("admission:cases", args=[AREA]), {"format": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    answer.close()
    assert 350_000 in {cell.value for row in sheet.iter_rows() for cell in row}


def test_an_officer_of_a_village_sees_the_own_reports_only(region: Path) -> None:
    others = a_case()
    reporter = a_user("kelurahan", (AREA,))
    assert reported(signed_in(reporter)).status_code == 302
    with scoped(areas=[AREA], user_id=reporter.pk, desk="kelurahan"):
        assert [case.reported_by_id for case in TurnedAwayCase.objects.all()] == [reporter.pk]
    own = newest()
    client = signed_in(reporter)
    assert client.get(reverse("admission:case", args=[AREA, own.pk])).status_code == 200
    assert client.get(reverse("admission:case", args=[AREA, others.pk])).status_code == 404
