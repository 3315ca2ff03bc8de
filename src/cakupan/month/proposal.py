"""Whom to propose: confirmed poor residents under quota and budget to the year's end, families whole, nobody overtakes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from cakupan.engines.steps import Engine, load_steps
from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.month.invariant import assert_held
from cakupan.month.pemda_rate import pemda_accounts, to_year_end

STEPS, INVARIANTS = "cakupan.month.proposal_steps", "cakupan.month.proposal_invariants"
TABLES: Mapping[str, str] = {"proposals": "`rank` NULLS LAST, resident_row, person_id"}
RANK_KEYS = ("decile", "sick_now", "pregnant", "disaster", "family", "annex")
PRIORITIES: Mapping[str, str] = {"nik": "STRING", "priority": "STRING"}


@dataclass(frozen=True, kw_only=True)
class Carried:
    """How many people a budget carries, what they cost, and what is left; all whole."""

    people: int
    rupiah_used: int
    left: int


def carried(*, budget: int, monthly_rates: Sequence[int]) -> Carried:
    """How many people ``budget`` pays for through every month of ``monthly_rates``, whole rupiah for each month.

    Raises :class:`Refusal` if there is no month to pay for, or a month costs nothing.
    """
    if budget < 0 or not monthly_rates or min(monthly_rates) <= 0:
        raise Refusal(
            "people carried by a budget",
            why="it needs a budget of 0 or more and at least one month that costs something.",
            mend="Name the months from the effective one to December and the rate of each.",
        )
    person = sum(monthly_rates)
    people = budget // person
    return Carried(people=people, rupiah_used=people * person, left=budget - people * person)


@dataclass(frozen=True, kw_only=True)
class ProposalTerms:
    """What a proposal is made under. ``rates``: the Pemda's part of one person by month of the year and budget account.

    ``quota`` and ``budget`` are the agreement's, the budget by account for the year of ``effective_month``; None or empty where
    the agreement names none. ``decile_max``: above it nobody is eligible; None where being on the poverty register suffices.
    ``newborn_follows``: the newborn of an enrolled mother belongs to her agreement, and her family goes first.
    """

    agreement_number: str
    effective_month: Month
    ranking_rule: tuple[str, ...]
    rates: Mapping[Month, Mapping[str, int]]
    quota: int | None = None
    budget: Mapping[str, int] = field(default_factory=dict)
    decile_max: int | None = None
    newborn_follows: bool = False

    @property
    def person_accounts(self) -> Mapping[str, int]:
        """What one person costs from the effective month to December, by budget account."""
        accounts: dict[str, int] = {}
        for month in to_year_end(self.effective_month):
            for account, amount in self.rates[month].items():
                accounts[account] = accounts.get(account, 0) + amount
        return accounts


def year_rates(
    *, first: Month, known_on: dt.date | None = None, readings: Collection[str] = ()
) -> dict[Month, Mapping[str, int]]:
    """The Pemda's part by account for every month from ``first`` to December, by the law as known on the signing day.

    Raises the law's own :class:`Refusal` where a month has no rate, or its sources conflict and no reading was named.
    """
    return {month: pemda_accounts(month=month, known_on=known_on, readings=readings) for month in to_year_end(first)}


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How many more people fit; ``full_reason`` says which of quota and budget is the narrower."""

    people_max: int
    full_reason: str
    person_to_year_end: int


def limit(*, terms: ProposalTerms, enrolled: int, committed: Mapping[str, int]) -> Limit:
    """What quota and budget leave beside the ``enrolled`` people of the list and what they cost over the year, by account.

    Each account of the budget must suffice for its own part; a budget that does not name every account is one sum for all.
    Raises :class:`Refusal` if the agreement names neither quota nor budget.
    """
    rooms = []
    if terms.quota is not None:
        rooms.append((max(0, terms.quota - enrolled), "quota_full"))
    if terms.budget:
        rooms.append((_budget_room(terms, committed), "budget_full"))
    if not rooms:
        raise Refusal(
            f"a proposal under {terms.agreement_number}",
            why="the agreement names neither a quota nor a budget, so nothing says how many people fit.",
            mend="Add 'quota' or 'budget' to the agreement and import it again.",
            agreement=terms.agreement_number,
        )
    # Of two limits that are equal the quota is named: it is the agreement's own.
    people_max, reason = min(rooms, key=lambda room: room[0])
    return Limit(people_max=people_max, full_reason=reason, person_to_year_end=sum(terms.person_accounts.values()))


def _budget_room(terms: ProposalTerms, committed: Mapping[str, int]) -> int:
    person = terms.person_accounts
    if set(person) <= set(terms.budget):
        return min(max(0, terms.budget[account] - committed.get(account, 0)) // cost for account, cost in person.items())
    left = sum(terms.budget.values()) - sum(committed.values())
    return max(0, left) // sum(person.values())


def run_proposal(*, engine: Engine, terms: ProposalTerms) -> Limit:
    """Create ``proposals`` on an engine that holds a closed month and what it was made from; returns how many could be taken.

    It reads ``residents``, ``resident_group``, ``poverty``, ``poverty_links``, ``finding_person`` (person_id, code,
    event_date), ``statuses``, ``list_entries``, and ``priority_said`` (nik, priority).
    """
    _create_terms(engine, terms)
    steps = {step.name: step for step in load_steps(STEPS)}
    for name in ("enrolled_month", "committed"):
        engine.run(steps.pop(name))
    found = limit(terms=terms, enrolled=_enrolled(engine), committed=_committed(engine))
    engine.create_table(
        "proposal_limit",
        {"people_max": "BIGINT", "full_reason": "STRING", "person_to_year_end": "BIGINT"},
        [(found.people_max, found.full_reason, found.person_to_year_end)],
    )
    for step in steps.values():
        engine.run(step)
    return found


def assert_proposal(*, engine: Engine) -> None:
    """Raise :class:`AssertionError` naming what the proposal breaks."""
    assert_held(engine=engine, package=INVARIANTS)


def _create_terms(engine: Engine, terms: ProposalTerms) -> None:
    unknown = sorted(set(terms.ranking_rule) - set(RANK_KEYS))
    assert not unknown and len(set(terms.ranking_rule)) == len(terms.ranking_rule), f"ranking rule {terms.ranking_rule}"
    engine.create_table(
        "proposal_terms",
        {"agreement_number": "STRING", "effective_date": "DATE", "decile_max": "INTEGER", "newborn_follows": "BOOLEAN"},
        [(terms.agreement_number, terms.effective_month.first_date, terms.decile_max, terms.newborn_follows)],
    )
    rule = terms.ranking_rule or ("decile",)
    engine.create_table("ranking_rule", {"position": "INTEGER", "rank_key": "STRING"}, list(enumerate(rule, start=1)))
    engine.create_table("year_month", {"month_date": "DATE"}, [(month.first_date,) for month in sorted(terms.rates)])
    engine.create_table(
        "year_rate",
        {"month_date": "DATE", "account": "STRING", "amount": "BIGINT"},
        [
            (month.first_date, account, amount)
            for month, parts in sorted(terms.rates.items())
            for account, amount in parts.items()
        ],
    )


def _enrolled(engine: Engine) -> int:
    sql = "SELECT e.people FROM enrolled_month e JOIN proposal_terms t ON t.effective_date = e.month_date"
    return int(engine.fetch(sql)[0][0])


def _committed(engine: Engine) -> dict[str, int]:
    return {account: int(rupiah) for account, rupiah in engine.fetch("SELECT account, rupiah FROM committed")}
