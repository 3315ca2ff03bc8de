"""Uncertain links of the newest position and what officers said of them."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from cakupan.office.positions.models import ReviewPair
from cakupan.office.verification.gate import PAIR_DECIDES_ALONE, PAIR_NEEDS_CONFIRMATION
from cakupan.office.verification.models import PairDecision

DECIDED = (PairDecision.Answer.SAME, PairDecision.Answer.DIFFERENT)


def of_pair() -> QuerySet[PairDecision]:
    """The decisions on the pair of an outer query, newest first."""
    return PairDecision.objects.filter(area=OuterRef("area"), pair_key=OuterRef("key")).order_by("-pk")


def pairs(area: str) -> QuerySet[Any]:
    """Every uncertain pair with whether it is ``decided`` and the last word of an office that needs the other's (``pending``)."""
    decided = of_pair().filter(decided_desk=PAIR_DECIDES_ALONE, decision__in=DECIDED)
    pending = of_pair().filter(decided_desk__in=list(PAIR_NEEDS_CONFIRMATION)).exclude(decision=PairDecision.Answer.SKIP)
    return ReviewPair.objects.filter(area=area).annotate(
        decided=Exists(decided), pending=Subquery(pending.values("decision")[:1])
    )


def waiting_pairs(user: Any, area: str) -> QuerySet[Any]:
    """The pairs that wait for this officer's office: for Dukcapil all without its word, for others those they said nothing of."""
    found = pairs(area).filter(decided=False)
    return found if user.desk == PAIR_DECIDES_ALONE else found.filter(pending__isnull=True)


def in_order(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """What another office said first or asks comes first, then the heaviest; what this officer passed over comes last."""
    passed = of_pair().filter(decided_by=user.pk, decision=PairDecision.Answer.SKIP)
    return rows.annotate(passed=Exists(passed), unasked=Q(pending__isnull=True)).order_by(
        "passed", "unasked", "-weight_bits", "pk"
    )
