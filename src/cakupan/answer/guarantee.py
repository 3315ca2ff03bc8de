"""Is there a local guarantee for a person who is not active: on what paper, where, from when, out of which account? Pure.

A guarantee never makes a card active. It is in force only where its instrument, its period, the facility and an account are all
there; what is missing is said by name, and a statement without instrument stays what it is: something that somebody said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cakupan.answer.record import PersonRecord
from cakupan.answer.texts import sentence
from cakupan.answer.words import date_words

# From what helps most to what helps least; of several guarantees the first is told.
STATUSES = ("in_force", "not_this_facility", "account_missing", "not_yet", "basis_not_uploaded", "ended", "none")
NAMES_SHOWN = 3


@dataclass(frozen=True)
class Instrument:
    """The paper that binds the local government."""

    number: str
    date: dt.date
    title: str | None


@dataclass(frozen=True)
class Facility:
    """A facility at which the guarantee holds."""

    code: str
    name: str


@dataclass(frozen=True)
class Statement:
    """What somebody said on a day: no guarantee."""

    on: dt.date
    by: str
    through: str | None
    says: str


@dataclass(frozen=True)
class Period:
    """``[from_date, to_date)``, open where ``to_date`` is None."""

    from_date: dt.date
    to_date: dt.date | None


@dataclass(frozen=True)
class LocalGuarantee:
    """The answer: one of ``STATUSES``, the guarantee that it is about, and the statements up to the day asked about.

    ``missing`` names what the guarantee lacks: instrument, period, facility, account.
    """

    status: str
    number: str | None
    instrument: Instrument | None
    facilities: tuple[Facility, ...]
    period: Period | None
    account: str | None
    statements: tuple[Statement, ...]
    missing: tuple[str, ...]
    text: str
    text_en: str

    def as_dict(self) -> dict[str, Any]:
        """As ``cakupan check --json`` prints it."""
        told = asdict(self)
        if self.period:
            told["period"] = {"from": self.period.from_date, "to": self.period.to_date}
        return told


@dataclass(frozen=True)
class _Written:
    """One guarantee as its document says, read from plain terms with dates as ISO text."""

    number: str
    who: str
    agreement: str | None
    instrument: Instrument | None
    facilities: tuple[Facility, ...]
    period: Period | None
    account: str | None
    statements: tuple[Statement, ...]

    def missing(self, on: dt.date, facility: str | None) -> Iterator[str]:
        if self.instrument is None or self.instrument.date > on:
            yield "instrument"
        if self.period is None or on < self.period.from_date or self._ended(on):
            yield "period"
        if not self.facilities or (facility is not None and facility not in {one.code for one in self.facilities}):
            yield "facility"
        if self.account is None:
            yield "account"

    def _ended(self, on: dt.date) -> bool:
        return self.period is not None and self.period.to_date is not None and self.period.to_date <= on

    def status(self, on: dt.date, facility: str | None) -> str:
        missing = tuple(self.missing(on, facility))
        if self.instrument is None:
            return "basis_not_uploaded"
        if self._ended(on):
            return "ended"
        if "instrument" in missing or "period" in missing:
            return "not_yet"
        if "facility" in missing:
            return "not_this_facility"
        return "account_missing" if missing else "in_force"


def local_guarantee(
    *, documents: Sequence[Mapping[str, Any]], people: Sequence[PersonRecord], on: dt.date, facility: str | None = None
) -> LocalGuarantee:
    """What guarantees care for a person who is not active on a day, at a facility if one is named, else where it holds.

    ``documents`` are the guarantees of the edition as plain terms. Of those whose scope can mean the person, the one that helps
    most is told; where the documents cannot tell whom it means (who is poor), the text says for whom it is.
    """
    meant = [one for one in map(_written, documents) if any(_means(one, person, on) for person in people)]
    said = sorted((told for one in meant for told in one.statements if told.on <= on), key=lambda told: (told.on, told.by))
    if not meant:
        return _answer("none", None, (), (), _words(None, on, facility, ()))
    best = min(meant, key=lambda one: (STATUSES.index(one.status(on, facility)), one.number))
    status, missing = best.status(on, facility), tuple(best.missing(on, facility))
    return _answer(status, best, tuple(said), missing, _words(best, on, facility, said))


def _answer(
    status: str, found: _Written | None, said: tuple[Statement, ...], missing: tuple[str, ...], words: Mapping[str, Any]
) -> LocalGuarantee:
    code = "basis_not_uploaded_statement" if status == "basis_not_uploaded" and said else status
    if status in ("not_yet", "ended", "not_this_facility") and "account" in missing:
        code = f"{status}_account_missing"
    texts = {
        language: sentence("guarantees", code, language=language, words={k: v[language] for k, v in words.items()})
        for language in ("id", "en")
    }
    return LocalGuarantee(
        status=status,
        number=found.number if found else None,
        instrument=found.instrument if found else None,
        facilities=found.facilities if found else (),
        period=found.period if found else None,
        account=found.account if found else None,
        statements=said,
        missing=missing,
        text=texts["id"],
        text_en=texts["en"],
    )


def _words(found: _Written | None, on: dt.date, facility: str | None, said: Sequence[Statement]) -> dict[str, dict[str, str]]:
    """What the sentences may say, in both languages."""

    def both(say: Callable[[str], str]) -> dict[str, str]:
        return {language: say(language) for language in ("id", "en")}

    last = said[-1] if said else None
    words = {
        "on": both(lambda language: date_words(on, language=language)),
        "by": both(lambda _: last.by if last else ""),
        "said_on": both(lambda language: date_words(last.on, language=language) if last else ""),
        "says": both(lambda _: last.says if last else ""),
    }
    if found is None:
        return words
    return words | {
        "number": both(lambda _: found.number),
        "who": both(lambda language: sentence("guaranteed", found.who, language=language)),
        "instrument": both(lambda _: found.instrument.number if found.instrument else ""),
        "dated": both(lambda language: date_words(found.instrument.date, language=language) if found.instrument else ""),
        "account": both(lambda _: found.account or ""),
        "from_date": both(lambda language: date_words(found.period.from_date, language=language) if found.period else ""),
        "to_date": both(lambda language: _until(found.period, language)),
        "where": both(lambda language: _where(found, facility, language)),
        "facility": both(lambda _: facility or ""),
    }


def _until(period: Period | None, language: str) -> str:
    return date_words(period.to_date, language=language) if period and period.to_date else ""


def _where(found: _Written, facility: str | None, language: str) -> str:
    """The facility asked about if it is one of them, else the first few and how many more."""
    here = [one.name for one in found.facilities if one.code == facility]
    names = here or [one.name for one in found.facilities[:NAMES_SHOWN]]
    more = 0 if here else len(found.facilities) - len(names)
    told = ", ".join(names) or sentence("guarantees", "nowhere", language=language)
    return told + (sentence("guarantees", "more", language=language, words={"number": more}) if more else "")


def _means(found: _Written, person: PersonRecord, on: dt.date) -> bool:
    """Whether the scope can mean the person: not if they are dead, nor if our own papers say that they are not of that circle."""
    died = (doubt for doubt in person.doubts if doubt.code == "deceased")
    if any(doubt.event_date is None or doubt.event_date <= on for doubt in died):
        return False
    if found.who == "former_members":
        return _was_member(person, found.agreement, on)
    if found.who in ("residents", "poor_residents"):
        return person.known_from == "resident"
    return True


def _was_member(person: PersonRecord, agreement: str | None, on: dt.date) -> bool:
    """Whether their time under the agreement ended with it. Who was taken off the list before had another reason to go.

    Without any entry of ours a Pemda card may have been of the agreement: then the branch's list says so, and Dinkes can tell.
    """
    if not person.entries:
        return any(card.segment == "PEMDA" for card in person.cards)
    return any(
        entry.from_date and entry.to_date and entry.to_date <= on and entry.end_cause != "removed_from_list"
        for entry in person.entries
        if agreement is None or entry.agreement_number == agreement
    )


def _written(terms: Mapping[str, Any]) -> _Written:
    instrument, period, scope = terms.get("instrument"), terms.get("period"), terms["scope"]
    return _Written(
        number=terms["number"],
        who=scope["who"],
        agreement=scope.get("agreement"),
        instrument=Instrument(instrument["number"], _day(instrument["date"]), instrument.get("title")) if instrument else None,
        facilities=tuple(Facility(one["code"], one["name"]) for one in terms.get("facilities") or ()),
        period=Period(_day(period["from"]), _day(period["to"]) if period.get("to") else None) if period else None,
        account=terms.get("account"),
        statements=tuple(
            Statement(_day(one["on"]), one["by"], one.get("through"), one["says"]) for one in terms.get("statements") or ()
        ),
    )


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
