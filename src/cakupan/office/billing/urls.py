"""The pages of the bill, below ``/<area>/tagihan/``."""

from __future__ import annotations

from django.urls import path, register_converter

from cakupan.office.billing import bill_views, closing_views, owing_views, payment_views, reconciliation_views


class MonthConverter:
    """A month in a URL: ``2024-07``."""

    regex = r"\d{4}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(MonthConverter, "billing_month")

app_name = "billing"
urlpatterns = [
    path("", bill_views.listed, name="bills"),
    path("bulan/", closing_views.months, name="months"),
    path("bulan/siapkan/", closing_views.prepare, name="prepare"),
    path("bulan/<billing_month:month>/", closing_views.month, name="month"),
    path("bulan/usulkan/<int:closing_id>/", closing_views.propose, name="propose"),
    path("bulan/putuskan/<int:closing_id>/", closing_views.decide, name="decide"),
    path("<billing_month:month>/", bill_views.bill, name="bill"),
    path("<billing_month:month>/rincian.xlsx", bill_views.workbook, name="workbook"),
    path("<billing_month:month>/surat/", bill_views.issue_invoice, name="invoice"),
    path("pembayaran/", payment_views.listed, name="payments"),
    path("pembayaran/baru/", payment_views.new, name="payment_new"),
    path("pembayaran/<int:payment_id>/", payment_views.payment, name="payment"),
    path("pembayaran/<int:payment_id>/langkah/", payment_views.step, name="payment_step"),
    path("pembayaran/<int:payment_id>/balik/", payment_views.undo, name="payment_undo"),
    path("pembayaran/<int:payment_id>/jawab/", payment_views.answer, name="payment_answer"),
    path("tunggakan/", owing_views.arrears, name="arrears"),
    path("tunggakan/ingatkan/", owing_views.remind, name="remind"),
    path("pembukuan/", owing_views.books, name="books"),
    path("pembukuan/saldo/", owing_views.confirm_balance, name="confirm_balance"),
    path("rekonsiliasi/", reconciliation_views.listed, name="reconciliation"),
    path("rekonsiliasi/<billing_month:month>/", reconciliation_views.differences, name="differences"),
    path("rekonsiliasi/triwulan/", reconciliation_views.quarters, name="quarters"),
    path("rekonsiliasi/triwulan/<billing_month:month>/", reconciliation_views.quarter, name="quarter"),
    path("rekonsiliasi/triwulan/<int:quarter_id>/putuskan/", reconciliation_views.decide, name="quarter_decide"),
]
