"""What stands in the office behind each argument of a URL: made once, by the pages or the functions that officers use.

A URL whose argument has no entry here fails the test of the routes: whoever adds a URL adds what it shows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from cakupan.office.accounts.invitations import invite, path_of
from cakupan.office.accounts.models import Delegation, SignIn
from cakupan.office.admission.models import TurnedAwayCase
from cakupan.office.admission.states import TURNED_AWAY
from cakupan.office.agreements import documents
from cakupan.office.agreements.models import Agreement, AgreementPaper, Document, Requirement
from cakupan.office.billing.books import post_month
from cakupan.office.billing.models import MonthClosing, Payment, QuarterReconciliation
from cakupan.office.consumers.seen import kept
from cakupan.office.coverage.models import UhcStatus
from cakupan.office.database.scope import scoped
from cakupan.office.enrolment.models import Proposal, ProposalLine
from cakupan.office.enrolment.states import PROPOSAL
from cakupan.office.guarantees.models import DutyContact, Instrument, UrgentCover
from cakupan.office.papers.models import Paper
from cakupan.office.positions.models import CoverMonth, Mismatch, Position, ReviewPair
from cakupan.office.reads.models import Notice
from cakupan.office.reads.noticing import tell_of_consumer
from cakupan.office.uploads.models import Delivery
from cakupan.office.verification.models import ReSurvey
from cakupan.office.verification.states import RE_SURVEY
from cakupan.office.work.models import Work
from month.small_region import AREA
from office_agreements.written_agreements import SERANG, in_force
from office_papers.paper_fixture import issued
from office_people import a_user

NUMBER = "440/9001/PKS/2021"
FACILITY = "R367301"
# Values that choose a word, not a row: the same in every area.
WORDS: dict[str, str] = {
    "accounts.deed": "nonaktifkan",
    "admission.code": "take",
    "agreements.code": "review",
    "enrolment.code": "confirm",
    "billing.month": "2021-07",
    "guarantees.code": "recommend",
    "reads.code": "take",
    "guarantees.facility": FACILITY,
    "guarantees.month": "2021-07",
    "uploads.kind": "residents",
    "verification.office": "dinsos",
    "verification.stage": "1",
    "uploads.profile": "dukcapil",
}
# What a page asks for besides, after its address.
QUERIES = dict.fromkeys(("billing:bill", "billing:invoice", "billing:quarter"), "?pks=440/1123-DINKES/2021")


def _user() -> int:
    return a_user("dinkes", (AREA,)).pk


def _token() -> str:
    path = path_of(invite(a_user("dinkes", (AREA,)), by=None))
    return path.strip("/").rsplit("/", 1)[-1]


def _sign_in() -> int:
    return SignIn.objects.create(user=a_user("dinkes", (AREA,)), session_key="a-session-of-somebody-else").pk


def _delegation() -> int:
    giver, receiver = a_user("dinkes", (AREA,), approver=True), a_user("dinkes", (AREA,))
    days = {"from_date": dt.date(2020, 1, 1), "to_date": dt.date(2020, 1, 8)}
    return Delegation.objects.create(giver=giver, receiver=receiver, reason="cuti", **days).pk


def _paper() -> Paper:
    return issued(a_user("dinkes", (AREA,), approver=True), area=AREA)


def _agreement() -> Agreement:
    """In force, with a requirement and a paper in its file."""
    made = in_force(SERANG, number=NUMBER, area=AREA)
    setda = a_user("setda", (AREA,))
    kept: dict[str, Any] = {
        "kind": "pks",
        "name": "PKS",
        "file_name": "pks.pdf",
        "sha256": "0" * 64,
        "size": 9,
        "uploaded_by": setda,
    }
    with scoped(areas=[AREA]):
        Requirement.objects.create(area=AREA, agreement=made, name="Surat usulan", owner="Dinas Kesehatan", desk="dinkes")
        AgreementPaper.objects.create(area=AREA, agreement=made, document=Document.objects.create(area=AREA, **kept))
    return made


def _proposal(agreement: Agreement) -> int:
    dinsos = a_user("dinsos", (AREA,))
    with scoped(areas=[AREA]):
        months = {"month": dt.date(2021, 7, 1), "effective_date": dt.date(2021, 9, 1)}
        made = Proposal.objects.create(area=AREA, state=PROPOSAL.first, agreement=agreement, made_by=dinsos, room=5, **months)
        ProposalLine.objects.create(area=AREA, proposal=made, identity="nik:x", name="ORANG REKAAN USULAN", rank=1)
    return made.pk


def _closing() -> int:
    """A month that Dinkes proposes to close."""
    dinkes = a_user("dinkes", (AREA,))
    with scoped(areas=[AREA]):
        position = Position.objects.get(area=AREA, current=True)
        asked = {"proposed_by": dinkes, "proposed_desk": "dinkes", "proposed_at": dt.datetime(2021, 7, 9, tzinfo=dt.UTC)}
        told = {"month": position.month, "edition": position.edition, "position": position, "state": "proposed"}
        return MonthClosing.objects.create(area=AREA, **told, **asked).pk


def _payment() -> int:
    dinkes = a_user("dinkes", (AREA,))
    told = {"agreement_number": NUMBER, "payer": "kabkota", "account": "iuran", "amount": 1_000_000, "state": "requested"}
    asked = {"request_number": "SPP-9001", "request_date": dt.date(2021, 7, 20), "recorded_by": dinkes, "recorded_desk": "dinkes"}
    with scoped(areas=[AREA]):
        return Payment.objects.create(area=AREA, month=dt.date(2021, 7, 1), **told, **asked).pk


def _quarter() -> int:
    dinkes = a_user("dinkes", (AREA,))
    asked = {"proposed_by": dinkes, "proposed_desk": "dinkes", "proposed_at": dt.datetime(2021, 10, 4, tzinfo=dt.UTC)}
    told = {"agreement_number": NUMBER, "quarter_month": dt.date(2021, 7, 1), "rows": [], "state": "proposed"}
    with scoped(areas=[AREA]), transaction.atomic():
        post_month(Position.objects.get(area=AREA, current=True), date=dt.date(2021, 7, 9), user=dinkes)
        return QuarterReconciliation.objects.create(area=AREA, **told, **asked).pk


def _uhc_request() -> int:
    told = {"requested_date": dt.date(2021, 7, 1), "request_number": "440/9001/2021", "requested_by": a_user("dinkes", (AREA,))}
    with scoped(areas=[AREA]):
        return UhcStatus.objects.create(area=AREA, **told).pk


def _re_survey() -> int:
    """A village that is to be visited, with its minutes, as if it had been."""
    dinsos = a_user("dinsos", (AREA,))
    told = {"stage": 1, "village": f"{AREA}.01.1001", "planned_date": dt.date(2021, 8, 2), "scope": "listed", "people": 3}
    with scoped(areas=[AREA]):
        return ReSurvey.objects.create(area=AREA, state=RE_SURVEY.first, planned_by=dinsos, **told).pk


def _urgent_cover() -> int:
    """Guaranteed, with its letter, and once sent to the branch."""
    at = dt.datetime(2021, 7, 11, 15, tzinfo=dt.UTC)
    dinkes = a_user("dinkes", (AREA,))
    told = {"name": "ORANG REKAAN JAMINAN", "identity": "name:x", "birth_date": dt.date(1980, 1, 1), "condition": "other"}
    told |= {"facility_code": FACILITY, "facility_name": "RSUD CONTOH", "contact": "IGD", "admitted_at": at, "due_at": at}
    told |= {"asked_by": a_user("faskes", (AREA,)), "asked_at": at, "sent_by": dinkes, "sent_at": at}
    told |= {"decided_by": dinkes, "decided_at": at, "deciding_office": "dinkes", "instrument_number": "9 Tahun 2021"}
    told |= {"instrument_title": "Peraturan", "instrument_date": dt.date(2021, 6, 1), "account": "5.1.02", "services": ["IGD"]}
    told |= {"from_date": dt.date(2021, 7, 11), "to_date": dt.date(2021, 7, 25), "state": "granted"}
    told["paper_id"] = _paper().pk
    with scoped(areas=[AREA]):
        return UrgentCover.objects.create(area=AREA, **told).pk


def _instrument() -> int:
    by = a_user("dinkes", (AREA,))
    file = b"%PDF-1.7 naskah rekaan"
    with scoped(areas=[AREA]):
        kept = {
            "kind": "sk",
            "name": "Perwal",
            "file_name": "perwal.pdf",
            "sha256": documents.keep_bytes(file),
            "size": len(file),
        }
        told = {
            "title": "Peraturan",
            "number": f"9/{by.pk}",
            "account": "5.1.02",
            "facility_codes": [FACILITY],
            "services": ["IGD"],
        }
        told |= {"instrument_date": dt.date(2021, 6, 1), "from_date": dt.date(2021, 7, 1)}
        paper = Document.objects.create(area=AREA, uploaded_by=by, **kept)
        return Instrument.objects.create(area=AREA, document=paper, entered_by=by, **told).pk


def _contact() -> int:
    told = {"role": "dinsos", "office": "Piket", "phone": "0000-9001", "hours": "24 jam"}
    with scoped(areas=[AREA]):
        return DutyContact.objects.create(area=AREA, changed_by=a_user("dinsos", (AREA,)), **told).pk


def _delivery(home: Path) -> int:
    told = {"kind": "residents", "profile": "dukcapil", "file_name": "penduduk.csv", "sha256": "1" * 64, "bytes": 9}
    by = a_user("dukcapil", (AREA,))
    with scoped(areas=[AREA]):
        made = Delivery.objects.create(area=AREA, as_of_date=dt.date(2021, 7, 1), state="tried", uploaded_by=by, **told)
    (home / "office" / "uploads" / made.sha256).mkdir(parents=True)
    made.bad_rows.write_bytes(b"PK")
    return made.pk


def _turned_away() -> int:
    at = dt.datetime(2021, 7, 9, tzinfo=dt.UTC)
    told = {"kind": "turned_away", "facility_code": "P367301", "facility_name": "RSUD", "told": "Ditolak.", "due_at": at}
    by = a_user("dinkes", (AREA,))
    with scoped(areas=[AREA]):
        return TurnedAwayCase.objects.create(
            area=AREA, state=TURNED_AWAY.first, happened_date=at.date(), reported_by=by, reported_at=at, **told
        ).pk


def _consumer() -> str:
    told = {"name": "SIMRS CONTOH", "facility_code": FACILITY, "areas": [AREA]}
    return kept().create(**told, at=dt.datetime(2021, 7, 9, tzinfo=dt.UTC)).consumer.id


def _notice() -> int:
    """A consumer of the counter that guesses numbers."""
    told = {"area": AREA, "consumer": "12345", "facility": FACILITY, "dialect": "rest", "using": "loader"}
    tell_of_consumer(at=dt.datetime(2021, 7, 9, tzinfo=dt.UTC), guesses=21, slowed_seconds=0.1, **told)
    return Notice.objects.using("loader").filter(area=AREA).latest("pk").pk


def _work() -> int:
    by = a_user("dukcapil", (AREA,))
    with scoped(areas=[AREA]):
        return Work.objects.create(area=AREA, kind="uploads.try", begun_by=by, arguments={}).pk


def objects(home: Path) -> dict[str, Any]:
    """The value of every argument: ``argument`` where it means the same everywhere, ``app.argument`` where it does in an app,
    else ``app:route.argument``.
    """
    agreement, paper = _agreement(), _paper()
    simple: dict[str, Callable[[], Any]] = {
        "accounts.token": _token,
        "accounts.pk": _user,
        "accounts:end_session.pk": _sign_in,
        "accounts:end_delegation.pk": _delegation,
        "admission.pk": _turned_away,
        "billing.closing_id": _closing,
        "billing.payment_id": _payment,
        "billing.quarter_id": _quarter,
        "consumers.consumer_id": _consumer,
        "coverage.pk": _uhc_request,
        "guarantees.pk": _urgent_cover,
        "reads.pk": _notice,
        "guarantees:basis_file.pk": _instrument,
        "guarantees:end_basis.pk": _instrument,
        "guarantees:contact.pk": _contact,
        "guarantees:remove_contact.pk": _contact,
        "enrolment.pk": lambda: _proposal(agreement),
        "verification.survey_id": _re_survey,
        "uploads.delivery_id": lambda: _delivery(home),
        "work.work_id": _work,
    }
    made = {name: make() for name, make in simple.items()}
    with scoped(areas=[AREA]):
        person = CoverMonth.objects.filter(area=AREA).earliest("pk").person_id
        requirement, filed = agreement.requirements.get().pk, agreement.papers.get().document_id
        return {
            **made,
            "agreements.pk": agreement.pk,
            "agreements:requirement.pk": requirement,
            "agreements:paper.pk": filed,
            "audit.number": 1,
            "letter.code": paper.code,
            "papers.paper_id": paper.pk,
            "person_id": person,
            "verification.key": Mismatch.objects.filter(area=AREA).earliest("pk").key,
            "verification.pair_id": ReviewPair.objects.filter(area=AREA).earliest("pk").pk,
            "place": f"{AREA}.01",
        }


def values(name: str, arguments: tuple[tuple[str, str], ...], made: dict[str, Any], area: str) -> dict[str, object]:
    """The arguments of a route, for its URL in an area. Raises LookupError naming the one that nothing stands behind."""
    app = name.partition(":")[0]
    known = {**WORDS, **made}
    found: dict[str, object] = {}
    for argument, _ in arguments:
        if argument == "area":
            found[argument] = area
            continue
        key = next((each for each in (f"{name}.{argument}", f"{app}.{argument}", argument) if each in known), None)
        if key is None:
            raise LookupError(f"{name}: nothing stands behind its argument {argument!r}; add {app}.{argument} to route_objects")
        found[argument] = known[key]
    return found


def names_a_row(name: str, arguments: tuple[tuple[str, str], ...]) -> bool:
    """Whether a URL names a row of an area, and not only the area or a word."""
    app = name.partition(":")[0]
    words = {argument for argument, _ in arguments if f"{name}.{argument}" in WORDS or f"{app}.{argument}" in WORDS}
    return bool({argument for argument, _ in arguments} - words - {"area"})
