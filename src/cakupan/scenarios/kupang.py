"""The kupang case as files: a first stage of the poor moves from the city's own scheme into JKN, beside those enrolled before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from cakupan.scenarios import rosters
from cakupan.scenarios.agreements_written import agreement_terms, budget_lines, decree_form
from cakupan.scenarios.annex import Lines, draw_answers, draw_lines
from cakupan.scenarios.annex_written import write_annex
from cakupan.scenarios.arrays import Array, day_number
from cakupan.scenarios.cards import NO_CARD, CardDesk, centre_pays, on_lists
from cakupan.scenarios.case import Case, CaseFiles, Delivery, Scale, read_case, scale_of
from cakupan.scenarios.cast import cast_of
from cakupan.scenarios.disbursements import paid_in_full, write_payments
from cakupan.scenarios.papers import write_document, write_facilities
from cakupan.scenarios.people import SEGMENT_LABELS, People
from cakupan.scenarios.registers_written import FILES, TRUTH, RegisterFiles, all_rosters
from cakupan.scenarios.rosters import PEMDA, Roster

ALL_ACTIVE = {"active": 1}
IURAN = "iuran"  # the law knew one account only until 2020
FIRST_STAGE = " of the first stage"


@dataclass(frozen=True)
class _Lists:
    """The two annexes, the cards of the older one, and the member master once the first stage is in it.

    ``known_before``: which of its entries stood in it before.
    """

    plan: Lines
    plan_card: Array
    stage: Lines
    members: Roster
    known_before: Array


def write_kupang(*, residents: int | None, out: Path) -> CaseFiles:
    """Write the input files of the kupang case into ``out``, played with ``residents`` people (None: as many as the case has).

    Counts and rupiah shrink in proportion. Refused below 1,000 residents.
    """
    case = read_case("kupang")
    scale = scale_of(case, residents)
    people = cast_of(case, scale.residents)
    lists = _draw_lists(case, scale, people)
    imports = [*_registers(case, people, lists, out), *_papers(case, scale, people, lists, out)]
    return CaseFiles(
        case=case,
        residents=scale.residents,
        people=len(lists.plan) + len(lists.stage),
        folder=out,
        truth=out / TRUTH,
        imports=tuple(sorted(imports, key=lambda delivery: delivery.as_of)),
        months=case.months,
    )


def _draw_lists(case: Case, scale: Scale, people: People) -> _Lists:
    chosen = case.illustrative
    plan = draw_lines(
        people,
        lines=scale(chosen["covered_before"]),
        holds=chosen["annex_per_thousand"],
        decree_day=day_number(chosen["plan"]["decree_date"]),
    )
    stage = draw_lines(
        people,
        lines=scale(case.published["covered_after"]) - len(plan),
        holds=chosen["annex_per_thousand"],
        decree_day=day_number(chosen["agreement"]["decree_date"]),
        named=FIRST_STAGE,
        taken=on_lists(people, plan),
    )
    desk = CardDesk(people)
    plan_card = desk.issue(plan, draw_answers(people, plan, ALL_ACTIVE), start_day=day_number(chosen["plan"]["from"]))
    desk.add(centre_pays(_others(case, people, on_lists(people, plan, stage))))
    before = desk.issued
    desk.issue(stage, draw_answers(people, stage, ALL_ACTIVE), start_day=day_number(chosen["first_in_force"]))
    members = desk.roster()
    # Whoever is funded twice had the other card all along.
    known_before = (members.number <= before) | (members.segment != PEMDA)
    return _Lists(plan, plan_card, stage, members, known_before)


def _others(case: Case, people: People, listed: Array) -> Roster:
    cards = round(case.illustrative["coverage_outside_the_lists"] * int(np.count_nonzero(~listed)))
    active = cards * case.illustrative["active_per_thousand"] // 1000
    return rosters.exact_members(people, cards=cards, active=active, among=~listed)


def _registers(case: Case, people: People, lists: _Lists, out: Path) -> Iterator[Delivery]:
    """The five registers of the first position; at the second the branch has taken in the first stage."""
    before, after = case.illustrative["positions"]
    poverty = rosters.poverty_roster(people, share=case.illustrative["poverty_share"])
    rows = all_rosters(people, member_rows=lists.members, poverty_rows=poverty)
    with RegisterFiles(out) as files:
        for kind, written in files.add(people, rows, shown={"members": lists.known_before}).items():
            yield Delivery(kind, written.path, before)
    with RegisterFiles(out, names={**FILES, "members": f"peserta_{after}.csv"}) as files:
        yield Delivery("members", files.add(people, {"members": lists.members})["members"].path, after)


def _papers(case: Case, scale: Scale, people: People, lists: _Lists, out: Path) -> Iterator[Delivery]:
    chosen = case.illustrative
    before, after = chosen["positions"]
    signed: dt.date = case.published["agreement"]["signed"]
    yield Delivery("facilities", write_facilities(chosen["hospitals"], [people.places], out), before)
    yield from _annexes(case, people, lists, out)
    plan, stage = _plan(case, len(lists.plan)), _first_stage(case, scale)
    yield Delivery("agreements", write_document(case, "agreement", plan, out / "rk.yaml"), plan["period"]["from"])
    yield Delivery("agreements", write_document(case, "agreement", stage, out / "pks.yaml"), signed)
    yield Delivery("guarantees", write_document(case, "guarantee", _scheme(case), out / "jamkesda.yaml"), before)
    yield Delivery("region", write_document(case, "region", _region(case), out / "daerah.yaml"), before)
    january, february = paid_in_full(
        chosen["plan"]["paid"], agreement_number=chosen["plan"]["number"], people=len(lists.plan), series="KPG"
    )
    yield Delivery("payments", write_payments([january], out / f"sp2d_{before}.csv"), before)
    yield Delivery("payments", write_payments([february], out / f"sp2d_{after}.csv"), after)


def _annexes(case: Case, people: People, lists: _Lists, out: Path) -> Iterator[Delivery]:
    label, chosen = SEGMENT_LABELS[PEMDA], case.illustrative
    plan, stage = (decree_form(chosen[key], segment_label=label) for key in ("plan", "agreement"))
    enrolled = write_annex(people, lists.plan, lists.plan_card, plan, out, name="lampiran_rk.csv")
    yield Delivery("decisions", enrolled, chosen["plan"]["from"])
    # Nobody of the first stage has a card yet.
    none = np.full(len(lists.stage), NO_CARD, dtype=np.int64)
    yield Delivery("decisions", write_annex(people, lists.stage, none, stage, out), stage.submitted_date)


def _plan(case: Case, lines: int) -> dict[str, Any]:
    """The year's work plan, whose budget carries its list to December at the rate that was known."""
    terms = case.illustrative["plan"]
    (january, *_) = paid_in_full([terms["from"]], agreement_number=terms["number"], people=lines, series="KPG")
    return agreement_terms(
        terms,
        area=case.area,
        quota=lines,
        budget=budget_lines({IURAN: terms["account"]}, {IURAN: 12 * january.rupiah[IURAN]}),
        papers=[_paper("Rencana Kerja", "rk", terms["number"], terms["signed"]), _decree_paper(terms)],
        illustrative=("title", "period", "quota", "budget", "papers", "signed"),
    )


