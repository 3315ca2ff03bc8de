"""Bills, payments, arrears, reconciliation and books on the pages of each desk."""

from __future__ import annotations

import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from cakupan.office.audit.models import LogEntry
from cakupan.office.billing.adoption import adopt
from cakupan.office.billing.bill_views import FOUND_MAX, issue_invoice
from cakupan.office.billing.books import alone
from cakupan.office.billing.models import JournalLine, Payment
from cakupan.office.billing.queue import waiting
from cakupan.office.database.scope import scoped
from cakupan.office.papers.keeping import kept
from cakupan.office.papers.models import Paper
from cakupan.office.positions.models import Person, Position
from cakupan.report.texts import say_code
from letters.letter_fixture import text_of
from office_billing.story import AREA, JULY, NUMBER, Story, name_people
from office_people import a_user, signed_in

pytestmark = pytest.mark.usefixtures("office")
TOTALS = [
    {"cause": "agrees", "people": 60, "branch_amount": 2_268_000, "our_amount": 2_268_000, "difference": 0},
    {"cause": "deceased", "people": 2, "branch_amount": 75_600, "our_amount": 0, "difference": 75_600},
]


@pytest.fixture(autouse=True)
def on_the_second_of_august(office: object) -> Any:
    before = settings.ENVIRONMENT
    settings.ENVIRONMENT = replace(before, today=dt.date(2024, 8, 2))
    yield
    settings.ENVIRONMENT = before


@pytest.fixture
def desks() -> dict[str, Any]:
    return {desk: a_user(desk, approver=desk == "bpjs") for desk in ("dinkes", "bpjs", "auditor", "dprd", "pimpinan", "provinsi")}


def told(*, closed: bool = True, **figures: Any) -> Story:
    """April to July, 3 people: 113,400 a month; closed by import unless not."""
    story = Story({JULY.plus(-3): 3}, first=JULY.plus(-3))
    story.tell(JULY, named=3, **figures)
    with scoped(areas=[AREA]):
        adopt(AREA, months=[JULY] if closed else [])
    return story


