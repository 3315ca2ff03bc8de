"""Segments of membership, and where the law keeps the contribution of each."""

from __future__ import annotations

from cakupan.law.refusal import Refusal

SEGMENTS = ("PBI_JK", "PEMDA", "PBPU", "BP", "PPU_PEMERINTAH", "PPU_SWASTA")
SELF_PAYERS = ("PBPU", "BP")
WAGE_EARNERS = ("PPU_PEMERINTAH", "PPU_SWASTA")
EMPLOYERS = ("pusat", "daerah")

_CLASSES = {"PBI_JK": (3,), "PEMDA": (3,), "PBPU": (1, 2, 3), "BP": (1, 2, 3)}
_FAMILIES = {"PBI_JK": "pbi_jk", "PEMDA": "pemda", "PBPU": "pbpu_bp", "BP": "pbpu_bp"}


def known_segment(segment: str) -> str:
    """The segment itself. Raises :class:`Refusal` for any other word."""
    if segment not in SEGMENTS:
        raise Refusal(
            f"segment {segment!r}", why="there is no such segment.", mend=f"Name one of {', '.join(SEGMENTS)}.", readings=[]
        )
    return segment


def care_classes(segment: str) -> tuple[int, ...]:
    """The classes in which a segment that pays by the head can be; empty for wage earners, whose contribution has no class."""
    return _CLASSES.get(segment, ())


def flat_rate_key(segment: str, care_class: int | None) -> str:
    """The parameter that holds the contribution of a segment that pays by the head. PBI_JK and PEMDA know class 3 only."""
    classes = care_classes(segment)
    chosen = classes[0] if care_class is None and len(classes) == 1 else care_class
    if chosen not in classes:
        raise Refusal(
            f"class {care_class} in segment {segment}",
            why=f"{segment} has class {' or '.join(map(str, classes))}.",
            mend=f"Name the class: {' or '.join(map(str, classes))}.",
            readings=[],
        )
    return f"contribution.{_FAMILIES[segment]}.class_{chosen}"
