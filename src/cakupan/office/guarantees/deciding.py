"""Recommending, granting with a letter, refusing, revoking: each within the request's transaction, told to every desk at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import override

from cakupan.answer.texts import sentence
from cakupan.answer.words import date_words
from cakupan.law.refusal import Refusal
from cakupan.office.clock import now, today
from cakupan.office.guarantees.bases import Basis, usable_basis
from cakupan.office.guarantees.clocks import day_in
from cakupan.office.guarantees.models import UrgentCover
from cakupan.office.guarantees.standing_file import tell
from cakupan.office.guarantees.states import RECOMMENDED, URGENT_COVER
from cakupan.office.papers.issuing import issue
from cakupan.office.papers.letterheads import letterhead_of
from cakupan.office.papers.signing import withdraw
from cakupan.office.people.story import place_name
from cakupan.office.rooms import rooms
from cakupan.registers.areas import DISTRICT_LENGTH
from cakupan.report import letters

SUBJECT = "urgent_cover"


def move(cover: UrgentCover, code: str, *, user: Any, seen_version: int, reason: str = "", **columns: Any) -> UrgentCover:
    """One step that needs nothing besides: recommend or not, refuse, withdraw, recall."""
    if code in ("recommend", "not_recommend"):
        columns |= {"recommended_at": now(), "recommending_office": user.desk}
    if code == "refuse":
        columns |= {"decided_at": now(), "deciding_office": user.desk}
    moved: UrgentCover = URGENT_COVER.move(
        UrgentCover.objects, cover.pk, code, user=user, seen_version=seen_version, reason=reason, **columns
    )
    return moved


def grant(
    request: HttpRequest,
    cover: UrgentCover,
    *,
    basis_key: str,
    from_date: dt.date,
    to_date: dt.date,
    services: Sequence[str] = (),
    seen_version: int,
    reason: str = "",
) -> UrgentCover:
    """Guarantee ``[from_date, to_date)`` on an instrument, with its letter.

    Raises :class:`Refusal` where the basis is no cover here and then, where the days lie outside of it, or for whatever the state
    table refuses. The row stays locked from here on, so of two officers the second is told before a letter is numbered.
    """
    user: Any = request.user
    locked = _locked(cover, "grant", user, seen_version, reason)
    basis = usable_basis(locked.area, basis_key, facility_code=locked.facility_code, on=from_date)
    _check_days(locked, basis, from_date, to_date)
    given = tuple(services) or basis.services
    if not given:
        raise Refusal(
            basis.words,
            why=_("dasar ini tidak menyebut pelayanan yang dijamin."),
            mend=_("Tulis pelayanan yang dijamin, lalu kirim lagi."),
        )
    assert basis.date is not None, "a usable basis has its date"
    columns: dict[str, Any] = {
        "decided_at": now(),
        "deciding_office": user.desk,
        "instrument": basis.instrument,
        "instrument_number": basis.number,
        "instrument_title": basis.title,
        "instrument_date": basis.date,
        "account": basis.account,
        "services": list(given),
        "from_date": from_date,
        "to_date": to_date,
    }
    for name, value in columns.items():
        setattr(locked, name, value)
    paper = issue(
        request,
        kind="local_guarantee_letter",
        area=locked.area,
        letter=letter_of(locked),
        subject=(SUBJECT, locked.pk),
        date=today(),
        of=user.desk,
    )
    moved = move(locked, "grant", user=user, seen_version=seen_version, reason=reason, paper=paper, **columns)
    tell(moved.area)
    return moved


def revoke(request: HttpRequest, cover: UrgentCover, *, seen_version: int, reason: str) -> UrgentCover:
    """Take a guarantee back: from now on it holds nowhere, and its letter's page says so with the reason."""
    moved = move(cover, "revoke", user=request.user, seen_version=seen_version, reason=reason, revoked_at=now())
    assert moved.paper_id is not None, "the table's own rule"
    withdraw(request, moved.paper_id, reason=reason)
    tell(moved.area)
    return moved


def _locked(cover: UrgentCover, code: str, user: Any, seen_version: int, reason: str) -> UrgentCover:
    locked = UrgentCover.objects.select_for_update(of=("self",)).get(pk=cover.pk)
    URGENT_COVER.check_version(locked, seen_version)
    URGENT_COVER.check(code, user, locked, reason=reason)
    return locked


def _check_days(cover: UrgentCover, basis: Basis, from_date: dt.date, to_date: dt.date) -> None:
    """A guarantee begins on the day of admission at the earliest and ends with its instrument at the latest."""
    admitted = day_in(cover.area, cover.admitted_at)
    if from_date < admitted:
        raise Refusal(
            _("Masa jaminan"),
            why=_("mulainya sebelum pasien masuk, %(day)s.") % {"day": date_words(admitted)},
            mend=_("Pilih hari masuk atau sesudahnya."),
        )
    if to_date <= from_date or (basis.to_date is not None and to_date > basis.to_date):
        raise Refusal(
            _("Masa jaminan"),
            why=_("berakhirnya sebelum mulai, atau sesudah masa dasar penjaminannya."),
            mend=_("Pilih hari terakhir di dalam masa dasar penjaminan."),
        )


def letter_of(cover: UrgentCover) -> letters.LocalGuaranteeLetter:
    """The letter, in Indonesian whatever the page's language."""
    assert cover.from_date and cover.to_date and cover.instrument_date, "a letter is of a decision"
    with override("id"):
        status, as_of = status_words(cover)
        return letters.LocalGuaranteeLetter(
            person=letter_person(cover),
            facility=cover.facility_name,
            services=tuple(cover.services),
            from_date=cover.from_date,
            to_date=cover.to_date,
            instrument=letters.CitedPaper(cover.instrument_title, cover.instrument_number, cover.instrument_date),
            account=cover.account,
            status=status,
            as_of=as_of,
            recommended_by=_recommended(cover),
        )


def letter_person(cover: UrgentCover) -> letters.Person:
    """The patient as papers name them."""
    village = cover.person.village if cover.person else ""
    return letters.Person(
        name=cover.name,
        nik=cover.nik or (cover.person.nik if cover.person else ""),
        card_number=cover.card_number,
        birth_date=cover.birth_date,
        village=place_name(village),
        district=place_name(village[:DISTRICT_LENGTH]),
    )


def _recommended(cover: UrgentCover) -> str:
    if cover.state != RECOMMENDED or not cover.recommended_at:
        return ""
    return (
        f"{letterhead_of(cover.area, cover.recommending_office).office}, {date_words(day_in(cover.area, cover.recommended_at))}"
    )


def status_words(cover: UrgentCover) -> tuple[str, dt.date]:
    """Why the patient is not active, as the branch last told it, and the day of that position; in the page's language."""
    on = day_in(cover.area, cover.admitted_at)
    number = cover.nik or cover.card_number
    if not number:
        return _("belum diketahui: pasien tanpa NIK dan nomor kartu"), on
    try:
        answer = rooms().ask(number=number, on=on, area=cover.area)
    except Refusal:
        return _("belum diketahui: belum ada data posisi"), on
    said = " ".join(reason.text for reason in answer.reasons[:1])
    return f"{sentence('statuses', answer.status)}. {said}".strip(), answer.as_of
