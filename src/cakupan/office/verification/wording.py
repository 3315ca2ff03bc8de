"""The words of kinds and places, in the language of the page."""

from __future__ import annotations

from functools import cache

from cakupan.office.language import language
from cakupan.registers.areas import DISTRICT_LENGTH, VILLAGE_LENGTH, area_name, known_areas
from cakupan.report.texts import Words, say_code


def said(words: Words) -> str:
    """In the language of the page."""
    return words.en if language() == "en" else words.id


def kind_word(code: str) -> str:
    """What a kind of mismatch is called."""
    return said(say_code("mismatch_kind", code))


def bpk_word(code: str) -> str:
    """One of BPK's four kinds; ``none`` or nothing: outside of them."""
    return said(say_code("bpk_kind", code or "none"))


def district_of(village: str) -> str:
    """The name of the district (kecamatan) of a village's code; the code where it is on no list."""
    code = village[:DISTRICT_LENGTH]
    return (area_name(code) or code) if len(code) == DISTRICT_LENGTH else village


def village_word(village: str) -> str:
    """The name of a village; its code where it is on no list."""
    return (area_name(village) or village) if village else ""


@cache
def _districts() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for code, name in zip(*(known_areas()[column].to_pylist() for column in ("code", "name")), strict=True):
        if len(code) == DISTRICT_LENGTH:
            found.setdefault(code[:5], []).append((code, name))
    return found


def place_choices(area: str) -> list[tuple[str, str]]:
    """The districts of a regency by name, with their codes; of a province those of all its regencies."""
    found = [pair for regency, pairs in _districts().items() if regency.startswith(area) for pair in pairs]
    return sorted(found, key=lambda pair: pair[1])


@cache
def _villages(area: str) -> list[tuple[str, str]]:
    codes = known_areas()
    pairs = zip(codes["code"].to_pylist(), codes["name"].to_pylist(), strict=True)
    return [(code, name) for code, name in pairs if len(code) == VILLAGE_LENGTH and code.startswith(f"{area}.")]


def village_choices(area: str) -> list[tuple[str, str]]:
    """The villages of an area, under their districts' names."""
    return sorted(((code, f"{district_of(code)} – {name}") for code, name in _villages(area)), key=lambda pair: pair[1])
