"""The law's files are complete, and a file that is not is refused by file and key."""

from __future__ import annotations

import copy
import datetime as dt
import re
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from cakupan.law.calendar import Month
from cakupan.law.parameter import weakest
from cakupan.law.parameter_files import FOLDER, REQUIRED, law_parameters, law_version, read_parameters, reading_names
from cakupan.law.refusal import Refusal
from cakupan.law.units import PAYERS, UNITS, Part, WagePart, plain

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
ENTRIES = [(key, entry) for key, parameter in law_parameters().items() for entry in parameter.entries]

WHOLE = {
    "rate.one": {
        "says": "A rate",
        "unit": "IDR/person/month",
        "values": [
            {
                "value": 100,
                "in_force_from": dt.date(2020, 1, 1),
                "promulgated_on": dt.date(2019, 10, 24),
                "promulgated_on_confidence": "verified",
                "citation": "Perpres 1/2019",
                "confidence": "verified",
                "last_checked": dt.date(2026, 4, 8),
                "source": "example.org",
            }
        ],
    }
}
READINGS = [
    {"reading": "one", "value": 1, "citation": "a", "source": "b", "confidence": "verified"},
    {"reading": "two", "value": 2, "citation": "c", "source": "d", "confidence": "unverified"},
]


def written(folder: Path, document: object, name: str = "rates/one.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    return folder


def faults(folder: Path) -> str:
    with pytest.raises(Refusal) as caught:
        read_parameters(folder=folder)
    assert caught.value.mend.startswith("Give every value its unit")
    assert len(caught.value.fields["faults"]) == int(caught.value.what.split()[0])
    assert caught.value.why == "; ".join(caught.value.fields["faults"]) + "."
    return "\n".join(caught.value.fields["faults"])


def test_a_whole_file_is_read(tmp_path):
    parameter = read_parameters(folder=written(tmp_path, WHOLE))["rate.one"]
    assert (parameter.key, parameter.says) == ("rate.one", "A rate")
    assert (parameter.unit, parameter.file) == ("IDR/person/month", "rates/one.yaml")
    (entry,) = parameter.entries
    assert (entry.value, entry.citation, entry.source, entry.confidence) == (100, "Perpres 1/2019", "example.org", "verified")
    assert (entry.in_force_from, entry.promulgated_on) == (dt.date(2020, 1, 1), dt.date(2019, 10, 24))
    assert (entry.in_force_to, entry.in_force_from_confidence, entry.promulgated_on_confidence) == (None, "verified", "verified")
    assert (entry.readings, entry.undetermined, entry.note) == ((), None, None)


@pytest.mark.parametrize("field", [*REQUIRED, "value"])
def test_a_value_without_a_field_is_refused(tmp_path, field):
    document = copy.deepcopy(WHOLE)
    del document["rate.one"]["values"][0][field]
    found = faults(written(tmp_path, document))
    missing = "exactly one of value, readings, undetermined is needed" if field == "value" else f"{field} is missing"
    assert f"rates/one.yaml: rate.one: value 1: {missing}" in found


@pytest.mark.parametrize("field", ["says", "unit", "values"])
def test_a_parameter_without_a_field_is_refused(tmp_path, field):
    document = copy.deepcopy(WHOLE)
    del document["rate.one"][field]
    assert f"rates/one.yaml: rate.one: {field} is missing" in faults(written(tmp_path, document))


@pytest.mark.parametrize("field", ["citation", "source", "note", "undetermined"])
@pytest.mark.parametrize("empty", ["", "   ", 7])
def test_a_text_that_says_nothing_is_refused(tmp_path, field, empty):
    document = copy.deepcopy(WHOLE)
    document["rate.one"]["values"][0][field] = empty
    assert f"rate.one: value 1: {field} is empty" in faults(written(tmp_path, document))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_is_refused_with_its_fault(tmp_path, path):
    text = path.read_text(encoding="utf-8")
    expected = re.findall(r"^# expects: (.*)$", text, flags=re.MULTILINE)
    (tmp_path / path.name).write_text(text, encoding="utf-8")
    found = faults(tmp_path).split("\n")
    assert found == [f"{path.name}: {fault}" for fault in expected]


def test_there_are_broken_files():
    assert len(BROKEN) >= 15


def test_every_fault_of_every_file_is_told_at_once(tmp_path):
    bad = copy.deepcopy(WHOLE)
    del bad["rate.one"]["values"][0]["citation"]
    bad["rate.two"] = copy.deepcopy(bad["rate.one"])
    written(tmp_path, bad, "a.yaml")
    written(tmp_path, [], "b.yaml")
    assert faults(tmp_path).split("\n") == [
        "a.yaml: rate.one: value 1: citation is missing",
        "a.yaml: rate.two: value 1: citation is missing",
        "b.yaml: a file is a mapping from key to parameter",
    ]


def test_a_key_in_two_files_is_refused(tmp_path):
    written(tmp_path, WHOLE, "a.yaml")
    written(tmp_path, WHOLE, "sub/b.yaml")
    assert faults(tmp_path) == "sub/b.yaml: rate.one: stands already in a.yaml"


def test_readings_are_read(tmp_path):
    document = copy.deepcopy(WHOLE)
    entry = document["rate.one"]["values"][0]
    del entry["value"]
    entry |= {"confidence": "conflicting", "readings": READINGS, "in_force_to": dt.date(2020, 3, 1)}
    (found,) = read_parameters(folder=written(tmp_path, document))["rate.one"].entries
    assert [(reading.name, reading.value, reading.confidence) for reading in found.readings] == [
        ("one", 1, "verified"),
        ("two", 2, "unverified"),
    ]
    assert found.in_force_to == dt.date(2020, 3, 1)
    assert found.value is None
    assert [(reading.citation, reading.source) for reading in found.readings] == [("a", "b"), ("c", "d")]


def test_what_a_regulation_leaves_undetermined_and_marks_of_days_are_read(tmp_path):
    document = copy.deepcopy(WHOLE)
    entry = document["rate.one"]["values"][0]
    del entry["value"]
    entry |= {"undetermined": "left to the Minister.", "in_force_from_confidence": "unverified", "note": "seen once"}
    entry["promulgated_on_confidence"] = "unverified"
    (found,) = read_parameters(folder=written(tmp_path, document))["rate.one"].entries
    assert (found.value, found.undetermined, found.note) == (None, "left to the Minister.", "seen once")
    assert (found.in_force_from_confidence, found.promulgated_on_confidence) == ("unverified", "unverified")
    assert found.last_checked == dt.date(2026, 4, 8)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"\xff\xfe\x00")
    assert faults(tmp_path).startswith("a.yaml: not readable as YAML")


