"""The desk: one number, one answer, recorded; nothing that a clerk types is lost, and nobody can try numbers out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from cakupan.office.admission.asking import UNKNOWN_MAX
from cakupan.office.admission.models import Check
from cakupan.office.audit.models import LogEntry
from cakupan.office.database.scope import scoped
from month.small_region import AREA, look
from office.office_region import furnished
from office_people import a_user, signed_in

DAY = dt.date(2021, 7, 15)
FACILITY = "P367301"


@pytest.fixture(scope="module")
def region(template: tuple[str, str]) -> Iterator[Path]:
    with furnished(template) as home:
        before = settings.ENVIRONMENT
        settings.ENVIRONMENT = replace(before, today=DAY)
        yield home
        settings.ENVIRONMENT = before


def a_clerk(**more: Any) -> Client:
    return signed_in(a_user("faskes", (AREA,), facility_code=FACILITY, **more))


def asked(client: Client, number: str, **more: str) -> Any:
    return client.post(reverse("admission:desk", args=[AREA]), {"number": number, **more})


def newest_entry() -> LogEntry:
    return LogEntry.objects.filter(action="admission.check").latest("number")


def a_number(status: str) -> str:
    """The NIK of somebody with one card of this status."""
    rows = look(
        "SELECT p.nik FROM {persons} p JOIN {statuses} s USING (person_id) WHERE p.known_from = 'resident' "
        f"AND length(p.nik) = 16 AND s.status = '{status}' AND s.member_row IS NOT NULL "
        "AND person_id NOT IN (SELECT person_id FROM {mismatches} WHERE person_id IS NOT NULL) "
        "GROUP BY p.nik HAVING count(*) = 1 ORDER BY p.nik LIMIT 1"
    )
    return str(rows[0][0])


def test_an_active_member_can_have_a_sep(region: Path) -> None:
    page = asked(a_clerk(), a_number("active")).content.decode()
    assert "SEP dapat dibuat di VClaim" in page and "✔" in page and "1 Juli 2021" in page
    assert "Jawaban ini bukan SEP" in page


def test_who_is_not_active_is_told_emergency_first(region: Path) -> None:
    page = asked(a_clerk(), a_number("inactive")).content.decode()
    assert "NONAKTIF" in page and "SEP tidak dapat dibuat" in page and "✖" in page
    assert page.index("Gawat darurat: layani dulu") < page.index("3 × 24 jam")


def test_the_nik_is_masked_and_in_no_address(region: Path) -> None:
    number = a_number("active")
    answer = asked(a_clerk(), number)
    page = answer.content.decode()
    assert number not in page.replace(f'value="{number}"', "") and f"{number[:4]}********{number[-4:]}" in page
    assert answer.status_code == 200 and not answer.headers.get("Location")


def test_every_question_is_recorded_with_its_answer_and_never_the_number(region: Path) -> None:
    number = a_number("active")
    asked(a_clerk(), number, on="2021-07-20")
    with scoped(areas=[AREA]):
        check, entry = Check.objects.select_related("person").latest("pk"), newest_entry()
    assert (check.status, check.on_date, check.facility_code) == ("active", dt.date(2021, 7, 20), FACILITY)
    assert check.person is not None and check.person.nik == number
    assert number not in entry.content and '"facility":"P367301"' in entry.content


def test_a_question_stays_as_it_was_asked(region: Path) -> None:
    asked(a_clerk(), a_number("active"))
    with scoped(areas=[AREA]), pytest.raises(DatabaseError, match="is refused"), transaction.atomic():
        Check.objects.update(status="inactive")


def test_the_desk_shows_what_its_own_facility_asked_last(region: Path) -> None:
    number = a_number("inactive")
    asked(a_clerk(), number)
    of_ours = a_clerk().get(reverse("admission:desk", args=[AREA])).content.decode()
    other = signed_in(a_user("faskes", (AREA,), facility_code="P999999"))
    of_theirs = other.get(reverse("admission:desk", args=[AREA])).content.decode()
    masked = f"{number[:4]}********{number[-4:]}"
    assert masked in of_ours and masked not in of_theirs


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("", "Ketik NIK (16 angka) atau nomor kartu"),
        ("367301", "Nomor ini 6 angka"),
        ("3673abcd", "Nomor hanya berisi angka"),
    ],
)
def test_what_is_no_number_is_said_and_kept(region: Path, number: str, says: str) -> None:
    answer = asked(a_clerk(), number)
    page = answer.content.decode()
    assert (answer.status_code == 422 and says in page and f'value="{number}"' in page) or not number
    assert "<title>Galat:" in page


def test_a_wrong_day_is_said(region: Path) -> None:
    answer = asked(a_clerk(), a_number("active"), on="31-31-2021")
    assert answer.status_code == 422 and "hari-bulan-tahun" in answer.content.decode()


def test_blanks_and_dashes_do_not_count(region: Path) -> None:
    number = a_number("active")
    spaced = f"{number[:4]} {number[4:10]}-{number[10:]}"
    assert "SEP dapat dibuat di VClaim" in asked(a_clerk(), spaced).content.decode()


def test_whoever_tries_numbers_out_is_stopped_and_seen(region: Path) -> None:
    clerk = a_clerk()
    for serial in range(1, UNKNOWN_MAX + 1):
        assert asked(clerk, f"36730101019{serial:05}").status_code == 200
    answer = asked(clerk, "3673010101990011")
    page = answer.content.decode()
    assert answer.status_code == 422 and "nomor yang tidak dikenal" in page and "Tunggu sepuluh menit" in page
    with scoped(areas=[AREA]):
        assert LogEntry.objects.filter(action="admission.guessing").exists()
    assert asked(a_clerk(), a_number("active")).status_code == 200, "another clerk goes on"


def test_in_english_the_answer_is_english(region: Path) -> None:
    clerk = a_clerk()
    clerk.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = asked(clerk, a_number("inactive")).content.decode()
    assert "No SEP can be made" in page and "Emergency: treat first" in page
