"""What waits in a demo for the officer of its village: a re-survey, planned as the social office plans it. Nowhere else."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count

from cakupan.office.accounts.models import User
from cakupan.office.positions.models import Mismatch
from cakupan.office.verification.models import ReSurvey
from cakupan.office.verification.re_survey import plan
from cakupan.registers.areas import parts_of

PEOPLE_MAX = 40  # as many as somebody who tries the demo looks through
DAYS_AHEAD = 14
STAGE = 1


def give_a_village(area: str, day: dt.date, *, officer: User, planner: Any) -> ReSurvey | None:
    """Let ``officer`` of a kelurahan work for a village of the area, whose re-survey ``planner`` plans; again gives the same.

    None where nobody's data of a known village fail to match: there is nobody to visit then.
    """
    there = ReSurvey.objects.filter(area=area, village__in=officer.places).order_by("pk").first()
    village = None if there else _village(area)
    if village is None:
        return there
    officer.places = sorted({*officer.places, village})
    officer.save(update_fields=["places"])
    planned_date = day + dt.timedelta(days=DAYS_AHEAD)
    return plan(area=area, stage=STAGE, village=village, planned_date=planned_date, scope="mismatch", user=planner)


def _village(area: str) -> str | None:
    """The village with the most people to visit that are not too many to look through; else the one with the fewest."""
    counted = Mismatch.objects.filter(area=area, village__in=list(parts_of(area))).order_by().values("village")
    people = dict(counted.annotate(people=Count("person", distinct=True)).values_list("village", "people"))
    few = {village: count for village, count in people.items() if 0 < count <= PEOPLE_MAX}
    if few:
        return max(sorted(few), key=few.__getitem__)
    return min(sorted(people), key=people.__getitem__, default=None)
