"""Whom the branch holds no card of: what our own list and the resident register say, which is never ``active``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

from cakupan.answer.cited import cited
from cakupan.answer.finding import Finding
from cakupan.answer.newborn import newborn
from cakupan.answer.reasons import Reason, card_reason, day_words, entry_reason, reason
from cakupan.answer.record import Entry, PersonRecord, Position
from cakupan.law.consultation import Consultation


def by_list(person: PersonRecord, position: Position, on: dt.date) -> Finding:
    """What is under review, else what our list says of the day, else that nobody registered the person."""
    if person.cards_under_review:
        reasons = tuple(card_reason("card_under_review", card, position) for card in person.cards_under_review)
        return Finding("unknown", reasons, ("ask_dukcapil", "ask_branch"))
    entry = _telling_entry(person.entries, on)
    if entry is not None:
        return _of_entry(entry, position, on)
    if person.entries_under_review:
        reasons = tuple(entry_reason("list_under_review", entry, position) for entry in person.entries_under_review)
        return Finding("unknown", reasons, ("ask_dukcapil", "ask_branch", "ask_dinkes"))
    return newborn(person, on) or _not_registered(person, position, on)


def _not_registered(person: PersonRecord, position: Position, on: dt.date) -> Finding:
    resident = person.known_from == "resident"
    code = "not_registered" if resident else "not_in_register"
    said = (reason(code, as_of=day_words(position.as_of), source=person.source),)
    wait = _waiting(on) if resident else None
    actions = ("ask_branch", "repair_membership", "ask_dinsos", "register_alone")
    return Finding("inactive", (*said, wait) if wait else said, actions)


@lru_cache(maxsize=512)
def _waiting(on: dt.date) -> Reason | None:
    """How long a new self-payer waits, where the law is settled on that day."""
    law = Consultation(on=on)
    days = law.admissible("enrolment.waiting_days") if law.defined("enrolment.waiting_days") else ()
    return reason("waiting_days", rule=cited("enrolment.waiting_days", on), days=days[0]) if len(days) == 1 else None


def _telling_entry(entries: Sequence[Entry], on: dt.date) -> Entry | None:
    """The entry that tells most about the day: in force, else still to come, else the one that ended last, else any."""

    def order(entry: Entry) -> tuple[int, int, int]:
        if entry.from_date is None or entry.to_date is None or entry.end_cause is None:
            return 3, 0, entry.source.row
        if entry.from_date <= on < entry.to_date:
            return 0, entry.from_date.toordinal(), entry.source.row
        if on < entry.from_date:
            return 1, entry.from_date.toordinal(), entry.source.row
        return 2, -entry.to_date.toordinal(), entry.source.row

    return min(entries, key=order, default=None)


def _of_entry(entry: Entry, position: Position, on: dt.date) -> Finding:
    if entry.from_date is None or entry.to_date is None or entry.end_cause is None:
        return Finding("inactive", (entry_reason("not_billed", entry, position),), ("ask_dinkes", "ask_branch"), entry=entry)
    if on < entry.from_date:
        said = entry_reason("not_yet_effective", entry, position)
        return Finding("inactive", (said,), ("ask_dinkes", "repair_membership"), entry=entry)
    if entry.to_date <= on:
        said = entry_reason(entry.end_cause, entry, position)
        return Finding("inactive", (said,), ("ask_dinkes", "repair_membership", "ask_dinsos"), entry=entry)
    reasons = (entry_reason("awaiting_branch", entry, position), entry_reason("on_list", entry, position))
    return Finding("unknown", reasons, ("ask_branch", "ask_dinkes", "repair_membership"), entry=entry)
