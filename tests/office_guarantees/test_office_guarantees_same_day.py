"""The same-day path: only where BPJS had granted UHC Prioritas on that date, and only the branch's answer makes active."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from cakupan.answer.standing import Activation
from month.small_region import AREA
from office_guarantees.region import (
    INSTRUMENT,
    a_region,
    asked,
    at,
    cover,
    deciding,
    decision,
    done,
    entered,
    officer,
    page,
    same_day_status,
    step,
    text_of,
    told,
)
from office_people import signed_in

pytestmark = pytest.mark.usefixtures("region")
ANSWER = {"active_from_date": "2022-07-12", "reference": "AKT-9001/2022"}


@pytest.fixture
def region(office: Path) -> Path:
    a_region(office, today=dt.date(2022, 7, 12))
    return office


def sent(**changed: Any) -> Any:
    same_day_status()
    return done(deciding(), done(at("dinsos"), asked(**changed), "recommend"), "send")


def test_without_the_status_on_that_day_nobody_is_sent() -> None:
    row = done(at("dinsos"), asked(), "recommend")
    refused = step(deciding(), row, "send")
    assert refused.status_code == 409
    shown = text_of(refused)
    assert "pada 12 Juli 2022 BPJS belum memberi daerah ini UHC Prioritas" in shown and "aktif mulai 1 Agustus 2022" in shown
    same_day_status(dt.date(2022, 7, 13))
    assert step(deciding(), row, "send").status_code == 409, "granted a day later"
    assert cover(row.pk).state == "recommended"


def test_a_person_who_was_sent_is_not_active_before_the_branch_says_so(region: Path) -> None:
    sent()
    standing = told(region)
    assert standing is None or standing.activations == ()


def test_the_branch_answers_and_every_desk_knows_it(region: Path) -> None:
    row = sent()
    branch = at("bpjs")
    assert "Jawab aktivasi hari yang sama" in text_of(branch.get(f"/{AREA}/antrean/"))
    assert row.nik in text_of(branch.get(page(f"{row.pk}/"))), "the branch needs the number whole"
    row = done(branch, row, "activate", **ANSWER)
    (told_of,) = told(region).activations
    assert told_of == Activation(
        nik=row.nik,
        card=None,
        from_date=dt.date(2022, 7, 12),
        segment="PEMDA",
        payer="kabkota",
        class_=3,
        told_by="Kantor Cabang, BPJS Kesehatan",
        told_at=row.answered_at,
        reference="AKT-9001/2022",
    )


def test_the_branch_refuses_with_its_reason_and_a_guarantee_can_still_be_decided(region: Path) -> None:
    row = sent()
    assert step(at("bpjs"), row, "not_activate").status_code == 422
    row = done(at("bpjs"), row, "not_activate", reason="NIK terdaftar pada segmen lain")
    assert "NIK terdaftar pada segmen lain" in text_of(at("faskes").get(page(f"{row.pk}/")))
    row = done(deciding(), row, "grant", **decision(entered()))
    assert [each.account for each in told(region).issued] == [INSTRUMENT["account"]] and told(region).activations == ()


@pytest.mark.parametrize(("day", "why"), [("2022-07-13", "belum tiba"), ("2022-07-10", "sebelum pasien masuk")])
def test_the_branch_cannot_name_a_day_that_is_none(day: str, why: str) -> None:
    row = sent()
    answer = step(at("bpjs"), row, "activate", active_from_date=day, reference="AKT-9002")
    assert answer.status_code == 409 and why in text_of(answer)


def test_only_the_branch_answers_and_only_what_was_sent() -> None:
    row = sent()
    assert step(deciding(), row, "activate", **ANSWER).status_code == 409
    assert at("dinsos").post(page(f"{row.pk}/langkah/activate/"), ANSWER).status_code == 409


def test_somebody_without_a_number_cannot_be_sent() -> None:
    same_day_status()
    row = done(at("dinsos"), asked(number="", name="ORANG TANPA NIK", birth_date="1980-03-02"), "recommend")
    answer = step(deciding(), row, "send")
    assert answer.status_code == 409 and "tidak punya NIK" in text_of(answer)


def test_whoever_recommended_does_not_send() -> None:
    same_day_status()
    assert deciding().post(page("pembagian/"), {"recommends": "dinkes", "decides": "dinkes", "seen": "0"}).status_code == 302
    both = signed_in(officer("dinkes", approver=True))
    row = done(both, asked(), "recommend")
    assert step(both, row, "send").status_code == 409


def test_what_was_sent_can_be_taken_back_until_the_branch_answers() -> None:
    row = sent()
    row = done(deciding(), row, "recall", reason="pasien dirujuk")
    assert row.state == "recommended"
    assert step(at("bpjs"), row, "activate", **ANSWER).status_code == 409