def page(user: Any, name: str, *args: Any, **query: str) -> str:
    answer = signed_in(user).get(reverse(f"billing:{name}", args=[AREA, *args]), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def an_spp(client: Client, **more: Any) -> Payment:
    form = {
        "agreement_number": NUMBER, "payer": "kabkota", "account": "iuran", "month": "2024-07", "amount": "Rp 105.000",
        "request_number": "SPP-1", "request_date": "2024-07-30",
    } | more  # fmt: skip
    assert client.post(reverse("billing:payment_new", args=[AREA]), form).status_code == 302
    with scoped(areas=[AREA]):
        return Payment.objects.latest("pk")


def disbursed(client: Client, number: str = "SP2D-1", **more: Any) -> Payment:
    payment = an_spp(client, **more)
    url = reverse("billing:payment_step", args=[AREA, payment.pk])
    assert client.post(url, {"state": "requested", "order_number": "SPM-1", "order_date": "2024-07-31"}).status_code == 302
    proof = {"state": "ordered", "disbursement_number": number, "disbursement_date": "2024-08-01"}
    client.post(url, proof)
    with scoped(areas=[AREA]):
        return Payment.objects.get(pk=payment.pk)


def answered(user: Any, payment: Payment, **told_: str) -> Any:
    return signed_in(user).post(reverse("billing:payment_answer", args=[AREA, payment.pk]), told_ or {"receive": "1"})


def test_bills_show_raw_and_verified_and_the_sums_only_to_the_council(desks: dict[str, Any]) -> None:
    told()
    for desk in ("dinkes", "bpjs", "provinsi", "auditor", "pimpinan", "dprd"):
        assert "113.400" in page(desks[desk], "bills")
    whole = page(desks["dinkes"], "bill", "2024-07", pks=NUMBER)
    assert "Cari orang dalam tagihan" in whole and "10 Juli 2024" in whole
    for desk in ("dprd", "pimpinan"):
        assert "Cari orang" not in page(desks[desk], "bill", "2024-07", pks=NUMBER)
        assert "1610********9001" not in sought(desks[desk], "ORANG REKAAN 1")
        client = signed_in(desks[desk])
        assert client.get(reverse("billing:workbook", args=[AREA, "2024-07"])).status_code == 403


def sought(user: Any, text: str) -> str:
    url = reverse("billing:bill", args=[AREA, "2024-07"])
    return signed_in(user).post(url, {"pks": NUMBER, "text": text}).content.decode()


def test_a_person_is_found_on_the_bill_and_the_search_is_noted(desks: dict[str, Any]) -> None:
    told()
    for text in ("1610041203909001", "orang rekaan 1"):
        found = sought(desks["dinkes"], text)
        assert "ORANG REKAAN 1" in found and "1610********9001" in found
        assert "ORANG REKAAN 2" not in found and "1610041203909001" not in found.split("<table")[-1]
    with scoped(areas=[AREA]):
        entries = LogEntry.objects.filter(action="bill.search")
        assert entries.count() == 2 and not any("REKAAN" in entry.content for entry in entries)


def test_the_invoice_of_a_closed_month_is_issued_once(desks: dict[str, Any]) -> None:
    told()
    branch = signed_in(desks["bpjs"])
    url = reverse("billing:invoice", args=[AREA, "2024-07"])
    assert branch.post(url, {"pks": NUMBER}).status_code == 302
    with scoped(areas=[AREA]):
        paper = Paper.objects.get(kind="invoice")
    text = text_of(kept(paper.sha256) or b"")
    assert "113.400" in text and "5.1.02.02.02.0005" in text and "10 Juli 2024" in text
    assert branch.post(url, {"pks": NUMBER}).status_code == 409


def test_an_open_month_has_no_invoice(desks: dict[str, Any]) -> None:
    told(closed=False)
    answer = signed_in(desks["bpjs"]).post(reverse("billing:invoice", args=[AREA, "2024-07"]), {"pks": NUMBER})
    assert answer.status_code == 409


def test_a_payment_goes_from_spp_to_receipt_and_into_the_books(desks: dict[str, Any]) -> None:
    told()
    maker = signed_in(desks["dinkes"])
    payment = disbursed(maker)
    assert payment.state == "disbursed" and payment.amount == 105_000
    shown = page(desks["bpjs"], "payment", payment.pk)
    assert "bulan yang disebut" in shown and "Konfirmasi: uangnya diterima" in shown
    assert answered(desks["dinkes"], payment).status_code == 403
    assert answered(desks["bpjs"], payment).status_code == 302
    with scoped(areas=[AREA]):
        payment.refresh_from_db()
        assert payment.state == "received" and payment.confirmed_by_id == desks["bpjs"].pk
        cash = JournalLine.objects.get(account_name="cash")
        assert cash.credit == 105_000
    assert "belum masuk posisi" in page(desks["dinkes"], "payments")
    assert answered(desks["bpjs"], payment).status_code == 409, "received once"
    books = page(desks["auditor"], "books")
    assert "Berbeda dengan buku posisi" in books


def test_more_than_the_named_month_pays_the_oldest_and_the_rest_is_carried(desks: dict[str, Any]) -> None:
    told()
    payment = disbursed(signed_in(desks["dinkes"]), amount="450.000")
    shown = page(desks["dinkes"], "payment", payment.pk)
    assert "April 2024" in shown and "bulan tertua yang belum lunas" in shown and "kelebihan bayar" in shown
    answered(desks["bpjs"], payment)
    with scoped(areas=[AREA]):
        assert JournalLine.objects.get(account_name="overpayment").debit == 30_000


def test_the_same_sp2d_twice_is_refused_and_changes_nothing(desks: dict[str, Any]) -> None:
    told()
    maker = signed_in(desks["dinkes"])
    first = disbursed(maker)
    assert first.state == "disbursed"
    second = disbursed(maker, request_number="SPP-2")
    assert second.state == "ordered"
    url = reverse("billing:payment_step", args=[AREA, second.pk])
    proof = {"state": "ordered", "disbursement_number": "SP2D-1", "disbursement_date": "2024-08-01"}
    refused = maker.post(url, proof)
    assert refused.status_code == 409 and "sudah tercatat untuk akun dan bulan yang sama" in refused.content.decode()
    other_day = maker.post(url, {**proof, "disbursement_date": "2024-08-02"})
    assert "tanggal lain" in other_day.content.decode()
    assert maker.post(url, {**proof, "disbursement_date": "bukan tanggal"}).status_code == 200


def test_an_spp_that_is_sent_twice_is_recorded_once(desks: dict[str, Any]) -> None:
    """Whoever saw no answer sends the same form again."""
    told()
    maker = signed_in(desks["dinkes"])
    first = an_spp(maker)
    same = {
        "agreement_number": NUMBER, "payer": "kabkota", "account": "iuran", "month": "2024-07", "amount": "Rp 105.000",
        "request_number": "SPP-1", "request_date": "2024-07-30",
    }  # fmt: skip
    again = maker.post(reverse("billing:payment_new", args=[AREA]), same)
    assert again.status_code == 409 and "SPP-1" in again.content.decode()
    assert maker.post(reverse("billing:payment_undo", args=[AREA, first.pk]), {"reason": "salah"}).status_code == 302
    assert an_spp(maker).pk != first.pk


def test_a_disbursed_payment_is_not_edited_but_taken_back(desks: dict[str, Any]) -> None:
    told()
    maker = signed_in(desks["dinkes"])
    payment = disbursed(maker)
    for login in ("default", "owner"):
        with scoped(areas=[AREA]), pytest.raises(DatabaseError, match="is refused"), transaction.atomic(using=login):
            Payment.objects.using(login).filter(pk=payment.pk).update(amount=1)
    answered(desks["bpjs"], payment)
    undo = reverse("billing:payment_undo", args=[AREA, payment.pk])
    assert maker.post(undo, {"reason": ""}).status_code == 409
    assert maker.post(undo, {"reason": "salah jumlah"}).status_code == 302
    assert maker.post(undo, {"reason": "dua kali"}).status_code == 409
    with scoped(areas=[AREA]):
        counter = Payment.objects.get(reverses=payment)
    assert answered(desks["bpjs"], counter).status_code == 302
    with scoped(areas=[AREA]):
        payment.refresh_from_db()
        assert payment.state == "reversed"
        lines = JournalLine.objects.filter(account_name="cash")
        assert sum(line.debit - line.credit for line in lines) == 0
    again = disbursed(maker, amount="100.000")
    assert again.state == "disbursed", "the same SP2D, now with its right amount"


def test_a_payment_that_did_not_come_is_said_so_with_a_reason(desks: dict[str, Any]) -> None:
    told()
    payment = disbursed(signed_in(desks["dinkes"]))
    assert answered(desks["bpjs"], payment, reason=" ").status_code == 409
    assert answered(desks["bpjs"], payment, reason="tidak ada di rekening koran").status_code == 302
    with scoped(areas=[AREA]):
        assert not JournalLine.objects.filter(account_name="cash").exists()
    assert "tidak ada di rekening koran" in page(desks["dinkes"], "payment", payment.pk)


def test_what_is_typed_wrongly_stays_on_the_page(desks: dict[str, Any]) -> None:
    told()
    client = signed_in(desks["dinkes"])
    answer = client.post(reverse("billing:payment_new", args=[AREA]), {"amount": "seratus ribu", "month": "Juli"})
    said = answer.content.decode()
    assert answer.status_code == 200 and "seratus ribu" in said and "Tulis rupiah bulat" in said and "Tulis bulan sebagai" in said


def test_arrears_have_their_age_and_a_reminder_says_how_many_it_is(desks: dict[str, Any]) -> None:
    told(family_arrears_totals=[{"by": "age_band", "part": "2-6", "people": 4, "families": 2, "amount": 9, "capped_amount": 8}])
    shown = page(desks["dprd"], "arrears")
    assert "453.600" in shown and "Terbitkan surat pengingat" not in shown
    assert [each.title for each in _waits(desks["bpjs"]) if "diingatkan" in each.title]
    branch = signed_in(desks["bpjs"])
    assert branch.post(reverse("billing:remind", args=[AREA]), {"pks": NUMBER}).status_code == 302
    assert branch.post(reverse("billing:remind", args=[AREA]), {"pks": NUMBER}).status_code == 302
    with scoped(areas=[AREA]):
        first, second = Paper.objects.filter(kind="payment_reminder").order_by("pk")
    assert "1 (satu)" in first.says["matter"]["nth"] and "2 (dua)" in second.says["matter"]["nth"]
    assert "453.600" in text_of(kept(second.sha256) or b"")
    assert not [each for each in _waits(desks["bpjs"]) if "diingatkan" in each.title]
    assert branch.post(reverse("billing:remind", args=[AREA]), {"pks": "lain"}).status_code == 409


def _waits(user: Any) -> list[Any]:
    with scoped(areas=[AREA]):
        return [each for each in waiting(user, AREA, dt.date(2024, 8, 2)) if each.count]


def test_the_queue_tells_bills_due_and_payments_to_confirm(desks: dict[str, Any]) -> None:
    told()
    assert [each.rupiah for each in _waits(desks["dinkes"]) if "belum dibayar" in each.title] == [453_600]
    disbursed(signed_in(desks["dinkes"]))
    assert [each.rupiah for each in _waits(desks["bpjs"]) if "SP2D" in each.title] == [105_000]


def test_the_debt_at_the_end_of_the_year_is_confirmed_by_letter(desks: dict[str, Any]) -> None:
    told()
    maker = signed_in(desks["dinkes"])
    url = reverse("billing:confirm_balance", args=[AREA])
    assert maker.post(url).status_code == 409, "2023 has nothing"
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, today=dt.date(2025, 1, 6))
    assert "Utang per 31 Desember 2024" in page(desks["auditor"], "books")
    assert maker.post(url).status_code == 302
    with scoped(areas=[AREA]):
        paper = Paper.objects.get(kind="balance_confirmation")
    text = text_of(kept(paper.sha256) or b"")
    assert "453.600" in text and "April – Juli" in text and "APBD 2025" in text
    assert maker.post(url).status_code == 409


