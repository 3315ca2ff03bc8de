"""What must hold for every question, whatever the figures."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cakupan.law.arrears_cap import arrears_cap
from cakupan.law.calendar import Month
from cakupan.law.consultation import Consultation
from cakupan.law.contribution import contribution
from cakupan.law.effective_date import effective_date
from cakupan.law.parameter_files import law_parameters, reading_names
from cakupan.law.refusal import Refusal
from cakupan.law.rounding import apportion
from cakupan.law.segment import EMPLOYERS, SEGMENTS, WAGE_EARNERS, care_classes
from cakupan.law.service_fine import service_fine
from cakupan.law.shares import FISCAL_CAPACITIES, shares
from cakupan.law.suspension import suspension

LAW = settings(max_examples=150, deadline=None, derandomize=True)

months = st.builds(Month, st.integers(2012, 2030), st.integers(1, 12))
days = st.dates(dt.date(2013, 1, 1), dt.date(2030, 12, 31))
known_days = st.none() | st.dates(dt.date(2013, 12, 1), dt.date(2027, 1, 1))
readings = st.sets(st.sampled_from(sorted(reading_names())), max_size=3)
wages = st.integers(1, 30_000_000)


@st.composite
def questions(draw):
    segment = draw(st.sampled_from(SEGMENTS))
    question = {"segment": segment, "month": draw(months), "known_on": draw(known_days), "readings": draw(readings)}
    if segment in WAGE_EARNERS:
        return question | {
            "wage": draw(wages),
            "minimum_wage": draw(st.none() | wages),
            "extra_family": draw(st.integers(0, 5)),
            "employer": draw(st.sampled_from(EMPLOYERS)),
        }
    return question | {"care_class": draw(st.sampled_from(care_classes(segment)))}


@LAW
@given(questions(), st.none() | st.sampled_from(FISCAL_CAPACITIES))
def test_parts_make_the_total_or_the_question_is_refused_with_readings(question, fiscal_capacity):
    try:
        ruling = shares(**question, fiscal_capacity=fiscal_capacity)
    except Refusal as refusal:
        assert isinstance(refusal.fields["readings"], list)
        return
    assert sum(part.amount for part in ruling.shares) == ruling.total
    # 4.5 % of Rp 11 is less than half a rupiah; of Rp 12 it is one.
    assert ruling.total > 0 or question.get("wage", 0) < 12 or question["month"].year < 2014
    assert all(part.amount >= 0 for part in ruling.shares)
    assert all(sum(amount for _, amount in part.accounts) in (0, part.amount) for part in ruling.shares)
    assert contribution(**question).total == ruling.total
    assert ruling.citations and ruling.reasons


@LAW
@given(questions())
def test_since_2021_no_contribution_is_refused(question):
    month = Month(2021 + question["month"].year % 10, question["month"].number)
    assert shares(**(question | {"month": month, "known_on": None, "readings": ()})).total >= 0


@LAW
@given(st.sampled_from(sorted(law_parameters())), days, known_days, known_days)
def test_what_is_known_is_never_forgotten(key, on, one, other):
    earlier, later = sorted((one, other), key=lambda known: known or dt.date.max)
    parameter = law_parameters()[key]
    before, after = (parameter.entry(on=on, known_on=known) for known in (earlier, later))
    if before is not None:
        assert after is not None
        assert before.promulgated_on <= after.promulgated_on
        assert before.known(earlier) and before.covers(on)


@LAW
@given(st.sampled_from(sorted(law_parameters())), days, known_days)
def test_an_answer_rests_on_what_was_known_and_in_force(key, on, known_on):
    law = Consultation(on=on, known_on=known_on)
    try:
        law.value(key)
    except Refusal:
        return
    (citation,) = law.citations
    assert citation.in_force_from <= on
    assert known_on is None or citation.promulgated_on <= known_on
    assert law.defined(key)


@LAW
@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=6).filter(any))
def test_apportioned_parts_make_the_whole_and_are_off_by_less_than_one(total, weights):
    parts = apportion(total=total, weights=[Fraction(weight) for weight in weights])
    assert sum(parts) == total
    assert all(abs(part - Fraction(total * weight, sum(weights))) < 1 for part, weight in zip(parts, weights, strict=True))


@LAW
@given(months.filter(lambda month: month.year >= 2014), wages, wages)
def test_a_higher_wage_never_pays_less(month, one, other):
    lower, higher = (shares(segment="PPU_SWASTA", month=month, wage=wage).total for wage in sorted((one, other)))
    assert lower <= higher


@LAW
@given(st.dates(dt.date(2014, 1, 1), dt.date(2030, 12, 31)))
def test_the_cutoff_gives_the_1st_of_one_of_the_next_two_months(submitted_on):
    first = effective_date(submitted_on=submitted_on).effective_date
    assert first.day == 1
    assert Month.of(submitted_on).until(Month.of(first)) == (1 if submitted_on.day <= 20 else 2)


@LAW
@given(st.dates(dt.date(2018, 12, 18), dt.date(2030, 12, 31)), st.integers(0, 100))
def test_no_more_months_are_owed_than_were_unpaid(on, months_unpaid):
    ruling = arrears_cap(months_unpaid=months_unpaid, on=on)
    assert ruling.months_to_be_active <= ruling.months_owed <= min(ruling.months_max, months_unpaid)


@LAW
@given(st.integers(0, 60), st.integers(0, 30), st.integers(1, 10**9), st.sampled_from(SEGMENTS))
def test_a_fine_is_bounded_and_has_a_payer_only_where_it_is_due(days_after, months_unpaid, tariff, segment):
    reactivated_on = dt.date(2024, 1, 1)
    ruling = service_fine(
        segment=segment,
        reactivated_on=reactivated_on,
        admitted_on=reactivated_on + dt.timedelta(days=days_after),
        months_unpaid=months_unpaid,
        diagnosis_tariff=tariff,
    )
    assert 0 <= ruling.fine <= 30_000_000
    assert ruling.fine <= (tariff * 60 + 50) // 100 + 1
    exempt = segment in ("PBI_JK", "PEMDA") or days_after > 45 or months_unpaid == 0
    assert (ruling.payer is None) == exempt
    assert ruling.fined == (ruling.fine > 0)


@LAW
@given(st.dates(dt.date(2018, 10, 1), dt.date(2030, 1, 1)), st.dates(dt.date(2018, 9, 1), dt.date(2030, 1, 1)))
def test_suspended_days_are_those_of_the_spell(on, paid_on):
    ruling = suspension(segment="PBPU", unpaid_month=Month(2018, 9), on=on, paid_on=paid_on)
    in_spell = ruling.from_date is not None and ruling.from_date <= on < paid_on
    assert ruling.suspended == in_spell
    assert (ruling.from_date is None) == (paid_on <= dt.date(2018, 10, 1))


@pytest.mark.parametrize("segment", SEGMENTS)
def test_the_questions_reach_every_segment(segment):
    """The generator above would prove nothing if it never asked about a segment in a month with an answer."""
    known = {"care_class": care_classes(segment)[-1]} if care_classes(segment) else {"wage": 5_000_000, "employer": "pusat"}
    assert shares(segment=segment, month=Month(2024, 1), **known).total > 0
