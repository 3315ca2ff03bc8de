"""Cells in the CSV files that we write: a text that begins like a formula must not become one in a spreadsheet."""

from __future__ import annotations

import re
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

# A spreadsheet runs what begins so as a formula, also behind a tab or a carriage return (OWASP, CSV injection).
FORMULA = r"^[=+\-@\t\r]"
NUMBER = r"^[+-]?[0-9]+([.,][0-9]+)?$"


def csv_text(value: Any) -> str:
    """A value as a CSV cell: nothing for None, an apostrophe before what a spreadsheet would run, numbers as they are."""
    text = "" if value is None else str(value)
    return "'" + text if re.match(FORMULA, text) and not re.match(NUMBER, text) else text


def csv_column(column: pa.Array) -> pa.Array:
    """The same for a column of texts; other columns and nulls come back as they are."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return column
    runs = pc.and_(pc.match_substring_regex(column, FORMULA), pc.invert(pc.match_substring_regex(column, NUMBER)))
    return pc.if_else(runs, pc.binary_join_element_wise("'", column, ""), column)
