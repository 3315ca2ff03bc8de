"""The examples in docs/formats.md are what the code reads; a document in which something cannot be so is refused by its place."""

from __future__ import annotations

import copy
import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from cakupan.law.refusal import Refusal
from cakupan.registers import DOCUMENTS, load_agreement, load_profile

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
BLOCKS = {block.split(":", 1)[0]: block for block in re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)}


def read(text: str) -> Any:
    """YAML as it is, but with the key ``on`` as a word."""
    return yaml.safe_load(re.sub(r"\bon: ", '"on": ', text))


def load(folder: Path, kind: str, text: str) -> Any:
    path = folder / f"{kind}.yaml"
    path.write_text(text, encoding="utf-8")
    return DOCUMENTS[kind].load(path)


def test_the_profile_of_the_page_is_one(tmp_path):
    (tmp_path / "kendal.yaml").write_text(BLOCKS["name"])
    profile = load_profile(tmp_path / "kendal.yaml")
    assert (profile.kind, profile.columns["nik"], profile.header_rows) == ("poverty", ("NOMOR INDUK",), (5, 6))


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_every_document_of_the_page_is_one(tmp_path, kind):
    text = BLOCKS[DOCUMENTS[kind].key]
    document = load(tmp_path, kind, text)
    assert (document.number, document.area) == (document.terms["number"], document.terms["area"])
    assert len(document.hash) == 64
    assert set(document.terms) == set(read(text)[DOCUMENTS[kind].key])
    assert document.illustrative


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_terms_are_plain(tmp_path, kind):
    def plain(value: Any) -> bool:
        if isinstance(value, dict):
            return all(isinstance(key, str) and plain(inner) for key, inner in value.items())
        return all(map(plain, value)) if isinstance(value, list) else isinstance(value, str | int | float | None)

    assert plain(load(tmp_path, kind, BLOCKS[DOCUMENTS[kind].key]).terms)


def test_the_agreement_of_the_page(tmp_path):
    (tmp_path / "agreement.yaml").write_text(BLOCKS["agreement"])
    agreement = load_agreement(tmp_path / "agreement.yaml")
    assert (agreement.quota, agreement.signed.present) == (42000, ("camat", "lurah"))


SHARES = re.findall(r"^\| ([a-z -]+) \| (`\{payer.*?`) \|", PAGE, flags=re.MULTILINE)


def test_every_method_of_sharing_is_on_the_page():
    assert [name for name, _ in SHARES] == ["per cent", "head-count", "months", "cap"]


@pytest.mark.parametrize("written", [written for _, written in SHARES])
def test_the_shares_of_the_page_are_such(tmp_path, written):
    terms = read(BLOCKS["agreement"])
    terms["agreement"]["shares"] = [read(part) for part in re.findall(r"`(.*?)`", written)]
    assert len(load(tmp_path, "agreements", yaml.safe_dump(terms)).shares) == 2


def test_a_guarantee(tmp_path):
    guarantee = load(tmp_path, "guarantees", BLOCKS["guarantee"])
    assert (guarantee.instrument.date, guarantee.from_date, guarantee.to_date) == (
        dt.date(2025, 1, 6),
        dt.date(2025, 1, 6),
        dt.date(2025, 4, 1),
    )
    assert (guarantee.scope.who, [f.code for f in guarantee.facilities]) == ("former_members", ["0000R901"])
    assert guarantee.statements[0].on == dt.date(2025, 1, 5)


def test_a_guarantee_may_be_no_more_than_a_statement(tmp_path):
    terms = read(BLOCKS["guarantee"])
    for key in ("instrument", "facilities", "period", "account"):
        del terms["guarantee"][key]
    guarantee = load(tmp_path, "guarantees", yaml.safe_dump(terms))
    assert (guarantee.instrument, guarantee.facilities, guarantee.from_date, guarantee.account) == (None, (), None, None)


def test_a_programme(tmp_path):
    programme = load(tmp_path, "programmes", BLOCKS["programme"])
    first, second = programme.allocations
    assert (first.area, first.realised, first.proposed) == ("61.01", 790000000, True)
    assert (second.allocated, second.proposed, second.reason) == (None, False, "belum ada verifikasi Dinsos")


def test_a_region(tmp_path):
    region = load(tmp_path, "region", BLOCKS["region"])
    assert region.fiscal_capacity == {2021: "low"}
    assert (region.population.basis, region.population.areas["61.02"]) == ("DKB semester II 2019", 304000)
    assert (region.targets[0].pct, region.published[0].value) == (Decimal(95), Decimal("69.89"))
    assert region.budget_calendar == {"last_sp2d": dt.date(2020, 12, 18)}


