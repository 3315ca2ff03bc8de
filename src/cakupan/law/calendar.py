"""Months, the unit in which JKN is enrolled, billed and paid."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from cakupan.law.refusal import Refusal


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month. As a period it is half-open: ``[first_date, next.first_date)``."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1 <= self.year <= 9999):
            raise Refusal(
                f"month {self.year}-{self.number}",
                why="there is no such month.",
                mend="Write a month as YYYY-MM, for example 2021-07.",
            )

    @classmethod
    def parse(cls, text: str) -> Month:
        """The month written ``YYYY-MM``. Raises :class:`Refusal` for anything else."""
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
            raise Refusal(
                f"month {text!r}", why="it is not of the form YYYY-MM.", mend="Write a month as YYYY-MM, for example 2021-07."
            )
        return cls(int(text[:4]), int(text[5:]))

    @classmethod
    def of(cls, date: dt.date) -> Month:
        """The month in which ``date`` lies."""
        return cls(date.year, date.month)

    @property
    def first_date(self) -> dt.date:
        """The first day of the month."""
        return dt.date(self.year, self.number, 1)

    def plus(self, months: int) -> Month:
        """The month ``months`` later (earlier if negative)."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def until(self, other: Month) -> int:
        """How many months lie from this one up to, not including, ``other``; negative if ``other`` is earlier."""
        return (other.year - self.year) * 12 + other.number - self.number

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def same_day_later(day: dt.date, *, months: int) -> dt.date:
    """The same day of the month ``months`` later; the month's last day where it has no such day."""
    month = Month.of(day).plus(months)
    return dt.date(month.year, month.number, min(day.day, calendar.monthrange(month.year, month.number)[1]))
