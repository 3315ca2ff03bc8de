"""The serang case as files: five registers, the decree's annex, the agreement, the facilities; the truth aside."""

from __future__ import annotations

import csv
import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import yaml

from cakupan.law.refusal import Refusal
from cakupan.scenarios import fields
from cakupan.scenarios.annex import NO_CARD, PLANTED, Annex, draw_annex
from cakupan.scenarios.arrays import day_number, stream
from cakupan.scenarios.case import Case, read_case, scaled
from cakupan.scenarios.errors import ANNEX, Errors
from cakupan.scenarios.people import People, generate
from cakupan.scenarios.places import villages_of
from cakupan.scenarios.registers_written import Columns, card_numbers, write_csv, write_registers

SMALLEST = 1000
# The branch's label of 2021 for whom a Pemda pays: no longer "PBI APBD".
SEGMENT_LABELS = ("PBI APBN", "PBPU DAN BP PEMDA", "PPU", "PBPU", "BP")
CLASS = 3
ILLUSTRATIVE_TERMS = (
    "number",
    "period.to",
    "budget",
    "unpaid",
    "late_reported_deaths",
    "newborn_of_enrolled_mother",
    "ranking_rule",
    "decree",
    "requirements",
    "signed",
)


@dataclass(frozen=True)
class CaseFiles:
    """What was written, by kind of import; ``truth`` is for tests and for nobody else."""

    case: Case
    residents: int
    people: int
    folder: Path
    files: dict[str, Path]
    truth: Path


def write_serang(*, residents: int | None, out: Path) -> CaseFiles:
    """Write the input files of the serang case into ``out``, played with ``residents`` people (None: as many as the case has).

    Counts and rupiah shrink in proportion. Refused below 1,000 residents: the annex would have too few lines to show anything.
    """
    case = read_case("serang")
    population: int = case.illustrative["population"]
    residents = residents or population
    if residents < SMALLEST:
        raise Refusal(
            f"the case with {residents} residents",
            why=f"below {SMALLEST} its annex of a few dozen lines shows nothing.",
            mend=f"Ask for {SMALLEST} residents or more.",
        )
    lines = scaled(case.published["people"], residents=residents, population=population)
    people = _people(case, residents)
    annex = draw_annex(
        people,
        lines=lines,
        per_thousand=case.illustrative["annex_per_thousand"],
        answers=case.illustrative["branch_per_thousand"],
        decree_day=day_number(case.illustrative["agreement"]["decree_date"]),
        coverage=case.illustrative["coverage_outside_the_list"],
    )
    files = {kind: written.path for kind, written in write_registers(people, out, member_rows=annex.members).items()}
    files["decisions"] = _write_annex(case, people, annex, out)
    files["facilities"] = _write_facilities(case, people, out)
    files["agreements"] = _write_agreement(case, residents, lines, out)
    return CaseFiles(case=case, residents=residents, people=lines, folder=out, files=files, truth=out / "truth")


def _people(case: Case, residents: int) -> People:
    errors = Errors()
    # Every reading of "how many residents" must give the published number, so no row of theirs is repeated here.
    exact = dataclasses.replace(errors, residents=dataclasses.replace(errors.residents, row_repeated=0.0))
    people = generate(residents=residents, seed=case.seed, areas=villages_of(case.area), as_of=case.as_of, errors=exact)
    return dataclasses.replace(people, segment_labels=SEGMENT_LABELS)


def _write_annex(case: Case, people: People, annex: Annex, out: Path) -> Path:
    path = out / "lampiran_sk.csv"
    write_csv(path, _annex_columns(case, people, annex))
    here = people.fates.register_flag >= 0
    table = pa.table(
        {
            "row": pa.array(np.arange(len(annex.person), dtype=np.int64) + 2),
            "person": pa.array(annex.person),
            "nik": pc.cast(pa.array(people.nik[annex.person], mask=~here[annex.person]), pa.string()),
            "planted": pa.array(PLANTED).take(pa.array(annex.planted)),
        }
    )
    pq.write_table(table, out / "truth" / "decisions.parquet", compression="zstd")
    return path


