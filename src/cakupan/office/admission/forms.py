"""The one field of the desk, and the report of a patient who was turned away or charged."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cakupan.office.admission.models import Check, Kind
from cakupan.office.clock import today
from cakupan.office.pages.fields import RupiahField
from cakupan.office.people.fields import PersonNumberField

DAYS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
WRONG_DAY = _("Tulis tanggal sebagai hari-bulan-tahun, misalnya 6-1-2025.")


class AskForm(forms.Form):
    """A NIK or card number; the day is today unless another is asked about."""

    number = PersonNumberField(
        label=_("NIK atau nomor kartu JKN"),
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": _("Ketik NIK (16 angka) atau nomor kartu (13 angka), lalu Enter.")},
    )
    on = forms.DateField(
        label=_("Pada tanggal"),
        required=False,
        input_formats=DAYS,
        help_text=_("Hari-bulan-tahun, misalnya 6-1-2025. Kosong berarti hari ini."),
        # As text: a browser in another language would show 6 January as 01/06.
        widget=forms.DateInput(attrs={"autocomplete": "off"}, format="%d-%m-%Y"),
        error_messages={"invalid": WRONG_DAY},
    )

    def clean_on(self) -> dt.date:
        """The day asked about: today if none is told."""
        told: dt.date | None = self.cleaned_data["on"]
        return told or today()


class ReportForm(forms.Form):
    """What happened to a patient, where, and what was asked for. ``check``: the question at the desk that it follows, if one."""

    check_id = forms.ModelChoiceField(Check.objects.none(), required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Apa yang terjadi"), choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.TURNED_AWAY
    )
    facility_code = forms.ChoiceField(label=_("Di faskes mana"))
    happened_date = forms.DateField(
        label=_("Kapan"),
        input_formats=DAYS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": WRONG_DAY, "required": _("Isi tanggal kejadiannya.")},
    )
    charged_rupiah = RupiahField(
        label=_("Berapa rupiah yang diminta"),
        required=False,
        help_text=_("Rupiah bulat; kosongkan bila tidak ada uang yang diminta."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    told = forms.CharField(
        label=_("Ceritakan apa yang terjadi"),
        help_text=_("Siapa yang menolak atau menagih, dan alasannya. Jangan menulis nama atau NIK pasien di sini."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Tulis dengan singkat apa yang terjadi; tanpa itu tidak ada yang dapat ditanyakan.")},
    )

    field_order = ("kind", "facility_code", "happened_date", "charged_rupiah", "told", "check_id")

    def __init__(self, *args: Any, facilities: list[tuple[str, str]], checks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facility_code"].choices = facilities  # type: ignore[attr-defined]
        self.fields["check_id"].queryset = checks  # type: ignore[attr-defined]

    def clean_happened_date(self) -> dt.date:
        """Not in the future."""
        told: dt.date = self.cleaned_data["happened_date"]
        if told > today():
            raise forms.ValidationError(_("Tanggal ini belum tiba. Isi hari kejadiannya."))
        return told

    def clean(self) -> dict[str, Any]:
        """Whoever was charged was asked for something."""
        told: dict[str, Any] = super().clean() or {}
        if (
            told.get("kind") in (Kind.CHARGED, Kind.DEPOSIT)
            and not told.get("charged_rupiah")
            and "charged_rupiah" not in self.errors
        ):
            self.add_error("charged_rupiah", _("Isi jumlah yang ditagih atau diminta sebagai uang muka."))
        return told


class StepForm(forms.Form):
    """A move of a case: its reason, and at the end what the patient got back."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    returned_rupiah = RupiahField(
        label=_("Berapa rupiah yang dikembalikan kepada pasien"),
        required=False,
        least=0,
        help_text=_("Rupiah bulat; 0 bila tidak ada yang dikembalikan."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    reason = forms.CharField(label=_("Alasan"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, charged: int | None, closing: bool, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.charged = charged
        if not (closing and charged):
            del self.fields["returned_rupiah"]
        if closing:
            self.fields["reason"].label = _("Bagaimana akhirnya")
        if needs_reason:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = _("Tulis alasannya; pelapor membacanya.")

    def clean_returned_rupiah(self) -> int:
        """Told where money was asked, and no more than was asked."""
        told: int | None = self.cleaned_data["returned_rupiah"]
        if told is None:
            raise forms.ValidationError(_("Isi jumlah yang dikembalikan, atau 0."))
        if self.charged is not None and told > self.charged:
            raise forms.ValidationError(_("Lebih banyak daripada yang diminta. Periksa angkanya."))
        return told
