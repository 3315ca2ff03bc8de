"""Random histories: people, lists, agreements, law, deaths and payments of three months that follow one another.

A history is one small world, made from its seed alone. Many of them are closed side by side in one run of the engine, under
agreements, segments, NIKs and villages of their own, because a run costs as much for one as for two hundred.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cakupan.law.calendar import Month
from cakupan.month.reference import Line, Payment
from cakupan.month.terms import MILLION, Cutoff, DueDate, RatePart, Share, Terms

STEPS = 3
FIRST_NAMES = ("SITI", "BUDI", "RINA", "YOHANES", "MARIA", "AGUS")
BOUNDARY_DAYS = (1, 9, 10, 11, 19, 20, 21, 28)
CUTOFFS = (
    Cutoff(dt.date(2014, 1, 1), dt.date(2019, 6, 11), 20, "enrolment.mutation_cutoff_day", "practice"),
    Cutoff(dt.date(2019, 6, 11), None, 10, "enrolment.mutation_cutoff_day", "invented, to see the rule change"),
)
AMOUNTS = (1, 2_801, 23_000, 35_000, 42_001)


@dataclass(frozen=True)
class Person:
    """An invented person: village and NIK belong to one history alone."""

    row: int
    nik: str
    name: str
    area_code: str


@dataclass
class Known:
    """What one history knows when a month is closed: everything so far, the newest word on each thing."""

    terms: tuple[Terms, ...]
    rates: tuple[RatePart, ...]
    due_dates: tuple[DueDate, ...]
    lines: list[Line] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    deaths: dict[str, dt.date] = field(default_factory=dict)


@dataclass(frozen=True)
class History:
    """One history: who lives there, and what was known at each of its steps."""

    number: int
    seed: int
    people: tuple[Person, ...]
    known: tuple[Known, ...]


def months_of_steps(seed: int) -> tuple[Month, ...]:
    """The months that a batch closes, one after the other; sometimes one in between is never closed."""
    chance = random.Random(seed)
    first = Month(chance.randint(2014, 2026), chance.randint(1, 12))
    second = first.plus(chance.choice([1, 1, 1, 2]))
    return first, second, second.plus(chance.choice([1, 1, 1, 3]))


def make_history(*, seed: int, number: int, months: Sequence[Month]) -> History:
    """The history of a seed as number ``number`` of a batch; number (0 to 999) only names its people and papers."""
    return _Maker(seed, number, months).history()


class _Maker:
    def __init__(self, seed: int, number: int, months: Sequence[Month]) -> None:
        self.chance = random.Random(seed)
        self.seed, self.number, self.months = seed, number, months
        self.people = tuple(self._person(place) for place in range(self.chance.randint(2, 5)))
        self.next_row = 2 + number * 1000

    def history(self) -> History:
        terms = tuple(self._agreement(letter) for letter in "AB"[: self.chance.choice([1, 1, 2])])
        known = [Known(terms, self._rates(terms), self._due_dates(terms))]
        self._add(known[0], 0)
        for step in range(1, STEPS):
            known.append(self._later(known[-1], step))
        return History(self.number, self.seed, self.people, tuple(known))

    def _person(self, place: int) -> Person:
        number = self.number
        birth = f"{10 + place:02d}{1 + number // 100 % 12:02d}{number % 100:02d}"
        name = f"{FIRST_NAMES[place]} {'ABCDEFGHIJ'[number % 10] * 3}{'KLMNOPQRST'[number // 10 % 10] * 3}"
        nik = f"99{number // 100:02d}{number % 100:02d}{birth}{9000 + place}"
        return Person(2 + number * 10 + place, nik, name, f"99.73.{number // 100:02d}.{1000 + number % 100}")

    def _agreement(self, letter: str) -> Terms:
        chance = self.chance
        start = self.months[0].plus(chance.randint(-6, 1))
        return Terms(
            number=f"PKS-{self.number}-{letter}",
            segment=f"SEG-{self.number}-{letter}",
            class_=3,
            payer="kabkota",
            from_date=start.first_date.replace(day=chance.choice([1, 1, 1, 15])),
            to_date=start.plus(chance.randint(1, 14)).first_date,
            shares=self._shares(),
            decree_number=f"SK PKS-{self.number}-{letter}",
            late_deaths_borne_by=chance.choice(["bpjs", "bpjs", "pemda", None]),
            due_day=chance.choice([1, 10, 28]),
            suspends=chance.random() < 0.4,
            suspends_after_months=chance.choice([1, 1, 2]),
            budget_accounts={"5.1.02": "iuran"} if chance.random() < 0.3 else {},
        )

    def _shares(self) -> tuple[Share, ...]:
        chance = self.chance
        first, second = chance.sample(["kabkota", "provinsi"], 2)
        cut = chance.choice([0, 1, 333_333, 400_000, 500_000, 666_667, MILLION])
        rest = Share(second, rest=True)
        return chance.choice(
            [
                (Share(first, MILLION),),
                (Share(first, cut), Share(second, MILLION - cut)),
                (Share(first, people=chance.choice([0, 1, 2, 3])), rest),
                (Share(first, months=chance.choice([0, 1, 2, 5])), rest),
                (Share(first, cut, cap_per_month=chance.choice([0, 1, 10_000, 15_000, 35_000, 60_000, 10**9])), rest),
            ]
        )

    def _rates(self, terms: Sequence[Terms]) -> tuple[RatePart, ...]:
        first = self.months[0].plus(-8)
        months = [first.plus(n) for n in range(first.until(self.months[-1]) + 1)]
        known = [month for month in months if month in self.months or self.chance.random() < 0.95]
        return tuple(part for agreed in terms for month in known for part in self._month_rates(agreed, month))

    def _month_rates(self, agreed: Terms, month: Month) -> list[RatePart]:
        accounts = [("pemda", "iuran"), ("pemda", "bantuan_iuran"), ("pusat", "iuran_pusat")]
        chosen = [accounts[0], *(account for account in accounts[1:] if self.chance.random() < 0.6)]
        return [
            RatePart(month, agreed.segment, 3, payer, account, self.chance.choice(AMOUNTS), "key", f"law {month}", "verified")
            for payer, account in chosen
        ]

    def _due_dates(self, terms: Sequence[Terms]) -> tuple[DueDate, ...]:
        return tuple(
            DueDate(
                agreed.number,
                month,
                month.first_date + dt.timedelta(days=agreed.due_day - 1 + self.chance.choice([0, 0, 2, 4])),
                "law",
            )
            for agreed in terms
            for month in (agreed.first_month.plus(n) for n in range(16))
        )

    def _later(self, before: Known, step: int) -> Known:
        """The next step: some agreements are amended, some law is found to be otherwise, and more arrives."""
        chance = self.chance
        terms = tuple(self._amended(agreed) for agreed in before.terms)
        rates = before.rates
        if chance.random() < 0.3:
            month = chance.choice(self.months)
            kept = [rate for rate in rates if rate.month != month]
            rates = (*kept, *(part for agreed in terms for part in self._month_rates(agreed, month)))
        elif chance.random() < 0.05:
            rates = tuple(rate for rate in rates if rate.month != self.months[0])
        known = Known(terms, rates, before.due_dates, list(before.lines), list(before.payments), dict(before.deaths))
        if known.deaths and chance.random() < 0.1:
            known.deaths.popitem()
        self._add(known, step)
        return known

    def _amended(self, agreed: Terms) -> Terms:
        chance = self.chance
        if chance.random() < 0.25:
            agreed = replace(agreed, shares=self._shares())
        if chance.random() < 0.1:
            moved = Month.of(agreed.to_date).plus(chance.choice([-2, -1, 3]))
            agreed = replace(agreed, to_date=max(moved.first_date, agreed.from_date + dt.timedelta(days=1)))
        return agreed

    def _add(self, known: Known, step: int) -> None:
        chance = self.chance
        for _ in range(chance.randint(4, 12) if step == 0 else chance.randint(0, 4)):
            known.lines.append(self._line(known, step))
        for _ in range(chance.randint(0, 4)):
            known.payments.append(self._payment(known, step))
        for person in self.people:
            if chance.random() < 0.15:
                known.deaths.setdefault(f"R{person.row}", self._day(step, -5, 1))

    def _day(self, step: int, low: int, high: int) -> dt.date:
        month = self.months[step].plus(self.chance.randint(low, high))
        return month.first_date.replace(day=self.chance.choice(BOUNDARY_DAYS))

    def _line(self, known: Known, step: int) -> Line:
        chance = self.chance
        numbers = [agreed.number for agreed in known.terms]
        row, self.next_row = self.next_row, self.next_row + 1
        return Line(
            line_id=step * 100_000_000 + row,
            person_id=f"R{chance.choice(self.people).row}",
            decision=chance.choice(["enrol"] * (7 if step == 0 else 3) + ["remove"] * 2 + ["annul"]),
            submitted_date=chance.choice([self._day(step, -6, 1)] * 14 + [None]),
            agreement_number=chance.choice(numbers * 8 + [None, "PKS-X"]),
            decree_number=chance.choice([f"SK-{self.number}"] * 14 + [None]),
            class_=chance.choice([None, 3, 3, 3, 3, 3, 2]),
            payer=chance.choice([None, "kabkota"]),
            readable=chance.random() < 0.97,
            annex_line=chance.choice([f"{self.number}.{step}-{chance.randint(1, 4)}"] * 5 + [None]),
            list_file=f"lampiran{step}.csv",
            list_row=row,
        )

    def _payment(self, known: Known, step: int) -> Payment:
        chance = self.chance
        row, self.next_row = self.next_row, self.next_row + 1
        agreed = chance.choice(known.terms)
        if known.payments and chance.random() < 0.15:
            return replace(chance.choice(known.payments), file=step, row=row, amount=chance.choice([1, 40_000, 90_001]))
        return Payment(
            number=f"SP2D-{self.number}-{row}",
            date=self._day(step, -4, 0),
            agreement_number=chance.choice([agreed.number] * 15 + ["PKS-X"]),
            month=self.months[step].plus(chance.randint(-5, 1)),
            account=chance.choice(["iuran"] * 5 + ["bantuan_iuran"] * 3 + ["5.1.02"]),
            amount=chance.choice([1, 2_801, 35_000, 70_000, 84_002, 200_000]),
            payer=chance.choice([None, None, "kabkota", "provinsi"]),
            file=step,
            row=row,
        )
