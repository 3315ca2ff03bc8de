"""The reference's dues, payments, arrears and suspensions by hand-reckoned examples, without tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest

from cakupan.law.calendar import Month
from cakupan.month.reference.entries import Entry, Line
from cakupan.month.reference.settle import (
    Allocation,
    Arrears,
    Due,
    Payment,
    Suspension,
    allocate,
    arrears_of,
    dues_of,
    lines_due,
    months_of,
    payments_of,
    suspensions_of,
)
from cakupan.month.terms import MILLION, DueDate, RatePart, Run, Share, Terms

JUNE, JULY, AUGUST = Month(2021, 6), Month(2021, 7), Month(2021, 8)
DUE = dt.date(2021, 7, 10)
TERMS = Terms(
    number="PKS-A",
    segment="PEMDA",
    class_=3,
    payer="kabkota",
    from_date=dt.date(2021, 6, 1),
    to_date=dt.date(2021, 9, 1),
    shares=(Share("kabkota", MILLION),),
    late_deaths_borne_by="bpjs",
    suspends=True,
    budget_accounts={"5.1.02": "iuran"},
)
AGREEMENTS = {"PKS-A": TERMS}


def run(month: Month = JULY, as_of: dt.date | None = None) -> Run:
    return Run("99.73", month, as_of or month.first_date)


def entry(line_id: int = 2, person: str = "R1", *, number: str = "PKS-A", **days: dt.date | str | None) -> Entry:
    told = {"from_date": dt.date(2021, 6, 1), "to_date": dt.date(2021, 9, 1), "end_cause": "agreement_ended", **days}
    return Entry(Line(line_id, person, "enrol", dt.date(2021, 5, 3), number, "SK"), "billed", **told)


def rates(*months: Month) -> list[RatePart]:
    return [RatePart(month, "PEMDA", 3, "pemda", "iuran", 35_000, "key", "citation", "verified") for month in months]


def due(month: Month = JULY, amount: int = 100, *, payer: str = "kabkota", account: str = "iuran", number: str = "PKS-A") -> Due:
    return Due(number, month, payer, account, 1, amount)


def paid(amount: int = 100, number: str = "SP2D-1", *, month: Month = JULY, day: dt.date = DUE, **other: object) -> Payment:
    usual = Payment(number, day, "PKS-A", month, "iuran", amount, "kabkota")
    return replace(usual, **other)


def given(dues: Sequence[Due], payments: Sequence[Payment]) -> list[tuple[str, Month | None, int, str]]:
    return [(a.payment_id.split("|")[0], a.month, a.amount, a.rule) for a in allocate(dues=dues, payments=payments)]


@pytest.mark.parametrize(
    ("asked", "months"),
    [
        (Month(2021, 5), []),
        (JUNE, [JUNE]),
        (JULY, [JUNE, JULY]),
        (AUGUST, [JUNE, JULY, AUGUST]),
        (Month(2021, 9), [JUNE, JULY, AUGUST]),
        (Month(2022, 1), [JUNE, JULY, AUGUST]),
    ],
    ids=str,
)
def test_an_agreements_months_are_those_whose_first_lies_in_its_period(asked, months):
    assert months_of(agreement=TERMS, run=run(asked)) == months


def test_an_agreement_that_ends_after_the_first_is_due_for_that_month():
    ends = replace(TERMS, to_date=dt.date(2021, 7, 2))
    assert months_of(agreement=ends, run=run(AUGUST)) == [JUNE, JULY]


def ids_due(
    entries: Sequence[Entry], month: Month = JULY, *, closed: bool = False, deaths=None, terms: Terms = TERMS
) -> list[int]:
    lines = lines_due(
        agreement=terms, month=month, entries=entries, rates=rates(JUNE, JULY, AUGUST), deaths=deaths or {}, closed=closed
    )
    return [line.line_id for line in lines]


def test_a_line_is_charged_if_it_is_in_force_on_the_first():
    first, second = dt.date(2021, 7, 1), dt.date(2021, 7, 2)
    assert ids_due([entry(2, from_date=first), entry(3, from_date=second)]) == [2]
    assert ids_due([entry(2, to_date=first), entry(3, to_date=second)]) == [3]


@pytest.mark.parametrize("missing", ["from_date", "to_date", "end_cause"])
def test_a_line_that_never_counts_is_not_charged_and_hides_none_after_it(missing):
    assert ids_due([entry(2, **{missing: None}), entry(3)]) == [3]


def test_another_agreements_line_is_not_charged_and_hides_none_after_it():
    assert ids_due([entry(2, number="PKS-B"), entry(3)]) == [3]


@pytest.mark.parametrize(
    ("death", "closed", "borne_by", "charged"),
    [
        (dt.date(2021, 6, 30), True, "bpjs", []),
        (dt.date(2021, 7, 1), True, "bpjs", [2]),
        (dt.date(2021, 6, 30), False, "bpjs", [2]),
        (dt.date(2021, 6, 30), True, "pemda", [2]),
        (dt.date(2021, 6, 30), True, None, [2]),
    ],
)
def test_a_late_reported_death_frees_closed_months_after_its_own_where_the_branch_bears_it(death, closed, borne_by, charged):
    terms = replace(TERMS, late_deaths_borne_by=borne_by)
    assert ids_due([entry()], closed=closed, deaths={"R1": death}, terms=terms) == charged
    assert ids_due([entry()], closed=closed, deaths={"R9": death}, terms=terms) == [2]


def test_dues_sum_lines_by_month_payer_and_account():
    half = replace(TERMS, shares=(Share("provinsi", 400_000), Share("kabkota", 600_000)))
    found = dues_of(
        run=run(JULY),
        agreements={"PKS-A": half},
        entries=[entry(2), entry(3, "R2", from_date=JULY.first_date)],
        rates=rates(JUNE, JULY),
        deaths={},
        closed_months=[],
    )
    assert found == [
        Due("PKS-A", JUNE, "provinsi", "iuran", 1, 14_000),
        Due("PKS-A", JUNE, "kabkota", "iuran", 1, 21_000),
        Due("PKS-A", JULY, "provinsi", "iuran", 2, 28_000),
        Due("PKS-A", JULY, "kabkota", "iuran", 2, 42_000),
    ]


def test_only_closed_months_are_freed_by_a_death():
    found = dues_of(
        run=run(AUGUST),
        agreements=AGREEMENTS,
        entries=[entry()],
        rates=rates(JUNE, JULY, AUGUST),
        deaths={"R1": dt.date(2021, 6, 9)},
        closed_months=[JUNE, JULY],
    )
    assert [each.month for each in found] == [JUNE, AUGUST]


def test_a_payment_counts_once_as_the_last_file_and_there_the_first_row_has_it():
    files = [paid(1, file=0, row=2), paid(2, file=1, row=3), paid(3, file=1, row=2), paid(4, file=0, row=9)]
    assert payments_of(payments=files, agreements=AGREEMENTS) == [paid(3, file=1, row=2)]


def test_a_payment_that_the_last_file_tells_without_rupiah_was_taken_back():
    files = [
        paid(1, file=0),
        paid(0, file=1),
        paid(2, number="SP2D-2"),
        paid(0, file=0, number="SP2D-3"),
        paid(3, file=1, number="SP2D-3"),
    ]
    assert [p.number for p in payments_of(payments=files, agreements=AGREEMENTS)] == ["SP2D-2", "SP2D-3"]


def test_an_account_number_and_the_payer_are_the_agreements():
    said = payments_of(
        payments=[paid(account="5.1.02", payer=None), paid(number="SP2D-2", payer="provinsi", account="9")], agreements=AGREEMENTS
    )
    assert [(p.account, p.payer) for p in said] == [("iuran", "kabkota"), ("9", "provinsi")]
    unknown = paid(agreement_number="PKS-X", payer=None, account="5.1.02")
    assert payments_of(payments=[unknown], agreements=AGREEMENTS) == [unknown]


def test_payments_come_in_the_order_of_their_day_then_their_number():
    later = dt.date(2021, 7, 11)
    files = [paid(number="SP2D-1", day=later), paid(number="SP2D-3"), paid(number="SP2D-2")]
    assert [p.number for p in payments_of(payments=files, agreements=AGREEMENTS)] == ["SP2D-2", "SP2D-3", "SP2D-1"]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (99, [(JULY, 99, "named_month")]),
        (100, [(JULY, 100, "named_month")]),
        (101, [(JULY, 100, "named_month"), (None, 1, "overpaid")]),
    ],
)
def test_a_payment_just_below_at_and_above_its_month(amount, expected):
    assert given([due()], [paid(amount)]) == [("SP2D-1", *each) for each in expected]


def test_what_is_left_goes_to_the_oldest_unpaid_months_after_every_named_month():
    dues = [due(AUGUST), due(JUNE), due(JULY)]
    payments = [paid(250, "SP2D-1"), paid(40, "SP2D-2", month=JUNE)]
    assert given(dues, payments) == [
        ("SP2D-1", JULY, 100, "named_month"),
        ("SP2D-2", JUNE, 40, "named_month"),
        ("SP2D-1", JUNE, 60, "oldest_first"),
        ("SP2D-1", AUGUST, 90, "oldest_first"),
    ]


def test_two_payments_share_one_month():
    assert given([due()], [paid(70, "SP2D-1"), paid(70, "SP2D-2")]) == [
        ("SP2D-1", JULY, 70, "named_month"),
        ("SP2D-2", JULY, 30, "named_month"),
        ("SP2D-2", None, 40, "overpaid"),
    ]


@pytest.mark.parametrize(
    "other", [{"payer": "provinsi"}, {"account": "bantuan_iuran"}, {"number": "PKS-B"}], ids=lambda o: next(iter(o))
)
def test_money_stays_with_its_payer_account_and_agreement(other):
    assert given([due(**other)], [paid()]) == [("SP2D-1", None, 100, "overpaid")]


def test_an_allocation_says_whose_money_and_when():
    (found,) = allocate(dues=[due()], payments=[paid()])
    assert found == Allocation("SP2D-1|iuran|2021-07", "PKS-A", "kabkota", "iuran", JULY, 100, "named_month", DUE)


def arrears(as_of: dt.date, *, amount: int = 0, dues: Sequence[Due] = (due(),)) -> list[Arrears]:
    allocations = allocate(dues=dues, payments=[paid(amount)] if amount else [])
    return arrears_of(
        run=run(as_of=as_of), dues=dues, allocations=allocations, due_dates=[DueDate("PKS-A", JULY, DUE, "citation")]
    )


@pytest.mark.parametrize(("day", "late"), [(dt.date(2021, 7, 10), 0), (dt.date(2021, 7, 11), 1)])
def test_a_month_is_late_from_the_day_after_its_due_date(day, late):
    assert len(arrears(day)) == late


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (dt.date(2021, 7, 11), 0),
        (dt.date(2021, 8, 9), 0),
        (dt.date(2021, 8, 10), 1),
        (dt.date(2021, 9, 9), 1),
        (dt.date(2022, 7, 10), 12),
    ],
)
def test_arrears_age_by_whole_months(day, age):
    assert arrears(day, amount=1) == [Arrears("PKS-A", "kabkota", "iuran", JULY, DUE, 100, 1, age)]
    assert arrears(day, amount=1)[0].unpaid == 99


def test_what_is_paid_in_full_is_no_arrears_and_hides_none_after_it():
    day = dt.date(2021, 8, 1)
    assert arrears(day, amount=100) == []
    both = [due(), due(account="bantuan_iuran", amount=8)]
    assert [(each.account, each.unpaid) for each in arrears(day, amount=100, dues=both)] == [("bantuan_iuran", 8)]


@pytest.mark.parametrize("payer", ["pusat", "peserta"])
def test_only_a_pemda_can_be_in_arrears(payer):
    assert arrears(dt.date(2021, 8, 1), dues=[due(payer=payer)]) == []
    assert [each.payer for each in arrears(dt.date(2021, 8, 1), dues=[due(payer="provinsi")])] == ["provinsi"]


def test_a_month_without_due_date_is_not_late():
    assert arrears(dt.date(2022, 1, 1), dues=[due(JUNE)]) == []


def suspended(
    *, as_of: dt.date, payments: Sequence[Payment] = (), terms: Terms = TERMS, dues: Sequence[Due] = (due(),)
) -> list[tuple[dt.date, dt.date | None]]:
    found = list(
        suspensions_of(
            run=run(as_of=as_of),
            agreements={"PKS-A": terms},
            dues=dues,
            allocations=allocate(dues=dues, payments=payments),
            due_dates=[DueDate("PKS-A", JULY, DUE, "citation")],
        )
    )
    assert all(found_one == Suspension("PKS-A", JULY, found_one.from_date, found_one.to_date) for found_one in found)
    return [(each.from_date, each.to_date) for each in found]


FIRST = dt.date(2021, 8, 1)


@pytest.mark.parametrize(("day", "found"), [(dt.date(2021, 7, 31), []), (FIRST, [(FIRST, None)])])
def test_cover_ends_on_the_first_after_the_due_date(day, found):
    assert suspended(as_of=day) == found


def test_an_agreement_says_whether_and_after_how_many_months():
    assert suspended(as_of=FIRST, terms=replace(TERMS, suspends=False)) == []
    later = replace(TERMS, suspends_after_months=2, to_date=dt.date(2022, 1, 1))
    assert suspended(as_of=dt.date(2021, 8, 31), terms=later) == []
    assert suspended(as_of=dt.date(2021, 9, 1), terms=later) == [(dt.date(2021, 9, 1), None)]


@pytest.mark.parametrize(("ends", "found"), [(FIRST, []), (dt.date(2021, 8, 2), [(FIRST, None)])])
def test_no_cover_can_be_lost_after_the_agreement(ends, found):
    assert suspended(as_of=FIRST, terms=replace(TERMS, to_date=ends)) == found


@pytest.mark.parametrize(
    ("day", "found"), [(dt.date(2021, 8, 1), []), (dt.date(2021, 8, 2), [(FIRST, dt.date(2021, 8, 2))]), (DUE, [])], ids=str
)
def test_cover_returns_on_the_day_of_the_last_payment(day, found):
    assert suspended(as_of=dt.date(2021, 8, 20), payments=[paid(60), paid(40, "SP2D-2", day=day)]) == found


def test_a_rupiah_short_is_unpaid_and_the_centres_part_does_not_count():
    dues = [due(payer="pusat", account="iuran_pusat"), due()]
    assert suspended(as_of=FIRST, payments=[paid(99)], dues=dues) == [(FIRST, None)]
    assert suspended(as_of=FIRST, payments=[paid(100)], dues=dues) == []


def test_what_was_not_billed_suspends_nobody():
    assert suspended(as_of=FIRST, dues=[due(JUNE)]) == []
    assert suspended(as_of=FIRST, dues=[due(payer="pusat")]) == []


def test_two_payments_in_excess_share_the_oldest_month():
    dues = [due(JUNE), due()]
    assert given(dues, [paid(170, "SP2D-1"), paid(50, "SP2D-2")]) == [
        ("SP2D-1", JULY, 100, "named_month"),
        ("SP2D-1", JUNE, 70, "oldest_first"),
        ("SP2D-2", JUNE, 30, "oldest_first"),
        ("SP2D-2", None, 20, "overpaid"),
    ]


def test_every_late_month_is_told():
    both = [due(account="bantuan_iuran", amount=8), due()]
    assert [each.account for each in arrears(dt.date(2021, 8, 1), dues=both)] == ["bantuan_iuran", "iuran"]


def test_a_month_that_suspends_nobody_hides_none_after_it():
    found = suspensions_of(
        run=run(as_of=FIRST),
        agreements=AGREEMENTS,
        dues=[due()],
        allocations=[],
        due_dates=[DueDate("PKS-A", JUNE, dt.date(2021, 6, 10), "citation"), DueDate("PKS-A", JULY, DUE, "citation")],
    )
    assert list(found) == [Suspension("PKS-A", JULY, FIRST, None)]
