"""Who pays what of one person's contribution for one month? (Perpres 75/2019, 64/2020; PMK 78/PMK.02/2020)"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from cakupan.law.calendar import Month
from cakupan.law.consultation import Consultation
from cakupan.law.refusal import Refusal
from cakupan.law.rounding import LARGEST_REMAINDER, WHOLE_RUPIAH, apportion, half_up
from cakupan.law.ruling import Ruling, rupiah
from cakupan.law.segment import EMPLOYERS, SELF_PAYERS, WAGE_EARNERS, flat_rate_key, known_segment
from cakupan.law.units import Part, WagePart
from cakupan.law.wage import wage_base

FISCAL_CAPACITIES = ("very_high", "high", "medium", "low", "very_low")
Parts = tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Shares(Ruling):
    """Each payer's part in whole rupiah; the parts make ``total``."""

    total: int
    shares: Parts

    def __post_init__(self) -> None:
        assert self.total == sum(part.amount for part in self.shares), "the parts do not make the total"


def shares(
    *,
    segment: str,
    month: Month,
    care_class: int | None = None,
    wage: int | None = None,
    minimum_wage: int | None = None,
    extra_family: int = 0,
    employer: str | None = None,
    fiscal_capacity: str | None = None,
    member_active: bool = True,
    known_on: dt.date | None = None,
    readings: Collection[str] = (),
) -> Shares:
    """Who pays what of one person's contribution for ``month``, as known on ``known_on`` (None: as known now).

    Segments that pay by the head need ``care_class`` (PBI_JK and PEMDA are always 3). Wage earners need ``wage``, in rupiah
    a month; ``minimum_wage`` is the UMK, or the UMP where there is none; ``extra_family`` counts members beyond five;
    ``employer`` (``pusat`` or ``daerah``) tells government employers apart. ``fiscal_capacity`` of the province gives its part
    of PBI_JK. A self-payer who is not ``member_active`` gets no aid: what remains is the member's own part.
    Raises :class:`Refusal` with ``readings`` where nothing is known or the sources conflict.
    """
    law = Consultation(on=month.first_date, known_on=known_on, readings=readings)
    if known_segment(segment) in WAGE_EARNERS:
        parts, reasons = _of_wage(
            law, segment, wage=wage, minimum_wage=minimum_wage, extra_family=extra_family, employer=employer
        )
    else:
        parts, reasons = _by_head(law, segment, care_class, fiscal_capacity, member_active=member_active)
    total = sum(part.amount for part in parts)
    return Shares(
        total=total,
        shares=parts,
        reasons=(*reasons, f"{rupiah(total)} for {month}: {_told(parts)}."),
        citations=law.citations,
        confidence=law.confidence,
    )


def _told(parts: Parts) -> str:
    return ", ".join(f"{part.payer} {rupiah(part.amount)}" for part in parts)


def _by_head(
    law: Consultation, segment: str, care_class: int | None, fiscal_capacity: str | None, *, member_active: bool
) -> tuple[Parts, tuple[str, ...]]:
    parts: Parts = law.value(flat_rate_key(segment, care_class))
    if segment == "PBI_JK" and fiscal_capacity is not None:
        return _with_province(law, parts, fiscal_capacity)
    if (
        segment in SELF_PAYERS
        and not member_active
        and len(parts) > 1
        and law.value("contribution.pbpu_bp.aid_only_while_active")
    ):
        own = tuple(part for part in parts if part.payer == "peserta")
        return own, ("Aid is given only while the member is active, so only the member's own part is owed.",)
    return parts, ()


def _with_province(law: Consultation, parts: Parts, fiscal_capacity: str) -> tuple[Parts, tuple[str, ...]]:
    if fiscal_capacity not in FISCAL_CAPACITIES:
        raise Refusal(
            f"fiscal capacity {fiscal_capacity!r}",
            why="there is no such class of fiscal capacity.",
            mend=f"Name one of {', '.join(FISCAL_CAPACITIES)}.",
            readings=[],
        )
    province: int = law.value(f"contribution.pbi_jk.province_part.{fiscal_capacity}")
    if province == 0:
        return parts, ("The province pays no part of PBI JK in that month.",)
    total = sum(part.amount for part in parts)
    reason = f"A province of {fiscal_capacity.replace('_', ' ')} fiscal capacity bears {rupiah(province)}."
    return (Part("pusat", total - province), Part("provinsi", province)), (reason,)


def _of_wage(
    law: Consultation, segment: str, *, wage: int | None, minimum_wage: int | None, extra_family: int, employer: str | None
) -> tuple[Parts, tuple[str, ...]]:
    if extra_family < 0:
        raise Refusal(
            f"{extra_family} extra family members", why="a number of people is 0 or more.", mend="Count them.", readings=[]
        )
    base = wage_base(law=law, wage=wage, minimum_wage=minimum_wage)
    per_cents = {part.payer: part.per_cent for part in _per_cents(law, segment, employer)}
    if extra_family:
        per_cents["peserta"] += extra_family * law.value("contribution.ppu.extra_family")
    total = half_up(Fraction(base.amount) * sum(per_cents.values()) / 100)
    amounts = apportion(total=total, weights=tuple(per_cents.values()))
    parts = tuple(Part(payer, amount) for payer, amount in zip(per_cents, amounts, strict=True))
    rates = ", ".join(f"{payer} {float(per_cent):g} %" for payer, per_cent in per_cents.items())
    return parts, (*base.reasons, f"{rates} of {rupiah(base.amount)}; total {WHOLE_RUPIAH}; {LARGEST_REMAINDER}.")


def _per_cents(law: Consultation, segment: str, employer: str | None) -> tuple[WagePart, ...]:
    if segment == "PPU_SWASTA":
        swasta: tuple[WagePart, ...] = law.value("contribution.ppu_swasta")
        return swasta
    if employer not in (None, *EMPLOYERS):
        raise Refusal(
            f"employer {employer!r}", why="there is no such government employer.", mend="Name pusat or daerah.", readings=[]
        )
    asked = EMPLOYERS if employer is None else (employer,)
    found: list[tuple[WagePart, ...]] = [law.value(f"contribution.ppu_pemerintah.{name}") for name in asked]
    if len(set(found)) > 1:
        raise Refusal(
            f"contribution of a government wage earner on {law.on}",
            why="central and regional government paid different parts in that month.",
            mend="Name the employer: --employer pusat or --employer daerah (village officials too).",
            readings=[],
        )
    return found[0]
