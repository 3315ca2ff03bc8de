"""Boundaries of areas in the workspace: ``boundaries/CODE.geojson``, checked and made small when they are loaded."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from cakupan.law.refusal import Refusal
from cakupan.registers.areas import known_areas
from cakupan.report.boundaries import read_boundaries, to_geojson
from cakupan.report.edition import Boundary
from cakupan.wiring.workspace import known_area


@dataclass(frozen=True)
class LoadedBoundaries:
    """What was loaded: where it lies, the areas it has, and those of their level that it lacks."""

    path: Path
    area: str
    areas: tuple[str, ...]
    missing: tuple[str, ...]


def load_boundaries(*, workspace: Path, file: Path, area: str) -> LoadedBoundaries:
    """Check a GeoJSON file and keep the outlines of the parts of ``area``; what was loaded for the area before is replaced.

    Raises :class:`Refusal` if the area is unknown, or the file is no GeoJSON of that area in degrees.
    """
    code = known_area(area)
    found = read_boundaries(geojson=_json(file), area=code, file=file.name)
    path = _home(workspace, code)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}")
    aside.write_text(json.dumps(to_geojson(found), separators=(",", ":"), sort_keys=True), encoding="utf-8")
    aside.replace(path)
    areas = tuple(b.area_code for b in found)
    return LoadedBoundaries(path=path, area=code, areas=areas, missing=_missing(code, areas))


def boundaries_of(*, workspace: Path, area: str) -> tuple[Boundary, ...]:
    """The outlines that were loaded for an area, or for the area above it that holds them; none if nobody loaded any."""
    parts = area.split(".")
    for length in range(len(parts), 0, -1):
        path = _home(workspace, ".".join(parts[:length]))
        if path.is_file():
            geojson = json.loads(path.read_text(encoding="utf-8"))
            codes = [str(feature["properties"]["code"]) for feature in geojson["features"]]
            if any(code == area or code.startswith(f"{area}.") for code in codes):
                return read_boundaries(geojson=geojson, area=area, file=path.name)
    return ()


def _home(workspace: Path, area: str) -> Path:
    return workspace / "boundaries" / f"{area}.geojson"


def _json(file: Path) -> object:
    try:
        content: object = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Refusal(
            f"boundaries of {file.name}", why="there is no such file.", mend="Check the path.", file=file.name
        ) from error
    except (OSError, ValueError) as error:
        raise Refusal(
            f"boundaries of {file.name}",
            why="it cannot be read as JSON.",
            mend="Export the boundaries as GeoJSON; shapefiles are converted with ogr2ogr or QGIS.",
            file=file.name,
        ) from error
    return content


def _missing(area: str, found: tuple[str, ...]) -> tuple[str, ...]:
    """The areas of the same level that the Ministry's list has and the file has not."""
    level = found[0].count(".")
    listed = (str(code) for code in known_areas()["code"].to_pylist())
    return tuple(c for c in listed if c.startswith(f"{area}.") and c.count(".") == level and c not in found)
