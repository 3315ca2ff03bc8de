"""Is there a local guarantee for a person who is not active: on what paper, where, from when, out of which account? Pure.

A guarantee never makes a card active. It is in force only where its instrument, its period, the facility and an account are all
there; what is missing is said by name, and a statement without instrument stays what it is: something that somebody said. What
was decided for this person (the letter, SJP Pemda) comes before what a document says of many.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cakupan.answer.record import PersonRecord
from cakupan.answer.standing import IssuedGuarantee
from cakupan.answer.texts import sentence
from cakupan.answer.words import date_words

# From what helps most to what helps least; of several guarantees the first is told.
STATUSES = ("in_force", "not_this_facility", "account_missing", "not_yet", "basis_not_uploaded", "ended", "revoked", "none")
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
class Letter:
    """The person's own guarantee letter (SJP Pemda), and who decided it."""

    number: str
    decided_by: str
    decided_at: dt.datetime
    verify_code: str
    revoked_at: dt.datetime | None

    def as_dict(self) -> dict[str, Any]:
        """As an answer's JSON holds it."""
        return {
            "number": self.number,
            "decided_by": self.decided_by,
            "decided_at": self.decided_at.isoformat(),
            "verify_code": self.verify_code,
            "revoked_at": self.revoked_at.isoformat() if self.revoked_at else None,
        }


