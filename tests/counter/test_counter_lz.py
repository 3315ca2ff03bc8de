"""LZ-String of ours against the library that the clients use, and against a known vector."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lzstring import LZString

from cakupan.counter.lz import TABLE_WIDTH_MAX, lz_string

PLAIN = '{"peserta":{"nama":"WARGA UJI","noKartu":"9990000000012","statusPeserta":{"kode":"0","keterangan":"AKTIF"}}}'
PACKED = (
    "N4IgDgpgzhBOAuBDEAuUA7RBbZKQHUBBAJQHFCACAVQCkBJEAGhHQHsBpRBAV1RAE5BABhGiRARgBMTEFCTxuUAArQ4SVKADWrACYQ+QmZ"
    "ojw4idAHNzfQuwAqdAGIgAvm6A"
)
# From digits to ideographs: few different letters make long strings known, many make many new units.
ALPHABETS = ("ab", '{}":,abcdefghijklmnop0123456789 ', "".join(map(chr, range(400))), "".join(map(chr, range(0x4E00, 0x5000))))
LENGTHS = (0, 1, 2, 3, 7, 40, 300, 900)


def units(text: str) -> str:
    """The text as JavaScript holds it: the library for Python takes characters for units, which only differ beyond U+FFFF."""
    return "".join(map(chr, memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H")))


def text_of(units_: str) -> str:
    return units_.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def test_the_published_vector_comes_out_letter_for_letter() -> None:
    assert lz_string(PLAIN) == PACKED


def test_random_texts_come_out_as_the_clients_library_makes_them() -> None:
    draw = random.Random(4)
    library = LZString()
    for _ in range(4000):
        text = "".join(draw.choices(draw.choice(ALPHABETS), k=draw.choice(LENGTHS)))
        assert lz_string(text) == library.compressToEncodedURIComponent(text)


@settings(max_examples=1500, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_any_text_comes_out_as_the_clients_library_makes_its_units(text: str) -> None:
    packed = lz_string(text)
    assert packed == LZString().compressToEncodedURIComponent(units(text))
    assert text_of(LZString().decompressFromEncodedURIComponent(packed)) == text_of(units(text))


@pytest.mark.parametrize("text", ["", "\x00", "\x00\x00\x00", "é", "ÿĀ", "😀", "a😀😀b", "\ud83d", "\U0010ffff" * 5, "Ö" * 300])
def test_units_at_the_edges(text: str) -> None:
    assert lz_string(text) == LZString().compressToEncodedURIComponent(units(text))


def test_codes_wider_than_the_tables() -> None:
    draw = random.Random(5)
    text = "".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=60_000))
    packed = lz_string(text)
    assert len(packed) * 6 > (1 << TABLE_WIDTH_MAX) * TABLE_WIDTH_MAX  # more tokens than a table has codes
    assert LZString().decompressFromEncodedURIComponent(packed) == text


def test_an_answer_costs_a_fraction_of_what_the_library_takes() -> None:
    """In CPU time and against the library in the same run, so that a busy machine cannot fail it. Measured: about a fifth."""
    draw = random.Random(6)
    text = "".join(draw.choices(ALPHABETS[1], k=900))

    def seconds(what: object) -> float:
        assert callable(what)
        began = time.process_time()
        for _ in range(30):
            what(text)
        return time.process_time() - began

    ours = min(seconds(lz_string) for _ in range(5))
    theirs = min(seconds(LZString().compressToEncodedURIComponent) for _ in range(5))
    assert ours < theirs / 2
