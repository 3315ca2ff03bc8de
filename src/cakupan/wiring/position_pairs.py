"""The uncertain links of the newest position as rows of the office's database: those that stay keep their id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cakupan.office.positions.models import Position, ReviewPair

AT_ONCE = 1000
TOLD_ANEW = ("position", "name", "village", "candidate", "weight_bits", "fields")


def load_pairs(pairs: Iterable[Mapping[str, Any]], *, position: Position, using: str) -> int:
    """Make these the uncertain links of the position's area, and forget the others; gives how many there are."""
    from cakupan.office.positions.models import ReviewPair

    standing: set[str] = set()
    coming = iter(pairs)
    while batch := list(islice(coming, AT_ONCE)):
        rows = {key: pair for pair in batch if (key := pair_key(pair)) not in standing}
        residents = _residents(position.area, [pair["resident"]["nik"] for pair in rows.values()], using)
        ReviewPair.objects.using(using).bulk_create(
            [_row(key, pair, position, residents) for key, pair in rows.items()],
            update_conflicts=True,
            unique_fields=["area", "key"],
            update_fields=TOLD_ANEW,
        )
        standing |= rows.keys()
    ReviewPair.objects.using(using).filter(area=position.area).exclude(position=position).delete()
    return len(standing)


def pair_key(pair: Mapping[str, Any]) -> str:
    """How a pair is known again next month: the register, its row's own number and NIK, and the resident's NIK."""
    told = (pair["register"], _subject_id(pair), pair["subject"]["nik"] or "", pair["resident"]["nik"] or "")
    return hashlib.sha256("|".join(told).encode()).hexdigest()


def _subject_id(pair: Mapping[str, Any]) -> str:
    return pair["subject_id"] or f"{pair['file']}:{pair['row']}"


def _residents(area: str, niks: Iterable[str | None], using: str) -> dict[str, int]:
    """Ids of the people whom these NIK identify."""
    from cakupan.office.positions.models import Person

    named = [f"nik:{nik}" for nik in niks if nik]
    found = Person.objects.using(using).filter(area=area, identity__in=named).values_list("nik", "pk")
    return dict(found)


def _row(key: str, pair: Mapping[str, Any], position: Position, residents: Mapping[str, int]) -> ReviewPair:
    from cakupan.office.positions.models import ReviewPair

    subject, nik = pair["subject"], pair["resident"]["nik"] or ""
    return ReviewPair(
        area=position.area,
        key=key,
        position=position,
        register=pair["register"],
        subject_id=_subject_id(pair)[:120],
        subject_nik=(subject["nik"] or "")[:32],
        candidate_nik=nik[:32],
        candidate_id=residents.get(nik),
        name=(subject["name"] or "")[:200],
        village=subject["area_code"] or "",
        weight_bits=pair["weight_bits"],
        fields=dict(pair),
    )
