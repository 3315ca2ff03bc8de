"""One person, one date: can a SEP be made, why, and what to do now. Pure, over one edition's tables.

Membership is BPJS's: ``active`` is what the branch last reported, on the day of its position, never what our own list decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cakupan.answer.guarantee import LocalGuarantee, local_guarantee
from cakupan.answer.record import Card, Doubt, Entry, PersonRecord, Position, Source
from cakupan.answer.texts import segment_words, sentence, texts
from cakupan.answer.words import date_words

# A word of a sentence: the same in both languages, or Indonesian and English.
Word = str | int | tuple[str, str]


@dataclass(frozen=True)
class Decision:
    """Who decided: the decree, the line of its annex, and the office."""

    decree: str | None
    annex_line: str | None
    decided_by: str | None


@dataclass(frozen=True)
class Reason:
    """One sentence of the answer with what it rests on: a rule, the row of a file, a decision."""

    code: str
    text: str
    text_en: str
    rule: str | None = None
    source: Source | None = None
    decision: Decision | None = None


@dataclass(frozen=True)
class Action:
    """One thing to do now."""

    code: str
    text: str
    text_en: str
    rule: str | None = None


@dataclass(frozen=True)
class Answer:
    """The answer at the desk. ``as_of`` is the branch's position that it rests on; ``local_guarantee``: not for the active."""

    status: str
    segment: str | None
    payer: str | None
    class_: int | None
    facility: str | None
    as_of: dt.date
    on: dt.date
    reasons: tuple[Reason, ...]
    do_now: tuple[Action, ...]
    local_guarantee: LocalGuarantee | None = None

    @property
    def deceased(self) -> bool:
        """Whether the status rests on a death that the civil registry recorded."""
        return any(reason.code == "deceased" for reason in self.reasons)

    def as_dict(self) -> dict[str, Any]:
        """The answer as ``cakupan check --json`` prints it."""
        told = {"class" if key == "class_" else key: value for key, value in asdict(self).items()}
        return told | {"local_guarantee": self.local_guarantee.as_dict() if self.local_guarantee else None}


@dataclass(frozen=True)
class _Finding:
    """An intermediate verdict: the status, the card that gives it (if any), the reasons, and the codes of what to do.

    ``emergency``: whether treating first may be what there is to do; of the deceased it is not.
    """

    status: str
    reasons: tuple[Reason, ...]
    actions: tuple[str, ...] = ()
    card: Card | None = None
    entry: Entry | None = None
    emergency: bool = True


def eligibility(
    *,
    people: Sequence[PersonRecord],
    position: Position,
    on: dt.date,
    guarantees: Sequence[Mapping[str, Any]] = (),
    facility: str | None = None,
) -> Answer:
    """The answer about whoever the asked number leads to (``people``: usually one, none if unknown), on one day.

    ``position`` is the edition whose month covers ``on``, else the last before it, else the first: the answer says which.
    ``guarantees`` are the edition's guarantee documents as plain terms; ``facility`` is the code of the one that asks.
    """
    found = _found(people, position, on)
    guarantee = None
    if found.status != "active":
        guarantee = local_guarantee(documents=guarantees, people=people, on=on, facility=facility)
    return _answer(found, people, position, on, guarantee)


def _found(people: Sequence[PersonRecord], position: Position, on: dt.date) -> _Finding:
    ask_who = ("ask_dukcapil", "ask_branch")
    if not people:
        return _Finding("unknown", (_reason("not_found", as_of=date_words_pair(position.as_of)),), ask_who)
    if len(people) > 1:
        return _Finding("unknown", (_reason("identity_uncertain", people=len(people), source=people[0].source),), ask_who)
    if on < position.month.first_date:
        return _Finding("unknown", (), ("ask_branch",))
    return _of_person(people[0], position, on)


