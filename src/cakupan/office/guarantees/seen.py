"""Which requests a desk sees: a facility its own, the branch what was sent to it, the offices and the auditor all."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from cakupan.office.guarantees.models import UrgentCover

READERS = ("faskes", "dinsos", "dinkes", "bpjs", "auditor")
RELATED = ("paper", "person", "asked_by", "instrument")


def seen_covers(user: Any, area: str) -> QuerySet[UrgentCover]:
    """The requests of an area that this officer may see."""
    found = UrgentCover.objects.filter(area=area).select_related(*RELATED)
    if user.desk == "faskes":
        return found.filter(facility_code=user.facility_code) if user.facility_code else found.none()
    return found.filter(sent_at__isnull=False) if user.desk == "bpjs" else found


def found_cover(user: Any, area: str, pk: int) -> UrgentCover:
    """One of them; to whoever may not see it, it does not exist."""
    found: UrgentCover = get_object_or_404(seen_covers(user, area), pk=pk)
    return found
