"""The search: one number, or a name with a birth date."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cakupan.office.people.fields import PersonNumberField

NAME_LENGTH_MIN = 3


class SearchForm(forms.Form):
    """Exactly one way of searching; a name without a birth date would be leafing through people."""

    number = PersonNumberField(
        label=_("NIK atau nomor kartu JKN"),
        help_text=_("16 angka untuk NIK, 13 angka untuk kartu; spasi, titik dan strip boleh."),
        required=False,
    )
    name = forms.CharField(label=_("Nama"), help_text=_("Awal nama, paling sedikit tiga huruf."), required=False, max_length=120)
    birth_date = forms.DateField(
        label=_("Tanggal lahir"),
        required=False,
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"placeholder": "31-12-1990"}),
        error_messages={"invalid": _("Tulis tanggal lahir sebagai hari-bulan-tahun, misalnya 31-12-1990.")},
    )

    def clean(self) -> dict[str, Any]:
        """A number, or a name with a birth date."""
        told: dict[str, Any] = super().clean() or {}
        if self.errors or told.get("number"):
            return told
        name, born = told.get("name") or "", told.get("birth_date")
        if not name and not born:
            self.add_error("number", _("Isi nomor, atau nama dan tanggal lahir."))
        elif len(name.strip()) < NAME_LENGTH_MIN:
            self.add_error("name", _("Isi paling sedikit tiga huruf awal nama."))
        elif not born:
            self.add_error("birth_date", _("Isi tanggal lahir; mencari dengan nama saja tidak dapat."))
        return told
