"""The forms of urgent cover: a request, what each step needs, an instrument, a claim, who is on duty, which office does what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cakupan.office.clock import now, today, zone_of
from cakupan.office.guarantees.asking import Patient, patient_of
from cakupan.office.guarantees.bases import Basis
from cakupan.office.guarantees.clocks import day_in
from cakupan.office.guarantees.models import Condition, Division, DutyContact, Instrument, UrgentCover
from cakupan.office.pages.fields import RupiahField
from cakupan.office.people.fields import PersonNumberField

ADMITTED_DAYS_MAX = 31  # a request about an older admission is a slip of the keys
GUARANTEED_DAYS = 14  # what a form proposes; the officer says how long


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A date as browsers ask for it."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def lines_of(text: str) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class AskForm(forms.Form):
    """A patient by NIK or card number, by name and birth date where there is none; when and how they came."""

    number = PersonNumberField(
        label=gettext_lazy("NIK atau nomor kartu JKN"),
        help_text=gettext_lazy("16 angka untuk NIK, 13 angka untuk kartu. Kosongkan bila pasien tidak membawa keduanya."),
        required=False,
    )
    name = forms.CharField(
        label=gettext_lazy("Nama pasien"),
        help_text=gettext_lazy("Boleh kosong bila nomornya ada di data daerah."),
        required=False,
        max_length=200,
    )
    birth_date = day_field(gettext_lazy("Tanggal lahir"), required=False)
    admitted_at = forms.DateTimeField(
        label=gettext_lazy("Masuk pada"),
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    condition = forms.ChoiceField(label=gettext_lazy("Keadaan"), choices=Condition.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("Catatan"),
        help_text=gettext_lazy("Yang perlu diketahui pemutus; tanpa diagnosis."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    contact = forms.CharField(label=gettext_lazy("Petugas yang dapat dihubungi dan teleponnya"), max_length=120)

    def __init__(self, *args: Any, area: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area = area
        self.fields["admitted_at"].help_text = _("Jam setempat, %(zone)s.") % {"zone": zone_of(area)[1]}

    def clean_number(self) -> str:
        """Zeros stand for nobody."""
        number: str = self.cleaned_data["number"]
        if number and not number.strip("0"):
            raise forms.ValidationError(_("Nomor yang hanya nol bukan nomor siapa pun; kosongkan saja."))
        return number

    def clean_birth_date(self) -> dt.date | None:
        """Not in the future."""
        day: dt.date | None = self.cleaned_data["birth_date"]
        if day and day > today():
            raise forms.ValidationError(_("Tanggal ini belum tiba."))
        return day

    def clean_admitted_at(self) -> dt.datetime:
        """The clock on the facility's wall, in the area's own time; it has come, and not long ago."""
        at: dt.datetime = self.cleaned_data["admitted_at"].replace(tzinfo=zone_of(self.area)[0])
        if at > now():
            raise forms.ValidationError(_("Waktu ini belum tiba."))
        if at < now() - dt.timedelta(days=ADMITTED_DAYS_MAX):
            raise forms.ValidationError(
                _("Lebih dari %(days)s hari yang lalu; periksa tanggalnya."), params={"days": ADMITTED_DAYS_MAX}
            )
        return at

    def clean(self) -> dict[str, Any]:
        """A patient who can be told from others."""
        told: dict[str, Any] = super().clean() or {}
        if self.errors:
            return told
        patient = self.patient()
        if not patient.name:
            self.add_error("name", _("Isi nama pasien seperti pada kartu identitasnya."))
        if not told["number"] and not patient.birth_date:
            self.add_error("birth_date", _("Tanpa nomor, isi tanggal lahirnya."))
        return told

    def patient(self) -> Patient:
        """Who it is for."""
        told = self.cleaned_data
        return patient_of(self.area, number=told["number"], name=" ".join(told["name"].split()), birth_date=told["birth_date"])

    def told(self) -> dict[str, Any]:
        """What else the request says."""
        return {name: self.cleaned_data[name] for name in ("admitted_at", "condition", "note", "contact")}


class StepForm(forms.Form):
    """A step's reason, and the version that the officer saw."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=300
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, needs_reason: bool, cover: UrgentCover, bases: Sequence[Basis] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cover, self.bases = cover, bases
        self.fields["reason"].required = needs_reason