@dataclass(frozen=True)
class LocalGuarantee:
    """The answer: one of ``STATUSES``, the guarantee that it is about, and the statements up to the day asked about.

    ``missing`` names what the guarantee lacks: instrument, period, facility, account. ``number`` is that of the document, or of
    the person's own ``letter``.
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
    letter: Letter | None = None

    def as_dict(self) -> dict[str, Any]:
        """As ``cakupan check --json`` prints it."""
        bound, period = self.instrument, self.period
        return {
            "status": self.status,
            "number": self.number,
            "instrument": {"number": bound.number, "date": bound.date, "title": bound.title} if bound else None,
            "facilities": [{"code": one.code, "name": one.name} for one in self.facilities],
            "period": {"from": period.from_date, "to": period.to_date} if period else None,
            "account": self.account,
            "statements": [{"on": s.on, "by": s.by, "through": s.through, "says": s.says} for s in self.statements],
            "missing": list(self.missing),
            "text": self.text,
            "text_en": self.text_en,
            "letter": self.letter.as_dict() if self.letter else None,
        }


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
    letter: Letter | None = None

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
        if self.letter and self.letter.revoked_at and self.letter.revoked_at.date() <= on:
            return "revoked"
        if self._ended(on):
            return "ended"
        if "instrument" in missing or "period" in missing:
            return "not_yet"
        if "facility" in missing:
            return "not_this_facility"
        return "account_missing" if missing else "in_force"


def local_guarantee(
    *,
    documents: Sequence[Mapping[str, Any]],
    people: Sequence[PersonRecord],
    on: dt.date,
    facility: str | None = None,
    issued: Sequence[IssuedGuarantee] = (),
) -> LocalGuarantee:
    """What guarantees care for a person who is not active on a day, at a facility if one is named, else where it holds.

    ``documents`` are the guarantees of the edition as plain terms, ``issued`` the letters of the asked number. Of the letters and
    the documents whose scope can mean the person, the one that helps most is told; where the documents cannot tell whom it means
    (who is poor), the text says for whom it is.
    """
    if not documents and not issued:
        return NONE
    own = [] if any(_died(person, on) for person in people) else [_of_letter(each) for each in issued]
    meant = [*own, *(one for one in map(_written, documents) if any(_means(one, person, on) for person in people))]
    said = sorted((told for one in meant for told in one.statements if told.on <= on), key=lambda told: (told.on, told.by))
    if not meant:
        return NONE
    best = min(meant, key=lambda one: (STATUSES.index(one.status(on, facility)), one.letter is None, one.number))
    status, missing = best.status(on, facility), tuple(best.missing(on, facility))
    told = () if best.letter else tuple(said)
    return _answer(status, best, told, missing, _words(best, on, facility, said))


def _of_letter(issued: IssuedGuarantee) -> _Written:
    """A letter as a guarantee of one person at one facility. One that names no instrument binds nobody."""
    return _Written(
        number=issued.letter_number,
        who="",
        agreement=None,
        instrument=Instrument(issued.instrument_number, issued.instrument_date, None) if issued.instrument_number else None,
        facilities=(Facility(issued.facility_code, issued.facility_name),),
        period=Period(issued.from_date, issued.to_date),
        account=issued.account or None,
        statements=(),
        letter=Letter(issued.letter_number, issued.decided_by, issued.decided_at, issued.verify_code, issued.revoked_at),
    )


def _code(status: str, found: _Written, said: tuple[Statement, ...], missing: tuple[str, ...]) -> str:
    """Which sentence tells a status."""
    if found.letter:
        return f"letter_{status}"
    if status == "basis_not_uploaded" and said:
        return "basis_not_uploaded_statement"
    if status in ("not_yet", "ended", "not_this_facility") and "account" in missing:
        return f"{status}_account_missing"
    return status


def _answer(
    status: str, found: _Written, said: tuple[Statement, ...], missing: tuple[str, ...], words: Mapping[str, Any]
) -> LocalGuarantee:
    code = _code(status, found, said, missing)
    texts = {
        language: sentence("guarantees", code, language=language, words={k: v[language] for k, v in words.items()})
        for language in ("id", "en")
    }
    return LocalGuarantee(
        status=status,
        number=found.number,
        instrument=found.instrument,
        facilities=found.facilities,
        period=found.period,
        account=found.account,
        statements=said,
        missing=missing,
        text=texts["id"],
        text_en=texts["en"],
        letter=found.letter,
    )


def _nothing() -> LocalGuarantee:
    text, text_en = (sentence("guarantees", "none", language=language) for language in ("id", "en"))
    return LocalGuarantee("none", None, None, (), None, None, (), (), text, text_en)


NONE = _nothing()


def _words(found: _Written, on: dt.date, facility: str | None, said: Sequence[Statement]) -> dict[str, dict[str, str]]:
    """What the sentences may say, in both languages."""

    def both(say: Callable[[str], str]) -> dict[str, str]:
        return {language: say(language) for language in ("id", "en")}

    def day(date: dt.date | None) -> dict[str, str]:
        return both(lambda language: date_words(date, language=language) if date else "")

    last, letter, period = said[-1] if said else None, found.letter, found.period
    return {
        "on": day(on),
        "by": both(lambda _: last.by if last else ""),
        "said_on": day(last.on if last else None),
        "says": both(lambda _: last.says if last else ""),
        "number": both(lambda _: found.number),
        "who": both(lambda language: sentence("guaranteed", found.who, language=language) if found.who else ""),
        "instrument": both(lambda _: found.instrument.number if found.instrument else ""),
        "dated": day(found.instrument.date if found.instrument else None),
        "account": both(lambda _: found.account or ""),
        "from_date": day(period.from_date if period else None),
        "last_date": both(lambda language: _last(period, language)),
        "where": both(lambda language: _where(found, facility, language)),
        "facility": both(lambda _: facility or ""),
        "decided_by": both(lambda _: letter.decided_by if letter else ""),
        "verify_code": both(lambda _: letter.verify_code if letter else ""),
        "revoked": day(letter.revoked_at.date() if letter and letter.revoked_at else None),
    }


def _last(period: Period | None, language: str) -> str:
    """The last day on which it holds; of an open period that it is open."""
    if period is None or period.to_date is None:
        return sentence("guarantees", "open_end", language=language)
    return date_words(period.to_date - dt.timedelta(days=1), language=language)


def _where(found: _Written, facility: str | None, language: str) -> str:
    """The facility asked about if it is one of them, else the first few and how many more."""
    here = [one.name for one in found.facilities if one.code == facility]
    names = here or [one.name for one in found.facilities[:NAMES_SHOWN]]
    more = 0 if here else len(found.facilities) - len(names)
    told = ", ".join(names) or sentence("guarantees", "nowhere", language=language)
    return told + (sentence("guarantees", "more", language=language, words={"number": more}) if more else "")


def _means(found: _Written, person: PersonRecord, on: dt.date) -> bool:
    """Whether the scope can mean the person: not if they are dead, nor if our own papers say that they are not of that circle."""
    if _died(person, on):
        return False
    if found.who == "former_members":
        return _was_member(person, found.agreement, on)
    if found.who in ("residents", "poor_residents"):
        return person.known_from == "resident"
    return True


def _died(person: PersonRecord, on: dt.date) -> bool:
    died = (doubt for doubt in person.doubts if doubt.code == "deceased")
    return any(doubt.event_date is None or doubt.event_date <= on for doubt in died)


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
