"""Other terms to suppose, and the two letters of the status of UHC."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cakupan.office.coverage.models import UhcStatus

RUPIAH_MAX = 10**14  # more than the country's whole budget line


class Suppose(forms.Form):
    """Terms of an agreement that could be others. Whatever is left empty stays as it is."""

    agreement = forms.ChoiceField(label=gettext_lazy("PKS"))
    quota = forms.IntegerField(label=gettext_lazy("Kuota (jiwa)"), min_value=1, max_value=400_000_000, required=False)
    budget = forms.IntegerField(label=gettext_lazy("Anggaran setahun (Rp)"), min_value=0, max_value=RUPIAH_MAX, required=False)
    rate = forms.IntegerField(
        label=gettext_lazy("Iuran Pemda per orang per bulan (Rp)"), min_value=1, max_value=1_000_000, required=False
    )
    province = forms.DecimalField(
        label=gettext_lazy("Porsi provinsi (%)"),
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
        required=False,
    )
    target = forms.DecimalField(
        label=gettext_lazy("Target aktif (% penduduk)"),
        min_value=Decimal(1),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
        required=False,
    )

    def __init__(self, data: Any = None, *, agreements: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(data)
        choices = [(each["number"], f"{each['number']} · {each['people']}") for each in agreements]
        self.fields["agreement"].choices = choices  # type: ignore[attr-defined]

    @property
    def asks_terms(self) -> bool:
        """Whether the agreement itself is to be other than it is."""
        return any(self.cleaned_data[name] is not None for name in ("quota", "budget", "rate", "province"))


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


class AskedForUhc(forms.ModelForm):  # type: ignore[type-arg]
    """The letter that asks BPJS."""

    requested_date = _day(gettext_lazy("Tanggal permohonan"))

    class Meta:
        model = UhcStatus
        fields: ClassVar = ["request_number", "requested_date"]

    def __init__(self, *given: Any, today: dt.date, **more: Any) -> None:
        self.today = today
        super().__init__(*given, **more)

    def clean_requested_date(self) -> dt.date:
        """A letter of a day that has come."""
        day: dt.date = self.cleaned_data["requested_date"]
        if day > self.today:
            raise forms.ValidationError(_("Tanggal ini belum tiba."))
        return day


class GrantedUhc(forms.ModelForm):  # type: ignore[type-arg]
    """The letter with which BPJS grants it."""

    granted_date = _day(gettext_lazy("Berlaku mulai"))
    grant_number = forms.CharField(label=gettext_lazy("Nomor surat BPJS"), max_length=80)

    class Meta:
        model = UhcStatus
        fields: ClassVar = ["grant_number", "granted_date"]

    def clean_granted_date(self) -> dt.date:
        """Not before it was asked for."""
        day: dt.date = self.cleaned_data["granted_date"]
        if day < self.instance.requested_date:
            raise forms.ValidationError(_("Status tidak dapat berlaku sebelum dimohon."))
        return day