def date_words_pair(date: dt.date | None) -> tuple[str, str]:
    """A date in both languages; ``?`` where it is not known."""
    return (date_words(date), date_words(date, language="en")) if date else ("?", "?")


def _of_person(person: PersonRecord, position: Position, on: dt.date) -> _Finding:
    dead = next((d for d in person.doubts if d.code == "deceased" and (d.event_date is None or d.event_date <= on)), None)
    if dead is not None:
        return _deceased(dead, person.cards, position)
    found = _by_branch(person, position, on) or _by_list(person, position, on)
    return _Finding(found.status, (*found.reasons, *_notes(person, on)), found.actions, found.card, found.entry)


def _deceased(dead: Doubt, cards: Sequence[Card], position: Position) -> _Finding:
    """Of whom the civil registry has as deceased: since when, told when, whether the card says otherwise, and who corrects it."""
    reasons = [_doubt_reason(dead)]
    if dead.reported_date is not None:
        reasons.append(_reason("death_reported", reported=date_words_pair(dead.reported_date), source=dead.source))
    active = [card for card in cards if card.status == "active"]
    reasons += [_card_reason("card_of_deceased", card, position) for card in active]
    return _Finding("inactive", tuple(reasons), ("correct_death", *(("end_card",) if active else ())), emergency=False)


def _by_branch(person: PersonRecord, position: Position, on: dt.date) -> _Finding | None:
    """What the branch says of the person's own cards; None if it holds none."""
    if not person.cards:
        return None
    contradicted = _contradicted(person.cards)
    if contradicted is not None:
        reason = _card_reason("card_contradicts_itself", contradicted, position)
        return _Finding("unknown", (reason,), ("ask_branch",), contradicted)
    active = [card for card in person.cards if card.status == "active"]
    if not active:
        return _not_active(person, position, on)
    card = min(active, key=lambda c: (c.segment != "PEMDA", c.number or ""))
    ended = _ended_since(person, card, position, on)
    if ended is not None:
        return ended
    others = tuple(_card_reason("duplicate_card", other, position) for other in active if other.number != card.number)
    return _Finding("active", (_card_reason("branch_active", card, position), *others, *_list_notes(person, card, on)), (), card)


def _contradicted(cards: Sequence[Card]) -> Card | None:
    for card in cards:
        if card.number and {c.status for c in cards if c.number == card.number} >= {"active", "inactive"}:
            return card
    return None


def _not_active(person: PersonRecord, position: Position, on: dt.date) -> _Finding:
    silent = next((card for card in person.cards if card.status == "unknown"), None)
    if silent is not None:
        return _Finding("unknown", (_card_reason("branch_does_not_say", silent, position),), ("ask_branch",), silent)
    reasons = [_card_reason("branch_inactive", card, position) for card in person.cards]
    reasons += [_cause_reason(card, person.entries, position, on) for card in person.cards if card.cause]
    actions: tuple[str, ...] = ("ask_branch", "repair_membership", "ask_dinsos")
    if any(card.cause for card in person.cards):
        actions = ("ask_dinkes", *actions)
    return _Finding("inactive", tuple(reasons), actions, person.cards[0])


def _cause_reason(card: Card, entries: Sequence[Entry], position: Position, on: dt.date) -> Reason:
    """Why the card is not active: by the entry that ended so, if one did, else in the bare words for that cause."""
    assert card.cause is not None
    ended = [entry for entry in entries if entry.end_cause == card.cause and entry.to_date and entry.to_date <= on]
    if ended:
        return _entry_reason(card.cause, max(ended, key=lambda entry: (entry.to_date or on, entry.source.row)), position)
    code = card.cause if card.cause == "suspended_for_arrears" else f"card_{card.cause}"
    return _card_reason(code, card, position)


