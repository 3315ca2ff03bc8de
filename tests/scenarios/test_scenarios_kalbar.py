"""The kalbar case's files: fourteen regencies whose counts and rupiah sum to what was published, at any size."""

from __future__ import annotations

import hashlib
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from cakupan.law.rounding import half_up
from cakupan.scenarios.case import CaseFiles, Scale, read_case, scaled
from cakupan.scenarios.kalbar import aid_programme, write_kalbar
from cakupan.scenarios.regencies import Regency, casts, regencies_of
from scenarios.written_case import cards, deliveries, document, living, reference, rows

POPULATION, REGISTERED = 5_443_030, 3_801_759


@pytest.fixture(scope="module", params=[1000, 5001, 20_000])
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> CaseFiles:
    return write_kalbar(residents=request.param, out=tmp_path_factory.mktemp("kalbar"))


def regencies(residents: int) -> tuple[Regency, ...]:
    told = read_case("kalbar").illustrative["regencies"]
    return regencies_of(told, scale=Scale(residents, POPULATION), registered=REGISTERED)


def two_decimals(people: int, population: int) -> str:
    return f"{half_up(Fraction(10_000 * people, population)) / 100:.2f}"


def the_one(files: CaseFiles, kind: str):
    (delivery,) = deliveries(files, kind)
    return document(delivery)


def test_full_size_parts_make_the_published_whole():
    case, parts = read_case("kalbar"), regencies(POPULATION)
    assert sum(part.residents for part in parts) == case.published["population"] == POPULATION
    assert sum(part.registered for part in parts) == case.published["registered"] == REGISTERED
    shares = {part.area: two_decimals(part.registered, part.residents) for part in parts}
    assert len(shares) == 14
    assert shares["61.11"] == case.published["highest"]["pct"] == "82.22" == max(shares.values())
    assert shares["61.01"] == case.published["lowest"]["pct"] == "59.44" == min(shares.values())
    assert sum(share in ("82.22", "59.44") for share in shares.values()) == 2
    assert two_decimals(REGISTERED, POPULATION) == case.derived["coverage_pct"] != case.published["coverage_pct"]


def test_residents_and_cards_are_exact_by_regency(played):
    residents = living(played.files["residents"])
    assert len(residents) == len({row["NIK"] for row in residents}) == played.residents
    assert len(cards(played.files["members"])) == scaled(REGISTERED, residents=played.residents, population=POPULATION)
    people = Counter(row["KODE_WILAYAH"][:5] for row in residents)
    by_card = {row["NO_KARTU"]: row["KODE_WILAYAH"][:5] for row in rows(played.files["members"])}
    held = Counter(by_card.values())
    for part in regencies(played.residents):
        assert (people[part.area], held[part.area]) == (part.residents, part.registered), part.area


def test_the_named_population_is_the_register(played):
    told = the_one(played, "region")["population"]
    people = Counter(row["KODE_WILAYAH"][:5] for row in living(played.files["residents"]))
    assert told["areas"] == {"61": played.residents, **people}


def test_no_number_is_given_out_twice_across_regencies(played):
    truth_rows = rows(played.files["residents"])
    numbers = Counter(row["NIK"] for row in truth_rows)
    assert max(numbers.values()) == 1, "no row of the residents is repeated, so no NIK stands twice"
    families = {}
    for row in truth_rows:
        assert families.setdefault(row["NO_KK"], row["KODE_WILAYAH"][:5]) == row["KODE_WILAYAH"][:5]
    assert len({row["NIK"][12] for row in truth_rows}) == 1 and truth_rows[0]["NIK"][12] == "9"


def test_people_of_two_regencies_are_not_the_same_people():
    (_, one), (_, other), *_ = casts(read_case("kalbar"), regencies(5000))
    size = min(one.count, other.count)
    assert not (one.names[:size] == other.names[:size]).all()
    assert not set(one.nik.tolist()) & set(other.nik.tolist())


