"""Rosters of exact size, cards as a branch gives them out, and parts of a region that share no number."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from cakupan.law.refusal import Refusal
from cakupan.scenarios import rosters
from cakupan.scenarios.annex import DUPLICATE, FUNDED_TWICE, RIGHT, draw_answers, draw_lines
from cakupan.scenarios.arrays import day_number
from cakupan.scenarios.cards import NO_CARD, CardDesk, centre_pays, on_lists
from cakupan.scenarios.case import CaseFiles, Delivery, Scale, read_case, scale_of
from cakupan.scenarios.cast import exact_errors
from cakupan.scenarios.identifiers import scatter, scattered
from cakupan.scenarios.people import People, generate
from cakupan.scenarios.places import districts_outside, villages_of
from cakupan.scenarios.regencies import Numbering, regencies_of
from cakupan.scenarios.registers_written import FILES, RegisterFiles, all_rosters
from cakupan.scenarios.rosters import DRAWN, PBI_JK, PEMDA, Roster
from scenarios.written_case import rows

AS_OF = dt.date(2020, 6, 1)
DECREE_DAY = day_number(dt.date(2020, 5, 1))
HOLDS = {"right": 80, "duplicate": 8, "funded_twice": 12}


@pytest.fixture(scope="module")
def people() -> People:
    return generate(residents=4000, seed=11, areas=villages_of("61.11"), as_of=AS_OF, errors=exact_errors())


@pytest.mark.parametrize(("cards", "active"), [(0, 0), (1, 1), (1999, 1500), (3288, 2700), (3990, 0)])
def test_a_member_master_of_exact_size(people, cards, active):
    found = rosters.exact_members(people, cards=cards, active=active)
    assert len(found) == len(np.unique(found.number)) == cards
    assert int(found.status.sum()) == active
    assert len(np.unique(found.person)) == cards - round(cards * people.errors.members.person_again)


def test_only_those_who_may_hold_cards_do(people):
    among = np.arange(people.count) % 2 == 0
    found = rosters.exact_members(people, cards=1500, active=1000, among=among)
    assert len(found) == 1500 and among[found.person].all()


def test_more_cards_than_people_are_a_broken_invariant(people):
    with pytest.raises(AssertionError, match="cards for"):
        rosters.exact_members(people, cards=3 * people.count, active=0)


def test_the_dead_hold_cards_at_their_own_rate(people):
    found = rosters.exact_members(people, cards=3200, active=2000)
    died = people.fates.death_day < np.iinfo(np.int32).max
    assert 0.35 < np.isin(np.flatnonzero(died), found.person).mean() < 0.85


def test_who_is_listed_for_sure_is_and_who_never_is_not(people):
    sure, never = np.zeros(people.count, dtype=bool), np.zeros(people.count, dtype=bool)
    sure[100:180], never[180:1500] = True, True
    found = rosters.poverty_roster(people, share=0.1, listed_for_sure=sure, never_listed=never)
    named = np.zeros(people.count, dtype=bool)
    named[found.person] = True
    assert named[sure].all() and not named[never].any()
    plain = rosters.poverty_roster(people, share=0.1)
    assert not np.isin(np.flatnonzero(sure), plain.person).all(), "the register would not have held them all by itself"


def test_a_desk_gives_out_one_card_a_line_and_a_second_payer_his_own(people):
    lines = draw_lines(people, lines=100, holds=HOLDS, decree_day=DECREE_DAY)
    desk = CardDesk(people)
    card = desk.issue(lines, draw_answers(people, lines, {"active": 90, "inactive": 6, "awaiting": 4}), start_day=18_000)
    roster = desk.roster()
    assert desk.issued == len(roster) == len(np.unique(roster.number))
    assert int((card == NO_CARD).sum()) == 4
    by_number = dict(zip(roster.number.tolist(), roster.person.tolist(), strict=True))
    held = card != NO_CARD
    assert [by_number[number] for number in card[held].tolist()] == lines.person[held].tolist()
    again = lines.planted == DUPLICATE
    own = dict(zip(lines.person[~again].tolist(), card[~again].tolist(), strict=True))
    same = [own[person] == number for person, number in zip(lines.person[again].tolist(), card[again].tolist(), strict=True)]
    assert any(same) and not all(same), "some stand twice with one card, some with two"
    twice = lines.person[lines.planted == FUNDED_TWICE]
    for person in twice.tolist():
        assert sorted(roster.segment[roster.person == person].tolist()) == [PBI_JK, PEMDA]
    assert set(roster.start_day[roster.segment == PEMDA].tolist()) == {18_000}
    assert set(roster.start_day[roster.segment == PBI_JK].tolist()) == {DRAWN}
    assert desk.active == int(roster.status.sum()) == len(roster) - 6


def test_two_annexes_name_nobody_twice(people):
    one = draw_lines(people, lines=300, holds=HOLDS, decree_day=DECREE_DAY)
    other = draw_lines(
        people, lines=50, holds={"right": 1}, decree_day=DECREE_DAY, named=" of others", taken=on_lists(people, one)
    )
    assert not set(one.person.tolist()) & set(other.person.tolist())
    assert set(other.planted.tolist()) == {RIGHT} and len(other) == 50
    assert int(on_lists(people, one, other).sum()) == len({*one.person.tolist(), *other.person.tolist()})


def test_what_was_drawn_for_the_pemda_is_the_centres():
    none = np.zeros(3, dtype=np.int8)
    found = centre_pays(Roster(np.arange(3), np.arange(3), none, np.array([PBI_JK, PEMDA, rosters.PBPU])))
    assert found.segment.tolist() == [PBI_JK, PBI_JK, rosters.PBPU]


def test_who_is_not_shown_yet_is_written_later_as_if_always_there(people, tmp_path: Path):
    members = rosters.exact_members(people, cards=900, active=700)
    shown = members.number <= 600
    with RegisterFiles(tmp_path) as files:
        files.add(people, {"members": members}, shown={"members": shown})
    with RegisterFiles(tmp_path, names={**FILES, "members": "peserta_2.csv"}) as files:
        files.add(people, {"members": members})
    before, after = rows(tmp_path / "peserta.csv"), rows(tmp_path / "peserta_2.csv")
    known = {row["NO_KARTU"] for row in before}
    assert len(known) == 600 and [row for row in after if row["NO_KARTU"] in known] == before
    truth = pq.read_table(tmp_path / "truth" / "members.parquet").to_pylist()
    assert [line["row"] for line in truth] == list(range(2, len(before) + 2))
    assert (tmp_path / "truth" / "peserta_2.parquet").is_file()


def test_an_empty_register_has_a_header(people, tmp_path: Path):
    with RegisterFiles(tmp_path) as files:
        files.add(people, {"poverty": rosters.poverty_roster(people, share=0.0)})
    assert (tmp_path / "dtks.csv").read_text(encoding="utf-8").count("\n") == 1
    assert rows(tmp_path / "dtks.csv") == []


def test_parts_are_written_one_under_the_other(tmp_path: Path):
    parts = [
        dataclasses.replace(
            generate(residents=300, seed=seed, areas=villages_of(area), as_of=AS_OF, errors=exact_errors()), region_seed=5
        )
        for seed, area in ((51, "61.11"), (52, "61.09"))
    ]
    counted = Numbering()
    with RegisterFiles(tmp_path) as files:
        for part in parts:
            members = rosters.exact_members(part, cards=200, active=150)
            files.add(part, counted(all_rosters(part, member_rows=members)))
    written = rows(tmp_path / "peserta.csv")
    assert len({row["NO_KARTU"] for row in written}) == 400
    assert [row["KODE_WILAYAH"][:5] for row in written] == sorted((r["KODE_WILAYAH"][:5] for r in written), reverse=True)
    truth = pq.read_table(tmp_path / "truth" / "members.parquet").to_pylist()
    assert [line["row"] for line in truth] == list(range(2, len(written) + 2))
    first, second = ({t["person"] for t, row in zip(truth, written, strict=True) if row["KODE_WILAYAH"][:5] == area}
                     for area in ("61.11", "61.09"))  # fmt: skip
    assert max(first) < parts[0].count <= min(second)


def test_parts_that_do_not_make_the_whole_are_a_broken_invariant():
    told = {"61.01": {"residents": 5, "registered": 3}, "61.02": {"residents": 5, "registered": 4}}
    assert [part.registered for part in regencies_of(told, scale=Scale(10, 10), registered=7)] == [3, 4]
    with pytest.raises(AssertionError, match="parts"):
        regencies_of(told, scale=Scale(10, 10), registered=8)


def test_districts_outside_are_nobodys_home():
    outside = districts_outside(["61.01", "61.02"])
    assert outside and not [district for district in outside if district // 100 in (6101, 6102)]
    assert any(district // 100 == 6103 for district in outside)


def test_a_walk_goes_on_where_it_was_left():
    whole = scattered(1000, digits=9, seed=3)
    assert (scatter(np.arange(400, 1000), digits=9, seed=3) == whole[400:]).all()
    assert len(set(whole.tolist())) == 1000


def test_the_last_delivery_of_a_kind_counts():
    case, day = read_case("serang"), dt.date(2021, 7, 1)
    imports = (Delivery("members", Path("a"), day), Delivery("deaths", Path("b"), day), Delivery("members", Path("c"), day))
    files = CaseFiles(case=case, residents=1, folder=Path(), truth=Path(), imports=imports, months=case.months)
    assert files.files == {"members": Path("c"), "deaths": Path("b")}


@pytest.mark.parametrize(("residents", "played"), [(None, 690_000), (1000, 1000), (690_000, 690_000), (2_000_000, 2_000_000)])
def test_a_case_is_played_at_the_size_that_is_asked_for(residents, played):
    scale = scale_of(read_case("serang"), residents)
    assert (scale.residents, scale.population) == (played, 690_000)
    assert scale(42_000) == round(42_000 * played / 690_000)


def test_a_handful_of_people_is_refused():
    with pytest.raises(Refusal, match="1000"):
        scale_of(read_case("kalbar"), 999)
