"""How Cakupan writes money, shares, dates and identity numbers for people: the one place, for every desk and paper."""

from __future__ import annotations

import datetime as dt

from cakupan.law.calendar import Month

MONTHS_ID = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def whole(number: int) -> str:
    """``1234567`` → ``1.234.567``; a minus sign, not a hyphen, before a negative number."""
    sign = "\u2212" if number < 0 else ""
    return sign + f"{abs(number):,}".replace(",", ".")


def rupiah(amount: int) -> str:
    """``1234567`` → ``Rp 1.234.567`` (the space does not break); negative amounts as ``−Rp 1.234.567``."""
    sign = "\u2212" if amount < 0 else ""
    return f"{sign}Rp\u00a0{whole(abs(amount))}"


def per_cent(*, part: int, of: int) -> str:
    """``69,85 %``: two decimals, halves rounded up, computed in integers. ``of`` must not be 0."""
    assert of > 0, "a percentage needs a whole"
    hundredths = (part * 10_000 * 2 + of) // (2 * of)
    return f"{whole(hundredths // 100)},{hundredths % 100:02d}\u00a0%"


def date_words(date: dt.date, *, language: str = "id") -> str:
    """``1 Juli 2021``, or ``1 July 2021`` for ``language="en"``."""
    return f"{date.day} {month_words(Month.of(date), language=language)}"


def month_words(month: Month, *, language: str = "id") -> str:
    """``Juli 2021``, or ``July 2021`` for ``language="en"``."""
    names = {"id": MONTHS_ID, "en": MONTHS_EN}[language]
    return f"{names[month.number - 1]} {month.year}"


def masked_nik(nik: str | None) -> str:
    """``6171********0001``: first four and last four digits. A number too short to mask so is hidden whole; none is ``–``."""
    if not nik:
        return "\u2013"
    if len(nik) < 12:
        return "*" * len(nik)
    return nik[:4] + "*" * (len(nik) - 8) + nik[-4:]


def class_words(class_: int | None) -> str:
    """``3`` → ``III``, as cards and decrees write a care class; empty where none is told."""
    return "I" * class_ if class_ else ""