def _ended_since(person: PersonRecord, card: Card, position: Position, on: dt.date) -> _Finding | None:
    """A Pemda card whose every agreed day ended after the branch's position and before the asked day: our own papers end it."""
    if card.segment != "PEMDA" or not person.entries:
        return None
    begun = [entry for entry in person.entries if entry.to_date and entry.from_date and entry.from_date <= on]
    if not begun or any(entry.to_date and entry.to_date > on for entry in begun):
        return None
    last = max(begun, key=lambda entry: (entry.to_date or dt.date.min, entry.source.row))
    if last.to_date is None or position.as_of >= last.to_date:
        return None
    reasons = (_entry_reason(last.end_cause or "agreement_ended", last, position), _card_reason("branch_active", card, position))
    return _Finding("inactive", reasons, ("ask_dinkes", "repair_membership", "ask_branch"), card, last)


def _by_list(person: PersonRecord, position: Position, on: dt.date) -> _Finding:
    """The branch holds no card of the person: what our own list says, which is never ``active``."""
    if person.cards_under_review:
        reasons = tuple(_card_reason("card_under_review", card, position) for card in person.cards_under_review)
        return _Finding("unknown", reasons, ("ask_dukcapil", "ask_branch"))
    entry = _telling_entry(person.entries, on)
    if entry is not None:
        return _of_entry(entry, position, on)
    if person.entries_under_review:
        reasons = tuple(_entry_reason("list_under_review", entry, position) for entry in person.entries_under_review)
        return _Finding("unknown", reasons, ("ask_dukcapil", "ask_branch", "ask_dinkes"))
    code = "not_registered" if person.known_from == "resident" else "not_in_register"
    reason = _reason(code, as_of=date_words_pair(position.as_of), source=person.source)
    return _Finding("inactive", (reason,), ("ask_branch", "repair_membership", "ask_dinsos"))


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


def _of_entry(entry: Entry, position: Position, on: dt.date) -> _Finding:
    if entry.from_date is None or entry.to_date is None or entry.end_cause is None:
        return _Finding("inactive", (_entry_reason("not_billed", entry, position),), ("ask_dinkes", "ask_branch"), entry=entry)
    if on < entry.from_date:
        reason = _entry_reason("not_yet_effective", entry, position)
        return _Finding("inactive", (reason,), ("ask_dinkes", "repair_membership"), entry=entry)
    if entry.to_date <= on:
        reason = _entry_reason(entry.end_cause, entry, position)
        return _Finding("inactive", (reason,), ("ask_dinkes", "repair_membership", "ask_dinsos"), entry=entry)
    reasons = (_entry_reason("awaiting_branch", entry, position), _entry_reason("on_list", entry, position))
    return _Finding("unknown", reasons, ("ask_branch", "ask_dinkes", "repair_membership"), entry=entry)


def _list_notes(person: PersonRecord, card: Card, on: dt.date) -> Iterator[Reason]:
    for entry in person.entries:
        if entry.from_date and entry.to_date and entry.from_date <= on < entry.to_date:
            yield _entry_reason("on_list", entry, None)
            if card.segment != entry.segment:
                yield _reason("on_list_other_segment", segment=segment_words(card.segment, card.payer), source=card.source)


def _notes(person: PersonRecord, on: dt.date) -> Iterator[Reason]:
    for doubt in person.doubts:
        if doubt.code == "moved" and (doubt.event_date is None or doubt.event_date <= on):
            yield _doubt_reason(doubt)
            break
    if person.known_from != "resident":
        yield _reason("not_in_register", source=person.source)
    if person.facility is not None and not person.facility.contracted(on=on):
        days = date_words_pair(on)
        yield _reason("facility_not_contracted", facility=person.facility.name, on=days, source=person.facility.source)


def _answer(
    found: _Finding, people: Sequence[PersonRecord], position: Position, on: dt.date, guarantee: LocalGuarantee | None
) -> Answer:
    told = found.card or found.entry
    facility = found.card.facility_name or found.card.facility_code if found.card else None
    unique = {(reason.code, reason.source): reason for reason in (*_about_position(position, on), *found.reasons)}
    return Answer(
        status=found.status,
        segment=told.segment if told else None,
        payer=_payer(found, people) if told else None,
        class_=told.class_ if told else None,
        facility=facility,
        as_of=position.as_of,
        on=on,
        reasons=tuple(unique.values()),
        do_now=tuple(_actions(found, guarantee)),
        local_guarantee=guarantee,
    )


