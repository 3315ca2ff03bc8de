"""Fields that several apps' forms have in common."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _


class RupiahField(forms.CharField):
    """Whole rupiah, as people write them: ``2.275.000.000`` or ``Rp 2275000000``; at least ``least``. None if nothing is told."""

    def __init__(self, *args: Any, least: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 30, **kwargs})
        self.least = least

    def clean(self, value: Any) -> int | None:
        """An integer, or None if nothing is told and nothing needs to be."""
        plain = super().clean(value).replace("Rp", "").replace(".", "").replace("\u00a0", "").replace(" ", "")
        if not plain and not self.required:
            return None
        if not (plain.isascii() and plain.isdigit() and self.least <= int(plain) < 10**15):
            raise forms.ValidationError(_("Tulis rupiah bulat tanpa sen, misalnya 2.275.000.000."))
        return int(plain)
