"""The forms of a consumer: a new one, new keys for one, the end of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cakupan.office.consumers.seen import area_names
from cakupan.office.consumers.shown import profile_words
from cakupan.office.database.scope import within

ID_DIGITS_MAX = 18
OVERLAP_HOURS = 24
OVERLAP_HOURS_MAX = 14 * 24  # old keys that count for longer are keys that nobody means to replace


class CreateForm(forms.Form):
    """Which facility, what its software is called, what it may ask about, by which labels.

    ``consumer_id`` is a free number that the form brings along: sent twice, it makes one consumer and not two.
    """

    facility_code = forms.ChoiceField(
        label=_("Faskes"), error_messages={"required": _("Pilih faskes yang memakai aplikasi ini.")}
    )
    name = forms.CharField(
        label=_("Nama aplikasi"),
        help_text=_("Misalnya: SIMRS RSUD Contoh. Kosongkan untuk memakai nama faskes."),
        required=False,
        max_length=120,
    )
    areas = forms.MultipleChoiceField(
        label=_("Boleh bertanya tentang"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pilih sedikitnya satu wilayah.")},
    )
    profile = forms.ChoiceField(
        label=_("Kode dan label"),
        help_text=_(
            "Dengan kata apa aplikasi itu mengenal jenis peserta. Pilih label lama hanya bila pembuat aplikasinya meminta."
        ),
        widget=forms.RadioSelect,
    )
    consumer_id = forms.CharField(widget=forms.HiddenInput, max_length=ID_DIGITS_MAX)

    def __init__(
        self, *args: Any, area: str, facilities: Mapping[str, str], areas: Sequence[str], profiles: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.area = area
        named = sorted(facilities.items(), key=lambda each: (each[1], each[0]))
        self.facilities = facilities
        self._choose("facility_code", [("", _("Pilih faskes")), *((code, f"{name} ({code})") for code, name in named)])
        self._choose("profile", [(profile, profile_words(profile)) for profile in profiles])
        if len(areas) == 1:
            self.fields["areas"].widget = forms.MultipleHiddenInput()
        self._choose("areas", list(zip(areas, area_names(list(areas)), strict=True)))

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_areas(self) -> list[str]:
        """The area whose register has the facility is one of them: its pages keep the consumer."""
        told: list[str] = self.cleaned_data["areas"]
        if not any(within(each, self.area) for each in told):
            raise forms.ValidationError(_("Wilayah halaman ini harus termasuk: di sini aplikasinya diurus."))
        return told

    def told(self) -> dict[str, Any]:
        """What the counter keeps of it."""
        told = dict(self.cleaned_data)
        told["name"] = " ".join(told["name"].split()) or self.facilities[told["facility_code"]]
        return told


class RotateForm(forms.Form):
    """How long the old keys still count; ``seen`` is the state of the consumer that the officer looked at."""

    overlap_hours = forms.IntegerField(
        label=_("Kunci lama masih berlaku (jam)"),
        help_text=_("Selama itu kunci lama dan baru sama-sama dijawab. Isi 0 bila kunci lama harus berhenti seketika."),
        min_value=0,
        max_value=OVERLAP_HOURS_MAX,
        initial=OVERLAP_HOURS,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)


class RevokeForm(forms.Form):
    """Why it ends."""

    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Tercatat bersama nama Anda dan terbaca oleh pemeriksa. Jangan menulis kunci atau sandi di sini."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tulis alasannya.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)
