"""What waits for a desk: proposals to make, to confirm, to answer, to decide; pairs to judge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.desk.queue import Waiting
from cakupan.office.verification.due import due_date
from cakupan.office.verification.states import PROPOSERS
from cakupan.office.verification.worklist import actionable, mismatches, moves_of, oldest, open_ones, sums


def waiting(user: Any, area: str, day: dt.date) -> Iterator[Waiting]:
    """For the desks that act on mismatches."""
    rows = mismatches(user, area)
    proposals = reverse("verification:proposals", args=[area])
    if user.desk in PROPOSERS:
        yield _told(_("Data tidak padan menunggu usulan"), reverse("verification:queue", args=[area]), open_ones(rows), day)
    if moves_of("approve", user, area):
        yield _told(_("Usulan menunggu keputusan Anda"), proposals, actionable(rows, "approve", user=user, area=area), day)
    if user.desk == "dukcapil":
        yield _told(_("Usulan menunggu pembenaran Dukcapil"), proposals, actionable(rows, "confirm", user=user, area=area), day)
    if user.desk in ("dukcapil", "bpjs"):
        yield _told(_("Pertanyaan menunggu jawaban Anda"), proposals, actionable(rows, "answer", user=user, area=area), day)


def _told(title: str, url: str, rows: QuerySet[Any], day: dt.date) -> Waiting:
    found = sums(rows)
    return Waiting(
        title=title,
        url=url,
        count=found.rows,
        people=found.people,
        rupiah=found.per_month,
        since_date=oldest(rows),
        due_date=due_date(day),
    )
