"""On which wage is a wage earner's contribution reckoned? (Perpres 75/2019 art. 32, 33)"""

from __future__ import annotations

from dataclasses import dataclass

from cakupan.law.consultation import Consultation
from cakupan.law.refusal import Refusal
from cakupan.law.ruling import rupiah

FLOOR = "contribution.ppu.wage_floor"


@dataclass(frozen=True)
class WageBase:
    """The wage on which per cents are reckoned, in rupiah a month, and why it is not the wage paid."""

    amount: int
    reasons: tuple[str, ...]


def wage_base(*, law: Consultation, wage: int | None, minimum_wage: int | None) -> WageBase:
    """The wage, raised to the floor (UMK, or UMP where there is none; since 2020) and lowered to the cap.

    The floor differs by regency and year and is not in these parameters: without ``minimum_wage`` the answer says that it was
    not applied.
    """
    for name, amount in (("wage", wage), ("minimum wage", minimum_wage)):
        if amount is not None and amount <= 0:
            raise Refusal(
                f"{name} of {amount}", why="it is not above 0.", mend=f"Give the {name} in rupiah a month.", readings=[]
            )
    if wage is None:
        raise Refusal(
            "contribution of a wage earner", why="it is a share of the wage.", mend="Give --wage in rupiah a month.", readings=[]
        )
    cap: int = law.value("contribution.ppu.wage_cap")
    if wage > cap:
        return WageBase(cap, (f"The wage of {rupiah(wage)} counts up to the cap of {rupiah(cap)}.",))
    if not law.defined(FLOOR):
        return WageBase(wage, ())
    return _raised_to_floor(law, wage, cap, minimum_wage)


def _raised_to_floor(law: Consultation, wage: int, cap: int, minimum_wage: int | None) -> WageBase:
    floor = law.value(FLOOR)
    if minimum_wage is None:
        return WageBase(wage, (f"Floor not applied: the {floor} was not given. Give it, and a lower wage counts as that.",))
    if wage < minimum_wage:
        amount = min(minimum_wage, cap)
        return WageBase(amount, (f"The wage of {rupiah(wage)} counts as the {floor}, up to the cap: {rupiah(amount)}.",))
    return WageBase(wage, ())
