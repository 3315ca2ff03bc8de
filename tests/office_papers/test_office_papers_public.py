"""Behind the QR: what the page says of a letter, and that nobody finds a letter by guessing."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cakupan.office.database.scope import scoped
from cakupan.office.papers.keeping import kept, path_of
from cakupan.office.papers.models import Paper, WrongCode
from letters import letter_fixture
from office_papers.paper_fixture import AREA, a_position, install_certificates, issued
from office_people import a_user, signed_in

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def officer() -> Any:
    user = a_user("bpjs", approver=True)
    a_position()
    return user


@pytest.fixture
def paper(officer: Any) -> Paper:
    return issued(officer)


def page(code: str, client: Client | None = None) -> Any:
    return (client or Client()).get(f"/surat/{code}/")


def now_of(paper: Paper) -> Paper:
    with scoped(areas=[AREA]):
        return Paper.objects.get(pk=paper.pk)


def test_a_letter_without_signature_is_said_to_be_only_coded(paper: Paper) -> None:
    told = page(paper.code)
    said = told.content.decode()
    assert told.status_code == 200
    assert "Hanya berkode, tidak ditandatangani secara elektronik" in said
    assert paper.number in said and paper.sha256 in said
    assert "NURJANAH" not in said and "1610054509789005" not in said


def test_the_copy_that_anyone_sees_is_masked(paper: Paper) -> None:
    answer = Client().get(f"/surat/{paper.code}/surat.pdf")
    pdf = b"".join(answer.streaming_content)
    text = letter_fixture.text_of(pdf)
    assert answer["Content-Type"] == "application/pdf"
    assert paper.number in text and "NURJANAH" not in text and "1610054509789005" not in text


def test_both_sides_sign_and_the_page_says_who_and_when(officer: Any, paper: Paper, office: Path) -> None:
    install_certificates(office, {"pemda": "dr. H. AHMAD REKAAN", "bpjs": "SRI CONTOHWATI"})
    for user in (officer, a_user("dinkes", approver=True)):
        answer = signed_in(user).post(reverse("papers:sign", args=[AREA, paper.pk]))
        assert answer.status_code == 302
    said = page(paper.code).content.decode()
    assert "Ditandatangani secara elektronik, dan utuh" in said
    assert "dr. H. AHMAD REKAAN" in said and "SRI CONTOHWATI" in said
    found = now_of(paper)
    with scoped(areas=[AREA]):
        assert found.state == "signed" and found.file_sha256 != found.sha256
        assert list(found.signatures.order_by("pk").values_list("signer", flat=True)) == ["SRI CONTOHWATI", "dr. H. AHMAD REKAAN"]


def test_an_office_signs_once_and_without_a_certificate_it_is_told_what_to_set(officer: Any, paper: Paper, office: Path) -> None:
    client = signed_in(officer)
    without = client.post(reverse("papers:sign", args=[AREA, paper.pk]))
    assert without.status_code == 409 and "CAKUPAN_BRANCH_CERTIFICATE" in without.content.decode()
    install_certificates(office, {"bpjs": "SRI CONTOHWATI"})
    assert client.post(reverse("papers:sign", args=[AREA, paper.pk])).status_code == 302
    again = client.post(reverse("papers:sign", args=[AREA, paper.pk]))
    assert again.status_code == 409 and "sudah ditandatangani" in again.content.decode()


def test_only_who_may_decide_signs(paper: Paper) -> None:
    for user in (a_user("bpjs"), a_user("dinsos", approver=True), a_user("auditor")):
        assert signed_in(user).post(reverse("papers:sign", args=[AREA, paper.pk])).status_code == 403


def test_a_file_that_somebody_changed_is_said_to_be_changed(paper: Paper) -> None:
    path = path_of(paper.sha256)
    path.write_bytes(path.read_bytes() + b" ")
    assert "Berkas yang tersimpan tidak sama lagi" in page(paper.code).content.decode()


def test_a_withdrawn_letter_says_so_and_why(officer: Any, paper: Paper) -> None:
    client = signed_in(officer)
    assert client.post(reverse("papers:withdraw", args=[AREA, paper.pk]), {"reason": " "}).status_code == 409
    assert client.post(reverse("papers:withdraw", args=[AREA, paper.pk]), {"reason": "salah bulan"}).status_code == 302
    assert "salah bulan" in page(paper.code).content.decode()
    assert client.post(reverse("papers:withdraw", args=[AREA, paper.pk]), {"reason": "lagi"}).status_code == 409


def test_a_file_is_compared_and_not_kept(paper: Paper) -> None:
    pdf = kept(paper.sha256) or b""
    for content, says in (
        (pdf, "sama persis"),
        (pdf + b"\n", "bukan surat ini"),
        (kept(paper.masked_sha256) or b"", "salinan surat ini yang disamarkan"),
    ):
        upload = SimpleUploadedFile("surat.pdf", content, content_type="application/pdf")
        said = Client().post(f"/surat/{paper.code}/", {"file": upload}).content.decode()
        assert says in said, says


def test_the_copy_before_a_signature_is_told_apart(officer: Any, paper: Paper, office: Path) -> None:
    install_certificates(office, {"bpjs": "SRI CONTOHWATI"})
    signed_in(officer).post(reverse("papers:sign", args=[AREA, paper.pk]))
    said = Client().post(f"/surat/{paper.code}/", {"file": io.BytesIO(kept(paper.sha256) or b"")}).content.decode()
    assert "sebelum tanda tangan elektronik terakhir" in said


def test_twenty_wrong_codes_in_an_hour_are_enough(paper: Paper) -> None:
    for at in range(20):
        assert page(f"AAAA-BBBB-CC{'ABCDEFGHJKMNPQRSTUVW'[at]}2").status_code == 404
    assert page(paper.code).status_code == 429
    assert page(paper.code, Client(REMOTE_ADDR="198.51.100.7")).status_code == 200
    assert not WrongCode.objects.filter(address__contains="127").exists(), "addresses are kept hashed"
    WrongCode.objects.update(at="2020-01-01T00:00:00Z")
    assert page(paper.code).status_code == 200


def test_a_code_is_typed_in_any_case(paper: Paper) -> None:
    answer = Client().get("/surat/", {"code": paper.code.lower().replace("-", " ")})
    assert answer.status_code == 302 and answer["Location"] == f"/surat/{paper.code}/"
    assert Client().get("/surat/", {"code": "tidak ada"}).status_code == 404
    assert Client().get("/surat/").status_code == 200


def test_a_demo_says_that_everyone_is_invented(officer: Any) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, demo=True)
    paper = issued(officer)
    assert "Semua orang dalam data ini rekaan" in page(paper.code).content.decode()


def test_a_masked_copy_that_somebody_changed_is_not_shown(paper: Paper) -> None:
    copy = path_of(paper.masked_sha256)
    copy.write_bytes(copy.read_bytes().replace(b"%PDF-1.7", b"%PDF-1.6"))
    answer = Client().get(f"/surat/{paper.code}/surat.pdf")
    assert answer.status_code == 409 and "dari cadangan" in answer.content.decode()


def test_why_it_was_withdrawn_names_no_number_of_a_person(officer: Any, paper: Paper) -> None:
    signed_in(officer).post(reverse("papers:withdraw", args=[AREA, paper.pk]), {"reason": "salah NIK 1610054509789005"})
    assert now_of(paper).withdrawn_because == "salah NIK 1610********9005"


def test_a_reason_that_the_database_cannot_hold_is_said_to_be_wrong(officer: Any, paper: Paper) -> None:
    answer = signed_in(officer).post(reverse("papers:withdraw", args=[AREA, paper.pk]), {"reason": "a" * 301})
    assert answer.status_code == 400 and "tidak terbaca" in answer.content.decode()
    assert now_of(paper).state == "issued"