# The files as they are


def test_the_law_has_its_parameters():
    assert len(law_parameters()) >= 100
    assert {parameter.unit for parameter in law_parameters().values()} <= set(UNITS)


@pytest.mark.parametrize(("key", "entry"), ENTRIES, ids=lambda item: item if isinstance(item, str) else "")
def test_every_value_can_be_traced(key, entry):
    assert entry.citation and entry.source and entry.last_checked >= dt.date(2026, 4, 8)
    assert entry.confidence in ("verified", "unverified", "conflicting")
    assert entry.value is not None or entry.readings or entry.undetermined


def test_only_three_regulations_have_a_verified_day_of_promulgation_and_one_draft():
    days = {entry.promulgated_on for _, entry in ENTRIES if entry.promulgated_on_confidence == "verified"}
    assert days == {dt.date(2019, 10, 24), dt.date(2020, 2, 27), dt.date(2024, 5, 8), dt.date(2026, 2, 11)}


def test_a_reading_of_one_name_means_one_thing():
    """A region names a reading once for all its questions, so equal names must tell the same story."""
    names = {}
    for _, entry in ENTRIES:
        for reading in entry.readings:
            names.setdefault(reading.name, set()).add((reading.citation, entry.in_force_from))
    assert set(names) == reading_names()
    assert all(len(stories) == 1 for stories in names.values())


def test_the_version_is_a_digest_of_the_files():
    assert re.fullmatch(r"[0-9a-f]{64}", law_version())
    assert any(FOLDER.rglob("*.yaml"))


# Units


@pytest.mark.parametrize(
    ("unit", "written_value", "value"),
    [
        ("IDR", 0, 0),
        ("IDR/month", 4725000, 4725000),
        ("per cent", 2.5, Fraction(5, 2)),
        ("per cent", 0, Fraction(0)),
        ("per cent", 100, Fraction(100)),
        ("day of month", 1, 1),
        ("day of month", 28, 28),
        ("day of the year", "01-01", "01-01"),
        ("day of the year", "12-31", "12-31"),
        ("months", 24, 24),
        ("months", 0, 0),
        ("per cent of wage by payer", dict.fromkeys(PAYERS, 0), tuple(WagePart(payer, Fraction(0)) for payer in PAYERS)),
        ("date", dt.date(2025, 6, 30), dt.date(2025, 6, 30)),
        ("month", "2025-09", Month(2025, 9)),
        ("yes/no", False, False),
        ("term", "never", "never"),
        ("terms", ["a", "b"], ("a", "b")),
        ("IDR/person/month by payer", {"pusat": 1}, (Part("pusat", 1),)),
        (
            "IDR/person/month by payer",
            {"pemda": {"iuran": 5, "bantuan_iuran": 2}},
            (Part("pemda", 7, (("iuran", 5), ("bantuan_iuran", 2))),),
        ),
        ("per cent of wage by payer", {"peserta": 0.5}, (WagePart("peserta", Fraction(1, 2)),)),
    ],
)
def test_a_unit_takes(unit, written_value, value):
    assert UNITS[unit](written_value) == value


