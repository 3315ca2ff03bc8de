"""Looking something up in the log: which entries a desk may read, and those of them that match."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cakupan.office.accounts.models import User
from cakupan.office.audit.models import LogEntry
from cakupan.office.audit.words import ACTIONS, SUBJECTS, TECHNICAL_ACTIONS, TECHNICAL_SUBJECTS, action_words, subject_words


class SearchForm(forms.Form):
    """What is asked of the log; every field may stay empty."""

    # Chosen from a list, but a code that has no words yet is found as well.
    action = forms.CharField(label=_("Tindakan"), required=False, max_length=40, widget=forms.Select)
    kind = forms.CharField(label=_("Jenis subjek"), required=False, max_length=40, widget=forms.Select)
    subject = forms.CharField(label=_("Nomor subjek"), required=False, max_length=80)
    actor = forms.CharField(label=_("Pelaku"), required=False, max_length=120)
    from_date = forms.DateField(label=_("Mulai"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    to_date = forms.DateField(label=_("Sampai"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, technical: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {code: words for code, words in ACTIONS.items() if not technical or code.startswith(TECHNICAL_ACTIONS)}
        kinds = {code: words for code, words in SUBJECTS.items() if not technical or code in TECHNICAL_SUBJECTS}
        told = sorted(((code, str(words)) for code, words in known.items()), key=lambda each: each[1])
        self.fields["action"].widget.choices = [("", _("semua")), *told]
        self.fields["kind"].widget.choices = [("", _("semua")), *kinds.items()]

    def found(self, entries: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        """Those of the entries that match; a field that makes no sense matches nothing."""
        if not self.is_bound or not self.has_changed():
            return entries
        if not self.is_valid():
            return entries.none()
        told = self.cleaned_data
        exact = {"action": told["action"], "subject_kind": told["kind"], "subject_id": told["subject"].strip()}
        entries = entries.filter(**{name: value for name, value in exact.items() if value})
        if told["actor"].strip():
            named = User.objects.filter(full_name__icontains=told["actor"].strip())
            entries = entries.filter(actor_id__in=list(named.values_list("pk", flat=True)))
        if told["from_date"]:
            entries = entries.filter(at__gte=_begin(told["from_date"]))
        # After the last day that there is comes no other, and no entry either.
        if told["to_date"] and told["to_date"] < dt.date.max:
            entries = entries.filter(at__lt=_begin(told["to_date"] + dt.timedelta(days=1)))
        return entries


def _begin(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


@dataclass(frozen=True)
class Told:
    """An entry in words."""

    number: int
    at: dt.datetime
    actor: str
    desk: str
    action: str
    subject: str
    why: str
    for_whom: str
    details: str


def told(entry: LogEntry) -> Told:
    """The entry as a page and a file say it."""
    content = entry.said
    return Told(
        number=entry.number,
        at=entry.at,
        actor=content.get("actor") or "–",
        desk=content.get("desk", ""),
        action=action_words(entry.action),
        subject=subject_words(entry.subject_kind, entry.subject_id),
        why=content.get("why", ""),
        for_whom=content.get("for_whom", ""),
        details=", ".join(f"{name}: {value}" for name, value in content.get("details", {}).items()),
    )


def entries_for(desk: str, areas: list[str]) -> QuerySet[LogEntry]:
    """What a desk may read of the log of these areas: the auditor all, the admin what is technical. Newest first."""
    seen = Q(area__in=areas) | Q(area="")
    entries = LogEntry.objects.filter(seen)
    if desk == "admin":
        technical = Q()
        for start in TECHNICAL_ACTIONS:
            technical |= Q(action__startswith=start)
        entries = entries.filter(technical, subject_kind__in=TECHNICAL_SUBJECTS)
    return entries.order_by("-number")


def own_entries(user: Any) -> QuerySet[LogEntry]:
    """What somebody did, and what was done to their account: an admin who gives it a new link is seen. Newest first."""
    done_to = Q(subject_kind="user", subject_id=str(user.pk))
    return LogEntry.objects.filter(Q(actor_id=user.pk) | done_to).order_by("-number")
