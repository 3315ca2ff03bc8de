"""What is delivered: which register, of which day, in which form, and the file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cakupan.office.clock import today
from cakupan.office.uploads.kinds import DELIVERS, TITLES, profiles_of


class DeliveryForm(forms.Form):
    """One file. ``desk`` decides which registers can be chosen; ``too_large`` is what the upload's limit found."""

    kind = forms.ChoiceField(label=_("Isi berkas"))
    profile = forms.ChoiceField(
        label=_("Bentuk berkas"),
        help_text=_("Nama kolom mana yang dipakai. Templat tiap bentuk dapat diunduh di bawah."),
        required=False,
    )
    as_of = forms.DateField(
        label=_("Posisi tanggal"),
        help_text=_("Tanggal keadaan yang diceritakan berkas ini, misalnya 2024-07-01."),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Isi tanggal keadaan yang diceritakan berkas ini.")},
    )
    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("CSV, XLSX atau Parquet, paling besar 200 MB."),
        max_length=200,
        error_messages={"required": _("Pilih berkas yang dikirim.")},
    )

    def __init__(self, *args: Any, desk: str, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        offered = DELIVERS.get(desk, ())
        self.fields["kind"].choices = [(kind, TITLES[kind]) for kind in offered]  # type: ignore[attr-defined]
        names = [name for kind in offered for name in profiles_of(kind)]
        standard = _("bentuk baku")
        self.fields["profile"].choices = [("", standard), *((name, name) for name in names)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The form must be one of the register's; a day to come tells nothing yet."""
        told: dict[str, Any] = super().clean() or {}
        if self.too_large:
            self.errors.pop("file", None)
            megabytes = settings.UPLOAD_BYTES_MAX // 1024**2
            self.add_error(
                "file",
                _("Berkas lebih besar dari %(limit)s MB. Bagi menurut kecamatan, atau kirim sebagai Parquet.")
                % {"limit": megabytes},
            )
        kind, profile = told.get("kind"), told.get("profile")
        if kind and profile and profile not in profiles_of(kind):
            self.add_error(
                "profile",
                _("Bentuk ini bukan untuk isi yang dipilih. Pilih bentuk baku, atau salah satu dari: %(names)s.")
                % {"names": ", ".join(profiles_of(kind))},
            )
        if told.get("as_of") and told["as_of"] > today():
            self.add_error("as_of", _("Tanggal ini belum tiba. Isi tanggal posisi yang tertulis pada berkas."))
        if self.errors and told.get("file"):
            self.add_error("file", _("Pilih berkasnya lagi: peramban tidak mengingatnya bila ada yang perlu diperbaiki."))
        if kind and not profile:
            told["profile"] = profiles_of(kind)[0]
        return told
