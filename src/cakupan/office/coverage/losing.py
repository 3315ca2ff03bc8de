"""By name whose cover ends on a day in a village: the very lines that the outlook counted (``outlook.cover``)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from cakupan.office.positions.models import ListEntry, Person

# Outcomes of a line that had days of cover, as the outlook reads an annex.
HELD = ("billed", "not_yet_effective", "removed_from_list", "agreement_ended", "suspended_for_arrears")


def losing_lines(*, area: str, village: str, day: str, agreements: Sequence[str]) -> QuerySet[ListEntry]:
    """Lines under these agreements whose first day without cover is ``day`` (ISO) and that no other line renews on it.

    A line is of the village where its person lives; where no register says so, of the one that the annex names.
    """
    held = ListEntry.objects.filter(area=area, outcome__in=HELD)
    ending = held.filter(to_date=day, agreement_number__in=agreements, end_cause="agreement_ended")
    # Both sides by index first: a condition over the join would read every line of the agreement.
    lives_here = Person.objects.filter(area=area, village=village).values("pk")
    written_here = ending.filter(village=village, person__village="").values("pk")
    renewal = held.filter(person=OuterRef("person"), from_date=day, to_date__gt=day)
    of_village = ending.filter(Q(person__in=lives_here) | Q(pk__in=written_here))
    return of_village.filter(~Exists(renewal)).select_related("person")
