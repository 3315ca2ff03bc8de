"""Pages of payments: recorded from SPP to SP2D by dinkes, received by the branch, and what each of them pays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cakupan.law.refusal import Refusal
from cakupan.month.reference.settle import Allocation
from cakupan.office.access import allow
from cakupan.office.billing import payments as acts
from cakupan.office.billing.desks import READERS
from cakupan.office.billing.figures import agreements
from cakupan.office.billing.forms import DisbursementForm, OrderForm, RequestForm
from cakupan.office.billing.models import Payment, PaymentState
from cakupan.office.billing.settling import what_it_pays
from cakupan.office.billing.tables import payment_badge, payment_table, position_words, said, signed
from cakupan.office.billing.tabs import tabs
from cakupan.office.clock import today
from cakupan.office.pages.parts import Link
from cakupan.office.pages.tables import Column, Table, table_page
from cakupan.office.positions.current import current_position

FORMS: dict[str, type[forms.Form]] = {PaymentState.REQUESTED: OrderForm, PaymentState.ORDERED: DisbursementForm}


@allow(*READERS)
@require_GET
def listed(request: HttpRequest, area: str) -> HttpResponseBase:
    """Every payment of the area, newest first."""
    found = Payment.objects.filter(area=area).order_by("-pk")
    user: Any = request.user
    told = {"tabs": tabs(area, "payments"), "may_record": user.desk == "dinkes"}
    return table_page(request, "billing/payments.html", told, payment_table(found, area), dated=today())


@allow("dinkes")
def new(request: HttpRequest, area: str) -> HttpResponse:
    """Record an SPP."""
    position = current_position(area)
    numbers = sorted(agreements(position)) if position else []
    form = RequestForm(request.POST or None, agreements=numbers, initial={"request_date": today()})
    if request.method == "POST" and form.is_valid():
        made = acts.request_payment(request, area, form.cleaned_data)
        messages.success(request, _("SPP dicatat."))
        return redirect("billing:payment", area=area, payment_id=made.pk)
    told = {"form": form, "errors_in_form": form.is_bound, "back": _back(area), "agreements": numbers}
    return render(request, "billing/payment_new.html", told)


@allow(*READERS)
@require_GET
def payment(request: HttpRequest, area: str, payment_id: int) -> HttpResponseBase:
    """One payment: its papers, what it pays, and what comes next."""
    found = get_object_or_404(Payment, pk=payment_id, area=area)
    return _page(request, found, FORMS[found.state]() if found.state in FORMS else None)


@allow("dinkes")
@require_POST
def step(request: HttpRequest, area: str, payment_id: int) -> HttpResponseBase:
    """Record the SPM or the SP2D; what was typed wrongly is shown again."""
    found = get_object_or_404(Payment, pk=payment_id, area=area)
    if found.state != request.POST.get("state") or found.state not in FORMS:
        raise Refusal(
            _("Pembayaran"),
            why=_("keadaannya sudah berubah sejak halaman Anda dibuka."),
            mend=_("Muat ulang halamannya untuk melihat keadaannya sekarang."),
        )
    form = FORMS[found.state](request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    acts.step(request, found.pk, form.cleaned_data)
    messages.success(request, _("Tercatat."))
    return redirect("billing:payment", area=area, payment_id=found.pk)


@allow("dinkes")
@require_POST
def undo(request: HttpRequest, area: str, payment_id: int) -> HttpResponse:
    """Give up before disbursement, or propose a counter entry after receipt."""
    found = get_object_or_404(Payment, pk=payment_id, area=area)
    reason = request.POST.get("reason", "")
    if found.state == PaymentState.RECEIVED:
        found = acts.reverse_payment(request, found.pk, reason=reason)
        messages.success(request, _("Pembukuan balik dicatat; cabang mengonfirmasinya."))
    else:
        acts.cancel(request, found.pk, reason=reason)
        messages.success(request, _("Pembayaran dibatalkan."))
    return redirect("billing:payment", area=area, payment_id=found.pk)


@allow("bpjs")
@require_POST
def answer(request: HttpRequest, area: str, payment_id: int) -> HttpResponse:
    """The branch: received, or not."""
    found = get_object_or_404(Payment, pk=payment_id, area=area)
    if "receive" in request.POST:
        acts.receive(request, found.pk)
        messages.success(request, _("Penerimaan dikonfirmasi dan dibukukan."))
    else:
        acts.refuse(request, found.pk, reason=request.POST.get("reason", ""))
        messages.success(request, _("Dicatat sebagai tidak diterima."))
    return redirect("billing:payment", area=area, payment_id=found.pk)


def _page(request: HttpRequest, found: Payment, form: forms.Form | None) -> HttpResponseBase:
    user: Any = request.user
    if found.area != request.area:  # type: ignore[attr-defined]
        raise Http404
    counts = found.state in (PaymentState.REQUESTED, PaymentState.ORDERED, PaymentState.DISBURSED, PaymentState.RECEIVED)
    pays = what_it_pays(found.area, found, current_position(found.area)) if counts and not found.reverses_id else []
    writes, money_came = user.desk == "dinkes", found.state == PaymentState.RECEIVED
    told = {
        "payment": found,
        "badge": payment_badge(found),
        "amount": signed(found),
        "position_words": position_words(found),
        "account_words": said("account", found.account),
        "payer_words": said("payer", found.payer),
        "form": form if writes else None,
        "errors_in_form": form is not None and form.is_bound,
        "may_undo": writes and not found.reverses_id and (found.state in FORMS or money_came),
        "money_came": money_came,
        "may_answer": user.desk == "bpjs" and found.state == PaymentState.DISBURSED,
        "back": _back(found.area),
    }
    return table_page(request, "billing/payment.html", told, _pays_table(pays), dated=today())


def _pays_table(rows: list[Allocation]) -> Table:
    rules = {
        "named_month": _("bulan yang disebut"),
        "oldest_first": _("bulan tertua yang belum lunas"),
        "overpaid": _("kelebihan bayar (diperhitungkan)"),
    }
    return Table(
        "membayar",
        _("Yang dibayar pembayaran ini"),
        (
            Column("month", _("Bulan"), "month"),
            Column("rule", _("Diperhitungkan ke"), value=lambda row: rules[row.rule], width=36),
            Column("amount", _("Rupiah"), "rupiah", total=True),
        ),
        rows,
        noun=_("bulan"),
        empty=_("Tidak membayar apa pun"),
        empty_text=_("Belum ada tagihan untuk PKS, pembayar, dan akun ini menurut posisi."),
    )


def _back(area: str) -> Link:
    return Link(_("Pembayaran"), reverse("billing:payments", args=[area]))