def test_the_branchs_bill_stands_beside_ours_by_cause(desks: dict[str, Any]) -> None:
    told(reconciliation_totals=TOTALS)
    shown = page(desks["dinkes"], "reconciliation")
    assert "Meninggal" in shown and "75.600" in shown
    assert "?sebab=" not in page(desks["dprd"], "reconciliation")
    assert signed_in(desks["dprd"]).get(reverse("billing:differences", args=[AREA, "2024-07"])).status_code == 403


def test_without_the_branchs_bill_the_page_says_what_to_bring(desks: dict[str, Any]) -> None:
    told()
    assert "Cabang belum menyerahkan tagihan bernama" in page(desks["dinkes"], "reconciliation")


def test_tables_download(desks: dict[str, Any]) -> None:
    told()
    answer = signed_in(desks["auditor"]).get(reverse("billing:books", args=[AREA]), {"neraca-saldo-format": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    values = {value for row in book.worksheets[0].iter_rows(values_only=True) for value in row}
    assert "Utang iuran" in values and 420_000 in values


@pytest.mark.parametrize("name", ["months", "bills", "payments", "arrears", "books", "reconciliation", "quarters"])
def test_every_page_stands_empty_too(name: str) -> None:
    assert page(a_user("dinkes"), name)
    assert signed_in(a_user("faskes")).get(reverse(f"billing:{name}", args=[AREA])).status_code == 403


def test_months_are_asked_together_however_many_there_are(desks: dict[str, Any]) -> None:
    story = Story({JULY.plus(-6): 3}, first=JULY.plus(-6))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(desks["dinkes"], "months")
        return len(queries)

    story.tell(JULY.plus(-6))
    page(desks["dinkes"], "months")
    one = asked()
    for month in range(-5, 1):
        story.tell(JULY.plus(month))
    assert asked() == one


def test_who_is_not_shown_for_many_bear_the_name_is_told_of(desks: dict[str, Any]) -> None:
    told(closed=False)
    position = Position.objects.using("loader").latest("month")
    for at in range(3, FOUND_MAX // 2 + 1):
        name_people(position, at)
    Person.objects.using("loader").update(name="SITI AMINAH")
    url = reverse("billing:bill", args=[AREA, "2024-07"])
    found = signed_in(desks["bpjs"]).post(url, {"pks": NUMBER, "text": "SITI AMINAH"}).content.decode()
    assert "Yang ditampilkan hanya awalnya" in found and found.count("SITI AMINAH") <= FOUND_MAX + 1
    one = signed_in(desks["bpjs"]).post(url, {"pks": NUMBER, "text": "1610041203909000"}).content.decode()
    assert "Yang ditampilkan hanya awalnya" not in one and "SITI AMINAH" in one


def test_of_two_who_issue_an_invoice_at_once_the_second_waits_and_is_refused(desks: dict[str, Any]) -> None:
    told()
    with ThreadPoolExecutor(1) as pool:
        with scoped(areas=[AREA]), transaction.atomic():
            alone(AREA)
            second = pool.submit(an_invoice, desks["bpjs"])
            with pytest.raises(TimeoutError):
                second.result(2)
            assert an_invoice(desks["bpjs"], within=True) == 302
        assert second.result(60) == 409
    with scoped(areas=[AREA]):
        assert Paper.objects.filter(kind="invoice").count() == 1


def an_invoice(user: Any, *, within: bool = False) -> int:
    """Ask for the invoice of July; in a thread of its own, unless within the transaction at hand."""
    try:
        if within:
            request = RequestFactory().post("/", {"pks": NUMBER})
            request.user, request.area = user, AREA  # type: ignore[attr-defined]
            request._messages = CookieStorage(request)  # type: ignore[attr-defined]
            return int(issue_invoice(request, AREA, "2024-07").status_code)
        return int(signed_in(user).post(reverse("billing:invoice", args=[AREA, "2024-07"]), {"pks": NUMBER}).status_code)
    finally:
        if not within:
            connections.close_all()


def test_what_somebody_typed_as_a_cause_is_no_list_and_stands_in_no_log(desks: dict[str, Any]) -> None:
    told(reconciliation_totals=TOTALS)
    url = reverse("billing:differences", args=[AREA, "2024-07"])
    assert signed_in(desks["dinkes"]).get(url, {"sebab": "1610041203909000"}).status_code == 404
    assert not LogEntry.objects.using("owner").filter(content__contains="1610041203909000").exists()


def test_english_pages_name_months_and_payers_in_english(desks: dict[str, Any]) -> None:
    told(closed=False)
    officer = a_user("dinkes")
    client = signed_in(officer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    shown = client.get(reverse("billing:payment_new", args=[AREA])).content.decode()
    assert say_code("payer", "kabkota").en in shown and say_code("payer", "kabkota").id not in shown
    with scoped(areas=[AREA]), override("en"):
        assert any("July 2024" in each.title for each in waiting(officer, AREA, dt.date(2024, 8, 2)))


@pytest.mark.parametrize("month", ["0000-01", "9999-12"])
def test_a_month_that_nobody_can_have_is_not_there(desks: dict[str, Any], month: str) -> None:
    told()
    for name in ("month", "bill", "differences"):
        path = reverse(f"billing:{name}", args=[AREA, month])
        assert signed_in(desks["dinkes"]).get(path).status_code in (404, 409)
