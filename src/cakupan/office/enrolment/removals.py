"""Taking people off a list: lines come from approved data tidak padan, and go the way of decree, branch and answer."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.month.pemda_rate import pemda_month_rate, to_year_end
from cakupan.office.agreements.models import Agreement
from cakupan.office.audit.log import note
from cakupan.office.enrolment.models import Kind, Proposal, ProposalLine
from cakupan.office.enrolment.states import DRAFTED, PROPOSAL
from cakupan.office.positions.current import current_position
from cakupan.office.positions.models import ListEntry, Person

IN_FORCE = ("billed", "not_yet_effective", "suspended_for_arrears")


@transaction.atomic
def add(area: str, person: Person, reason: str, mismatch_key: str, user: Any) -> ProposalLine:
    """Put a person on the open list of those to be taken off their agreement, and return the line.

    The list is begun if none is open. The same mismatch twice gives the line that stands, whatever became of its list. Within
    the transaction of whoever approves the mismatch; whoever adds a line does not approve the list. Raises :class:`Refusal` if
    the person is on no list in force, or its agreement is not in the office.
    """
    standing = ProposalLine.objects.filter(area=area, mismatch_key=mismatch_key).exclude(proposal__state="cancelled").first()
    if standing is not None and mismatch_key:
        return standing
    entry = ListEntry.objects.filter(area=area, person=person, outcome__in=IN_FORCE).order_by("-from_date").first()
    if entry is None:
        raise Refusal(
            _("Penonaktifan peserta"),
            why=_("orang ini tidak ada di daftar yang berlaku, jadi tidak ada yang dinonaktifkan."),
            mend=_("Muat ulang data tidak padan dari posisi yang terakhir."),
        )
    proposal = _open_list(area, entry, user)
    line, made = ProposalLine.objects.get_or_create(
        proposal=proposal,
        identity=person.identity,
        defaults={
            "area": area,
            "person": person,
            "reason": reason[:60],
            "nik": entry.nik or person.nik,
            "name": entry.name or person.name,
            "family": person.identity[:40],
            "family_card_number": person.family_card_number,
            "card_number": entry.card_number,
            "birth_date": person.birth_date,
            "sex": person.sex,
            "village": entry.village or person.village,
            "rupiah_to_year_end": _freed(proposal),
            "mismatch_key": mismatch_key,
            "added_by": user,
        },
    )
    if made:
        Proposal.objects.filter(pk=proposal.pk).update(version=F("version") + 1)
        note(None, "proposal.add_removal", subject=("proposal", proposal.pk), area=area, actor=user)
    return line


def _freed(proposal: Proposal) -> int:
    """What one person less frees from next month to December; 0 where the law has no one rate for these months."""
    next_month = Month.of(proposal.month).plus(1)
    if next_month.number == 1:
        return 0
    with suppress(Refusal):
        return sum(pemda_month_rate(month=month) for month in to_year_end(next_month))
    return 0


def _open_list(area: str, entry: ListEntry, user: Any) -> Proposal:
    agreement = Agreement.objects.filter(area=area, number=entry.agreement_number).first()
    if agreement is None:
        raise Refusal(
            _("Penonaktifan peserta"),
            why=_("perjanjian %(number)s belum tercatat di kantor ini.") % {"number": entry.agreement_number or "–"},
            mend=_("Catat perjanjiannya dulu, atau minta admin mengambilnya dari berkas yang sudah masuk."),
        )
    found = (
        Proposal.objects.select_for_update(of=("self",))
        .filter(area=area, kind=Kind.REMOVE, agreement=agreement, state=DRAFTED)
        .order_by("id")
        .first()
    )
    if found is not None:
        return found
    position = current_position(area)
    assert position is not None, "an entry of a list comes from a position"
    return Proposal.objects.create(
        area=area,
        state=PROPOSAL.first,
        kind=Kind.REMOVE,
        agreement=agreement,
        month=position.month,
        edition=position.edition,
        made_by=user,
    )
