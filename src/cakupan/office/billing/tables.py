"""The tables of the bill's pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cakupan.law.calendar import Month
from cakupan.office.billing.bills import Bill
from cakupan.office.billing.books import TrialRow
from cakupan.office.billing.figures import Row
from cakupan.office.billing.models import Payment, PaymentState
from cakupan.office.billing.owing import Owed
from cakupan.office.language import language
from cakupan.office.pages.parts import Badge, Tone
from cakupan.office.pages.tables import Column, Table
from cakupan.report.texts import say_code

PAYMENT_TONES: dict[str, Tone] = {
    PaymentState.REQUESTED: "neutral",
    PaymentState.ORDERED: "active",
    PaymentState.DISBURSED: "waiting",
    PaymentState.RECEIVED: "done",
    PaymentState.REVERSED: "stopped",
    PaymentState.REFUSED: "stopped",
    PaymentState.CANCELLED: "stopped",
}

SUBJECTS = {"bill": gettext_lazy("tagihan"), "branch": gettext_lazy("peserta menurut cabang")}
DIRECTIONS = {"came": gettext_lazy("masuk"), "left": gettext_lazy("keluar"), "changed": gettext_lazy("berubah")}
MARKS = {"was_": gettext_lazy("semula "), "now_": gettext_lazy("sekarang "), "no_longer_": gettext_lazy("tidak lagi ")}
REASONS = {
    "new_line": gettext_lazy("baris lampiran baru"),
    "line_gone": gettext_lazy("tidak lagi dalam lampiran"),
    "rate_or_share": gettext_lazy("tarif atau porsi berubah"),
    "removed_from_list": gettext_lazy("dikeluarkan dari daftar"),
    "removed_before_start": gettext_lazy("dikeluarkan sebelum mulai"),
    "agreement_ended": gettext_lazy("PKS berakhir"),
    "annulled": gettext_lazy("keputusan dibatalkan"),
}


def reason_words(code: str) -> str:
    """Why something is different from the month before; a code without words is shown as it is, never hidden."""
    plain = next((code.removeprefix(mark) for mark in MARKS if code.startswith(mark)), code)
    mark = str(MARKS.get(code.removesuffix(plain), ""))
    if plain in REASONS:
        return f"{mark}{REASONS[plain]}"
    groups = ("mismatch_kind", "status_reason", "status")
    return mark + next((told for group in groups if (told := said(group, plain)) != plain), plain)


def said(group: str, code: str | None) -> str:
    """A code of the data in the words of the screen's language."""
    words = say_code(group, code)
    return words.en if language() == "en" else words.id


def account_words(name: str) -> str:
    """The name of an account of the books."""
    return {
        "contribution_expense": _("Beban iuran"),
        "contribution_payable": _("Utang iuran"),
        "cash": _("Kas"),
        "overpayment": _("Kelebihan bayar (diperhitungkan)"),
    }[name]


def bill_table(found: Sequence[Bill]) -> Table:
    """Every agreement's sums by payer and account, verified beside raw."""
    rows = [(bill, row) for bill in found for row in bill.rows]
    return Table(
        "tagihan",
        _("Tagihan menurut PKS, pembayar, dan akun (termasuk porsi pusat)"),
        (
            Column("agreement", _("PKS"), value=lambda row: row[0].agreement_number, width=30),
            Column("payer", _("Pembayar"), value=lambda row: said("payer", row[1]["payer"])),
            Column("account", _("Akun"), value=lambda row: said("account", row[1]["account"])),
            Column("people", _("Orang"), "whole", value=lambda row: row[1]["people"]),
            Column("amount", _("Tagihan"), "rupiah", value=lambda row: row[1]["amount"], total=True),
            Column("verified_people", _("Orang terverifikasi"), "whole", value=lambda row: row[1]["verified_people"]),
            Column("verified", _("Terverifikasi"), "rupiah", value=lambda row: row[1]["verified_amount"], total=True),
            Column("due_date", _("Jatuh tempo"), "date", value=lambda row: row[0].due_date),
        ),
        rows,
        noun=_("baris"),
        empty=_("Tidak ada tagihan"),
        empty_text=_("Bulan ini tidak ada PKS dengan lampiran SK yang ditagihkan."),
        alone=False,
    )


def position_bill_table(rows: Sequence[Row]) -> Table:
    """Bills that rest on the branch's position: the 2,800, the province's part of PBI JK."""
    return Table(
        "tagihan-posisi",
        _("Tagihan atas data posisi"),
        (
            Column("bill", _("Tagihan"), value=lambda row: said("position_bill", row["bill"]), width=40),
            Column("area_code", _("Wilayah")),
            Column("payer", _("Pembayar"), value=lambda row: said("payer", row["payer"])),
            Column("people", _("Orang"), "whole", total=True),
            Column("amount", _("Rupiah"), "rupiah", total=True),
        ),
        rows,
        noun=_("baris"),
        empty=_("Tidak ada"),
        alone=False,
    )


