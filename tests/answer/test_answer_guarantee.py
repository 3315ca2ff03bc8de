"""A local guarantee at the desk: in force only with instrument, period, facility and account; never membership."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from test_answer_eligibility import ACTIVE, DEAD, LISTED, RESIDENT

from cakupan.answer.eligibility import eligibility
from cakupan.answer.guarantee import STATUSES, local_guarantee
from cakupan.answer.record import Position
from cakupan.answer.story import short_lines, story_lines
from cakupan.answer.texts import texts
from cakupan.law.calendar import Month

HOSPITAL, CLINIC, ELSEWHERE = "R901", "P901", "R902"
SAID = {"on": "2025-01-05", "by": "Bupati", "through": "unggahan media sosial", "says": "warga tetap dilayani"}
INSTRUMENT = {"number": "KEP-9/2025", "date": "2025-01-06", "title": "Keputusan Bupati"}
GUARANTEE: dict[str, Any] = {
    "number": "JAMIN-1/2025",
    "title": "Penjaminan",
    "area": "16.10",
    "instrument": INSTRUMENT,
    "scope": {"who": "former_members", "agreement": "PKS-1"},
    "facilities": [{"code": HOSPITAL, "name": "RSUD Contoh"}, {"code": CLINIC, "name": "Puskesmas Contoh"}],
    "period": {"from": "2025-01-06", "to": "2025-04-01"},
    "account": "5.1.02.99",
    "statements": [SAID],
}
ENDED = dataclasses.replace(LISTED, from_date=dt.date(2024, 1, 1), to_date=dt.date(2025, 1, 1))
CARD = dataclasses.replace(ACTIVE, status="inactive")
FORMER = dataclasses.replace(RESIDENT, cards=(CARD,), entries=(ENDED,))
NEIGHBOUR = dataclasses.replace(RESIDENT, cards=(dataclasses.replace(CARD, segment="PBPU"),))
POSITION = Position("16.10", Month(2025, 1), dt.date(2025, 1, 1), "abcdef0123456789")


def _dead_on(day: dt.date):
    return dataclasses.replace(NEIGHBOUR, doubts=(dataclasses.replace(DEAD, event_date=day),))


def _ended_on(day: dt.date, cause: str = "agreement_ended"):
    return dataclasses.replace(FORMER, entries=(dataclasses.replace(ENDED, to_date=day, end_cause=cause),))


def without(*keys: str, **changed: Any) -> dict[str, Any]:
    return {**{key: value for key, value in GUARANTEE.items() if key not in keys}, **changed}


def told(*documents: dict[str, Any], on: str = "2025-01-06", facility: str | None = HOSPITAL, person=FORMER):
    day = dt.date.fromisoformat(on)
    return local_guarantee(documents=documents or (GUARANTEE,), people=(person,), on=day, facility=facility)


def answer(person, *documents: dict[str, Any], on: str = "2025-01-06", facility: str | None = HOSPITAL):
    day = dt.date.fromisoformat(on)
    return eligibility(people=(person,), position=POSITION, on=day, guarantees=documents, facility=facility)


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2025-01-01", "not_yet"),
        ("2025-01-05", "not_yet"),
        ("2025-01-06", "in_force"),
        ("2025-03-31", "in_force"),
        ("2025-04-01", "ended"),
    ],
)
def test_in_force_on_the_days_of_its_period(on, status):
    assert told(on=on).status == status


def test_in_force_names_paper_place_days_and_account():
    found = told()
    assert (found.status, found.missing, found.number, found.account) == ("in_force", (), "JAMIN-1/2025", "5.1.02.99")
    assert found.instrument is not None and found.instrument.number == "KEP-9/2025"
    assert found.period is not None and found.period.to_date == dt.date(2025, 4, 1)
    for words in ("RSUD Contoh", "KEP-9/2025 tanggal 6 Januari 2025", "rekening 5.1.02.99", "kartu tetap nonaktif", "Bukan SEP"):
        assert words in found.text


@pytest.mark.parametrize(
    ("instrument_date", "from_date", "on", "status"),
    [
        ("2025-01-06", "2025-01-01", "2025-01-05", "not_yet"),
        ("2025-01-06", "2025-01-01", "2025-01-06", "in_force"),
        ("2025-01-01", "2025-01-06", "2025-01-05", "not_yet"),
        ("2025-01-01", "2025-01-06", "2025-01-06", "in_force"),
    ],
)
def test_neither_before_the_instrument_nor_before_the_period(instrument_date, from_date, on, status):
    document = without(instrument={**INSTRUMENT, "date": instrument_date}, period={"from": from_date})
    assert told(document, on=on).status == status


def test_an_open_period_does_not_end():
    assert told(without(period={"from": "2025-01-06"}), on="2031-01-01").status == "in_force"


@pytest.mark.parametrize(
    ("facility", "status"), [(HOSPITAL, "in_force"), (CLINIC, "in_force"), (ELSEWHERE, "not_this_facility"), (None, "in_force")]
)
def test_at_the_facilities_that_it_names(facility, status):
    found = told(facility=facility)
    assert found.status == status
    assert ("facility" in found.missing) == (status == "not_this_facility")


def test_elsewhere_it_says_where_it_holds():
    found = told(facility=ELSEWHERE)
    assert "tidak berlaku di R902" in found.text
    assert "RSUD Contoh, Puskesmas Contoh" in found.text


def test_a_guarantee_that_names_no_facility_holds_nowhere():
    assert told(without("facilities"), facility=None).status == "not_this_facility"
    assert "tidak satu pun fasilitas" in told(without("facilities"), facility=None).text


def test_many_facilities_are_counted():
    many = [{"code": str(number), "name": f"Puskesmas {number}"} for number in range(1, 26)]
    assert "Puskesmas 1, Puskesmas 2, Puskesmas 3 dan 22 lainnya" in told(without(facilities=many), facility=None).text
    assert "di Puskesmas 25," in told(without(facilities=many), facility="25").text


@pytest.mark.parametrize("account", [None, "absent"])
def test_without_account_nothing_can_be_paid(account):
    found = told(without("account") if account == "absent" else without(account=None))
    assert (found.status, found.missing) == ("account_missing", ("account",))
    assert "rekening belum ada" in found.text


def test_everything_missing_is_named():
    found = told(without("account"), facility=ELSEWHERE)
    assert (found.status, found.missing) == ("not_this_facility", ("facility", "account"))
    assert "rekening belum ada" in found.text
    bare = told(without("instrument", "period", "facilities", "account"))
    assert (bare.status, bare.missing) == ("basis_not_uploaded", ("instrument", "period", "facility", "account"))


@pytest.mark.parametrize(
    ("on", "statements", "text"),
    [
        ("2025-01-01", 0, "dasar belum diunggah, bukan jaminan."),
        ("2025-01-04", 0, "dasar belum diunggah, bukan jaminan."),
        ("2025-01-05", 1, "Bupati menyatakan (5 Januari 2025): “warga tetap dilayani”; dasar belum diunggah: bukan jaminan."),
        ("2025-01-06", 1, "Bupati menyatakan (5 Januari 2025): “warga tetap dilayani”; dasar belum diunggah: bukan jaminan."),
    ],
)
def test_a_statement_is_a_dated_note_and_no_guarantee(on, statements, text):
    found = told(without("instrument"), on=on)
    assert (found.status, len(found.statements), found.text) == ("basis_not_uploaded", statements, text)


def test_nothing_uploaded():
    found = local_guarantee(documents=(), people=(FORMER,), on=dt.date(2025, 1, 6))
    assert (found.status, found.number, found.statements, found.facilities) == ("none", None, (), ())
    assert "tidak ada yang diunggah" in found.text


@pytest.mark.parametrize(
    ("who", "agreement", "person", "meant"),
    [
        ("former_members", "PKS-1", FORMER, True),
        ("former_members", "PKS-2", FORMER, False),
        ("former_members", None, FORMER, True),
        ("former_members", "PKS-1", NEIGHBOUR, False),
        ("former_members", "PKS-1", dataclasses.replace(FORMER, entries=()), True),
        ("former_members", "PKS-1", _ended_on(dt.date(2025, 1, 6)), True),
        ("former_members", "PKS-1", _ended_on(dt.date(2025, 1, 7)), False),
        ("former_members", "PKS-1", _ended_on(dt.date(2025, 1, 1), "removed_from_list"), False),
        ("residents", None, NEIGHBOUR, True),
        ("residents", None, dataclasses.replace(NEIGHBOUR, known_from="member"), False),
        ("poor_residents", None, NEIGHBOUR, True),
        ("scheme_members", None, dataclasses.replace(NEIGHBOUR, known_from="list"), True),
        ("residents", None, dataclasses.replace(NEIGHBOUR, doubts=(DEAD,)), False),
        ("residents", None, _dead_on(dt.date(2025, 1, 6)), False),
        ("residents", None, _dead_on(dt.date(2025, 1, 7)), True),
    ],
)
def test_whom_it_means(who, agreement, person, meant):
    found = told(without(scope={"who": who, "agreement": agreement}), person=person)
    assert found.status == ("in_force" if meant else "none")


def test_what_the_documents_cannot_tell_is_said():
    assert "penduduk miskin, dipastikan Dinsos" in told(without(scope={"who": "poor_residents"})).text


def test_of_several_the_one_that_helps_most_is_told():
    unsigned = without("instrument", number="A-0")
    elsewhere = without(number="A-1", facilities=[{"code": ELSEWHERE, "name": "RS Lain"}])
    assert told(unsigned, elsewhere, GUARANTEE).number == "JAMIN-1/2025"
    assert told(unsigned, elsewhere).number == "A-1"
    assert told(unsigned).number == "A-0"


def test_nobody_and_several_people():
    nobody = local_guarantee(documents=(GUARANTEE,), people=(), on=dt.date(2025, 1, 6))
    assert nobody.status == "none"
    both = local_guarantee(documents=(GUARANTEE,), people=(NEIGHBOUR, FORMER), on=dt.date(2025, 1, 6))
    assert both.status == "in_force"


# At the desk


@pytest.mark.parametrize(
    ("on", "status", "guarantee"),
    [
        ("2024-12-31", "active", None),
        ("2025-01-01", "inactive", "basis_not_uploaded"),
        ("2025-01-05", "inactive", "basis_not_uploaded"),
        ("2025-01-06", "inactive", "in_force"),
    ],
)
def test_the_days_around_the_end_of_an_agreement(on, status, guarantee):
    """The agreement ends on 31 December; the instrument comes on 6 January, in a document imported that day."""
    document = GUARANTEE if on == "2025-01-06" else without("instrument")
    december = Position("16.10", Month(2024, 12), dt.date(2024, 12, 1), "0" * 16)
    person = dataclasses.replace(RESIDENT, cards=(ACTIVE,), entries=(ENDED,))
    found = eligibility(people=(person,), position=december, on=dt.date.fromisoformat(on), guarantees=(document,))
    assert (found.status, found.local_guarantee and found.local_guarantee.status) == (status, guarantee)


def test_in_force_is_never_called_active():
    found = answer(FORMER, GUARANTEE)
    assert (found.status, found.local_guarantee.status) == ("inactive", "in_force")
    assert [action.code for action in found.do_now][:2] == ["treat_emergency", "use_guarantee"]
    assert "make_sep" not in [action.code for action in found.do_now]


@pytest.mark.parametrize("document", [without("instrument"), without("account"), without(period={"from": "2025-02-01"})])
def test_what_is_not_in_force_is_nothing_to_use(document):
    assert "use_guarantee" not in [action.code for action in answer(FORMER, document).do_now]


def test_who_is_active_is_told_of_none():
    found = answer(dataclasses.replace(RESIDENT, cards=(ACTIVE,)), GUARANTEE)
    assert (found.status, found.local_guarantee, found.as_dict()["local_guarantee"]) == ("active", None, None)


def test_as_json():
    found = answer(FORMER, GUARANTEE).as_dict()["local_guarantee"]
    assert (found["status"], found["period"]) == ("in_force", {"from": dt.date(2025, 1, 6), "to": dt.date(2025, 4, 1)})
    assert found["facilities"][0] == {"code": HOSPITAL, "name": "RSUD Contoh"}
    assert answer(NEIGHBOUR, GUARANTEE).as_dict()["local_guarantee"]["period"] is None


def lines(document: dict[str, Any], language: str = "id", *, story: bool) -> Sequence[str]:
    found = answer(FORMER, document)
    say = story_lines if story else short_lines
    return list(say(answer=found, people=(FORMER,), position=POSITION, language=language, unmask=False))


def test_check_says_it_and_explain_grounds_it():
    short, story = lines(GUARANTEE, story=False), lines(GUARANTEE, story=True)
    (told_short,) = [line for line in short if line.startswith("Jaminan daerah: ")]
    place = story.index(told_short)
    assert story[place + 1 : place + 4] == [
        "      dokumen: JAMIN-1/2025",
        "      dasar: KEP-9/2025, 6 Januari 2025: Keputusan Bupati",
        "      Bupati, 5 Januari 2025 (unggahan media sosial): warga tetap dilayani",
    ]
    assert set(short) <= set(story)
    assert any(line.startswith("Local guarantee: the Pemda pays at RSUD Contoh") for line in lines(GUARANTEE, "en", story=True))


@pytest.mark.parametrize("code", [code for code in texts()["guarantees"] if code not in ("nowhere", "more")])
def test_no_sentence_promises_what_is_not_there(code):
    said = texts()["guarantees"][code]
    assert ("dijamin Pemda" in said["id"]) == (code == "in_force")
    assert "AKTIF" not in said["id"] and "SEP" not in said["id"].replace("Bukan SEP", "")


def test_every_status_has_its_sentence():
    assert {*STATUSES} - {"revoked"} <= set(texts()["guarantees"]), "only a person's own letter is revoked"
    assert {f"letter_{status}" for status in STATUSES if status != "none"} <= set(texts()["guarantees"])


# Why the branch's card is not active


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        ("suspended_for_arrears", "Penjaminan diberhentikan sementara"),
        ("removed_from_list", "Dinonaktifkan"),
        ("agreement_ended", "Nonaktif karena PKS"),
    ],
)
def test_three_causes_in_three_wordings(cause, words):
    entry = dataclasses.replace(ENDED, end_cause=cause)
    found = answer(dataclasses.replace(RESIDENT, cards=(dataclasses.replace(CARD, cause=cause),), entries=(entry,)))
    assert found.reasons[0].code == "branch_inactive"
    assert found.reasons[1].text.startswith(words)
    others = {"Penjaminan diberhentikan sementara", "Dinonaktifkan", "Nonaktif karena PKS"} - {words}
    assert not any(other in found.reasons[1].text for other in others)
    assert "ask_dinkes" in [action.code for action in found.do_now]


def test_a_cause_names_the_entry_that_ended_so():
    person = dataclasses.replace(FORMER, cards=(dataclasses.replace(CARD, cause="agreement_ended"),))
    reason = answer(person).reasons[1]
    assert (reason.code, reason.source) == ("agreement_ended", ENDED.source)
    assert "PKS-1 berlaku s.d. 31 Desember 2024" in reason.text
    removed = dataclasses.replace(FORMER, cards=(dataclasses.replace(CARD, cause="removed_from_list"),))
    assert [reason.code for reason in answer(removed).reasons] == ["branch_inactive", "cause_not_told"]


def test_without_a_cause_nothing_is_claimed():
    assert [reason.code for reason in answer(NEIGHBOUR).reasons] == ["branch_inactive", "cause_not_told"]
