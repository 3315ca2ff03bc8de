"""A large region over three years, for size alone: one agreement, people who come and go every month, a yearly member master."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from cakupan.law.calendar import Month
from cakupan.month.pemda_rate import pemda_accounts
from cakupan.scenarios import rosters
from cakupan.scenarios.agreements_written import agreement_terms, budget_lines, decree_form
from cakupan.scenarios.annex import RIGHT, Lines, draw_answers, draw_lines
from cakupan.scenarios.annex_written import REMOVED, DecreeForm, write_annex
from cakupan.scenarios.arrays import Array, day_number, stream
from cakupan.scenarios.cards import CardDesk, centre_pays, on_lists
from cakupan.scenarios.case import Case, CaseFiles, Delivery, Scale, read_case, scale_of
from cakupan.scenarios.cast import SEGMENT_LABELS_2021, cast_of
from cakupan.scenarios.disbursements import paid_in_full, write_payments
from cakupan.scenarios.papers import write_document, write_facilities
from cakupan.scenarios.people import People
from cakupan.scenarios.registers_written import FILES, TRUTH, RegisterFiles, write_registers
from cakupan.scenarios.rosters import PBPU, PEMDA, Roster

ALL_ACTIVE, ALL_RIGHT = {"active": 1}, {"right": 1}


@dataclass(frozen=True)
class _Lists:
    """Who is enrolled at first, who comes later and who leaves, the last two in the order of the months."""

    first: Lines
    first_card: Array
    coming: Lines
    coming_card: Array
    leaving: Array  # places in `first`
    members: Roster


def write_large(*, residents: int | None, out: Path, months: int | None = None) -> CaseFiles:
    """Write the input files of the case into ``out``, with ``residents`` people and ``months`` (None: as many as it has)."""
    case = read_case("large")
    case = dataclasses.replace(case, months=case.months[:months])
    scale = scale_of(case, residents)
    people = dataclasses.replace(cast_of(case, scale.residents), segment_labels=SEGMENT_LABELS_2021)
    lists = _draw_lists(case, scale, people)
    imports = [*_registers(case, people, lists, out), *_annexes(case, people, lists, out), *_papers(case, people, lists, out)]
    return CaseFiles(
        case=case,
        residents=scale.residents,
        people=len(lists.first) + len(lists.coming),
        folder=out,
        truth=out / TRUTH,
        imports=tuple(sorted(imports, key=lambda delivery: delivery.as_of)),
        months=case.months,
    )


def _draw_lists(case: Case, scale: Scale, people: People) -> _Lists:
    chosen, changes = case.illustrative, len(case.months) - 1
    decree_day = day_number(chosen["agreement"]["decree_date"])
    first = draw_lines(
        people, lines=scale(chosen["enrolled_at_first"]), holds=chosen["annex_per_thousand"], decree_day=decree_day
    )
    coming = draw_lines(
        people,
        lines=max(1, scale(chosen["enrolled_each_month"])) * changes,
        holds=ALL_RIGHT,
        decree_day=decree_day,
        named=" of who comes",
        taken=on_lists(people, first),
    )
    coming = dataclasses.replace(coming, person=stream(people.seed, "who comes when").permutation(coming.person))
    leaves = max(1, scale(chosen["removed_each_month"])) * changes
    leaving = stream(people.seed, "who leaves when").permutation(np.flatnonzero(first.planted == RIGHT))[:leaves]
    desk = CardDesk(people)
    begins = day_number(chosen["agreement"]["from"])
    first_card = desk.issue(first, draw_answers(people, first, chosen["branch_per_thousand"]), start_day=begins)
    coming_card = desk.issue(coming, draw_answers(people, coming, ALL_ACTIVE), start_day=begins)
    others = rosters.member_roster(people, coverage=chosen["coverage_outside_the_list"])
    desk.add(centre_pays(others.without(on_lists(people, first, coming))))
    return _Lists(first, first_card, coming, coming_card, leaving, desk.roster())


def _registers(case: Case, people: People, lists: _Lists, out: Path) -> Iterator[Delivery]:
    """The registers of the first position; then every year the branch's master, in which people have come and gone."""
    positions = case.illustrative["positions"]
    for kind, written in write_registers(people, out, member_rows=_members(case, lists, positions[0])).items():
        yield Delivery(kind, written.path, positions[0])
    for as_of in (day for day in positions[1:] if Month.of(day) <= case.month):
        with RegisterFiles(out, names={**FILES, "members": f"peserta_{as_of}.csv"}) as files:
            yield Delivery("members", files.add(people, {"members": _members(case, lists, as_of)})["members"].path, as_of)


