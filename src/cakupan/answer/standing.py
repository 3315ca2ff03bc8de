"""What changes at once, between two editions: guarantees that were issued, what the branch told since, who is on duty. Pure.

The office writes it (one JSON file for an area); command, page and counter read the same one. An issued guarantee never makes a
card active, and only an :class:`Activation`, which the branch told, may.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self, TypeVar

from cakupan.law.refusal import Refusal


@dataclass(frozen=True)
class IssuedGuarantee:
    """One person's guarantee letter (SJP Pemda), in force on ``[from_date, to_date)`` at one facility until it is revoked.

    ``decided_by`` is an office, never a person's name. Without ``instrument_number`` it guarantees nothing.
    """

    letter_number: str
    nik: str | None
    card: str | None
    name: str
    facility_code: str
    facility_name: str
    from_date: dt.date
    to_date: dt.date | None
    instrument_number: str
    instrument_date: dt.date
    account: str
    decided_by: str
    decided_at: dt.datetime
    verify_code: str
    revoked_at: dt.datetime | None = None


@dataclass(frozen=True)
class Activation:
    """What the branch told since its last position: active from a day on. ``told_by`` is the office that said so."""

    nik: str | None
    card: str | None
    from_date: dt.date
    segment: str
    payer: str | None
    class_: int | None
    told_by: str
    told_at: dt.datetime
    reference: str


@dataclass(frozen=True)
class Contact:
    """Who is on duty: ``role`` is ``dinsos``, ``dinkes`` or ``bpjs``."""

    role: str
    office: str
    phone: str
    hours: str

    def as_dict(self) -> dict[str, Any]:
        """As the file and an answer hold it."""
        return {"role": self.role, "office": self.office, "phone": self.phone, "hours": self.hours}


Named = TypeVar("Named", IssuedGuarantee, Activation)


@dataclass(frozen=True)
class Standing:
    """What stands in an area beside its editions, as of ``written_at``."""

    area: str
    written_at: dt.datetime
    issued: tuple[IssuedGuarantee, ...] = ()
    activations: tuple[Activation, ...] = ()
    contacts: tuple[Contact, ...] = ()

    def issued_to(self, numbers: Collection[str]) -> tuple[IssuedGuarantee, ...]:
        """The guarantees of whoever bears one of these NIK or card numbers, newest decision first."""
        found = _bearing(self._issued_by_number, numbers)
        return tuple(sorted(found, key=lambda each: (each.decided_at, each.letter_number), reverse=True))

    def told_of(self, numbers: Collection[str]) -> tuple[Activation, ...]:
        """The activations that the branch told of one of these numbers, newest first."""
        found = _bearing(self._told_by_number, numbers)
        return tuple(sorted(found, key=lambda each: (each.told_at, each.reference), reverse=True))

    @cached_property
    def contacts_of(self) -> Mapping[str, tuple[Contact, ...]]:
        """Who is on duty, by role, in the order in which the office wrote them."""
        return {role: tuple(each for each in self.contacts if each.role == role) for role in {c.role for c in self.contacts}}

    @cached_property
    def _issued_by_number(self) -> Mapping[str, list[IssuedGuarantee]]:
        return _by_number(self.issued)

    @cached_property
    def _told_by_number(self) -> Mapping[str, list[Activation]]:
        return _by_number(self.activations)

    def as_dict(self) -> dict[str, Any]:
        """As its file holds it; :meth:`from_dict` reads it back."""
        return {
            "area": self.area,
            "written_at": self.written_at.isoformat(),
            "issued": [_plain(each) for each in self.issued],
            "activations": [_plain(each) for each in self.activations],
            "contacts": [each.as_dict() for each in self.contacts],
        }

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Self:
        """What a file holds. Raises :class:`Refusal` for another shape: damage must not pass for "nothing stands"."""
        try:
            return cls(
                area=told["area"],
                written_at=_instant(told["written_at"]),
                issued=tuple(map(_issued, told["issued"])),
                activations=tuple(map(_activation, told["activations"])),
                contacts=tuple(Contact(each["role"], each["office"], each["phone"], each["hours"]) for each in told["contacts"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise damaged(str(error.args[0] if isinstance(error, KeyError) else type(error).__name__)) from error


def damaged(why: str) -> Refusal:
    """The refusal for a file of standing answers that cannot be read. ``why`` holds no personal data."""
    return Refusal(
        "what stands beside the editions",
        why=f"its file cannot be read: {why}.",
        mend="Start the office again: it writes the file anew from its database.",
    )


def _by_number(each: Iterable[Named]) -> dict[str, list[Named]]:
    found: dict[str, list[Named]] = {}
    for one in each:
        for number in (one.nik, one.card):
            if number:
                found.setdefault(number, []).append(one)
    return found


def _bearing(by_number: Mapping[str, list[Named]], numbers: Collection[str]) -> list[Named]:
    found: list[Named] = []
    for number in numbers if by_number else ():
        found += [each for each in by_number.get(number, ()) if each not in found]
    return found


def _plain(told: IssuedGuarantee | Activation) -> dict[str, Any]:
    values = {("class" if name == "class_" else name): getattr(told, name) for name in told.__dataclass_fields__}
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()}


def _issued(told: Mapping[str, Any]) -> IssuedGuarantee:
    to_date, revoked_at = told["to_date"], told.get("revoked_at")
    read: dict[str, Any] = {
        "from_date": _day(told["from_date"]),
        "to_date": _day(to_date) if to_date else None,
        "instrument_date": _day(told["instrument_date"]),
        "decided_at": _instant(told["decided_at"]),
        "revoked_at": _instant(revoked_at) if revoked_at else None,
    }
    return IssuedGuarantee(**{name: told[name] for name in IssuedGuarantee.__dataclass_fields__ if name not in read}, **read)


def _activation(told: Mapping[str, Any]) -> Activation:
    return Activation(
        nik=told["nik"],
        card=told["card"],
        from_date=_day(told["from_date"]),
        segment=told["segment"],
        payer=told["payer"],
        class_=told["class"],
        told_by=told["told_by"],
        told_at=_instant(told["told_at"]),
        reference=told["reference"],
    )


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _instant(text: str) -> dt.datetime:
    at = dt.datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("an instant without time zone")
    return at
