"""The forms of a proposal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cakupan.office.agreements.forms import date_input
from cakupan.office.agreements.models import Agreement
from cakupan.office.agreements.states import IN_FORCE
from cakupan.office.enrolment.models import Answer

PROFILES = {
    "enrol": [("usulan-pbi", _("formulir usulan cabang (XLSX)")), ("decisions", _("daftar biasa (CSV)"))],
    "remove": [("mutasi-bpjs", _("formulir mutasi cabang (XLSX)")), ("decisions", _("daftar biasa (CSV)"))],
}


class BeginForm(forms.Form):
    """Under which agreement to propose."""

    agreement = forms.ModelChoiceField(label=_("Perjanjian"), queryset=Agreement.objects.none(), empty_label=None)

    def __init__(self, *args: Any, area: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agreement: Any = self.fields["agreement"]
        agreement.queryset = Agreement.objects.filter(area=area, state__in=IN_FORCE)


class ShownForm(forms.Form):
    """Which lines to show."""

    show = forms.ChoiceField(
        label=_("Tampilkan"),
        required=False,
        choices=[
            ("listed", _("yang diusulkan")),
            ("waiting", _("daftar tunggu")),
            ("adjusted", _("yang disesuaikan")),
            ("all", _("semua")),
        ],
    )
    answer = forms.ChoiceField(label=_("Jawaban cabang"), required=False, choices=[("", _("semua")), *Answer.choices])


class AdjustForm(forms.Form):
    """Take chosen people in or out, with a reason."""

    way = forms.ChoiceField(choices=[("in", ""), ("out", "")])
    reason = forms.CharField(max_length=300)
    chosen = forms.TypedMultipleChoiceField(coerce=int)
    version = forms.IntegerField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["chosen"]
        chosen.choices = [(each, "") for each in self.data.getlist("chosen") if each.isdigit()]  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """A move's reason, and the version that the officer saw."""

    reason = forms.CharField(label=_("Alasan"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, needs_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason


class DecreeForm(forms.Form):
    """The decree that the list is the annex of."""

    number = forms.CharField(label=_("Nomor SK"), max_length=80)
    decree_date = forms.DateField(label=_("Tanggal SK"), widget=date_input())
    about = forms.CharField(label=_("Tentang"), max_length=200, required=False)
    signed_by = forms.CharField(label=_("Ditandatangani oleh"), max_length=120, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class SendForm(forms.Form):
    """In which form of the branch, and on which day it reaches it."""

    profile = forms.ChoiceField(label=_("Bentuk berkas"))
    submitted_date = forms.DateField(
        label=_("Tanggal sampai di cabang"),
        widget=date_input(),
        help_text=_("Menentukan mulai berlakunya: batas tanggal 20 tiap bulan."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profile: Any = self.fields["profile"]
        profile.choices = PROFILES[kind]


class AnswerForm(forms.Form):
    """The branch's answer as it came."""

    file = forms.FileField(
        label=_("Berkas jawaban cabang"), help_text=_("XLSX atau CSV, satu baris untuk tiap baris yang dikirim.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
