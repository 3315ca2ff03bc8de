"""The palembang case as files: a branch of five regencies, whom its members owe, and how far it is to where one registers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cakupan.law.calendar import Month
from cakupan.scenarios import rosters
from cakupan.scenarios.arrays import Array, stream
from cakupan.scenarios.arrears import Debts, debts, months_owed
from cakupan.scenarios.case import Case, CaseFiles, Delivery, Scale, apportion, read_case, scale_of
from cakupan.scenarios.debtors import Debtors, choose_debtors, poverty_with, taken_off, unpaid_rows
from cakupan.scenarios.papers import write_document, write_facilities
from cakupan.scenarios.people import People
from cakupan.scenarios.places import Places
from cakupan.scenarios.regencies import Numbering, Regency, casts, population_basis, regencies_of
from cakupan.scenarios.registers_written import FILES, TRUTH, RegisterFiles, all_rosters, write_csv
from cakupan.scenarios.rosters import Roster

UNPAID = "tunggakan.csv"


@dataclass
class _Owed:
    """The unpaid rows of all parts while they are gathered: text, and per row family, class and whether it is poor."""

    rows: list[pa.Table] = field(default_factory=list)
    family: list[Array] = field(default_factory=list)
    class_: list[Array] = field(default_factory=list)
    poor: list[Array] = field(default_factory=list)
    families: int = 0

    def add(self, people: People, members: Roster, debtors: Debtors) -> None:
        _, family = np.unique(debtors.family, return_inverse=True)
        self.rows.append(unpaid_rows(people, members, debtors))
        self.family.append(family + self.families)
        self.class_.append(debtors.class_)
        self.poor.append(debtors.poor)
        self.families += int(family.max(initial=-1)) + 1


def write_palembang(*, residents: int | None, out: Path) -> CaseFiles:
    """Write the input files of the palembang case into ``out``, played with ``residents`` people (None: as many as it has).

    What members owe sums to the published rupiah by the law's rates; played small, to the nearest sum that whole months make.
    Refused below 1,000 residents.
    """
    case = read_case("palembang")
    scale = scale_of(case, residents)
    regencies = _regencies(case, scale)
    places, owed = _write_people(case, scale, regencies, out)
    imports = [Delivery(kind, out / name, case.as_of) for kind, name in FILES.items()]
    imports.append(Delivery("unpaid", _write_unpaid(case, scale, owed, out), case.as_of))
    imports += _papers(case, scale, regencies, places, out)
    return CaseFiles(
        case=case, residents=scale.residents, folder=out, truth=out / TRUTH, imports=tuple(imports), months=case.months
    )


def _regencies(case: Case, scale: Scale) -> tuple[Regency, ...]:
    return regencies_of(case.illustrative["regencies"], scale=scale, registered=case.published["members"])


def _write_people(case: Case, scale: Scale, regencies: Sequence[Regency], out: Path) -> tuple[list[Places], _Owed]:
    counted, places, owed = Numbering(), [], _Owed()
    people_owing = _people_owing(case, scale)
    poor = dict(zip(people_owing, apportion(total=_poor(case, scale), weights=list(people_owing.values())), strict=True))
    with RegisterFiles(out) as files:
        for regency, people in casts(case, regencies):
            members, debtors = _members(case, regency, people, people_owing[regency.area], poor[regency.area])
            poverty = poverty_with(people, debtors, share=case.illustrative["poverty_share"])
            rows = counted(all_rosters(people, member_rows=members, poverty_rows=poverty))
            files.add(people, rows)
            owed.add(people, rows["members"], debtors)
            places.append(people.places)
    return places, owed


def _people_owing(case: Case, scale: Scale) -> dict[str, int]:
    told: Mapping[str, int] = case.illustrative["arrears"]["people"]
    people = scale(case.published["arrears_people"])
    return dict(zip(told, apportion(total=people, weights=list(told.values())), strict=True))


def _poor(case: Case, scale: Scale) -> int:
    return scale(case.illustrative["arrears"]["poor_people"])


def _members(case: Case, regency: Regency, people: People, owing: int, poor: int) -> tuple[Roster, Debtors]:
    chosen = case.illustrative
    active = regency.active(chosen["active_per_thousand"])
    members = rosters.exact_members(people, cards=regency.registered, active=active)
    debtors = choose_debtors(
        people,
        members,
        wanted=owing,
        class_weights=chosen["arrears"]["classes"],
        poor_people=poor,
        poorest_deciles=chosen["arrears"]["poorest_deciles"],
    )
    return taken_off(members, debtors), debtors


def branch_debts(case: Case) -> Debts:
    """What unpaid months cost at the case's position: the last that has fallen due is that of the month before."""
    return debts(since=Month(case.published["arrears_since"], 1), last_month=Month.of(case.as_of).plus(-1))


