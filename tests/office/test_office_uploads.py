"""An office delivers a file: tried first, bad rows back, taken in, taken back; hostile and wrong files change nothing."""

from __future__ import annotations

import datetime as dt
import io
import os
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import openpyxl
import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.utils.html import escape
from procrastinate.contrib.django import app as queue

from cakupan.office.database.scope import scoped
from cakupan.office.uploads.models import Delivery
from cakupan.report.fault_words import fault_words
from office_people import a_user, signed_in

AREA = "36.73"
EXAMPLE = Path(__file__).parents[2] / "docs" / "example"


def run_worker() -> None:
    with queue.replace_connector(queue.connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, concurrency=1)


def officer(desk: str = "dukcapil") -> Client:
    return signed_in(a_user(desk, areas=(AREA,)))


def sent(client: Client, content: bytes, *, name: str = "penduduk.csv", **more: Any) -> Any:
    form = {"kind": "residents", "as_of": "2024-01-31", "file": SimpleUploadedFile(name, content), **more}
    return client.post(f"/{AREA}/berkas/kirim/", form)


def newest() -> Delivery:
    with scoped(areas=[AREA]):
        return Delivery.objects.latest("pk")


def residents() -> bytes:
    return (EXAMPLE / "penduduk.csv").read_bytes()


def with_bad_rows() -> bytes:
    """The village's residents, two of them with a birth date that no calendar has."""
    lines = residents().decode().splitlines()
    at = lines[0].split(",").index("TGL_LHR")
    for number in (2, 5):
        cells = lines[number].split(",")
        cells[at] = "31-02-1990"
        lines[number] = ",".join(cells)
    return "\n".join(lines).encode()


def test_a_file_is_tried_then_taken_in(office: Path) -> None:
    client = officer()
    answer = sent(client, residents())
    assert answer.status_code == 302 and "/pekerjaan/" in answer["Location"]
    run_worker()
    tried = newest()
    assert (tried.state, tried.found["rows"], tried.found["faults"]) == ("tried", 12, 0)
    assert not (office / "snapshots").exists()
    page = client.get(f"/{AREA}/berkas/{tried.pk}/").content.decode()
    assert "12 baris, 12 terbaca; 0 kesalahan" in page and "Masukkan" in page
    client.post(f"/{AREA}/berkas/{tried.pk}/masukkan/")
    run_worker()
    assert newest().state == "imported"
    assert list((office / "snapshots" / AREA / "residents").glob("2024-01-31_*"))


