"""What waits: software whose old keys are about to end, and that may not have taken the new ones yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cakupan.law.refusal import Refusal
from cakupan.office.accounts.deciding import may_decide
from cakupan.office.consumers.seen import MAKERS, of_area
from cakupan.office.desk.queue import Waiting
from cakupan.office.guarantees.clocks import day_in

SOON = dt.timedelta(hours=24)


def waiting(user: Any, area: str, day: dt.date) -> Iterator[Waiting]:
    """For whoever handed the new keys over: old ones that end within a day."""
    if user.desk not in MAKERS or not may_decide(user, day, area=area):
        return
    # By the true clock also in a demo: the counter, which lets the keys in, knows no other.
    at = timezone.now()
    try:
        ends = [until for each in of_area(area) if (until := each.old_until(at=at)) is not None and until <= at + SOON]
    except Refusal:  # a damaged file is told on the app's own page; the queue has other work to show
        return
    if ends:
        yield Waiting(
            title=_("Kunci lama aplikasi faskes segera berakhir"),
            url=reverse("consumers:consumers", args=[area]),
            count=len(ends),
            due_date=day_in(area, min(ends)),
            says=_("Pastikan faskes sudah memakai kunci yang baru; sesudah itu aplikasinya tidak dijawab dengan yang lama."),
        )
