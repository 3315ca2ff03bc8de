"""NIK, family card, card and list numbers that cannot be anyone's: the serial starts at 9001, which no office has issued."""

from __future__ import annotations

import numpy as np

from cakupan.scenarios.arrays import Array, rank_in_group, year_month_day
from cakupan.scenarios.names import FEMALE

FIRST_SERIAL = 9001  # not 9000: a number ending in 0 is what a spreadsheet leaves of a damaged one
SERIALS = 999
UNASSIGNED_PROVINCE = 99
OVERFLOW_AREAS = 10_000


def identity_numbers(*, area: Array, birth_day: Array, sex: Array) -> Array:
    """One 16-digit NIK per entry, all different: PPKKCC (``area``, six digits) DDMMYY (+40 for women) and a serial from 9001.

    Where an area has used up the serials of one day, the number goes on under the unassigned province 99.
    """
    year, month, day = year_month_day(birth_day)
    dated = (day + 40 * (sex == FEMALE)) * 10_000 + month * 100 + year % 100
    return _numbered(area.astype(np.int64), dated)


def family_card_numbers(*, area: Array, issued_day: Array) -> Array:
    """One 16-digit Kartu Keluarga number per entry, all different: area, day of issue, serial from 9001."""
    year, month, day = year_month_day(issued_day)
    return _numbered(area.astype(np.int64), day * 10_000 + month * 100 + year % 100)


def _numbered(area: Array, dated: Array) -> Array:
    rank = rank_in_group(area * 1_000_000 + dated)
    rounds = 0
    while (full := np.flatnonzero(rank >= SERIALS)).size:
        rounds += 1
        # Overflow areas keep nothing of the first area: 9900 districts of province 99 take the rest, a thousand a day each.
        assert rounds < OVERFLOW_AREAS // 100, "more births on one day than numbers"
        area = area.copy()
        area[full] = UNASSIGNED_PROVINCE * 10_000 + (rounds * 100 + area[full] % 100) % OVERFLOW_AREAS
        rank[full] = rank_in_group(area[full] * 1_000_000 + dated[full])
    numbers: Array = area * 10**10 + dated * 10_000 + FIRST_SERIAL + rank
    return numbers


def scattered(count: int, *, digits: int, seed: int) -> Array:
    """``count`` different numbers below 10**digits, in an order that tells nothing."""
    return scatter(np.arange(count), digits=digits, seed=seed)


def scatter(positions: Array, *, digits: int, seed: int) -> Array:
    """The numbers at ``positions`` of an affine walk over all numbers below 10**digits; no two positions share one."""
    modulus = 10**digits
    step = 7_777_777_777 % modulus | 1
    while np.gcd(step, modulus) != 1:
        step += 2
    # Python integers: the product passes 64 bits for long numbers.
    positions = positions.astype(object if digits > 9 else np.int64)
    return np.asarray((positions * step + seed * 104_729 + 12_345) % modulus, dtype=np.int64)
