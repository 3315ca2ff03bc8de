"""The invented people of a small region, by the situation that each is in at the desk. Always the same ones."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

VILLAGES = ("36.73.01.1001", "36.73.01.1002", "36.73.01.1003", "36.73.01.1004")
EACH = 21  # people of a situation: every code is to occur at least twenty times

FIRST = (
    *("AGUS", "BAMBANG", "CAHYO", "DARSONO", "EFENDI", "FIRMAN", "GUNAWAN", "HENDRA", "IRWANSYAH", "JUMADI", "KUSNADI", "LUKMAN"),
    *("MULYADI", "NURDIN", "OMAN", "PARDIMAN", "QOMAR", "RUSDI", "SUPARMAN", "TARYONO", "UJANG", "VIKTOR", "WAGIMAN", "YANTO"),
    *("ZAENAL", "BURHAN", "DAHLAN", "FAISAL", "HAMZAH", "JALAL"),
)
LAST = (
    *("ABDURAHMAN", "BASUKI", "CHANDRA", "DJATMIKO", "ERLANGGA", "FATONI", "GINANJAR", "HERMAWAN", "ISKANDAR", "JAYADI"),
    *(
        "KARTASASMITA",
        "LESMANA",
        "MARTADINATA",
        "NATAPRAJA",
        "PERMANA",
        "RAHARDJO",
        "SASMITA",
        "TANUWIDJAJA",
        "UTOMO",
        "WIBISONO",
    ),
    *("YUDHOYONO", "ZULKARNAEN", "BRATAKUSUMA", "DANUDIRDJA", "GONDOKUSUMO", "HADININGRAT", "KERTANEGARA", "MANGKUPRAJA"),
    *("PURBAYA", "SURAPATI", "TIRTAYASA", "WIRADIREDJA", "ADIKUSUMA", "BANGSAWAN", "CAKRANEGARA", "DIPONEGORO"),
)
MOTHERS = ("ROHAYATI", "SITI AMSIAH", "JUBAEDAH", "ARSINAH", "KARTINI", "MARIYAM", "NYI RAISAH", "SARMINAH", "WARSITI", "YUHANAH")


@dataclass(frozen=True)
class Someone:
    """An invented person with the numbers that each office knows them by."""

    name: str
    nik: str
    card: str
    family: str
    born: dt.date
    sex: str
    mother: str
    village: str


def someone(place: int, *, born: dt.date | None = None, sex: str | None = None) -> Someone:
    """The person at a place of the list: always the same one."""
    day = born or dt.date(1950, 1, 1) + dt.timedelta(days=place * 17 % 18_000)
    woman = (sex or "LP"[place % 2]) == "P"
    serial, round_ = 9001 + place % 990, place // 990
    return Someone(
        name=f"{FIRST[place % len(FIRST)]} {LAST[place // len(FIRST) % len(LAST)]}" + (" MUDA" if round_ else ""),
        nik=f"367301{day.day + 40 * woman:02d}{day.month:02d}{day.year % 100:02d}{serial}",
        card=f"000367{place:07d}",
        family=f"367301{1 + round_:02d}0120{serial}",
        born=day,
        sex="P" if woman else "L",
        mother=MOTHERS[place * 7 % len(MOTHERS)],
        village=VILLAGES[place % len(VILLAGES)],
    )


# What each is stands in the files (desk_files.py).
SITUATIONS = (
    *("active", "pbi_active", "on_list", "on_list_other_segment", "duplicate_card", "facility_ended", "moved"),
    *("ended", "removed", "suspended", "silent", "contradicted", "self_payer_owes", "self_payer_owes_long", "self_payer_plain"),
    *("off_pbi_in_december", "off_pbi_in_february", "off_pbi_before", "dead", "dead_with_card", "not_registered", "awaiting"),
    *("not_yet", "without_agreement", "other_name_on_list", "card_of_nobody", "told_active", "no_register_but_told"),
    *("nobody", "letter_in_force", "letter_revoked", "letter_without_paper", "letter_without_account"),
    *("mother_pbi", "mother_pemda", "mother_other", "mother_late"),
)
OF_NO_REGISTER = ("card_of_nobody", "no_register_but_told", "nobody")


@cache
def people() -> Mapping[str, tuple[Someone, ...]]:
    """Everybody by situation, each of :data:`EACH` people; mothers are women of an age to be one."""
    return {
        situation: tuple(
            _mother(place) if situation.startswith("mother") else someone(place)
            for place in range(number * EACH, (number + 1) * EACH)
        )
        for number, situation in enumerate(SITUATIONS)
    }


def _mother(place: int) -> Someone:
    return someone(place, born=dt.date(1990, 1, 1) + dt.timedelta(days=place * 11 % 2000), sex="P")


# How many days before 1 March 2026 the newborns of each kind of mother were born, the youngest of them.
BORN_BEFORE = {"mother_pbi": 40, "mother_pemda": 39, "mother_other": 38, "mother_late": 60}


@cache
def babies() -> Mapping[str, tuple[Someone, ...]]:
    """The newborns by their mother's situation, and those of whom only the branch knows: cards without NIK."""
    found = {
        situation: tuple(_baby(2000 + number * EACH + order, mother, before + order % 3) for order, mother in enumerate(mothers))
        for number, (situation, before) in enumerate(BORN_BEFORE.items())
        for mothers in (people()[situation],)
    }
    return found | {"without_nik": tuple(someone(2200 + n, born=dt.date(2026, 1, 5 + n % 20)) for n in range(EACH))}


def _baby(place: int, mother: Someone, days_before: int) -> Someone:
    born = dt.date(2026, 3, 1) - dt.timedelta(days=days_before)
    return dataclasses.replace(someone(place, born=born), family=mother.family, mother=mother.name, village=mother.village)


@cache
def twins() -> tuple[tuple[Someone, Someone], ...]:
    """Twins whom only a serial and a letter tell apart; the branch has one card, without NIK, of a name between theirs."""
    return tuple(_twins(order) for order in range(EACH))


def _twins(order: int) -> tuple[Someone, Someone]:
    place = 1500 + order * 2
    one, surname = someone(place), LAST[order % len(LAST)]
    nik = f"{one.nik[:12]}{int(one.nik[12:]) + 1}"
    return (
        dataclasses.replace(one, name=f"FAHRI {surname}"),
        dataclasses.replace(one, name=f"FAHRO {surname}", nik=nik, card=f"000367{9_000_000 + order}"),
    )


@cache
def of_one_number() -> tuple[tuple[Someone, Someone], ...]:
    """Two people of no register whom the branch holds under one NIK."""
    pairs = ((someone(1700 + order), someone(1800 + order)) for order in range(EACH))
    return tuple((one, dataclasses.replace(other, nik=one.nik)) for one, other in pairs)
