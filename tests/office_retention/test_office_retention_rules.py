"""How long each kind is kept: every rule says why and on what ground, the day on which it is over, and who may lengthen it."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys

import pytest

from cakupan.law.refusal import Refusal
from cakupan.office.environment import read_environment
from cakupan.office.retention.records import KEPT
from cakupan.office.retention.schedule import Rule, lengthened, rules, rules_here
from cakupan.office.retention.sweeping import KINDS


def rule(kind: str, **longer: int) -> Rule:
    return next(each for each in rules_here(longer) if each.kind == kind)


@pytest.mark.parametrize("each", rules(), ids=lambda each: each.kind)
def test_every_rule_says_why_and_on_what_ground(each: Rule) -> None:
    for said in (each.what, each.counted_from, each.at_end, each.why):
        assert set(said) == {"id", "en"} and all(said.values())
    assert each.citation and each.source and each.last_checked <= dt.date(2026, 11, 27) and each.number > 0
    # Whoever did not see the number says so.
    assert each.confidence == "verified" or each.note


def test_every_rule_is_carried_out_or_only_counted() -> None:
    assert {each.kind for each in rules() if each.removed} == set(KINDS)
    assert {each.kind for each in rules() if not each.removed} == set(KEPT)


@pytest.mark.parametrize(
    ("kind", "day", "last_ended"),
    [
        ("refused_files", dt.date(2026, 11, 26), dt.date(2025, 11, 26)),
        ("refused_files", dt.date(2024, 3, 1), dt.date(2023, 3, 2)),  # 365 days over a leap day
        ("sessions", dt.date(2026, 1, 1), dt.date(2025, 12, 31)),
        ("ledger", dt.date(2026, 11, 27), dt.date(2016, 11, 27)),
        ("ledger", dt.date(2026, 2, 28), dt.date(2016, 2, 28)),  # what is of 29 February 2016 is kept this day
        ("ledger", dt.date(2026, 3, 1), dt.date(2016, 3, 1)),  # and is over this one
        ("ledger", dt.date(2024, 2, 29), dt.date(2014, 2, 28)),
    ],
)
def test_the_day_on_which_it_is_over(kind: str, day: dt.date, last_ended: dt.date) -> None:
    assert rule(kind).last_ended(day) == last_ended


def test_a_region_lengthens_a_period() -> None:
    longer = lengthened("refused_files=730, ledger=30")
    assert longer == {"refused_files": 730, "ledger": 30}
    assert rule("refused_files", **longer).last_ended(dt.date(2026, 11, 27)) == dt.date(2024, 11, 27)
    assert rule("ledger", **longer).last_ended(dt.date(2046, 11, 27)) == dt.date(2016, 11, 27)
    assert (rule("refused_files", **longer).least, rule("sessions", **longer).number) == (365, 1)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("ledger=9", r"the law asks for 10 years at least \(UU 43/2009"),
        ("refused_files=364", "the office keeps it 365 days"),
        ("sessions=0", "the office keeps it 1 days"),
        ("ledgers=30", "no such kind"),
        ("ledger", "no number of years"),
        ("ledger=-30", "no number of years"),
        ("ledger=101", "no number of years"),
        ("refused_files=1e9", "no number of days"),
    ],
)
def test_nobody_shortens_one(told: str, why: str) -> None:
    with pytest.raises(Refusal, match=r"CAKUPAN_RETENTION") as refused:
        lengthened(told)
    assert re.search(why, refused.value.why) and refused.value.mend


def test_the_same_as_the_rule_is_neither() -> None:
    assert lengthened("ledger=10,refused_files=365,") == {"ledger": 10, "refused_files": 365}
    assert lengthened("") == {}


def test_the_office_reads_it_at_its_start(office: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAKUPAN_RETENTION", "papers=25")
    assert read_environment().retention == {"papers": 25}
    monkeypatch.setenv("CAKUPAN_RETENTION", "papers=5")
    started = subprocess.run(
        [sys.executable, "-c", "import cakupan.office.settings"], env=os.environ, capture_output=True, text=True, check=False
    )
    assert started.returncode and "the law asks for 10 years at least" in started.stderr
