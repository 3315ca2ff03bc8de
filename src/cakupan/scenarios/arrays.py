"""Small vector operations that every part of the generator draws with."""

from __future__ import annotations

import datetime as dt
import zlib
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
EPOCH = np.datetime64("1970-01-01", "D")


def stream(seed: int, what: str, part: int = 0) -> np.random.Generator:
    """A random stream of its own for each thing drawn, so that one more error kind does not change everybody's name."""
    return np.random.Generator(np.random.PCG64([seed, zlib.crc32(what.encode()), part]))


def day_number(date: dt.date) -> int:
    """Days since 1970-01-01."""
    return (date - dt.date(1970, 1, 1)).days


def year_month_day(days: Array) -> tuple[Array, Array, Array]:
    """Year, month (1 to 12) and day of month of day numbers."""
    dates = EPOCH + days.astype("timedelta64[D]")
    months = dates.astype("datetime64[M]")
    number = months.astype(np.int64)
    return 1970 + number // 12, number % 12 + 1, (dates - months.astype("datetime64[D]")).astype(np.int64) + 1


def first_of_year(days: Array) -> Array:
    """Day number of 1 January of each day's year."""
    years = (EPOCH + days.astype("timedelta64[D]")).astype("datetime64[Y]")
    return years.astype("datetime64[D]").astype(np.int64)


def rank_in_group(keys: Array) -> Array:
    """0 for the first of each key in order of position, 1 for the second, …"""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    lengths = np.diff(np.r_[starts, len(keys)])
    ranks = np.empty(len(keys), dtype=np.int64)
    ranks[order] = np.arange(len(keys)) - np.repeat(starts, lengths)
    return ranks


def chance(rng: np.random.Generator, share: float | Array, size: int) -> Array:
    """True with probability ``share``, ``size`` times."""
    drawn: Array = rng.random(size) < share
    return drawn
