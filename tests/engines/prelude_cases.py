"""What every function of the prelude gives, whichever engine runs it: expression → value."""

from __future__ import annotations

import datetime as dt
from typing import Any

PRIME = 2**31 - 1


def share(a: int, b: int, seed: int) -> float:
    """The sample's arithmetic in Python, where no number overflows."""
    return pow((a * 48271 + b * 1103515245 + seed) % PRIME, 5, PRIME) / PRIME


PRELUDE_CASES: tuple[tuple[str, Any], ...] = (
    # Cut off towards zero, and whole however large.
    ("idiv(7, 2)", 3),
    ("idiv(-7, 2)", -3),
    ("idiv(CAST(3173014107909001 AS BIGINT), 10000)", 317301410790),
    # A month's last day stays a last day of a shorter month, and never becomes one of a longer.
    ("month_add(DATE '2021-01-31', 1)", dt.date(2021, 2, 28)),
    ("month_add(DATE '2020-01-31', 1)", dt.date(2020, 2, 29)),
    ("month_add(DATE '2021-02-28', 1)", dt.date(2021, 3, 28)),
    ("month_add(DATE '2021-07-01', -3)", dt.date(2021, 4, 1)),
    ("month_add(DATE '2021-12-01', 1)", dt.date(2022, 1, 1)),
    ("month_add(CAST(NULL AS DATE), 1)", None),
    ("matches('BUDI SANTOSO', '^[A-Z]+( [A-Z]+)*$')", True),
    ("matches('BUDI  SANTOSO', '^[A-Z]+( [A-Z]+)*$')", False),
    ("matches('Budi', '^[A-Z]+$')", False),
    # A line feed at the end is no end.
    ("matches(concat('BUDI', chr(10)), '^[A-Z]+$')", False),
    ("matches(CAST(NULL AS STRING), '^A$')", None),
    ("replace_all('A-B-C', '[^A-Z]+', ' ')", "A B C"),
    ("replace_all('BUDI, S.H', ',.*$', '')", "BUDI"),
    ("replace_all(concat('BUDI, S.H', chr(10), 'X'), ',.*$', '')", "BUDI, S.H\nX"),
    ("replace_all(concat('BUDI, S.H', chr(13), 'X'), ',.*$', '')", "BUDI"),
    ("replace_all('H HAJI BUDI', '^((H|HAJI) )+', '')", "BUDI"),
    ("starts_with('SITI', 'SI')", True),
    ("starts_with('SITI', 'IT')", False),
    ("ends_with('SITI', 'TI')", True),
    ("ends_with('SITI', 'SI')", False),
    ("first_word('SITI NUR AMINAH')", "SITI"),
    ("first_word('')", ""),
    ("first_word(CAST(NULL AS STRING))", None),
    ("last_word('SITI NUR AMINAH')", "AMINAH"),
    ("last_word('SITI')", "SITI"),
    ("sorted_words('SITI NUR AMINAH')", "AMINAH NUR SITI"),
    ("sorted_words('B A B')", "A B B"),
    ("sorted_letters('3173')", "1337"),
    ("sorted_letters('')", ""),
    # A hash is compared with others of the same engine, never with a number; it is 63 bits, so that every engine can hold it.
    ("key_hash(1, 5, 0) = key_hash(1, CAST(5 AS BIGINT), 0)", True),
    ("key_hash(1, 5, 0) = key_hash(2, 5, 0)", False),
    ("key_hash(3, DATE '2000-01-02', 'ABC') = key_hash(3, DATE '2000-01-02', 'ABD')", False),
    ("key_hash(3, DATE '2000-01-02', 'ABC') >= 0", True),
    # Digits and nothing else: neither rounded nor read as another notation.
    ("whole_number('0012')", 12),
    ("whole_number('3173014107909001')", 3173014107909001),
    ("whole_number('999999999999999999')", 999999999999999999),
    ("whole_number('1000000000000000000')", None),
    ("whole_number('12.7')", None),
    ("whole_number('1E5')", None),
    ("whole_number('0x1F')", None),
    ("whole_number('1_000')", None),
    ("whole_number('+12')", None),
    ("whole_number('-12')", None),
    ("whole_number(' 12')", None),
    ("whole_number(concat('12', chr(10)))", None),
    ("whole_number('')", None),
    ("whole_number(CAST(NULL AS STRING))", None),
    ("days_between(DATE '2021-06-30', DATE '2021-07-01')", 1),
    ("days_between(DATE '2021-03-01', DATE '2020-02-29')", -366),
    # The sample is one on every engine, to the last bit.
    ("random_share(0, 0, 0)", 0.0),
    ("random_share(2, 0, 20260101)", share(2, 0, 20260101)),
    ("random_share(-2, 1, 20260101)", share(-2, 1, 20260101)),
    ("random_share(5000000, 3, 20260101)", share(5000000, 3, 20260101)),
    ("try_date(2021, 2, 28)", dt.date(2021, 2, 28)),
    ("try_date(2021, 2, 29)", None),
    ("try_date(2020, 2, 29)", dt.date(2020, 2, 29)),
    ("try_date(2021, 13, 1)", None),
    ("try_date(2021, 1, 0)", None),
    ("try_date(CAST(NULL AS BIGINT), 1, 1)", None),
)
# Not of the prelude: spelled alike already, and the steps rest on both meaning the same.
SHARED_CASES: tuple[tuple[str, Any], ...] = (
    ("replace('O''NEIL', '''', '')", "ONEIL"),
    ("levenshtein('SITI', 'SITTI')", 1),
    ("levenshtein('SITI', CAST(NULL AS STRING))", None),
    ("least(3, CAST(NULL AS INTEGER))", 3),
    ("greatest(DATE '2021-07-01', CAST(NULL AS DATE))", dt.date(2021, 7, 1)),
    ("concat_ws(',', CAST(NULL AS STRING), 'a', 'b')", "a,b"),
    ("'a' || CAST(NULL AS STRING)", None),
    ("CAST(round(CAST(2.5 AS DOUBLE)) AS BIGINT)", 3),
    ("CAST(round(CAST(-2.5 AS DOUBLE)) AS BIGINT)", -3),
    ("CAST(round(100 * log2(CAST(8 AS DOUBLE))) AS BIGINT)", 300),
    ("CAST(date_trunc('month', DATE '2021-07-31') AS DATE)", dt.date(2021, 7, 1)),
    ("extract(day FROM DATE '2021-07-31')", 31),
    ("year(DATE '2021-07-31') * 12 + month(DATE '2021-07-31')", 24259),
    ("CAST(DATE '2021-07-01' AS STRING)", "2021-07-01"),
    ("translate('SITI AMINAH', 'AEIOUHW ', '')", "STMN"),
    ("lpad(CAST(12 AS STRING), 4, '0')", "0012"),
    ("substr('3173014107909001', 7, 6)", "410790"),
    ("instr('SITI AMINAH', 'AMI')", 6),
    ("length('SITI')", 4),
    ("repeat('0', 3)", "000"),
    ("abs(CAST(-5 AS BIGINT))", 5),
    ("trim(concat(' a', ' '))", "a"),
    ("upper('nur''aini')", "NUR'AINI"),
)
