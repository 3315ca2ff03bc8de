"""Surat Jaminan Pelayanan (SJP) Pemda: the region's promise to pay for one person at one facility. It is no SEP, and says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from cakupan.answer.words import date_words, rupiah
from cakupan.report.letters.amount_in_words import amount_in_words
from cakupan.report.letters.paper import CitedPaper
from cakupan.report.letters.person import HIDDEN, Person
from cakupan.report.letters.regulation import HEALTH_LAW, REGIONAL_FINANCE, Regulation


@dataclass(frozen=True)
class LocalGuaranteeLetter:
    """The letter. ``instrument`` binds the region, ``account`` pays: without either there is no guarantee, and no letter.

    ``[from_date, to_date)``; ``services`` as the instrument names them; ``status``: why the person is not active, in words, as
    BPJS last told it on ``as_of``; ``limit``: whole rupiah at most, 0 where the instrument sets none.
    """

    person: Person
    facility: str
    services: tuple[str, ...]
    from_date: dt.date
    to_date: dt.date
    instrument: CitedPaper
    account: str
    status: str
    as_of: dt.date
    recommended_by: str = ""
    limit: int = 0

    kind: ClassVar[str] = "local_guarantee_letter"
    title: ClassVar[str] = "Surat Jaminan Pelayanan (SJP) Pemda"
    regulations: ClassVar[tuple[Regulation, ...]] = (HEALTH_LAW, REGIONAL_FINANCE)
    to_a_person: ClassVar[bool] = False

    def __post_init__(self) -> None:
        assert self.account and self.services, "no guarantee without an account that pays, and without services"
        assert self.from_date < self.to_date, "a guarantee of no day"

    def told(self, *, masked: bool) -> dict[str, Any]:
        """See :class:`~cakupan.report.letters.paper.Paper`."""
        return {
            "person": self.person.told(masked=masked),
            "facility": self.facility,
            "services": list(self.services),
            "from_date": date_words(self.from_date),
            "last_date": date_words(self.to_date - dt.timedelta(days=1)),
            "instrument": self.instrument.told(),
            "account": self.account,
            "status": HIDDEN if masked else self.status,
            "as_of": date_words(self.as_of),
            "recommended_by": self.recommended_by,
            "limit": rupiah(self.limit) if self.limit else "",
            "limit_in_words": amount_in_words(self.limit) if self.limit else "",
        }
