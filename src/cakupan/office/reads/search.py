"""Looking something up among reads: by consumer, facility, day, and by a number, which never stands in an address."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cakupan.office.people.fields import PersonNumberField
from cakupan.office.reads.models import Read


class ReadSearchForm(forms.Form):
    """What is asked of the reads; every field may stay empty. ``mark`` stands for a number, and says nothing of it."""

    consumer = forms.CharField(label=_("Aplikasi"), required=False, max_length=18, widget=forms.Select)
    facility = forms.CharField(label=_("Kode faskes"), required=False, max_length=20)
    from_date = forms.DateField(label=_("Mulai"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    to_date = forms.DateField(label=_("Sampai"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    mark = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, consumers: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted(consumers.items(), key=lambda each: each[1])
        self.fields["consumer"].widget.choices = [("", _("semua")), *known]

    @property
    def asked_mark(self) -> uuid.UUID | None:
        """The number that is asked about, as its mark."""
        told: uuid.UUID | None = self.cleaned_data["mark"] if self.is_bound and self.is_valid() else None
        return told

    def found(self, rows: QuerySet[Read]) -> QuerySet[Read]:
        """Those that match; a field that makes no sense matches nothing."""
        if not self.is_bound or not self.has_changed():
            return rows
        if not self.is_valid():
            return rows.none()
        told = self.cleaned_data
        exact = {"consumer": told["consumer"], "facility_code": told["facility"].strip(), "mark": told["mark"]}
        rows = rows.filter(**{name: value for name, value in exact.items() if value})
        if told["from_date"]:
            rows = rows.filter(at__gte=_begin(told["from_date"]))
        if told["to_date"] and told["to_date"] < dt.date.max:
            rows = rows.filter(at__lt=_begin(told["to_date"] + dt.timedelta(days=1)))
        return rows


def _begin(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


class NumberForm(forms.Form):
    """A NIK or card number whose reads are looked for; sent by POST, so that it stands in no address and no server's log."""

    number = PersonNumberField(
        label=_("NIK atau nomor kartu JKN"),
        help_text=_("Yang disimpan hanya sidiknya; nomor yang Anda ketik tidak dicatat."),
        error_messages={"required": _("Ketik NIK (16 angka) atau nomor kartu (13 angka).")},
    )
