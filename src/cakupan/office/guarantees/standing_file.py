"""What this office tells every desk and machine at once: issued guarantees, activations that the branch told, who is on duty."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import partial

from django.db import connections, transaction
from procrastinate.contrib.django import app as queue

from cakupan.answer.standing import Activation, Contact, IssuedGuarantee, Standing
from cakupan.office.clock import now, zone_of
from cakupan.office.database.models import Area
from cakupan.office.database.scope import scoped
from cakupan.office.guarantees.models import DutyContact, UrgentCover
from cakupan.office.guarantees.states import ACTIVATED, ISSUED
from cakupan.office.papers.letterheads import letterhead_of
from cakupan.office.rooms import rooms

log = logging.getLogger(__name__)
SEGMENT, CLASS = "PEMDA", 3


def tell(area: str) -> None:
    """Once the transaction at hand is committed, write the area's standing answers.

    Should that fail (a full disk), the decision stays: the log says so, and the worker writes them within minutes.
    """

    def write() -> None:
        _told(area)

    transaction.on_commit(write, robust=True)


def tell_all() -> list[str]:
    """Write those of every area from the database; gives the areas whose file said something else. Asked without a scope."""
    changed = []
    for area in Area.objects.values_list("code", flat=True):
        with scoped(areas=[area], desk="worker"):
            if _told(area):
                changed.append(area)
    return changed


@queue.periodic(cron="*/10 * * * *", periodic_id="standing")
@queue.task(name="cakupan.standing", queueing_lock="cakupan.standing", retry=False)
def tell_again(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says for when
    """What the worker does every ten minutes: heals a file that could not be written, was lost, or came from a backup."""
    try:
        for area in tell_all():
            log.warning("the standing answers of %s were written anew", area)
    finally:
        connections.close_all()  # the worker's threads come and go


def _told(area: str) -> bool:
    return rooms().tell_standing(area=area, build=partial(standing_of, area))


def standing_of(area: str) -> Standing:
    """What stands in an area, as its rows say. Ask it within the area's scope."""
    return Standing(
        area=area,
        written_at=now(),
        issued=tuple(_issued(area)),
        activations=tuple(_activations(area)),
        contacts=tuple(Contact(each.role, each.office, each.phone, each.hours) for each in DutyContact.objects.filter(area=area)),
    )


def _issued(area: str) -> Iterator[IssuedGuarantee]:
    found = UrgentCover.objects.filter(area=area, state__in=ISSUED).select_related("paper").order_by("decided_at", "pk")
    # In the area's own time, so that the day of an instant is the day on which it was decided there.
    offices, zone = dict[str, str](), zone_of(area)[0]
    for cover in found:
        assert cover.paper and cover.from_date and cover.instrument_date and cover.decided_at, "the table's own rule"
        yield IssuedGuarantee(
            letter_number=cover.paper.number,
            nik=cover.nik or None,
            card=cover.card_number or None,
            name=cover.name,
            facility_code=cover.facility_code,
            facility_name=cover.facility_name,
            from_date=cover.from_date,
            to_date=cover.to_date,
            instrument_number=cover.instrument_number,
            instrument_date=cover.instrument_date,
            account=cover.account,
            decided_by=offices.setdefault(cover.deciding_office, office_name(area, cover.deciding_office)),
            decided_at=cover.decided_at.astimezone(zone),
            verify_code=cover.paper.code,
            revoked_at=cover.revoked_at.astimezone(zone) if cover.revoked_at else None,
        )


def _activations(area: str) -> Iterator[Activation]:
    branch, zone = office_name(area, "bpjs"), zone_of(area)[0]
    for cover in UrgentCover.objects.filter(area=area, state=ACTIVATED).order_by("answered_at", "pk"):
        assert cover.active_from_date and cover.answered_at, "the table's own rule"
        yield Activation(
            nik=cover.nik or None,
            card=cover.card_number or None,
            from_date=cover.active_from_date,
            segment=SEGMENT,
            payer="kabkota" if "." in area else "provinsi",
            class_=CLASS,
            told_by=branch,
            told_at=cover.answered_at.astimezone(zone),
            reference=cover.branch_reference,
        )


def office_name(area: str, desk: str) -> str:
    """An office as answers name it: ``Dinas Kesehatan, Pemerintah Kabupaten Ogan Ilir``."""
    head = letterhead_of(area, desk)
    return f"{head.office}, {head.government}"
