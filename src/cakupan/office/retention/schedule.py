"""The rules of ``kept.yaml``, and how a region lengthens them. Knows no database: the environment is checked with it."""

from __future__ import annotations

import datetime as dt
from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

import yaml

from cakupan.law.parameter import CONFIDENCES
from cakupan.law.refusal import Refusal

VARIABLE = "CAKUPAN_RETENTION"
PERIODS_MAX = {"days": 36500, "years": 100}
Said = Mapping[str, str]


@dataclass(frozen=True)
class Rule:
    """How long one kind of thing is kept. ``number`` of ``unit`` (days, years) counts now, ``least`` is what the file says.

    Texts are Indonesian and English, as ``{"id", "en"}``.
    """

    kind: str
    what: Said
    number: int
    least: int
    unit: str
    counted_from: Said
    at_end: Said
    why: Said
    set_by: str  # law, office
    removed_by: str  # program, nobody
    lengthened_by: str
    citation: str
    confidence: str
    last_checked: dt.date
    source: str
    note: str = ""

    @property
    def removed(self) -> bool:
        """Whether the program itself removes what is over."""
        return self.removed_by == "program"

    def last_ended(self, day: dt.date) -> dt.date:
        """Whatever ended on this day or before is due on ``day``; what ended the day after is still kept."""
        if self.unit == "days":
            return day - dt.timedelta(days=self.number)
        year = day.year - self.number
        if (day.month, day.day) == (2, 29) and not isleap(year):
            return dt.date(year, 2, 28)
        return day.replace(year=year)


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule as the file has it, in its order."""
    text = resources.files("cakupan.office.retention").joinpath("kept.yaml").read_text(encoding="utf-8")
    return tuple(_rule(kind, told) for kind, told in yaml.safe_load(text).items())


def _rule(kind: str, told: Mapping[str, Any]) -> Rule:
    number, _, unit = str(told["period"]).partition(" ")
    rule = Rule(kind=kind, number=int(number), least=int(number), unit=unit, **{k: v for k, v in told.items() if k != "period"})
    assert rule.unit in PERIODS_MAX and rule.confidence in CONFIDENCES, kind
    assert rule.set_by in ("law", "office") and rule.removed_by in ("program", "nobody"), kind
    assert rule.unit == "days" or not rule.removed, f"{kind}: what the program removes is counted in days"
    return rule


def lengthened(told: str) -> dict[str, int]:
    """What a region's setting says: ``refused_files=730,ledger=30``, each in its rule's own unit.

    Raises :class:`Refusal` for a kind that there is not, no number, or a period that is shorter than the rule's.
    """
    found: dict[str, int] = {}
    known = {rule.kind: rule for rule in rules()}
    for part in filter(None, (piece.strip() for piece in told.split(","))):
        kind, _, number = (word.strip() for word in part.partition("="))
        if kind not in known:
            raise _refused(part, f"there is no such kind as {kind!r}.", f"Name one of: {', '.join(known)}.")
        found[kind] = _longer(known[kind], part, number)
    return found


def _longer(rule: Rule, part: str, number: str) -> int:
    if not (number.isascii() and number.isdigit() and int(number) <= PERIODS_MAX[rule.unit]):
        raise _refused(part, f"it is no number of {rule.unit}.", f"Write it as {rule.kind}={rule.least}, or leave it out.")
    if int(number) < rule.least:
        ground = f"the law asks for {rule.least} {rule.unit} at least ({rule.citation})"
        own = f"the office keeps it {rule.least} {rule.unit}, and a region may lengthen that only"
        why = f"{ground if rule.set_by == 'law' else own}."
        raise _refused(part, why, f"Set {rule.kind}={rule.least} or more, or leave it out.")
    return int(number)


def _refused(part: str, why: str, mend: str) -> Refusal:
    return Refusal(f"{VARIABLE}: {part}", why=why, mend=mend)


def rules_here(longer: Mapping[str, int]) -> tuple[Rule, ...]:
    """Every rule with a region's own period in it."""
    return tuple(replace(rule, number=longer.get(rule.kind, rule.number)) for rule in rules())
