"""What of the delivered files waits for a desk: those tried and not taken in, and registers that this month still lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cakupan.law.calendar import Month
from cakupan.office.desk.queue import Waiting
from cakupan.office.uploads.facilities import ending
from cakupan.office.uploads.kinds import DELIVERS, TITLES
from cakupan.office.uploads.models import Delivery

CONTRACT_DAYS, NAMES_MAX = 30, 3
# Without these no month can be closed; they are asked for anew each month.
MONTHLY = {"dukcapil": ("residents", "deaths", "moves"), "dinsos": ("poverty",), "bpjs": ("members",)}


def waiting(user: Any, area: str, day: dt.date) -> Iterator[Waiting]:
    """For the desk that delivers them."""
    kinds = DELIVERS.get(user.desk, ())
    tried = Delivery.objects.filter(area=area, state="tried", kind__in=kinds, file_removed_at=None).order_by("uploaded_at")
    first = tried.first()
    if first is not None:
        yield Waiting(
            title=_("Berkas sudah diperiksa, belum dimasukkan"),
            url=reverse("uploads:deliveries", args=[area]),
            count=tried.count(),
            since_date=timezone.localdate(first.uploaded_at),
        )
    month = Month.of(day)
    missing = [kind for kind in MONTHLY.get(user.desk, ()) if not _there(area, kind, month)]
    if missing:
        yield Waiting(
            title=_("Data bulan ini belum diserahkan"),
            url=reverse("uploads:deliver", args=[area]),
            count=len(missing),
            due_date=month.plus(1).first_date - dt.timedelta(days=1),
            says=", ".join(str(TITLES[kind]) for kind in missing),
        )
    if user.desk == "bpjs":
        yield from _contracts(area, day)


def _contracts(area: str, day: dt.date) -> Iterator[Waiting]:
    """Contracts with facilities that run out soon: from then on active members are not served there."""
    found = list(ending(area, day, within_days=CONTRACT_DAYS))
    if found:
        more = _(" dan %(count)s lainnya") % {"count": len(found) - NAMES_MAX} if len(found) > NAMES_MAX else ""
        yield Waiting(
            title=_("Kontrak faskes akan berakhir"),
            url=reverse("uploads:facilities", args=[area]),
            count=len(found),
            due_date=found[0][0],
            says=", ".join(name for _last, name in found[:NAMES_MAX]) + more,
        )


def _there(area: str, kind: str, month: Month) -> bool:
    found = Delivery.objects.filter(area=area, kind=kind, state__in=("tried", "imported"))
    return found.filter(as_of_date__gte=month.first_date, as_of_date__lt=month.plus(1).first_date).exists()
