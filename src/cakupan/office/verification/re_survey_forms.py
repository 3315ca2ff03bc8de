"""Planning a village, saying what was found, the meeting and its minutes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cakupan.office.clock import today
from cakupan.office.verification.wording import village_choices

ISO_DAY = forms.DateInput(attrs={"type": "date"})
MINUTES_BYTES_MAX = 25 * 1024 * 1024


class PlanForm(forms.Form):
    """One village in one stage."""

    stage = forms.IntegerField(label=_("Tahap"), min_value=1, max_value=99, initial=1)
    village = forms.ChoiceField(label=_("Desa/kelurahan"))
    planned_date = forms.DateField(label=_("Tanggal pendataan"), widget=ISO_DAY)
    scope = forms.ChoiceField(
        label=_("Yang didatangi"),
        choices=[("mismatch", _("orang dengan data tidak padan")), ("listed", _("semua orang pada daftar Pemda"))],
        widget=forms.RadioSelect,
        initial="mismatch",
    )

    def __init__(self, *args: Any, area: str, named: list[str], **kwargs: Any) -> None:
        """``named``: villages as the registers name them, for today's list of the Ministry may lack some."""
        super().__init__(*args, **kwargs)
        known = village_choices(area)
        others = set(named) - {code for code, _name in known}
        self.fields["village"].choices = [*known, *((code, code) for code in sorted(others))]  # type: ignore[attr-defined]


class ResultsForm(forms.Form):
    """The filled-in list, or at least the counts."""

    file = forms.FileField(
        label=_("Daftar yang sudah diisi (XLSX)"),
        help_text=_("Tandai satu hasil per orang dengan “ya”. Tanpa berkas, isi jumlahnya."),
        required=False,
    )
    found = forms.IntegerField(label=_("Ditemukan"), min_value=0, required=False)
    moved = forms.IntegerField(label=_("Pindah"), min_value=0, required=False)
    died = forms.IntegerField(label=_("Meninggal"), min_value=0, required=False)
    able = forms.IntegerField(label=_("Mampu"), min_value=0, required=False)

    def __init__(self, *args: Any, people: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people

    def clean(self) -> dict[str, Any]:
        """A file, or all four counts, which together are no more than were to be visited."""
        told: dict[str, Any] = super().clean() or {}
        counts = [told.get(name) for name in ("found", "moved", "died", "able")]
        if told.get("file") or self.errors:
            return told
        if any(count is None for count in counts):
            raise forms.ValidationError(_("Unggah daftar yang sudah diisi, atau isi keempat jumlahnya (boleh 0)."))
        total = sum(count for count in counts if count is not None)
        if total > self.people:
            raise forms.ValidationError(
                _("Jumlahnya %(total)s orang, padahal yang harus didatangi %(people)s orang."),
                params={"total": total, "people": self.people},
            )
        return told


class DeliberationForm(forms.Form):
    """The meeting, and its signed minutes as PDF."""

    deliberated_date = forms.DateField(label=_("Tanggal musyawarah"), widget=ISO_DAY)
    attended = forms.IntegerField(label=_("Yang hadir"), min_value=1)
    minutes = forms.FileField(label=_("Berita acara musyawarah (PDF)"), max_length=200)

    def clean_deliberated_date(self) -> Any:
        """Not a day to come."""
        day = self.cleaned_data["deliberated_date"]
        if day > today():
            raise forms.ValidationError(_("Tanggal ini belum tiba."))
        return day

    def clean_minutes(self) -> Any:
        """A PDF by its content."""
        file = self.cleaned_data["minutes"]
        head = file.read(5)
        file.seek(0)
        if head != b"%PDF-":
            raise forms.ValidationError(_("Berkas ini bukan PDF. Pindai berita acaranya sebagai PDF, lalu unggah."))
        if file.size > MINUTES_BYTES_MAX:
            raise forms.ValidationError(_("Berkas lebih besar dari 25 MB. Pindai dengan mutu lebih rendah."))
        return file