def test_aid_sums_are_the_published_ones_at_full_size():
    case = read_case("kalbar")
    programme = aid_programme(case, Scale(POPULATION, POPULATION))
    lines = {line["area"]: line for line in programme["allocations"]}
    assert sum(line["allocated"] for line in lines.values()) == case.published["aid_allocated"] == 19_160_582_400
    assert sum(line["realised"] for line in lines.values()) == case.published["aid_realised"] == 1_744_803_000
    assert case.published["aid_allocated"] - case.published["aid_realised"] == case.derived["aid_left"]
    a_month = programme["person_month_rupiah"] * 60 // 100
    for line in lines.values():
        assert line["allocated"] % (12 * a_month) == 0, "whole people for a year at 60 per cent"
        assert line["realised"] % a_month == 0
        assert line["realised"] <= line["allocated"] and line["verified_people"] <= line["proposed_people"]
    assert sum(line["allocated"] for line in lines.values()) // a_month == case.derived["allocated_person_months_at_60"]
    assert sum(line["realised"] for line in lines.values()) // a_month == case.derived["realised_person_months_at_60"]


def test_ten_were_given_five_used_it_and_four_did_not_ask(played):
    told, programme = played.case.published, the_one(played, "programmes")
    lines = programme["allocations"]
    assert sorted(line["area"] for line in lines if not line["proposed"]) == told["not_proposed"]
    assert sorted(line["area"] for line in lines if line["realised"]) == told["realised_by"]
    assert sorted(line["area"] for line in lines if line["allocated"] and not line["realised"]) == told["not_realised_by"]
    assert all(line["reason"] and line["suggestion"] for line in lines) and len(lines) == 14
    assert not any(line["allocated"] or line["proposed_people"] for line in lines if not line["proposed"])
    for key, full in (("allocated", 19_160_582_400), ("realised", 1_744_803_000)):
        assert sum(line[key] for line in lines) == scaled(full, residents=played.residents, population=POPULATION)


def test_the_forum_knows_the_figures_as_they_stood(played):
    forum, programme = the_one(played, "forum"), the_one(played, "programmes")
    assert (str(forum["on"]), [str(day) for day in forum["earlier"]]) == ("2020-06-24", ["2020-05-12"])
    left = sum(line["allocated"] - line["realised"] for line in programme["allocations"])
    assert {action["figures"]["sisa"] for action in forum["actions"]} == {left}
    assert all(action["due"] > forum["on"] for action in forum["actions"])


def test_the_published_share_is_quoted_not_mended(played):
    region = the_one(played, "region")
    assert [figure["value"] for figure in region["published"] if figure["area"] == "61"] == ["69.89", "34"]


def test_every_members_facility_is_known(played):
    known = {row["KODE_FASKES"] for row in rows(played.files["facilities"])}
    assert {row["KODE_FASKES"] for row in rows(played.files["members"])} <= known


def test_there_is_no_agreement(played):
    assert not {"agreements", "decisions"} & set(played.files) and played.people == 0


def test_the_same_case_gives_the_same_bytes(tmp_path: Path):
    one, other = (write_kalbar(residents=1000, out=tmp_path / name) for name in ("one", "other"))
    for first, second in zip(one.imports, other.imports, strict=True):
        assert hashlib.sha256(first.path.read_bytes()).digest() == hashlib.sha256(second.path.read_bytes()).digest()


def test_kalbar_agrees_with_the_reference():
    told = reference("kalbar")
    if told is None:
        pytest.skip("the reference does not lie beside this checkout")
    case = read_case("kalbar")
    published = told["published"]
    assert {key: case.published[key] for key in ("registered", "population")} == {
        key: published[key] for key in ("registered", "population")
    }
    assert case.published["aid_allocated"] == published["aid_2019_allocated"]
    assert case.published["aid_realised"] == published["aid_realised"]
    for key in ("not_proposed", "realised_by", "not_realised_by"):
        assert sorted(case.published[key]) == sorted(published[key])
    assert case.published["forum"]["on"] == published["forum"][True], "the key 'on' is read as true there"
    assert case.derived["aid_left"] == told["derived"]["aid_left"]
