"""The life of an agreement: who may do what, what must be there first, and that the month sees it once it is in force."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, connections, transaction
from written_agreements import (
    AREA,
    OGAN_ILIR,
    SIGNING,
    a_draft,
    in_force,
    numbered,
    page,
    read_again,
    step,
    typed,
)

from cakupan.law.calendar import Month
from cakupan.office.agreements.acts import move
from cakupan.office.agreements.adoption import adopt
from cakupan.office.agreements.models import Agreement, Document, Requirement
from cakupan.office.agreements.queue import waiting
from cakupan.office.audit.models import LogEntry
from cakupan.office.database.scope import scoped
from cakupan.wiring.workspace import Workspace
from office_people import a_user, signed_in

DAY = dt.date(2024, 1, 5)


def complete(**officer: Any) -> tuple[Agreement, Any]:
    """An agreement whose requirements are complete, and who said so."""
    agreement, proposer = a_draft(), a_user("dinkes", **officer)
    client = signed_in(proposer)
    assert typed(client, agreement, OGAN_ILIR).status_code == 302
    numbered(agreement)
    assert step(client, agreement, "complete").status_code == 302
    return agreement, client


def titles(user: Any, day: dt.date = DAY) -> list[str]:
    with scoped(areas=[AREA]):
        return [each.title for each in waiting(user, AREA, day)]


def test_from_draft_to_the_month(office: Path) -> None:
    agreement = in_force()
    assert agreement.state == "active" and agreement.signatories[1] == "Kepala BPJS Kesehatan Cabang"
    ((snapshot, seen),) = Workspace(office).agreements(area=AREA, as_of=dt.date(2024, 1, 31))
    assert snapshot.hash == agreement.imported_hash
    assert (seen.number, seen.quota, seen.status) == ("440/9001/PKS/2024", 65_000, "active")
    assert seen.decree is not None and seen.decree.number == "440/9001/SK/2023"
    assert seen.signed.date == dt.date(2023, 12, 20) and seen.signed.witnessed_by == ("Bupati",)
    assert [part.payer for part in seen.shares] == ["kabkota", "provinsi"]
    with scoped(areas=[AREA]):
        assert [row.move for row in agreement.history.all()] == ["write", "name", "complete", "sign", "confirm"]
        done = set(LogEntry.objects.values_list("action", flat=True))
    assert {"agreement.write", "agreement.complete", "agreement.sign", "agreement.confirm"} <= done


def test_nothing_is_complete_without_number_decree_and_requirements(office: Path) -> None:
    agreement, client = a_draft(), signed_in(a_user("dinkes"))
    assert typed(client, agreement, OGAN_ILIR).status_code == 302
    told = {"name": "Kode rekening", "owner": "BPKAD", "desk": "dinkes", "due_date": "2023-12-10"}
    assert client.post(page(agreement, "syarat/"), told).status_code == 302
    answer = step(client, agreement, "complete")
    assert answer.status_code == 409
    for lacking in ("nomor", "Surat Keputusan", "Kode rekening"):
        assert lacking in answer.content.decode()
    assert read_again(agreement).state == "draft"


def test_nobody_signs_what_they_proposed_by_the_page(office: Path) -> None:
    agreement, client = complete(approver=True)
    answer = step(client, agreement, "sign", **SIGNING)
    assert answer.status_code == 409 and "usulannya sendiri" in answer.content.decode()
    assert read_again(agreement).state == "complete"


def test_nobody_signs_what_they_proposed_by_the_database(office: Path) -> None:
    agreement, _client = complete(approver=True)
    with scoped(areas=[AREA]), pytest.raises(DatabaseError, match="agreement_proposer_is_no_signatory"), transaction.atomic():
        row = Agreement.objects.get(pk=agreement.pk)
        Agreement.objects.filter(pk=row.pk).update(state="signed", signed_by=row.proposed_by)


def test_each_step_belongs_to_its_desk(office: Path) -> None:
    agreement, _client = complete()
    assert step(signed_in(a_user("dinkes")), agreement, "sign", **SIGNING).status_code == 409
    assert step(signed_in(a_user("bpjs")), agreement, "sign", **SIGNING).status_code == 409
    assert step(signed_in(a_user("auditor")), agreement, "sign", **SIGNING).status_code == 403
    assert signed_in(a_user("auditor")).get(page(agreement)).status_code == 200
    assert signed_in(a_user("pimpinan")).get(page(agreement)).status_code == 200
    assert signed_in(a_user("faskes")).get(page(agreement)).status_code == 403
    assert signed_in(a_user("dinkes", ("16.71",))).get(page(agreement)).status_code == 404
    assert signed_in(a_user("setda")).get(page(agreement, "ketentuan/")).status_code == 403


def test_of_two_who_sign_the_second_is_told(office: Path) -> None:
    agreement, _client = complete()
    seen = read_again(agreement).version
    first, second = (signed_in(a_user("dinkes", approver=True, full_name=name)) for name in ("Kepala Pertama", "Kepala Kedua"))
    assert step(first, agreement, "sign", **SIGNING, version=seen).status_code == 302
    # The second one's form was open already; the state has gone on besides.
    answer = step(second, agreement, "sign", **SIGNING, version=seen)
    assert answer.status_code == 409


def test_what_is_signed_stands(office: Path) -> None:
    agreement = in_force()
    with scoped(areas=[AREA]):
        for change in ({"terms": {}}, {"number": "lain"}):
            with pytest.raises(DatabaseError, match="is refused"), transaction.atomic():
                Agreement.objects.filter(pk=agreement.pk).update(**change)
        with pytest.raises(DatabaseError, match="is refused"), transaction.atomic():
            agreement.history.all().delete()
    assert typed(signed_in(a_user("dinkes")), agreement, OGAN_ILIR | {"quota": "70.000"}).status_code == 409


def test_an_addendum_goes_on_under_the_number_of_its_base(office: Path) -> None:
    base = in_force()
    addendum = in_force(OGAN_ILIR | {"quota": "70.000"}, number="440/9002/ADD/2024", amends=base)
    assert read_again(base).state == "amended" and addendum.state == "active"
    ((_snapshot, seen),) = Workspace(office).agreements(area=AREA, as_of=dt.date(2024, 12, 31))
    assert (seen.number, seen.quota) == ("440/9001/PKS/2024", 70_000)


def test_a_renewal_begins_where_the_old_one_ends(office: Path) -> None:
    base = in_force()
    setda = signed_in(a_user("setda"))
    told = {"title": "PKS 2025", "kind": "pks", "follows": base.pk, "way": "renews"}
    assert setda.post(f"/{AREA}/perjanjian/baru/", told).status_code == 302
    with scoped(areas=[AREA]):
        renewal = Agreement.objects.get(renews=base)
    assert renewal.terms["period"] == {"from": "2025-01-01", "to": "2026-01-01"} and renewal.state == "draft"
    late = dt.date(2024, 8, 1)
    officer = a_user("dinkes")
    assert "Perjanjian akan berakhir: siapkan perpanjangan" in titles(officer, late)
    assert "Perjanjian akan berakhir: siapkan perpanjangan" not in titles(officer, dt.date(2024, 5, 1))


def test_a_stop_ends_the_period_for_the_month_too(office: Path) -> None:
    agreement = in_force()
    boss = signed_in(a_user("dinkes", approver=True))
    assert step(boss, agreement, "stop", to_date="2025-07-01", reason="anggaran").status_code == 409
    assert step(boss, agreement, "stop", to_date="2024-07-01", reason="").status_code == 200  # the form asks for the reason
    assert step(boss, agreement, "stop", to_date="2024-07-01", reason="anggaran habis").status_code == 302
    assert read_again(agreement).state == "stopped"
    ((_snapshot, seen),) = Workspace(office).agreements(area=AREA, as_of=dt.date(2100, 1, 1))
    assert (seen.status, seen.period.to_date) == ("stopped", dt.date(2024, 7, 1))


def test_a_requirement_waits_for_its_desk_and_is_met_with_proof(office: Path) -> None:
    agreement, setda = a_draft(), signed_in(a_user("setda"))
    told = {"name": "Konfirmasi NIK", "owner": "Disdukcapil", "desk": "dukcapil", "due_date": "2023-12-14"}
    assert setda.post(page(agreement, "syarat/"), told).status_code == 302
    officer = a_user("dukcapil")
    assert titles(officer) == ["Penuhi syarat: Konfirmasi NIK"] and titles(a_user("dinsos")) == []
    with scoped(areas=[AREA]):
        row = Requirement.objects.get(agreement=agreement)
    url = f"/{AREA}/perjanjian/syarat/{row.pk}/"
    assert signed_in(a_user("dinsos")).post(url, {"note": "bukan milik kami"}).status_code == 409
    proof = SimpleUploadedFile("konfirmasi.pdf", b"%PDF-1.7 konfirmasi", "application/pdf")
    assert signed_in(officer).post(url, {"note": "padan", "file": proof}).status_code == 302
    assert titles(officer) == []
    assert signed_in(officer).post(url, {"note": "lagi"}).status_code == 409


def test_what_waits_for_a_decision(office: Path) -> None:
    agreement, _client = complete()
    boss, branch = a_user("dinkes", approver=True), a_user("bpjs")
    assert titles(boss) == ["Tanda tangani perjanjian"] and titles(branch) == []
    assert step(signed_in(boss), agreement, "sign", **SIGNING).status_code == 302
    assert titles(branch) == ["Benarkan tanda tangan perjanjian"] and titles(boss) == []


def test_a_list_without_a_decree_is_flagged(office: Path) -> None:
    agreement = a_draft()
    text = signed_in(a_user("dinkes")).get(page(agreement)).content.decode()
    assert "daftar tanpa SK tidak dapat ditagih" in text and "perlu dilengkapi" in text
    numbered(agreement)
    assert "daftar tanpa SK" not in signed_in(a_user("dinkes")).get(page(agreement)).content.decode()


def test_papers_are_kept_by_hash_and_a_changed_file_is_noticed(office: Path) -> None:
    agreement, client = a_draft(), signed_in(a_user("setda"))
    told = {"kind": "pks", "name": "Naskah PKS", "number": "", "paper_date": "2023-12-20"}
    file = SimpleUploadedFile("naskah.pdf", b"%PDF-1.7 naskah", "application/pdf")
    assert client.post(page(agreement, "unggah/"), {**told, "file": file}).status_code == 302
    with scoped(areas=[AREA]):
        kept = Document.objects.get()
    url = f"/{AREA}/perjanjian/dokumen/{kept.pk}/"
    assert client.get(url).content == b"%PDF-1.7 naskah"
    on_disk = office / "office" / "documents" / kept.sha256[:2] / kept.sha256
    on_disk.write_bytes(b"%PDF-1.7 lain")
    assert "tidak sama lagi" in client.get(url).content.decode()
    with scoped(areas=[AREA]):
        assert LogEntry.objects.filter(action="document.read", subject_id=str(kept.pk)).count() == 1
    wrong = SimpleUploadedFile("naskah.exe", b"MZ", "application/octet-stream")
    assert client.post(page(agreement, "unggah/"), {**told, "file": wrong}).status_code == 409


def test_agreements_of_a_workspace_are_adopted_once(office: Path) -> None:
    first, admin = in_force(), a_user("dinkes", ("16.71",))
    terms = Workspace(office).agreements(area=AREA, as_of=dt.date(2024, 12, 31))[0][1].terms
    with scoped(areas=["16.71"]):
        taken = adopt("16.71", [terms], user=admin)
        assert adopt("16.71", [terms], user=admin) == []
        again = taken[0]
        assert (again.state, again.from_date, again.decree.number) == ("active", first.from_date, "440/9001/SK/2023")  # type: ignore[union-attr]
        assert again.document()["shares"] == first.terms["shares"] and again.signatories == first.signatories
    assert Month.of(again.from_date or DAY) == Month(2024, 1)


def test_every_page_of_an_agreement_opens(office: Path) -> None:
    agreement = in_force()
    client = signed_in(a_user("dinkes", approver=True))
    for url in (f"/{AREA}/perjanjian/", f"/{AREA}/perjanjian/baru/", f"/{AREA}/perjanjian/sk/baru/", page(agreement)):
        answer = client.get(url)
        assert answer.status_code == 200 and "<h1>" in answer.content.decode()
    file = client.get(f"/{AREA}/perjanjian/?format=xlsx")
    assert file["Content-Type"].startswith("application/vnd.openxml")
    assert b"".join(file.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    text = client.get(page(agreement)).content.decode()
    assert "Hentikan perjanjian" in text and "Digantikan adendum" not in text
    told = {"number": "440/9003/SK/2024", "decree_date": "2024-02-01", "about": "Penetapan", "signed_by": "Bupati"}
    assert client.post(f"/{AREA}/perjanjian/sk/baru/", told).status_code == 302
    assert "sudah tercatat" in client.post(f"/{AREA}/perjanjian/sk/baru/", told).content.decode()


def test_the_tables_stand_behind_row_level_security(office: Path) -> None:
    agreement = a_draft()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM agreements_agreement")
        assert cursor.fetchone()[0] == 0
    with scoped(areas=["16.71"]):
        assert not Agreement.objects.filter(pk=agreement.pk).exists()


@pytest.mark.parametrize("desk", ["setda", "dinkes"])
def test_whoever_begins_an_agreement_goes_on_where_they_may(desk: str) -> None:
    client = signed_in(a_user(desk))
    begun = client.post("/16.10/perjanjian/baru/", {"title": "PKS penyelenggaraan JKN", "kind": "pks"})
    assert begun.status_code == 302 and client.get(begun["Location"]).status_code == 200


def test_a_paper_with_a_very_long_name_is_kept_with_its_ending(office: Path) -> None:
    agreement, client = a_draft(), signed_in(a_user("setda"))
    file = SimpleUploadedFile("a" * 240 + ".pdf", b"%PDF-1.7")
    told = {"kind": "pks", "name": "PKS", "number": "", "paper_date": "", "file": file}
    assert client.post(page(agreement, "unggah/"), told).status_code == 302
    with scoped(areas=[AREA]):
        kept = Document.objects.get().file_name
    assert len(kept) == 200 and kept.endswith("a.pdf")


def test_a_requirement_that_is_added_while_somebody_signs_waits_and_is_refused(office: Path) -> None:
    agreement, _client = complete()
    setda = signed_in(a_user("setda"))
    asked = {"name": "Persetujuan DPRD", "owner": "DPRD", "desk": "setda", "due_date": "2024-01-31"}

    def add() -> int:
        try:
            return int(setda.post(page(agreement, "syarat/"), asked).status_code)
        finally:
            connections.close_all()

    signer = a_user("dinkes", approver=True)
    columns = {**SIGNING, "signed_date": dt.date(2023, 12, 20), "signatories": ["Kepala Dinas"], "witnesses": []}
    with ThreadPoolExecutor(1) as pool:
        with scoped(areas=[AREA], user_id=signer.pk, desk="dinkes"), transaction.atomic():
            standing = Agreement.objects.get(pk=agreement.pk)
            move(standing, "sign", user=signer, seen_version=standing.version, **columns)
            later = pool.submit(add)
            with pytest.raises(TimeoutError):
                later.result(2)
        assert later.result(60) == 409
    with scoped(areas=[AREA]):
        assert not Requirement.objects.filter(agreement=agreement).exists()


def test_a_number_that_a_colleague_gives_at_the_same_moment_is_told_to_be_taken(office: Path) -> None:
    one, other, setda = a_draft(), a_draft(), signed_in(a_user("setda"))

    def give() -> int:
        try:
            told = {"number": "440/9007/PKS/2024", "decree": "", "version": other.version}
            return int(setda.post(page(other, "nomor/"), told).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with scoped(areas=[AREA]), transaction.atomic():
            Agreement.objects.filter(pk=one.pk).update(number="440/9007/PKS/2024")
            later = pool.submit(give)
            with pytest.raises(TimeoutError):
                later.result(2)
        assert later.result(60) == 409
