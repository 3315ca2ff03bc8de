"""From SPP over SPM to SP2D and the branch's receipt; a wrong one is taken back by a counter entry, never edited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.utils import IntegrityError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cakupan.law.refusal import Refusal
from cakupan.office.audit.log import note
from cakupan.office.billing.books import alone, post_payment
from cakupan.office.billing.models import Payment, PaymentState
from cakupan.office.clock import now, today

SUBJECT = "billing.payment"
# What tells one SPP from another: sent twice, the second is refused.
ONCE = ("agreement_number", "payer", "account", "month", "request_number")
# From which state a step leads where, and which fields it fills.
STEPS: Mapping[str, tuple[PaymentState, tuple[str, ...]]] = {
    PaymentState.REQUESTED: (PaymentState.ORDERED, ("order_number", "order_date")),
    PaymentState.ORDERED: (PaymentState.DISBURSED, ("disbursement_number", "disbursement_date")),
}


def request_payment(request: HttpRequest, area: str, told: Mapping[str, Any]) -> Payment:
    """Record an SPP: what is asked to be paid, for which month and account. The same form sent again is refused."""
    user: Any = request.user
    alone(area)
    same = Payment.objects.filter(area=area, **{name: told[name] for name in ONCE})
    if same.exclude(state__in=(PaymentState.CANCELLED, PaymentState.REFUSED, PaymentState.REVERSED)).exists():
        raise Refusal(
            _("SPP %(number)s") % {"number": told["request_number"]},
            why=_("nomor itu sudah tercatat untuk akun dan bulan yang sama."),
            mend=_("Buka pembayaran yang sudah ada; SPP yang lain mempunyai nomor yang lain."),
        )
    made = Payment.objects.create(area=area, state=PaymentState.REQUESTED, recorded_by=user, recorded_desk=user.desk, **told)
    note(request, "payment.request", subject=(SUBJECT, made.pk), details={"amount": made.amount})
    return made


def step(request: HttpRequest, payment_id: int, told: Mapping[str, Any]) -> Payment:
    """Record the next paper: SPM, then SP2D. Whoever records a step is the maker of the whole."""
    payment = _locked(payment_id, *STEPS)
    user: Any = request.user
    following, fields = STEPS[payment.state]
    for name in fields:
        setattr(payment, name, told[name])
    payment.state, payment.recorded_by, payment.recorded_desk = following, user, user.desk
    if following == PaymentState.DISBURSED:
        _refuse_other_date(payment)
    _saved(payment)
    note(request, f"payment.{following}", subject=(SUBJECT, payment.pk), details={"amount": payment.amount})
    return payment


def cancel(request: HttpRequest, payment_id: int, *, reason: str) -> Payment:
    """Give a payment up before it is disbursed."""
    payment = _locked(payment_id, *STEPS)
    payment.reason = _reason(reason)
    payment.state = PaymentState.CANCELLED
    payment.save()
    note(request, "payment.cancel", subject=(SUBJECT, payment.pk), why=payment.reason)
    return payment


def receive(request: HttpRequest, payment_id: int) -> Payment:
    """The branch confirms the receipt; in the same transaction it enters the books."""
    payment = _locked(payment_id, PaymentState.DISBURSED)
    _answer(request, payment, PaymentState.RECEIVED)
    payment.save()
    if payment.reverses is not None:
        Payment.objects.filter(pk=payment.reverses.pk).update(state=PaymentState.REVERSED)
    post_payment(payment, date=today(), user=request.user)
    note(request, "payment.receive", subject=(SUBJECT, payment.pk), details={"amount": payment.amount})
    return payment


def refuse(request: HttpRequest, payment_id: int, *, reason: str) -> Payment:
    """The branch says that the money has not come, and why it thinks so."""
    payment = _locked(payment_id, PaymentState.DISBURSED)
    payment.reason = _reason(reason)
    _answer(request, payment, PaymentState.REFUSED)
    payment.save()
    note(request, "payment.refuse", subject=(SUBJECT, payment.pk), why=payment.reason)
    return payment


def reverse_payment(request: HttpRequest, payment_id: int, *, reason: str) -> Payment:
    """Propose to take a received payment back: a counter entry that the branch must confirm like any other."""
    payment = _locked(payment_id, PaymentState.RECEIVED)
    if payment.reverses_id or Payment.objects.filter(reverses=payment).exclude(state=PaymentState.REFUSED).exists():
        raise _moved_on()
    user: Any = request.user
    counter = Payment(
        area=payment.area,
        agreement_number=payment.agreement_number,
        payer=payment.payer,
        account=payment.account,
        month=payment.month,
        amount=payment.amount,
        disbursement_number=payment.disbursement_number,
        disbursement_date=today(),
        state=PaymentState.DISBURSED,
        reverses=payment,
        reason=_reason(reason),
        recorded_by=user,
        recorded_desk=user.desk,
    )
    _saved(counter)
    note(request, "payment.reverse", subject=(SUBJECT, counter.pk), why=counter.reason, details={"reverses": payment.pk})
    return counter


def _locked(payment_id: int, *states: str) -> Payment:
    payment = Payment.objects.select_for_update(of=("self",)).get(pk=payment_id)
    alone(payment.area)
    if payment.state not in states:
        raise _moved_on()
    return payment


def _moved_on() -> Refusal:
    return Refusal(
        _("Pembayaran"),
        why=_("keadaannya sudah berubah sejak halaman Anda dibuka."),
        mend=_("Muat ulang halamannya untuk melihat keadaannya sekarang."),
    )


def _answer(request: HttpRequest, payment: Payment, state: PaymentState) -> None:
    user: Any = request.user
    if user.pk == payment.recorded_by_id or user.desk == payment.recorded_desk:
        raise Refusal(
            str(payment),
            why=_("yang mencatat tidak mengonfirmasi; pembayaran dicatat Dinas Kesehatan dan diterima cabang."),
            mend=_("Minta petugas kantor cabang BPJS Kesehatan mengonfirmasinya."),
        )
    payment.state, payment.confirmed_by, payment.confirmed_desk = state, user, user.desk
    payment.confirmed_at = now()


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refusal(_("Pembayaran"), why=_("alasannya kosong."), mend=_("Tulis alasannya; alasan itu tercatat."))
    return reason.strip()[:300]


def _refuse_other_date(payment: Payment) -> None:
    """One SP2D may pay several months and accounts, but it has one day."""
    others = Payment.objects.filter(
        area=payment.area, disbursement_number=payment.disbursement_number, state__in=("disbursed", "received")
    ).exclude(disbursement_date=payment.disbursement_date)
    if others.filter(reverses__isnull=True).exists():
        raise Refusal(
            _("SP2D %(number)s") % {"number": payment.disbursement_number},
            why=_("nomor itu sudah tercatat dengan tanggal lain."),
            mend=_("Periksa nomor dan tanggal pada SP2D."),
        )


def _saved(payment: Payment) -> None:
    """Save; the database itself refuses the same SP2D for the same account and month a second time."""
    try:
        with transaction.atomic():
            payment.save()
    except IntegrityError as twice:
        raise Refusal(
            _("SP2D %(number)s") % {"number": payment.disbursement_number},
            why=_("nomor itu sudah tercatat untuk akun dan bulan yang sama."),
            mend=_("Satu SP2D dicatat sekali untuk setiap akun dan bulan; buka pembayaran yang sudah ada."),
        ) from twice
