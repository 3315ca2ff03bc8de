"""What waits of urgent cover: recommendations, decisions, the branch's answer; at the facility letters to print and claims."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.accounts.deciding import may_decide
from cakupan.office.desk.queue import Waiting
from cakupan.office.guarantees.clocks import clock_of, day_in
from cakupan.office.guarantees.models import UrgentCover, division_of
from cakupan.office.guarantees.seen import seen_covers
from cakupan.office.guarantees.states import ASKED, DECIDABLE, GRANTED, ISSUED, OFFICES, SENT


def waiting(user: Any, area: str, day: dt.date) -> Iterator[Waiting]:
    """What this officer can do about urgent cover today."""
    if user.desk in OFFICES:
        yield from _offices(user, area, day)
    elif user.desk == "bpjs":
        for cover in seen_covers(user, area).filter(state=SENT):
            yield _one(cover, _("Jawab aktivasi hari yang sama"))
    elif user.desk == "faskes":
        yield from _facility(seen_covers(user, area), area, day)


def _offices(user: Any, area: str, day: dt.date) -> Iterator[Waiting]:
    division, found = division_of(area), seen_covers(user, area)
    if user.desk == division.recommends:
        for cover in found.filter(state=ASKED):
            yield _one(cover, _("Rekomendasikan jaminan mendesak"))
    if user.desk == division.decides and may_decide(user, day, area=area):
        for cover in found.filter(state__in=DECIDABLE).exclude(recommended_by=user):
            yield _one(cover, _("Putuskan jaminan mendesak"))


def _facility(found: QuerySet[UrgentCover], area: str, day: dt.date) -> Iterator[Waiting]:
    for cover in found.filter(state=GRANTED, printed_at__isnull=True):
        yield _one(cover, _("Cetak SJP yang sudah terbit"))
    untold = found.filter(Q(state__in=ISSUED, claim_amount__isnull=True, to_date__lte=day)).order_by("to_date")
    first = untold.first()
    if first is not None:
        yield Waiting(
            title=_("Isi nilai klaim sesudah pasien pulang"),
            url=reverse("guarantees:recap", args=[area]),
            count=untold.count(),
            since_date=first.to_date,
        )


def _one(cover: UrgentCover, title: str) -> Waiting:
    clock = clock_of(cover)
    until = _("3 × 24 jam keluarga lewat sejak %(until)s") if clock.overdue else _("3 × 24 jam keluarga berakhir %(until)s")
    return Waiting(
        title=title,
        url=reverse("guarantees:cover", args=[cover.area, cover.pk]),
        count=1,
        people=1,
        since_date=day_in(cover.area, cover.asked_at),
        due_date=day_in(cover.area, cover.due_at),
        says=" · ".join((cover.facility_name, until % {"until": clock.words})),
    )
