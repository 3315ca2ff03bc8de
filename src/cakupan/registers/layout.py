"""Where in a file each canonical column stands: the header row found, its headings matched to the profile's."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cakupan.law.refusal import Refusal
from cakupan.registers.profile import Profile, heading_key

# Offices put a title, an agreement's number and the like above the header: never more than this many rows.
ROWS_ABOVE_DATA_MAX = 30
# The column that our own lists of bad rows end with: whoever mends the rows may leave it where it is.
REMARKS = "Kesalahan"


@dataclass(frozen=True)
class Place:
    """The positions in a row that make up one canonical column; ``digits`` as in :class:`~cakupan.registers.profile.Join`."""

    positions: tuple[int, ...]
    digits: tuple[int, ...] = ()


@dataclass(frozen=True)
class Layout:
    """A file's columns: its headings in order, and the place of every canonical column that it has."""

    headings: tuple[str, ...]
    places: dict[str, Place] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """How many cells a row of this file has."""
        return len(self.headings)

    def heading(self, column: str) -> str:
        """What the file calls a canonical column; the canonical name itself if the file does not have it."""
        place = self.places.get(column)
        return " + ".join(self.headings[p] for p in place.positions) if place else column


@dataclass(frozen=True)
class Header:
    """The header found: its (joined) headings, after how many of the rows looked at the data begin, its own height."""

    headings: tuple[str, ...]
    rows: int
    height: int = 1


def find_header(rows: Sequence[tuple[int, Sequence[str]]], profile: Profile) -> tuple[int, Header]:
    """The header among the first rows (each with its number), as (how many headings the profile knows, header).

    One row, or two of which the lower fills the gaps of the upper or names its parts. Ties go to the earlier and shorter.
    """
    if profile.header_rows:
        return _stated_header(rows, profile)
    best = (0, Header(headings=(), rows=0))
    for index in range(min(len(rows), ROWS_ABOVE_DATA_MAX)):
        for headings, used in _readings(rows, index):
            known = _known(headings, profile)
            if known > best[0]:
                best = (known, Header(headings=headings, rows=index + used, height=used))
    return best


def _stated_header(rows: Sequence[tuple[int, Sequence[str]]], profile: Profile) -> tuple[int, Header]:
    wanted = [cells for number, cells in rows if number in profile.header_rows]
    after = sum(1 for number, _ in rows if number <= max(profile.header_rows))
    merged: tuple[str, ...] = ()
    for cells in wanted:
        merged = _lower_over_upper(merged, cells)
    return _known(merged, profile), Header(headings=merged, rows=after, height=len(wanted))


def _readings(rows: Sequence[tuple[int, Sequence[str]]], index: int) -> Iterable[tuple[tuple[str, ...], int]]:
    number, upper = rows[index]
    yield _trimmed(upper), 1
    if index + 1 < len(rows) and rows[index + 1][0] == number + 1:
        lower = rows[index + 1][1]
        yield _lower_over_upper(upper, lower), 2
        yield _upper_and_lower(upper, lower), 2


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(" ".join(cell.split()) for cell in cells)


