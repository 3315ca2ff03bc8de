"""Urgent cover in a demo: a request that waits, and one that was granted, each by the steps that officers take. All invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import typst

from cakupan.law.calendar import Month

if TYPE_CHECKING:
    from cakupan.office.accounts.models import User
    from cakupan.office.guarantees.models import Instrument, UrgentCover
    from cakupan.office.positions.models import Person

NUMBER = "9001/CONTOH"
TITLE = "Peraturan Kepala Daerah (contoh rekaan)"
ACCOUNT = "5.1.02.02.02.9001"
SERVICES = ["rawat jalan", "rawat inap", "IGD"]
INSTRUMENT_MONTHS, GUARANTEED_DAYS = 3, 14
CONTACTS = {"dinsos": "0000-000-001", "dinkes": "0000-000-002", "bpjs": "165"}
PAPER = b"Contoh rekaan: naskah ini bukan peraturan daerah mana pun."


def furnish_guarantees(*, area: str, day: dt.date, officers: Mapping[tuple[str, bool], User]) -> None:
    """One request that waits and one with its letter, at the area's first hospital. ``officers`` by desk and whether they decide.

    Nothing where the area has no hospital or nobody who is not active; again changes nothing.
    """
    from django.db import transaction

    from cakupan.office.database.scope import scoped
    from cakupan.office.guarantees.models import UrgentCover

    hospital = _hospital(area, day)
    with scoped(areas=[area], desk="worker"), transaction.atomic():
        people = _not_active(area)
        if hospital is None or len(people) < 2 or UrgentCover.objects.filter(area=area).exists():
            return
        officers["faskes", False].facility_code = hospital
        officers["faskes", False].save(update_fields=["facility_code"])
        _contacts(area, officers)
        _asked(area, people[0], officers)
        _granted(_asked(area, people[1], officers), _instrument(area, hospital, day, officers), officers)


def _hospital(area: str, day: dt.date) -> str | None:
    from cakupan.office.rooms import rooms

    found = rooms().facilities(area=area, until=day)
    return next((row["facility_code"] for row in found if str(row["facility_kind"]).upper().startswith("RS")), None)


def _not_active(area: str) -> list[Person]:
    from cakupan.office.positions.models import Card

    cards = Card.objects.filter(area=area, status="inactive", link="accept").exclude(person__nik="").exclude(person__name="")
    people = {card.person_id: card.person for card in cards.select_related("person").order_by("pk")[:20]}
    return list(people.values())[:2]


def _contacts(area: str, officers: Mapping[tuple[str, bool], User]) -> None:
    from cakupan.office.guarantees.models import DutyContact

    for role, phone in CONTACTS.items():
        told = {"office": "Piket jaminan mendesak (contoh)", "phone": phone, "hours": "24 jam"}
        DutyContact.objects.create(area=area, role=role, changed_by=officers[role, True], **told)


def _asked(area: str, person: Person, officers: Mapping[tuple[str, bool], User]) -> UrgentCover:
    from cakupan.office.clock import now
    from cakupan.office.guarantees.asking import ask, patient_of

    patient = patient_of(area, number=person.nik, name=person.name, birth_date=person.birth_date)
    told = {"condition": "emergency", "note": "", "contact": "IGD (contoh), 0000-000-009"}
    return ask(
        area=area,
        user=officers["faskes", False],
        patient=patient,
        admitted_at=now() - dt.timedelta(hours=20),
        **told,
    )


def _instrument(area: str, hospital: str, day: dt.date, officers: Mapping[tuple[str, bool], User]) -> Instrument:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from cakupan.office.agreements import documents
    from cakupan.office.guarantees.models import Instrument

    file = SimpleUploadedFile("contoh.pdf", typst.compile(PAPER, format="pdf"), content_type="application/pdf")
    month, by = Month.of(day), officers["dinkes", False]
    kept = documents.keep(file, area=area, kind="sk", name=f"{TITLE} {NUMBER}", user=by, number=NUMBER)
    return Instrument.objects.create(
        area=area,
        number=NUMBER,
        title=TITLE,
        instrument_date=month.plus(-1).first_date,
        account=ACCOUNT,
        from_date=month.plus(-1).first_date,
        to_date=month.plus(INSTRUMENT_MONTHS - 1).first_date,
        facility_codes=[hospital],
        services=SERVICES,
        document=kept,
        entered_by=by,
    )


def _granted(cover: UrgentCover, instrument: Instrument, officers: Mapping[tuple[str, bool], User]) -> UrgentCover:
    from cakupan.office.guarantees.clocks import day_in
    from cakupan.office.guarantees.deciding import grant, move

    recommended = move(cover, "recommend", user=officers["dinsos", False], seen_version=cover.version)
    first = day_in(cover.area, cover.admitted_at)
    return grant(
        _request(officers["dinkes", True], cover.area),
        recommended,
        basis_key=f"entered:{instrument.pk}",
        from_date=first,
        to_date=min(first + dt.timedelta(days=GUARANTEED_DAYS), instrument.to_date or dt.date.max),
        seen_version=recommended.version,
    )


def _request(user: User, area: str) -> Any:
    """As if the officer's browser asked: a letter's QR names the address that was asked."""
    from django.test import RequestFactory

    request: Any = RequestFactory().get("/", SERVER_NAME="127.0.0.1", SERVER_PORT="8000")
    request.user, request.area = user, area
    return request
