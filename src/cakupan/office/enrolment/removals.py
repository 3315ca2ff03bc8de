"""Taking people off a list: lines come from approved data tidak padan, and go the way of decree, branch and answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

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
AT_ONCE = 1000


@dataclass(frozen=True)
class Leaving:
    """Somebody who is to be taken off, why (a code), and the key of the mismatch that was approved."""

    person: Person
    reason: str
    mismatch_key: str


@transaction.atomic
def add(area: str, leaving: Sequence[Leaving], user: Any) -> set[str]:
    """Put people on the open lists of those to be taken off, each under its agreement; gives the keys of whoever is on one now.

    A list is begun where none is open. The same mismatch twice keeps the line that stands, whatever became of its list; nobody
    stands on a list twice. Whoever is on no list in force, or under an agreement that is not in the office, is on none. Within
    the transaction of whoever approves; whoever adds a line does not approve the list. A few queries, however many they are.
    """
    there = _standing(area, leaving)
    entries = _entries(area, [each for each in leaving if each.mismatch_key not in there])
    lists = _open_lists(area, {entry.agreement_number for entry in entries.values()}, user)
    placed = {
        each.mismatch_key: (each, lists[entry.agreement_number], entry)
        for each in leaving
        if (entry := entries.get(each.person.pk)) and each.mismatch_key not in there and entry.agreement_number in lists
    }
    _write(area, [*placed.values()], user)
    return there | set(placed)


def _standing(area: str, leaving: Sequence[Leaving]) -> set[str]:
    """The mismatches that have a line already, on a list that was not cancelled."""
    found = ProposalLine.objects.filter(area=area, mismatch_key__in=[each.mismatch_key for each in leaving])
    return set(found.exclude(proposal__state="cancelled").values_list("mismatch_key", flat=True))


def _entries(area: str, leaving: Sequence[Leaving]) -> dict[int, ListEntry]:
    """The newest entry in force of each person who has one, by person."""
    found = ListEntry.objects.filter(area=area, person__in=[each.person.pk for each in leaving], outcome__in=IN_FORCE)
    return {entry.person_id: entry for entry in found.order_by("person_id", "-from_date", "pk").distinct("person_id")}


def _open_lists(area: str, numbers: set[str], user: Any) -> dict[str, Proposal]:
    """The list of each of these agreements that is still being drawn up, locked; begun where there is none."""
    agreements = {each.number: each for each in Agreement.objects.filter(area=area, number__in=numbers)}
    drafted = Proposal.objects.filter(area=area, kind=Kind.REMOVE, agreement__in=agreements.values(), state=DRAFTED)
    lists: dict[str, Proposal] = {}
    for proposal in drafted.select_for_update(of=("self",)).select_related("agreement").order_by("id"):
        lists.setdefault(proposal.agreement.number, proposal)
    missing = [agreements[number] for number in sorted(set(agreements) - set(lists))]
    if missing:
        position = current_position(area)
        assert position is not None, "an entry of a list comes from a position"
        around = {"state": PROPOSAL.first, "kind": Kind.REMOVE, "month": position.month, "edition": position.edition}
        begun = [Proposal(area=area, agreement=each, made_by=user, **around) for each in missing]
        lists |= {proposal.agreement.number: proposal for proposal in Proposal.objects.bulk_create(begun)}
    return lists


def _write(area: str, placed: Sequence[tuple[Leaving, Proposal, ListEntry]], user: Any) -> None:
    """The lines of those who are not on their list yet, each list's new version, and a note of how many it gained."""
    lists = {proposal.pk: proposal for _each, proposal, _entry in placed}
    listed = set(
        ProposalLine.objects.filter(
            proposal__in=list(lists), identity__in=[each.person.identity for each, _list, _entry in placed]
        ).values_list("proposal_id", "identity")
    )
    freed = {pk: _freed(proposal) for pk, proposal in lists.items()}
    lines: dict[tuple[int, str], ProposalLine] = {}
    for each, proposal, entry in placed:
        at = (proposal.pk, each.person.identity)
        if at not in listed and at not in lines:
            lines[at] = _line(area, each, proposal, entry, freed[proposal.pk], user)
    ProposalLine.objects.bulk_create(lines.values(), batch_size=AT_ONCE)
    gained = Counter(pk for pk, _identity in lines)
    Proposal.objects.filter(pk__in=gained).update(version=F("version") + 1)
    for pk, people in sorted(gained.items()):
        note(None, "proposal.add_removal", subject=("proposal", pk), area=area, actor=user, details={"people": people})


def _line(area: str, each: Leaving, proposal: Proposal, entry: ListEntry, freed: int, user: Any) -> ProposalLine:
    person = each.person
    return ProposalLine(
        area=area,
        proposal=proposal,
        identity=person.identity,
        person=person,
        reason=each.reason[:60],
        nik=entry.nik or person.nik,
        name=entry.name or person.name,
        family=person.identity[:40],
        family_card_number=person.family_card_number,
        card_number=entry.card_number,
        birth_date=person.birth_date,
        sex=person.sex,
        village=entry.village or person.village,
        rupiah_to_year_end=freed,
        mismatch_key=each.mismatch_key,
        added_by=user,
    )


def _freed(proposal: Proposal) -> int:
    """What one person less frees from next month to December; 0 where the law has no one rate for these months."""
    next_month = Month.of(proposal.month).plus(1)
    if next_month.number == 1:
        return 0
    with suppress(Refusal):
        return sum(pemda_month_rate(month=month) for month in to_year_end(next_month))
    return 0
