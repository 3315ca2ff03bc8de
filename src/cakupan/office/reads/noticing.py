"""Telling whoever must look: an officer or a consumer that guesses numbers, a file of the log that is not as it was written."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from cakupan.office.audit.log import note
from cakupan.office.reads.models import Kind, Notice
from cakupan.office.reads.states import NOTICE, OPEN

# No law sets this clock. Whoever looks for people finds more of them every hour; a day is what an office can keep.
LOOK_WITHIN = dt.timedelta(hours=24)


def tell_of_consumer(
    *, area: str, consumer: str, facility: str, dialect: str, at: dt.datetime, guesses: int, slowed_seconds: float, using: str
) -> None:
    """A consumer of the counter is slowed: its guesses, and how long its answers wait now."""
    worse = {"guesses": guesses, "slowed_seconds": slowed_seconds}
    _tell(Kind.CONSUMER, area, {"consumer": consumer}, at, worse, {"facility_code": facility, "dialect": dialect}, using)


def tell_of_officer(*, area: str, officer: Any, at: dt.datetime, guesses: int) -> None:
    """An officer at the desk was stopped after so many numbers that nobody bears."""
    _tell(Kind.OFFICER, area, {"officer": officer}, at, {"guesses": guesses}, {"facility_code": officer.facility_code}, "default")


def tell_of_file(*, area: str, file_name: str, fault: str, number: int, other: str, using: str) -> bool:
    """A file is not as it was written: told once, also if somebody settled it since. True if it is new."""
    thing = {"file_name": file_name, "fault": fault, "number": number}
    if Notice.objects.using(using).filter(area=area, kind=Kind.FILE, **thing).exists():
        return False
    _tell(Kind.FILE, area, thing, timezone.now(), {}, {"other": other}, using)
    return True


def _tell(
    kind: Kind, area: str, thing: dict[str, Any], at: dt.datetime, worse: dict[str, Any], about: dict[str, Any], using: str
) -> None:
    """Add it to the open notice of the same thing, else begin one; ``worse``: what is kept at its highest."""
    with transaction.atomic(using=using):
        if _added(kind, area, thing, at, worse, using):
            return
        try:
            with transaction.atomic(using=using):
                begun = Notice.objects.using(using).create(
                    area=area,
                    kind=kind,
                    state=NOTICE.first,
                    first_at=at,
                    last_at=at,
                    due_at=timezone.now() + LOOK_WITHIN,
                    **thing,
                    **worse,
                    **about,
                )
        except IntegrityError:
            # Somebody began it this moment.
            assert _added(kind, area, thing, at, worse, using)
            return
        note(
            None,
            "access_notice.tell",
            subject=("access_notice", begun.pk),
            area=area,
            details={"kind": kind, **worse},
            using=using,
        )


def _added(kind: Kind, area: str, thing: dict[str, Any], at: dt.datetime, worse: dict[str, Any], using: str) -> bool:
    found = (
        Notice.objects.using(using).select_for_update(of=("self",)).filter(area=area, kind=kind, state__in=OPEN, **thing).first()
    )
    if found is None:
        return False
    found.times += 1
    found.first_at, found.last_at = min(found.first_at, at), max(found.last_at, at)
    for name, value in worse.items():
        setattr(found, name, max(getattr(found, name), value))
    found.save(using=using, update_fields=["times", "first_at", "last_at", *worse])
    return True