def _lower_over_upper(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Cells merged downwards: the name stands in the upper row and the lower cell is empty."""
    width = max(len(upper), len(lower))
    padded = [_trimmed([*row, *[""] * (width - len(row))]) for row in (upper, lower)]
    return tuple(low or up for up, low in zip(*padded, strict=True))


def _upper_and_lower(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Cells merged sideways: the upper name stands once, over its parts ("KECAMATAN" over "KODE" and "NAMA")."""
    width = max(len(upper), len(lower))
    ups, lows = (_trimmed([*row, *[""] * (width - len(row))]) for row in (upper, lower))
    joined, over = [], ""
    for up, low in zip(ups, lows, strict=True):
        over = up or over
        joined.append(f"{low} {over}" if low else up)
    return tuple(joined)


def _known(headings: Sequence[str], profile: Profile) -> int:
    known = _owners(profile)
    return len({heading_key(h) for h in headings} & known.keys())


def missing_columns(headings: Sequence[str], profile: Profile) -> list[str]:
    """The canonical columns that the profile requires and these headings do not give."""
    keys = {heading_key(h) for h in headings}
    found = {column for column, headers in profile.columns.items() if keys & {heading_key(h) for h in headers}}
    found |= {column for column, join in profile.joins.items() if all(heading_key(h) in keys for h in join.headers)}
    return [column for column in profile.required if column not in found]


def _owners(profile: Profile) -> dict[str, str]:
    """Heading key → canonical column, or "" for a heading that is known and not wanted."""
    owners = {heading_key(h): "" for h in (REMARKS, *profile.ignore)}
    owners |= {heading_key(h): "" for join in profile.joins.values() for h in join.headers}
    return owners | {heading_key(h): column for column, headers in profile.columns.items() for h in headers}


def match(headings: Sequence[str], profile: Profile, *, file: str) -> Layout:
    """The layout of a file with these headings. Raises :class:`Refusal` for an unknown, missing or repeated column."""
    owners = _owners(profile)
    found: dict[str, Place] = {}
    unknown: list[str] = []
    for position, heading in enumerate(headings):
        owner = owners.get(heading_key(heading), None if heading else "")
        if owner is None:
            unknown.append(heading)
        elif owner and owner in found:
            raise _repeated(heading, headings[found[owner].positions[0]], file)
        elif owner:
            found[owner] = Place((position,))
    found |= _joined_places(headings, profile)
    missing = [c for c in profile.required if c not in found]
    if missing:
        raise _missing(missing, unknown, profile, file)
    if unknown and "*" not in profile.ignore:
        raise _unknown(unknown, profile, file)
    return Layout(headings=tuple(headings), places=found)


def _joined_places(headings: Sequence[str], profile: Profile) -> dict[str, Place]:
    at = {heading_key(h): position for position, h in enumerate(headings)}
    places = {}
    for column, join in profile.joins.items():
        positions = [at.get(heading_key(h)) for h in join.headers]
        if all(p is not None for p in positions):
            places[column] = Place(tuple(p for p in positions if p is not None), join.digits)
    return places


def no_header(profile: Profile, *, file: str, where: str = "") -> Refusal:
    """The refusal of a file without a header. It does not repeat the cells found instead: they may be people's."""
    wanted = [_usual_heading(c, profile) for c in profile.required]
    return Refusal(
        f"{file}{where}",
        why=f"no header was found in its first {ROWS_ABOVE_DATA_MAX} rows; profile {profile.name} looks for {', '.join(wanted)}.",
        mend="Check that this is the right file and profile, and that its first row names the columns.",
        file=file,
        profile=profile.name,
        missing=wanted,
    )


def _usual_heading(column: str, profile: Profile) -> str:
    join = profile.joins.get(column)
    return join.headers[0] if join else profile.columns[column][0]


def _missing(missing: list[str], unknown: list[str], profile: Profile, file: str) -> Refusal:
    wanted = [_usual_heading(c, profile) for c in missing]
    known = profile.columns.get(missing[0], ()) or (wanted[0],)
    near = _nearest(known, unknown)
    return Refusal(
        f"column {wanted[0]} is missing from {file}",
        why=f"profile {profile.name} needs it{_also(wanted)}." + (f" Nearest in the file: {near}." if near else ""),
        mend=f"Ask for the file with this column, or map it in a profile of your own (extends: {profile.name}).",
        file=file,
        profile=profile.name,
        missing=wanted,
        unknown=unknown,
        nearest=near,
    )


def _unknown(unknown: list[str], profile: Profile, file: str) -> Refusal:
    near = _nearest((unknown[0],), [h for headers in profile.columns.values() for h in headers])
    return Refusal(
        f"column {unknown[0]} of {file}",
        why=f"profile {profile.name} does not know it{_also(unknown)}." + (f" Nearest: {near}." if near else ""),
        mend=f"Rename it, or map it or list it under 'ignore' in a profile of your own (extends: {profile.name}).",
        file=file,
        profile=profile.name,
        unknown=unknown,
        nearest=near,
    )


def _also(names: Sequence[str]) -> str:
    return f" (also {', '.join(names[1:])})" if len(names) > 1 else ""


def _nearest(names: Sequence[str], among: Sequence[str]) -> str | None:
    """The heading among ``among`` that is most like one of ``names``, if any is like it at all."""
    scored = [
        (difflib.SequenceMatcher(None, heading_key(name), heading_key(other)).ratio(), other) for name in names for other in among
    ]
    best = max(scored, default=(0.0, ""), key=lambda pair: pair[0])
    return best[1] if best[0] >= 0.5 else None


def _repeated(heading: str, earlier: str, file: str) -> Refusal:
    return Refusal(
        f"column {heading} of {file}",
        why=f"it means the same as column {earlier}, and both are in the file.",
        mend="Remove one of them, or say in a profile of your own which one counts.",
        file=file,
        unknown=[heading],
    )
