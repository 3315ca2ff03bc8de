"""The serang case as files: five registers, the decree's annex, the agreement, the facilities; the truth aside."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from cakupan.scenarios import rosters
from cakupan.scenarios.agreements_written import agreement_terms, budget_lines, decree_form
from cakupan.scenarios.annex import Lines, draw_answers, draw_lines
from cakupan.scenarios.annex_written import write_annex
from cakupan.scenarios.arrays import Array, day_number
from cakupan.scenarios.cards import CardDesk, centre_pays, on_lists
from cakupan.scenarios.case import Case, CaseFiles, Delivery, Scale, read_case, scale_of
from cakupan.scenarios.cast import SEGMENT_LABELS_2021, cast_of
from cakupan.scenarios.papers import write_document, write_facilities
from cakupan.scenarios.people import People
from cakupan.scenarios.registers_written import TRUTH, write_registers
from cakupan.scenarios.rosters import Roster

ACCOUNTS = {"iuran": "5.1.02.02.02.0005", "bantuan_iuran": "5.1.02.02.02.0007"}


def write_serang(*, residents: int | None, out: Path) -> CaseFiles:
    """Write the input files of the serang case into ``out``, played with ``residents`` people (None: as many as the case has).

    Counts and rupiah shrink in proportion. Refused below 1,000 residents: the annex would have too few lines to show anything.
    """
    case = read_case("serang")
    scale = scale_of(case, residents)
    people = dataclasses.replace(cast_of(case, scale.residents), segment_labels=SEGMENT_LABELS_2021)
    terms = case.illustrative["agreement"]
    lines = draw_lines(
        people,
        lines=scale(case.published["people"]),
        holds=case.illustrative["annex_per_thousand"],
        decree_day=day_number(terms["decree_date"]),
    )
    members, card = _cards(case, people, lines)
    files = {kind: written.path for kind, written in write_registers(people, out, member_rows=members).items()}
    files["decisions"] = write_annex(
        people, lines, card, decree_form(terms, segment_label=SEGMENT_LABELS_2021[rosters.PEMDA]), out
    )
    hospital = {**case.illustrative["hospital"], "contract_from": case.published["in_force"]}
    files["facilities"] = write_facilities([hospital], [people.places], out)
    files["agreements"] = write_document(case, "agreement", _agreement(case, scale, len(lines)), out / "pks.yaml")
    return CaseFiles(
        case=case,
        residents=scale.residents,
        people=len(lines),
        folder=out,
        truth=out / TRUTH,
        imports=tuple(Delivery(kind, path, case.as_of) for kind, path in files.items()),
        months=case.months,
    )


def _cards(case: Case, people: People, lines: Lines) -> tuple[Roster, Array]:
    others = rosters.member_roster(people, coverage=case.illustrative["coverage_outside_the_list"])
    desk = CardDesk(people)
    desk.add(centre_pays(others.without(on_lists(people, lines))))
    answer = draw_answers(people, lines, case.illustrative["branch_per_thousand"])
    card = desk.issue(lines, answer, start_day=day_number(case.published["in_force"]))
    return desk.roster(), card


def _agreement(case: Case, scale: Scale, lines: int) -> dict[str, Any]:
    """The agreement as a document of the workspace; what was chosen to play the case is listed under ``illustrative``."""
    chosen = case.illustrative
    return agreement_terms(
        {**chosen["agreement"], "from": case.published["in_force"], "to": chosen["agreement"]["ends"]},
        area=case.area,
        quota=lines,
        budget=budget_lines(ACCOUNTS, {kind: scale(rupiah) for kind, rupiah in chosen["budget"].items()}),
        requirements=chosen["requirements"],
        basis=case.published["basis"],
        illustrative=("title", "period.to", "budget", "requirements", "signed"),
    )
