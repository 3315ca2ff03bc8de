"""The same-day path: where BPJS granted UHC Prioritas, the region sends a person to the branch, and the branch answers here.

Only that answer makes an activation; nothing that the region decides does.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from cakupan.answer.words import date_words
from cakupan.law.effective_date import EffectiveDate, effective_date
from cakupan.law.refusal import Refusal
from cakupan.office.clock import now, today
from cakupan.office.coverage.models import UhcStatus
from cakupan.office.guarantees.clocks import day_in
from cakupan.office.guarantees.deciding import move
from cakupan.office.guarantees.models import UrgentCover
from cakupan.office.guarantees.standing_file import tell
from cakupan.office.language import language

SAME_DAY = "same_day"


def granted_date(area: str, on: dt.date) -> dt.date | None:
    """Since when BPJS has granted the area UHC Prioritas, as recorded with its letter; None where it had not by that day."""
    granted = UhcStatus.objects.filter(area=area, granted_date__lte=on).order_by("-granted_date").first()
    return granted.granted_date if granted else None


def same_day(area: str, on: dt.date) -> EffectiveDate:
    """The law's ruling for somebody sent on a day. Raises :class:`Refusal` where it is not the same day."""
    ruling = effective_date(submitted_on=on, segment="PEMDA", uhc_granted_on=granted_date(area, on))
    if ruling.rule != SAME_DAY:
        raise Refusal(
            _("Aktivasi hari yang sama"),
            why=_(
                "pada %(day)s BPJS belum memberi daerah ini UHC Prioritas; tanpa itu yang dikirim hari itu aktif mulai %(from)s."
            )
            % {"day": _words(on), "from": _words(ruling.effective_date)},
            mend=_("Putuskan jaminan dengan SJP, atau masukkan orangnya ke Usulan peserta."),
        )
    return ruling


def send(cover: UrgentCover, *, user: Any, seen_version: int, reason: str = "") -> UrgentCover:
    """Send the person to the branch. Refused without UHC Prioritas on this day, or without a number to activate."""
    if not (cover.nik or cover.card_number):
        raise Refusal(
            _("Aktivasi hari yang sama"),
            why=_("pasien ini tidak punya NIK atau nomor kartu; cabang tidak dapat mengaktifkannya."),
            mend=_("Minta Dukcapil memastikan NIK-nya, atau putuskan jaminan dengan SJP."),
        )
    same_day(cover.area, today())
    return move(cover, "send", user=user, seen_version=seen_version, reason=reason, sent_at=now())


def activate(
    cover: UrgentCover, *, user: Any, seen_version: int, active_from_date: dt.date, reference: str, reason: str = ""
) -> UrgentCover:
    """The branch's word that the person is active from a day. Refused for a day that has not come or without the status then."""
    same_day(cover.area, active_from_date)
    if active_from_date > today() or active_from_date < day_in(cover.area, cover.admitted_at):
        raise Refusal(
            _("Aktivasi hari yang sama"),
            why=_("hari aktifnya belum tiba, atau sebelum pasien masuk."),
            mend=_("Tulis hari aktif seperti pada aplikasi BPJS."),
        )
    told = {"answered_at": now(), "active_from_date": active_from_date, "branch_reference": reference}
    moved = move(cover, "activate", user=user, seen_version=seen_version, reason=reason, **told)
    tell(moved.area)
    return moved


def not_activate(cover: UrgentCover, *, user: Any, seen_version: int, reason: str) -> UrgentCover:
    """The branch's no, with its reason; a guarantee can still be decided."""
    return move(cover, "not_activate", user=user, seen_version=seen_version, reason=reason, answered_at=now())


def _words(day: dt.date) -> str:
    return date_words(day, language=language())
