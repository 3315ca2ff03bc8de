"""What was guaranteed in a month, by facility: letters, people, and the rupiah that facilities told after discharge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import override

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.office.audit.log import note
from cakupan.office.clock import today
from cakupan.office.guarantees.deciding import letter_person
from cakupan.office.guarantees.models import UrgentCover
from cakupan.office.guarantees.states import ISSUED, REVOKED, URGENT_COVER
from cakupan.office.papers.issuing import issue, papers_of
from cakupan.office.papers.models import Paper, PaperState
from cakupan.report import letters

KIND = "guarantee_recap"


@dataclass(frozen=True)
class FacilityTotal:
    """One facility's month. ``people`` are counted once; ``told``: letters with a claim; ``rupiah``: the sum of those."""

    facility_code: str
    facility_name: str
    letters: int
    revoked: int
    people: int
    told: int
    rupiah: int


def covers_of(area: str, month: Month, *, facility_code: str = "") -> list[UrgentCover]:
    """The guarantees that begin in a month, revoked ones too: what was rendered before is still claimed."""
    found = UrgentCover.objects.filter(
        area=area, state__in=ISSUED, from_date__gte=month.first_date, from_date__lt=month.plus(1).first_date
    )
    if facility_code:
        found = found.filter(facility_code=facility_code)
    return list(found.select_related("paper", "person").order_by("facility_name", "facility_code", "paper__serial", "pk"))


def totals_of(covers: Iterable[UrgentCover]) -> list[FacilityTotal]:
    """By facility; ``covers`` as :func:`covers_of` orders them."""
    grouped = groupby(covers, key=lambda cover: cover.facility_code)
    return [_total(code, list(rows)) for code, rows in grouped]


def _total(code: str, rows: Sequence[UrgentCover]) -> FacilityTotal:
    amounts = [row.claim_amount for row in rows if row.claim_amount is not None]
    return FacilityTotal(
        facility_code=code,
        facility_name=rows[0].facility_name,
        letters=len(rows),
        revoked=sum(row.state == REVOKED for row in rows),
        people=len({row.identity for row in rows}),
        told=len(amounts),
        rupiah=sum(amounts),
    )


def subject_of(month: Month, facility_code: str) -> tuple[str, str]:
    """What a recap is about."""
    return KIND, f"{month}/{facility_code}"


def recap_paper(area: str, month: Month, facility_code: str) -> Paper | None:
    """The recap that stands for a facility's month; None if there is none, or only withdrawn ones."""
    found = papers_of(subject_of(month, facility_code))
    return next((paper for paper in found if paper.area == area and paper.state != PaperState.WITHDRAWN), None)


def issue_recap(request: HttpRequest, *, area: str, month: Month, facility_code: str, office: str) -> Paper:
    """The recap of a facility's month as a paper. Raises :class:`Refusal` where nothing was guaranteed, or one stands already."""
    covers = covers_of(area, month, facility_code=facility_code)
    if not covers:
        raise Refusal(
            _("Rekap jaminan"), why=_("faskes ini tidak punya SJP pada bulan itu."), mend=_("Pilih bulan atau faskes lain.")
        )
    standing = recap_paper(area, month, facility_code)
    if standing is not None:
        raise Refusal(
            standing.number,
            why=_("rekap faskes ini untuk bulan itu sudah terbit."),
            mend=_("Tarik rekap itu dengan alasannya bila ada yang perlu diperbaiki, lalu terbitkan lagi."),
        )
    return issue(
        request,
        kind=KIND,
        area=area,
        letter=recap_letter(month, covers),
        subject=subject_of(month, facility_code),
        date=today(),
        of=office,
    )


def recap_letter(month: Month, covers: Sequence[UrgentCover]) -> letters.GuaranteeRecap:
    """The paper, in Indonesian whatever the page's language."""
    with override("id"):
        return letters.GuaranteeRecap(
            month=month, facility=covers[0].facility_name, lines=tuple(_line(cover) for cover in covers)
        )


def _line(cover: UrgentCover) -> letters.GuaranteedPerson:
    assert cover.paper and cover.from_date and cover.to_date, "the table's own rule"
    return letters.GuaranteedPerson(
        person=letter_person(cover),
        letter_number=cover.paper.number,
        instrument=f"{cover.instrument_title} {cover.instrument_number}",
        account=cover.account,
        from_date=cover.from_date,
        to_date=cover.to_date,
        revoked=cover.state == REVOKED,
        amount=cover.claim_amount,
    )


def tell_claim(cover: UrgentCover, *, user: Any, discharged_date: dt.date, claim_amount: int, seen_version: int) -> None:
    """The facility's amount after discharge; it can be told anew until the month's recap stands."""
    locked = UrgentCover.objects.select_for_update(of=("self",)).get(pk=cover.pk)
    URGENT_COVER.check_version(locked, seen_version)
    _check_claim(locked)
    locked.discharged_date, locked.claim_amount, locked.claimed_by = discharged_date, claim_amount, user
    locked.version += 1
    locked.save(update_fields=["discharged_date", "claim_amount", "claimed_by", "version"])
    locked.history.create(
        area=locked.area, move="claim", from_state=locked.state, to_state=locked.state, version=locked.version, by=user
    )
    told = {"rupiah": claim_amount}
    note(None, "urgent_cover.claim", subject=("urgent_cover", locked.pk), area=locked.area, actor=user, details=told)


def _check_claim(cover: UrgentCover) -> None:
    if cover.state not in ISSUED or cover.from_date is None:
        raise Refusal(
            _("Nilai klaim"), why=_("permohonan ini tidak punya SJP."), mend=_("Isi nilai klaim hanya pada jaminan yang terbit.")
        )
    standing = recap_paper(cover.area, Month.of(cover.from_date), cover.facility_code)
    if standing is not None:
        raise Refusal(
            _("Nilai klaim"),
            why=_("rekap bulan itu sudah terbit dengan nomor %(number)s.") % {"number": standing.number},
            mend=_("Minta Dinas Kesehatan menarik rekapnya, lalu isi lagi."),
        )