def _annex_columns(case: Case, people: People, annex: Annex) -> Columns:
    terms = case.illustrative["agreement"]
    rng, who, size = stream(people.seed, "annex"), annex.person, len(annex.person)
    cards = card_numbers(people, dataclasses.replace(annex.members, number=np.where(annex.card == NO_CARD, 0, annex.card)))
    decile = pc.cast(pa.array(people.decile[people.family[who]]), pa.string())
    return {
        "NO_URUT": [str(line) for line in range(1, size + 1)],
        "NIK": fields.identity_numbers(rng, people, who, people.nik[who], ANNEX),
        "NO_KARTU": pc.if_else(pa.array(annex.card == NO_CARD), "", cards),
        "NAMA": fields.names(rng, people, who, ANNEX),
        "ALAMAT": fields.addresses(rng, people, who, ANNEX),
        "KODE_WILAYAH": fields.villages(rng, people, who, ANNEX, dotted=True),
        "KEPUTUSAN": ["MASUK"] * size,
        "SEGMEN": [SEGMENT_LABELS[1]] * size,
        "KELAS": [str(CLASS)] * size,
        "PEMBAYAR": ["KABKOTA"] * size,
        "NO_PKS": [terms["number"]] * size,
        "NO_SK": [terms["decree_number"]] * size,
        "TGL_SK": [str(terms["decree_date"])] * size,
        "TGL_USUL": [str(terms["submitted_date"])] * size,
        "DIPUTUSKAN_OLEH": [terms["decided_by"]] * size,
        "ALASAN": pc.binary_join_element_wise("Penduduk tidak mampu menurut DTKS, desil", decile, " "),
    }


def _write_facilities(case: Case, people: People, out: Path) -> Path:
    """The hospital, whose contract begins with the case, and one puskesmas a district, contracted before."""
    hospital = case.illustrative["hospital"]
    header = ["KODE_FASKES", "NAMA_FASKES", "JENIS", "KODE_WILAYAH", "KONTRAK_MULAI", "KONTRAK_SELESAI", "LAYANAN"]
    services = "; ".join(hospital["services"])
    began = str(case.published["in_force"])
    rows = [[hospital["code"], hospital["name"], "RSUD", hospital["area_code"], began, "", services]]
    places = people.places
    first = {int(district): place for place, district in reversed(list(enumerate(places.district)))}
    for district, place in sorted(first.items()):
        name = f"PUSKESMAS {places.district_names[place]}"
        rows.append([f"P{district}", name, "PUSKESMAS", places.villages[place].as_py(), "2014-01-01", "", "rawat jalan"])
    path = out / "faskes.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return path


def _write_agreement(case: Case, residents: int, lines: int, out: Path) -> Path:
    path = out / "pks.yaml"
    text = yaml.safe_dump({"agreement": agreement_terms(case, residents, lines)}, sort_keys=False, allow_unicode=True, width=120)
    path.write_text(f"# {case.title}: terms as played. Source of what is published: {case.source}\n{text}", encoding="utf-8")
    return path


def agreement_terms(case: Case, residents: int, lines: int) -> dict[str, Any]:
    """The agreement as a document of the workspace; what was chosen to play the case is listed under ``illustrative``."""
    terms, population = case.illustrative["agreement"], case.illustrative["population"]
    budget = [
        {
            "account": account,
            "kind": kind,
            "source": "APBD",
            "rupiah": scaled(case.illustrative["budget"][kind], residents=residents, population=population),
        }
        for account, kind in (("5.1.02.02.02.0005", "iuran"), ("5.1.02.02.02.0007", "bantuan_iuran"))
    ]
    return {
        "number": terms["number"],
        "title": "Perjanjian Kerja Sama penyelenggaraan JKN bagi PBPU dan BP Pemerintah Daerah Kota Serang",
        "programme": "PBPU dan BP Pemda",
        "area": case.area,
        "segment": "PEMDA",
        "class": CLASS,
        "payer": "kabkota",
        "period": {"from": case.published["in_force"], "to": terms["ends"]},
        "quota": lines,
        "shares": [{"payer": "kabkota", "per_cent": 100}],
        "budget": budget,
        "due_day": 10,
        "unpaid": {"suspends": False},
        "late_reported_deaths": {"borne_by": "bpjs"},
        "newborn_of_enrolled_mother": "follows_agreement",
        "ranking_rule": ["decile", "family"],
        "decree": {"number": terms["decree_number"], "date": terms["decree_date"], "annex": "decisions"},
        "requirements": case.illustrative["requirements"],
        "signed": {
            key: terms[name]
            for key, name in (("date", "signed"), ("place", "place"), ("by", "by"), ("witnessed_by", "witnessed_by"))
        },
        "basis": case.published["basis"],
        "illustrative": list(ILLUSTRATIVE_TERMS),
    }
