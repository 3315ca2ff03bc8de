"""The Pemda's own part of one enrolled person's contribution, month by month, by the law as known on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping

from cakupan.law.calendar import Month
from cakupan.law.contribution import contribution
from cakupan.law.shares import shares

SEGMENT, CARE_CLASS = "PEMDA", 3


def pemda_accounts(*, month: Month, known_on: dt.date | None = None, readings: Collection[str] = ()) -> Mapping[str, int]:
    """What the Pemda pays for one person in ``month``, by budget account, whole rupiah. Refused where the law does not say."""
    ruling = shares(segment=SEGMENT, care_class=CARE_CLASS, month=month, known_on=known_on, readings=readings)
    (part,) = (part for part in ruling.shares if part.payer == "pemda")
    return dict(part.accounts or (("iuran", part.amount),))


def pemda_month_rate(*, month: Month, known_on: dt.date | None = None, readings: Collection[str] = ()) -> int:
    """The sum of :func:`pemda_accounts`: 37,800 from 2021 on."""
    return sum(pemda_accounts(month=month, known_on=known_on, readings=readings).values())


def whole_month_rate(*, month: Month, known_on: dt.date | None = None) -> int:
    """The whole contribution of one person, as if the Pemda bore what others bear: for comparing, never for a bill."""
    return contribution(segment=SEGMENT, care_class=CARE_CLASS, month=month, known_on=known_on).total


def to_year_end(month: Month) -> Iterator[Month]:
    """The months from ``month`` to December of its year."""
    return (month.plus(n) for n in range(13 - month.number))
