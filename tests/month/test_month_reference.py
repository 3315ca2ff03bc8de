"""The set-based month equals the plain-Python reference, row by row, on random lists around the boundaries."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from small_month import AREA, SmallMonth, nik, terms

from cakupan.engines.embedded import DuckDBEngine
from cakupan.law.calendar import Month
from cakupan.month.edition import assert_invariants
from cakupan.month.reference import Line, ReferenceMonth, close_reference, split_by_largest_remainder
from cakupan.month.terms import MILLION, Cutoff, RatePart, Run, Share, Terms

NAMES = tuple(
    f"{first} {last}"
    for first in ("SITI", "BUDI", "RINA", "YOHANES")
    for last in ("AMINAH", "SANTOSO", "WULANDARI", "LAKA", "MALIK")
)
CUTOFFS = (
    Cutoff(dt.date(2014, 1, 1), dt.date(2019, 6, 11), 20, "enrolment.mutation_cutoff_day", "practice"),
    Cutoff(dt.date(2019, 6, 11), None, 10, "enrolment.mutation_cutoff_day", "invented, to see the rule change"),
)

BOUNDARY_DAYS = (1, 9, 10, 11, 19, 20, 21, 28)
UNPRICED = (
    *("unreadable", "without_decree", "without_agreement", "without_submission_date"),
    *("before_first_known_cutoff", "differs_from_agreement"),
)

months = st.builds(Month, st.integers(2014, 2026), st.integers(1, 12))


@st.composite
def shares(draw: st.DrawFn) -> tuple[Share, ...]:
    cut = draw(st.sampled_from([0, 1, 333_333, 400_000, 500_000, 600_000, 666_667, 999_999]))
    if cut == 0:
        return (Share("kabkota", MILLION),)
    return (Share("kabkota", cut), Share("provinsi", MILLION - cut))


def _small_month(month: Month, agreed: tuple[Share, ...], seed: int) -> tuple[SmallMonth, Run, list[Line]]:
    """Twenty residents, sixty annex lines around the cut-off days, two agreements that begin and end near the month."""
    chance = random.Random(seed)
    agreements = [_agreement(month, number, agreed, chance) for number in ("PKS-A", "PKS-B")]
    small = SmallMonth(month=month, terms=agreements, rates=_rates(month, chance), cutoffs=CUTOFFS)
    people = [(small.resident(serial, name), serial, name) for serial, name in enumerate(NAMES)]
    lines = [_line(small, month, line_id, *chance.choice(people), chance) for line_id in range(2, 62)]
    return small, Run(AREA, month, month.first_date), lines


def _agreement(month: Month, number: str, agreed: tuple[Share, ...], chance: random.Random) -> Terms:
    start = month.plus(chance.randint(-4, 1))
    end = start.plus(chance.randint(1, 6))
    return terms(
        number=number, decree_number=f"SK {number}", from_date=start.first_date.replace(day=chance.choice([1, 1, 15])),
        to_date=end.first_date, shares=agreed,
    )  # fmt: skip


def _rates(month: Month, chance: random.Random) -> tuple[RatePart, ...]:
    parts = (("pemda", "iuran"), ("pusat", "iuran_pusat"))
    return tuple(
        RatePart(month.plus(n), "PEMDA", 3, payer, account, chance.choice([2_801, 35_000, 42_001]), "key", "citation", "verified")
        for n in range(-8, 3)
        for payer, account in parts
    )


def _line(small: SmallMonth, month: Month, line_id: int, row: int, serial: int, name: str, chance: random.Random) -> Line:
    submitted = month.plus(chance.randint(-4, 1)).first_date.replace(day=chance.choice(BOUNDARY_DAYS))
    line = Line(
        line_id=line_id, person_id=f"R{row}", decision=chance.choice(["enrol", "enrol", "remove"]),
        submitted_date=chance.choice([submitted] * 9 + [None]),
        agreement_number=chance.choice(["PKS-A"] * 4 + ["PKS-B"] * 4 + [None, "PKS-X"]),
        decree_number=chance.choice(["SK baru"] * 9 + [None]), class_=chance.choice([None, 3, 3, 3, 2]),
        payer=chance.choice([None, "kabkota"]),
    )  # fmt: skip
    small.add(
        "decisions", nik=nik(serial), name=name, decision=line.decision, submitted_date=line.submitted_date,
        annex_line=str(line_id), agreement_number=line.agreement_number,
        decree_number=line.decree_number, payer=line.payer, **{"class": line.class_},
    )  # fmt: skip
    return line


def _of_sql(engine: DuckDBEngine) -> dict[str, Counter[tuple[object, ...]]]:
    rule = "CASE WHEN from_date IS NULL OR to_date IS NULL THEN NULL ELSE start_rule END"
    entry = f"line_id, outcome, from_date, to_date, {rule}, end_cause"
    return {
        "entries": Counter(engine.fetch(f"SELECT {entry} FROM list_entries")),
        "spells": Counter(engine.fetch("SELECT person_id, line_id, from_date, to_date, start_rule, end_cause FROM spells")),
        "bill": Counter(engine.fetch("SELECT agreement_number, line_id, payer, account, amount FROM bill_lines")),
    }


def _of_reference(closed: ReferenceMonth) -> dict[str, Counter[tuple[object, ...]]]:
    return {
        "entries": Counter(
            (e.line.line_id, e.outcome, e.from_date, e.to_date, e.start_rule, e.end_cause) for e in closed.entries
        ),
        "spells": Counter((s.person_id, s.line_id, s.from_date, s.to_date, s.start_rule, s.end_cause) for s in closed.spells),
        "bill": Counter((b.agreement_number, b.line_id, b.payer, b.account, b.amount) for b in closed.bill_lines),
    }


@pytest.fixture(scope="module")
def engine():
    engine = DuckDBEngine(memory_limit="500MB", threads=2)
    yield engine
    engine.close()


# One example is a whole month, so nothing is shrunk: the seed is enough to see it again.
@settings(max_examples=25, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@example(month=Month(2014, 1), agreed=(Share("kabkota", MILLION),), seed=1)
@example(month=Month(2019, 7), agreed=(Share("kabkota", 1), Share("provinsi", MILLION - 1)), seed=2)
@given(month=months, agreed=shares(), seed=st.integers(0, 2**32))
def test_sql_equals_reference(engine, month, agreed, seed):
    small, run, lines = _small_month(month, agreed, seed)
    small.close(engine=engine)
    closed = close_reference(run=run, lines=lines, terms=small.terms, rates=small.rates, cutoffs=small.cutoffs)
    sql = _of_sql(engine)
    plain = _of_reference(closed)
    sql["entries"] = Counter(e if e[1] not in UNPRICED else (e[0], e[1], None, None, None, None) for e in sql["entries"])
    assert sql == plain
    assert_invariants(engine=engine)


def test_the_generator_reaches_every_rule():
    seen: set[str | None] = set()
    whole = (Share("kabkota", MILLION),)
    for seed, month in enumerate((Month(2014, 1), Month(2019, 7), Month(2021, 7), Month(2024, 12)) * 5):
        small, run, lines = _small_month(month, whole, seed)
        closed = close_reference(run=run, lines=lines, terms=small.terms, rates=small.rates, cutoffs=small.cutoffs)
        seen |= {entry.outcome for entry in closed.entries}
        seen |= {word for spell in closed.spells for word in (spell.start_rule, spell.end_cause)}
    assert seen >= {
        *("billed", "without_decree", "without_agreement", "without_submission_date", "differs_from_agreement"),
        *("removed_before_start", "not_yet_effective", "removed_from_list", "agreement_ended", "before_first_known_cutoff"),
        *("mutation_cutoff", "agreement_start", "after_earlier_line"),
    }


@given(amount=st.integers(0, 10**9), cut=st.integers(0, MILLION))
def test_split_keeps_the_sum_and_stays_within_a_rupiah(amount, cut):
    both = (Share("kabkota", cut), Share("provinsi", MILLION - cut))
    parts = split_by_largest_remainder(amount=amount, shares=both)
    assert sum(parts) == amount
    assert all(abs(part * MILLION - amount * share.parts_per_million) < MILLION for part, share in zip(parts, both, strict=True))


def test_split_of_an_odd_rupiah_goes_to_the_first_named():
    halves = (Share("provinsi", 500_000), Share("kabkota", 500_000))
    assert split_by_largest_remainder(amount=35_001, shares=halves) == (17_501, 17_500)
    assert split_by_largest_remainder(amount=35_001, shares=halves[::-1]) == (17_501, 17_500)
