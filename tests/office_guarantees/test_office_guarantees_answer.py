"""Urgent cover beside the desk's own answer: asked for from there, and there at once when it is decided."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from cakupan.wiring.office import ask
from month.small_region import AREA
from office_guarantees.region import (
    HOSPITAL,
    OTHER,
    a_whole_region,
    an_active,
    an_inactive,
    asked,
    at,
    deciding,
    decision,
    done,
    entered,
    page,
    read_pdf,
    same_day_status,
    text_of,
    today,
)

pytestmark = pytest.mark.usefixtures("region")
DAY = dt.date(2021, 7, 12)


@pytest.fixture
def region(office: Path) -> Path:
    a_whole_region(office)
    return office


def test_from_the_desks_answer_it_is_asked_for_in_two_clicks() -> None:
    person, client = an_inactive(), at("faskes")
    answered = client.post(f"/{AREA}/loket/", {"number": person.nik, "on": "2021-07-12"}).content.decode()
    button = re.search(r'<form method="post" action="([^"]+)">.*?name="number" value="(\d+)".*?Ajukan jaminan', answered)
    assert button and button[1] == page("ajukan/") and button[2] == person.nik
    active = text_of(client.post(f"/{AREA}/loket/", {"number": an_active().nik, "on": "2021-07-12"}))
    assert "Ajukan jaminan" not in active


def test_a_decision_is_in_the_answer_at_once_and_a_revocation_too() -> None:
    row = done(at("dinsos"), asked(), "recommend")
    before = ask(number=row.nik, on=DAY, area=AREA, facility=HOSPITAL)
    assert before.local_guarantee is None or before.local_guarantee.status != "in_force"
    row = done(deciding(), row, "grant", **decision(entered()))
    after = ask(number=row.nik, on=DAY, area=AREA, facility=HOSPITAL)
    assert after.status == "inactive", "a guarantee makes no card active"
    assert after.local_guarantee is not None and after.local_guarantee.status == "in_force"
    elsewhere = ask(number=row.nik, on=DAY, area=AREA, facility=OTHER)
    assert elsewhere.local_guarantee is None or elsewhere.local_guarantee.status != "in_force"
    assert row.paper is not None and row.paper.number in text_of(
        at("faskes").post(f"/{AREA}/loket/", {"number": row.nik, "on": DAY})
    )
    done(deciding(), row, "revoke", reason="Sudah aktif kembali")
    revoked = ask(number=row.nik, on=DAY, area=AREA, facility=HOSPITAL)
    assert revoked.local_guarantee is None or revoked.local_guarantee.status != "in_force"


def test_only_the_branchs_answer_makes_the_answer_active() -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, today=dt.date(2022, 7, 12))
    same_day_status()
    row = done(deciding(), done(at("dinsos"), asked(), "recommend"), "send")
    assert ask(number=row.nik, on=today(), area=AREA).status == "inactive"
    done(at("bpjs"), row, "activate", active_from_date="2022-07-12", reference="AKT-9001/2022")
    assert ask(number=row.nik, on=today(), area=AREA).status == "active"
    assert ask(number=row.nik, on=dt.date(2022, 7, 11), area=AREA).status == "inactive", "not before its day"


def test_the_letter_says_why_the_patient_is_not_active_and_as_of_when() -> None:
    row = done(deciding(), done(at("dinsos"), asked(), "recommend"), "grant", **decision(entered()))
    text = read_pdf(at("faskes").get(page(f"{row.pk}/sjp/")).content)
    assert "NONAKTIF. " in text and "(menurut BPJS Kesehatan, posisi 1 Juli 2021)" in text
