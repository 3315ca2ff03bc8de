"""One error in one text: examples as offices write them, and what no error may do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.scenarios import damage

NUMBERS = st.integers(0, 2**31 - 1)
NAMES = st.lists(st.text("ABDEGHIKLMNOPRSTUWYZJFC", min_size=1, max_size=10), min_size=1, max_size=4).map(" ".join)
NIKS = st.integers(11_0101_010100_9001, 91_7171_711299_9999).map(str).filter(lambda n: n[12] == "9")
OF_NAMES = [
    damage.letter_wrong, damage.letter_lost, damage.letter_doubled, damage.letter_inserted, damage.letters_swapped,
    damage.space_lost, damage.space_added, damage.last_word_lost, damage.word_abbreviated, damage.title_added,
    damage.old_spelling, damage.vowel_heard, damage.nickname, damage.kin_dropped, damage.words_swapped,
]  # fmt: skip


@pytest.mark.parametrize(
    ("how", "before", "a", "b", "after"),
    [
        (damage.letter_wrong, "SARI", 0, 0, "AARI"),
        (damage.letter_lost, "SARI", 1, 0, "SRI"),
        (damage.letter_lost, "AB", 0, 0, "AB"),
        (damage.letter_doubled, "SARI", 3, 0, "SARII"),
        (damage.letter_doubled, "A B", 1, 0, "A B"),
        (damage.letter_inserted, "SARI", 4, 1, "SARIE"),
        (damage.letters_swapped, "SARI", 0, 0, "ASRI"),
        (damage.space_lost, "GILANG LUBIS JAYA", 0, 0, "GILANGLUBIS JAYA"),
        (damage.space_lost, "GILANG", 0, 0, "GILANG"),
        (damage.space_added, "WARGIMAN", 1, 0, "WAR GIMAN"),
        (damage.space_added, "SARI", 1, 0, "SARI"),
        (damage.last_word_lost, "NURUL ROHMAH YANTI", 0, 0, "NURUL ROHMAH"),
        (damage.last_word_lost, "NURUL", 0, 0, "NURUL"),
        (damage.word_abbreviated, "SALMAH FADILAH", 1, 1, "SALMAH F"),
        (damage.word_abbreviated, "SALMAH FADILAH", 3, 1, "SALMAH F."),
        (damage.word_abbreviated, "SALMAH FADILAH", 1, 5, "S FADILAH"),
        (damage.title_added, "USMAN MALIK", 1, 1, "HJ. USMAN MALIK"),
        (damage.title_added, "USMAN MALIK", 0, 0, "USMAN MALIK, S.PD"),
        (damage.old_spelling, "JOKO SUSILO", 0, 0, "JOKO SOESILO"),
        (damage.old_spelling, "JOKO", 1, 0, "DJOKO"),
        (damage.vowel_heard, "SITI", 0, 1, "SITE"),
        (damage.kin_dropped, "KADEK ROHMAH BINTI SUKMIN", 1, 0, "KADEK ROHMAH"),
        (damage.kin_dropped, "AHMAD MAHMUD BIN DIMAS", 0, 0, "AHMAD MAHMUD BN DIMAS"),
        (damage.kin_dropped, "SITI BINTI AMAD", 0, 0, "SITI BT AMAD"),
        (damage.kin_dropped, "SARBINI", 0, 0, "SARBINI"),
        (damage.words_swapped, "DIAN SINAGA", 0, 0, "SINAGA DIAN"),
        (damage.nickname, "HASAN BASRI", 0, 1, "ACIL BASRI"),
        (damage.nickname, "HASAN", 0, 1, "ACIL"),
        (damage.digit_wrong, "3673012206819001", 11, 0, "3673012206829001"),
        (damage.digit_wrong, "3673012206819001", 12, 0, "3673012206819101"),
        (damage.digits_swapped, "3673012206819001", 0, 0, "6373012206819001"),
        (damage.digit_lost, "3673012206819001", 0, 0, "673012206819001"),
        (damage.rounded, "3673012206819001", 0, 0, "3673012206819000"),
        (damage.marked, "3673012206819001", 1, 0, "367301 220681 9001"),
        (damage.address_spelled, "JL. MELATI NO. 5", 1, 0, "JALAN MELATI NO. 5"),
        (damage.address_spelled, "JL. MELATI NO. 5", 0, 0, "JL MELATI NO. 5"),
        (damage.address_spelled, "BTN MELATI", 0, 0, "BTN MELATI"),
        (damage.address_number_lost, "JL. MELATI NO. 5", 0, 0, "JL. MELATI"),
        (damage.address_number_lost, "JL. MELATI BLOK 6", 0, 0, "JL. MELATI"),
    ],
)
def test_an_error_as_offices_make_it(how, before, a, b, after):
    assert how(before, a, b) == after


@pytest.mark.parametrize("how", OF_NAMES, ids=lambda how: how.__name__)
@given(name=NAMES, a=NUMBERS, b=NUMBERS)
def test_a_name_is_never_lost_and_hardly_grows(how, name, a, b):
    spoiled = how(name, a, b)
    assert spoiled.strip()
    assert len(spoiled) <= 2 * len(name) + 8


@pytest.mark.parametrize("how", [damage.digit_wrong, damage.digits_swapped, damage.rounded], ids=lambda how: how.__name__)
@given(nik=NIKS, a=NUMBERS, b=NUMBERS)
def test_a_damaged_nik_keeps_a_serial_that_no_office_issued(how, nik, a, b):
    spoiled = how(nik, a, b)
    assert len(spoiled) == 16 and spoiled.isdigit() and spoiled[12] == "9"


@given(nik=NIKS, a=NUMBERS, b=NUMBERS)
def test_a_wrong_digit_is_exactly_one(nik, a, b):
    assert sum(x != y for x, y in zip(nik, damage.digit_wrong(nik, a, b), strict=True)) == 1


@given(nik=NIKS, a=NUMBERS, b=NUMBERS)
def test_marks_do_not_change_the_digits(nik, a, b):
    assert "".join(c for c in damage.marked(nik, a, b) if c.isdigit()) == nik


@given(nik=NIKS, a=NUMBERS, b=NUMBERS)
def test_a_lost_digit_leaves_fifteen(nik, a, b):
    assert len(damage.digit_lost(nik, a, b)) == 15


@given(a=NUMBERS, b=NUMBERS)
def test_a_dummy_is_nobodys_number(a, b):
    assert len(set(damage.dummy("3673012206819001", a, b))) == 1
