"""The papers of an area, found by number or kind, read by whom they concern."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from cakupan.office.audit.models import LogEntry
from cakupan.office.database.scope import scoped
from cakupan.office.papers.models import Letterhead, Paper
from letters import letter_fixture
from office_papers.paper_fixture import AREA, a_position, issued
from office_people import a_user, signed_in

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def papers() -> list[Paper]:
    a_position()
    user = a_user("dinkes", approver=True)
    return [issued(user), issued(user, letter=letter_fixture.reconciliation()), issued(user, letter=letter_fixture.record())]


def listed(user: Any, **query: str) -> str:
    return signed_in(user).get(reverse("papers:listed", args=[AREA]), query).content.decode()


def test_papers_are_found_by_number_and_kind(papers: list[Paper]) -> None:
    user = a_user("dinkes")
    assert all(paper.number in listed(user) for paper in papers)
    by_number = listed(user, text="BA-REK")
    assert papers[1].number in by_number and papers[0].number not in by_number
    by_kind = listed(user, kind="monthly_list_minutes")
    assert papers[0].number in by_kind and papers[1].number not in by_kind


def test_the_record_of_a_person_is_not_everybodys_to_read(papers: list[Paper]) -> None:
    province = signed_in(a_user("provinsi"))
    assert papers[2].number not in province.get(reverse("papers:listed", args=[AREA])).content.decode()
    assert province.get(reverse("papers:pdf", args=[AREA, papers[2].pk])).status_code == 404
    assert province.get(reverse("papers:pdf", args=[AREA, papers[0].pk])).status_code == 200


def test_desks_that_see_no_names_read_no_papers(papers: list[Paper]) -> None:
    for desk in ("dprd", "pimpinan", "faskes", "admin"):
        client = signed_in(a_user(desk))
        assert client.get(reverse("papers:listed", args=[AREA])).status_code == 403
        assert client.get(reverse("papers:pdf", args=[AREA, papers[0].pk])).status_code == 403


def test_reading_a_paper_is_noted_and_another_area_has_none(papers: list[Paper]) -> None:
    user = a_user("auditor")
    answer = signed_in(user).get(reverse("papers:pdf", args=[AREA, papers[0].pk]))
    assert "NURJANAH" in letter_fixture.text_of(answer.content)
    with scoped(areas=[AREA]):
        assert LogEntry.objects.filter(action="paper.read", actor_id=user.pk).count() == 1
    elsewhere = signed_in(a_user("auditor", areas=("16.71",)))
    assert elsewhere.get(reverse("papers:pdf", args=["16.71", papers[0].pk])).status_code == 404
    assert elsewhere.get(reverse("papers:pdf", args=[AREA, papers[0].pk])).status_code == 404


def test_the_list_downloads_with_its_hashes(papers: list[Paper]) -> None:
    answer = signed_in(a_user("dinkes")).get(reverse("papers:listed", args=[AREA]), {"format": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    told = {cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row}
    assert {paper.sha256 for paper in papers} <= told


def test_a_paper_page_shows_what_can_be_done(papers: list[Paper]) -> None:
    url = reverse("papers:paper", args=[AREA, papers[0].pk])
    assert "Tandatangani secara elektronik" in signed_in(a_user("bpjs", approver=True)).get(url).content.decode()
    assert "Tandatangani secara elektronik" not in signed_in(a_user("bpjs")).get(url).content.decode()


def test_an_approver_writes_the_letterhead_of_the_own_office() -> None:
    client = signed_in(a_user("dinkes", approver=True))
    url = reverse("papers:letterhead", args=[AREA])
    assert "Kepala Dinas Kesehatan Kabupaten Ogan Ilir" in client.get(url).content.decode()
    told = {
        "government": "Pemerintah Kabupaten Ogan Ilir", "office": "Dinas Kesehatan", "short": "DINKES", "place": "Indralaya",
        "head_role": "Kepala Dinas", "head_name": "dr. REKAAN", "head_number": "", "head_rank": "", "address": "", "contact": "",
    }  # fmt: skip
    assert client.post(url, {**told, "place": ""}).status_code == 200
    assert client.post(url, told).status_code == 302
    with scoped(areas=[AREA]):
        assert Letterhead.objects.get().head_name == "dr. REKAAN"
    assert signed_in(a_user("dinkes")).get(url).status_code == 403


def test_a_download_is_named_by_its_number_whatever_the_office_writes_in_it(papers: list[Paper]) -> None:
    with scoped(areas=[AREA]):
        Letterhead.objects.create(
            area=AREA, desk="dinkes", government="P", office="D", short='DIN"KES', place="Indralaya", head_role="Kepala"
        )
    client = signed_in(a_user("dinkes"))
    paper = issued(a_user("dinkes"))
    assert '"' in paper.number
    header = client.get(reverse("papers:pdf", args=[AREA, paper.pk])).headers["Content-Disposition"]
    assert 'DIN\\"KES' in header and header.endswith('.pdf"')
