"""What the database itself holds of urgent cover: maker is never checker, and no cover without an instrument."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cakupan.office.database.scope import scoped
from cakupan.office.guarantees.models import Division, UrgentCover, division_of
from cakupan.office.guarantees.states import ASKED, GRANTED, RECOMMENDED, URGENT_COVER
from office_people import a_user, an_area

AREA = "16.10"
AT = dt.datetime(2025, 1, 6, 3, 20, tzinfo=dt.UTC)

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture(autouse=True)
def inside(office: Any) -> Any:
    an_area(AREA)
    with scoped(areas=[AREA]):
        yield


def a_row(**changed: Any) -> UrgentCover:
    told: dict[str, Any] = {
        "area": AREA,
        "state": ASKED,
        "nik": "1610044102909007",
        "name": "ORANG REKAAN",
        "identity": "nik:1610044102909007",
        "facility_code": "R161001",
        "facility_name": "RSUD CONTOH",
        "admitted_at": AT,
        "due_at": AT + dt.timedelta(hours=72),
        "condition": "emergency",
        "contact": "IGD 9001",
        "asked_at": AT,
        "asked_by": changed.pop("asked_by", None) or a_user("faskes"),
    }
    return UrgentCover.objects.create(**{**told, **changed})


def refused(name: str, **changed: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        a_row(**changed)


def test_whoever_recommended_does_not_decide_and_whoever_asked_does_neither() -> None:
    one, other = a_user("dinkes"), a_user("dinsos")
    refused("urgent_cover_maker_is_no_checker", state="refused", recommended_by=one, decided_by=one)
    refused("urgent_cover_maker_is_no_checker", state="refused", asked_by=one, recommended_by=other, decided_by=one)
    refused("urgent_cover_asker_recommends_not", state=RECOMMENDED, asked_by=one, recommended_by=one)
    refused("urgent_cover_sender_is_no_maker", state="sent", recommended_by=one, sent_by=one)
    refused("urgent_cover_sender_is_no_maker", state="sent", recommended_by=other, sent_by=one, answered_by=one)


def test_nothing_is_granted_without_instrument_account_days_and_letter() -> None:
    decider = a_user("dinkes")
    refused("no_cover_without_instrument", state=GRANTED, decided_by=decider)
    days = {"from_date": dt.date(2025, 1, 6), "to_date": dt.date(2025, 1, 13)}
    instrument = {"instrument_number": "1/2025", "instrument_date": dt.date(2025, 1, 2), "account": "5.1.02"}
    refused("no_cover_without_instrument", state=GRANTED, decided_by=decider, **days, **instrument)


def test_only_the_branch_makes_active() -> None:
    refused("active_only_by_the_branch", state="activated")


def test_a_patient_has_one_open_request_at_a_facility() -> None:
    a_row()
    a_row(facility_code="R161002")
    refused("one_open_request_of_a_patient")


def test_a_region_sets_who_recommends_and_who_decides() -> None:
    row = a_row(state=RECOMMENDED, recommended_by=a_user("dinsos"))
    dinkes, dinsos = a_user("dinkes", approver=True), a_user("dinsos", approver=True)
    assert (division_of(AREA).recommends, division_of(AREA).decides) == ("dinsos", "dinkes")
    assert URGENT_COVER.may("grant", dinkes, row) and not URGENT_COVER.may("grant", dinsos, row)
    Division.objects.create(area=AREA, recommends="dinkes", decides="dinsos", changed_by=a_user("admin"))
    assert URGENT_COVER.may("grant", dinsos, row) and not URGENT_COVER.may("grant", dinkes, row)
    row.state = ASKED
    assert URGENT_COVER.may("recommend", dinkes, row) and not URGENT_COVER.may("recommend", dinsos, row)
