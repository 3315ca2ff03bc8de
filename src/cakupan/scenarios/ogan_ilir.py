"""The ogan-ilir case as files: an agreement that ends unpaid, whom it leaves, and neighbours whose payer goes on paying."""

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
from cakupan.scenarios.annex_written import write_annex
from cakupan.scenarios.arrays import Array, day_number, stream
from cakupan.scenarios.cards import CardDesk, centre_pays, on_lists
from cakupan.scenarios.case import Case, CaseFiles, Delivery, Scale, read_case, scale_of
from cakupan.scenarios.cast import SEGMENT_LABELS_2021, cast_of
from cakupan.scenarios.disbursements import Disbursement, by_account, paid_in_full, write_payments
from cakupan.scenarios.papers import puskesmas_rows, write_document, write_facilities
from cakupan.scenarios.people import People
from cakupan.scenarios.registers_written import FILES, TRUTH, RegisterFiles, write_registers
from cakupan.scenarios.rosters import PEMDA, PEMDA_OF_PROVINCE, Roster

PAYER_LABELS = ("", "KABKOTA", "", "", "", "PROVINSI")
ALL_ACTIVE = {"active": 1}
ALL_RIGHT = {"right": 1}


@dataclass(frozen=True)
class _Lists:
    """The two annexes, the cards that their lines carry, and the member master with them."""

    regency: Lines
    regency_card: Array
    province: Lines
    province_card: Array
    members: Roster


def write_ogan_ilir(*, residents: int | None, out: Path) -> CaseFiles:
    """Write the input files of the ogan-ilir case into ``out``, played with ``residents`` people (None: as many as it has).

    Counts and rupiah shrink in proportion: the list's months cost what its lines cost, and what stays unpaid is the published
    sum at that scale. Refused below 1,000 residents.
    """
    case = read_case("ogan-ilir")
    scale = scale_of(case, residents)
    people = dataclasses.replace(cast_of(case, scale.residents), segment_labels=SEGMENT_LABELS_2021, payer_labels=PAYER_LABELS)
    lists = _draw_lists(case, scale, people)
    imports = [*_registers(case, scale, people, lists, out), *_papers(case, scale, people, lists, out)]
    return CaseFiles(
        case=case,
        residents=scale.residents,
        people=len(lists.regency) + len(lists.province),
        folder=out,
        truth=out / TRUTH,
        imports=tuple(sorted(imports, key=lambda delivery: delivery.as_of)),
        months=case.months,
    )


def _draw_lists(case: Case, scale: Scale, people: People) -> _Lists:
    chosen = case.illustrative
    regency = draw_lines(
        people,
        lines=scale(case.published["people_losing_cover"]),
        holds=chosen["annex_holds"],
        decree_day=day_number(chosen["agreement"]["decree_date"]),
    )
    province = draw_lines(
        people,
        lines=scale(chosen["neighbours"]["people"]),
        holds=ALL_RIGHT,
        decree_day=day_number(chosen["neighbours"]["decree_date"]),
        named=" of the province",
        taken=on_lists(people, regency),
    )
    desk = CardDesk(people)
    regency_card = desk.issue(
        regency, draw_answers(people, regency, ALL_ACTIVE), start_day=day_number(chosen["agreement"]["from"])
    )
    province_card = desk.issue(
        province,
        draw_answers(people, province, ALL_ACTIVE),
        start_day=day_number(chosen["neighbours"]["from"]),
        segment=PEMDA_OF_PROVINCE,
    )
    others = rosters.exact_members(
        people,
        cards=scale(chosen["registered"]) - desk.issued,
        active=scale(chosen["active"]) - desk.active,
        among=~on_lists(people, regency, province),
    )
    desk.add(centre_pays(others))
    return _Lists(regency, regency_card, province, province_card, desk.roster())


def _registers(case: Case, scale: Scale, people: People, lists: _Lists, out: Path) -> Iterator[Delivery]:
    """The five registers of the first position; then the member master again, in the end without those who lost cover."""
    poverty = _poverty(case, scale, people, lists.regency)
    first, *later = case.illustrative["positions"]
    for kind, written in write_registers(people, out, member_rows=lists.members, poverty_rows=poverty).items():
        yield Delivery(kind, written.path, first)
    for as_of in later:
        ended = as_of >= case.illustrative["agreement"]["to"]
        members = _inactive(lists.members, PEMDA) if ended else lists.members
        with RegisterFiles(out, names={**FILES, "members": f"peserta_{as_of}.csv"}) as files:
            yield Delivery("members", files.add(people, {"members": members})["members"].path, as_of)


