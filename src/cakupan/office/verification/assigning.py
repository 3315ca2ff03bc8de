"""Assigning mismatches to officers: a hint whose work they are, never a lock. Everybody who may propose still may."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cakupan.law.refusal import Refusal
from cakupan.office.accounts.models import User
from cakupan.office.audit.log import note
from cakupan.office.verification.acting import wait_for_turn
from cakupan.office.verification.models import MismatchAssignment
from cakupan.office.verification.worklist import assignees

AT_ONCE = 1000
NOBODY = "none"


def officer_of(area: str, told: str) -> User | None:
    """Whom a form names: an officer who may be assigned work here, or nobody (the assignment is taken back).

    Raises :class:`Refusal` if it names none of them.
    """
    if told == NOBODY:
        return None
    found = assignees(area)
    officer = next((each for each in found if str(each.pk) == told), None)
    if officer is None:
        why = _("petugas itu tidak (lagi) mengusulkan di wilayah ini.") if told else _("belum ada petugas yang dipilih.")
        raise Refusal(_("Menugaskan"), why=why, mend=_("Pilih petugas Dinsos atau Dinas Kesehatan dari daftar, lalu ulangi."))
    return officer


def assign(request: HttpRequest, area: str, rows: QuerySet[Any], officer: User | None) -> int:
    """Assign these mismatches to an officer, whoever had them before; or take back whose they are. Gives how many.

    Raises :class:`Refusal` if there are none.
    """
    wait_for_turn(area)
    told = {"officer": officer, "assigned_by": request.user, "assigned_at": timezone.now()}
    if officer is None:
        keys = list(rows.values_list("key", flat=True))
        count = MismatchAssignment.objects.filter(area=area, key__in=keys, officer__isnull=False).update(**told)
    else:
        made = [MismatchAssignment(area=area, key=key, **told) for key in rows.values_list("key", flat=True)]
        around: dict[str, Any] = {"unique_fields": ["area", "key"], "update_fields": list(told)}
        count = len(MismatchAssignment.objects.bulk_create(made, batch_size=AT_ONCE, update_conflicts=True, **around))
    if not count:
        why = _("belum ada baris yang dipilih, atau yang dipilih sudah ditindaklanjuti petugas lain.")
        if officer is None:
            why = _("tidak satu pun yang dipilih sedang ditugaskan.")
        raise Refusal(_("Menugaskan"), why=why, mend=_("Muat ulang daftarnya, pilih baris, lalu ulangi."))
    details = {"count": count, "officer_id": officer.pk} if officer else {"count": count}
    note(request, "mismatch.assign" if officer else "mismatch.unassign", details=details)
    return count


def with_officers(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows, each with the id of the ``officer`` whose work it is meant to be."""
    own = MismatchAssignment.objects.filter(area=OuterRef("area"), key=OuterRef("key"))
    told: QuerySet[Any] = rows.annotate(officer=Subquery(own.values("officer")[:1]))
    return told


def officer_names(area: str) -> dict[int, str]:
    """The names of those who may be assigned work here, by id. Whoever no longer works here is nobody's hint."""
    return {each.pk: each.full_name for each in assignees(area)}
