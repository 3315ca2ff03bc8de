"""The re-survey of villages in stages: whom to visit, what was found, what the village's meeting decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from cakupan.law.refusal import Refusal
from cakupan.office.accounts.places import in_places
from cakupan.office.audit.log import note
from cakupan.office.enrolment.removals import IN_FORCE
from cakupan.office.positions.models import ListEntry, Mismatch, Person
from cakupan.office.verification.models import ReSurvey, ReSurveyPerson
from cakupan.office.verification.remembered import remembered
from cakupan.office.verification.states import RE_SURVEY
from cakupan.office.verification.wording import kind_word, village_word
from cakupan.registers.incoming import check_incoming
from cakupan.registers.workbook import as_text
from cakupan.report.re_enumeration import FOUND, YES, PersonToVisit, write_re_enumeration

SCOPES = ("mismatch", "listed")
OUTCOMES = dict(zip(("found", "moved", "died", "able"), FOUND, strict=True))
FAULTS_SHOWN = 10
WHY_LENGTH_MAX = 200
VILLAGE_CODE = 13
NEEDED = ("NIK", "Nama", *FOUND, "Catatan")


@transaction.atomic
def plan(*, area: str, stage: int, village: str, planned_date: dt.date, scope: str, user: Any) -> ReSurvey:
    """Plan a village: the people to be visited are those of today, and stay so.

    Raises :class:`Refusal` if there is nobody, ``IntegrityError`` if the village was planned in that stage before.
    """
    people = _people(area, village, scope)
    if not people:
        raise Refusal(
            _("Pendataan ulang %(village)s") % {"village": village_word(village)},
            why=_("tidak ada orang di desa ini yang harus didatangi menurut posisi terbaru."),
            mend=_("Pilih desa lain, atau pilih semua orang pada daftar Pemda."),
        )
    survey = ReSurvey.objects.create(
        area=area,
        state=RE_SURVEY.first,
        stage=stage,
        village=village,
        planned_date=planned_date,
        scope=scope,
        people=len(people),
        planned_by=user,
    )
    for ordinal, each in enumerate(people, start=1):
        each.survey, each.ordinal = survey, ordinal
    ReSurveyPerson.objects.bulk_create(people, batch_size=1000)
    note(None, "re_survey.plan", subject=("re_survey", survey.pk), area=area, actor=user, details={"people": len(people)})
    return survey


def surveys_of(user: Any, area: str) -> QuerySet[ReSurvey]:
    """The villages' re-surveys that this officer may see."""
    return in_places(ReSurvey.objects.filter(area=area), user)


def named_villages(area: str) -> list[str]:
    """The villages that mismatches and lists of the newest position name."""
    found = Mismatch.objects.filter(area=area).order_by().values_list("village").distinct()
    listed = ListEntry.objects.filter(area=area).order_by().values_list("village").distinct()
    both = found.union(listed)
    return remembered("villages", both, lambda: [village for (village,) in both if len(village) == VILLAGE_CODE])


def _people(area: str, village: str, scope: str) -> list[ReSurveyPerson]:
    """Each once, with why: the kinds of what does not match, or that the Pemda pays."""
    why: dict[str, list[str]] = {}
    rows: dict[str, ReSurveyPerson] = {}
    if scope == "listed":
        for entry in ListEntry.objects.filter(area=area, village=village, outcome__in=IN_FORCE).select_related("person"):
            _add(rows, why, entry.person, entry.entry_key, entry.name, entry.nik, str(_("Daftar Pemda")))
    for row in Mismatch.objects.filter(area=area, village=village).select_related("person").order_by("code"):
        if scope == "mismatch" or _known(rows, row.person, row.entry_key):
            _add(rows, why, row.person, row.entry_key or row.key, row.name, row.nik, kind_word(row.code))
    for key, each in rows.items():
        each.area, each.why = area, ", ".join(dict.fromkeys(why[key]))[:WHY_LENGTH_MAX]
    return sorted(rows.values(), key=lambda each: (each.family_card_number, each.name, each.nik))


def _key(person: Person | None, other: str) -> str:
    return f"person {person.pk}" if person else other


def _known(rows: dict[str, ReSurveyPerson], person: Person | None, other: str) -> bool:
    return _key(person, other) in rows


def _add(
    rows: dict[str, ReSurveyPerson],
    why: dict[str, list[str]],
    person: Person | None,
    other: str,
    name: str,
    nik: str,
    because: str,
) -> None:
    key = _key(person, other)
    why.setdefault(key, []).append(because)
    if key not in rows:
        rows[key] = ReSurveyPerson(
            person=person,
            name=name or (person.name if person else ""),
            nik=nik or (person.nik if person else ""),
            family_card_number=person.family_card_number if person else "",
            birth_date=person.birth_date if person else None,
            sex=person.sex if person else "",
        )


