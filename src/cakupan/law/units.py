"""Units of legal values: what may stand as ``value`` in a parameter file, and what it becomes in code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal

PAYERS = ("pusat", "provinsi", "kabkota", "pemda", "pemberi_kerja", "peserta")
ACCOUNTS = ("iuran", "bantuan_iuran")

RUPIAH_BY_PAYER = "IDR/person/month by payer"
PER_CENT_BY_PAYER = "per cent of wage by payer"
RUPIAH_PER_MONTH = "IDR/person/month"


@dataclass(frozen=True)
class Part:
    """What one payer bears of one person's month, in whole rupiah; ``accounts`` are its budget accounts, if told apart."""

    payer: str
    amount: int
    accounts: tuple[tuple[str, int], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """``{"payer", "amount"}``, with ``"accounts"`` only where the law tells accounts apart."""
        bare: dict[str, Any] = {"payer": self.payer, "amount": self.amount}
        return bare | {"accounts": dict(self.accounts)} if self.accounts else bare


@dataclass(frozen=True)
class WagePart:
    """What one payer bears of a wage, in per cent."""

    payer: str
    per_cent: Fraction

    def as_dict(self) -> dict[str, Any]:
        """``{"payer", "per_cent"}``."""
        return {"payer": self.payer, "per_cent": plain(self.per_cent)}


def _rupiah(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("whole rupiah, 0 or more")
    return value


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("a whole number, 0 or more")
    return value


def _day_of_month(value: object) -> int:
    if type(value) is not int or not 1 <= value <= 28:
        raise ValueError("a day that every month has, 1 to 28")
    return value


def _day_of_year(value: object) -> str:
    try:
        # Of a common year: the 29th of February does not come every year.
        return dt.date.fromisoformat(f"2001-{value}").isoformat()[5:]
    except ValueError as error:
        raise ValueError("a day of the year, MM-DD") from error


def _per_cent(value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
        raise ValueError("a number from 0 to 100")
    return Fraction(str(value))


def _payers(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict) or not value or not set(value) <= set(PAYERS):
        raise ValueError(f"a mapping from payer to part; payers are {', '.join(PAYERS)}")
    return value


def _part(payer: str, amount: object) -> Part:
    if not isinstance(amount, dict):
        return Part(payer, _rupiah(amount))
    if not amount or not set(amount) <= set(ACCOUNTS):
        raise ValueError(f"accounts of {payer} among {', '.join(ACCOUNTS)}")
    accounts = tuple((name, _rupiah(part)) for name, part in amount.items())
    return Part(payer, sum(part for _, part in accounts), accounts)


def _rupiah_by_payer(value: object) -> tuple[Part, ...]:
    return tuple(_part(payer, amount) for payer, amount in _payers(value).items())


def _per_cent_by_payer(value: object) -> tuple[WagePart, ...]:
    return tuple(WagePart(payer, _per_cent(part)) for payer, part in _payers(value).items())


def _date(value: object) -> dt.date:
    if type(value) is not dt.date:
        raise ValueError("a date, YYYY-MM-DD")
    return value


def _month(value: object) -> Month:
    try:
        return Month.parse(str(value))
    except Refusal as refusal:
        raise ValueError("a month, YYYY-MM") from refusal


def _yes_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def _term(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a non-empty text")
    return value


def _terms(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError("a list of texts")
    return tuple(_term(item) for item in value)


UNITS: Mapping[str, Callable[[object], Any]] = {
    RUPIAH_BY_PAYER: _rupiah_by_payer,
    PER_CENT_BY_PAYER: _per_cent_by_payer,
    RUPIAH_PER_MONTH: _rupiah,
    "IDR/month": _rupiah,
    "IDR": _rupiah,
    "per cent": _per_cent,
    "days": _count,
    "hours": _count,
    "months": _count,
    "people": _count,
    "count": _count,
    "times": _count,
    "day of month": _day_of_month,
    "day of the year": _day_of_year,
    "date": _date,
    "month": _month,
    "yes/no": _yes_no,
    "term": _term,
    "terms": _terms,
}


def plain(value: Any) -> Any:
    """A legal value as JSON holds it: dates and months as ISO text, fractions as numbers, parts as mappings."""
    match value:
        case Fraction():
            return int(value) if value.denominator == 1 else float(value)
        case dt.date() | Month():
            return str(value)
        case Mapping():
            return {key: plain(item) for key, item in value.items()}
        case tuple() | list():
            return [plain(item) for item in value]
        case _ if hasattr(value, "as_dict"):
            return value.as_dict()
        case _:
            return value
