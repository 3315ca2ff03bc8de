"""The wrong file in the right place: which built-in profile a file looks like that its own profile cannot read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq

from cakupan.law.refusal import Refusal
from cakupan.registers import delimited, workbook
from cakupan.registers.kinds import KINDS
from cakupan.registers.layout import find_header, missing_columns
from cakupan.registers.profile import Profile, built_in_profiles, load_profile
from cakupan.registers.source import format_of

Rows = Sequence[tuple[int, Sequence[str]]]


def mistaken(path: Path, profile: Profile) -> Refusal | None:
    """The refusal that says what the file looks like instead; None if it looks like nothing better than ``profile``.

    It looks like another profile if that one finds every column it requires, and more headings that it knows.
    """
    tables = _first_rows(path)
    own = max((find_header(rows, profile)[0] for rows in tables), default=0)
    scored = [(known, other) for name in built_in_profiles() for known, other in [_known(tables, load_profile(name))]]
    known, other = max(scored, key=lambda pair: pair[0])
    if known <= own or other.name == profile.name:
        return None
    if other.kind == profile.kind:
        return _other_profile(path.name, profile, other)
    return _other_kind(path.name, profile, other)


def _known(tables: Sequence[Rows], profile: Profile) -> tuple[int, Profile]:
    """How many headings the profile knows in the table it fits, 0 if it fits none."""
    found = [find_header(rows, profile) for rows in tables]
    return max((known for known, header in found if known and not missing_columns(header.headings, profile)), default=0), profile


def _first_rows(path: Path) -> Sequence[Rows]:
    match format_of(path):
        case "text":
            return delimited.first_rows(path)
        case "parquet":
            return [[(1, pq.read_schema(path).names)]]
        case _:
            return workbook.first_rows(path)


def _other_kind(file: str, profile: Profile, other: Profile) -> Refusal:
    return Refusal(
        file,
        why=f"it looks like {other.kind} ({KINDS[other.kind].says}, profile {other.name}), and {profile.kind} were asked for.",
        mend=f"Import it as {other.kind}, or choose the file of {profile.kind}.",
        file=file,
        profile=profile.name,
        looks_like_kind=other.kind,
        looks_like_profile=other.name,
    )


def _other_profile(file: str, profile: Profile, other: Profile) -> Refusal:
    return Refusal(
        file,
        why=f"its columns are those of profile {other.name} ({other.says}), and it was read with {profile.name}.",
        mend=f"Import it with profile {other.name}.",
        file=file,
        profile=profile.name,
        looks_like_kind=other.kind,
        looks_like_profile=other.name,
    )
