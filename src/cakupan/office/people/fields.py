"""The field in which a person's number is typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cakupan.office.people.finding import CARD_DIGITS, NIK_DIGITS, digits_of

NUMBER_LENGTH_MAX = 40  # with the blanks, dots and dashes that people type


class PersonNumberField(forms.CharField):
    """A NIK or card number as people type it: ``1610 0441 0290 9007``. Its digits; empty if nothing is told and none must be."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        typed = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"})
        super().__init__(*args, **{"max_length": NUMBER_LENGTH_MAX, "widget": typed, **kwargs})

    def clean(self, value: Any) -> str:
        """Digits only, of a length that is a NIK or a card number."""
        number = digits_of(super().clean(value))
        if number and not (number.isascii() and number.isdigit()):
            raise forms.ValidationError(_("Nomor hanya berisi angka."))
        if number and len(number) not in (NIK_DIGITS, CARD_DIGITS):
            raise forms.ValidationError(
                _("Nomor ini %(digits)s angka. NIK 16 angka, nomor kartu 13 angka."), params={"digits": len(number)}
            )
        return number
