"""What waits in proposals: Dukcapil confirms, the health office approves and sends, setda decrees, the branch answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.accounts.deciding import may_decide
from cakupan.office.desk.queue import Waiting
from cakupan.office.enrolment.models import Proposal
from cakupan.office.enrolment.states import APPROVED, CONFIRMED, DECREED, DRAFTED, SENT

# In which state a proposal waits for whom; the branch answers what was sent.
WAITS: dict[str, dict[str, str]] = {
    "dukcapil": {DRAFTED: "confirm"},
    "dinkes": {DECREED: "send"},
    "setda": {APPROVED: "decree"},
    "bpjs": {SENT: "answer"},
}
TITLES = {
    "confirm": lambda: _("Konfirmasi usulan peserta"),
    "approve": lambda: _("Setujui usulan peserta"),
    "decree": lambda: _("Catat Surat Keputusan usulan peserta"),
    "send": lambda: _("Kirim usulan peserta ke cabang"),
    "answer": lambda: _("Jawab usulan peserta"),
}


def waiting(user: Any, area: str, day: dt.date) -> Iterator[Waiting]:
    """What this officer can do about proposals now; never what their own hand made."""
    mine = dict(WAITS.get(user.desk, {}))
    if user.desk == "dinkes" and may_decide(user, day, area=area):
        mine[CONFIRMED] = "approve"
    own = Q(state=CONFIRMED) & (Q(made_by=user) | Q(lines__adjusted_by=user) | Q(lines__added_by=user))
    for found in Proposal.objects.filter(area=area, state__in=mine).exclude(pk__in=Proposal.objects.filter(own).values("pk")):
        yield Waiting(
            title=str(TITLES[mine[found.state]]()),
            url=reverse("enrolment:proposal", args=[area, found.pk]),
            count=1,
            people=found.people(),
            rupiah=found.rupiah(),
            since_date=found.created_at.date(),
            says=str(found),
        )
