"""Why a row could not be read, and how to mend it, in the words of the desk. ``registers`` writes its reasons in English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cakupan.report.texts import say, say_code

MISCOUNTED = re.compile(r"([0-9]+) columns where the header has ([0-9]+)")


def fault_words(reason: str) -> str:
    """A reason of ``registers`` in the words of the desk; one that has none yet stays as it was written."""
    miscounted = MISCOUNTED.fullmatch(reason)
    if miscounted:
        return str(say("row_fault_columns", found=miscounted[1], asked=miscounted[2]))
    return str(say_code("row_fault", reason))


def mend_words(reason: str) -> str:
    """What the office does about it."""
    if MISCOUNTED.fullmatch(reason):
        return str(say("row_mend_columns"))
    return str(say_code("row_mend", reason))


def fault_sentence(fault: Mapping[str, Any]) -> str:
    """One fault as a sentence: column, value, reason, how to mend."""
    value = fault["value"]
    shown = f" ({say('returned.value', value=value)})" if value and fault["column"] else ""
    column = f"{fault['column']}{shown}: " if fault["column"] else ""
    return f"{column}{fault_words(fault['reason'])}. {mend_words(fault['reason'])}"
