"""A paper is numbered without gaps, kept with its hash, noted in the log, and never changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from cakupan.law.refusal import Refusal
from cakupan.office.agreements.models import AgreementHistory
from cakupan.office.audit.models import LogEntry
from cakupan.office.database.scope import scoped
from cakupan.office.enrolment.models import ProposalHistory
from cakupan.office.papers.keeping import kept, path_of
from cakupan.office.papers.models import Letterhead, Paper, Signature
from cakupan.office.verification.models import CaseHistory
from letters import letter_fixture
from office_papers.paper_fixture import AREA, EDITION, a_position, issued
from office_people import a_user

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def officer() -> Any:
    user = a_user("bpjs", approver=True)
    a_position()
    return user


def test_a_paper_has_a_number_a_code_its_file_and_an_entry_in_the_log(officer: Any) -> None:
    paper = issued(officer)
    assert paper.number == "440/0001/BA-PD/DINKES/2024"
    assert re.fullmatch(r"[A-HJKMNP-Z2-9]{4}(-[A-HJKMNP-Z2-9]{4}){2}", paper.code)
    assert paper.edition == EDITION and paper.state == "issued"
    content = path_of(paper.sha256).read_bytes()
    assert hashlib.sha256(content).hexdigest() == paper.sha256
    assert path_of(paper.sha256).stat().st_mode & 0o077 == 0
    text = letter_fixture.text_of(content)
    assert paper.number in text and paper.code in text and "NURJANAH" in text
    masked = letter_fixture.text_of(path_of(paper.masked_sha256).read_bytes())
    assert paper.number in masked and "NURJANAH" not in masked
    with scoped(areas=[AREA]):
        entry = LogEntry.objects.get(action="paper.issue")
    assert entry.subject_id == str(paper.pk) and "NURJANAH" not in entry.content


def test_numbers_run_by_area_kind_and_year_and_a_failed_act_gives_its_number_back(officer: Any) -> None:
    assert issued(officer).serial == 1
    with pytest.raises(ZeroDivisionError), scoped(areas=[AREA], user_id=officer.pk), transaction.atomic():
        assert issued(officer).serial == 2
        raise ZeroDivisionError
    assert issued(officer).serial == 2
    assert issued(officer, date=dt.date(2025, 1, 2)).number == "440/0001/BA-PD/DINKES/2025"
    assert issued(officer, letter=letter_fixture.reconciliation()).number == "440/0001/BA-REK/DINKES/2024"
    a_user("dinkes", areas=("16.71",))
    a_position("16.71")
    assert issued(officer, area="16.71").serial == 1


def test_two_who_issue_at_once_get_two_numbers(officer: Any) -> None:
    numbers: list[int] = []

    def one() -> None:
        numbers.append(issued(officer).serial)
        connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [1, 2, 3, 4]


def test_without_a_position_nothing_is_issued() -> None:
    user = a_user("bpjs")
    with pytest.raises(Refusal, match="belum ada data posisi"):
        issued(user)


def test_the_letterhead_is_the_regions_own_once_it_is_written(officer: Any) -> None:
    with scoped(areas=[AREA]):
        Letterhead.objects.create(
            area=AREA, desk="dinkes", government="Pemerintah Kabupaten Ogan Ilir", office="Dinas Kesehatan", short="DINKES-OI",
            place="Indralaya", head_role="Kepala Dinas Kesehatan", head_name="dr. REKAAN", head_number="197001011999039001",
        )  # fmt: skip
    paper = issued(officer)
    assert paper.number == "440/0001/BA-PD/DINKES-OI/2024"
    text = letter_fixture.text_of(kept(paper.sha256) or b"")
    assert "dr. REKAAN" in text and "Indralaya" in text


@pytest.mark.parametrize("login", ["default", "loader", "owner"])
def test_an_issued_paper_is_changed_and_deleted_by_nobody(officer: Any, login: str) -> None:
    paper = issued(officer)
    for change in (
        lambda: Paper.objects.using(login).filter(pk=paper.pk).update(number="x"),
        lambda: Paper.objects.using(login).filter(pk=paper.pk).update(sha256="0" * 64),
        lambda: Paper.objects.using(login).filter(pk=paper.pk).delete(),
    ):
        with scoped(areas=[AREA]), pytest.raises(DatabaseError, match="is refused"), transaction.atomic(using=login):
            change()


def test_a_signature_is_seen_with_its_paper_only(officer: Any, office: Path) -> None:
    paper = issued(officer)
    with scoped(areas=[AREA]):
        Signature.objects.create(
            paper=paper, desk="dinkes", signer="X", signed_at=dt.datetime.now(dt.UTC), signed_by=officer, sha256="0" * 64
        )
    with scoped(areas=["16.71"]):
        assert not Signature.objects.exists() and not Paper.objects.exists()


def test_in_a_demo_what_was_made_stands_on_its_cases_day(officer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A month "locked on 3 July 2024" whose history says another year would be read as a mistake. The log keeps the true time."""
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, today=dt.date(2024, 7, 5)))
    paper = issued(officer)
    assert timezone.localtime(paper.issued_at).date() == dt.date(2024, 7, 5)
    with scoped(areas=[AREA]):
        assert LogEntry.objects.latest("number").at.year > 2024
    for model in (AgreementHistory, CaseHistory, ProposalHistory):
        assert timezone.localtime(model._meta.get_field("at").pre_save(model(), add=True)).date() == dt.date(2024, 7, 5)
