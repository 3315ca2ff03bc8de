"""The month's recap, the facility's claim, who is on duty, and the file that tells it all to every desk."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings

from cakupan.counter.standing import standing_file
from cakupan.office.database.scope import scoped
from cakupan.office.guarantees.standing_file import tell_again, tell_all
from cakupan.office.papers.models import Paper
from month.small_region import AREA
from office_guarantees.region import (
    HOSPITAL,
    OTHER,
    a_region,
    at,
    cover,
    deciding,
    done,
    granted,
    page,
    read_pdf,
    text_of,
    told,
)

pytestmark = pytest.mark.usefixtures("region")
NOBODY = {"number": "", "name": "ORANG REKAAN KEDUA", "birth_date": "1980-03-02"}


@pytest.fixture
def region(office: Path) -> Path:
    a_region(office)
    return office


def later(day: dt.date) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, today=day)


def claimed(row: Any, amount: str, **changed: Any) -> Any:
    sent = {"discharged_date": "2021-07-20", "claim_amount": amount, "version": row.version, **changed}
    return at("faskes").post(page(f"{row.pk}/klaim/"), sent)


def test_a_recap_counts_letters_and_people_and_only_the_rupiah_that_was_told() -> None:
    first, second = granted(), granted(**NOBODY)
    done(deciding(), second, "revoke", reason="salah orang")
    later(dt.date(2021, 8, 2))
    assert claimed(first, "4.250.000").status_code == 302
    shown = text_of(deciding().get(page("rekap/?bulan=2021-07")))
    assert "Rp 4.250.000" in shown and first.paper.number in shown and "jaminan dicabut" in shown
    answer = deciding().get(page("rekap/?bulan=2021-07&rekap-faskes-format=xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == first.facility_name)
    assert row[1:6] == (2, 1, 2, 1, 4_250_000)
    assert "Belum ada jaminan." in text_of(deciding().get(page("rekap/?bulan=2021-08")))


def test_the_facility_is_asked_for_its_claim_once_the_days_are_over() -> None:
    row = granted()
    at("faskes").get(page(f"{row.pk}/sjp/"))
    queue = f"/{AREA}/antrean/"
    assert "Isi nilai klaim" not in text_of(at("faskes").get(queue))
    later(dt.date(2021, 7, 25))
    assert "Isi nilai klaim sesudah pasien pulang" in text_of(at("faskes").get(queue))


@pytest.mark.parametrize(
    ("amount", "day", "says"),
    [
        ("seribu", "2021-07-12", "Nilai klaim"),
        ("-1", "2021-07-12", "Nilai klaim"),
        ("10,5", "2021-07-12", "Nilai klaim"),
        ("1000", "2021-07-10", "antara hari masuk dan hari ini"),
        ("1000", "2021-07-13", "antara hari masuk dan hari ini"),
    ],
)
def test_a_claim_is_whole_rupiah_after_admission(amount: str, day: str, says: str) -> None:
    row = granted()
    answer = claimed(row, amount, discharged_date=day)
    assert answer.status_code == 422 and says in text_of(answer)
    assert cover(row.pk).claim_amount is None


def test_the_recap_as_a_paper_is_issued_once_and_holds_the_claims() -> None:
    row = granted()
    later(dt.date(2021, 7, 30))
    assert claimed(row, "1500000").status_code == 302
    url = page(f"rekap/2021-07/{HOSPITAL}/")
    assert deciding().post(url).status_code == 302
    again = deciding().post(url)
    assert again.status_code == 409 and "sudah terbit" in text_of(again)
    with scoped(areas=[AREA]):
        paper = Paper.objects.get(kind="guarantee_recap")
    text = read_pdf(deciding().get(f"/{AREA}/surat/{paper.pk}/surat.pdf").content)
    assert "1 surat untuk 1 orang" in text and "Rp 1.500.000" in text
    assert row.paper.number in text.replace(" ", ""), "the narrow column breaks it"
    late = claimed(cover(row.pk), "9000000", discharged_date="2021-07-21")
    assert late.status_code == 409 and paper.number in text_of(late)
    assert at("dinsos").post(url).status_code == 409, "the office that decides issues it"
    assert deciding().post(page("rekap/2021-09/R999/")).status_code == 409


def test_a_facility_reads_its_own_month_only() -> None:
    row = granted()
    assert row.paper.number in text_of(at("faskes").get(page("rekap/?bulan=2021-07")))
    assert row.paper.number not in text_of(at("faskes", facility_code=OTHER).get(page("rekap/?bulan=2021-07")))


def test_each_offices_approver_writes_its_own_duty_contacts_and_every_desk_is_told(region: Path) -> None:
    sent = {"office": "Piket Linjamsos", "phone": "0000-000-001", "hours": "24 jam"}
    assert at("dinsos").post(page("piket/baru/"), sent).status_code == 403
    assert deciding("dinsos").post(page("piket/baru/"), sent).status_code == 302
    (contact,) = told(region).contacts
    assert contact.as_dict() == {"role": "dinsos", **sent}
    shown = at("faskes").get(page("piket/"))
    assert "Piket Linjamsos" in text_of(shown)
    from cakupan.office.guarantees.models import DutyContact

    with scoped(areas=[AREA]):
        pk = DutyContact.objects.get().pk
    assert deciding("bpjs").post(page(f"piket/{pk}/"), sent).status_code == 409
    assert deciding("bpjs").post(page(f"piket/{pk}/hapus/")).status_code == 409
    assert deciding("dinsos").post(page(f"piket/{pk}/"), {**sent, "phone": "0000-000-002"}).status_code == 302
    assert told(region).contacts[0].phone == "0000-000-002"
    assert deciding("dinsos").post(page(f"piket/{pk}/hapus/")).status_code == 302
    assert told(region).contacts == ()


def test_a_lost_or_damaged_file_is_written_anew_from_the_database(region: Path) -> None:
    row = granted()
    path = standing_file(region, AREA)
    before = path.stat()
    assert tell_all() == [], "what is there already is left as it is"
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    path.write_text("{", encoding="utf-8")
    assert AREA in tell_all()
    assert [each.letter_number for each in told(region).issued] == [row.paper.number]
    path.unlink()
    tell_again(timestamp=0)
    assert [each.nik for each in told(region).issued] == [row.nik]


def test_a_full_disk_loses_the_file_and_not_the_decision(region: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (region / "standing").mkdir()
    (region / "standing" / f".{AREA}.lock").mkdir()  # nothing can be opened there, as on a disk that fails
    row = granted()
    assert row.state == "granted" and told(region) is None
    (region / "standing" / f".{AREA}.lock").rmdir()
    tell_all()
    assert [each.nik for each in told(region).issued] == [row.nik]
