"""Usulan peserta: the covering letter of a proposal list, with its counts, its cost and what the budget still carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from cakupan.answer.words import month_words, rupiah, whole
from cakupan.law.calendar import Month
from cakupan.report.letters.amount_in_words import amount_in_words, number_in_words
from cakupan.report.letters.paper import CitedPaper, Workbook
from cakupan.report.letters.regulation import INSURANCE, POVERTY_REGISTER, SHARES, Regulation


@dataclass(frozen=True)
class ProposedArea:
    """People and families proposed from one area."""

    area: str
    people: int
    families: int


@dataclass(frozen=True)
class ProposalLetter:
    """The letter. ``monthly_rate``: whole rupiah a person and month; ``months``: from ``effective_month`` to the budget's end.

    ``budget_left``: whole rupiah not bound yet; ``quota_left``: places not taken yet, both before this proposal.
    """

    effective_month: Month
    decree: CitedPaper
    areas: tuple[ProposedArea, ...]
    newborns: int
    waiting: int
    quota: int
    quota_left: int
    monthly_rate: int
    months: int
    budget_left: int
    confirmation: CitedPaper | None
    workbook: Workbook

    kind: ClassVar[str] = "proposal_letter"
    title: ClassVar[str] = "Usulan Peserta PBPU dan BP Pemerintah Daerah"
    regulations: ClassVar[tuple[Regulation, ...]] = (INSURANCE, SHARES, POVERTY_REGISTER)
    to_a_person: ClassVar[bool] = False

    def __post_init__(self) -> None:
        assert self.people <= self.quota_left, "a proposal keeps to the quota"
        assert self.cost <= self.budget_left, "a proposal keeps to the budget"

    @property
    def people(self) -> int:
        """How many are proposed."""
        return sum(area.people for area in self.areas)

    @property
    def cost(self) -> int:
        """To the end of the budget, whole rupiah."""
        return self.people * self.monthly_rate * self.months

    def told(self, *, masked: bool) -> dict[str, Any]:  # noqa: ARG002 - counts by area name nobody
        """See :class:`~cakupan.report.letters.paper.Paper`."""
        families = sum(area.families for area in self.areas)
        return {
            "effective_month": month_words(self.effective_month),
            "decree": self.decree.told(),
            "confirmation": self.confirmation.told() if self.confirmation else None,
            "areas": [
                [str(number), area.area, whole(area.families), whole(area.people)]
                for number, area in enumerate(self.areas, start=1)
            ],
            "areas_total": ["", "Jumlah", whole(families), whole(self.people)],
            "people": whole(self.people),
            "people_in_words": number_in_words(self.people),
            "families": whole(families),
            "newborns": whole(self.newborns),
            "waiting": whole(self.waiting),
            "quota": whole(self.quota),
            "quota_left": whole(self.quota_left),
            "quota_after": whole(self.quota_left - self.people),
            "monthly_rate": rupiah(self.monthly_rate),
            "monthly_cost": rupiah(self.people * self.monthly_rate),
            "months": whole(self.months),
            "cost": rupiah(self.cost),
            "cost_in_words": amount_in_words(self.cost),
            "budget_left": rupiah(self.budget_left),
            "budget_after": rupiah(self.budget_left - self.cost),
            "workbook": self.workbook.told(),
        }
