"""Are the criteria of UHC met, and what is missing? The status itself is granted by BPJS on formal request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from cakupan.law.consultation import Consultation
from cakupan.law.criterion import Criterion, Headcount, above, at_least, fact
from cakupan.law.refusal import Refusal
from cakupan.law.rounding import per_cent_of
from cakupan.law.ruling import Ruling

NOT_REQUESTED, REQUESTED, GRANTED = "not_requested", "requested", "granted"


@dataclass(frozen=True, kw_only=True)
class Uhc(Ruling):
    """``criteria_met`` only makes the status possible; ``status`` is what BPJS was asked or has granted by the day."""

    on: dt.date
    registered_per_cent: Fraction
    active_per_cent: Fraction | None
    criteria: tuple[Criterion, ...]
    criteria_met: bool
    missing: tuple[str, ...]
    status: str


def uhc(
    *,
    people: Headcount,
    on: dt.date,
    pemda_arrears: int | None = None,
    requested_on: dt.date | None = None,
    granted_on: dt.date | None = None,
    known_on: dt.date | None = None,
    readings: Collection[str] = (),
) -> Uhc:
    """The criteria of UHC as they stood ``on`` a day, for the people of an area.

    ``pemda_arrears`` in rupiah are those of the segment PBPU dan BP Pemda; None if not known, which leaves that criterion open.
    """
    if pemda_arrears is not None and pemda_arrears < 0:
        raise Refusal(
            f"arrears of {pemda_arrears}", why="arrears are 0 or more.", mend="Give the sum owed in rupiah.", readings=[]
        )
    law = Consultation(on=on, known_on=known_on, readings=readings)
    criteria = tuple(_criteria(law, people, pemda_arrears))
    missing = tuple(lack for criterion in criteria if (lack := criterion.lack))
    status = _status(on, requested_on, granted_on)
    return Uhc(
        on=on,
        registered_per_cent=per_cent_of(people.registered, people.population),
        active_per_cent=per_cent_of(people.active, people.active_over) if people.active_over else None,
        criteria=criteria,
        criteria_met=not missing,
        missing=missing,
        status=status,
        reasons=(*people.remarks(), *_told(status, met=not missing)),
        citations=law.citations,
        confidence=law.confidence,
    )


def _criteria(law: Consultation, people: Headcount, pemda_arrears: int | None) -> list[Criterion]:
    found = [at_least("registered", people.registered, of=people.population, per_cent=law.value("uhc.registered_min"))]
    if law.defined("uhc.active_min"):
        found.append(at_least("active", people.active, of=people.active_over, per_cent=law.value("uhc.active_min")))
    elif law.defined("uhc.active_above"):
        found.append(above("active", people.active, of=people.active_over, per_cent=law.value("uhc.active_above")))
    if law.defined("uhc.no_pemda_arrears") and law.value("uhc.no_pemda_arrears"):
        paid = None if pemda_arrears is None else pemda_arrears == 0
        found.append(fact("no_pemda_arrears", paid, needed="no arrears of PBPU dan BP Pemda"))
    if law.defined("uhc.granted_on_request"):
        law.value("uhc.granted_on_request")
    return found


def _status(on: dt.date, requested_on: dt.date | None, granted_on: dt.date | None) -> str:
    if granted_on is not None and granted_on <= on:
        return GRANTED
    return REQUESTED if requested_on is not None and requested_on <= on else NOT_REQUESTED


def _told(status: str, *, met: bool) -> tuple[str, ...]:
    match status, met:
        case "granted", True:
            return ("BPJS has granted the status, and the criteria are met.",)
        case "granted", _:
            return ("BPJS has granted the status, but its criteria are not met: it is at risk.",)
        case "requested", True:
            return ("The criteria are met and the status is requested; BPJS decides.",)
        case _, True:
            return ("The criteria are met; the status is granted by BPJS on formal request.",)
        case _:
            return ("The criteria are not met.",)
