"""What waits of patients who were turned away or charged: to be taken by whoever may, to be closed by whoever took it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cakupan.office.admission.models import TurnedAwayCase
from cakupan.office.admission.states import OWNERS, REPORTED, TAKEN
from cakupan.office.desk.queue import Waiting


def waiting(user: Any, area: str, day: dt.date) -> Iterator[Waiting]:  # noqa: ARG001 - every app's is asked alike
    """Cases nobody has taken, and those that this officer has."""
    if user.desk not in OWNERS:
        return
    kinds = {
        _("Pasien ditolak atau ditagih: belum ditangani"): Q(state=REPORTED),
        _("Pasien ditolak atau ditagih: Anda tangani"): Q(state=TAKEN, owner=user),
    }
    for title, which in kinds.items():
        found = TurnedAwayCase.objects.filter(which, area=area).aggregate(
            count=Count("pk"), since=Min("reported_at"), due=Min("due_at")
        )
        if found["count"]:
            yield Waiting(
                title=title,
                url=reverse("admission:cases", args=[area]),
                count=found["count"],
                since_date=localdate(found["since"]),
                due_date=localdate(found["due"]),
            )