def owed_months(case: Case, scale: Scale, *, family: Array, class_: Array) -> Array:
    """Unpaid months of each person, one family alike; the sum is the published one at this scale."""
    sizes = np.bincount(family)
    class_of_family = np.zeros(len(sizes), dtype=np.int64)
    class_of_family[family] = class_
    months = months_owed(
        stream(case.seed, "months owed"),
        debts=branch_debts(case),
        classes=class_of_family,
        sizes=sizes,
        rupiah=scale(case.published["arrears_rupiah"]),
        long_debt=case.illustrative["arrears"]["long_debt"],
    )
    owed: Array = months[family]
    return owed


def _write_unpaid(case: Case, scale: Scale, owed: _Owed, out: Path) -> Path:
    family, class_, poor = (np.concatenate(parts) for parts in (owed.family, owed.class_, owed.poor))
    months, law = owed_months(case, scale, family=family, class_=class_), branch_debts(case)
    first_months = [str(law.last_month.plus(1 - count)) for count in range(law.months_max + 1)]
    rows = pa.concat_tables(owed.rows)
    rupiah = law.of(classes=class_, months=months)
    columns = {name: rows[name].combine_chunks() for name in rows.column_names}
    columns["BULAN_AWAL"] = pa.array(first_months).take(pa.array(months))
    columns["JUMLAH_BULAN"] = pc.cast(pa.array(months), pa.string())
    columns["RUPIAH"] = pc.cast(pa.array(rupiah), pa.string())
    order = pa.array(stream(case.seed, "order of unpaid").permutation(len(months)))
    write_csv(out / UNPAID, {name: column.take(order) for name, column in columns.items()})
    truth = pa.table({"row": np.arange(len(months)) + 2, "family": family, "poor": poor})
    told = truth.select(["family", "poor"]).take(order).add_column(0, "row", truth["row"])
    pq.write_table(told, out / TRUTH / "unpaid.parquet", compression="zstd")
    return out / UNPAID


def _papers(case: Case, scale: Scale, regencies: Sequence[Regency], places: Sequence[Places], out: Path) -> Iterator[Delivery]:
    yield Delivery("facilities", write_facilities(case.illustrative["hospitals"], places, out), case.as_of)
    region = _region(case, regencies)
    yield Delivery("region", write_document(case, "region", region, out / "cabang.yaml"), case.as_of)
    channels = _channels(case, scale)
    yield Delivery("channels", write_document(case, "channels", channels, out / "kanal.yaml"), case.as_of)


def _region(case: Case, regencies: Sequence[Regency]) -> dict[str, Any]:
    told = case.published
    return {
        "number": f"region-{case.area}",
        "title": "BPJS Kesehatan Cabang Palembang: lima kabupaten dan kota",
        "area": case.area,
        "branch_areas": told["branch_areas"],
        "population": population_basis(case, regencies),
        "targets": [{"name": "registered", "pct": told["target_pct"], "by": told["target_by"], "source": case.source}],
        "published": [
            {
                "what": "coverage_pct",
                "value": told["coverage_pct"],
                "area": case.area,
                "as_of": case.as_of,
                "source": case.source,
            }
        ],
        "illustrative": ["population.as_of", "population.areas"],
        "source": case.source,
    }


def _channels(case: Case, scale: Scale) -> dict[str, Any]:
    channels = [{**told, "registrations": scale(told["registrations"])} for told in case.illustrative["channels"]]
    return {
        "number": f"KANAL-{case.as_of}",
        "title": "Kanal pendaftaran BPJS Kesehatan Cabang Palembang",
        "area": case.area,
        "as_of": case.as_of,
        "channels": channels,
        "illustrative": [f"channels.{key}" for key in ("name", "area", "since", "registrations", "delay_days", "reach")],
        "source": case.source,
    }
