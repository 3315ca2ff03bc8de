"""One person, one date: can a SEP be made, why, and what to do now. Pure, over one edition and what stands beside it.

Membership is BPJS's: ``active`` is what the branch last reported, in its position or since, never what our own list decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cakupan.answer.by_branch import activated_reason, activation_since, by_branch
from cakupan.answer.by_list import by_list
from cakupan.answer.contracts import NOTHING, Facilities, asking_notes, facility_notes, not_here
from cakupan.answer.finding import Finding
from cakupan.answer.guarantee import LocalGuarantee, local_guarantee
from cakupan.answer.newborn import baby_of, without_nik
from cakupan.answer.reasons import Action, Decision, Reason, action, card_reason, day_words, doubt_reason, reason
from cakupan.answer.record import Card, Doubt, PersonRecord, Position
from cakupan.answer.standing import Activation, Standing

__all__ = ["Action", "Answer", "Decision", "Reason", "eligibility"]

ASK_WHO = ("ask_dukcapil", "ask_branch")
ASK_NOBODY = ("ask_dukcapil", "ask_by_mother", "ask_branch")
NOWHERE = Facilities()
# Whose officer on duty can help with what.
ON_DUTY = {
    "ask_dinsos": "dinsos", "reactivate_pbi": "dinsos", "reactivate_pbi_with_letter": "dinsos", "ask_dinkes": "dinkes",
    "use_guarantee": "dinkes", "show_letter": "dinkes", "ask_branch": "bpjs", "pay_arrears": "bpjs", "register_newborn": "bpjs",
    "register_alone": "bpjs", "end_card": "bpjs", "mend_contract": "bpjs", "mend_credentialing": "bpjs",
}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """The answer at the desk. ``as_of`` is the branch's position that it rests on; ``local_guarantee``: not for the active.

    ``activated_date``: since when it is active, where the branch told so after its position.
    """

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
    activated_date: dt.date | None = None

    @property
    def deceased(self) -> bool:
        """Whether the status rests on a death that the civil registry recorded."""
        return any(reason.code == "deceased" for reason in self.reasons)

    def as_dict(self) -> dict[str, Any]:
        """The answer as ``cakupan check --json`` prints it."""
        reasons, do_now = [each.as_dict() for each in self.reasons], [each.as_dict() for each in self.do_now]
        return {**self.told(), "reasons": reasons, "do_now": do_now}

    def told(self) -> dict[str, Any]:
        """The same for a writer of JSON that writes a :class:`Reason` and an :class:`Action` by their fields."""
        return {
            "status": self.status,
            "segment": self.segment,
            "payer": self.payer,
            "class": self.class_,
            "facility": self.facility,
            "as_of": self.as_of,
            "on": self.on,
            "reasons": self.reasons,
            "do_now": self.do_now,
            "local_guarantee": self.local_guarantee.as_dict() if self.local_guarantee else None,
        }


def eligibility(
    *,
    people: Sequence[PersonRecord],
    position: Position,
    on: dt.date,
    guarantees: Sequence[Mapping[str, Any]] = (),
    facility: str | None = None,
    facilities: Facilities = NOWHERE,
    number: str | None = None,
    standing: Standing | None = None,
) -> Answer:
    """The answer about whoever the asked number leads to (``people``: usually one, none if unknown), on one day.

    ``position`` is the edition whose month covers ``on``, else the last before it, else the first: the answer says which.
    ``guarantees`` are the edition's guarantee documents as plain terms; ``facility`` is the code of the one that asks, looked up
    in the edition's ``facilities``. ``number`` is the NIK or card number as it was asked: what was decided or told since the
    edition (``standing``) may name somebody whom it does not hold yet.
    """
    numbers = _numbers(people, number) if standing is not None else ()
    told = standing.told_of(numbers) if standing is not None else ()
    found = _found(people, position, on, told)
    noted = asking_notes(facility, facilities, on) if facility is not None and found.status == "active" else NOTHING
    guarantee = None
    if found.status != "active":
        issued = standing.issued_to(numbers) if standing is not None else ()
        guarantee = local_guarantee(documents=guarantees, people=people, on=on, facility=facility, issued=issued)
    do_now = tuple(map(action, _actions(found, guarantee)))
    if noted.not_here is not None:
        registered = facilities.get(found.card.facility_code or "") if found.card else None
        do_now = (*not_here(noted.not_here, registered, facilities, on), *map(action, found.actions))
    rest = found.told
    return Answer(
        status=found.status,
        segment=rest.segment if rest else None,
        payer=_payer(found, people),
        class_=rest.class_ if rest else None,
        facility=found.card.facility_name or found.card.facility_code if found.card else None,
        as_of=position.as_of,
        on=on,
        reasons=_once((*_about_position(position, on), *noted.first, *found.reasons, *noted.last)),
        do_now=_with_contacts(do_now, standing) if standing is not None else do_now,
        local_guarantee=guarantee,
        activated_date=found.activation.from_date if found.activation and found.status == "active" else None,
    )


def _numbers(people: Sequence[PersonRecord], number: str | None) -> Collection[str]:
    """The asked number, and every other by which the office may have written the same person down."""
    found = [number] if number else []
    if len(people) == 1:
        found += [each for each in (people[0].nik, *(card.number for card in people[0].cards)) if each]
    return dict.fromkeys(found)


def _found(people: Sequence[PersonRecord], position: Position, on: dt.date, told: Sequence[Activation]) -> Finding:
    if len(people) > 1:
        said = reason("identity_uncertain", people=len(people), source=people[0].source)
        return Finding("unknown", (said,), ASK_WHO)
    if people and on < position.month.first_date:
        return Finding("unknown", (), ("ask_branch",))
    if people:
        return _of_person(people[0], position, on, told)
    nobody = reason("not_found", as_of=day_words(position.as_of))
    activation = activation_since(told, position, on)
    if activation is None:
        return Finding("unknown", (nobody,), ASK_NOBODY)
    return Finding("active", (activated_reason(activation, position), nobody), activation=activation)


def _of_person(person: PersonRecord, position: Position, on: dt.date, told: Sequence[Activation]) -> Finding:
    for doubt in person.doubts:
        if doubt.code == "deceased" and (doubt.event_date is None or doubt.event_date <= on):
            return _deceased(doubt, person.cards, position)
    found = by_branch(person, position, on, told) or by_list(person, position, on)
    notes = tuple(_notes(person, on))
    baby = baby_of(person, found.told.segment, on) if found.status == "active" and found.told else None
    notes = (*notes, baby) if baby is not None else notes
    if not notes:
        return found
    no_nik = ("record_nik",) if any(note.code == "newborn_without_nik" for note in notes) else ()
    actions = (*found.actions, *no_nik)
    return Finding(found.status, (*found.reasons, *notes), actions, found.card, found.entry, found.activation)


def _deceased(dead: Doubt, cards: Sequence[Card], position: Position) -> Finding:
    """Of whom the civil registry has as deceased: since when, told when, whether the card says otherwise, and who corrects it."""
    reasons = [doubt_reason(dead)]
    if dead.reported_date is not None:
        reasons.append(reason("death_reported", reported=day_words(dead.reported_date), source=dead.source))
    active = [card for card in cards if card.status == "active"]
    reasons += [card_reason("card_of_deceased", card, position) for card in active]
    return Finding("inactive", tuple(reasons), ("correct_death", *(("end_card",) if active else ())), first=None)


def _notes(person: PersonRecord, on: dt.date) -> Iterator[Reason]:
    for doubt in person.doubts:
        if doubt.code == "moved" and (doubt.event_date is None or doubt.event_date <= on):
            yield doubt_reason(doubt)
            break
    no_nik = without_nik(person) if person.doubts else None
    if no_nik is not None:
        yield no_nik
    if person.known_from != "resident":
        yield reason("not_in_register", source=person.source)
    yield from facility_notes(person.facility, on)


def _once(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """Each reason once for each row that it rests on."""
    if len({each.code for each in reasons}) == len(reasons):
        return tuple(reasons)
    return tuple({(each.code, each.source): each for each in reasons}.values())


def _payer(found: Finding, people: Sequence[PersonRecord]) -> str | None:
    """Who pays, as the branch says; where it does not, as the person's own entry in the same segment says."""
    told = found.told
    if told is None or told.payer is not None:
        return told.payer if told else None
    entries = (entry for person in people for entry in person.entries if entry.segment == told.segment and entry.end_cause)
    return next((entry.payer for entry in entries), None)


