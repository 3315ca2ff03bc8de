"""The regulation behind a sentence, and how sure the law's file is of it."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from cakupan.law.parameter_files import law_parameters

UNSURE = {"unverified": " (belum diperiksa)", "conflicting": " (sumber berbeda)"}


@lru_cache(maxsize=2048)
def cited(key: str, on: dt.date) -> str | None:
    """The citation of a legal value in force on a day, with what is not sure of it; None where there is no such value."""
    entry = law_parameters()[key].entry(on=on, known_on=None)
    return entry.citation + UNSURE.get(entry.confidence, "") if entry else None