def _first_stage(case: Case, scale: Scale) -> dict[str, Any]:
    """The agreement of 29 January: its budget is published, its quota is not."""
    terms = {**case.published["agreement"], **case.illustrative["agreement"], "from": case.illustrative["first_in_force"]}
    return agreement_terms(
        terms,
        area=case.area,
        budget=budget_lines({IURAN: terms["account"]}, {IURAN: scale(case.published["budget_rupiah"])}),
        budget_year=terms["signed"].year,
        papers=[_decree_paper(terms), _paper("Perjanjian Kerja Sama", "pks", terms["number"], terms["signed"])],
        source=case.source,
        illustrative=("title", "period.to", "budget.account", "papers.number", "papers.date"),
    )


def _paper(name: str, kind: str, number: str, date: dt.date) -> dict[str, Any]:
    return {"name": name, "kind": kind, "number": number, "date": date}


def _decree_paper(terms: Mapping[str, Any]) -> dict[str, Any]:
    return _paper("Keputusan Wali Kota dengan lampiran", "sk", terms["decree_number"], terms["decree_date"])


def _scheme(case: Case) -> dict[str, Any]:
    """The city's own scheme, until the first stage is in force."""
    told = case.illustrative["scheme"]
    served = case.illustrative["hospitals"][: len(case.published["before"]["served_at"])]
    return {
        "number": told["number"],
        "title": told["title"],
        "area": case.area,
        "instrument": told["instrument"],
        "scope": {"who": "scheme_members", "services": told["services"], "text": told["text"]},
        "facilities": [{"code": hospital["code"], "name": hospital["name"]} for hospital in served],
        "period": {"from": told["from"], "to": case.illustrative["first_in_force"]},
        "account": told["account"],
        "illustrative": ["number", "title", "instrument", "scope", "period.from", "account"],
        "source": case.source,
    }


def _region(case: Case) -> dict[str, Any]:
    """The city; the shares of country and province are quoted where they belong, the province's."""
    target, told = case.illustrative["target"], case.published
    return {
        "number": f"region-{case.area}",
        "title": "Kota Kupang",
        "area": case.area,
        "targets": [{"name": "registered", **target}],
        "published": [
            {
                "what": "coverage_pct",
                "value": told["province_coverage_pct"],
                "area": case.area[:2],
                "as_of": told["agreement"]["signed"],
                "source": case.source,
            },
            {
                "what": "covered_by_the_city",
                "value": str(told["covered_after"]),
                "area": case.area,
                "as_of": told["agreement"]["signed"],
                "source": case.source,
            },
        ],
        "budget_calendar": case.illustrative["budget_calendar"],
        "self_payer_aid_payer": "kabkota",
        "illustrative": ["targets", "budget_calendar", "self_payer_aid_payer"],
        "source": case.source,
    }
