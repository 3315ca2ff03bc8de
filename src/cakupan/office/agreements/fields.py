"""Numbers as people write them in forms: ``Rp 2.000.000.000``, ``8.695``, ``33,3333``."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cakupan.office.pages.templatetags.pages import whole

GROUPED = re.compile(r"\d{1,3}(?:[.\u00a0 ]\d{3})+|\d+")


class WholeField(forms.Field):
    """A whole number of 0 or more, with or without dots between thousands; None if left empty."""

    def __init__(self, *, low: int = 0, high: int | None = None, **options: Any) -> None:
        self.low, self.high = low, high
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}), **options)

    def to_python(self, value: Any) -> int | None:
        """The number. Raises ValidationError for anything else."""
        text = re.sub(r"^\s*Rp", "", str(value or "")).strip()
        if not text:
            return None
        if not GROUPED.fullmatch(text):
            raise ValidationError(_("Tulis bilangan bulat, misalnya 1.234."))
        number = int(re.sub(r"\D", "", text))
        if number < self.low or (self.high is not None and number > self.high):
            raise ValidationError(_("Bilangan ini di luar batasnya."))
        return number

    def prepare_value(self, value: Any) -> Any:
        """As the page shows it."""
        return whole(value) if isinstance(value, int) else value


class PercentField(forms.Field):
    """A share in per cent with up to four decimals, comma or dot; a Decimal, or None if left empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **options)

    def to_python(self, value: Any) -> Decimal | None:
        """The share. Raises ValidationError for anything that is none of 0 to 100."""
        text = str(value or "").replace("%", "").replace(",", ".").strip()
        if not text:
            return None
        try:
            share = Decimal(text)
        except InvalidOperation:
            share = Decimal(-1)
        if not 0 <= share <= 100 or share != round(share, 4):
            raise ValidationError(_("Tulis persen antara 0 dan 100, paling banyak empat angka di belakang koma."))
        return share

    def prepare_value(self, value: Any) -> Any:
        """As the page shows it."""
        return format(value.normalize(), "f").replace(".", ",") if isinstance(value, Decimal) else value
