"""LZ-String as bridging clients decompress it: text to the letters A-Z a-z 0-9 + - (``compressToEncodedURIComponent``).

Written from the published algorithm: LZ78 over UTF-16 units. Each token writes the code of the longest string known so far, and
that string with the next unit becomes known; codes are written lowest bit first and grow wider with the tokens. For speed the
bits are laid out as text from tables, and ``int`` and base64 turn them into letters at once.
"""

from __future__ import annotations

import base64
from functools import cache

# The first two codes announce a unit not seen before, in 8 or in 16 bits; the third ends the text.
NARROW, WIDE, END, FIRST_FREE = 0, 1, 2, 3
FIRST_WIDTH = 2
LETTER_BITS, BASE64_GROUP_BITS = 6, 24
# Of base64's letters only the last differs.
LETTERS = bytes.maketrans(b"/", b"-")
# No UTF-16 unit: what comes after the last one.
AFTER_LAST = "\U0010ffff"
# Codes up to this width stand in tables. Wider ones, which only some ten thousand letters need, are written out each time.
TABLE_WIDTH_MAX = 12


def lz_string(text: str) -> str:
    """The text compressed, letter for letter as the JavaScript library does it."""
    bits = "".join(_tokens(_units(text)))
    # At least one bit of padding always: where the bits fill the last letter, there is a letter more.
    length = len(bits) // LETTER_BITS + 1
    padded = bits + "0" * (BASE64_GROUP_BITS - len(bits) % BASE64_GROUP_BITS)
    packed = int(padded, 2).to_bytes(len(padded) // 8, "big")
    return base64.b64encode(packed).translate(LETTERS)[:length].decode("ascii")


def _units(text: str) -> str:
    """The text in UTF-16 units, which is what JavaScript counts: a character beyond U+FFFF is two."""
    if text.isascii() or max(text) < "\U00010000":
        return text
    return "".join(map(chr, memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H")))


def _tokens(units: str) -> list[str]:
    """The bits of every token. One loop without calls of ours: it turns for every letter of every answer."""
    known: dict[str, int] = {}
    tokens: list[str] = []
    put = tokens.append
    free, width, wider_in, codes = FIRST_FREE, FIRST_WIDTH, 1 << (FIRST_WIDTH - 1), _codes(FIRST_WIDTH)
    string, string_is_new = "", False
    for unit in units + AFTER_LAST:
        longer = string + unit
        if longer in known:
            string = longer
            continue
        unit_is_new = unit not in known
        if unit_is_new:
            known[unit] = free
            free += 1
        if string:
            if string_is_new:
                put(codes[NARROW] + NARROW_UNITS[string] if string in NARROW_UNITS else codes[WIDE] + _bits(ord(string), 16))
                # A new unit counts twice, for itself and for the string that it ends; wider codes can begin between the two.
                wider_in -= 1
                if not wider_in:
                    wider_in, width = 1 << width, width + 1
                    codes = _codes(width)
            else:
                put(codes[known[string]])
            wider_in -= 1
            if not wider_in:
                wider_in, width = 1 << width, width + 1
                codes = _codes(width)
            known[longer] = free
            free += 1
        string, string_is_new = unit, unit_is_new
    put(codes[END])
    return tokens


def _bits(value: int, width: int) -> str:
    return f"{value:0{width}b}"[::-1]


NARROW_UNITS = {chr(unit): _bits(unit, 8) for unit in range(256)}


class _WideCodes:
    """The bits of codes too many for a table."""

    def __init__(self, width: int) -> None:
        self._width = width

    def __getitem__(self, code: int) -> str:
        return _bits(code, self._width)


@cache
def _codes(width: int) -> tuple[str, ...] | _WideCodes:
    """The bits of every code of one width."""
    return tuple(_bits(code, width) for code in range(1 << width)) if width <= TABLE_WIDTH_MAX else _WideCodes(width)