def _about_position(position: Position, on: dt.date) -> Iterator[Reason]:
    month = position.month
    if (on.year, on.month) < (month.year, month.number):
        yield reason("before_first_position", on=day_words(on), as_of=day_words(position.as_of))
    elif (on.year, on.month) > (month.year, month.number):
        yield reason("position_older", on=day_words(on), as_of=day_words(position.as_of))


def _actions(found: Finding, guarantee: LocalGuarantee | None) -> Sequence[str]:
    """What to do, in order. Whoever is not known to be active may be an emergency: that comes before any paper."""
    if found.status == "active":
        return ("make_sep", *found.actions)
    codes = [found.first] if found.first else []
    if guarantee is not None and guarantee.status == "in_force":
        codes.append("show_letter" if guarantee.letter else "use_guarantee")
    return [*codes, *found.actions]


def _with_contacts(do_now: Sequence[Action], standing: Standing) -> tuple[Action, ...]:
    """What to do with the telephone of whoever is on duty for it."""
    return tuple(_with_contact(each, standing.contacts_of) for each in do_now)


def _with_contact(what: Action, on_duty: Mapping[str, tuple[Any, ...]]) -> Action:
    contacts = on_duty.get(ON_DUTY.get(what.code, ""))
    return Action(what.code, what.text, what.text_en, what.rule, contacts) if contacts else what
