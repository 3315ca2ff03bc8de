"""An officer of a kelurahan: of another village nothing, even where a view forgets; of the own, the whole way."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, models, transaction
from psycopg.conninfo import make_conninfo

from cakupan.office.audit.models import LogEntry
from cakupan.office.clock import today
from cakupan.office.database.models import AreaRow
from cakupan.office.database.scope import scoped
from cakupan.office.desk.queue import waiting_for
from cakupan.office.positions.models import Mismatch, Person
from cakupan.office.verification.models import ReSurvey, ReSurveyPerson
from cakupan.office.verification.re_survey import plan
from office.rows_of_two_areas import area_models, row_of, statement, write
from office_people import a_user, signed_in
from office_verification.mismatch_fixture import AREA, LIST, VILLAGE, a_mismatch, a_position, key_of, loaded

OTHER, DISTRICT = "16.10.03.2001", "16.10.02"
# Rows of a person or of a village through another row; the column that says which.
BY_PARENT = {
    "positions_personnumber": "person_id",
    "positions_card": "person_id",
    "positions_covermonth": "person_id",
    "verification_casehistory": "subject_id",
    "verification_resurveyhistory": "subject_id",
    "verification_resurveyperson": "survey_id",
}
HIDDEN = {"verification_pairdecision", "verification_handeddecision"}


def of_villages() -> list[Any]:
    """Every table with a village of its own."""
    found = [model for model in area_models() if any(each.name == "village" for each in model._meta.concrete_fields)]
    return [pytest.param(model, id=model._meta.label) for model in found]


def by_parent() -> list[Any]:
    found = {model._meta.db_table: model for model in area_models()}
    return [pytest.param(found[table], id=table) for table in BY_PARENT]


@pytest.fixture(scope="module")
def rows(template: tuple[str, str]) -> Iterator[dict[type[models.Model], int]]:
    """A row of either village in every table that has one, and of what hangs on it; gives the number of the other village's."""
    from office_database import copied

    with copied(*template) as name, psycopg.connect(make_conninfo(template[0], dbname=name), autocommit=True) as admin:
        numbers: dict[type[models.Model], int] = {}
        for at, parameter in enumerate(of_villages()):
            for number, village in ((2 * at + 1, VILLAGE), (2 * at + 2, OTHER)):
                write(admin, parameter.values[0], row_of(parameter.values[0], number, id=number, area=AREA, village=village))
            numbers[parameter.values[0]] = 2 * at + 2
        for parameter in by_parent():
            model = parameter.values[0]
            column = next(each for each in model._meta.concrete_fields if each.column == BY_PARENT[model._meta.db_table])
            theirs = numbers[column.related_model]
            for number in (theirs - 1, theirs):
                write(admin, model, row_of(model, number, id=number, area=AREA, **{column.column: number}))
            numbers[model] = theirs
        yield numbers


def of_the_village(*places: str) -> Any:
    return scoped(areas=[AREA], desk="kelurahan", places=places)


