"""Invented participants in one position, and the answers about them: what the pure dialects are tried on."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from cakupan.answer.eligibility import eligibility
from cakupan.answer.record import Card, Debt, Doubt, Entry, PersonRecord, Position, Source
from cakupan.counter.bridging import Told
from cakupan.counter.participant import Participant, Question, participant
from cakupan.law.calendar import Month

ON, TODAY = dt.date(2021, 7, 15), dt.date(2021, 8, 2)
NIK, CARD = "9973014101909001", "9990000000012"
POSITION = Position("99.73", Month(2021, 7), dt.date(2021, 7, 1), "abcdef0123456789", 20, "practice of the 20th")
PEMDA = Card(
    CARD, "PEMDA", "kabkota", 3, "active", Source("members", "peserta.csv", 7), dt.date(2020, 2, 1), "0138U020", "PUSKESMAS UJI"
)  # fmt: skip
LISTED = Entry(
    outcome="billed", segment="PEMDA", payer="kabkota", class_=3, agreement_number="PKS-1", decree_number="SK-1", annex_line="12",
    decided_by="Dinas Kesehatan", submitted_date=dt.date(2021, 6, 18), from_date=dt.date(2021, 1, 1), to_date=dt.date(2022, 1, 1),
    end_cause="agreement_ended", source=Source("decisions", "lampiran.csv", 13),
)  # fmt: skip
DEAD = Doubt("deceased", "akta 9", dt.date(2021, 6, 30), True, Source("deaths", "akta.csv", 4))
DEBT = Debt(
    "PBPU", 2, dt.date(2021, 1, 1), 5, 500_000, 490_000, 5, 500_000, dt.date(2021, 3, 1), dt.date(2021, 7, 1),
    Source("unpaid", "tunggakan.csv", 3),
)  # fmt: skip
GUARANTEE = {
    "number": "SJP-99/2021",
    "scope": {"who": "residents"},
    "instrument": {"number": "Perbup 9/2021", "date": "2021-01-04"},
    "facilities": [{"code": "R901", "name": "RSUD UJI"}],
    "period": {"from": "2021-01-04"},
    "account": "5.1.02.99",
}


def card(**changed: Any) -> Card:
    return dataclasses.replace(PEMDA, **changed)


def entry(**changed: Any) -> Entry:
    return dataclasses.replace(LISTED, **changed)


def person(**changed: Any) -> PersonRecord:
    values: dict[str, Any] = {
        "person_id": "R2",
        "known_from": "resident",
        "nik": NIK,
        "name": "WARGA UJI",
        "source": Source("residents", "penduduk.csv", 2),
        "cards": (PEMDA,),
        "birth_date": dt.date(1990, 1, 31),
        "sex": "P",
    }
    return PersonRecord(**{**values, **changed})


def told(*people: PersonRecord, asked: Question | None = None, **known: Any) -> Participant | Told:
    asked = asked or Question(NIK, "nik", ON, TODAY)
    answer = eligibility(people=people, position=POSITION, on=asked.on, **known)
    return participant(asked, answer, people)


def found(*people: PersonRecord, asked: Question | None = None, **known: Any) -> Participant:
    one = told(*people, asked=asked, **known)
    assert isinstance(one, Participant)
    return one


SITUATIONS: dict[str, PersonRecord] = {
    "active": person(entries=(LISTED,)),
    "arrears": person(cards=(card(status="inactive", cause="suspended_for_arrears"),)),
    "arrears_of_the_family": person(cards=(card(status="inactive", segment="PBPU", payer=None, class_=2),), debts=(DEBT,)),
    "off_pbi": person(cards=(card(status="inactive", segment="PBI_JK", payer="pusat"),)),
    "agreement_ended": person(
        cards=(card(status="inactive", cause="agreement_ended"),), entries=(entry(to_date=dt.date(2021, 7, 1)),)
    ),
    "removed": person(
        cards=(card(status="inactive", cause="removed_from_list"),),
        entries=(entry(to_date=dt.date(2021, 6, 1), end_cause="removed_from_list"),),
    ),
    "deceased": person(doubts=(DEAD,)),
    "inactive": person(cards=(card(status="inactive"),)),
    "silent": person(cards=(card(status="unknown"),)),
    "bare": person(
        nik=None, name=None, birth_date=None, sex=None, known_from="member",
        cards=(Card(CARD, None, None, None, "active", Source("members", "peserta.csv", 8)),),
    ),
}  # fmt: skip
