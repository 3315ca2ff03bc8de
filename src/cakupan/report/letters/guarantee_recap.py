"""Rekap SJP Pemda: what the region guaranteed at one facility in one month, letter by letter, for the facility's claim."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from cakupan.answer.words import date_words, month_words, rupiah, whole
from cakupan.law.calendar import Month
from cakupan.report.letters.amount_in_words import amount_in_words
from cakupan.report.letters.person import HIDDEN, Person
from cakupan.report.letters.regulation import REGIONAL_FINANCE, Regulation


@dataclass(frozen=True)
class GuaranteedPerson:
    """One letter: for whom, on what, ``[from_date, to_date)``. ``amount``: whole rupiah that the facility told, or None."""

    person: Person
    letter_number: str
    instrument: str
    account: str
    from_date: dt.date
    to_date: dt.date
    revoked: bool = False
    amount: int | None = None


@dataclass(frozen=True)
class GuaranteeRecap:
    """One facility's month. The sum is of what the facility told, and says of how many letters."""

    month: Month
    facility: str
    lines: tuple[GuaranteedPerson, ...]

    kind: ClassVar[str] = "guarantee_recap"
    title: ClassVar[str] = "Rekapitulasi Surat Jaminan Pelayanan (SJP) Pemda"
    regulations: ClassVar[tuple[Regulation, ...]] = (REGIONAL_FINANCE,)
    to_a_person: ClassVar[bool] = False

    def __post_init__(self) -> None:
        assert self.lines, "a recap of nothing"

    def told(self, *, masked: bool) -> dict[str, Any]:
        """See :class:`~cakupan.report.letters.paper.Paper`."""
        amounts = [each.amount for each in self.lines if each.amount is not None]
        people = {each.person.nik or (each.person.card_number, each.person.name, each.person.birth_date) for each in self.lines}
        return {
            "month": month_words(self.month),
            "facility": self.facility,
            "letters": whole(len(self.lines)),
            "people": whole(len(people)),
            "revoked": whole(sum(each.revoked for each in self.lines)),
            "told": whole(len(amounts)),
            "amount": rupiah(sum(amounts)) if amounts else "",
            "amount_in_words": amount_in_words(sum(amounts)) if amounts else "",
            "rows": [_row(number, each, masked=masked) for number, each in enumerate(self.lines, start=1)],
            "total": ["", "Jumlah", "", "", rupiah(sum(amounts)) if amounts else "–"],
            "grounds": sorted({f"{each.instrument}, kode rekening {each.account}" for each in self.lines}),
        }


def _row(number: int, each: GuaranteedPerson, *, masked: bool) -> list[str]:
    person = each.person.told(masked=masked)
    days = f"{date_words(each.from_date)} s.d. {date_words(each.to_date - dt.timedelta(days=1))}"
    amount = HIDDEN if masked else rupiah(each.amount) if each.amount is not None else "belum diisi"
    address = f", {person['address']}" if person["address"] not in ("–", "") else ""
    return [
        str(number),
        each.letter_number,
        f"{person['name']}, {person['nik']}{address}",
        f"{days}{' (dicabut)' if each.revoked else ''}",
        amount,
    ]
