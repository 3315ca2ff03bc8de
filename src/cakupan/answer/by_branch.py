"""What the branch says of a person: its last position, and what it told since. Nothing else ever makes an answer active."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from cakupan.answer.arrears import arrears_reasons, fine_reasons
from cakupan.answer.finding import Finding
from cakupan.answer.off_pbi import off_pbi_reasons, reactivation_action
from cakupan.answer.reasons import Decision, Reason, card_reason, day_words, entry_reason, reason
from cakupan.answer.record import Card, Entry, PersonRecord, Position
from cakupan.answer.standing import Activation
from cakupan.answer.texts import segment_words
from cakupan.law.segment import SELF_PAYERS


def by_branch(person: PersonRecord, position: Position, on: dt.date, told: Sequence[Activation]) -> Finding | None:
    """What the branch says of the person's own cards; None if it holds none and told of none."""
    activation = activation_since(told, position, on)
    if activation is not None:
        return _activated(person, activation, position, on)
    if not person.cards:
        return None
    contradicted = _contradicted(person.cards)
    if contradicted is not None:
        return Finding(
            "unknown", (card_reason("card_contradicts_itself", contradicted, position),), ("ask_branch",), contradicted
        )
    active = [card for card in person.cards if card.status == "active"]
    if not active:
        return _not_active(person, position, on)
    card = active[0] if len(active) == 1 else min(active, key=lambda c: (c.segment != "PEMDA", c.number or ""))
    ended = _ended_since(person.entries, card.segment, position.as_of, on)
    if ended is not None:
        said = card_reason("branch_active", card, position)
        return Finding("inactive", (_end_reason(ended, position), said), ("ask_dinkes", "repair_membership", "ask_branch"), card)
    others = (card_reason("duplicate_card", other, position) for other in active if other.number != card.number)
    reasons = (card_reason("branch_active", card, position), *others, *_list_notes(person, card.segment, card, on))
    return Finding("active", reasons, (), card)


def activation_since(told: Sequence[Activation], position: Position, on: dt.date) -> Activation | None:
    """The newest word of the branch that is newer than its position and holds on the day: a later position says it itself."""
    return next((each for each in told if each.from_date <= on and each.told_at.date() >= position.as_of), None)


def activated_reason(activation: Activation, position: Position) -> Reason:
    """Who told it, when, by which letter, and that the position does not have it yet."""
    return reason(
        "branch_activated",
        decision=Decision(activation.reference, None, activation.told_by),
        told_by=activation.told_by,
        told=day_words(activation.told_at.date()),
        reference=activation.reference,
        from_date=day_words(activation.from_date),
        segment=segment_words(activation.segment, activation.payer),
        as_of=day_words(position.as_of),
    )


def _activated(person: PersonRecord, activation: Activation, position: Position, on: dt.date) -> Finding:
    """Active by the branch's later word, unless our own papers ended that cover after it."""
    said = activated_reason(activation, position)
    card = next((card for card in person.cards if card.segment == activation.segment), None)
    ended = _ended_since(person.entries, activation.segment, activation.told_at.date(), on)
    if ended is not None:
        actions = ("ask_dinkes", "repair_membership", "ask_branch")
        return Finding("inactive", (_end_reason(ended, position), said), actions, card, activation=activation)
    fines = fine_reasons(person.debts, on) if activation.segment in SELF_PAYERS else ()
    reasons = (said, *fines, *_list_notes(person, activation.segment, card, on))
    return Finding("active", reasons, (), card, activation=activation)


def _contradicted(cards: Sequence[Card]) -> Card | None:
    if len(cards) == 1:
        return None
    for card in cards:
        if card.number and {c.status for c in cards if c.number == card.number} >= {"active", "inactive"}:
            return card
    return None


def _not_active(person: PersonRecord, position: Position, on: dt.date) -> Finding:
    silent = next((card for card in person.cards if card.status == "unknown"), None)
    if silent is not None:
        return Finding("unknown", (card_reason("branch_does_not_say", silent, position),), ("ask_branch",), silent)
    reasons = [card_reason("branch_inactive", card, position) for card in person.cards]
    actions: list[str] = []
    for card in person.cards:
        if card.cause:
            reasons += _cause_reasons(card, person.entries, position)
            actions.append("ask_dinkes")
        elif card.segment == "PBI_JK":
            reasons += off_pbi_reasons(card, position, on)
            actions.append(reactivation_action(on))
    if any(card.segment in SELF_PAYERS for card in person.cards):
        owed = tuple(arrears_reasons(person.debts, position, on))
        reasons += owed
        actions += ["pay_arrears"] if owed else []
    if len(reasons) == len(person.cards):
        reasons.append(reason("cause_not_told", source=person.cards[0].source))
    actions = [*dict.fromkeys(actions), "ask_branch", "repair_membership", "ask_dinsos"]
    return Finding("inactive", tuple(reasons), tuple(actions), person.cards[0])


def _cause_reasons(card: Card, entries: Sequence[Entry], position: Position) -> Iterator[Reason]:
    """Why the card is not active: the Pemda's own arrears, or the entry that ended so. Without one nothing is claimed."""
    if card.cause == "suspended_for_arrears":
        yield card_reason(card.cause, card, position)
        return
    ended = [entry for entry in entries if entry.end_cause == card.cause and entry.to_date]
    if card.cause and ended:
        yield entry_reason(card.cause, max(ended, key=lambda e: (e.to_date or dt.date.min, e.source.row)), position)


def _ended_since(entries: Sequence[Entry], segment: str | None, said_on: dt.date, on: dt.date) -> Entry | None:
    """Of a Pemda card: the entry whose end came after the branch spoke and before the day, if no other has a day left."""
    if segment != "PEMDA" or not entries:
        return None
    begun = [entry for entry in entries if entry.to_date and entry.from_date and entry.from_date <= on]
    if not begun or any(entry.to_date and entry.to_date > on for entry in begun):
        return None
    last = max(begun, key=lambda entry: (entry.to_date or dt.date.min, entry.source.row))
    return None if last.to_date is None or said_on >= last.to_date else last


def _end_reason(entry: Entry, position: Position) -> Reason:
    return entry_reason(entry.end_cause or "agreement_ended", entry, position)


def _list_notes(person: PersonRecord, segment: str | None, card: Card | None, on: dt.date) -> Iterator[Reason]:
    for entry in person.entries:
        if entry.from_date and entry.to_date and entry.from_date <= on < entry.to_date:
            yield entry_reason("on_list", entry, None)
            if segment != entry.segment:
                words = segment_words(segment, card.payer if card else None)
                yield reason("on_list_other_segment", segment=words, source=card.source if card else None)
