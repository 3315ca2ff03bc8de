"""What waits in agreements: requirements that fall due, decisions, agreements whose end is near."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.accounts.deciding import may_decide
from cakupan.office.agreements.models import Agreement, Requirement
from cakupan.office.agreements.states import AGREEMENT, COMPLETE, DRAFT, IN_FORCE, SIGNED
from cakupan.office.desk.queue import Waiting
from cakupan.outlook.alarms import LEAD_MONTHS, months_before

WATCHES_TERM = ("dinkes", "setda", "bpjs")


def waiting(user: Any, area: str, day: dt.date) -> Iterator[Waiting]:
    """What this officer can do about agreements today."""
    yield from _requirements(user, area)
    yield from _decisions(user, area, day)
    if user.desk in WATCHES_TERM:
        yield from _ending(area, day)


def _requirements(user: Any, area: str) -> Iterator[Waiting]:
    open_ones = Requirement.objects.filter(
        area=area, desk=user.desk, done_date=None, agreement__state__in=(DRAFT, COMPLETE)
    ).select_related("agreement")
    for row in open_ones:
        yield Waiting(
            title=_("Penuhi syarat: %(name)s") % {"name": row.name},
            url=reverse("agreements:requirement", args=[area, row.pk]),
            count=1,
            due_date=row.due_date,
            says=str(row.agreement),
        )


def _decisions(user: Any, area: str, day: dt.date) -> Iterator[Waiting]:
    decides = may_decide(user, day, area=area)
    mine = AGREEMENT.waits_for(user.desk, approver=decides) & {COMPLETE, SIGNED}
    # Setda may send a complete one back; what waits for a decision waits for whoever can sign it.
    if user.desk != "dinkes" or not decides:
        mine -= {COMPLETE}
    for found in Agreement.objects.filter(area=area, state__in=mine).filter(~Q(proposed_by=user) | ~Q(state=COMPLETE)):
        title = _("Tanda tangani perjanjian") if found.state == COMPLETE else _("Benarkan tanda tangan perjanjian")
        yield _one(found, title, due_date=found.from_date)
    if user.desk == "setda":
        for found in _unnumbered(area):
            yield _one(found, _("Beri nomor perjanjian"))


def _unnumbered(area: str) -> QuerySet[Agreement]:
    return Agreement.objects.filter(area=area, state__in=(DRAFT, COMPLETE), number="")


def _ending(area: str, day: dt.date) -> Iterator[Waiting]:
    """In force, its end within the months that a renewal takes, and nothing signed that follows it."""
    until = months_before(day, -LEAD_MONTHS["term_ends"])
    ending = Agreement.objects.filter(area=area, state__in=IN_FORCE, to_date__lte=until).exclude(
        renewals__state__in=(SIGNED, *IN_FORCE)
    )
    for found in ending:
        yield _one(found, _("Perjanjian akan berakhir: siapkan perpanjangan"), due_date=found.last_date)


def _one(found: Agreement, title: str, due_date: dt.date | None = None) -> Waiting:
    return Waiting(
        title=title,
        url=reverse("agreements:agreement", args=[found.area, found.pk]),
        count=1,
        people=found.terms.get("quota"),
        due_date=due_date,
        says=str(found),
    )
