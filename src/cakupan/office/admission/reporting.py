"""Record a case with its clock and an entry in the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from cakupan.office.admission.models import TurnedAwayCase
from cakupan.office.admission.states import TURNED_AWAY
from cakupan.office.audit.log import note

# No law sets this clock. A patient in a hospital cannot wait long: the region answers within the time that the family itself has
# to put a membership right.
ANSWER_WITHIN = dt.timedelta(hours=3 * 24)


def report_case(request: HttpRequest, area: str, *, names: Mapping[str, str], told: dict[str, Any]) -> TurnedAwayCase:
    """A new case, reported by the officer of ``request``; ``names`` are the facilities' by code."""
    user: Any = request.user
    check = told.pop("check_id")
    reported = timezone.now()
    found = TurnedAwayCase.objects.create(
        area=area,
        state=TURNED_AWAY.first,
        facility_name=names[told["facility_code"]],
        number_masked=check.number_masked if check else "",
        person=check.person if check else None,
        reported_by=user,
        reported_at=reported,
        due_at=reported + ANSWER_WITHIN,
        **told,
    )
    details = {"kind": found.kind, "facility": found.facility_code, "rupiah": found.charged_rupiah}
    note(request, "turned_away_case.report", subject=("turned_away_case", found.pk), details=details)
    return found