def test_a_region_may_say_hardly_anything(tmp_path):
    region = load(tmp_path, "region", 'region: {number: r, title: t, area: "61"}')
    assert (region.population, region.fiscal_capacity, region.budget_calendar, region.targets) == (None, {}, {}, ())


def test_a_forum_and_its_actions(tmp_path):
    forum = load(tmp_path, "forum", BLOCKS["forum"])
    assert (forum.earlier, forum.actions[0].figures) == ((dt.date(2020, 5, 12),), {"uncovered": 1641271})
    assert (forum.actions[0].due_date, forum.actions[0].done_on) == (dt.date(2020, 7, 31), None)


def test_channels(tmp_path):
    channels = load(tmp_path, "channels", BLOCKS["channels"]).channels
    assert [(channel.kind, channel.registrations) for channel in channels] == [("branch_office", 12000), ("mobile_app", 800)]
    assert (channels[0].reach[0].area, channels[0].reach[0].km) == ("16.02.05", Decimal(74))


GONE = object()
WRONG = [
    ("guarantees", ("scope", "who"), "everybody", "scope.who: one of former_members, residents"),
    ("guarantees", ("scope",), GONE, "scope: this key is missing"),
    ("guarantees", ("period",), GONE, "period: an instrument says from which day"),
    ("guarantees", ("period", "to"), dt.date(2025, 1, 6), "period.to: it must lie after 'from'"),
    ("guarantees", ("instrument", "date"), GONE, "instrument.date: this key is missing"),
    ("guarantees", ("instrument", "date"), "6 Januari 2025", "instrument.date: a date is needed"),
    ("guarantees", ("facilities", 0, "code"), GONE, "facilities[1].code: this key is missing"),
    ("guarantees", ("facilities",), [{"code": "1", "name": "A"}] * 2, "facilities: facility 1 stands twice"),
    ("guarantees", ("account",), 5102, "account: a text is needed"),
    ("guarantees", ("statements", 0, "on"), GONE, "statements[1].on: this key is missing"),
    ("guarantees", ("instrumen",), {}, "instrumen: this key is unknown. Nearest: instrument"),
    ("programmes", ("area",), "61.01", "area: the code of a province"),
    ("programmes", ("year",), 19, "year: a whole number from 2014"),
    ("programmes", ("person_month_rupiah",), 23000.5, "person_month_rupiah: a whole number"),
    ("programmes", ("allocations", 0, "realised"), -1, "allocations[1].realised: a whole number from 0"),
    ("programmes", ("allocations", 0, "realised"), 0.5, "allocations[1].realised: a whole number from 0"),
    ("programmes", ("allocations", 0, "area"), "62.01", "allocations[1].area: a kabupaten/kota of province 61"),
    ("programmes", ("allocations", 0, "area"), "61", "allocations[1].area: a kabupaten/kota of province 61"),
    ("programmes", ("allocations", 0, "area"), "61.72", "allocations: area 61.72 stands twice"),
    ("programmes", ("allocations", 0, "area"), "61.99", "allocations[1].area: 61.99 is not on the Ministry's list"),
    ("programmes", ("allocations", 1, "proposed_people"), 5, "allocations[2].proposed: it says that nobody was proposed"),
    ("programmes", ("allocations", 0, "realized"), 5, "allocations[1].realized: this key is unknown. Nearest: realised"),
    ("programmes", ("allocations",), [], "allocations: this key is missing"),
    ("region", ("fiscal_capacity",), {2021: "poor"}, "fiscal_capacity.2021: one of very_high, high"),
    ("region", ("fiscal_capacity",), {"high": 2021}, "fiscal_capacity.high: a year is needed"),
    ("region", ("population", "basis"), GONE, "population.basis: this key is missing"),
    ("region", ("population", "areas"), {"61.01": -1}, "population.areas.61.01: a whole number from 0"),
    ("region", ("population", "areas"), {"62.01": 1}, "population.areas.62.01: it does not lie in 61"),
    ("region", ("population", "areas"), {61.01: 1}, "population.areas.61.01: 61.01 is not an area's code in quotes"),
    ("region", ("branch_areas",), ["61.01", "61.01"], "branch_areas: area 61.01 stands twice"),
    ("region", ("branch_areas",), ["61.99"], "branch_areas: 61.99 is not on the Ministry's list"),
    ("region", ("targets", 0, "pct"), 101, "targets[1].pct: a number from 0 to 100"),
    ("region", ("published", 0, "value"), "a lot", "published[1].value: a number from 0"),
    ("region", ("budget_calendar",), {"last_sp2": dt.date(2020, 12, 18)}, "budget_calendar.last_sp2: this key is unknown"),
    ("region", ("budget_calendar",), {"last_sp2d": "18 Desember"}, "budget_calendar.last_sp2d: a date is needed"),
    ("region", ("self_payer_aid_payer",), "pusat", "self_payer_aid_payer: one of kabkota, provinsi"),
    ("forum", ("on",), GONE, "on: this key is missing"),
    ("forum", ("earlier",), [dt.date(2020, 6, 24)], "earlier: an earlier meeting lies before"),
    ("forum", ("earlier",), dt.date(2020, 5, 12), "earlier: a list of dates"),
    ("forum", ("actions", 0, "due"), dt.date(2020, 6, 23), "actions[1].due: it lies before the meeting"),
    ("forum", ("actions", 0, "figures"), 5, "actions[1].figures: keys and values"),
    ("forum", ("raised", 0, "by"), GONE, "raised[1].by: this key is missing"),
    ("channels", ("channels", 0, "kind"), "fax", "channels[1].kind: one of branch_office, regency_office"),
    ("channels", ("channels", 0, "since"), dt.date(2017, 7, 1), "channels[1].since: it lies after 'as_of'"),
    ("channels", ("channels", 0, "reach"), [{"area": "16.02.05", "km": 1}] * 2, "channels[1].reach: area 16.02.05 stands twice"),
    ("channels", ("channels", 0, "reach", 0, "km"), -1, "channels[1].reach[1].km: a number from 0"),
    ("channels", ("channels", 0, "reach", 0, "area"), "16.2.5", "channels[1].reach[1].area: '16.2.5' is not an area's code"),
    (
        "channels",
        ("channels", 1),
        {"name": "Kantor cabang", "kind": "branch_office"},
        "channel branch_office Kantor cabang stands",
    ),
    ("channels", ("as_of",), GONE, "as_of: this key is missing"),
]