@pytest.mark.parametrize(
    ("unit", "written_value"),
    [
        ("IDR", -1), ("IDR", 1.5), ("IDR", True), ("IDR", "1"), ("months", -1), ("months", True), ("months", 1.0),
        ("per cent", -1), ("per cent", 101), ("per cent", "5"), ("per cent", True), ("day of month", 0), ("day of month", 29),
        ("day of month", 1.0), ("day of the year", "02-29"), ("day of the year", "8-15"), ("day of the year", "13-01"),
        ("day of the year", 815), ("day of the year", "08-15 "),
        ("date", "2025-06-30"), ("date", dt.datetime(2025, 6, 30, tzinfo=dt.UTC)), ("month", "2025-13"),
        ("month", 2025),
        ("yes/no", "yes"), ("yes/no", 1), ("term", " "), ("term", 1), ("terms", []), ("terms", "a"), ("terms", [""]),
        ("IDR/person/month by payer", {}), ("IDR/person/month by payer", {"bupati": 1}), ("IDR/person/month by payer", 42000),
        ("IDR/person/month by payer", {"pemda": {}}), ("IDR/person/month by payer", {"pemda": {"kas": 1}}),
        ("IDR/person/month by payer", {"pemda": {"iuran": -1}}), ("per cent of wage by payer", {"peserta": 101}),
        ("per cent of wage by payer", [4, 1]),
    ],
)  # fmt: skip
def test_a_unit_refuses(unit, written_value):
    with pytest.raises(
        ValueError,
        match=r"^(whole rupiah|a whole number|a day |a number from|a mapping|accounts of|a date|a month|true|a non|a list)",
    ):
        UNITS[unit](written_value)


@pytest.mark.parametrize(
    ("unit", "written_value", "needed"),
    [
        ("IDR", -1, "whole rupiah, 0 or more"),
        ("months", -1, "a whole number, 0 or more"),
        ("day of month", 29, "a day that every month has, 1 to 28"),
        ("per cent", 101, "a number from 0 to 100"),
        ("date", "x", "a date, YYYY-MM-DD"),
        ("month", "x", "a month, YYYY-MM"),
        ("yes/no", "x", "true or false"),
        ("term", "", "a non-empty text"),
        ("terms", [], "a list of texts"),
        (
            "IDR/person/month by payer",
            {},
            "a mapping from payer to part; payers are pusat, provinsi, kabkota, pemda, pemberi_kerja, peserta",
        ),
        ("IDR/person/month by payer", {"pemda": {}}, "accounts of pemda among iuran, bantuan_iuran"),
    ],
)
def test_a_unit_says_what_it_needs(unit, written_value, needed):
    with pytest.raises(ValueError) as caught:
        UNITS[unit](written_value)
    assert str(caught.value) == needed


@pytest.mark.parametrize(
    ("value", "as_json"),
    [
        (Fraction(5, 2), 2.5),
        (Fraction(4), 4),
        (dt.date(2021, 7, 1), "2021-07-01"),
        (Month(2021, 7), "2021-07"),
        ((Part("pusat", 1),), [{"payer": "pusat", "amount": 1}]),
        (Part("pemda", 2, (("iuran", 2),)), {"payer": "pemda", "amount": 2, "accounts": {"iuran": 2}}),
        (WagePart("peserta", Fraction(1, 2)), {"payer": "peserta", "per_cent": 0.5}),
        ({"a": Month(2021, 7)}, {"a": "2021-07"}),
        (["a", None, True, 3], ["a", None, True, 3]),
    ],
)  # fmt: skip
def test_a_value_as_json(value, as_json):
    assert plain(value) == as_json


@pytest.mark.parametrize(
    ("marks", "answer"),
    [
        ([], "verified"),
        (["verified", "verified"], "verified"),
        (["unverified", "verified"], "unverified"),
        (["unverified", "conflicting", "verified"], "conflicting"),
    ],
)
def test_an_answer_is_as_sure_as_its_weakest_ground(marks, answer):
    assert weakest(marks) == answer
