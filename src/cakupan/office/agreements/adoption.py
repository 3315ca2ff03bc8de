"""Agreements that a workspace already holds, taken into the office as they are: for demos, and regions that come from files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from cakupan.office.agreements.models import Agreement, Decree, Kind, Requirement
from cakupan.office.agreements.states import ACTIVE, DRAFT
from cakupan.office.audit.log import note

# The document's words for states; an agreement that was handed over signed is in force.
STATES = {"requirements_complete": "complete", "signed": ACTIVE}
# Which desk answers for a requirement, by the owner that the document names.
DESKS = ("dukcapil", "dinsos", "dinkes", "bpjs", "setda")


@transaction.atomic
def adopt(area: str, documents: Iterable[Mapping[str, Any]], *, user: Any) -> list[Agreement]:
    """Take the documents ``agreement:`` (dates as ISO text) into the office; a number that is there already is left as it is."""
    known = set(Agreement.objects.filter(area=area).values_list("number", flat=True))
    taken = [_adopted(area, terms, user) for terms in documents if terms["number"] not in known]
    if taken:
        note(None, "agreement.adopt", area=area, actor=user, details={"agreements": len(taken)})
    return taken


def _adopted(area: str, terms: Mapping[str, Any], user: Any) -> Agreement:
    signed = terms.get("signed") or {}
    status = terms.get("status") or ("signed" if signed.get("date") else "draft")
    kinds = [paper["kind"] for paper in terms.get("papers") or () if paper["kind"] in Kind.values]
    found = Agreement.objects.create(
        area=area,
        state=STATES.get(status, status) if status != "draft" else DRAFT,
        number=terms["number"],
        title=terms["title"],
        kind=kinds[0] if len(set(kinds)) == 1 else Kind.PKS,
        terms=dict(terms),
        from_date=_date(terms["period"]["from"]),
        to_date=_date(terms["period"]["to"]),
        decree=_decree(area, terms.get("decree"), user),
        signed_date=_date(signed.get("date")),
        place=signed.get("place") or "",
        signatories=list(signed.get("by") or ()),
        witnesses=list(signed.get("witnessed_by") or ()),
        made_by=user,
    )
    for item in terms.get("requirements") or ():
        Requirement.objects.create(
            area=area,
            agreement=found,
            name=item["name"],
            owner=item["owner"],
            desk=item["owner"] if item["owner"] in DESKS else "dinkes",
            due_date=_date(item.get("due")),
            done_date=_date(item.get("done_on")),
        )
    found.history.create(area=area, move="adopt", from_state=DRAFT, to_state=found.state, version=1, by=user)
    return found


def _decree(area: str, told: Mapping[str, Any] | None, user: Any) -> Decree | None:
    if not told:
        return None
    found, _made = Decree.objects.get_or_create(
        area=area,
        number=told["number"],
        defaults={"decree_date": dt.date.fromisoformat(told["date"]), "annex": told["annex"], "entered_by": user},
    )
    return found


def _date(told: object) -> dt.date | None:
    return dt.date.fromisoformat(str(told)) if told else None