def _inactive(members: Roster, segment: int) -> Roster:
    status = np.where(members.segment == segment, 0, members.status).astype(np.int8)
    return dataclasses.replace(members, status=status)


def _poverty(case: Case, scale: Scale, people: People, lines: Lines) -> Roster:
    """The regency enrolled whom the poverty register had left out; some are on it by now and belong in PBI JK."""
    right = np.unique(lines.person[lines.planted == RIGHT])
    drawn = stream(people.seed, "belong in PBI JK").permutation(right)
    known, unknown = np.zeros(people.count, dtype=bool), np.zeros(people.count, dtype=bool)
    for_pbi = scale(case.illustrative["people_for_pbi"])
    known[drawn[:for_pbi]], unknown[drawn[for_pbi:]] = True, True
    share = case.illustrative["poverty_share"]
    return rosters.poverty_roster(people, share=share, listed_for_sure=known, never_listed=unknown)


def _papers(case: Case, scale: Scale, people: People, lists: _Lists, out: Path) -> Iterator[Delivery]:
    chosen = case.illustrative
    first, _, last = chosen["positions"]
    yield Delivery("facilities", write_facilities([chosen["hospital"]], [people.places], out), first)
    yield from _annexes(case, people, lists, out)
    own, neighbours = _own_agreement(case, len(lists.regency)), _neighbours_agreement(case, len(lists.province))
    yield Delivery("agreements", write_document(case, "agreement", own, out / "pks.yaml"), first)
    yield Delivery("agreements", write_document(case, "agreement", neighbours, out / "pks_provinsi.yaml"), first)
    yield Delivery("region", write_document(case, "region", _region(case), out / "daerah.yaml"), first)
    yield from _payments(case, scale, lists, out)
    reviewed = {**own, "status": "ended", "review": _review(case)}
    yield Delivery("agreements", write_document(case, "agreement", reviewed, out / "pks_kaji_ulang.yaml"), last)
    guarantee = write_document(case, "guarantee", _guarantee(case, people), out / "jaminan.yaml")
    yield Delivery("guarantees", guarantee, chosen["guarantee_known"])


def _annexes(case: Case, people: People, lists: _Lists, out: Path) -> Iterator[Delivery]:
    chosen, first = case.illustrative, case.illustrative["positions"][0]
    own = decree_form(chosen["agreement"], segment_label=SEGMENT_LABELS_2021[PEMDA])
    yield Delivery("decisions", write_annex(people, lists.regency, lists.regency_card, own, out), first)
    theirs = decree_form(chosen["neighbours"], segment_label=SEGMENT_LABELS_2021[PEMDA], payer_label="PROVINSI")
    name = "lampiran_sk_provinsi.csv"
    yield Delivery("decisions", write_annex(people, lists.province, lists.province_card, theirs, out, name=name), first)


def _own_agreement(case: Case, lines: int) -> dict[str, Any]:
    terms, province_pct = case.illustrative["agreement"], case.illustrative["province_share_pct"]
    rates = pemda_accounts(month=case.months[0])
    return agreement_terms(
        terms,
        area=case.area,
        quota=lines,
        budget=budget_lines(terms["accounts"], {kind: rate * lines * terms["budget_months"] for kind, rate in rates.items()}),
        budget_year=terms["from"].year,
        readings_of_who_pays=[
            {"name": "kabupaten 100 %", "shares": [{"payer": "kabkota", "per_cent": 100}]},
            {
                "name": f"provinsi {province_pct} %, kabupaten {100 - province_pct} %",
                "shares": [
                    {"payer": "kabkota", "per_cent": 100 - province_pct},
                    {"payer": "provinsi", "per_cent": province_pct},
                ],
            },
        ],
        papers=[
            {
                "name": "Keputusan Bupati dengan lampiran",
                "kind": "sk",
                "number": terms["decree_number"],
                "date": terms["decree_date"],
            },
            {"name": "Perjanjian Kerja Sama", "kind": "pks", "number": terms["number"], "date": terms["signed"]},
        ],
        source=case.source,
        illustrative=("title", "period.from", "budget", "readings_of_who_pays.1.shares", "papers", "signed"),
    )


