"""Opening one person's number for ten minutes: the purpose is told first, and stays in the log."""

from __future__ import annotations

import time
from typing import Any

from django.http import HttpRequest

from cakupan.answer.words import masked_nik
from cakupan.office.audit.log import note

OPEN_SECONDS = 10 * 60
KEPT = "unmasked"


def unmask(request: HttpRequest, person_id: int, why: str) -> None:
    """Show this session that person's number from now on, for ten minutes. ``why`` comes from a :class:`PurposeForm`."""
    assert why, "a number is opened for a purpose"
    now = time.time()
    still = {person: until for person, until in request.session.get(KEPT, {}).items() if until > now}
    request.session[KEPT] = {**still, str(person_id): int(now) + OPEN_SECONDS}
    note(request, "person.unmask", subject=("person", person_id), why=why)


def unmasked(request: HttpRequest, person_id: int) -> bool:
    """Whether this session sees that person's number now."""
    return bool(request.session.get(KEPT, {}).get(str(person_id), 0) > time.time())


def nik_for(user: Any, nik: str) -> str:
    """A number as this desk sees it without a purpose: whole where it is compared with papers all day, else masked."""
    return (nik or "–") if user.sees_nik else masked_nik(nik)


def person_nik(request: HttpRequest, person_id: int, nik: str) -> str:
    """The same, whole also while this session has opened it."""
    return (nik or "–") if unmasked(request, person_id) else nik_for(request.user, nik)
