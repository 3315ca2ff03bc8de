"""Active, but not served here: what a facility's contract with BPJS and its credentialing say, and where a member goes instead.

Only the contract decides. BPJS contracts a facility after credentialing it; one whose credentialing has lapsed stays contracted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from cakupan.answer.finding import EMERGENCY
from cakupan.answer.reasons import Action, Reason, Word, action, day_words, reason
from cakupan.answer.record import Facility
from cakupan.answer.texts import sentence, texts

NAMES_MAX = 3
# A book is asked about the days of a month or two; more are forgotten and reckoned anew.
DAYS_MAX = 400
LANGUAGES = ("id", "en")


class Facilities(dict[str, Facility]):
    """The facilities of an edition by code. Where a member can go on a day is reckoned once, not for each question."""

    def __init__(self, *found: Facility) -> None:
        super().__init__({each.code: each for each in found})
        self._receiving: dict[dt.date, tuple[str, ...]] = {}

    def receiving(self, on: dt.date) -> tuple[str, ...]:
        """Names of contracted facilities that take in patients of the area: the first few of the alphabet."""
        names = self._receiving.get(on)
        if names is None:
            if len(self._receiving) >= DAYS_MAX:
                self._receiving.clear()
            found = sorted({each.name for each in self.values() if each.receives and each.contracted(on=on)})
            names = self._receiving[on] = tuple(found[:NAMES_MAX])
        return names


class Noted(NamedTuple):
    """What the facility that asks adds to an answer: reasons before and after the others; itself, if it cannot serve."""

    first: tuple[Reason, ...] = ()
    last: tuple[Reason, ...] = ()
    not_here: Facility | None = None


NOTHING = Noted()


def asking_notes(code: str, facilities: Facilities, on: dt.date) -> Noted:
    """Whether the facility that asks can serve a member that day; nothing where nobody handed facilities over."""
    asking = facilities.get(code)
    if asking is None:
        return Noted(first=(reason("asking_facility_not_known", facility=code),)) if facilities else NOTHING
    if not asking.contracted(on=on):
        return Noted(first=(_not_contracted("asking_facility_not_contracted", asking, on),), not_here=asking)
    return Noted(last=(_lapsed(asking),)) if _has_lapsed(asking, on) else NOTHING


def facility_notes(facility: Facility | None, on: dt.date) -> Iterator[Reason]:
    """What to know of the facility where a member is registered."""
    if facility is None:
        return
    if not facility.contracted(on=on):
        yield _not_contracted("facility_not_contracted", facility, on)
    elif _has_lapsed(facility, on):
        yield _lapsed(facility)


def _has_lapsed(facility: Facility, on: dt.date) -> bool:
    return facility.credentialing_to is not None and facility.credentialing_to <= on


@lru_cache(maxsize=4096)
def _not_contracted(code: str, facility: Facility, on: dt.date) -> Reason:
    """That a facility has no contract on a day, and why not."""
    return reason(code, facility=facility.name, on=day_words(on), why=_why(facility, on), source=facility.source)


@lru_cache(maxsize=4096)
def _lapsed(facility: Facility) -> Reason:
    """That the credentialing has lapsed and the contract has not."""
    return reason("credentialing_lapsed", facility=facility.name, until=_last(facility.credentialing_to), source=facility.source)


def not_here(asking: Facility, registered: Facility | None, facilities: Facilities, on: dt.date) -> tuple[Action, ...]:
    """What to do with an active member at a facility without contract: the emergency, where else, and who mends it."""
    if registered is not None and registered.contracted(on=on):
        refer = _referral((registered.name,), own=True)
    else:
        refer = _referral(facilities.receiving(on), own=False)
    return (action(EMERGENCY), refer, action("mend_credentialing" if _without_credentialing(asking, on) else "mend_contract"))


@lru_cache(maxsize=4096)
def _referral(names: tuple[str, ...], *, own: bool) -> Action:
    """Where to refer: the registered facility (``own``), the facilities of these names, or any with a contract."""
    said = "registered" if own else "others" if names else "anywhere"
    text, text_en = (
        sentence("do_now", "refer_contracted", language=language, words={"where": _where(said, names, language)})
        for language in LANGUAGES
    )
    return Action("refer_contracted", text, text_en, texts()["rules"].get("refer_contracted"))


def _where(said: str, names: tuple[str, ...], language: str) -> str:
    return sentence("served_at", said, language=language, words={"names": _listed(names, language)})


def _listed(names: tuple[str, ...], language: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {texts()['or'][language]} {names[-1]}"


def _without_credentialing(facility: Facility, on: dt.date) -> bool:
    """Whether the contract had ended by the day, and the credentialing before it or with it."""
    contract, credentialing = facility.contract_to, facility.credentialing_to
    return contract is not None and contract <= on and credentialing is not None and credentialing <= contract


def _why(facility: Facility, on: dt.date) -> Word:
    if facility.contract_from is not None and on < facility.contract_from:
        return _both("not_begun", begins=day_words(facility.contract_from))
    if _without_credentialing(facility, on):
        return _both("credentialing_ended", last=_last(facility.contract_to), until=_last(facility.credentialing_to))
    return _both("ended", last=_last(facility.contract_to))


def _both(code: str, **words: tuple[str, str]) -> tuple[str, str]:
    indonesian, english = (
        sentence("contracts", code, language=language, words={name: both[place] for name, both in words.items()})
        for place, language in enumerate(LANGUAGES)
    )
    return indonesian, english


def _last(first_without: dt.date | None) -> tuple[str, str]:
    """The last day of a half-open period in words."""
    return day_words(first_without - dt.timedelta(days=1) if first_without else None)