@pytest.mark.parametrize("model", [*of_villages(), *by_parent()])
def test_the_database_shows_and_takes_the_own_villages_rows_only(
    rows: dict[type[models.Model], int], model: type[models.Model]
) -> None:
    theirs = rows[model]
    for places, seen in (((VILLAGE,), [theirs - 1]), ((DISTRICT,), [theirs - 1]), ((), []), ((OTHER,), [theirs])):
        with of_the_village(*places):
            assert list(model._base_manager.values_list("pk", flat=True)) == seen, places
    with scoped(areas=[AREA], desk="dinsos"):
        assert model._base_manager.count() == 2
    with of_the_village(VILLAGE):
        column = BY_PARENT.get(model._meta.db_table)
        belongs = {column: theirs} if column else {"village": OTHER}
        new = row_of(model, theirs + 5000, id=theirs + 5000, area=AREA, **belongs)
        with pytest.raises(DatabaseError, match=r"security|denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement(model, new), list(new.values()))


def test_every_table_of_people_is_held_to_the_village(rows: dict[type[models.Model], int]) -> None:
    """Whoever makes a table with a person or a village in it says what a kelurahan sees of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname LIKE '%_by_place' AND permissive = 'RESTRICTIVE'")
        held = {row[0] for row in cursor.fetchall()}
    naming = {model._meta.db_table for model in area_models() if _names_people(model)}
    assert naming | HIDDEN <= held
    assert held - naming - HIDDEN <= {"verification_mismatchassignment", *BY_PARENT}


def _names_people(model: type[AreaRow]) -> bool:
    columns = {each.column for each in model._meta.concrete_fields}
    return bool(columns & {"village", "person_id", "nik", "resident_nik"})


def somebody(number: int, village: str) -> Person:
    around = {"known_from": "residents", "birth_date": "1990-02-01", "seen_month": "2024-07-01", "name_key": f"ORANG {number}"}
    return Person.objects.using("loader").create(
        area=AREA, identity=f"nik:{number}", nik=f"161002410190{number}", name=f"ORANG {number}", village=village, **around
    )


@pytest.mark.usefixtures("office")
def test_people_of_another_village_are_not_found_and_their_pages_are_not_there() -> None:
    from cakupan.office.positions.models import PersonNumber

    mine, theirs = somebody(9001, VILLAGE), somebody(9002, OTHER)
    for each in (mine, theirs):
        PersonNumber.objects.using("loader").create(area=AREA, person=each, kind="nik", number=each.nik)
    client = signed_in(a_user("kelurahan", places=[VILLAGE]))
    assert client.post(f"/{AREA}/orang/", {"number": mine.nik})["Location"].endswith(f"/orang/{mine.pk}/")
    page = client.post(f"/{AREA}/orang/", {"number": theirs.nik}).content.decode()
    assert "Tidak ditemukan di desa/kelurahan Anda" in page and "ORANG 9002" not in page
    for path, status in ((f"orang/{mine.pk}/", 200), (f"orang/{theirs.pk}/", 404), (f"orang/{theirs.pk}/nik/", 404)):
        assert client.get(f"/{AREA}/{path}").status_code == status, path
    named = client.post(f"/{AREA}/orang/", {"name": "ORANG", "birth_date": "01-02-1990"})
    assert named.status_code == 302 and named["Location"].endswith(f"/orang/{mine.pk}/")


@pytest.mark.usefixtures("office")
def test_what_one_village_counted_is_not_told_to_another() -> None:
    """The counts of the first page are remembered, each under what its officer may see."""
    from cakupan.office.desk.coming import changes

    a_position()
    a_position(today().replace(day=1))
    loaded(a_mismatch(1), a_mismatch(2, village=OTHER), a_mismatch(3, village=OTHER))

    def counted(desk: str, *places: str) -> int:
        with scoped(areas=[AREA], desk=desk, places=places):
            found = changes(AREA, desk, today())
            assert found is not None
            return found.lines[-1].number

    assert counted("dinsos") == 3
    assert [counted("kelurahan", VILLAGE), counted("kelurahan", OTHER), counted("kelurahan")] == [1, 2, 0]
    assert counted("dinsos") == 3


@pytest.fixture
def planned(office: object) -> ReSurvey:
    """Two villages of one stage, of which one is the officer's."""
    a_position()
    loaded(*(a_mismatch(number) for number in range(1, 4)), a_mismatch(9, village=OTHER))
    dinsos = a_user("dinsos")
    with scoped(areas=[AREA]):
        made = {
            village: plan(area=AREA, stage=1, village=village, planned_date=today(), scope="mismatch", user=dinsos)
            for village in (VILLAGE, OTHER)
        }
    return made[VILLAGE]


@pytest.mark.parametrize("place", [VILLAGE, DISTRICT])
def test_from_the_queue_to_the_minutes(planned: ReSurvey, place: str) -> None:
    user = a_user("kelurahan", places=[place])
    client = signed_in(user)
    queue = client.get(f"/{AREA}/antrean/").content.decode()
    url = f"{LIST}pendataan/{planned.pk}/"
    assert "Desa/kelurahan menunggu didata ulang" in queue and f'href="{url}"' in queue
    listed = client.get(f"{LIST}pendataan/").content.decode()
    assert f'href="{url}"' in listed and listed.count("/pendataan/") < 6
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(client.get(f"{LIST}pendataan/tahap-1.xlsx?desa={VILLAGE}").streaming_content))
    )
    said = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "ORANG 1" in said and "ORANG 9" not in said
    assert client.get(f"{LIST}pendataan/tahap-1.xlsx?desa={OTHER}").status_code == 404
    told = {"version": planned.version, "found": 2, "moved": 0, "died": 1, "able": 0}
    assert client.post(f"{url}hasil/", told).status_code == 302
    assert "menunggu musyawarah dan berita acaranya" in client.get(f"/{AREA}/antrean/").content.decode()
    minutes = SimpleUploadedFile("ba.pdf", b"%PDF-1.7 berita acara")
    sent = {"version": 2, "deliberated_date": today().isoformat(), "attended": 31, "minutes": minutes}
    assert client.post(f"{url}musyawarah/", sent).status_code == 302
    assert client.get(f"{url}musyawarah.pdf").status_code == 200
    with scoped(areas=[AREA]):
        planned.refresh_from_db()
        assert planned.state == "deliberated" and waiting_for(user, AREA, today()) == []
    dinsos = signed_in(a_user("dinsos")).get(f"/{AREA}/antrean/").content.decode()
    assert "Hasil musyawarah menunggu dimasukkan" in dinsos
    noted = LogEntry.objects.using("owner").filter(actor_id=user.pk).values_list("action", flat=True)
    assert {"re_survey.list", "re_survey.survey", "re_survey.deliberate"} <= set(noted)


def test_another_villages_survey_is_not_there_and_a_filled_in_list_of_it_counts_nobody(planned: ReSurvey) -> None:
    with scoped(areas=[AREA]):
        other = ReSurvey.objects.exclude(pk=planned.pk).get()
    client = signed_in(a_user("kelurahan", places=[VILLAGE]))
    assert client.get(f"{LIST}pendataan/{other.pk}/").status_code == 404
    told = {"version": 1, "found": 1, "moved": 0, "died": 0, "able": 0}
    assert client.post(f"{LIST}pendataan/{other.pk}/hasil/", told).status_code == 404
    assert client.get(f"{LIST}kasus/{key_of(9, 'funded_twice')}/").status_code == 404
    with of_the_village(VILLAGE):
        assert ReSurveyPerson.objects.exclude(survey=planned).count() == 0
        assert set(Mismatch.objects.values_list("village", flat=True)) == {VILLAGE}


@pytest.mark.usefixtures("office")
def test_an_officer_without_a_village_is_told_whom_to_ask() -> None:
    a_position()
    client = signed_in(a_user("kelurahan"))
    for path in (LIST, f"{LIST}pendataan/"):
        page = client.get(path).content.decode()
        assert "Akun ini belum terhubung ke desa" in page and "Minta admin TI daerah" in page
