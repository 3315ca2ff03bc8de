"""A newborn without a card, or without NIK: whose list it follows, the days that count; and what its mother reads of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from cakupan.answer.cited import cited
from cakupan.answer.finding import Finding
from cakupan.answer.reasons import Reason, day_words, reason
from cakupan.answer.record import PersonRecord
from cakupan.law.calendar import same_day_later
from cakupan.law.consultation import Consultation

REGISTER, NIK = "newborn.register_days", "newborn.nik_months"
OF_MOTHER = {"PBI_JK": "newborn.of_pbi_mother", "PEMDA": "newborn.of_pemda_mother"}
NO_NIK = "newborn_without_nik"
# Not law: between these ages the desk reads what holds for a child, besides the few mothers who are younger or older.
MOTHER_YEARS = (12, 50)


def newborn(person: PersonRecord, on: dt.date) -> Finding | None:
    """The finding about a newborn without a card; None for anybody older, and before the law had a rule for them.

    Only the newborn of a PBI JK mother is covered by the law itself, and even that the branch must say: not known, not active.
    """
    born = person.birth_date
    law = _law(born) if born else None
    if born is None or law is None or not born <= on < same_day_later(born, months=law.nik_months):
        return None
    by = born + dt.timedelta(days=law.days)
    key = OF_MOTHER.get(person.mother.segment) if person.mother else None
    if person.mother is None or key is None:
        code = "newborn_to_register" if on <= by else "newborn_late"
        said = reason(
            code, rule=cited(REGISTER, born), source=person.source, born=day_words(born), by=day_words(by), days=law.days
        )
        return Finding("inactive", (said,), ("register_newborn", "ask_branch", "repair_membership", "ask_dinsos"))
    agreement = person.mother.agreement_number or "?"
    said = reason(
        key.replace(".", "_"),
        rule=cited(key, born),
        source=person.source,
        agreement=agreement,
        born=day_words(born),
        by=day_words(by),
    )
    if person.mother.segment == "PBI_JK":
        return Finding("unknown", (said,), ("register_newborn", "ask_branch", "repair_membership"))
    return Finding("inactive", (said,), ("register_newborn", "ask_dinkes", "ask_branch", "repair_membership"))


def without_nik(person: PersonRecord) -> Reason | None:
    """That a card is of a newborn without NIK, and until when the NIK is to be handed in."""
    doubt = next((each for each in person.doubts if each.code == NO_NIK), None)
    law = _law(person.birth_date) if doubt and person.birth_date else None
    if doubt is None or law is None or person.birth_date is None:
        return None
    by = day_words(same_day_later(person.birth_date, months=law.nik_months))
    return reason(NO_NIK, rule=cited(NIK, person.birth_date), source=doubt.source, born=day_words(person.birth_date), by=by)


def baby_of(person: PersonRecord, segment: str | None, on: dt.date) -> Reason | None:
    """What an active member's child would be, if she gives birth: a child of a few days is in no register yet.

    None for whoever is not a woman of an age to give birth, and before the law had a rule.
    """
    born = person.birth_date
    if person.sex != "P" or born is None or not MOTHER_YEARS[0] <= on.year - born.year <= MOTHER_YEARS[1]:
        return None
    return _baby_of(segment if segment in OF_MOTHER else None, on)


@lru_cache(maxsize=1024)
def _baby_of(segment: str | None, on: dt.date) -> Reason | None:
    law = _law(on)
    if law is None:
        return None
    code = {"PBI_JK": "baby_of_pbi_mother", "PEMDA": "baby_of_pemda_mother"}.get(segment or "", "baby_of_mother")
    return reason(code, rule=cited(OF_MOTHER[segment] if segment else REGISTER, on), days=law.days)


@dataclass(frozen=True)
class _Law:
    """Days to register a newborn, months to hand in the NIK."""

    days: int
    nik_months: int


@lru_cache(maxsize=512)
def _law(born: dt.date) -> _Law | None:
    """The rule in force at birth; None before there was one."""
    law = Consultation(on=born)
    if not (law.defined(REGISTER) and law.defined(NIK)):
        return None
    return _Law(law.value(REGISTER), law.value(NIK))