class RevokeForm(StepForm):
    """The reason stands on the letter's public page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Terbaca di halaman publik surat: jangan menulis nama atau keadaan pasien.")


class GrantForm(StepForm):
    """On what the region guarantees, and for which days."""

    basis = forms.ChoiceField(label=gettext_lazy("Dasar penjaminan"), widget=forms.RadioSelect)
    from_date = day_field(gettext_lazy("Dijamin mulai"))
    last_date = day_field(gettext_lazy("Sampai dengan"))
    services = forms.CharField(
        label=gettext_lazy("Pelayanan yang dijamin"),
        help_text=gettext_lazy("Satu per baris. Kosongkan untuk semua pelayanan yang disebut dasarnya."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("basis", "from_date", "last_date", "services", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usable = [each for each in self.bases if not each.lacks(self.cover.facility_code, today())]
        self.fields["basis"].choices = [(each.key, each.words) for each in usable]  # type: ignore[attr-defined]
        admitted = day_in(self.cover.area, self.cover.admitted_at)
        self.fields["from_date"].initial = admitted
        self.fields["last_date"].initial = admitted + dt.timedelta(days=GUARANTEED_DAYS - 1)
        self.fields["reason"].label = _("Catatan keputusan")

    def clean_services(self) -> list[str]:
        """One a line."""
        return lines_of(self.cleaned_data["services"])

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("from_date") and told.get("last_date") and told["last_date"] < told["from_date"]:
            self.add_error("last_date", _("Hari terakhir tidak boleh sebelum hari pertama."))
        return told


class ActivateForm(StepForm):
    """What BPJS's own application says: from which day, under which reference."""

    active_from_date = day_field(gettext_lazy("Aktif mulai"))
    reference = forms.CharField(label=gettext_lazy("Nomor rujukan BPJS"), max_length=80)
    field_order = ("active_from_date", "reference", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["active_from_date"].initial = today()
        self.fields["reason"].label = _("Catatan")


class InstrumentForm(forms.ModelForm):  # type: ignore[type-arg]
    """The regulation or decree with its paper."""

    instrument_date = day_field(gettext_lazy("Tanggal ditetapkan"))
    from_date = day_field(gettext_lazy("Berlaku mulai"))
    last_date = day_field(
        gettext_lazy("Sampai dengan"), required=False, help_text=gettext_lazy("Kosongkan bila tanpa batas waktu.")
    )
    facility_codes = forms.MultipleChoiceField(label=gettext_lazy("Faskes"), widget=forms.CheckboxSelectMultiple)
    services = forms.CharField(
        label=gettext_lazy("Pelayanan yang dijamin"),
        help_text=gettext_lazy("Satu per baris, seperti pada peraturannya."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = forms.FileField(
        label=gettext_lazy("Berkas peraturan atau keputusan"), help_text=gettext_lazy("PDF hasil pindai, paling besar 25 MB.")
    )
    field_order = (
        "title",
        "number",
        "instrument_date",
        "account",
        "from_date",
        "last_date",
        "facility_codes",
        "services",
        "file",
    )

    class Meta:
        model = Instrument
        fields = ("number", "title", "instrument_date", "account", "from_date")

    def __init__(self, *args: Any, facilities: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = sorted(facilities.items(), key=lambda each: (each[1], each[0]))
        self.fields["facility_codes"].choices = [(code, f"{name} ({code})") for code, name in choices]  # type: ignore[attr-defined]
        self.fields["title"].help_text = _("Misalnya: Peraturan Bupati Ogan Ilir.")

    def clean_services(self) -> list[str]:
        """One a line."""
        return lines_of(self.cleaned_data["services"])

    def clean_number(self) -> str:
        """Entered once."""
        number: str = self.cleaned_data["number"]
        if Instrument.objects.filter(area=self.instance.area, number=number, ended_at__isnull=True).exists():
            raise forms.ValidationError(_("Dasar dengan nomor ini sudah tercatat."))
        return number

    def clean_instrument_date(self) -> dt.date:
        """An instrument of a day that has come."""
        day: dt.date = self.cleaned_data["instrument_date"]
        if day > today():
            raise forms.ValidationError(_("Tanggal ini belum tiba."))
        return day

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("from_date") and told.get("last_date") and told["last_date"] < told["from_date"]:
            self.add_error("last_date", _("Hari terakhir tidak boleh sebelum hari pertama."))
        return told


class ClaimForm(forms.Form):
    """After discharge: when, and how much the facility claims, in whole rupiah."""

    discharged_date = day_field(gettext_lazy("Tanggal pulang"))
    claim_amount = RupiahField(
        label=gettext_lazy("Nilai klaim (Rp)"),
        least=0,
        help_text=gettext_lazy("Rupiah penuh, tanpa sen; titik pemisah ribuan boleh."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, cover: UrgentCover, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cover = cover

    def clean_discharged_date(self) -> dt.date:
        """Not before admission, and not to come."""
        day: dt.date = self.cleaned_data["discharged_date"]
        if day > today() or day < day_in(self.cover.area, self.cover.admitted_at):
            raise forms.ValidationError(_("Pilih hari antara hari masuk dan hari ini."))
        return day


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]
    """Whom the desk can call at the officer's own office."""

    class Meta:
        model = DutyContact
        fields = ("office", "phone", "hours")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hours"].help_text = _("Misalnya: Senin–Jumat 08.00–16.00, atau 24 jam.")


class DivisionForm(forms.ModelForm):  # type: ignore[type-arg]
    """Which office recommends, and which decides."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Division
        fields = ("recommends", "decides")
        widgets = {"recommends": forms.RadioSelect, "decides": forms.RadioSelect}  # noqa: RUF012 - as Django asks for it
