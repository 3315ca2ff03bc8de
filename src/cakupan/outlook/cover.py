"""Who loses cover on a day: the list, and counts by village, facility and age. Counts are of the list, never apart from it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

# First year of age of each band, and its name.
AGE_BANDS = ((60, "60+"), (18, "18-59"), (5, "5-17"), (0, "0-4"))


@dataclass(frozen=True)
class CoverLine:
    """One line of an annex whose days end, with the person and where they are served.

    ``renewed``: another line of the person begins on the day this one ends, so nothing ends. ``other_cover``: what else
    covers the person after it (``list``: an older line of ours, ``branch``: an active card of another payer).
    ``verified``: no provable mismatch speaks against the line.
    """

    line_id: int
    agreement: str
    to_date: dt.date
    person_id: str
    nik: str | None
    name: str | None
    area: str | None
    village: str | None
    facility: str | None
    facility_name: str | None
    birth_date: dt.date | None
    renewed: bool = False
    other_cover: str | None = None
    verified: bool = True


@dataclass(frozen=True)
class Counted:
    """Lines of one village, facility or age band, and the verified ones among them."""

    key: str | None
    name: str | None
    people: int
    verified: int


@dataclass(frozen=True)
class LosesCover:
    """``people`` are the lines of the list, as billed; ``verified`` the people among them who are left without any cover."""

    on: dt.date | None
    lines: tuple[CoverLine, ...] = ()

    @property
    def people(self) -> int:
        """The raw count."""
        return len(self.lines)

    @property
    def verified(self) -> int:
        """Distinct people of verified lines without other cover."""
        return len({line.person_id for line in self.lines if _left_without(line)})

    def by_village(self) -> tuple[Counted, ...]:
        """By village, most people first."""
        return _count(self.lines, key=lambda line: line.area, name=lambda line: line.village)

    def by_facility(self) -> tuple[Counted, ...]:
        """By the facility that the branch has for the person, most people first."""
        return _count(self.lines, key=lambda line: line.facility, name=lambda line: line.facility_name)

    def by_age(self) -> tuple[Counted, ...]:
        """By age band on the day."""
        return _count(self.lines, key=self.age_band, name=self.age_band)

    def age_band(self, line: CoverLine) -> str | None:
        """The age band of a line's person on the day; None without a birth date."""
        born, on = line.birth_date, self.on
        if born is None or on is None:
            return None
        age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
        return next((name for first, name in AGE_BANDS if age >= first), None)

    def as_dict(self) -> dict[str, Any]:
        """As ``--json`` prints it: counts only; the list has names and is a file of its own."""
        return {
            "on": self.on.isoformat() if self.on else None,
            "people": self.people,
            "verified": self.verified,
            "by_village": [_plain(each, "area") for each in self.by_village()],
            "by_facility": [_plain(each, "code") for each in self.by_facility()],
            "by_age": [_plain(each, "band") for each in self.by_age()],
        }


def losing_cover(*, on: dt.date, lines: Sequence[CoverLine]) -> LosesCover:
    """Whose line ends on the day (it is the first without cover) and is not renewed on it, by village and name."""
    losing = [line for line in lines if line.to_date == on and not line.renewed]
    return LosesCover(on, tuple(sorted(losing, key=lambda line: (line.area or "~", line.name or "", line.line_id))))


def _left_without(line: CoverLine) -> bool:
    return line.verified and line.other_cover is None


def _count(
    lines: Sequence[CoverLine], *, key: Callable[[CoverLine], str | None], name: Callable[[CoverLine], str | None]
) -> tuple[Counted, ...]:
    names = {key(line): name(line) for line in lines}
    people = Counter(key(line) for line in lines)
    kept = {(key(line), line.person_id) for line in lines if _left_without(line)}
    verified = Counter(place for place, _ in kept)
    counted = [Counted(place, names[place], number, verified[place]) for place, number in people.items()]
    return tuple(sorted(counted, key=lambda each: (-each.people, each.key or "~")))


def _plain(each: Counted, key: str) -> dict[str, Any]:
    named = {"name": each.name} if each.name != each.key else {}
    return {key: each.key, **named, "people": each.people, "verified": each.verified}
