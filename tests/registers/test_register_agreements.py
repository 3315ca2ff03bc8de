"""An agreement's file is checked key by key."""

from __future__ import annotations

import copy
import datetime as dt
from decimal import Decimal

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
        (("shares", 0, "per_cent"), 60.00001, "shares[1].per_cent: at most 4 decimals"),
        (("shares", 0, "per_cent"), True, "shares[1].per_cent: a number from 0 to 100"),
        (("shares", 0, "per_cent"), 101, "shares[1].per_cent: a number from 0 to 100"),
        (("shares", 0, "per_cent"), ".nan", "shares[1].per_cent: a number from 0 to 100"),
        (("shares", 0, "rest"), True, "shares[1].rest: parts by per cent leave no rest"),
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
        (("unpaid",), {"suspends": True, "after_months": 0}, "unpaid.after_months: a whole number from 1"),
        (("unpaid",), {"suspends": True, "after_month": 1}, "unpaid.after_month: this key is unknown. Nearest: after_months"),
        (("rounding",), "bankers", "rounding: one of largest_remainder"),
        (("status",), "approved", "status: one of draft, requirements_complete"),
        (("budget_year",), 21, "budget_year: a whole number from 2014"),
        (("ranking_rule",), ["decile", "wealth"], "ranking_rule: 'wealth' is none of decile, sick_now"),
        (("ranking_rule",), ["decile", "decile"], "ranking_rule: a word stands twice"),
        (("papers",), [{"name": "PKS", "kind": "letter"}], "papers[1].kind: one of mou, pks"),
        (("review",), {"by": "Bupati"}, "review.requested_on: this key is missing"),
        (("signed",), {"on": dt.date(2021, 6, 21)}, "signed.on: this key is unknown"),
        (("readings_of_who_pays",), [{"name": "a"}], "readings_of_who_pays[1].shares: this key is missing"),
        (
            ("readings_of_who_pays",),
            [{"name": "a", "shares": [{"payer": "kabkota", "per_cent": 40}]}],
            "readings_of_who_pays[1].shares: the parts sum to 40 per cent",
        ),
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


