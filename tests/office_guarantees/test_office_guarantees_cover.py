"""Urgent cover as its desks see it: asked, recommended, granted with a letter, revoked; and every no with what, why and mend."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cakupan.office.database.scope import scoped
from cakupan.office.guarantees.models import UrgentCover
from month.small_region import AREA
from office_guarantees.region import (
    HOSPITAL,
    INSTRUMENT,
    OTHER,
    a_region,
    an_inactive,
    asked,
    at,
    cover,
    deciding,
    decision,
    done,
    entered,
    granted,
    officer,
    page,
    read_pdf,
    step,
    text_of,
    told,
)
from office_people import signed_in

pytestmark = pytest.mark.usefixtures("region")


@pytest.fixture
def region(office: Path) -> Path:
    a_region(office)
    return office


def test_a_request_runs_the_familys_clock_in_the_areas_own_time() -> None:
    client = at("faskes")
    row = asked(client)
    assert row.due_at - row.admitted_at == dt.timedelta(hours=72)
    assert row.name == an_inactive().name and row.person_id == an_inactive().pk
    shown = text_of(client.get(page(f"{row.pk}/")))
    assert "3 × 24 jam keluarga berakhir 14 Juli 2021 22.15 WIB" in shown
    assert "practice: 3 x 24 hours" in shown
    assert row.nik not in shown, "masked at a desk that compares no papers"


def test_it_waits_for_one_office_and_then_for_the_other(region: Path) -> None:
    row = asked()
    queues = {desk: text_of(at(desk, approver=True).get(f"/{AREA}/antrean/")) for desk in ("dinsos", "dinkes")}
    assert "Rekomendasikan jaminan mendesak" in queues["dinsos"] and "14 Juli 2021 22.15 WIB" in queues["dinsos"]
    assert "jaminan mendesak" not in queues["dinkes"]
    done(at("dinsos"), row, "recommend")
    assert "Putuskan jaminan mendesak" in text_of(deciding().get(f"/{AREA}/antrean/"))
    assert told(region) is None, "nothing was told to the desks by a recommendation"


def test_a_grant_changes_the_answer_at_once_and_prints_its_letter(region: Path) -> None:
    row = granted()
    stands = told(region)
    (issued,) = stands.issued
    assert (issued.nik, issued.facility_code, issued.account) == (row.nik, HOSPITAL, INSTRUMENT["account"])
    assert (issued.from_date, issued.to_date) == (dt.date(2021, 7, 11), dt.date(2021, 7, 25))
    assert issued.letter_number == row.paper.number and issued.verify_code == row.paper.code
    assert issued.decided_by.startswith("Dinas Kesehatan") and stands.activations == ()
    answer = at("faskes").get(page(f"{row.pk}/sjp/"))
    text = read_pdf(answer.content)
    assert "SURAT JAMINAN PELAYANAN (SJP) PEMDA" in text and "BUKAN SEP" in text
    for said in (row.paper.number, row.name, row.nik, "Peraturan Wali Kota Serang Nomor 9 Tahun 2021", "Rawat inap kelas III"):
        assert said in text
    assert "11 Juli 2021 sampai dengan 24 Juli 2021" in text and INSTRUMENT["account"] in text
    assert "Dinas Sosial, 12 Juli 2021" in text and row.paper.code in text
    assert cover(row.pk).printed_at is not None


def test_anyone_with_the_code_sees_the_letter_with_a_masked_number() -> None:
    row = granted()
    anybody = Client()
    assert "Surat Jaminan Pelayanan (SJP) Pemda" in text_of(anybody.get(f"/surat/{row.paper.code}/"))
    masked = read_pdf(b"".join(anybody.get(f"/surat/{row.paper.code}/surat.pdf").streaming_content))
    assert row.nik not in masked and f"{row.nik[:4]}********{row.nik[-4:]}" in masked and row.name not in masked


def test_a_revoked_guarantee_holds_nowhere_and_its_letter_says_so(region: Path) -> None:
    row = granted()
    assert step(deciding(), row, "revoke").status_code == 422, "a reason is needed"
    done(deciding(), row, "revoke", reason="Sudah aktif kembali")
    (issued,) = told(region).issued
    assert issued.revoked_at is not None
    assert "Sudah aktif kembali" in text_of(Client().get(f"/surat/{row.paper.code}/"))


def test_a_letter_is_not_withdrawn_behind_its_decision() -> None:
    row = granted()
    answer = deciding().post(f"/{AREA}/surat/{row.paper.pk}/tarik/", {"reason": "salah"})
    assert answer.status_code == 409 and "Cabut jaminannya" in text_of(answer)


def test_a_scheme_without_instrument_is_never_cover(region: Path) -> None:
    row = done(at("dinsos"), asked(), "recommend")
    shown = text_of(deciding().get(page(f"{row.pk}/langkah/grant/")))
    assert "Skema tanpa dasar hukum bukan jaminan" in shown
    answer = step(deciding(), row, "grant", **decision("document:JAMIN-1/2021"))
    assert answer.status_code == 422
    assert cover(row.pk).state == "recommended" and told(region) is None


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"facility_codes": [OTHER]}, "faskes ini tidak disebut"),
        ({"from_date": "2021-07-12"}, "di luar masa berlakunya"),
        ({"last_date": "2021-07-20"}, "sesudah masa dasar penjaminannya"),
    ],
)
def test_a_basis_that_does_not_reach_is_refused_with_its_reason(changed: dict[str, Any], why: str) -> None:
    basis = entered(**changed)
    row = done(at("dinsos"), asked(), "recommend")
    answer = step(deciding(), row, "grant", **decision(basis))
    assert answer.status_code in (409, 422) and cover(row.pk).state == "recommended"
    shown = text_of(answer) if answer.status_code == 409 else text_of(deciding().get(page(f"{row.pk}/langkah/grant/")))
    assert why in shown


def test_a_guarantee_does_not_begin_before_admission() -> None:
    row, basis = done(at("dinsos"), asked(), "recommend"), entered()
    answer = step(deciding(), row, "grant", **decision(basis, from_date="2021-07-10"))
    assert answer.status_code == 409 and "sebelum pasien masuk" in text_of(answer)


def test_an_ended_instrument_grants_nothing_more() -> None:
    row, basis = done(at("dinsos"), asked(), "recommend"), entered()
    assert deciding().post(page(f"dasar/{basis.removeprefix('entered:')}/akhiri/")).status_code == 302
    assert step(deciding(), row, "grant", **decision(basis)).status_code == 422


def test_the_instruments_paper_is_kept_and_read_back() -> None:
    basis = entered()
    answer = at("auditor").get(page(f"dasar/{basis.removeprefix('entered:')}/berkas/"))
    assert answer.content == b"%PDF-1.7 naskah rekaan"
    shown = text_of(at("dinsos").get(page("dasar/")))
    assert "Peraturan Wali Kota Serang" in shown and "berlaku" in shown


def test_of_two_officers_on_one_request_the_second_is_told_who_was_first() -> None:
    row, first = asked(), officer("dinsos", full_name="Petugas Pertama")
    done(signed_in(first), row, "recommend")
    second = step(at("dinsos"), row, "not_recommend", reason="tidak miskin")
    assert second.status_code == 409 and "Petugas Pertama sudah mengubahnya" in text_of(second)
    assert cover(row.pk).state == "recommended"


def test_two_decisions_at_once_number_one_letter() -> None:
    row, basis = done(at("dinsos"), asked(), "recommend"), entered()
    done(deciding(), row, "grant", **decision(basis))
    second = step(deciding(), row, "grant", **decision(basis))
    assert second.status_code == 409
    with scoped(areas=[AREA]):
        assert UrgentCover.objects.get(pk=row.pk).paper.serial == 1  # type: ignore[union-attr]


def test_whoever_recommends_does_not_decide_even_where_one_office_does_both() -> None:
    assert deciding().post(page("pembagian/"), {"recommends": "dinkes", "decides": "dinkes", "seen": "0"}).status_code == 302
    both = deciding()
    row = done(both, asked(), "recommend")
    answer = both.get(page(f"{row.pk}/langkah/grant/"))
    assert answer.status_code == 409 and "usulannya sendiri" in text_of(answer)
    done(deciding(), row, "refuse", reason="bukan warga")


def test_the_region_lets_the_other_office_decide_and_its_head_stands_on_the_letter() -> None:
    assert at("admin").post(page("pembagian/"), {"recommends": "dinkes", "decides": "dinsos", "seen": "0"}).status_code == 302
    row = done(at("dinkes"), asked(), "recommend")
    row = done(deciding("dinsos"), row, "grant", **decision(entered(at("dinsos"))))
    text = read_pdf(at("faskes").get(page(f"{row.pk}/sjp/")).content)
    assert "DINAS SOSIAL" in text and "/SJP/DINSOS/2021" in row.paper.number
    assert "Dinas Kesehatan, 12 Juli 2021" in text, "who recommended"


def test_only_the_admin_or_whoever_decides_sets_who_does_which() -> None:
    told = {"recommends": "dinsos", "decides": "dinkes", "seen": "0"}
    assert at("dinkes").post(page("pembagian/"), told).status_code == 403
    assert deciding().post(page("pembagian/"), told).status_code == 302
    late = at("admin").post(page("pembagian/"), told)
    assert late.status_code == 409 and "sudah mengubahnya" in text_of(late)


def test_a_refusal_carries_its_reason_to_the_facility() -> None:
    row = done(at("dinsos"), asked(), "not_recommend", reason="Tidak ada di data kemiskinan")
    done(deciding(), row, "refuse", reason="Keluarga mampu membayar iuran")
    shown = text_of(at("faskes").get(page(f"{row.pk}/")))
    assert "Tidak ada di data kemiskinan" in shown and "Keluarga mampu membayar iuran" in shown


def test_a_facility_sees_its_own_requests_only() -> None:
    row = asked()
    other = at("faskes", facility_code=OTHER)
    assert other.get(page(f"{row.pk}/")).status_code == 404
    assert row.name not in text_of(other.get(page()))
    assert row.name in text_of(at("faskes").get(page()))
    assert at("bpjs").get(page(f"{row.pk}/")).status_code == 404, "nothing was sent to the branch"


def test_an_account_without_facility_is_told_how_to_mend_that() -> None:
    answer = at("faskes", facility_code="").get(page("ajukan/"))
    assert answer.status_code == 409 and "Minta admin TI daerah mengisi kode faskes" in text_of(answer)


def test_a_second_request_for_the_same_patient_is_refused_while_one_is_open() -> None:
    client = at("faskes")
    row = asked(client)
    again = client.post(
        page("ajukan/"),
        {"number": row.nik, "admitted_at": "2021-07-12T00:00", "condition": "other", "contact": "IGD"},
    )
    assert again.status_code == 409 and "sudah mengajukan" in text_of(again)
    done(client, row, "withdraw", reason="salah pasien")
    asked(client)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"number": "123"}, "NIK 16 angka"),
        ({"number": "16100441O2909007"}, "hanya berisi angka"),
        ({"number": "0" * 16}, "hanya nol"),
        ({"number": "", "name": "ORANG REKAAN"}, "isi tanggal lahirnya"),
        ({"number": "9999019001019001"}, "Isi nama pasien"),
        ({"admitted_at": "2021-07-13T08:00"}, "belum tiba"),
        ({"admitted_at": "2021-05-13T08:00"}, "hari yang lalu"),
        ({"condition": "lain"}, "Keadaan"),
    ],
)
def test_what_is_wrong_with_a_request_is_said_at_its_field(changed: dict[str, str], says: str) -> None:
    sent = {"number": an_inactive().nik, "admitted_at": "2021-07-11T22:15", "condition": "emergency", "contact": "IGD"}
    answer = at("faskes").post(page("ajukan/"), {**sent, **changed})
    assert answer.status_code == 422 and says in text_of(answer)


def test_a_patient_without_numbers_is_asked_for_by_name_and_birth_date() -> None:
    row = asked(number="", name="ORANG TANPA NIK", birth_date="1980-03-02")
    row = done(at("dinsos"), row, "recommend")
    row = done(deciding(), row, "grant", **decision(entered()))
    assert row.identity == "name:ORANG TANPA NIK|1980-03-02"
    assert "belum diketahui: pasien tanpa NIK" in read_pdf(at("faskes").get(page(f"{row.pk}/sjp/")).content)


def test_what_another_page_knows_is_filled_in_and_not_taken() -> None:
    person = an_inactive()
    answer = at("faskes").post(page("ajukan/"), {"isi": "1", "number": person.nik})
    assert answer.status_code == 200 and f'value="{person.nik}"' in answer.content.decode()
    assert person.name in text_of(answer)
    with scoped(areas=[AREA]):
        assert not UrgentCover.objects.exists()


def test_an_overdue_request_is_marked(region: Path) -> None:
    row = asked()
    from dataclasses import replace

    from django.conf import settings

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, today=dt.date(2021, 7, 16))
    assert "lewat" in text_of(at("faskes").get(page()))
    assert "Waktu keluarga sudah lewat" in text_of(at("dinsos").get(page(f"{row.pk}/")))
    assert "lewat sejak 14 Juli 2021 22.15 WIB" in text_of(at("dinsos").get(f"/{AREA}/antrean/"))


def test_the_list_downloads_with_masked_numbers_and_that_is_noted() -> None:
    from cakupan.office.audit.models import LogEntry

    row, desk = asked(), officer("dinsos")
    answer = signed_in(desk).get(page() + "?format=xlsx")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("application/vnd.openxml")
    answer.close()
    with scoped(areas=[AREA]):
        noted = set(LogEntry.objects.values_list("action", flat=True))
    assert {"urgent_cover.ask", "urgent_cover.export", "person.urgent_cover"} <= noted
    assert row.nik
