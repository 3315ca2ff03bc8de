"""The bill of a month to come: people times the law's dated rates, the Pemda's part split by the agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.month.terms import RatePart, Share
from cakupan.outlook.position import AgreementPosition, Position, Rates
from cakupan.outlook.shares import split_month

PEMDA = "pemda"
LOCAL_PAYERS = ("kabkota", "provinsi")


@dataclass(frozen=True)
class Due:
    """What one payer owes on one account for a month, whole rupiah."""

    month: Month
    payer: str
    account: str
    people: int
    amount: int


def month_bill(
    *,
    agreement: AgreementPosition,
    month: Month,
    people: int,
    rates: Rates,
    shares: Sequence[Share] | None = None,
) -> tuple[Due, ...]:
    """Everything due for a month, the centre's part too; ``shares`` takes the place of the agreement's own.

    Raises :class:`Refusal` if the law gives no rate for the month.
    """
    parts = _parts(agreement, month, rates)
    own = [
        Due(month, part.payer, part.account, part.people, part.amount)
        for part in split_month(
            shares=agreement.shares if shares is None else shares,
            people=people,
            per_person=_pemda_part(agreement, month, parts),
            month_of_period=agreement.first_month.until(month),
        )
    ]
    others = [
        Due(month, part.payer, part.account, people, people * part.amount) for part in parts if part.payer != PEMDA and people
    ]
    return (*own, *others)


def bill_of(position: Position, agreement: AgreementPosition, month: Month) -> tuple[Due, ...]:
    """The bill of a month under the agreement's own shares, with the people that the list says."""
    return month_bill(agreement=agreement, month=month, people=position.people_in(agreement, month), rates=position.rates)


def local_amount(dues: Sequence[Due]) -> int:
    """What regency and province owe together."""
    return sum(due.amount for due in dues if due.payer in LOCAL_PAYERS)


def per_person(position: Position, agreement: AgreementPosition, month: Month) -> int:
    """The Pemda's part of one person for a month."""
    return sum(_pemda_part(agreement, month, _parts(agreement, month, position.rates)).values())


def renewal_months(agreement: AgreementPosition) -> tuple[Month, ...]:
    """The months of a renewal that runs to the end of its year: twelve if the term ends with a year."""
    first = agreement.end_month
    return tuple(Month(first.year, number) for number in range(first.number, 13))


def renewal_cost(position: Position, agreement: AgreementPosition) -> int:
    """What regency and province would pay for the same people until the end of the year that follows the term."""
    return sum(
        local_amount(month_bill(agreement=agreement, month=month, people=agreement.people, rates=position.rates))
        for month in renewal_months(agreement)
    )


def _parts(agreement: AgreementPosition, month: Month, rates: Rates) -> tuple[RatePart, ...]:
    found = rates.get((month, agreement.segment, agreement.class_))
    if not found:
        raise Refusal(
            f"the bill of {month} under {agreement.number}",
            why=f"no rate is known for segment {agreement.segment}, class {agreement.class_} in that month.",
            mend=f"Ask `cakupan law contribution --segment {agreement.segment} --month {month}` for what is known.",
            agreement=agreement.number,
        )
    return found


def _pemda_part(agreement: AgreementPosition, month: Month, parts: Sequence[RatePart]) -> dict[str, int]:
    """Rupiah per person by account; a supposed rate changes the contribution first, and keeps the aid as far as it can."""
    # Within a line the money of a capped payer goes to the contribution first.
    own = sorted((part for part in parts if part.payer == PEMDA), key=lambda part: part.account != "iuran")
    law = {part.account: part.amount for part in own}
    supposed = [change for change in agreement.rate_changes if change.from_month <= month]
    if not supposed:
        return law
    total = max(supposed, key=lambda change: change.from_month).rupiah
    aid = {account: amount for account, amount in law.items() if account != "iuran"}
    kept = {}
    for account, amount in aid.items():
        kept[account] = min(amount, total)
        total -= kept[account]
    return {"iuran": total, **kept}
