"""Sessions, invitations and attempts to sign in that are over: rows of the whole office, of no area."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from cakupan.office.accounts.models import Invitation, SignIn
from cakupan.office.retention.held import Held, held_rows

Rows = Callable[[], "list[QuerySet[Any]]"]


def sessions() -> list[QuerySet[Any]]:
    """Sessions that can be used no more: run out, or begun more than a working day ago."""
    now, day = timezone.now(), dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return [
        Session.objects.annotate(ended=F("expire_date")).filter(ended__lt=now),
        SignIn.objects.annotate(ended=F("at") + day).filter(ended__lt=now),
    ]


def invitations() -> list[QuerySet[Any]]:
    """Links that open nothing any more: ``ended`` when the first of use, withdrawal and running out came."""
    ended = Least(Coalesce("used_at", "expires_at"), Coalesce("withdrawn_at", "expires_at"), "expires_at")
    return [Invitation.objects.annotate(ended=ended).filter(ended__lt=timezone.now())]


def attempts() -> list[QuerySet[Any]]:
    """What the lock keeps of attempts, failed or not."""
    return [model.objects.annotate(ended=F("attempt_time")) for model in (AccessAttempt, AccessLog, AccessFailureLog)]


def held_of(rows: Rows, before: dt.datetime) -> Held:
    """What is held of them."""
    return sum((held_rows(each, "ended", before) for each in rows()), Held())


def remove_rows(rows: Rows, before: dt.datetime, record: Callable[[int], None]) -> int:
    """Delete those that are due and let ``record`` note how many, in one transaction."""
    with transaction.atomic():
        removed = 0
        for each in rows():
            keys = list(each.filter(ended__lt=before).values_list("pk", flat=True))
            removed += each.model._default_manager.filter(pk__in=keys).delete()[0]
        if removed:
            record(removed)
    return removed
