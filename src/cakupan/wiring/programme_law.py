"""A programme's amount per person and month against the law: aid is for contributions, and those are not a programme's to set."""

from __future__ import annotations

from collections.abc import Iterator

from cakupan.law.calendar import Month
from cakupan.law.consultation import Consultation
from cakupan.law.refusal import Refusal
from cakupan.law.ruling import rupiah
from cakupan.law.segment import flat_rate_key
from cakupan.registers.programmes import Programme


def check_person_month(programme: Programme, *, file: str) -> None:
    """Raise :class:`Refusal` unless the amount is the law's of some month of the programme's year, whole or the Pemda's part.

    Where sources conflict about a month, each of its readings will do; a year that the law's files do not know is not checked.
    """
    known = sorted(set(_amounts(programme.year)))
    if known and programme.person_month_rupiah not in known:
        written, amounts = rupiah(programme.person_month_rupiah), ", ".join(map(rupiah, known))
        raise Refusal(
            f"programme {file}",
            why=f"person_month_rupiah: {written} is not what the law asks in {programme.year}: {amounts}.",
            mend="Write the law's amount of the year that the programme pays for, or mend its key 'year'.",
            file=file,
            key="person_month_rupiah",
        )


def _amounts(year: int) -> Iterator[int]:
    key = flat_rate_key("PEMDA", 3)
    for number in range(1, 13):
        law = Consultation(on=Month(year, number).first_date)
        if not law.defined(key):
            continue
        for parts in law.admissible(key):
            yield sum(part.amount for part in parts)
            yield sum(part.amount for part in parts if part.payer == "pemda")
