"""The long work of a month on real files: edition, position, workbook; payments of the office counted by the next position."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.urls import reverse

from cakupan.law.calendar import Month
from cakupan.office.billing.adoption import adopt
from cakupan.office.billing.books import differences
from cakupan.office.billing.exporting import not_in_position, taken_back
from cakupan.office.billing.figures import figures
from cakupan.office.billing.models import MonthClosing, Payment
from cakupan.office.billing.owing import arrears
from cakupan.office.billing.workbooks import workbook_path
from cakupan.office.database.scope import scoped
from cakupan.office.papers.models import Paper
from cakupan.office.positions.current import current_position
from cakupan.office.work.models import Work
from cakupan.office.work.running import do_work
from cakupan.wiring.workspace import Workspace
from office_people import a_user, an_area, signed_in
from office_positions.two_months import AREA, AUGUST, MONTH, put_two_months


@pytest.fixture
def workspace(office: Path) -> Iterator[Path]:
    an_area(AREA)
    before = settings.ENVIRONMENT
    settings.ENVIRONMENT = replace(before, today=dt.date(2021, 8, 31))
    yield put_two_months(office)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, today=None)


def prepared(user: Any, month: Month) -> Work:
    """Begun on the page, done as the worker does it."""
    answer = signed_in(user).post(reverse("billing:prepare", args=[AREA]), {"month": str(month)})
    assert answer.status_code == 302
    with scoped(areas=[AREA]):
        piece = Work.objects.latest("pk")
    do_work(work_id=piece.pk, area=AREA)
    with scoped(areas=[AREA]):
        return Work.objects.get(pk=piece.pk)


def closed(maker: Any, branch: Any, month: Month) -> MonthClosing:
    """Proposed by one, confirmed by the other."""
    with scoped(areas=[AREA]):
        closing = MonthClosing.objects.get(month=month.first_date, state="prepared")
    assert signed_in(maker).post(reverse("billing:propose", args=[AREA, closing.pk])).status_code == 302
    told = {"confirm": "1", "edition": closing.edition}
    answer = signed_in(branch).post(reverse("billing:decide", args=[AREA, closing.pk]), told)
    assert answer.status_code == 302, answer.content.decode()
    with scoped(areas=[AREA]):
        return MonthClosing.objects.select_related("position").get(pk=closing.pk)


def a_receipt(maker: Any, branch: Any, amount: int, agreement: str) -> Payment:
    with scoped(areas=[AREA]):
        payment = Payment.objects.create(
            area=AREA, agreement_number=agreement, payer="kabkota", account="iuran", month=MONTH.first_date, amount=amount,
            disbursement_number="0001/SP2D/2021", disbursement_date=dt.date(2021, 8, 20), state="disbursed", recorded_by=maker,
            recorded_desk="dinkes",
        )  # fmt: skip
    answer = signed_in(branch).post(reverse("billing:payment_answer", args=[AREA, payment.pk]), {"receive": "1"})
    assert answer.status_code == 302
    return payment


def test_two_real_months_are_closed_and_a_payment_between_them_is_counted(workspace: Path) -> None:
    maker, branch = a_user("dinkes", areas=(AREA,)), a_user("bpjs", areas=(AREA,), approver=True)
    piece = prepared(maker, MONTH)
    assert piece.state == "done", piece.result
    july = closed(maker, branch, MONTH)
    book = openpyxl.load_workbook(workbook_path(july.workbook_sha256))
    assert book["Ringkasan"]["A1"].value and "Rincian" in book.sheetnames[2]
    with scoped(areas=[AREA]):
        minutes = Paper.objects.get()
        assert july.workbook_sha256 in str(minutes.says["matter"]["workbook"])
        assert differences(AREA, july.position, closed=True) == []
        agreement = figures(july.position, "bill_totals")[0]["agreement_number"]
    received = a_receipt(maker, branch, 1_000_000, agreement)
    with scoped(areas=[AREA]):
        assert [payment.pk for payment in not_in_position(AREA)] == [received.pk]
    assert prepared(maker, AUGUST).state == "done"
    with scoped(areas=[AREA]):
        august = current_position(AREA, AUGUST)
        assert august is not None and [row["amount"] for row in figures(august, "payments")] == [1_000_000]
        assert not_in_position(AREA) == []
        imported = [each.hash for each in Workspace(workspace).snapshots(area=AREA, kind="payments")]
        assert Payment.objects.get().in_position in imported
        owed = sum(each.unpaid for each in arrears(AREA, august, on=august.as_of_date))
        assert owed == sum(row["unpaid"] for row in figures(august, "pemda_arrears"))
    last = closed(maker, branch, AUGUST)
    with scoped(areas=[AREA]):
        assert last.changes, "what changed since July was told"
        assert differences(AREA, last.position, closed=True) == []
    shown = signed_in(maker).get(reverse("billing:books", args=[AREA])).content.decode()
    assert "Sama dengan buku posisi Agustus 2021" in shown
    page = signed_in(branch).get(reverse("billing:month", args=[AREA, str(AUGUST)])).content.decode()
    assert "Perubahan dari bulan sebelumnya" in page


def test_a_payment_that_a_position_counted_is_taken_back_in_the_next(workspace: Path) -> None:
    maker, branch = a_user("dinkes", areas=(AREA,)), a_user("bpjs", areas=(AREA,), approver=True)
    assert prepared(maker, MONTH).state == "done"
    with scoped(areas=[AREA]):
        july = current_position(AREA, MONTH)
        assert july is not None
        agreement = figures(july, "bill_totals")[0]["agreement_number"]
    wrong = a_receipt(maker, branch, 1_000_000, agreement)
    assert prepared(maker, AUGUST).state == "done"
    undo = reverse("billing:payment_undo", args=[AREA, wrong.pk])
    assert signed_in(maker).post(undo, {"reason": "salah rekening"}).status_code == 302
    with scoped(areas=[AREA]):
        counter = Payment.objects.get(reverses=wrong)
    answer = reverse("billing:payment_answer", args=[AREA, counter.pk])
    assert signed_in(branch).post(answer, {"receive": "1"}).status_code == 302
    assert prepared(maker, AUGUST).state == "done"
    with scoped(areas=[AREA]):
        august = current_position(AREA, AUGUST)
        assert august is not None and figures(august, "payments") == []
        assert [each.pk for each in taken_back(AREA)] == []
        assert differences(AREA, august, closed=False)[0][0] == "contribution_expense", "July is not closed in these books"
        assert not [name for name, _ours, _theirs in differences(AREA, august, closed=False) if name == "cash"]


def test_preparing_again_without_news_changes_nothing_and_a_refusal_is_told(workspace: Path) -> None:
    maker = a_user("dinkes", areas=(AREA,))
    first, second = prepared(maker, MONTH), prepared(maker, MONTH)
    assert first.result["closing"] == second.result["closing"]
    early = prepared(maker, Month(2020, 1))
    assert early.state == "refused" and early.result["mend"]


def test_the_branchs_own_bill_is_read_from_the_edition(workspace: Path) -> None:
    maker, branch = a_user("dinkes", areas=(AREA,)), a_user("bpjs", areas=(AREA,))
    bill = _the_branchs_bill(workspace)
    Workspace(workspace).import_register(kind="bill", file=bill, area=AREA, as_of=dt.date(2021, 7, 2))
    assert prepared(maker, MONTH).state == "done"
    totals = signed_in(branch).get(reverse("billing:reconciliation", args=[AREA])).content.decode()
    assert "Ditagih cabang, tidak ada di lampiran SK" in totals
    url = reverse("billing:differences", args=[AREA, str(MONTH)])
    listed = signed_in(branch).get(url, {"sebab": "only_branch_not_listed"}).content.decode()
    assert "ORANG ASING REKAAN" in listed and "9901010101709001" not in listed
    everything = signed_in(branch).get(url).content.decode()
    assert "ORANG ASING REKAAN" in everything


def _the_branchs_bill(workspace: Path) -> Path:
    """Somebody whom no annex names."""
    path = workspace.parent / "tagihan_cabang.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["NO_KARTU", "NIK", "NAMA", "BULAN", "SEGMEN", "RUPIAH"])
        writer.writerow(["0000999900009", "9901010101709001", "ORANG ASING REKAAN", "2021-07", "PBPU PEMDA", "37800"])
    return path


def test_adopting_a_real_workspace_gives_books_that_equal_the_positions_own(workspace: Path) -> None:
    from cakupan.office.rooms import rooms

    for month in (MONTH, AUGUST):
        rooms().load_position(area=AREA, month=month, say=lambda _: None)
    with scoped(areas=[AREA]):
        assert adopt(AREA, months=[MONTH, AUGUST]).months == 2
        position = current_position(AREA)
        assert position is not None
        assert differences(AREA, position, closed=True) == []