def test_bad_rows_come_back_with_what_is_wrong_and_how_to_mend_it(office: Path) -> None:
    client = officer()
    sent(client, with_bad_rows())
    run_worker()
    assert newest().found["faults"] == 2
    (reason,) = newest().found["faults_by_reason"]
    page = client.get(f"/{AREA}/berkas/{newest().pk}/").content.decode()
    assert escape(fault_words(reason)) in page and reason not in page
    answer = client.get(f"/{AREA}/berkas/{newest().pk}/kesalahan.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][-1] == "Kesalahan" and len([row for row in rows if row[0]]) == 3
    assert "31-02-1990" in rows[1] and "TGL_LHR" in str(rows[1][-1])


def test_mended_rows_come_back_and_make_the_whole_register(office: Path) -> None:
    client = officer()
    sent(client, with_bad_rows())
    run_worker()
    first = newest()
    back = b"".join(client.get(f"/{AREA}/berkas/{first.pk}/kesalahan.xlsx").streaming_content)
    book = openpyxl.load_workbook(io.BytesIO(back))
    for row in book.worksheets[0].iter_rows(min_row=2):
        for cell in row:
            if cell.value == "31-02-1990":
                cell.value = "28-02-1990"
    mended = io.BytesIO()
    book.save(mended)
    client.post(f"/{AREA}/berkas/{first.pk}/perbaiki/", {"file": SimpleUploadedFile("kesalahan.xlsx", mended.getvalue())})
    run_worker()
    whole = newest()
    assert whole.mends_id == first.pk and whole.state == "tried"
    assert (whole.found["rows"], whole.found["faults"], whole.file_name) == (12, 0, "penduduk.csv")


def test_an_import_is_taken_back_with_a_reason(office: Path) -> None:
    client = officer()
    sent(client, residents())
    run_worker()
    client.post(f"/{AREA}/berkas/{newest().pk}/masukkan/")
    run_worker()
    refused = client.post(f"/{AREA}/berkas/{newest().pk}/tarik/", {"reason": " "})
    assert refused.status_code == 409 and "alasannya belum ditulis" in refused.content.decode()
    client.post(f"/{AREA}/berkas/{newest().pk}/tarik/", {"reason": "salah bulan"})
    assert newest().state == "undone"
    assert not list((office / "snapshots" / AREA / "residents").glob("2024-01-31_*"))


def macro_workbook() -> bytes:
    held = io.BytesIO()
    openpyxl.Workbook().save(held)
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    return held.getvalue()


def half_a_workbook() -> bytes:
    held = io.BytesIO()
    openpyxl.Workbook().save(held)
    return held.getvalue()[: len(held.getvalue()) // 2]


def bomb() -> bytes:
    held = io.BytesIO()
    openpyxl.Workbook().save(held)
    with (
        zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/image1.png", "w", force_zip64=True) as entry,
    ):
        for _ in range(2600):
            entry.write(bytes(1024 * 1024))
    return held.getvalue()


@pytest.mark.parametrize("make", [macro_workbook, half_a_workbook, bomb, lambda: b"%PDF-1.7", lambda: b"", lambda: b"\x00" * 100])
def test_a_hostile_file_is_refused_and_nothing_of_it_is_kept(office: Path, make: Any) -> None:
    answer = sent(officer(), make(), name="penduduk.xlsx")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Cara memperbaiki" in page or "kosong" in page
    assert 'value="2024-01-31"' in page
    with scoped(areas=[AREA]):
        assert not Delivery.objects.exists()
    assert not (office / "office" / "uploads").exists()


def test_a_file_over_the_limit_is_stopped_on_the_way(office: Path, settings_of_office: Any) -> None:
    settings_of_office.UPLOAD_BYTES_MAX = 1024 * 1024
    answer = sent(officer(), b"x" * (2 * 1024 * 1024))
    assert answer.status_code == 422 and "lebih besar dari 1 MB" in answer.content.decode()


def test_what_is_missing_is_said_and_that_the_file_must_be_chosen_again(office: Path) -> None:
    client = signed_in(a_user("dukcapil", (AREA,)))
    page = sent(client, b"NIK\n", as_of="").content.decode()
    assert "Isi tanggal keadaan yang diceritakan berkas ini." in page and "Pilih berkasnya lagi" in page
    without_file = client.post(f"/{AREA}/berkas/kirim/", {"kind": "residents", "as_of": "2024-01-31"}).content.decode()
    assert "Pilih berkas yang dikirim." in without_file and "Pilih berkasnya lagi" not in without_file


def test_the_wrong_template_is_named(office: Path) -> None:
    client = officer()
    sent(client, (EXAMPLE / "peserta.csv").read_bytes())
    run_worker()
    assert newest().state == "unreadable"
    assert "bpjs" in newest().refusal["why"]
    assert "Cara memperbaiki" in client.get(f"/{AREA}/berkas/{newest().pk}/").content.decode()


def test_a_desk_delivers_its_own_registers_only(office: Path) -> None:
    answer = sent(officer("bpjs"), residents())
    assert answer.status_code == 422 and not list(scope_rows())


def scope_rows() -> list[Delivery]:
    with scoped(areas=[AREA]):
        return list(Delivery.objects.all())


def test_another_office_cannot_take_in_what_it_did_not_deliver(office: Path) -> None:
    sent(officer(), residents())
    run_worker()
    answer = officer("dinsos").post(f"/{AREA}/berkas/{newest().pk}/masukkan/")
    assert answer.status_code == 409 and newest().state == "tried"


def test_a_template_imports_as_downloaded(office: Path) -> None:
    client = officer()
    form = b"".join(client.get(f"/{AREA}/berkas/templat/residents/dukcapil.xlsx").streaming_content)
    book = openpyxl.load_workbook(io.BytesIO(form))
    lines = [line.split(",") for line in residents().decode().splitlines()]
    for cells in lines[1:]:
        book.worksheets[0].append(cells)
    filled = io.BytesIO()
    book.save(filled)
    sent(client, filled.getvalue(), name="templat.xlsx")
    run_worker()
    assert (newest().state, newest().found.get("rows"), newest().found.get("faults")) == ("tried", 12, 0)


def answered(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def test_what_waits_is_dated_by_the_day_here(office: Path) -> None:
    """01.00 in Jakarta is still the day before in Greenwich."""
    client = officer()
    sent(client, residents())
    run_worker()
    with scoped(areas=[AREA]):
        Delivery.objects.update(uploaded_at=dt.datetime(2024, 7, 1, 18, tzinfo=dt.UTC))
    assert "sejak 2 Juli 2024" in client.get(f"/{AREA}/antrean/").content.decode()


def test_the_same_file_delivered_twice_goes_with_the_last_that_is_taken_back(office: Path) -> None:
    client = officer()
    for _ in range(2):
        sent(client, residents())
        run_worker()
        client.post(f"/{AREA}/berkas/{newest().pk}/masukkan/")
        run_worker()
    second = newest()
    with scoped(areas=[AREA]):
        first = Delivery.objects.exclude(pk=second.pk).get()
    # A colleague is just taking the other one back and has not finished: whoever comes second must wait and then see it.
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as colleague, ThreadPoolExecutor(1) as aside:
        colleague.execute("UPDATE uploads_delivery SET state = 'undone' WHERE id = %s", [first.pk])
        taking = aside.submit(taken_back, client, second.pk)
        with pytest.raises(TimeoutError):
            taking.result(timeout=2)
        colleague.commit()
        assert taking.result(timeout=30) == 302
    assert not list((office / "snapshots" / AREA / "residents").glob("2024-01-31_*"))


def taken_back(client: Client, delivery_id: int) -> int:
    try:
        return int(client.post(f"/{AREA}/berkas/{delivery_id}/tarik/", {"reason": "salah bulan"}).status_code)
    finally:
        connections.close_all()
