"""What is typed on the pages of the bill."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.office.billing.tables import said
from cakupan.office.pages.fields import RupiahField

ACCOUNTS = ("iuran", "bantuan_iuran")
PAYERS = ("kabkota", "provinsi")
MONTH_HINT = gettext_lazy("Tahun dan bulan, misalnya 2024-07.")


class MonthField(forms.CharField):
    """A month, typed as YYYY-MM; gives its first day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=7, help_text=MONTH_HINT, **kwargs)

    def clean(self, value: Any) -> dt.date:
        """The month's first day."""
        try:
            return Month.parse(super().clean(value).strip()).first_date
        except Refusal:
            raise forms.ValidationError(_("Tulis bulan sebagai tahun-bulan, misalnya 2024-07.")) from None


class PrepareForm(forms.Form):
    """The month to prepare."""

    month = MonthField(label=gettext_lazy("Bulan yang ditutup"))


class DateField(forms.DateField):
    """A day, typed or picked."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RequestForm(forms.Form):
    """An SPP."""

    agreement_number = forms.ChoiceField(label=gettext_lazy("PKS"))
    payer = forms.ChoiceField(label=gettext_lazy("Pembayar"))
    account = forms.ChoiceField(label=gettext_lazy("Akun"))
    month = MonthField(label=gettext_lazy("Bulan yang dibayar"))
    amount = RupiahField(label=gettext_lazy("Jumlah (Rp)"))
    request_number = forms.CharField(label=gettext_lazy("Nomor SPP"), max_length=80)
    request_date = DateField(label=gettext_lazy("Tanggal SPP"))

    def __init__(self, *args: Any, agreements: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told: dict[str, list[tuple[str, str]]] = {
            "agreement_number": [(number, number) for number in agreements],
            "payer": [(code, said("payer", code)) for code in PAYERS],
            "account": [(code, said("account", code)) for code in ACCOUNTS],
        }
        for name, choices in told.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class OrderForm(forms.Form):
    """An SPM."""

    order_number = forms.CharField(label=gettext_lazy("Nomor SPM"), max_length=80)
    order_date = DateField(label=gettext_lazy("Tanggal SPM"))


class DisbursementForm(forms.Form):
    """An SP2D: the proof that the money left."""

    disbursement_number = forms.CharField(label=gettext_lazy("Nomor SP2D"), max_length=80)
    disbursement_date = DateField(label=gettext_lazy("Tanggal SP2D"))


class LineSearchForm(forms.Form):
    """Somebody on the bill: a list by name is searched, never browsed."""

    text = forms.CharField(
        label=gettext_lazy("NIK, atau nama lengkap seperti di SK"),
        min_length=4,
        max_length=120,
        help_text=gettext_lazy("Pencarian tercatat."),
    )
