"""UHC criteria and award categories: met or not, and what is missing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cakupan.law.award import Facts, award
from cakupan.law.calendar import Month
from cakupan.law.criterion import Headcount, above, at_least, fact
from cakupan.law.uhc import uhc
from law.asking import day, reading_names_of, refused

POPULATION = 1_000_000


def people(registered, active, population=POPULATION, **more):
    return Headcount(registered=registered, active=active, population=population, **more)


def asked(registered, active, on="2025-09-01", *, requested=None, granted=None, arrears=0, basis="population", **more):
    return uhc(
        people=people(registered, active, basis=basis),
        on=day(on),
        pemda_arrears=arrears,
        requested_on=day(requested) if requested else None,
        granted_on=day(granted) if granted else None,
        **more,
    )


def criterion(ruling, name):
    (found,) = [criterion for criterion in ruling.criteria if criterion.name == name]
    return found


# Criteria


@pytest.mark.parametrize(
    ("found", "met", "missing"),
    [(979_999, False, 1), (980_000, True, 0), (980_001, True, 0), (1_016_700, True, 0), (0, False, 980_000)],
)
def test_at_least(found, met, missing):
    judged = at_least("registered", found, of=POPULATION, per_cent=Fraction(98))
    assert (judged.met, judged.missing_people, judged.needed) == (met, missing, ">= 98 %")


@pytest.mark.parametrize(("found", "met", "missing"), [(749_999, False, 2), (750_000, False, 1), (750_001, True, 0)])
def test_above(found, met, missing):
    judged = above("active", found, of=POPULATION, per_cent=Fraction(75))
    assert (judged.met, judged.missing_people, judged.needed) == (met, missing, "> 75 %")


@pytest.mark.parametrize(("of", "needed"), [(101, 99), (100, 98), (1, 1), (50, 49)])
def test_people_are_whole(of, needed):
    assert at_least("registered", 0, of=of, per_cent=Fraction(98)).missing_people == needed
    assert at_least("registered", needed, of=of, per_cent=Fraction(98)).met
    assert not at_least("registered", needed - 1, of=of, per_cent=Fraction(98)).met


def test_per_cents_with_a_fraction():
    assert at_least("x", 374, of=1000, per_cent=Fraction(75, 2)).missing_people == 1
    assert above("x", 375, of=1000, per_cent=Fraction(75, 2)).missing_people == 1
    assert above("x", 38, of=100, per_cent=Fraction(75, 2)).met
    assert above("x", 37, of=100, per_cent=Fraction(75, 2)).missing_people == 1


def test_what_a_criterion_lacks():
    assert at_least("active", 1, of=2, per_cent=Fraction(80)).lack == "active: 50, needed >= 80 %; 1 people are missing"
    assert at_least("active", 2, of=2, per_cent=Fraction(80)).lack is None
    assert fact("paid", None, needed="paid up").lack == "paid: not given (needed: paid up)"
    assert fact("paid", False, needed="paid up").lack == "paid: False, needed paid up"
    assert fact("paid", True, needed="paid up").lack is None
    shown = {"name": "paid", "needed": "x", "found": True, "met": True, "missing_people": 0}
    assert fact("paid", True, needed="x").as_dict() == shown


@pytest.mark.parametrize("wrong", [{"population": 0}, {"registered": -1}, {"active": -1}, {"basis": "adults"}])
def test_impossible_counts_are_refused(wrong):
    assert refused(Headcount, **({"registered": 1, "active": 1, "population": 1} | wrong))


# UHC


@pytest.mark.parametrize(
    ("on", "registered", "needed"),
    [
        ("2020-01-01", 950_000, ">= 95 %"),
        ("2022-12-31", 950_000, ">= 95 %"),
        ("2024-12-31", 950_000, ">= 95 %"),
        ("2025-01-01", 980_000, ">= 98 %"),
        ("2026-12-31", 980_000, ">= 98 %"),
    ],
)
def test_the_share_registered(on, registered, needed):
    enough, short = (criterion(asked(count, 990_000, on), "registered") for count in (registered, registered - 1))
    assert (enough.met, enough.needed, enough.missing_people) == (True, needed, 0)
    assert (short.met, short.missing_people) == (False, 1)


@pytest.mark.parametrize(
    ("on", "active", "needed"),
    [
        ("2022-01-01", 750_001, "> 75 %"),
        ("2024-12-31", 750_001, "> 75 %"),
        ("2025-01-01", 800_000, ">= 80 %"),
        ("2026-12-31", 800_000, ">= 80 %"),
    ],
)
def test_the_share_active(on, active, needed):
    enough, short = (criterion(asked(990_000, count, on), "active") for count in (active, active - 1))
    assert (enough.met, enough.needed) == (True, needed)
    assert (short.met, short.missing_people) == (False, 1)


@pytest.mark.parametrize(
    ("on", "names"),
    [
        ("2021-12-31", ["registered"]),
        ("2022-01-01", ["registered", "active"]),
        ("2024-12-31", ["registered", "active"]),
        ("2025-01-01", ["registered", "active", "no_pemda_arrears"]),
    ],
)
def test_which_criteria_hold_when(on, names):
    assert [criterion.name for criterion in asked(990_000, 900_000, on).criteria] == names


@pytest.mark.parametrize(
    ("on", "confidence"), [("2022-12-31", "verified"), ("2023-01-01", "unverified"), ("2025-01-01", "verified")]
)
def test_how_sure_the_thresholds_are(on, confidence):
    assert asked(990_000, 900_000, on).confidence == confidence


@pytest.mark.parametrize(("arrears", "met"), [(0, True), (1, False), (None, None)])
def test_pemda_arrears(arrears, met):
    ruling = asked(990_000, 900_000, arrears=arrears)
    assert criterion(ruling, "no_pemda_arrears").met is met
    assert ruling.criteria_met is (met is True)
    assert len(ruling.missing) == (0 if met else 1)


@pytest.mark.parametrize(
    ("requested", "granted", "status"),
    [
        (None, None, "not_requested"),
        ("2025-09-01", None, "requested"),
        ("2025-09-02", None, "not_requested"),
        ("2025-02-01", "2025-09-01", "granted"),
        ("2025-02-01", "2025-09-02", "requested"),
        (None, "2025-09-02", "not_requested"),
    ],
)
def test_the_status_is_what_bpjs_was_asked_and_granted(requested, granted, status):
    assert asked(990_000, 900_000, requested=requested, granted=granted).status == status


@pytest.mark.parametrize(
    ("requested", "granted", "active", "told"),
    [
        (None, "2025-01-01", 900_000, "BPJS has granted the status, and the criteria are met."),
        (None, "2025-01-01", 1, "BPJS has granted the status, but its criteria are not met: it is at risk."),
        ("2025-01-01", None, 900_000, "The criteria are met and the status is requested; BPJS decides."),
        ("2025-01-01", None, 1, "The criteria are not met."),
        (None, None, 900_000, "The criteria are met; the status is granted by BPJS on formal request."),
        (None, None, 1, "The criteria are not met."),
    ],
)
def test_criteria_only_make_the_status_possible(requested, granted, active, told):
    assert asked(990_000, active, requested=requested, granted=granted).reasons[-1] == told


def test_figures_are_shown_as_they_are():
    ruling = asked(1_016_700, 700_000)
    assert (ruling.registered_per_cent, ruling.active_per_cent) == (Fraction("101.67"), Fraction(70))
    assert ruling.reasons[:2] == (
        "Active members over population.",
        "More are registered than live here: figures of two sources, shown as they are.",
    )
    assert ruling.missing == ("active: 70, needed >= 80 %; 100000 people are missing",)
    assert asked(1_000_000, 1).reasons[1] == "The criteria are not met."


def test_more_active_than_registered_is_flagged():
    flag = "More are active than registered: the figures contradict each other."
    assert flag in asked(900_000, 900_001).reasons
    assert flag not in asked(900_000, 900_000).reasons


def test_active_members_over_registered():
    ruling = asked(900_000, 720_000, basis="registered")
    assert (ruling.active_per_cent, criterion(ruling, "active").met) == (Fraction(80), True)
    assert criterion(asked(900_000, 720_000), "active").met is False
    assert ruling.reasons[0] == "Active members over registered."
    nobody = asked(0, 0, basis="registered")
    assert nobody.active_per_cent is None
    assert criterion(nobody, "active").found is None


def test_uhc_before_2020_and_impossible_arrears_are_refused():
    assert "in force from 2020-01-01" in refused(asked, 1, 1, "2019-12-31").why
    assert refused(asked, 1, 1, arrears=-1)
    assert refused(asked, 1, 1, readings=["guess"])
    assert asked(990_000, 900_000, known_on=day("2024-12-31")).criteria[0].needed == ">= 95 %"


# Awards


def judged(registered, active, enrolled=0, *readings, paid="2025-09", arrears=None, priority=True, on="2026-01-27", **more):
    return award(
        people=people(registered, active, **more),
        facts=Facts(
            pemda_enrolled=enrolled,
            paid_through=Month.parse(paid) if paid else None,
            pemda_arrears=arrears,
            uhc_priority=priority,
        ),
        on=day(on),
        readings=readings,
    )


@pytest.mark.parametrize(
    ("registered", "active", "enrolled", "category"),
    [
        (990_000, 950_000, 180_000, "utama"),
        (990_000, 1_000_000, 0, "utama"),
        (980_000, 980_000, 179_999, "madya"),
        (989_999, 980_000, 180_000, "madya"),
        (900_000, 800_000, 250_000, "madya"),
        (980_000, 849_999, 249_999, "pratama"),
        (980_000, 800_000, 249_999, "pratama"),
        (980_000, 799_999, 250_000, None),
        (979_999, 849_999, 249_999, None),
    ],
)
def test_categories(registered, active, enrolled, category):
    ruling = judged(registered, active, enrolled)
    assert ruling.category == category
    told = f"The criteria of 2026 give the category {category}." if category else "No category is reached."
    assert ruling.reasons[-1] == told


@pytest.mark.parametrize("active", [850_000, 979_999])
def test_the_threshold_of_madya_conflicts_only_where_it_decides(active):
    refusal = refused(judged, 980_000, active)
    assert reading_names_of(refusal) == ["madya_active_85", "madya_active_98"]
    assert judged(980_000, active, 0, "madya_active_85").category == "madya"
    assert judged(980_000, active, 0, "madya_active_85").confidence == "conflicting"
    assert judged(980_000, active, 0, "madya_active_98").category == "pratama"
    assert judged(980_000, active, 250_000).category == "madya"
    assert judged(980_000, active, 0, paid=None).category is None
    assert judged(979_999, active).category is None


@pytest.mark.parametrize(
    ("active", "enrolled", "category"), [(949_999, 180_000, None), (950_000, 179_999, None), (999_999, 179_999, "madya")]
)
def test_one_short_of_utama(active, enrolled, category):
    if category is None:
        assert reading_names_of(refused(judged, 990_000, active, enrolled))
    else:
        assert judged(990_000, active, enrolled).category == category


@pytest.mark.parametrize(
    ("paid", "arrears", "met"),
    [
        ("2025-09", None, True),
        ("2025-08", None, False),
        ("2025-10", 5, True),
        (None, 0, True),
        (None, 1, False),
        (None, None, None),
    ],
)
def test_the_pemda_has_paid_to_september_2025(paid, arrears, met):
    ruling = judged(990_000, 950_000, 180_000, "madya_active_98", paid=paid, arrears=arrears)
    assert ruling.category == ("utama" if met else None)
    assert ruling.ways[0].criteria[-1].met is met
    assert ruling.ways[0].criteria[-1].needed == "Pemda contributions paid to 2025-09"


@pytest.mark.parametrize("priority", [False, None])
def test_utama_needs_uhc_prioritas(priority):
    ruling = judged(990_000, 985_000, 180_000, priority=priority)
    assert ruling.category == "madya"
    assert ruling.ways[0].as_dict()["missing"] == [
        "uhc_priority: False, needed UHC Prioritas granted by BPJS"
        if priority is False
        else "uhc_priority: not given (needed: UHC Prioritas granted by BPJS)"
    ]


def test_what_is_missing_to_each_category_is_told():
    ruling = judged(985_000, 840_000, 100_000)
    assert [(way.category, way.met) for way in ruling.ways] == [
        ("utama", False),
        ("madya", False),
        ("madya", False),
        ("madya", False),
        ("pratama", True),
    ]
    utama, madya_85, madya_98, other, pratama = (way.as_dict() for way in ruling.ways)
    assert utama["missing"] == [
        "registered: 98.5, needed >= 99 %; 5000 people are missing",
        "active: 84, needed >= 95 %; 110000 people are missing",
        "pemda_enrolled: 10, needed >= 18 %; 80000 people are missing",
    ]
    assert madya_85["missing"] == ["active: 84, needed >= 85 %; 10000 people are missing"]
    assert madya_98["missing"] == ["active: 84, needed >= 98 %; 140000 people are missing"]
    assert other["missing"] == ["pemda_enrolled: 10, needed >= 25 %; 150000 people are missing"]
    assert pratama["missing"] == []
    assert pratama["criteria"][1]["found"] == 84


def test_utama_alone_is_looked_at_where_it_is_reached():
    ruling = judged(990_000, 950_000, 180_000)
    assert [way.category for way in ruling.ways] == ["utama"]
    assert ruling.confidence == "verified"
    assert "award.utama.uhc_priority" in {citation.parameter for citation in ruling.citations}


def test_active_over_registered_counts_for_awards_too():
    assert judged(990_000, 945_000, 180_000, basis="registered").category == "utama"


@pytest.mark.parametrize(
    ("on", "answered"), [("2025-12-31", False), ("2026-01-01", True), ("2026-12-31", True), ("2027-01-01", False)]
)
def test_the_criteria_are_those_of_2026(on, answered):
    if answered:
        assert judged(990_000, 950_000, 180_000, on=on).on == day(on)
    else:
        assert refused(judged, 990_000, 950_000, 180_000, on=on)


def test_awards_known_since_27_january_2026():
    facts = Facts(pemda_enrolled=180_000, paid_through=Month(2025, 9), uhc_priority=True)
    question = {"people": people(990_000, 950_000), "facts": facts, "on": day("2026-01-15")}
    assert refused(award, known_on=day("2026-01-26"), **question)
    assert award(known_on=day("2026-01-27"), **question).category == "utama"


def test_people_enrolled_are_counted_from_0():
    assert refused(judged, 990_000, 950_000, -1)