def write_lists(*, surveys: Iterable[ReSurvey], area_name: str, stage: int, dated: dt.date, out: Path) -> int:
    """The workbook of one stage, a sheet for every village; returns the number of villages."""
    villages = {survey.pk: survey.village for survey in surveys}
    people = ReSurveyPerson.objects.filter(survey__in=list(villages)).order_by("survey_id", "ordinal")
    told = [
        PersonToVisit(
            area_code=villages[each.survey_id],
            name=each.name,
            nik=each.nik,
            family_card_number=each.family_card_number,
            birth_date=each.birth_date,
            sex=each.sex,
            why=each.why,
        )
        for each in people
    ]
    return write_re_enumeration(people=told, area=area_name, stage=stage, dated=dated, out=out)


def read_results(path: Path, survey: ReSurvey) -> dict[int, tuple[str, str]]:
    """What a filled-in list says of this village's people: id → outcome and note. People without a mark are not in it.

    Raises :class:`Refusal` naming row and reason for every row that cannot be read; then nothing counts.
    """
    check_incoming(path)
    people = list(survey.visited.all())
    by_nik = {each.nik: each for each in people if each.nik}
    by_name: dict[str, list[ReSurveyPerson]] = {}
    for each in people:
        by_name.setdefault(each.name, []).append(each)
    elsewhere = _elsewhere(survey)
    found: dict[int, tuple[str, str]] = {}
    faults: list[str] = []
    for number, told in _marked(path):
        if told["NIK"] not in by_nik and (told["NIK"], told["Nama"]) in elsewhere:
            continue  # asked before the name alone: another village may have somebody of the same name
        alike = [by_nik[told["NIK"]]] if told["NIK"] in by_nik else by_name.get(told["Nama"], [])
        marks = [code for code, head in OUTCOMES.items() if told[head].lower() == YES]
        if len(alike) != 1:
            faults.append(_("baris %(row)s: orangnya tidak ada di daftar desa ini") % {"row": number})
        elif len(marks) > 1:
            faults.append(_("baris %(row)s: lebih dari satu hasil ditandai") % {"row": number})
        elif marks:
            found[alike[0].pk] = (marks[0], told["Catatan"][:WHY_LENGTH_MAX])
    if faults or not found:
        raise _unread(faults)
    return found


def _elsewhere(survey: ReSurvey) -> set[tuple[str, str]]:
    """NIK and name of whoever has a NIK in another village of the same stage: a stage's workbook holds them all."""
    others = ReSurveyPerson.objects.filter(area=survey.area, survey__stage=survey.stage).exclude(survey=survey).exclude(nik="")
    return set(others.values_list("nik", "name"))


def _unread(faults: Sequence[str]) -> Refusal:
    more = len(faults) - FAULTS_SHOWN
    said = "; ".join(faults[:FAULTS_SHOWN]) + (_("; dan %(more)s baris lain") % {"more": more} if more > 0 else "")
    return Refusal(
        _("Hasil pendataan"),
        why=said or _("tidak ada satu baris pun yang ditandai “ya”."),
        mend=_("Perbaiki baris itu pada daftar yang diunduh dari halaman ini, lalu unggah lagi."),
    )


def _marked(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of every sheet that has the list's heads, with their number."""
    try:
        book = CalamineWorkbook.from_path(path)
    except CalamineError as fault:
        raise Refusal(
            _("Hasil pendataan"),
            why=_("berkasnya bukan buku kerja XLSX yang utuh."),
            mend=_("Isi daftar yang diunduh dari halaman ini, simpan sebagai XLSX, lalu unggah."),
        ) from fault
    for name in book.sheet_names:
        yield from _rows(book.get_sheet_by_name(name))


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, dict[str, str]]]:
    heads: list[str] = []
    for number, row in enumerate(sheet.iter_rows() if sheet.start is not None else (), start=1):
        cells = [as_text(cell).strip() for cell in row]
        if not heads:
            heads = cells if set(NEEDED) <= set(cells) else []
            continue
        told = dict(zip(heads, cells, strict=False))
        if told.get("Nama"):
            yield number, {head: told.get(head, "") for head in NEEDED}


def keep_results(survey: ReSurvey, results: dict[int, tuple[str, str]]) -> dict[str, int]:
    """Note what was found of each, and return the counts."""
    people = list(ReSurveyPerson.objects.filter(survey=survey, pk__in=list(results)))
    for each in people:
        each.outcome, each.note = results[each.pk]
    ReSurveyPerson.objects.bulk_update(people, ["outcome", "note"], batch_size=500)
    return {code: sum(each.outcome == code for each in people) for code in OUTCOMES}
