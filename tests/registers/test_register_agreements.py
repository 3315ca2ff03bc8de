"""An agreement's file is checked key by key."""

from __future__ import annotations

import copy
import datetime as dt

import pytest
import yaml

from cakupan.law.refusal import Refusal
from cakupan.registers import load_agreement

TERMS = {
    "number": "440/123-DINKES/2021",
    "title": "Perjanjian Kerja Sama",
    "programme": "PBPU dan BP Pemda",
    "area": "36.73",
    "segment": "PEMDA",
    "class": 3,
    "payer": "kabkota",
    "period": {"from": dt.date(2021, 7, 1), "to": dt.date(2022, 1, 1)},
    "quota": 42000,
    "shares": [{"payer": "kabkota", "per_cent": 60}, {"payer": "provinsi", "per_cent": 40}],
    "budget": [{"account": "5.1.02", "kind": "iuran", "source": "APBD", "rupiah": 8820000000}],
    "due_day": 10,
    "unpaid": {"suspends": False},
    "late_reported_deaths": {"borne_by": "bpjs"},
    "newborn_of_enrolled_mother": "follows_agreement",
    "ranking_rule": ["decile", "family"],
    "decree": {"number": "440/Kep", "date": dt.date(2021, 6, 16), "annex": "decisions"},
    "requirements": [{"name": "SK", "owner": "dinsos", "due": dt.date(2021, 6, 18), "done_on": None}],
    "signed": {"date": dt.date(2021, 6, 21), "place": "Serang", "by": ["A"], "witnessed_by": ["B"]},
    "basis": "Inpres 8/2017",
    "illustrative": ["quota"],
}


def load(folder, terms):
    path = folder / "agreement.yaml"
    path.write_text(yaml.safe_dump({"agreement": terms}), encoding="utf-8")
    return load_agreement(path)


def test_a_whole_agreement(tmp_path):
    agreement = load(tmp_path, TERMS)
    assert (agreement.number, agreement.class_, agreement.quota) == ("440/123-DINKES/2021", 3, 42000)
    assert (agreement.period.from_date, agreement.period.to_date) == (dt.date(2021, 7, 1), dt.date(2022, 1, 1))
    assert [(share.payer, share.per_cent) for share in agreement.shares] == [("kabkota", 60), ("provinsi", 40)]
    assert (agreement.late_reported_deaths_borne_by, agreement.unpaid_suspends) == ("bpjs", False)
    assert agreement.requirements[0].done_on is None
    assert agreement.decree is not None and agreement.decree.annex == "decisions"
    assert agreement.terms["period"] == {"from": "2021-07-01", "to": "2022-01-01"}
    assert len(agreement.hash) == 64


def test_what_is_optional_may_be_absent(tmp_path):
    needed = ("number", "title", "programme", "area", "segment", "class", "payer", "period", "shares", "due_day")
    agreement = load(tmp_path, {key: TERMS[key] for key in needed})
    assert (agreement.quota, agreement.decree, agreement.unpaid_suspends, agreement.requirements) == (None, None, None, ())


@pytest.mark.parametrize(
    "key", ["number", "title", "programme", "area", "segment", "class", "payer", "period", "shares", "due_day"]
)
def test_a_missing_key_is_named(tmp_path, key):
    with pytest.raises(Refusal, match=f"{key}: this key is missing") as refused:
        load(tmp_path, {k: v for k, v in TERMS.items() if k != key})
    assert refused.value.fields["key"] == key


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("quotta",), 1, "quotta: this key is unknown. Nearest: quota"),
        (("shares", 0, "per_cent"), 59, "shares: the parts sum to 99 per cent, not to 100"),
        (("shares", 0, "per_cent"), 61, "sum to 101"),
        (("shares", 0, "per_cent"), 60.0, "shares[1].per_cent: a whole number"),
        (("shares", 1, "payer"), "kabkota", "a payer stands twice"),
        (("shares", 1, "payer"), "desa", "shares[2].payer: one of kabkota, provinsi"),
        (("period", "to"), dt.date(2021, 7, 1), "period.to: it must lie after 'from'"),
        (("period", "to"), dt.date(2021, 6, 1), "period.to: it must lie after 'from'"),
        (("period", "from"), "1 Juli 2021", "period.from: a date is needed"),
        (("area",), 36.73, "area: a text is needed"),
        (("area",), "Serang", "area: the Ministry's code"),
        (("class",), 4, "class: a whole number from 1 to 3"),
        (("class",), True, "class: a whole number"),
        (("segment",), "PBI APBD", "segment: one of"),
        (("payer",), "pusat", "payer: one of"),
        (("due_day",), 0, "due_day: a whole number from 1 to 31"),
        (("quota",), -1, "quota: a whole number from 1"),
        (("unpaid",), {"suspends": "no"}, "unpaid.suspends: true or false"),
        (("late_reported_deaths", "borne_by"), "siapa", "late_reported_deaths.borne_by: one of"),
        (("decree", "number"), None, "decree.number: this key is missing"),
        (("budget", 0, "rupiah"), 1.5, "budget[1].rupiah: a whole number"),
        (("requirements",), "none", "requirements: a list"),
    ],
)
def test_what_cannot_be_is_refused_by_its_place(tmp_path, path, value, says):
    terms = copy.deepcopy(TERMS)
    place = terms
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(Refusal) as refused:
        load(tmp_path, terms)
    assert says in str(refused.value)


@pytest.mark.parametrize("text", ["", "agreement: [", "agreement: 1", "other: {}"])
def test_a_file_that_is_no_agreement_is_refused(tmp_path, text):
    (tmp_path / "a.yaml").write_text(text)
    with pytest.raises(Refusal, match=r"agreement a\.yaml"):
        load_agreement(tmp_path / "a.yaml")
