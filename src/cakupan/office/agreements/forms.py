"""The forms of an agreement: its terms, a decree, a requirement, a paper, the signing."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cakupan.office.accounts.desks import Desk
from cakupan.office.agreements.models import Agreement, Decree, Kind, PaperKind, Requirement

REQUIREMENT_DESKS = ("dinkes", "setda", "bpjs", "dukcapil", "dinsos")


def date_input() -> forms.DateInput:
    """A date as browsers ask for it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DraftForm(forms.Form):
    """How an agreement begins: what it is, and what it follows."""

    title = forms.CharField(label=_("Judul"), max_length=200)
    kind = forms.ChoiceField(label=_("Jenis"), choices=Kind.choices)
    follows = forms.ModelChoiceField(
        label=_("Perjanjian yang mendahului"),
        queryset=Agreement.objects.none(),
        required=False,
        empty_label=_("tidak ada: perjanjian baru"),
    )
    way = forms.ChoiceField(
        label=_("Hubungannya"),
        required=False,
        choices=[("", "–"), ("amends", _("adendum: mengubah ketentuannya")), ("renews", _("perpanjangan: melanjutkannya"))],
    )

    def __init__(self, *args: Any, area: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        follows: Any = self.fields["follows"]
        follows.queryset = Agreement.objects.filter(area=area, state__in=("active", "under_review", "ended"))

    def clean(self) -> dict[str, Any]:
        """An agreement before and the way it is followed belong together."""
        told = super().clean() or {}
        if bool(told.get("follows")) != bool(told.get("way")):
            self.add_error("way", _("Pilih perjanjian yang mendahului beserta hubungannya, atau kosongkan keduanya."))
        return told


class NumberForm(forms.Form):
    """The number that the cooperation bureau gives, and the decree behind it."""

    number = forms.CharField(label=_("Nomor perjanjian"), max_length=80, required=False)
    decree = forms.ModelChoiceField(
        label=_("Surat Keputusan"), queryset=Decree.objects.none(), required=False, empty_label=_("belum ada")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, area: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decree: Any = self.fields["decree"]
        decree.queryset = Decree.objects.filter(area=area).order_by("-decree_date")


class DecreeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A decree, with its paper."""

    file = forms.FileField(label=_("Berkas SK"), required=False, help_text=_("PDF hasil pindai, paling besar 25 MB."))

    class Meta:
        model = Decree
        fields = ("number", "decree_date", "about", "signed_by")
        labels: ClassVar = {
            "number": _("Nomor SK"),
            "decree_date": _("Tanggal SK"),
            "about": _("Tentang"),
            "signed_by": _("Ditandatangani oleh"),
        }
        widgets: ClassVar = {"decree_date": date_input()}


class RequirementForm(forms.ModelForm):  # type: ignore[type-arg]
    """Something that must be there before signing."""

    class Meta:
        model = Requirement
        fields = ("name", "owner", "desk", "due_date")
        labels: ClassVar = {
            "name": _("Syarat"),
            "owner": _("Penanggung jawab"),
            "desk": _("Meja yang menyatakan terpenuhi"),
            "due_date": _("Paling lambat"),
        }
        widgets: ClassVar = {"due_date": date_input()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        desk: Any = self.fields["desk"]
        desk.choices = [(each, Desk(each).label) for each in REQUIREMENT_DESKS]


class DoneForm(forms.Form):
    """How a requirement was met."""

    note = forms.CharField(label=_("Catatan"), max_length=200, required=False)
    file = forms.FileField(label=_("Bukti"), required=False, help_text=_("PDF, DOCX, XLSX, JPG, atau PNG, paling besar 25 MB."))


class PaperForm(forms.Form):
    """A paper for the agreement's file."""

    kind = forms.ChoiceField(label=_("Jenis"), choices=PaperKind.choices)
    name = forms.CharField(label=_("Nama dokumen"), max_length=200)
    number = forms.CharField(label=_("Nomor"), max_length=80, required=False)
    paper_date = forms.DateField(label=_("Tanggal"), required=False, widget=date_input())
    file = forms.FileField(label=_("Berkas"), help_text=_("PDF, DOCX, XLSX, JPG, atau PNG, paling besar 25 MB."))


class MoveForm(forms.Form):
    """A move's reason, and the version that the officer saw."""

    reason = forms.CharField(label=_("Alasan"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason

    def columns(self) -> dict[str, Any]:
        """What the move sets besides."""
        return {}


class SignForm(MoveForm):
    """When, where and by whom it was signed; names one a line."""

    signed_date = forms.DateField(label=_("Tanggal tanda tangan"), widget=date_input())
    place = forms.CharField(label=_("Tempat"), max_length=120)
    signatories = forms.CharField(
        label=_("Penanda tangan"), widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Satu jabatan atau nama per baris.")
    )
    witnesses = forms.CharField(
        label=_("Saksi"), widget=forms.Textarea(attrs={"rows": 2}), required=False, help_text=_("Satu per baris.")
    )

    def columns(self) -> dict[str, Any]:
        """What the signing sets."""
        told = self.cleaned_data
        lists = {
            name: [line.strip() for line in told[name].splitlines() if line.strip()] for name in ("signatories", "witnesses")
        }
        return {"signed_date": told["signed_date"], "place": told["place"], **lists}


class StopForm(MoveForm):
    """The first day on which it no longer holds."""

    to_date = forms.DateField(label=_("Tidak berlaku lagi sejak"), widget=date_input())

    def columns(self) -> dict[str, Any]:
        """What the stop sets."""
        return {"to_date": self.cleaned_data["to_date"]}


FORM_OF_MOVE: dict[str, type[MoveForm]] = {"sign": SignForm, "stop": StopForm}