def _payer(found: _Finding, people: Sequence[PersonRecord]) -> str | None:
    """Who pays, as the branch says; where it does not, as the person's own entry in the same segment says."""
    told = found.card or found.entry
    if told is None or told.payer is not None:
        return told.payer if told else None
    entries = [entry for person in people for entry in person.entries if entry.segment == told.segment and entry.end_cause]
    return entries[0].payer if entries else None


def _about_position(position: Position, on: dt.date) -> Iterator[Reason]:
    day, as_of = date_words_pair(on), date_words_pair(position.as_of)
    if on < position.month.first_date:
        yield _reason("before_first_position", on=day, as_of=as_of)
    elif on >= position.month.plus(1).first_date:
        yield _reason("position_older", on=day, as_of=as_of)


def _actions(found: _Finding, guarantee: LocalGuarantee | None) -> Iterator[Action]:
    # Whoever is not known to be active may be an emergency: that comes before any paper.
    first = "make_sep" if found.status == "active" else "treat_emergency"
    codes = (first, *found.actions) if found.emergency else found.actions
    if guarantee is not None and guarantee.status == "in_force":
        codes = (codes[0], "use_guarantee", *codes[1:])
    for code in codes:
        rule = texts()["rules"].get(code)
        yield Action(code, sentence("do_now", code), sentence("do_now", code, language="en"), rule)


def _reason(
    code: str, *, source: Source | None = None, rule: str | None = None, decision: Decision | None = None, **words: Word
) -> Reason:
    both: dict[str, tuple[str, str]] = {
        name: word if isinstance(word, tuple) else (str(word), str(word)) for name, word in words.items()
    }
    text = sentence("reasons", code, words={name: word[0] for name, word in both.items()})
    text_en = sentence("reasons", code, language="en", words={name: word[1] for name, word in both.items()})
    return Reason(code, text, text_en, rule, source, decision)


def _card_reason(code: str, card: Card, position: Position) -> Reason:
    words = segment_words(card.segment, card.payer)
    return _reason(code, as_of=date_words_pair(position.as_of), segment=words, source=card.source)


def _doubt_reason(doubt: Doubt) -> Reason:
    told = texts()["unknown_day"]
    died = date_words_pair(doubt.event_date) if doubt.event_date else (told["id"], told["en"])
    return _reason(doubt.code, evidence=doubt.evidence, died=died, source=doubt.source)


def _entry_reason(code: str, entry: Entry, position: Position | None) -> Reason:
    outcome = texts()["outcomes"].get(entry.outcome, {"id": entry.outcome, "en": entry.outcome})
    return _reason(
        code,
        rule=_rule_of(code, entry, position),
        source=entry.source,
        decision=Decision(entry.decree_number, entry.annex_line, entry.decided_by),
        as_of=date_words_pair(position.as_of if position else None),
        decree=entry.decree_number or "?",
        annex_line=entry.annex_line or "?",
        agreement=entry.agreement_number or "?",
        from_date=date_words_pair(entry.from_date),
        to_date=date_words_pair(entry.to_date),
        submitted_date=date_words_pair(entry.submitted_date),
        cutoff_day=position.cutoff_day if position and position.cutoff_day else "?",
        outcome=(outcome["id"], outcome["en"]),
    )


def _rule_of(code: str, entry: Entry, position: Position | None) -> str | None:
    if code == "not_yet_effective" and position is not None:
        return position.cutoff_citation
    if code in ("agreement_ended", "on_list", "removed_from_list"):
        return f"PKS {entry.agreement_number}"
    return None
