"""Lists for the re-survey (pendataan ulang): a sheet for every village, families together, room for what the surveyor finds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from cakupan.report.lists_back import places
from cakupan.report.mismatch_workbook import sheet_name
from cakupan.report.sheets import Book, Column, Formula, Sheet
from cakupan.report.texts import say

FOUND = ("Ditemukan", "Pindah", "Meninggal", "Mampu")
YES = "ya"
HEADS = ("KEPALA KELUARGA", "KK", "PESERTA")
# Narrow, for the sheets are printed and filled in by hand.
COLUMNS = (
    Column("No", "whole", 5),
    Column("Keluarga ke-", "whole", 9),
    Column("Nomor KK", "text", 18),
    Column("NIK", "text", 18),
    Column("Nama", "prose", 22),
    Column("Hubungan", "prose", 12),
    Column("Tanggal lahir", "date", 17),
    Column("JK", "text", 5),
    Column("Alamat", "prose", 20),
    Column("RT", "text", 5),
    Column("RW", "text", 5),
    Column("Sebab didata", "prose", 15),
    *(Column(head, "entry", 10) for head in FOUND),
    Column("Catatan", "entry", 14),
    Column("Tanda tangan", "entry", 12),
)
SUMMARY = (
    Column("Kecamatan", "text", 26),
    Column("Desa/Kelurahan", "text", 28),
    Column("Lembar", "text", 32),
    Column("Keluarga", "whole", 12),
    Column("Orang", "whole", 12),
    *(Column(head, "whole", 12) for head in FOUND),
)


@dataclass(frozen=True, kw_only=True)
class PersonToVisit:
    """One person to be visited; ``area_code`` is the village's dotted code, ``why`` what the survey is to settle."""

    area_code: str
    name: str
    nik: str = ""
    family_card_number: str = ""
    family_role: str = ""
    birth_date: dt.date | None = None
    sex: str = ""
    address: str = ""
    rt: str = ""
    rw: str = ""
    why: str = ""


def write_re_enumeration(*, people: Sequence[PersonToVisit], area: str, stage: int, dated: dt.date, out: Path) -> int:
    """Write the lists of one stage to the XLSX file ``out``; returns the number of villages. ``area`` is the area's name."""
    title = str(say("re_enumeration.title", area=area, stage=stage))
    villages = {code: _families(list(found)) for code, found in groupby(sorted(people, key=_village), key=_village)}
    names = _sheet_names(villages)
    with Book(out, title=title, dated=dated) as book:
        summary = Sheet(book, "Ringkasan", SUMMARY, titles=(title, str(say("re_enumeration.how"))))
        for code, families in villages.items():
            sheet = _write_village(book, names[code], code, families, title)
            tallies = (Formula(f'=COUNTIF({sheet.span(head)},"{YES}")', 0) for head in FOUND)
            summary.row((*places(code), sheet.name, len(families), sum(map(len, families)), *tallies))
        summary.finish()
        _write_totals(summary, villages)
    return len(villages)


def _village(person: PersonToVisit) -> str:
    return person.area_code


def _families(people: Sequence[PersonToVisit]) -> list[list[PersonToVisit]]:
    """Families as one walks: by RW, RT and address of their first member; in each the head first, then by age."""
    by_card: dict[str, list[PersonToVisit]] = {}
    for at, person in enumerate(people):
        # Who has no card is a family alone: nobody says with whom the person lives.
        by_card.setdefault(person.family_card_number or f"alone {at}", []).append(person)
    families = [sorted(members, key=_rank) for members in by_card.values()]
    return sorted(families, key=lambda members: (members[0].rw, members[0].rt, members[0].address, members[0].family_card_number))


def _rank(person: PersonToVisit) -> tuple[bool, dt.date, str]:
    return person.family_role.upper() not in HEADS, person.birth_date or dt.date.max, person.name


def _sheet_names(villages: Mapping[str, object]) -> Mapping[str, str]:
    """The village's name; villages of one name get their number behind it."""
    found: dict[str, str] = {}
    taken: set[str] = {"ringkasan"}
    for code in villages:
        name = sheet_name(places(code)[1]) or "Tanpa kode"
        if name.lower() in taken:
            name = f"{name[:20]} {code[-10:].replace('.', '')}"
        taken.add(name.lower())
        found[code] = name
    return found


def _write_village(book: Book, name: str, code: str, families: Sequence[Sequence[PersonToVisit]], title: str) -> Sheet:
    district, village = places(code)
    count = sum(map(len, families))
    says = say("re_enumeration.village", village=village, district=district, families=len(families), people=count)
    sheet = Sheet(book, name, COLUMNS, titles=(title, str(says), str(say("re_enumeration.how"))), frozen_columns=5)
    number = 0
    for family, members in enumerate(families, start=1):
        for person in members:
            number += 1
            sheet.row(_row(number, family, person))
    for head in FOUND:
        sheet.choices(head, (YES,))
    sheet.finish()
    for below, key in enumerate(("re_enumeration.surveyor", "re_enumeration.head")):
        sheet.page.write_string(sheet.end + 2 + 2 * below, 0, str(say(key)), book.style())
    return sheet


def _row(number: int, family: int, person: PersonToVisit) -> Sequence[str | int | dt.date | None]:
    return (
        number,
        family,
        person.family_card_number,
        person.nik,
        person.name,
        person.family_role,
        person.birth_date,
        person.sex,
        person.address,
        person.rt,
        person.rw,
        person.why,
        *[""] * (len(FOUND) + 2),
    )


def _write_totals(sheet: Sheet, villages: Mapping[str, Sequence[Sequence[PersonToVisit]]]) -> None:
    families = sum(map(len, villages.values()))
    people = sum(len(members) for found in villages.values() for members in found)
    values = (families, people, *[0] * len(FOUND))
    totals = (
        Formula(f"=SUM({sheet.span(column.head, sheet_name=False)})", value)
        for column, value in zip(SUMMARY[3:], values, strict=True)
    )
    sheet.row(("Jumlah seluruhnya", "", "", *totals), strong=True)