@pytest.mark.parametrize(("kind", "path", "value", "says"), WRONG)
def test_what_cannot_be_is_refused_by_its_place(tmp_path, kind, path, value, says):
    content = copy.deepcopy(read(BLOCKS[DOCUMENTS[kind].key]))
    place = content[DOCUMENTS[kind].key]
    for step in path[:-1]:
        place = place[step]
    if value is GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    with pytest.raises(Refusal) as refused:
        load(tmp_path, kind, yaml.safe_dump(content))
    assert says in str(refused.value)
    assert refused.value.fields["file"] == f"{kind}.yaml"


ODD = [
    *(None, [], {}, "", " ", 0, -1, 1.5, float("nan"), float("inf"), True, "x", "61", 61.01, b"x"),
    *([None], [1], [[]], [{}], [{"x": 1}], {1: 2}, {"x": None}, dt.date(2021, 1, 1), dt.datetime(2021, 1, 1, tzinfo=dt.UTC)),
]


ODD_AT_A_PLACE = 6  # each place is tried with some of them, in turn


def places(value: Any, path: tuple[Any, ...] = ()) -> Any:
    """Every place of a document: its keys and the entries of its lists."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (*path, step)
        yield from places(inner, (*path, step))


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_whatever_stands_anywhere_it_is_read_or_refused(tmp_path, kind):
    content = read(BLOCKS[DOCUMENTS[kind].key])
    tried = refused = 0
    for number, path in enumerate(places(content)):
        for turn in range(ODD_AT_A_PLACE):
            odd = ODD[(number * ODD_AT_A_PLACE + turn) % len(ODD)]
            changed = copy.deepcopy(content)
            place = changed
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = odd
            tried += 1
            try:
                assert load(tmp_path, kind, yaml.dump(changed, Dumper=getattr(yaml, "CDumper", yaml.Dumper))).terms
            except Refusal as refusal:
                refused += 1
                assert refusal.fields["file"]
    assert refused > tried / 2


@pytest.mark.parametrize("kind", DOCUMENTS)
@pytest.mark.parametrize("text", ["", "a: [", "other: {}", "- 1", "guarantee: 1"])
def test_a_file_that_is_no_such_document_is_refused(tmp_path, kind, text):
    with pytest.raises(Refusal, match=DOCUMENTS[kind].key):
        load(tmp_path, kind, text)


def test_an_area_twice_is_not_silently_one(tmp_path):
    text = 'region:\n  population:\n    areas:\n      "61.01": 1\n      "61.01": 2\n'
    with pytest.raises(Refusal, match=r"'61\.01' stands twice"):
        load(tmp_path, "region", text)


def test_every_anomaly_is_explained():
    from cakupan.registers.checks import NIK_REASONS

    table = PAGE[PAGE.index("`nik_anomaly`") : PAGE.index("## When a file")]
    assert {code for code in NIK_REASONS if f"`{code}`" in table} == set(NIK_REASONS)
