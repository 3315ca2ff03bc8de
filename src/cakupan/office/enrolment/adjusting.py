"""Taking people out of a list and in again, each with a reason: families stay whole, quota and budget are asked again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cakupan.law.refusal import Refusal
from cakupan.office.audit.log import note
from cakupan.office.enrolment.models import Proposal, ProposalLine
from cakupan.office.enrolment.states import DRAFTED, PROPOSAL, TAKING_ROOM


def adjust(proposal: Proposal, chosen: Collection[int], *, include: bool, why: str, user: Any, seen_version: int) -> int:
    """Take the chosen lines, and everybody of their families, in or out; gives how many lines changed.

    Raises :class:`Refusal` without a reason, if the list is no draft any more or was changed since it was seen, or if those
    taken in do not fit quota and budget.
    """
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    PROPOSAL.check_version(locked, seen_version)
    if locked.state != DRAFTED:
        raise Refusal(
            str(locked),
            why=_("daftarnya tidak terbuka lagi: keadaannya “%(state)s”.") % {"state": PROPOSAL.state(locked.state).label},
            mend=_("Minta Dukcapil atau pejabat penyetuju mengembalikannya dulu."),
        )
    if not why.strip():
        raise Refusal(
            _("Penyesuaian daftar"), why=_("tiap penyesuaian perlu alasan."), mend=_("Tulis alasannya, lalu kirim lagi.")
        )
    families = ProposalLine.objects.filter(proposal=locked, pk__in=chosen).values_list("family", flat=True)
    changed = ProposalLine.objects.filter(proposal=locked, family__in=list(families)).exclude(included=include)
    count = changed.update(included=include, adjusted_by=user, adjusted_why=why.strip()[:300], adjusted_at=timezone.now())
    if include:
        check_room(locked)
    locked.version += 1
    locked.save(update_fields=["version"])
    did = "take_in" if include else "take_out"
    locked.history.create(
        area=locked.area,
        move=did,
        from_state=DRAFTED,
        to_state=DRAFTED,
        version=locked.version,
        reason=why,
        by=user,
        details={"lines": count},
    )
    note(
        None, f"proposal.{did}", subject=("proposal", locked.pk), area=locked.area, actor=user, why=why, details={"lines": count}
    )
    return count


def room_left(proposal: Proposal) -> int | None:
    """How many more people fit: the room of the position, less this list, less lists approved from the same position; None if
    the list takes people off."""
    if not proposal.enrols or proposal.room is None:
        return None
    return proposal.room - taken_by_others(proposal) - proposal.people()


def taken_by_others(proposal: Proposal) -> int:
    """People on other lists of the agreement that were approved from the same position."""
    others = Proposal.objects.filter(
        area=proposal.area,
        agreement__in=same_agreement(proposal),
        kind=proposal.kind,
        edition=proposal.edition,
        state__in=TAKING_ROOM,
    ).exclude(pk=proposal.pk)
    return others.aggregate(people=Count("lines", filter=Q(lines__included=True)))["people"] or 0


def same_agreement(proposal: Proposal) -> list[int]:
    """The agreement, its base and addenda: one quota, one budget."""
    agreement = proposal.agreement
    base = agreement.amends or agreement
    return [base.pk, agreement.pk, *base.addenda.values_list("pk", flat=True)]


def check_room(proposal: Proposal) -> None:
    """Raises :class:`Refusal` telling by how many people the list is too long."""
    left = room_left(proposal)
    if left is None or left >= 0:
        return
    bound = _("kuota") if proposal.bound_by == "quota_full" else _("anggaran sampai akhir tahun")
    raise Refusal(
        str(proposal),
        why=_("daftarnya %(over)d jiwa lebih banyak daripada yang muat dalam %(bound)s; keluarga tetap utuh.")
        % {"over": -left, "bound": bound},
        mend=_("Keluarkan dulu keluarga lain dengan alasan, atau ubah perjanjiannya dengan adendum."),
    )
