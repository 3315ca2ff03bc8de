"""What was decided, as each office's list to act on, and as the minutes that the offices sign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from cakupan.law.calendar import Month
from cakupan.office.positions.models import Position
from cakupan.office.verification.gate import CORRECT, KEEP, REMOVE
from cakupan.office.verification.models import MismatchCase
from cakupan.office.verification.states import APPROVED, MOVING
from cakupan.office.verification.worklist import mismatches, sums
from cakupan.report.letters import MatchedRegister, MismatchDecisions, MismatchMinutes
from cakupan.report.lists_back import AGREED, DECISIONS_SENT, OFFICES, TO_REVIEW, DecidedMismatch, write_list_back

REFUSED = "tolak"
REGISTERS = {
    "residents": ("Data penduduk", "Dukcapil"),
    "deaths": ("Akta kematian", "Dukcapil"),
    "moves": ("Mutasi pindah", "Dukcapil"),
    "poverty": ("Data kemiskinan", "Dinas Sosial"),
    "members": ("Master file peserta", "BPJS Kesehatan"),
    "decisions": ("Lampiran SK", "Pemerintah daerah"),
}


def sent_to(office: str, area: str) -> QuerySet[Any]:
    """The cases that stand on an office's list: of its kinds, decided as it is told of them, still in the newest position."""
    wanted = Q(state=APPROVED, proposal__in=(REMOVE, CORRECT))
    if TO_REVIEW in DECISIONS_SENT[office]:
        wanted |= Q(state__in=MOVING)
    found: QuerySet[Any] = MismatchCase.objects.filter(wanted, area=area, code__in=OFFICES[office], mismatch__id__isnull=False)
    return found


def write_office_list(*, office: str, area: str, area_name: str, as_of: dt.date, out: Path) -> int:
    """Write one office's list; returns its rows."""
    rows = [_decided(case) for case in sent_to(office, area).select_related("person").iterator(chunk_size=2000)]
    return write_list_back(office=office, rows=rows, area=area_name, as_of=as_of, out=out)


def _decided(case: MismatchCase) -> DecidedMismatch:
    person = case.person
    return DecidedMismatch(
        code=case.code,
        subject=case.subject,
        subject_id=case.subject_id,
        name=case.name,
        evidence=case.evidence,
        suggested_action=case.suggested_action,
        decision=AGREED if case.state == APPROVED else TO_REVIEW,
        reason=case.reason,
        nik=case.nik,
        family_card_number=person.family_card_number if person else "",
        birth_date=person.birth_date if person else None,
        area_code=case.village,
        rupiah_per_month=case.rupiah_per_month,
        rupiah_to_date=case.rupiah_to_date,
    )


def minutes_of(user: Any, position: Position) -> MismatchMinutes:
    """The minutes of a position: what does not match by kind, and what became of it. Money is that of those taken off."""
    rows = mismatches(user, position.area)
    taken_off = Q(standing=APPROVED, proposal__in=(REMOVE, CORRECT))
    by_kind = (
        rows.order_by()
        .values("code")
        .annotate(
            people=Count("pk"),
            confirmed=Count("pk", filter=taken_off),
            rejected=Count("pk", filter=Q(standing=APPROVED, proposal=KEEP)),
            monthly=Sum("rupiah_per_month", filter=Q(standing=APPROVED, proposal=REMOVE)),
            to_date=Sum("rupiah_to_date", filter=Q(standing=APPROVED, proposal=REMOVE)),
        )
    )
    decisions = tuple(
        MismatchDecisions(
            each["code"],
            each["people"],
            each["confirmed"],
            each["rejected"],
            int(each["monthly"] or 0),
            int(each["to_date"] or 0),
        )
        for each in by_kind.order_by("code")
    )
    freed = sums(rows.filter(standing=APPROVED, proposal=REMOVE))
    return MismatchMinutes(
        month=Month.of(position.month),
        registers=tuple(_registers(position)),
        decisions=decisions,
        people=sums(rows).people,
        monthly_amount=freed.per_month or 0,
        amount_to_date=freed.to_date or 0,
    )


def _registers(position: Position) -> Iterator[MatchedRegister]:
    for told in position.manifest.get("inputs", []):
        if told["kind"] in REGISTERS:
            name, office = REGISTERS[told["kind"]]
            yield MatchedRegister(name, office, dt.date.fromisoformat(told["as_of"]), told["rows"], told["sha256"])
