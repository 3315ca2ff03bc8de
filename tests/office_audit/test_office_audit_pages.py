"""The log's pages: who reads what of it, what is found, and that taking it away is in it too."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cakupan.office.audit.log import note
from cakupan.office.audit.models import LogEntry
from cakupan.office.audit.verification import verify
from cakupan.office.database.scope import scoped
from cakupan.office.work.running import do_work
from office_people import a_user, an_area, signed_in

pytestmark = pytest.mark.usefixtures("office")


def some_entries() -> tuple[int, int]:
    """One of a person, one of an account; in another area one more."""
    officer = a_user("dinsos", full_name="Yuliana")
    of_person = note(None, "person.read", subject=("person", 77), area="16.10", actor=officer, why="menjawab telepon")
    of_account = note(None, "user.change", subject=("user", officer.pk), area="16.10", actor=officer)
    note(None, "person.read", subject=("person", 88), area="16.71", actor=officer)
    return of_person, of_account


def text(client: object, path: str) -> str:
    page = client.get(path)  # type: ignore[attr-defined]
    assert page.status_code == 200, path
    return str(page.content.decode())


def test_the_auditor_reads_all_of_the_area_and_nothing_of_another() -> None:
    of_person, _ = some_entries()
    client = signed_in(a_user("auditor"))
    page = text(client, "/16.10/catatan/")
    assert "orang 77" in page and "mengubah akun" in page and "orang 88" not in page
    assert "menjawab telepon" in text(client, f"/16.10/catatan/{of_person}/")
    assert client.get("/16.10/catatan/3/").status_code == 404


def test_the_admin_reads_what_is_technical_and_no_person() -> None:
    of_person, of_account = some_entries()
    client = signed_in(a_user("admin"))
    page = text(client, "/16.10/catatan/")
    assert "mengubah akun" in page and "orang 77" not in page
    assert client.get(f"/16.10/catatan/{of_person}/").status_code == 404
    assert client.get(f"/16.10/catatan/{of_account}/").status_code == 200
    with scoped(areas=["16.10"], desk="admin"):  # and the database holds it without the page
        assert not LogEntry.objects.filter(subject_kind="person").exists()


@pytest.mark.parametrize("desk", ["pimpinan", "dprd", "dinsos", "bpjs", "kelurahan"])
def test_other_desks_read_only_their_own(desk: str) -> None:
    some_entries()
    user = a_user(desk)
    client = signed_in(user)
    assert client.get("/16.10/catatan/").status_code == 403
    assert client.get("/16.10/catatan/1/").status_code == 403
    page = text(client, "/akun/catatan/")
    assert "masuk" in page and "orang 77" not in page


def test_a_failed_signing_in_under_an_unknown_name_is_seen_by_admin_and_auditor() -> None:
    from django.test import Client

    an_area("16.10")
    Client().post("/masuk/", {"username": "tidak.ada@contoh.invalid", "password": "salah"})
    for desk in ("admin", "auditor"):
        assert "gagal masuk" in text(signed_in(a_user(desk)), "/16.10/catatan/?action=user.sign_in_failed")
    with scoped(areas=["16.10"], desk="dinsos"):
        assert not LogEntry.objects.filter(action="user.sign_in_failed").exists()


def test_it_is_searched_by_action_subject_actor_and_days() -> None:
    some_entries()
    client = signed_in(a_user("auditor"))
    for query, found in (
        ("action=person.read", True),
        ("action=user.change", False),
        ("kind=person&subject=77", True),
        ("kind=person&subject=78", False),
        ("actor=yuli", True),
        ("actor=bambang", False),
        ("from_date=2001-01-01", True),
        ("to_date=2001-01-01", False),
        ("to_date=9999-12-31", True),
        ("from_date=0001-01-01", True),
        ("from_date=kapan", False),
    ):
        # The search itself is an entry about that person, and so is found by it: its words are others.
        assert ("menjawab telepon" in text(client, f"/16.10/catatan/?{query}")) is found, query
    searches = LogEntry.objects.using("owner").filter(action="log.search", subject_kind="person", subject_id="77")
    assert searches.count() == 1


def test_it_downloads_and_that_is_in_it() -> None:
    some_entries()
    client = signed_in(a_user("auditor"))
    answer = client.get("/16.10/catatan/?action=person.read&format=xlsx")
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)  # type: ignore[attr-defined]
    assert any("orang 77" in [str(cell) for cell in row] for row in rows)
    exported = LogEntry.objects.using("owner").get(action="log.export")
    assert '"rows":1' in exported.content


def test_the_auditor_has_it_verified_and_reads_the_verdict() -> None:
    some_entries()
    client = signed_in(a_user("auditor"))
    assert "Belum pernah" in text(client, "/16.10/catatan/keutuhan/")
    client.post("/16.10/catatan/keutuhan/")
    from cakupan.office.work.models import Work

    with scoped(areas=["16.10"]):
        piece = Work.objects.get()
    do_work.func(piece.pk, "16.10")
    assert "Catatan utuh" in text(client, "/16.10/catatan/keutuhan/")
    assert verify().sound
    assert signed_in(a_user("admin")).get("/16.10/catatan/keutuhan/").status_code == 403


def test_pages_do_not_write_the_log_and_their_login_cannot() -> None:
    from django.db import DatabaseError, transaction

    some_entries()
    for statement in ("INSERT INTO audit_logentry SELECT * FROM audit_logentry", "UPDATE audit_loghead SET number = 0"):
        with scoped(areas=["16.10"]), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)


def test_its_pages_are_not_counted_and_lead_on_while_there_is_more() -> None:
    auditor = a_user("auditor")
    for number in range(60):
        note(None, "person.read", subject=("person", number), area="16.10", actor=auditor)
    client = signed_in(auditor)
    with CaptureQueriesContext(connection) as asked:
        first = text(client, "/16.10/catatan/")
    assert not [each["sql"] for each in asked if "COUNT(" in each["sql"] and "audit_logentry" in each["sql"]]
    assert "baris 1–50; masih ada lagi" in first and 'rel="next" href="?page=2"' in first and "dari" not in pager(first)
    last = text(client, "/16.10/catatan/?page=2")
    assert "Halaman 2 dari 2" in last and 'rel="next"' not in last and "baris 51–61 dari 61" in last
    assert "Halaman 2 dari 2" in text(client, "/16.10/catatan/?page=9")


def pager(page: str) -> str:
    return page[page.index('class="pager"') : page.index("</nav>", page.index('class="pager"'))]


def test_a_reason_is_kept_without_numbers_of_people() -> None:
    note(None, "user.unlock", subject=("user", 1), area="16.10", why="diminta 1610044102909007, kartu 0001234567893")
    kept = LogEntry.objects.using("owner").get(action="user.unlock").content
    assert "1610044102909007" not in kept and "0001234567893" not in kept and "diminta 1610" in kept


def test_a_verification_moves_by_itself_until_its_verdict_stands_there() -> None:
    from cakupan.office.work.models import Work

    an_area("16.10")
    client = signed_in(a_user("auditor"))
    client.post("/16.10/catatan/keutuhan/")
    client.post("/16.10/catatan/keutuhan/")  # while one is at it there is no second
    with scoped(areas=["16.10"]):
        piece = Work.objects.get()
    moving, watching = text(client, "/16.10/catatan/keutuhan/"), f"/16.10/pekerjaan/{piece.pk}/"
    assert f'hx-get="{watching}"' in moving and "Periksa sekarang" not in moving
    asks = {"HX-Request": "true", "HX-Current-URL": "http://testserver/16.10/catatan/keutuhan/"}
    assert "HX-Refresh" not in client.get(watching, headers=asks).headers
    do_work.func(piece.pk, "16.10")
    assert client.get(watching, headers=asks).headers["HX-Refresh"] == "true"
    on_its_own = {**asks, "HX-Current-URL": f"http://testserver{watching}"}
    assert "HX-Refresh" not in client.get(watching, headers=on_its_own).headers
    assert "hx-get" not in text(client, "/16.10/catatan/keutuhan/")
    assert "/16.10/catatan/keutuhan/" in text(client, watching)
