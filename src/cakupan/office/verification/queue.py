"""What waits for a desk: proposals to make, to confirm, to answer, to decide; pairs to judge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cakupan.office.desk.queue import Waiting
from cakupan.office.verification.due import due_date
from cakupan.office.verification.re_survey import surveys_of
from cakupan.office.verification.states import DELIBERATED, PLANNED, PROPOSERS, RE_SURVEY, SURVEYED
from cakupan.office.verification.wording import village_word
from cakupan.office.verification.worklist import MINE, actionable, assigned_to, mismatches, moves_of, oldest, open_ones, sums

VILLAGES_SHOWN = 3
VILLAGES_WAIT = {
    PLANNED: gettext_lazy("Desa/kelurahan menunggu didata ulang"),
    SURVEYED: gettext_lazy("Desa/kelurahan menunggu musyawarah dan berita acaranya"),
    DELIBERATED: gettext_lazy("Hasil musyawarah menunggu dimasukkan"),
}


def waiting(user: Any, area: str, day: dt.date) -> Iterator[Waiting]:
    """For the desks that act on mismatches, and on the re-survey of villages."""
    yield from _villages(user, area)
    rows = mismatches(user, area)
    proposals = reverse("verification:proposals", args=[area])
    if user.desk in PROPOSERS:
        mine = reverse("verification:queue", args=[area]) + f"?assigned={MINE}"
        yield _told(_("Ditugaskan kepada Anda"), mine, assigned_to(open_ones(rows), user.pk), day)
        yield _told(_("Data tidak padan menunggu usulan"), reverse("verification:queue", args=[area]), open_ones(rows), day)
    if moves_of("approve", user, area):
        yield _told(_("Usulan menunggu keputusan Anda"), proposals, actionable(rows, "approve", user=user, area=area), day)
    if user.desk == "dukcapil":
        yield _told(_("Usulan menunggu pembenaran Dukcapil"), proposals, actionable(rows, "confirm", user=user, area=area), day)
    if user.desk in ("dukcapil", "bpjs"):
        yield _told(_("Pertanyaan menunggu jawaban Anda"), proposals, actionable(rows, "answer", user=user, area=area), day)


def _villages(user: Any, area: str) -> Iterator[Waiting]:
    """Villages on which this desk has the next word, step by step; a single one opens at once."""
    for state in RE_SURVEY.waits_for(user.desk, approver=False):
        found = list(surveys_of(user, area).filter(state=state).order_by("planned_date", "pk"))
        if not found:
            continue
        one = reverse("verification:re_survey", args=[area, found[0].pk])
        yield Waiting(
            title=str(VILLAGES_WAIT[state]),
            url=one if len(found) == 1 else reverse("verification:re_surveys", args=[area]),
            count=len(found),
            people=sum(each.people for each in found),
            due_date=found[0].planned_date if state == PLANNED else None,
            says=", ".join(village_word(each.village) for each in found[:VILLAGES_SHOWN])
            + (", …" if found[VILLAGES_SHOWN:] else ""),
        )


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