def _members(case: Case, lists: _Lists, as_of: dt.date) -> Roster:
    """The master on a day: whoever has not come yet pays for themselves and is in arrears, whoever has left is inactive."""
    changed = case.months[0].until(Month.of(as_of))
    each_month, leave = len(lists.coming) // (len(case.months) - 1), len(lists.leaving) // (len(case.months) - 1)
    to_come = np.isin(lists.members.number, lists.coming_card[each_month * changed :])
    gone = np.isin(lists.members.number, lists.first_card[lists.leaving[: leave * changed]])
    return dataclasses.replace(
        lists.members,
        segment=np.where(to_come, PBPU, lists.members.segment).astype(np.int8),
        status=np.where(to_come | gone, 0, lists.members.status).astype(np.int8),
    )


def _annexes(case: Case, people: People, lists: _Lists, out: Path) -> Iterator[Delivery]:
    terms = case.illustrative["agreement"]
    form = decree_form(terms, segment_label=SEGMENT_LABELS_2021[PEMDA])
    yield Delivery("decisions", write_annex(people, lists.first, lists.first_card, form, out), case.as_of)
    changes = len(case.months) - 1
    coming = np.split(np.arange(len(lists.coming)), changes)
    leaving = np.split(lists.leaving, changes)
    for month, comes, leaves in zip(case.months[1:], coming, leaving, strict=True):
        decided = _decided(case, form, month)
        name = f"lampiran_masuk_{month}.csv"
        lines = _part(lists.coming, comes, f" in {month}")
        yield Delivery(
            "decisions", write_annex(people, lines, lists.coming_card[comes], decided, out, name=name), month.first_date
        )
        name, decided = f"lampiran_keluar_{month}.csv", dataclasses.replace(decided, decision_label=REMOVED)
        decided = dataclasses.replace(decided, decree_number=f"{decided.decree_number}-K")
        lines = _part(lists.first, leaves, f" out {month}")
        yield Delivery(
            "decisions", write_annex(people, lines, lists.first_card[leaves], decided, out, name=name), month.first_date
        )


def _part(lines: Lines, places: Array, named: str) -> Lines:
    return Lines(person=lines.person[places], planted=lines.planted[places], named=named)


def _decided(case: Case, form: DecreeForm, month: Month) -> DecreeForm:
    """The decree of a month's changes, submitted in the month before, early enough to take effect on the first."""
    day = month.plus(-1).first_date.replace(day=case.illustrative["decided_day"])
    return dataclasses.replace(form, decree_number=f"440/Kep.{month}", decree_date=day, submitted_date=day)


def _papers(case: Case, people: People, lists: _Lists, out: Path) -> Iterator[Delivery]:
    chosen, people_paid = case.illustrative, len(lists.first)
    yield Delivery("facilities", write_facilities([chosen["hospital"]], [people.places], out), case.as_of)
    yield Delivery("agreements", write_document(case, "agreement", _agreement(case, lists), out / "pks.yaml"), case.as_of)
    for month in case.months:
        day = month.first_date.replace(day=chosen["paid_day"])
        paid = paid_in_full([day], agreement_number=chosen["agreement"]["number"], people=people_paid, series="RK")
        yield Delivery("payments", write_payments(paid, out / f"sp2d_{month}.csv"), day)


def _agreement(case: Case, lists: _Lists) -> dict[str, Any]:
    terms, lines = case.illustrative["agreement"], len(lists.first) + len(lists.coming)
    rates = pemda_accounts(month=case.months[0])
    return agreement_terms(
        terms,
        area=case.area,
        quota=lines,
        budget=budget_lines(terms["accounts"], {kind: rate * lines * 12 for kind, rate in rates.items()}),
        budget_year=terms["from"].year,
        source=case.source,
        illustrative=("title", "period", "quota", "budget", "signed"),
    )
