"""A village re-surveyed: planned, the list filled in and uploaded back, deliberated with minutes, entered."""

from __future__ import annotations

import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cakupan.office.accounts.models import User
from cakupan.office.audit.models import LogEntry
from cakupan.office.database.scope import scoped
from cakupan.office.verification import re_survey_views
from cakupan.office.verification.models import ReSurvey, ReSurveyPerson
from cakupan.office.verification.re_survey import plan
from cakupan.report.re_enumeration import FOUND
from office_people import a_user, signed_in
from office_verification.mismatch_fixture import AREA, LIST, VILLAGE, a_mismatch, a_position, loaded

pytestmark = pytest.mark.usefixtures("office")
PAGES = f"{LIST}pendataan/"


@pytest.fixture
def dinsos(office: Path) -> Client:
    a_position()
    loaded(*(a_mismatch(number) for number in range(1, 5)), a_mismatch(1, "deceased"), a_mismatch(9, village="16.10.01.2001"))
    found: Client = signed_in(a_user("dinsos"))
    return found


def planned(client: Client, **more: Any) -> ReSurvey:
    told = {"stage": 1, "village": VILLAGE, "planned_date": "2024-08-05", "scope": "mismatch", **more}
    answer = client.post(f"{PAGES}baru/", told)
    assert answer.status_code == 302, answer.content.decode()
    return again()


def again() -> ReSurvey:
    with scoped(areas=[AREA]):
        return ReSurvey.objects.latest("pk")


def the_list(client: Client) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(b"".join(client.get(f"{PAGES}tahap-1.xlsx").streaming_content)))


def filled_in(book: openpyxl.Workbook, marks: dict[str, tuple[str, ...]]) -> SimpleUploadedFile:
    """The first village's sheet with these outcomes marked, by name."""
    mark(book.worksheets[1], marks)
    return held(book)


def mark(sheet: Any, marks: dict[str, tuple[str, ...]]) -> None:
    """Write "ya" under these outcomes, by name."""
    rows = list(sheet.iter_rows())
    heads = next(row for row in rows if any(cell.value == "NIK" for cell in row))
    place = {cell.value: cell.column for cell in heads}
    for row in rows:
        for outcome in marks.get(row[place["Nama"] - 1].value, ()):
            sheet.cell(row[0].row, place[outcome], "ya")


def held(book: openpyxl.Workbook) -> SimpleUploadedFile:
    """The workbook as a file to upload."""
    saved = io.BytesIO()
    book.save(saved)
    return SimpleUploadedFile("hasil.xlsx", saved.getvalue())


def results(client: Client, survey: ReSurvey, **told: Any) -> Any:
    return client.post(f"{PAGES}{survey.pk}/hasil/", {"version": survey.version, **told})


def test_a_person_is_visited_once_with_every_reason(dinsos: Client) -> None:
    survey = planned(dinsos)
    assert survey.people == 4
    with scoped(areas=[AREA]):
        why = ReSurveyPerson.objects.get(survey=survey, name="ORANG 1").why
    assert why == "Meninggal, Dibiayai ganda"
    cells = [cell for row in the_list(dinsos).worksheets[1].iter_rows(values_only=True) for cell in row]
    assert {"ORANG 1", "ORANG 4"} <= set(cells) and "ORANG 9" not in cells and set(FOUND) <= set(cells)
    refused = dinsos.post(f"{PAGES}baru/", {"stage": 1, "village": VILLAGE, "planned_date": "2024-08-05", "scope": "mismatch"})
    assert refused.status_code == 422 and "sudah direncanakan" in refused.content.decode()
    assert LogEntry.objects.using("owner").filter(action="re_survey.list").count() == 1


def test_a_village_without_anybody_to_visit_is_refused_and_what_was_typed_stays(dinsos: Client) -> None:
    told = {"stage": 3, "village": "16.10.02.2010", "planned_date": "2024-08-05", "scope": "mismatch"}
    refused = dinsos.post(f"{PAGES}baru/", told)
    page = refused.content.decode()
    assert refused.status_code == 422 and "tidak ada orang di desa ini" in page and 'value="2024-08-05"' in page


def test_the_list_filled_in_is_read_back(dinsos: Client) -> None:
    survey = planned(dinsos)
    file = filled_in(the_list(dinsos), {"ORANG 1": ("Meninggal",), "ORANG 2": ("Ditemukan",), "ORANG 3": ("Ditemukan",)})
    assert results(dinsos, survey, file=file).status_code == 302
    survey = again()
    assert (survey.state, survey.found, survey.moved, survey.died, survey.able) == ("surveyed", 2, 0, 1, 0)
    with scoped(areas=[AREA]):
        assert dict(ReSurveyPerson.objects.values_list("name", "outcome"))["ORANG 1"] == "died"


def test_a_namesake_in_another_village_of_the_stage_is_somebody_else(dinsos: Client) -> None:
    loaded(a_mismatch(31, village="16.10.01.2001", name="ORANG 1"))
    planned(dinsos, village="16.10.01.2001")
    survey = planned(dinsos)
    book = the_list(dinsos)
    mark(book.worksheets[1], {"ORANG 1": ("Meninggal",)})
    mark(book.worksheets[2], {"ORANG 2": ("Ditemukan",)})
    assert results(dinsos, survey, file=held(book)).status_code == 302
    survey = again()
    assert (survey.found, survey.died) == (1, 0)


