"""Whom an annex line is about: by which rule, and when nobody may decide."""

from __future__ import annotations

from small_month import SmallMonth, nik


def _people(small: SmallMonth):
    return small.close().fetch("SELECT person_id, link, rule, candidate_person_id FROM list_entries ORDER BY line_id")


def _with_resident(**values) -> SmallMonth:
    small = SmallMonth()
    small.resident(1, "SITI AMINAH", **values)
    return small


def test_nik_with_a_name_that_is_alike_is_accepted():
    for name in ("SITI AMINAH", "HJ. SITI AMINAH", "SITI  AMINA", "siti aminah, S.Pd"):
        small = _with_resident()
        small.entry(1, name)
        assert _people(small) == [("R2", "accept", "nik_and_name", None)], name


def test_nik_with_another_name_is_for_a_person_to_judge():
    small = _with_resident()
    small.entry(1, "BUDI SANTOSO")
    assert _people(small) == [("L2", "review", "nik_with_other_name", "R2")]


def test_a_line_without_name_is_not_accepted_by_its_nik():
    small = _with_resident()
    small.entry(1, "")
    assert _people(small) == [("L2", "review", "nik_with_other_name", "R2")]


def _damaged(*places: int) -> str:
    digits = list(nik(1))
    for place in places:
        digits[place] = str((int(digits[place]) + 5) % 10)
    return "".join(digits)


def test_a_nik_damaged_at_one_end_needs_a_name_that_is_alike():
    for places in ((15,), (2,), (2, 4), (13, 15)):
        small = _with_resident()
        small.entry(1, "SITI AMINA", nik=_damaged(*places), area_code="99.73.01.1002")
        assert _people(small) == [("R2", "accept", "damaged_nik_and_name", None)], places


def test_a_nik_damaged_at_both_ends_needs_the_same_name_in_the_village():
    for village, name, found in (
        ("99.73.01.1001", "SITI AMINAH", ("R2", "accept")),
        ("99.73.01.1001", "SITI AMINA", ("L2", "none")),
        ("99.73.01.1002", "SITI AMINAH", ("L2", "none")),
    ):
        small = _with_resident()
        small.entry(1, name, nik=_damaged(2, 8), area_code=village)
        assert _people(small)[0][:2] == found


def test_three_wrong_digits_are_another_number():
    small = _with_resident()
    small.entry(1, "SITI AMINAH", nik=_damaged(13, 14, 15), area_code="99.73.01.1002")
    assert _people(small)[0][:2] == ("L2", "none")


def test_a_namesake_is_no_candidate_where_linking_found_nobody_for_the_card():
    small = _with_resident()
    small.member(7, "SITI AMINAH", nik="9973017112559123")
    small.entry(7, "SITI AMINAH", nik="9973017112559123")
    assert _people(small) == [("C9990000000007", "none", "card_only", None)]


def test_a_card_under_review_leaves_its_line_under_review():
    small = _with_resident()
    small.member(7, "S AMINAH", nik="9973017112559123", resident_row=2, link="review")
    small.entry(7, "S AMINAH", nik="9973017112559123")
    assert _people(small) == [("C9990000000007", "review", "card_under_review", "R2")]


def test_a_namesake_in_the_village_is_for_a_person_to_judge():
    small = _with_resident()
    small.entry(7, "SITI AMINAH", nik="9973017112559123")
    assert _people(small) == [("L2", "review", "name_and_village", "R2")]


def test_two_residents_of_one_nik_are_not_chosen_between():
    small = _with_resident()
    small.resident(1, "SITI AMINAH", birth_date=None)
    small.entry(1, "SITI AMINAH")
    assert _people(small) == [("L2", "review", "nik_and_name", "R2")]


def test_rows_that_linking_found_to_be_one_person_are_one_person():
    small = _with_resident()
    small.resident(1, "SITI AMINAH")
    small.tables["resident_group"] = [{"row": 2, "first_row": 2}, {"row": 3, "first_row": 2}]
    small.entry(1, "SITI AMINAH")
    engine = small.close()
    assert engine.fetch("SELECT person_id, link FROM list_entries") == [("R2", "accept")]
    assert engine.fetch("SELECT person_id FROM persons") == [("R2",)]


def test_a_card_leads_to_its_resident():
    small = _with_resident()
    row = small.member(5, "SITI AMINAH", resident_row=2)
    card = small.tables["members"][row - 2]["card_number"]
    small.entry(1, "SITI AMINAH", nik=None, card_number=card)
    assert _people(small) == [("R2", "accept", "card", None)]


def test_a_card_of_nobody_in_the_register_stays_a_card():
    small = SmallMonth()
    small.member(5, "SITI AMINAH")
    small.entry(5, "SITI AMINAH")
    engine = small.close()
    assert engine.fetch("SELECT person_id, link, rule FROM list_entries") == [("C9990000000005", "none", "card_only")]
    assert engine.fetch("SELECT person_id, known_from FROM persons") == [("C9990000000005", "member")]


def test_a_damaged_number_identifies_nobody():
    small = _with_resident()
    small.entry(1, "SITI AMINAH", nik_anomaly="temporary", area_code="99.73.01.1002")
    assert _people(small)[0][1:3] == ("none", "not_found")


def test_unknown_lines_of_one_nik_and_name_are_one_person_others_are_not():
    small = SmallMonth()
    for name in ("SITI", "SITI", "BUDI"):
        small.entry(1, name)
    assert [person for person, *_ in _people(small)] == ["L2", "L2", "L4"]


def test_every_number_leads_to_its_person():
    small = _with_resident()
    small.member(5, "SITI AMINAH", resident_row=2)
    small.entry(7, "NOBODY")
    engine = small.close()
    assert engine.fetch("SELECT nik, person_id FROM persons ORDER BY nik") == [(nik(1), "R2"), (nik(7), "L2")]
    # What the person's own row does not say: the NIK on the branch's card, and the one that an annex wrote.
    keys = engine.fetch("SELECT key, person_id, known_from FROM person_keys ORDER BY key")
    assert keys == [(nik(5), "R2", "member"), (nik(7), "L2", "list")]
    assert engine.fetch("SELECT card_number, person_id FROM statuses WHERE member_row IS NOT NULL") == [("9990000000005", "R2")]