def test_the_same_key_twice_is_refused(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("agreement:\n  quota: 5\n  quota: 6\n", encoding="utf-8")
    with pytest.raises(Refusal, match="'quota' stands twice"):
        load_agreement(path)


def test_a_day_that_does_not_exist_is_refused(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("agreement:\n  signed: {date: 2021-02-30}\n", encoding="utf-8")
    with pytest.raises(Refusal, match="cannot be read as YAML"):
        load_agreement(path)


def test_what_part_two_adds_has_its_defaults(tmp_path):
    agreement = load(tmp_path, TERMS)
    assert (agreement.rounding, agreement.unpaid_after_months, agreement.budget_year) == ("largest_remainder", 1, 2021)
    assert (agreement.papers, agreement.review, agreement.readings_of_who_pays) == ((), None, ())
    assert agreement.status == "signed"
    assert (agreement.signed.date, agreement.signed.witnessed_by) == (dt.date(2021, 6, 21), ("B",))


def test_what_part_two_adds_is_read(tmp_path):
    agreement = load(
        tmp_path,
        {
            **TERMS,
            "unpaid": {"suspends": True, "after_months": 3},
            "status": "under_review",
            "budget_year": 2022,
            "papers": [{"name": "Nota Kesepahaman", "kind": "mou", "number": "1", "date": dt.date(2021, 5, 1)}],
            "review": {"requested_on": dt.date(2025, 1, 5), "by": "Bupati", "through": "unggahan"},
            "readings_of_who_pays": [
                {"name": "regency_alone", "shares": [{"payer": "kabkota", "per_cent": 100}]},
                {
                    "name": "province_helps",
                    "shares": [{"payer": "kabkota", "per_cent": 60}, {"payer": "provinsi", "per_cent": 40}],
                },
            ],
            "signed": {"date": dt.date(2021, 6, 21), "by": ["A"], "present": ["camat", "lurah"]},
            "source": "x",
        },
    )
    assert (agreement.unpaid_suspends, agreement.unpaid_after_months) == (True, 3)
    assert (agreement.status, agreement.budget_year, agreement.papers[0].kind) == ("under_review", 2022, "mou")
    assert agreement.review is not None and agreement.review.requested_on == dt.date(2025, 1, 5)
    assert [(r.name, len(r.shares)) for r in agreement.readings_of_who_pays] == [("regency_alone", 1), ("province_helps", 2)]
    assert agreement.signed.present == ("camat", "lurah")
    assert agreement.terms["review"]["requested_on"] == "2025-01-05"


@pytest.mark.parametrize(("signed", "status"), [({"date": dt.date(2021, 6, 21)}, "signed"), ({"place": "Serang"}, "draft")])
def test_an_agreement_without_status_is_signed_when_it_has_its_day(tmp_path, signed, status):
    assert load(tmp_path, {**TERMS, "signed": signed}).status == status


def test_signed_without_its_day_is_refused(tmp_path):
    with pytest.raises(Refusal, match="status: a signed agreement says when"):
        load(tmp_path, {**{k: v for k, v in TERMS.items() if k != "signed"}, "status": "signed"})


def split(folder, *shares):
    """The shares of an agreement over the six months July to December."""
    return load(folder, {**TERMS, "shares": list(shares)}).shares


REST = {"payer": "kabkota", "rest": True}


def test_per_cent_is_kept_as_it_is_written(tmp_path):
    shares = split(tmp_path, {"payer": "kabkota", "per_cent": 33.3333}, {"payer": "provinsi", "per_cent": "66.6667"})
    assert [(share.method, share.per_cent) for share in shares] == [
        ("per_cent", Decimal("33.3333")),
        ("per_cent", Decimal("66.6667")),
    ]


@pytest.mark.parametrize(
    ("part", "method", "figures"),
    [
        ({"people": 3000}, "people", (None, 3000, None, None)),
        ({"months": 5}, "months", (None, None, 5, None)),
        ({"months": 6}, "months", (None, None, 6, None)),
        ({"per_cent": 40, "cap_per_month": 500000000}, "cap", (Decimal(40), None, None, 500000000)),
        ({"cap_per_month": 500000000}, "cap", (Decimal(100), None, None, 500000000)),
    ],
)
def test_one_payer_has_a_figure_and_the_other_takes_the_rest(tmp_path, part, method, figures):
    first, rest = split(tmp_path, {"payer": "provinsi", **part}, REST)
    assert (first.payer, first.method, first.rest) == ("provinsi", method, False)
    assert (first.per_cent, first.people, first.months, first.cap_per_month) == figures
    assert (rest.payer, rest.method, rest.rest, rest.per_cent) == ("kabkota", method, True, None)


@pytest.mark.parametrize(
    ("shares", "says"),
    [
        ([{"payer": "provinsi", "people": 5}, {"payer": "kabkota", "per_cent": 60}], "one method, not by people and per_cent"),
        ([{"payer": "provinsi", "people": 5}, {"payer": "kabkota", "months": 6}], "one method, not by months and people"),
        ([{"payer": "provinsi", "people": 5, "months": 2}, REST], "not by people and months"),
        ([{"payer": "provinsi", "people": 5, "per_cent": 2}, REST], "not by people and per_cent"),
        ([REST, {"payer": "provinsi", "people": 5}], "exactly one payer, the last, takes what is left"),
        ([{"payer": "provinsi", "people": 5}], "exactly one payer, the last, takes what is left"),
        ([{"payer": "provinsi", "people": 5}, {"payer": "kabkota", "people": 6}], "exactly one payer, the last"),
        ([REST], "no part says per_cent"),
        ([{"payer": "provinsi", "months": 5}, {"payer": "kabkota", "rest": False}], "'rest: true' and no figure"),
        ([{"payer": "provinsi", "months": 5}, {**REST, "months": 1}], "'rest: true' and no figure"),
        ([{"payer": "provinsi", "months": 7}, REST], "the period has 6 months only"),
        ([{"payer": "provinsi", "months": 0}, REST], "months: a whole number from 1"),
        ([{"payer": "provinsi", "cap_per_month": 1.5}, REST], "cap_per_month: a whole number"),
        ([{"payer": "kabkota", "people": 5}, REST], "a payer stands twice"),
        ([{"payer": "provinsi", "percent": 40}, REST], "shares[1].percent: this key is unknown. Nearest: per_cent"),
    ],
)
def test_shares_that_make_no_whole_are_refused(tmp_path, shares, says):
    with pytest.raises(Refusal) as refused:
        split(tmp_path, *shares)
    assert says in str(refused.value)
