"""Making a consumer, giving it new keys, ending it: in the counter's file, in the office's log, and once only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cakupan.law.refusal import Refusal
from cakupan.office.audit.log import note
from cakupan.office.consumers.seen import kept, refuse_elsewhere
from cakupan.office.consumers.shown import DONE, who
from cakupan.office.guarantees.clocks import moment_words
from cakupan.record.credentials import Consumer, Shown

# The log first, the file last: what the file refuses is not in the log. Where the database fails after it, the file has the
# change with the officer's name, and nobody has seen the keys.
SUBJECT = "consumer"


def create(request: HttpRequest, *, told: dict[str, Any]) -> Shown:
    """A new consumer and its keys. Raises :class:`Refusal` where the form was sent before."""
    user: Any = request.user
    number = told["consumer_id"]
    details = {"facility": told["facility_code"], "areas": told["areas"], "profile": told["profile"]}
    note(request, "consumer.create", subject=(SUBJECT, number), details=details)
    consumers = kept()
    try:
        return consumers.create(**told, at=timezone.now(), by=user.full_name)
    except Refusal:
        if consumers.get(number) is None:
            raise
        raise _made_before(number) from None


def rotate(request: HttpRequest, consumer: Consumer, *, overlap_hours: int, seen: str) -> Shown:
    """New keys; the old ones count some hours longer. Raises :class:`Refusal` where somebody was faster."""
    user: Any = request.user
    refuse_elsewhere(user, consumer)
    note(request, "consumer.rotate", subject=(SUBJECT, consumer.id), details={"overlap_hours": overlap_hours})
    # By the true clock, also in a demo: the counter, which lets the keys in, knows no other.
    at = timezone.now()
    until = at + dt.timedelta(hours=overlap_hours)
    with _first_come(request, consumer.id, _instant(seen)):
        return kept().rotate(consumer.id, at=at, old_until=until, by=user.full_name, seen=_instant(seen))


def revoke(request: HttpRequest, consumer: Consumer, *, reason: str, seen: str) -> None:
    """Nothing that it holds counts any more, from now on. Raises :class:`Refusal` where somebody was faster."""
    user: Any = request.user
    refuse_elsewhere(user, consumer)
    note(request, "consumer.revoke", subject=(SUBJECT, consumer.id), why=reason)
    with _first_come(request, consumer.id, _instant(seen)):
        kept().revoke(consumer.id, at=timezone.now(), by=user.full_name, why=reason, seen=_instant(seen))


@contextmanager
def _first_come(request: HttpRequest, consumer_id: str, seen: dt.datetime) -> Iterator[None]:
    """Whoever comes second is told what was done meanwhile, and by whom."""
    try:
        yield
    except Refusal:
        now = kept().get(consumer_id)
        if now is None or not now.changes or now.changed_at == seen:
            raise
        last = now.changes[-1]
        words = {"number": now.id, "done": DONE[last.move], "who": who(last), "at": _at(request, last.at)}
        raise Refusal(
            _("Aplikasi faskes %(number)s") % words,
            why=_(
                "sejak halaman ini Anda buka, keadaannya berubah: %(done)s oleh %(who)s pada %(at)s. Tidak ada yang diubah lagi."
            )
            % words,
            mend=_("Buka lagi halaman aplikasinya, lihat keadaannya sekarang, lalu putuskan lagi."),
        ) from None


def _at(request: HttpRequest, at: dt.datetime) -> str:
    return moment_words(at, request.area)  # type: ignore[attr-defined]


def _made_before(number: str) -> Refusal:
    return Refusal(
        _("Aplikasi faskes %(number)s") % {"number": number},
        why=_("formulir ini sudah terkirim dan aplikasinya sudah dibuat. Kuncinya hanya ditampilkan satu kali."),
        mend=_("Bila kuncinya belum sempat dicatat, buka aplikasi itu di daftar Aplikasi faskes lalu ganti kuncinya."),
    )


def _instant(told: str) -> dt.datetime:
    """The state that a form brings along; one that no consumer was ever in, if somebody wrote it by hand."""
    try:
        return dt.datetime.fromisoformat(told)
    except ValueError:
        return dt.datetime.min.replace(tzinfo=dt.UTC)
