"""By name whose cover ends on a day in a village: the very lines that the outlook counted (``outlook.cover``)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

from cakupan.office.positions.models import ListEntry, Person

# Outcomes of a line that had days of cover, as the outlook reads an annex.
HELD = ("billed", "not_yet_effective", "removed_from_list", "agreement_ended", "suspended_for_arrears")


def losing_lines(*, area: str, village: str, day: str, agreements: Sequence[str]) -> QuerySet[ListEntry]:
    """Lines under these agreements whose first day without cover is ``day`` (ISO) and that no other line renews on it.

    A line is of the village where its person lives; where no register says so, of the one that the annex names.
    """
    held = ListEntry.objects.filter(area=area, outcome__in=HELD)
    ending = held.filter(to_date=day, agreement_number__in=agreements, end_cause="agreement_ended")
    # From the village's people to their lines, each step by an index: joined, every line of the agreement would be read.
    people = list(Person.objects.filter(area=area, village=village).values_list("pk", flat=True))
    lives_here = ending.filter(person__in=people)
    written_here = ending.filter(village=village, person__village="")
    keys = [*lives_here.values_list("pk", flat=True), *written_here.values_list("pk", flat=True)]
    renewal = held.filter(person=OuterRef("person"), from_date=day, to_date__gt=day)
    return ListEntry.objects.filter(pk__in=keys).filter(~Exists(renewal)).select_related("person")
