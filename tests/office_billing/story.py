"""Months of one agreement as the loader would write them, with payments settled by the month's own rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cakupan.law.calendar import Month
from cakupan.month.reference.settle import Allocation, Due, Payment, allocate
from cakupan.office.positions.models import BillLine, Figures, Person, PersonNumber, Position

AREA = "16.10"
NUMBER = "440/1286/D.KES/2023"
RATES = {"iuran": 35_000, "bantuan_iuran": 2_800}
JULY = Month(2024, 7)
TERMS = {
    "number": NUMBER,
    "title": "Perjanjian Kerja Sama Kabupaten Ogan Ilir",
    "segment": "PEMDA",
    "class": 3,
    "payer": "kabkota",
    "period": {"from": "2024-01-01", "to": "2025-01-01"},
    "decree": {"number": "588/KEP/DINKES/2023", "date": "2023-12-14", "annex": "decisions"},
    "signed": {"date": "2023-12-21"},
    "budget": [
        {"account": "5.1.02.02.02.0005", "kind": "iuran", "source": "APBD", "rupiah": 1},
        {"account": "5.1.02.02.02.0007", "kind": "bantuan_iuran", "source": "APBD", "rupiah": 1},
    ],
}


def paid(number: str, month: Month, amount: int, account: str = "iuran", date: dt.date | None = None) -> Payment:
    """A payment that a file brought."""
    return Payment(number, date or month.first_date.replace(day=9), NUMBER, month, account, amount, "kabkota")


@dataclass
class Story:
    """An agreement from its first month on. ``people`` by month; a month that is not named has as many as the one before."""

    people: Mapping[Month, int]
    payments: Sequence[Payment] = ()
    first: Month = field(default_factory=lambda: Month(2024, 1))
    corrections: Sequence[dict[str, Any]] = ()

    def people_in(self, month: Month) -> int:
        """How many are billed in a month."""
        return self.people[max(known for known in self.people if known <= month)]

    def dues(self, until: Month) -> list[Due]:
        """What each month costs, by account."""
        months = [self.first.plus(at) for at in range(self.first.until(until) + 1)]
        return [
            Due(NUMBER, month, "kabkota", account, self.people_in(month), self.people_in(month) * rate)
            for month in months
            for account, rate in RATES.items()
        ]

    def tell(self, month: Month, *, named: int = 0, edition: str = "", area: str = AREA, **figures: Any) -> Position:
        """Write the position of a month as the loader does; ``named`` people stand in it by name."""
        position = Position.objects.using("loader").create(
            area=area,
            month=month.first_date,
            edition=edition or f"{month.number:02d}" * 32,
            as_of_date=month.first_date,
            manifest={
                "agreements": [TERMS],
                "earlier": {},
                "sums": {"people": self.people_in(month), "pemda_amount": self.people_in(month) * sum(RATES.values())},
            },
        )
        told = {**self.figures(month), **figures}
        Figures.objects.using("loader").bulk_create(
            Figures(area=area, position=position, name=name, rows=rows) for name, rows in told.items()
        )
        for at in range(named):
            name_people(position, at)
        return position

    def figures(self, month: Month) -> dict[str, Any]:
        """The small tables of a month."""
        dues = self.dues(month)
        known = sorted((p for p in self.payments if Month.of(p.date) <= month), key=lambda p: (p.date, p.payment_id))
        return {
            "bill_totals": [_bill(due) for due in dues if due.month == month],
            "due_months": [_due(due) for due in dues],
            "month_due": [
                {"agreement_number": NUMBER, "month_date": str(m.first_date), "due_date": str(m.first_date.replace(day=10))}
                for m in sorted({due.month for due in dues})
            ],
            "corrections_totals": list(self.corrections),
            "payments": [_payment(p) for p in known],
            "ledger": _ledger(dues, allocate(dues=dues, payments=known), known),
            "mismatch_totals": [{"code": "deceased", "entries": 3}],
            "position_totals": [
                {"bill": "bantuan_iuran_mandiri", "area_code": AREA, "payer": "kabkota", "account": "bantuan_iuran",
                 "people": 10, "amount": 28_000},
            ],
        }  # fmt: skip


def name_people(position: Position, at: int) -> None:
    """Somebody by name on the bill of a position."""
    nik = f"161004120390{9000 + at}"
    person, _ = Person.objects.using("loader").get_or_create(
        area=position.area,
        identity=f"nik:{nik}",
        defaults={"known_from": "residents", "nik": nik, "name": f"ORANG REKAAN {at}", "seen_month": position.month},
    )
    PersonNumber.objects.using("loader").get_or_create(area=position.area, person=person, kind="nik", number=nik)
    for account, amount in RATES.items():
        BillLine.objects.using("loader").create(
            area=position.area, position=position, month=position.month, entry_key=f"588|{at}", person=person,
            agreement_number=NUMBER, decree_number="588/KEP/DINKES/2023", annex_line=str(at + 1), village="16.10.01.2001",
            payer="kabkota", account=account, amount=amount, rate_key="x", citation="Perpres 64/2020",
        )  # fmt: skip


def _bill(due: Due) -> dict[str, Any]:
    return {
        "month_date": str(due.month.first_date), "agreement_number": NUMBER, "payer": due.payer, "account": due.account,
        "rate_key": "x", "people": due.people, "amount": due.amount, "verified_people": due.people, "verified_amount": due.amount,
    }  # fmt: skip


def _due(due: Due) -> dict[str, Any]:
    return {
        "agreement_number": NUMBER, "month_date": str(due.month.first_date), "payer": due.payer, "account": due.account,
        "people": due.people, "amount": due.amount,
    }  # fmt: skip


def _payment(p: Payment) -> dict[str, Any]:
    return {
        "payment_id": p.payment_id, "disbursement_number": p.number, "disbursement_date": str(p.date), "agreement_number": NUMBER,
        "payer": p.payer, "account": p.account, "named_month": str(p.month.first_date), "amount": p.amount,
    }  # fmt: skip


def _ledger(dues: Sequence[Due], allocations: Sequence[Allocation], payments: Sequence[Payment]) -> list[dict[str, Any]]:
    """As settle_steps/50_ledger.sql writes it."""
    rows: list[dict[str, Any]] = []
    for due in dues:
        month = str(due.month.first_date)
        entry = f"bill|{NUMBER}|kabkota|{due.account}|{month}"
        rows += _entry(entry, due.account, month, ("contribution_expense", "contribution_payable"), due.amount, "bill")
    dates = {p.payment_id: p.date for p in payments}
    for each in allocations:
        month = str(Month.of(dates[each.payment_id]).first_date)
        debit = "contribution_payable" if each.month else "overpayment"
        cause = "payment" if each.month else "overpaid"
        rows += _entry(f"payment|{each.payment_id}|{each.month}", each.account, month, (debit, "cash"), each.amount, cause)
    return rows


def _entry(entry_id: str, account: str, month: str, names: tuple[str, str], amount: int, cause: str) -> list[dict[str, Any]]:
    return [
        {
            "entry_id": entry_id, "agreement_number": NUMBER, "payer": "kabkota", "account": account, "month_date": month,
            "account_name": name, "debit": amount * (side == 0), "credit": amount * (side == 1), "cause": cause,
        }
        for side, name in enumerate(names)
    ]  # fmt: skip
