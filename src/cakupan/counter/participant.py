"""What VClaim and PCare both tell of one person: which card, since when, until when, on what guarantee. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from cakupan.answer.eligibility import Answer
from cakupan.answer.question import read_number, refuse_other_days
from cakupan.answer.record import Card, Debt, PersonRecord
from cakupan.counter.bridging import NO_DATA, Told
from cakupan.counter.labels import absent_message
from cakupan.law.refusal import Refusal

AMOUNT_NOT_TOLD = 1
NUMBER_MESSAGES = {"card": "No.Kartu Tidak Sesuai", "nik": "NIK Tidak Sesuai"}


@dataclass(frozen=True)
class Question:
    """What a path asks: a number, whether it is a ``nik`` or a ``card``, and about which day it asks today."""

    number: str
    kind: str
    on: dt.date
    today: dt.date


@dataclass(frozen=True)
class Participant:
    """One person as the bridging dialects tell of them.

    ``person`` is None of somebody whom no edition holds yet, and of whom the branch or the office has told since: then only the
    asked number is known. ``card`` is the one that the answer rests on, if there is one.
    """

    asked: Question
    answer: Answer
    person: PersonRecord | None = None
    card: Card | None = None

    @property
    def nik(self) -> str | None:
        """The person's NIK."""
        return self.person.nik if self.person else self._asked_as("nik")

    @property
    def card_number(self) -> str | None:
        """The number of the telling card."""
        return self.card.number if self.card else self._asked_as("card")

    @property
    def name(self) -> str | None:
        """As the register has it, or the branch's file if no register does."""
        return self.person.name if self.person else None

    @property
    def sex(self) -> str | None:
        """``L`` or ``P``."""
        return self.person.sex if self.person else None

    @property
    def birth_date(self) -> dt.date | None:
        """As the register has it."""
        return self.person.birth_date if self.person else None

    @property
    def from_date(self) -> dt.date | None:
        """Since when the card counts, by the branch's file; of one that it called active since, by what it told then."""
        if self.answer.activated_date is not None:
            return self.answer.activated_date
        return self.card.start_date if self.card else None

    @property
    def last_date(self) -> dt.date | None:
        """The last day that our own list agreed for this segment. Nothing else tells an end; an active one's is to come."""
        on, segment = self.answer.on, self.answer.segment
        entries = [entry for entry in (self.person.entries if self.person else ()) if entry.segment == segment]
        ends = [each.to_date for each in entries if each.from_date and each.to_date and each.from_date <= on]
        last = max(ends) - dt.timedelta(days=1) if ends else None
        return None if last is None or (self.answer.status == "active" and last < on) else last

    @property
    def arrears(self) -> int:
        """Whole rupiah to pay before the card counts again, by the branch's list of debts.

        0 is what the list says of whoever is not on it. A Pemda's unpaid bill is no debt of the person. A debt of which nobody
        told the amount counts one rupiah: the protocol has a number only, and what is owed must not read as nothing.
        """
        return sum(map(_owed, self.person.debts if self.person else ()))

    @property
    def guarantee(self) -> tuple[str | None, str] | None:
        """Number and words of the local guarantee in force; nothing that lacks its instrument counts as one."""
        told = self.answer.local_guarantee
        return (told.number, told.text) if told is not None and told.status == "in_force" else None

    def _asked_as(self, kind: str) -> str | None:
        """The asked number, where it is all that is known; the number of one's card is not guessed from another's."""
        return self.asked.number if self.person is None and self.asked.kind == kind else None


def _owed(debt: Debt) -> int:
    """What the cap leaves, where it leaves less than all."""
    amount = debt.stated if debt.amount is None else debt.amount
    if debt.capped_months is not None and debt.capped_months < debt.months:
        amount = debt.capped_amount
    return AMOUNT_NOT_TOLD if amount is None else amount


def question(number: str, *, kind: str, on: dt.date, today: dt.date) -> Question | Told:
    """A question whose number and day can be asked; else what the protocol says of them."""
    try:
        digits, form = read_number(number)
    except Refusal:
        return wrong_number(kind)
    # The protocol has bare digits, and a path for each of the two forms.
    if (digits, form) != (number, kind):
        return wrong_number(kind)
    try:
        refuse_other_days(on, today=today)
    except Refusal:
        return wrong_day("JKN dimulai 1 Januari 2014" if on <= today else "tanggal itu belum tiba")
    return Question(number, kind, on, today)


def wrong_number(kind: str) -> Told:
    """A number that nobody can bear, or that nobody bears: the protocol has one message for both."""
    return Told(NO_DATA, NUMBER_MESSAGES[kind])


def wrong_day(why: str) -> Told:
    """A day that cannot be asked about."""
    return Told(NO_DATA, f"Tanggal SEP Tidak Sesuai: {why}")


def participant(asked: Question, answer: Answer, people: Sequence[PersonRecord]) -> Participant | Told:
    """The one whom the number leads to. No card, no cover and no guarantee: to BPJS that is no participant."""
    if len(people) > 1:
        return Told(NO_DATA, absent_message(answer))
    person = people[0] if people else None
    found = Participant(asked, answer, person, _telling_card(person.cards if person else (), answer))
    if found.card or answer.status == "active" or found.guarantee:
        return found
    return Told(NO_DATA, absent_message(answer)) if person else wrong_number(asked.kind)


def _telling_card(cards: Sequence[Card], answer: Answer) -> Card | None:
    """The card with the answer's segment, class and status: a person can hold several, and the answer names none."""
    alike = [card for card in cards if (card.segment, card.class_) == (answer.segment, answer.class_)] or cards
    return min(alike, key=lambda card: card.status != answer.status, default=None)
