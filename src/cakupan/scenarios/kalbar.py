"""The kalbar case as files: a province by regency, its aid of 2019, and the forum that asked why so little of it was used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cakupan.scenarios.case import Case, CaseFiles, Delivery, Scale, apportion, read_case, scale_of
from cakupan.scenarios.papers import write_document, write_facilities
from cakupan.scenarios.places import Places
from cakupan.scenarios.regencies import Numbering, Regency, casts, part_rosters, population_basis, regencies_of
from cakupan.scenarios.registers_written import FILES, TRUTH, RegisterFiles


def write_kalbar(*, residents: int | None, out: Path) -> CaseFiles:
    """Write the input files of the kalbar case into ``out``, played with ``residents`` people (None: as many as it has).

    Written regency by regency, so that memory holds one of them. Refused below 1,000 residents.
    """
    case = read_case("kalbar")
    scale = scale_of(case, residents)
    regencies = _regencies(case, scale)
    places = _write_people(case, regencies, out)
    imports = [Delivery(kind, out / name, case.as_of) for kind, name in FILES.items()]
    imports += _papers(case, scale, regencies, places, out)
    return CaseFiles(
        case=case, residents=scale.residents, folder=out, truth=out / TRUTH, imports=tuple(imports), months=case.months
    )


def _regencies(case: Case, scale: Scale) -> tuple[Regency, ...]:
    return regencies_of(case.illustrative["regencies"], scale=scale, registered=case.published["registered"])


def _write_people(case: Case, regencies: Sequence[Regency], out: Path) -> list[Places]:
    chosen, counted, places = case.illustrative, Numbering(), []
    with RegisterFiles(out) as files:
        for regency, people in casts(case, regencies):
            rows = part_rosters(
                people,
                regency,
                active_per_thousand=chosen["active_per_thousand"],
                poverty_share=chosen["poverty_share"],
            )
            files.add(people, counted(rows))
            places.append(people.places)
    return places


def _papers(case: Case, scale: Scale, regencies: Sequence[Regency], places: Sequence[Places], out: Path) -> Iterator[Delivery]:
    yield Delivery("facilities", write_facilities(case.illustrative["hospitals"], places, out), case.as_of)
    region = _region(case, regencies)
    yield Delivery("region", write_document(case, "region", region, out / "daerah.yaml"), case.as_of)
    programme = aid_programme(case, scale)
    yield Delivery("programmes", write_document(case, "programme", programme, out / "bantuan.yaml"), case.as_of)
    forum = _forum(case, programme)
    yield Delivery("forum", write_document(case, "forum", forum, out / "forum.yaml"), forum["on"])


def _region(case: Case, regencies: Sequence[Regency]) -> dict[str, Any]:
    told = case.published
    quoted = (
        ("coverage_pct", told["coverage_pct"], case.area),
        ("coverage_pct", told["highest"]["pct"], told["highest"]["area"]),
        ("coverage_pct", told["lowest"]["pct"], told["lowest"]["area"]),
        ("rank", str(told["rank"]), case.area),
    )
    return {
        "number": f"region-{case.area}",
        "title": "Provinsi Kalimantan Barat",
        "area": case.area,
        "population": population_basis(case, regencies),
        "targets": [
            {
                "name": "registered",
                "pct": told["target_pct"],
                "by": case.illustrative["target_by"],
                "source": case.source,
            }
        ],
        "published": [
            {"what": what, "value": value, "area": area, "as_of": case.as_of, "source": case.source}
            for what, value, area in quoted
        ],
        "illustrative": ["population.basis", "population.as_of", "population.areas", "targets.1.by"],
        "source": case.source,
    }


def aid_programme(case: Case, scale: Scale) -> dict[str, Any]:
    """The aid as a document: what was allocated to ten regencies and realised by five; the sums are the published ones."""
    told, aid = case.published, case.illustrative["aid"]
    allocated = _shared_out(scale(told["aid_allocated"]), {area: line.get("allocated_people", 0) for area, line in aid.items()})
    realised = _shared_out(scale(told["aid_realised"]), {area: line.get("person_months", 0) for area, line in aid.items()})
    return {
        "number": told["regulation"],
        "title": "Bantuan iuran jaminan kesehatan dari Pemerintah Provinsi Kalimantan Barat",
        "area": case.area,
        "year": told["aid_year"],
        "person_month_rupiah": case.illustrative["person_month_rupiah"],
        "allocations": [_allocation(area, line, scale, allocated[area], realised[area]) for area, line in aid.items()],
        "illustrative": ["title", "allocations"],
        "source": case.source,
    }


def _shared_out(total: int, weights: dict[str, int]) -> dict[str, int]:
    return dict(zip(weights, apportion(total=total, weights=list(weights.values())), strict=True))


def _allocation(area: str, line: dict[str, Any], scale: Scale, allocated: int, realised: int) -> dict[str, Any]:
    return {
        "area": area,
        "proposed": "allocated_people" in line,
        "proposed_people": scale(line.get("proposed_people", 0)),
        "verified_people": scale(line.get("verified_people", 0)),
        "allocated": allocated,
        "disbursed": realised,
        "realised": realised,
        "carried": 0,
        "reason": line["reason"],
        "suggestion": line["suggestion"],
    }


def _forum(case: Case, programme: dict[str, Any]) -> dict[str, Any]:
    met, chosen = case.published["forum"], case.illustrative
    allocated, realised = (sum(line[key] for line in programme["allocations"]) for key in ("allocated", "realised"))
    figures = {"dialokasikan": allocated, "direalisasikan": realised, "sisa": allocated - realised}
    return {
        "number": f"FORUM-{met['on']}",
        "title": "Forum Komunikasi Pemangku Kepentingan Utama Provinsi Kalimantan Barat",
        "area": case.area,
        "on": met["on"],
        "place": met["place"],
        "led_by": met["led_by"],
        "earlier": met["earlier"],
        "attended": chosen["forum_attended"],
        "raised": chosen["forum_raised"],
        "actions": [{**action, "figures": figures} for action in chosen["forum_actions"]],
        "illustrative": ["number", "title", "attended", "raised", "actions"],
        "source": case.source,
    }
