"""The books: balanced by the database, never changed, and after any sequence of acts equal to the month's own settlement."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cakupan.law.calendar import Month
from cakupan.month.reference import settle
from cakupan.office.billing.adoption import adopt
from cakupan.office.billing.books import CASH, EXPENSE, OVERPAYMENT, PAYABLE, Side, carry, differences, post, post_payment, totals
from cakupan.office.billing.books import trial_balance as balance_of
from cakupan.office.billing.models import JournalEntry, JournalLine, MonthClosing, Payment
from cakupan.office.billing.owing import arrears, year_end
from cakupan.office.billing.settling import Key, as_paid, dues_of_books
from cakupan.office.database.scope import scoped
from office_billing.story import AREA, JULY, NUMBER, Story, paid

pytestmark = pytest.mark.usefixtures("office")
DATE = dt.date(2024, 7, 9)
KEY = Key(NUMBER, "kabkota", "iuran")


def a_payment(month: Month, amount: int, number: str, account: str = "iuran", day: int = 9) -> Payment:
    return Payment.objects.create(
        area=AREA, agreement_number=NUMBER, payer="kabkota", account=account, month=month.first_date, amount=amount,
        disbursement_number=number, disbursement_date=dt.date(2024, 7, day), state="received", imported=True,
    )  # fmt: skip


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("bill"), st.sampled_from(["iuran", "bantuan_iuran"]), st.integers(1, 500)),
        st.tuples(st.just("pay"), st.sampled_from(["iuran", "bantuan_iuran"]), st.integers(1, 900), st.integers(1, 12)),
        st.tuples(st.just("correct"), st.sampled_from(["iuran", "bantuan_iuran"]), st.integers(-60, 60)),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_any_sequence_of_bills_and_payments_balances_and_equals_the_settlement(acts: list[tuple]) -> None:
    """Bills of month after month, payments naming any month, corrections of billed months."""
    with scoped(areas=[AREA]), transaction.atomic():
        billed: dict[str, int] = defaultdict(int)
        for at, act in enumerate(acts):
            _do(at, act, billed)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        rows = balance_of(AREA)
        debit, credit = totals(rows)
        assert debit == credit
        _equals_reference(rows)
        transaction.set_rollback(True)


def _do(at: int, act: tuple, billed: dict[str, int]) -> None:
    key = Key(NUMBER, "kabkota", act[1])
    if act[0] == "pay":
        post_payment(a_payment(Month(2024, act[3]), act[2], f"SP2D-{at}", act[1]), date=DATE, user=None)
        return
    correction = act[0] == "correct"
    if correction and not billed[act[1]]:
        return
    amount = act[2]
    if correction:
        month = Month(2024, 1)
        due = sum(d.amount for d in dues_of_books(AREA) if d.month == month and d.account == act[1])
        amount = max(amount, -due)
    else:
        month = Month(2024, 1).plus(billed[act[1]])
        billed[act[1]] += 1
    sides = [Side(EXPENSE, amount, month.first_date), Side(PAYABLE, -amount, month.first_date)]
    post(area=AREA, source=f"act|{at}", cause=act[0], month=month.first_date, date=DATE, key=key, sides=sides)
    carry(AREA, date=DATE, user=None)


def _equals_reference(rows: list) -> None:
    dues, payments = dues_of_books(AREA), [as_paid(p) for p in Payment.objects.filter(area=AREA)]
    allocations = settle.allocate(dues=dues, payments=sorted(payments, key=lambda p: (p.date, p.payment_id)))
    for account in ("iuran", "bantuan_iuran"):
        due = sum(d.amount for d in dues if d.account == account)
        to_months = sum(a.amount for a in allocations if a.account == account and a.month)
        excess = sum(a.amount for a in allocations if a.account == account and not a.month)
        told = {r.account_name: r.debit - r.credit for r in rows if r.key.account == account}
        assert -told.get(PAYABLE, 0) == due - to_months
        assert told.get(OVERPAYMENT, 0) == excess
        assert -told.get(CASH, 0) == to_months + excess


def test_the_database_refuses_an_entry_that_does_not_balance() -> None:
    def one_sided() -> None:
        with transaction.atomic():
            entry = JournalEntry.objects.create(area=AREA, source="x", cause="bill", month=JULY.first_date, date=DATE)
            line = {"area": AREA, "entry": entry, "agreement_number": NUMBER, "payer": "kabkota", "account": "iuran"}
            JournalLine.objects.create(**line, account_name=EXPENSE, debit=5)
            JournalLine.objects.create(**line, account_name=PAYABLE, credit=4)

    def empty() -> None:
        with transaction.atomic():
            JournalEntry.objects.create(area=AREA, source="y", cause="bill", month=JULY.first_date, date=DATE)

    for act in (one_sided, empty):
        with scoped(areas=[AREA]), pytest.raises(DatabaseError, match="does not balance"):
            act()


@pytest.mark.parametrize("login", ["default", "owner"])
def test_the_journal_is_never_changed_nor_added_to(login: str) -> None:
    with scoped(areas=[AREA]):
        with transaction.atomic():
            post(area=AREA, source="x", cause="bill", month=JULY.first_date, date=DATE, key=KEY,
                 sides=[Side(EXPENSE, 5, JULY.first_date), Side(PAYABLE, -5, JULY.first_date)])  # fmt: skip
        entry = JournalEntry.objects.get()
        line = JournalLine(area=AREA, entry=entry, agreement_number=NUMBER, payer="kabkota", account="iuran",
                           account_name=EXPENSE, debit=1)  # fmt: skip
        for change in (
            lambda: JournalLine.objects.using(login).update(debit=6),
            lambda: JournalLine.objects.using(login).all().delete(),
            lambda: JournalEntry.objects.using(login).filter(pk=entry.pk).update(source="z"),
            lambda: line.save(using=login),
        ):
            with pytest.raises(DatabaseError, match="is refused"), transaction.atomic(using=login):
                change()


def ogan_ilir(**more: object) -> Story:
    """65,000 people; January to March paid in full, nothing since."""
    payments = [
        paid(f"{month:02d}09/SP2D-OI/2024", Month(2024, month), 65_000 * rate, account, dt.date(2024, month, 9))
        for month in (1, 2, 3)
        for account, rate in {"iuran": 35_000, "bantuan_iuran": 2_800}.items()
    ]
    return Story({Month(2024, 1): 65_000}, payments, **more)  # type: ignore[arg-type]


def test_adopting_ogan_ilir_gives_its_published_arrears_and_doing_it_again_adds_nothing() -> None:
    position = ogan_ilir().tell(JULY)
    with scoped(areas=[AREA]):
        adopted = adopt(AREA)
        assert (adopted.months, adopted.payments) == (0, 6)
        assert adopted.entries == 12 + 6, "six months on two accounts, six payments"
        owed = arrears(AREA, position, on=dt.date(2024, 7, 1))
        assert sum(each.unpaid for each in owed) == 7_371_000_000
        assert {each.age_months for each in owed} == {0, 1, 2}
        assert differences(AREA, position, closed=False) == []
        again = adopt(AREA)
        assert (again.months, again.payments, again.entries) == (0, 0, 0)


def test_adopting_a_closed_month_locks_it_and_books_it() -> None:
    position = ogan_ilir().tell(JULY)
    with scoped(areas=[AREA]):
        assert adopt(AREA, months=[JULY]).months == 1
        closing = MonthClosing.objects.get()
        assert closing.state == "closed" and closing.imported and closing.edition == position.edition
        position.refresh_from_db()
        assert position.closed_at is not None
        assert differences(AREA, position, closed=True) == []
        assert adopt(AREA, months=[JULY]).entries == 0
    end = None
    with scoped(areas=[AREA]):
        end = year_end(AREA, 2024)
    assert end.total == 4 * 2_457_000_000
    assert {each.months for each in end.balances} == {"April – Juli"}
    assert end.budget_line == "5.1.02.02.02.0005, 5.1.02.02.02.0007, APBD 2025"


def test_what_was_paid_in_excess_pays_the_next_month() -> None:
    story = Story({Month(2024, 1): 10}, [paid("SP2D-1", Month(2024, 1), 500_000)])
    first, second = Month(2024, 1), Month(2024, 2)
    one = story.tell(first)
    with scoped(areas=[AREA]):
        adopt(AREA, months=[first])
        told = {row.account_name: row.debit - row.credit for row in balance_of(AREA) if row.key.account == "iuran"}
        assert told == {EXPENSE: 350_000, OVERPAYMENT: 150_000, CASH: -500_000}
        assert differences(AREA, one, closed=True) == []
    two = story.tell(second)
    with scoped(areas=[AREA]):
        adopt(AREA, months=[second])
        told = {row.account_name: row.debit - row.credit for row in balance_of(AREA) if row.key.account == "iuran"}
        assert told == {EXPENSE: 700_000, PAYABLE: -200_000, CASH: -500_000}
        assert differences(AREA, two, closed=True) == []