def _neighbours_agreement(case: Case, lines: int) -> dict[str, Any]:
    terms = case.illustrative["neighbours"]
    chosen = ("title", "period", "quota", "payer", "shares", "signed")
    return agreement_terms(terms, area=case.area, quota=lines, payer="provinsi", illustrative=chosen)


def _review(case: Case) -> dict[str, Any]:
    asked = case.published["review_requested"]
    return {"requested_on": asked["on"], "by": asked["by"], "through": asked["through"]}


def _payments(case: Case, scale: Scale, lists: _Lists, out: Path) -> Iterator[Delivery]:
    """What had been paid by each position; every file holds only what is new."""
    known: dt.date | None = None
    paid = [*_regency_pays(case, scale, len(lists.regency)), *_province_pays(case, len(lists.province))]
    for as_of in case.illustrative["positions"]:
        new = [each for each in paid if each.date <= as_of and (known is None or each.date > known)]
        yield Delivery("payments", write_payments(new, out / f"sp2d_{as_of}.csv"), as_of)
        known = as_of


def _regency_pays(case: Case, scale: Scale, lines: int) -> Iterator[Disbursement]:
    chosen, terms = case.illustrative["payments"], case.illustrative["agreement"]
    yield from paid_in_full(chosen["in_full"], agreement_number=terms["number"], people=lines, series="OI")
    first = case.illustrative["unpaid_from"]
    month, left = Month(first.year, first.month), _towards_the_rest(case, scale, lines)
    for date in chosen["towards_the_rest"]:
        due = sum(pemda_accounts(month=month).values()) * lines
        paid = left if date == chosen["towards_the_rest"][-1] else min(left, due)
        yield Disbursement(f"{date:%m%d}/SP2D-OI/{date.year}", date, terms["number"], month, by_account(paid, month))
        month, left = month.plus(1), left - paid


def _towards_the_rest(case: Case, scale: Scale, lines: int) -> int:
    """What is paid of the months from the first unpaid one: all that they cost but the published arrears."""
    first, ends = case.illustrative["unpaid_from"], case.illustrative["agreement"]["to"]
    months = (ends.year - first.year) * 12 + ends.month - first.month
    due: int = months * lines * sum(pemda_accounts(month=Month(first.year, first.month)).values())
    return due - scale(case.published["arrears_rupiah"])


def _province_pays(case: Case, lines: int) -> Iterator[Disbursement]:
    terms, day = case.illustrative["neighbours"], case.illustrative["payments"]["province_day"]
    year = terms["from"].year
    dates = [dt.date(year, month, day) for month in range(1, 13)]
    return paid_in_full(dates, agreement_number=terms["number"], people=lines, series="SS", payer_label="PROVINSI")


def _region(case: Case) -> dict[str, Any]:
    chosen = case.illustrative
    return {
        "number": f"region-{case.area}",
        "title": "Kabupaten Ogan Ilir",
        "area": case.area,
        "targets": [{"name": "registered", "pct": chosen["registered_target_pct"], "by": dt.date(2024, 12, 31)}],
        "published": [
            {
                "what": what,
                "value": str(case.published[key]),
                "area": case.area,
                "as_of": case.published["agreement_ended"],
                "source": source,
            }
            for what, key, source in (
                ("people_losing_cover", "people_losing_cover", case.source),
                ("people_losing_cover", "people_losing_cover_elsewhere", "sumsel.idntimes.com, 6 Januari 2025"),
            )
        ],
        "budget_calendar": chosen["budget_calendar"],
        "self_payer_aid_payer": "kabkota",
        "illustrative": ["targets", "budget_calendar", "self_payer_aid_payer"],
        "source": case.source,
    }


def _guarantee(case: Case, people: People) -> dict[str, Any]:
    """What was said on 5 January, as the office would enter it: no instrument, and no account that could pay."""
    told, asked, hospital = case.illustrative["guarantee"], case.published["review_requested"], case.illustrative["hospital"]
    facilities = [{"code": hospital["code"], "name": hospital["name"]}]
    facilities += [{"code": row[0], "name": row[1]} for row in puskesmas_rows(people.places)]
    return {
        "number": told["number"],
        "title": told["title"],
        "area": case.area,
        "scope": {
            "who": "former_members",
            "agreement": case.illustrative["agreement"]["number"],
            "services": told["services"],
            "text": told["text"],
        },
        "facilities": facilities,
        "statements": [{"on": asked["on"], "by": asked["by"], "through": asked["through"], "says": told["says"]}],
        "illustrative": ["number", "title", "scope"],
        "source": case.source,
    }
