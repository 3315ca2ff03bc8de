"""What the office asks of the rooms, over a small region's workspace."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cakupan.law.refusal import Refusal
from cakupan.office.positions.models import Person, Position, ReviewPair
from cakupan.office.rooms import rooms
from month.small_region import files
from office_positions.two_months import AREA, AUGUST, MONTH, put_two_months

AGREEMENT = "440/1123-DINKES/2021"


@pytest.fixture
def workspace(office: Path) -> Path:
    return put_two_months(office)


def test_closing_a_month_shows_it(workspace: Path) -> None:
    said: list[str] = []
    shown = rooms().close_month(area=AREA, month=AUGUST.plus(1), again=False, say=said.append)
    position = Position.objects.using("loader").get()
    assert position.edition == shown and position.month == AUGUST.plus(1).first_date
    assert "closing the month" in said and "loading 2021-09 of 36.73" in said


def test_uncertain_pairs_are_those_of_the_newest_month_and_keep_their_ids(workspace: Path) -> None:
    rooms().load_position(area=AREA, month=MONTH, say=print)
    pairs = ReviewPair.objects.using("loader")
    before = dict(pairs.values_list("key", "pk"))
    told = list(rooms().review_pairs(area=AREA))
    assert before and len(before) <= len(told) + 20
    pair = pairs.exclude(candidate=None).first()
    assert pair is not None and pair.fields["resident"]["nik"] == pair.candidate_nik and pair.fields["fields"]
    assert Person.objects.using("loader").get(pk=pair.candidate_id).nik == pair.candidate_nik
    rooms().load_position(area=AREA, month=AUGUST, say=print)
    after = dict(pairs.values_list("key", "pk"))
    assert set(pairs.values_list("position__month", flat=True)) == {AUGUST.first_date}
    assert {key: after[key] for key in before.keys() & after.keys()} == {key: before[key] for key in before.keys() & after.keys()}
    assert len(after) == len({(p["register"], p["subject_id"], p["subject"]["nik"], p["resident"]["nik"]) for p in told})


def test_a_proposal_and_what_lies_ahead_are_plain_data(workspace: Path) -> None:
    made = rooms().propose(area=AREA, agreement=AGREEMENT, month=MONTH)
    assert made["people"]["proposed"] == sum(row["decision"] == "proposed" for row in made["rows"])
    assert {row["decision"] for row in made["rows"]} <= {"proposed", "waiting"} and json.dumps(made)
    ahead = rooms().look_ahead(area=AREA, month=MONTH)
    assert ahead["area"] == AREA


def test_other_terms_are_supposed_without_reading_the_position_again(workspace: Path) -> None:
    """Its tables are away the second time: the answer comes from what was read the first time, until another edition stands."""
    as_is = dict.fromkeys(("budget", "rate", "province"))
    asked: dict[str, Any] = {"area": AREA, "month": AUGUST, "agreement": AGREEMENT, **as_is}
    first = rooms().suppose(quota=100, **asked)
    (edition,) = (workspace / "editions" / AREA / str(AUGUST)).glob("????????????")
    aside = edition.rename(workspace / "aside")
    edition.mkdir()
    shutil.copy(aside / "manifest.json", edition)
    assert rooms().suppose(quota=100, **asked) == first
    assert rooms().suppose(quota=200, **asked)["supposed"]["total"] == 2 * first["supposed"]["total"]
    shutil.rmtree(edition)
    aside.rename(edition)
    assert rooms().suppose(quota=100, **{**asked, "month": MONTH})["present"] != first["present"]


def test_a_file_is_tried_and_nothing_is_kept(workspace: Path) -> None:
    before = sorted(path.name for path in (workspace / "snapshots" / AREA / "members").iterdir())
    file = files() / "files" / "peserta.csv"
    tried = rooms().try_file(
        kind="members", file=file, profile=None, area=AREA, as_of=dt.date(2021, 9, 1), bad_rows=file.with_suffix(".xlsx")
    )
    assert tried["rows"] > 1000 and not tried["already_there"] and isinstance(tried["first_faults"], list)
    assert sorted(path.name for path in (workspace / "snapshots" / AREA / "members").iterdir()) == before


def test_papers_of_the_workspace_are_handed_over(workspace: Path) -> None:
    until = dt.date(2021, 7, 31)
    terms = rooms().documents(area=AREA, kind="agreements", until=until)
    assert [each["number"] for each in terms] == [AGREEMENT] and terms[0]["period"]["from"] == "2021-07-01"
    decrees = rooms().documents(area=AREA, kind="decrees", until=until)
    assert sum(each["lines"] for each in decrees) > 100 and decrees[0]["decree_date"] == "2021-06-16"
    assert rooms().documents(area=AREA, kind="payments", until=until) == []
    assert rooms().documents(area=AREA, kind="agreements", until=dt.date(2021, 6, 30)) == []
    with pytest.raises(Refusal, match="no such kind"):
        rooms().documents(area=AREA, kind="dreams", until=until)