def changes_table(rows: Sequence[Row]) -> Table:
    """What is different from the month before."""
    return Table(
        "perubahan",
        _("Perubahan dari bulan sebelumnya"),
        (
            Column("subject", _("Pada"), value=lambda row: SUBJECTS[row["subject"]]),
            Column("direction", _("Arah"), value=lambda row: DIRECTIONS[row["direction"]]),
            Column("reason", _("Sebab"), value=lambda row: reason_words(row["reason"]), width=36),
            Column("people", _("Orang"), "whole"),
            Column("amount_before", _("Sebelum"), "rupiah"),
            Column("amount_after", _("Sesudah"), "rupiah"),
        ),
        rows,
        noun=_("sebab"),
        empty=_("Tidak ada bulan sebelumnya untuk dibandingkan, atau tidak ada yang berubah."),
        alone=False,
    )


def corrections_table(rows: Sequence[Row]) -> Table:
    """Notes for past months that are booked in this one."""
    return Table(
        "koreksi",
        _("Koreksi bulan-bulan lalu"),
        (
            Column("corrected_month", _("Bulan dikoreksi"), "month", value=lambda row: row["corrected_month"][:7]),
            Column("cause", _("Sebab"), value=lambda row: said("correction_cause", row["cause"]), width=32),
            Column("payer", _("Pembayar"), value=lambda row: said("payer", row["payer"])),
            Column("account", _("Akun"), value=lambda row: said("account", row["account"])),
            Column("people", _("Orang"), "whole"),
            Column("amount", _("Koreksi"), "rupiah", total=True),
        ),
        rows,
        noun=_("koreksi"),
        empty=_("Tidak ada koreksi"),
        alone=False,
    )


def payment_table(rows: Any, area: str) -> Table:
    """Payments with how far each is."""
    return Table(
        "pembayaran",
        _("Pembayaran"),
        (
            Column("number", _("SP2D / SPM / SPP"), value=str, url=lambda row: reverse("billing:payment", args=[area, row.pk])),
            Column("disbursement_date", _("Tanggal SP2D"), "date", sort="disbursement_date"),
            Column("agreement_number", _("PKS"), sort="agreement_number", width=28),
            Column("month", _("Bulan"), "month", sort="month"),
            Column("account", _("Akun"), value=lambda row: said("account", row.account)),
            Column("payer", _("Pembayar"), value=lambda row: said("payer", row.payer)),
            Column("amount", _("Rupiah"), "rupiah", value=signed, sort="amount"),
            Column("state", _("Keadaan"), "badge", value=payment_badge, sort="state"),
            Column("position", _("Posisi"), value=position_words),
        ),
        rows,
        noun=_("pembayaran"),
        empty=_("Belum ada pembayaran"),
        empty_text=_("Pembayaran dicatat Dinas Kesehatan dari SPP sampai SP2D, lalu dikonfirmasi cabang."),
    )


def signed(payment: Payment) -> int:
    """A counter entry takes money back."""
    return -payment.amount if payment.reverses_id else payment.amount


def payment_badge(payment: Payment) -> Badge:
    """How far a payment is."""
    return Badge(payment.get_state_display(), PAYMENT_TONES[payment.state])


def position_words(payment: Payment) -> str:
    """Whether a position counts it already."""
    if payment.state != PaymentState.RECEIVED or payment.reverses_id:
        return ""
    return _("masuk posisi") if payment.in_position else _("belum masuk posisi")


def arrears_table(rows: Sequence[Owed]) -> Table:
    """Unpaid months with their age."""
    return Table(
        "tunggakan",
        _("Bulan yang lewat jatuh tempo dan belum dibayar penuh"),
        (
            Column("agreement", _("PKS"), value="key.agreement_number", width=28),
            Column("month", _("Bulan"), "month", sort=True),
            Column("account", _("Akun"), value=lambda row: said("account", row.key.account)),
            Column("payer", _("Pembayar"), value=lambda row: said("payer", row.key.payer)),
            Column("due_date", _("Jatuh tempo"), "date", sort=True),
            Column("age_months", _("Umur (bulan)"), "whole", sort=True),
            Column("due", _("Tagihan"), "rupiah", total=True),
            Column("paid", _("Dibayar"), "rupiah", total=True),
            Column("unpaid", _("Belum dibayar"), "rupiah", sort=True, total=True),
        ),
        rows,
        noun=_("baris"),
        empty=_("Tidak ada tunggakan"),
        empty_text=_("Semua bulan yang lewat jatuh tempo sudah dibayar penuh."),
        alone=False,
    )


def trial_table(rows: Sequence[TrialRow]) -> Table:
    """The trial balance."""
    return Table(
        "neraca-saldo",
        _("Neraca saldo"),
        (
            Column("account_name", _("Akun buku"), value=lambda row: account_words(row.account_name), width=32),
            Column("agreement", _("PKS"), value="key.agreement_number", width=28),
            Column("payer", _("Pembayar"), value=lambda row: said("payer", row.key.payer)),
            Column("account", _("Akun"), value=lambda row: said("account", row.key.account)),
            Column("debit", _("Debit"), "rupiah", total=True),
            Column("credit", _("Kredit"), "rupiah", total=True),
        ),
        rows,
        noun=_("akun"),
        empty=_("Pembukuan masih kosong"),
        empty_text=_("Pembukuan terisi ketika bulan pertama ditutup atau pembayaran pertama diterima."),
        alone=False,
    )


def quarter_words(quarter: Month) -> str:
    """``Triwulan III 2024``."""
    return _("Triwulan %(number)s %(year)s") % {"number": ("I", "II", "III", "IV")[quarter.number // 3], "year": quarter.year}
