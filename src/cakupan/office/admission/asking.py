"""A question at the desk: asked, recorded and answered in one transaction, so that no answer is shown that was not recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cakupan.answer.eligibility import Answer
from cakupan.answer.words import masked_nik
from cakupan.law.refusal import Refusal
from cakupan.office.admission.models import Check
from cakupan.office.audit.log import note
from cakupan.office.people.finding import by_number
from cakupan.office.positions.models import Person
from cakupan.office.reads.noticing import tell_of_officer
from cakupan.office.rooms import rooms

# A desk mistypes now and then; who types many numbers that nobody has is trying them out.
UNKNOWN_MAX, UNKNOWN_WITHIN = 10, dt.timedelta(minutes=10)
RECENT = 10


@dataclass(frozen=True)
class Checked:
    """An answer as it was given: the record of it, and whom it is about where the office knows the person."""

    check: Check
    answer: Answer
    person: Person | None


def ask(request: HttpRequest, area: str, *, number: str, on: dt.date) -> Checked:
    """Ask about a number on a day for the desk of ``request`` and record it.

    Raises :class:`Refusal` for a number or day that cannot be asked about, or if the desk lately asked for too many unknown ones.
    """
    user: Any = request.user
    _refuse_guessing(request, area)
    answer = rooms().ask(number=number, on=on, area=area, facility=user.facility_code or None)
    found = list(by_number(Person.objects.filter(area=area), number)[:2])
    person = found[0] if len(found) == 1 else None
    check = Check.objects.create(
        area=area,
        asked_by=user,
        facility_code=user.facility_code,
        number_masked=masked_nik(number),
        person=person,
        on_date=on,
        as_of_date=answer.as_of,
        status=answer.status,
        reason=answer.reasons[0].code if answer.reasons else "",
    )
    told = {"on": on.isoformat(), "status": answer.status, "reason": check.reason, "facility": user.facility_code}
    note(request, "admission.check", subject=("person", person.pk) if person else ("check", check.pk), details=told)
    return Checked(check, answer, person)


def recent(request: HttpRequest, area: str) -> Iterator[Check]:
    """What this desk asked last: its facility's, or its own where it has none."""
    user: Any = request.user
    asked = Check.objects.filter(area=area).select_related("person")
    mine = asked.filter(facility_code=user.facility_code) if user.facility_code else asked.filter(asked_by=user)
    yield from mine[:RECENT]


def _refuse_guessing(request: HttpRequest, area: str) -> None:
    user: Any = request.user
    since = timezone.now() - UNKNOWN_WITHIN
    unknown = Check.objects.filter(area=area, asked_by=user, asked_at__gte=since, reason="not_found").count()
    if unknown < UNKNOWN_MAX:
        return
    note(request, "admission.guessing", details={"unknown": unknown, "minutes": UNKNOWN_WITHIN.seconds // 60})
    tell_of_officer(area=area, officer=user, at=timezone.now(), guesses=unknown)
    raise Refusal(
        _("Memeriksa nomor"),
        why=_("%(unknown)s nomor yang tidak dikenal diperiksa dari akun ini dalam sepuluh menit terakhir.")
        % {"unknown": unknown},
        mend=_("Tunggu sepuluh menit, lalu baca nomornya dari KTP atau kartu. Kejadian ini dicatat dan dilihat auditor."),
    )
