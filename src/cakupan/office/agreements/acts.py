"""What is done with an agreement, each within the request's transaction: numbered, completed, signed, confirmed, stopped."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cakupan.law.refusal import Refusal
from cakupan.office.agreements import terms as written_terms
from cakupan.office.agreements.models import Agreement, Decree, Requirement
from cakupan.office.agreements.states import ACTIVE, AGREEMENT, COMPLETE, DRAFT
from cakupan.office.audit.log import note
from cakupan.office.clock import today


def draft(
    *, area: str, user: Any, title: str, kind: str, amends: Agreement | None = None, renews: Agreement | None = None
) -> Agreement:
    """Begin an agreement; an addendum or a renewal begins with the terms of what it follows."""
    base = amends or renews
    begun = Agreement.objects.create(
        area=area,
        state=AGREEMENT.first,
        title=title,
        kind=kind,
        amends=amends,
        renews=renews,
        made_by=user,
        decree=amends.decree if amends else None,
        terms=_carried_over(base, renewal=renews is not None) if base else {},
    )
    if base:
        begun.from_date, begun.to_date = _period(begun.terms)
        begun.save(update_fields=["from_date", "to_date"])
    note(None, "agreement.draft", subject=("agreement", begun.pk), area=area, actor=user)
    return begun


def _carried_over(base: Agreement, *, renewal: bool) -> dict[str, Any]:
    dropped = ("requirements", "papers", "signed", "review", "status", "illustrative", *(("budget_year",) if renewal else ()))
    kept = {key: value for key, value in base.terms.items() if key not in dropped}
    if renewal and base.to_date:
        start = base.to_date
        kept["period"] = {"from": start.isoformat(), "to": dt.date(start.year + 1, 1, 1).isoformat()}
    return kept


def _period(terms: dict[str, Any]) -> tuple[dt.date | None, dt.date | None]:
    told = terms.get("period")
    return (dt.date.fromisoformat(told["from"]), dt.date.fromisoformat(told["to"])) if told else (None, None)


def write_terms(agreement: Agreement, terms: dict[str, Any], *, user: Any, seen_version: int, **columns: Any) -> Agreement:
    """Take new terms into a draft. Raises :class:`Refusal` if it is no draft any more, changed since, or they cannot be read."""
    locked = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    AGREEMENT.check_version(locked, seen_version)
    if locked.state != DRAFT:
        raise Refusal(
            str(locked),
            why=_("ketentuannya tidak terbuka lagi: keadaannya “%(state)s”.") % {"state": AGREEMENT.state(locked.state).label},
            mend=_("Kembalikan dulu ke rancangan, atau buat adendum."),
        )
    locked.terms = terms
    locked.from_date, locked.to_date = _period(terms)
    locked.version += 1
    for column, value in columns.items():
        setattr(locked, column, value)
    written_terms.check(locked.document())
    locked.save()
    locked.history.create(
        area=locked.area, move="write", from_state=locked.state, to_state=locked.state, version=locked.version, by=user
    )
    note(None, "agreement.write", subject=("agreement", locked.pk), area=locked.area, actor=user)
    return locked


def move(agreement: Agreement, code: str, *, user: Any, seen_version: int, reason: str = "", **columns: Any) -> Agreement:
    """Move an agreement on, with what that move asks for and brings about."""
    AGREEMENT.check(code, user, agreement, reason=reason)
    if code in ("complete", "sign"):
        _alone(agreement)
        lacking = lacks(agreement)
        if lacking:
            raise Refusal(
                str(agreement), why=_("masih kurang: %(what)s.") % {"what": "; ".join(lacking)}, mend=_("Lengkapi dulu.")
            )
    if code in ("reopen", "return"):
        columns |= {"proposed_by": None, "signed_by": None}
    if code == "stop":
        columns["terms"] = _ending(agreement, columns["to_date"])
    moved: Agreement = AGREEMENT.move(
        Agreement.objects, agreement.pk, code, user=user, seen_version=seen_version, reason=reason, **columns
    )
    if moved.state == ACTIVE and code == "confirm":
        _replace_base(moved, user)
    if code in ("confirm", "stop", "review", "go_on", "end"):
        moved.imported_hash = written_terms.hand_over(moved)
        moved.save(update_fields=["imported_hash"])
    return moved


def _alone(agreement: Agreement) -> Agreement:
    """The agreement as it stands, locked: what it lacks and what is added to that wait for each other."""
    return Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)


def lacks(agreement: Agreement) -> list[str]:
    """What is missing before it can be signed; each in a few words."""
    found = []
    if not agreement.number:
        found.append(_("nomor"))
    if agreement.decree_id is None:
        found.append(_("Surat Keputusan"))
    if not agreement.terms.get("shares"):
        found.append(_("ketentuan"))
    found += [each.name for each in agreement.requirements.filter(done_date=None)]
    return found


def _ending(agreement: Agreement, to_date: dt.date) -> dict[str, Any]:
    """The terms with an earlier end. Raises :class:`Refusal` if that day is not within the period."""
    assert agreement.from_date and agreement.to_date, "an agreement in force has a period"
    if not agreement.from_date < to_date <= agreement.to_date:
        raise Refusal(
            str(agreement),
            why=_("hari berhentinya tidak di dalam masa berlakunya."),
            mend=_("Pilih hari sesudah mulai berlaku dan tidak sesudah berakhirnya."),
        )
    return {**agreement.terms, "period": {"from": agreement.from_date.isoformat(), "to": to_date.isoformat()}}


def _replace_base(agreement: Agreement, user: Any) -> None:
    for base, code in ((agreement.amends, "amend"), (agreement.renews, "renew")):
        if base is not None and base.in_force:
            AGREEMENT.move(
                Agreement.objects, base.pk, code, user=user, seen_version=base.version, reason=_("oleh %s") % agreement.number
            )


def fulfil(requirement: Requirement, *, user: Any, note_text: str = "", document: Any = None) -> None:
    """Note that a requirement is there. Only the desk that owes it, or the health office that leads the agreement, says so."""
    locked = Requirement.objects.select_for_update(of=("self",)).get(pk=requirement.pk)
    if user.desk not in (locked.desk, "dinkes"):
        raise Refusal(
            locked.name, why=_("syarat ini milik meja lain."), mend=_("Minta %(owner)s menyatakannya.") % {"owner": locked.owner}
        )
    if locked.done_date is not None:
        raise Refusal(locked.name, why=_("syarat ini sudah dinyatakan terpenuhi."), mend=_("Muat ulang halaman perjanjian."))
    locked.done_date, locked.done_by, locked.note, locked.document = today(), user, note_text, document
    locked.save()
    note(None, "requirement.done", subject=("agreement", locked.agreement_id), area=locked.area, actor=user, why=note_text)


def name(agreement: Agreement, *, number: str, decree: Decree | None, user: Any, seen_version: int) -> Agreement:
    """Give an agreement its number and its decree, until it is signed."""
    locked = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    AGREEMENT.check_version(locked, seen_version)
    if locked.state not in (DRAFT, COMPLETE):
        raise Refusal(
            str(locked), why=_("nomornya tetap sejak ditandatangani."), mend=_("Buat adendum bila ada yang perlu diperbaiki.")
        )
    taken = number and Agreement.objects.filter(area=locked.area, number=number).exclude(pk=locked.pk).exists()
    if taken:
        raise _taken(number)
    locked.number, locked.decree, locked.version = number, decree, locked.version + 1
    try:
        with transaction.atomic():
            locked.save(update_fields=["number", "decree", "version"])
    except IntegrityError as twice:  # a colleague gave it to another one between the look and the saving
        raise _taken(number) from twice
    locked.history.create(
        area=locked.area, move="name", from_state=locked.state, to_state=locked.state, version=locked.version, by=user
    )
    note(None, "agreement.name", subject=("agreement", locked.pk), area=locked.area, actor=user)
    return locked


def _taken(number: str) -> Refusal:
    return Refusal(number, why=_("nomor ini sudah dipakai perjanjian lain."), mend=_("Periksa buku nomor perjanjian."))


def require(agreement: Agreement, requirement: Requirement, *, user: Any) -> Requirement:
    """Add something that must be there before signing."""
    if _alone(agreement).state not in (DRAFT, COMPLETE):
        raise Refusal(str(agreement), why=_("perjanjian ini sudah ditandatangani."), mend=_("Tambahkan syarat pada adendumnya."))
    requirement.agreement, requirement.area = agreement, agreement.area
    requirement.save()
    note(None, "requirement.add", subject=("agreement", agreement.pk), area=agreement.area, actor=user)
    return requirement