def test_a_workbook_of_many_villages_is_read_with_the_same_number_of_questions(dinsos: Client) -> None:
    loaded(*(a_mismatch(number, village="16.10.01.2001") for number in range(31, 61)))
    planned(dinsos, village="16.10.01.2001")
    survey = planned(dinsos)
    book = the_list(dinsos)
    mark(book.worksheets[2], {"ORANG 2": ("Ditemukan",)})
    with CaptureQueriesContext(connection) as asked:
        assert results(dinsos, survey, file=held(book)).status_code == 302
    assert len([query for query in asked if "resurveyperson" in query["sql"]]) < 10


def test_of_two_officers_who_plan_a_village_at_once_the_second_is_told(dinsos: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"stage": 1, "village": VILLAGE, "planned_date": "2024-08-05", "scope": "mismatch"}
    between = re_survey_views.plan

    def plan_after_a_colleague(**asked: Any) -> ReSurvey:
        monkeypatch.setattr(re_survey_views, "plan", between)
        with ThreadPoolExecutor(1) as colleague:  # a connection of its own, and committed before the first one writes
            colleague.submit(by_a_colleague, asked["user"].pk, told).result()
        return between(**asked)

    monkeypatch.setattr(re_survey_views, "plan", plan_after_a_colleague)
    refused = dinsos.post(f"{PAGES}baru/", told)
    assert refused.status_code == 422 and "sudah direncanakan" in refused.content.decode()


def by_a_colleague(user: int, told: dict[str, Any]) -> None:
    """The same village planned in another connection."""
    try:
        day = dt.date.fromisoformat(told["planned_date"])
        with scoped(areas=[AREA]):
            officer = User.objects.get(pk=user)
            plan(area=AREA, stage=1, village=VILLAGE, planned_date=day, scope="mismatch", user=officer)
    finally:
        connections.close_all()


def test_a_version_that_is_no_number_is_an_old_form_not_a_fault(dinsos: Client) -> None:
    survey = planned(dinsos)
    told = {"version": "²", "found": "1", "moved": "0", "died": "0", "able": "0"}
    assert dinsos.post(f"{PAGES}{survey.pk}/hasil/", told).status_code == 409


def test_a_row_with_two_outcomes_is_named_and_nothing_counts(dinsos: Client) -> None:
    survey = planned(dinsos)
    refused = results(
        dinsos, survey, file=filled_in(the_list(dinsos), {"ORANG 1": ("Meninggal", "Pindah"), "ORANG 2": ("Mampu",)})
    )
    assert refused.status_code == 422 and "lebih dari satu hasil ditandai" in refused.content.decode()
    with scoped(areas=[AREA]):
        assert not ReSurveyPerson.objects.exclude(outcome="").exists()
    broken = results(dinsos, survey, file=SimpleUploadedFile("hasil.xlsx", b"bukan buku kerja"))
    assert broken.status_code == 422 and "bukan buku kerja" in broken.content.decode()


def test_counts_alone_will_do_but_not_more_than_were_to_be_visited(dinsos: Client) -> None:
    survey = planned(dinsos)
    refused = results(dinsos, survey, found=4, moved=1, died=0, able=0)
    assert refused.status_code == 422 and "yang harus didatangi 4 orang" in refused.content.decode()
    assert results(dinsos, survey, found=3, moved=1, died=0, able=0).status_code == 302
    assert again().state == "surveyed"


def test_the_meeting_needs_its_minutes_and_they_stay_as_they_were(dinsos: Client) -> None:
    survey = planned(dinsos)
    results(dinsos, survey, found=3, moved=1, died=0, able=0)
    url, told = f"{PAGES}{survey.pk}/musyawarah/", {"deliberated_date": "2024-08-20", "attended": "31"}
    wrong = dinsos.post(url, {**told, "version": 2, "minutes": SimpleUploadedFile("ba.pdf", b"halo")})
    assert wrong.status_code == 422 and "bukan PDF" in wrong.content.decode() and 'value="31"' in wrong.content.decode()
    pdf = b"%PDF-1.7 berita acara"
    assert dinsos.post(url, {**told, "version": 2, "minutes": SimpleUploadedFile("ba.pdf", pdf)}).status_code == 302
    assert dinsos.get(f"{PAGES}{survey.pk}/musyawarah.pdf").content == pdf
    late = dinsos.post(f"{PAGES}{survey.pk}/dimasukkan/", {"version": 2})
    assert late.status_code == 409
    assert dinsos.post(f"{PAGES}{survey.pk}/dimasukkan/", {"version": 3}).status_code == 302
    survey = again()
    assert (survey.state, survey.attended) == ("entered", 31)
    with scoped(areas=[AREA]), pytest.raises(DatabaseError, match="deliberated_with_minutes"), transaction.atomic():
        ReSurvey.objects.update(minutes_sha256="")


def test_a_village_works_on_its_own_survey_only(dinsos: Client) -> None:
    mine, other = planned(dinsos), planned(dinsos, village="16.10.01.2001")
    village = signed_in(a_user("kelurahan", places=[VILLAGE]))
    assert village.get(f"{PAGES}{mine.pk}/").status_code == 200 and village.get(f"{PAGES}{other.pk}/").status_code == 404
    assert village.post(f"{PAGES}baru/", {}).status_code == 403
    assert results(village, mine, found=1, moved=0, died=0, able=0).status_code == 302
    assert signed_in(a_user("bpjs")).get(PAGES).status_code == 403
