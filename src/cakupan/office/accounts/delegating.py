"""Handing on deciding for some days, and taking it back."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.errors import CheckViolation, ExclusionViolation, IntegrityConstraintViolation

from cakupan.law.refusal import Refusal
from cakupan.office.accounts.models import Delegation
from cakupan.office.accounts.sign_ins import home_area, officer
from cakupan.office.audit.log import note


def delegate(request: HttpRequest, given: Delegation) -> Delegation:
    """Hand on deciding. Raises :class:`Refusal` if it is not theirs, either is in another delegation in those days, or the
    receiver is no colleague any more.
    """
    giver = officer(request)
    if not giver.approver:
        raise Refusal(
            _("Pelimpahan"),
            why=_("hanya pejabat penyetuju yang dapat melimpahkan wewenangnya."),
            mend=_("Minta pejabat penyetuju di meja Anda membuatnya."),
        )
    given.giver = giver
    try:
        with transaction.atomic():
            given.save()
    except IntegrityError as refused:
        raise _why(refused) from refused
    days = {"from_date": given.from_date.isoformat(), "to_date": given.to_date.isoformat(), "receiver_id": given.receiver_id}
    note(request, "user.delegate", subject=("user", given.receiver_id), why=given.reason, area=home_area(giver), details=days)
    return given


def _why(refused: IntegrityError) -> Refusal:
    """What the database refused (migration 0003); raises what it says where that is something else."""
    if isinstance(refused.__cause__, ExclusionViolation | CheckViolation):
        return Refusal(
            _("Pelimpahan"),
            why=_("pada hari-hari itu Anda atau rekan Anda sudah berada dalam pelimpahan lain."),
            mend=_("Pilih hari atau rekan lain, atau akhiri dulu pelimpahan itu."),
        )
    if isinstance(refused.__cause__, IntegrityConstraintViolation):
        return Refusal(
            _("Pelimpahan"),
            why=_("rekan itu sekarang tidak aktif atau tidak semeja lagi dengan Anda, atau Anda bukan penyetuju lagi."),
            mend=_("Muat ulang halaman Pelimpahan, lalu pilih rekan yang tercantum."),
        )
    raise refused


def end_delegation(request: HttpRequest, pk: int) -> None:
    """Take it back, or give it back: from this moment on the giver decides again."""
    me: Any = request.user
    with transaction.atomic():
        found = Delegation.objects.select_for_update().filter(pk=pk, ended_at=None).first()
        if found is None or me.pk not in (found.giver_id, found.receiver_id):
            raise Refusal(
                _("Pelimpahan"),
                why=_("pelimpahan ini bukan milik Anda, atau sudah berakhir."),
                mend=_("Muat ulang halaman Pelimpahan."),
            )
        found.ended_at = timezone.now()
        found.save(update_fields=["ended_at"])
        note(request, "user.delegation_end", subject=("user", found.receiver_id), area=home_area(me))
