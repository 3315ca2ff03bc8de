"""A facility asks for a patient; whoever the patient is in the registers is looked up, and the family's clock begins to run."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cakupan.law.refusal import Refusal
from cakupan.office.audit.log import note
from cakupan.office.clock import now, zone_of
from cakupan.office.facilities import facility_names
from cakupan.office.guarantees.clocks import due_at
from cakupan.office.guarantees.models import Condition, UrgentCover
from cakupan.office.guarantees.states import OPEN, URGENT_COVER
from cakupan.office.people.finding import NIK_DIGITS, by_number, digits_of, name_key
from cakupan.office.positions.models import Person


@dataclass(frozen=True)
class Patient:
    """Who it is for: by number, or by name and birth date. ``person``: who that is in the registers, if it is one."""

    nik: str
    card_number: str
    name: str
    birth_date: dt.date | None
    person: Person | None

    @property
    def identity(self) -> str:
        """What tells one patient from another."""
        if self.nik or self.card_number:
            return f"nik:{self.nik}" if self.nik else f"card:{self.card_number}"
        return f"name:{name_key(self.name)}|{self.birth_date}"


def patient_of(area: str, *, number: str, name: str, birth_date: dt.date | None) -> Patient:
    """The patient; what the facility left empty comes from the registers, where the number leads to one person."""
    found = list(by_number(Person.objects.filter(area=area), number)[:2]) if number else []
    person = found[0] if len(found) == 1 else None
    return Patient(
        nik=number if len(number) == NIK_DIGITS else "",
        card_number=number if number and len(number) != NIK_DIGITS else "",
        name=name or (person.name if person else ""),
        birth_date=birth_date or (person.birth_date if person else None),
        person=person,
    )


def known_of(area: str, number: str, *, user: Any) -> dict[str, Any]:
    """What a form begins with where the desk knows the number: whom it leads to, if it is one person, and what usually holds.

    Who is asked about at the desk stands there now, and is an emergency unless the clerk says otherwise; whom to call is what
    this clerk wrote last.
    """
    patient = patient_of(area, number=digits_of(number), name="", birth_date=None)
    at = now().astimezone(zone_of(area)[0]).replace(second=0, microsecond=0, tzinfo=None)
    last = UrgentCover.objects.filter(area=area, asked_by=user).order_by("-asked_at").values_list("contact", flat=True).first()
    told = {"number": number, "name": patient.name, "birth_date": patient.birth_date}
    return told | {"admitted_at": at, "condition": Condition.EMERGENCY, "contact": last or ""}


def facility_of(user: Any, area: str) -> tuple[str, str]:
    """Code and name of the facility for which an officer asks. Raises :class:`Refusal` where the account names none."""
    code = user.facility_code
    if not code:
        raise Refusal(
            _("Permohonan jaminan mendesak"),
            why=_("akun Anda belum menyebut faskes, jadi jaminan tidak dapat dimintakan untuknya."),
            mend=_("Minta admin TI daerah mengisi kode faskes pada akun Anda."),
        )
    return code, facility_names(area).get(code, code)


def ask(*, area: str, user: Any, patient: Patient, admitted_at: dt.datetime, **told: Any) -> UrgentCover:
    """Take a request in. ``told``: condition, note, contact. Raises :class:`Refusal` where one is open for this patient here."""
    code, name = facility_of(user, area)
    _refuse_second(area, code, patient)
    until, _citation = due_at(area, admitted_at)
    asked = UrgentCover.objects.create(
        area=area,
        state=URGENT_COVER.first,
        nik=patient.nik,
        card_number=patient.card_number,
        name=patient.name,
        birth_date=patient.birth_date,
        identity=patient.identity,
        person=patient.person,
        facility_code=code,
        facility_name=name,
        admitted_at=admitted_at,
        due_at=until,
        asked_by=user,
        asked_at=now(),
        **told,
    )
    asked.history.create(area=area, move="ask", from_state="", to_state=asked.state, version=asked.version, by=user)
    note(None, "urgent_cover.ask", subject=("urgent_cover", asked.pk), area=area, actor=user, details={"facility": code})
    if patient.person:
        # The person's own record shows that somebody asked for them.
        note(None, "person.urgent_cover", subject=("person", patient.person.pk), area=area, actor=user)
    return asked


def _refuse_second(area: str, code: str, patient: Patient) -> None:
    before = UrgentCover.objects.filter(area=area, facility_code=code, identity=patient.identity, state__in=OPEN).first()
    if before is not None:
        raise Refusal(
            _("Permohonan jaminan mendesak"),
            why=_("untuk pasien ini faskes Anda sudah mengajukan, dan permohonan itu belum selesai."),
            mend=_("Buka permohonan itu di daftar Jaminan mendesak; keadaannya tertulis di sana."),
        )
