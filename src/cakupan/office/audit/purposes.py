"""What somebody may need a person's whole number or whole record for: chosen from a list, with a word of their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from cakupan.report.letters.person import without_numbers

WORDS_LENGTH_MAX = 160


class Purpose(models.TextChoices):
    """The purposes that the law leaves to these desks (UU 27/2022: processing needs one, and it is told)."""

    PAPER = "paper", _("mencocokkan dengan berkas atau surat")
    PERSON = "person", _("menjawab orang yang bersangkutan")
    AUDIT = "audit", _("pemeriksaan")
    CORRECTION = "correction", _("memperbaiki data")


class PurposeForm(forms.Form):
    """A purpose, and what more there is to say."""

    purpose = forms.ChoiceField(
        label=_("Untuk apa?"),
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih untuk apa; catatan menyimpannya.")},
    )
    words = forms.CharField(
        label=_("Keterangan"),
        required=False,
        max_length=WORDS_LENGTH_MAX,
        help_text=_("Misalnya nomor surat. Jangan tulis nama atau NIK: catatan dibaca juga oleh yang tidak berhak melihatnya."),
    )

    def why(self) -> str:
        """As the log keeps it: the purpose's word, and the officer's with every number of a person hidden."""
        told: dict[str, Any] = self.cleaned_data
        return ": ".join(each for each in (str(Purpose(told["purpose"]).label), hidden_numbers(told["words"].strip())) if each)


def hidden_numbers(words: str) -> str:
    """What somebody typed, without the NIK or card number that they may have typed all the same."""
    return str(without_numbers(words))
