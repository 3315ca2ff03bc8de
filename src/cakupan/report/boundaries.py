"""Outlines of areas from GeoJSON: checked, cut to one area, and put on a grid so coarse that a page stays small.

Every corner moves to the nearest point of one grid, so that two neighbours keep the border they share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cakupan.law.refusal import Refusal
from cakupan.registers.areas import area_name, dotted
from cakupan.report.edition import Boundary

Point = tuple[float, float]
Ring = tuple[Point, ...]

# Indonesia with its seas, in degrees: what lies outside is in metres, or in (latitude, longitude) order, or another country.
WEST, EAST, SOUTH, NORTH = 94.0, 142.0, -12.0, 7.0
STEPS_STORED = 4000  # points of the stored grid along the longer side
PARTS_OF_CODE = (1, 2, 3, 4)


def read_boundaries(*, geojson: Any, area: str, file: str = "the file") -> tuple[Boundary, ...]:
    """The outlines of the parts of ``area`` (or of ``area`` itself) in a GeoJSON feature collection, by code.

    The code of a feature is the property that holds a code of the Ministry in every feature. Raises :class:`Refusal` for
    anything that is not such a collection in degrees, for an area that it has twice, and if it has none of ``area``.
    """
    features = _features(geojson, file)
    name = _code_property(features, file)
    found: dict[str, Boundary] = {}
    for feature in features:
        code = dotted(str(feature["properties"][name]))
        if code != area and not code.startswith(f"{area}."):
            continue
        if code in found:
            raise _refused(file, f"it has area {code} twice.", "Merge the features of one area into one MultiPolygon.")
        found[code] = Boundary(code, _rings(feature, code, file))
    if not found:
        raise _refused(file, f"it has no part of area {area}.", "Give the file of that area, or the area of that file.")
    return _one_level(found, area)


def _one_level(found: Mapping[str, Boundary], area: str) -> tuple[Boundary, ...]:
    """The level next below the area, else the highest that there is: a map of two levels would cover itself."""
    levels = {code: code.count(".") for code in found}
    below = [level for level in levels.values() if level > area.count(".")]
    level = min(below) if below else area.count(".")
    return tuple(found[code] for code in sorted(found) if levels[code] == level)


def _features(geojson: Any, file: str) -> Sequence[Mapping[str, Any]]:
    kind = geojson.get("type") if isinstance(geojson, Mapping) else None
    if kind == "Topology":
        raise _refused(file, "it is TopoJSON.", "Convert it to GeoJSON first, for example with mapshaper or ogr2ogr.")
    features = geojson.get("features") if kind == "FeatureCollection" else None
    if not isinstance(features, list) or not features:
        raise _refused(file, "it is not a GeoJSON feature collection.", "Export the boundaries as GeoJSON (FeatureCollection).")
    for feature in features:
        if not isinstance(feature, Mapping) or not isinstance(feature.get("properties"), Mapping):
            raise _refused(file, "it has a feature without properties.", "Each area needs its code among its properties.")
    return features


def _code_property(features: Sequence[Mapping[str, Any]], file: str) -> str:
    for name in features[0]["properties"]:
        if all(area_name(str(feature["properties"].get(name) or "?")) for feature in features):
            return str(name)
    raise _refused(
        file,
        "no property holds a code of the Ministry's list in every feature.",
        "Add the code (for example 61.01) to each feature, as a property of one name.",
        properties=sorted(str(name) for name in features[0]["properties"]),
    )


def _rings(feature: Mapping[str, Any], code: str, file: str) -> tuple[Ring, ...]:
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if not isinstance(geometry, Mapping) or kind not in ("Polygon", "MultiPolygon"):
        raise _refused(file, f"the geometry of {code} is {kind}, not an area.", "Give Polygon or MultiPolygon.")
    polygons = geometry["coordinates"] if kind == "MultiPolygon" else [geometry["coordinates"]]
    try:
        rings = tuple(tuple(_point(point) for point in ring) for polygon in polygons for ring in polygon)
    except (TypeError, ValueError, IndexError) as error:
        raise _refused(file, f"the coordinates of {code} cannot be read.", "Export the boundaries again.") from error
    if not rings or any(len(ring) < 4 for ring in rings):
        raise _refused(file, f"the outline of {code} has fewer than three corners.", "Export the boundaries again.")
    outside = next((p for ring in rings for p in ring if not (WEST <= p[0] <= EAST and SOUTH <= p[1] <= NORTH)), None)
    if outside is not None:
        where = f"{outside[0]:g}, {outside[1]:g}"
        raise _refused(
            file,
            f"a corner of {code} lies at {where}, outside Indonesia.",
            "Export it in degrees (WGS 84, EPSG:4326), longitude before latitude.",
        )
    return rings


def _point(given: Any) -> Point:
    return float(given[0]), float(given[1])


def _refused(file: str, why: str, mend: str, **fields: Any) -> Refusal:
    return Refusal(f"boundaries of {file}", why=why, mend=mend, file=file, **fields)


def to_geojson(boundaries: Sequence[Boundary]) -> dict[str, Any]:
    """The boundaries as the workspace keeps them: on the stored grid, the code as ``code``."""
    west, south, east, north = extent(boundaries)
    step = max(east - west, north - south) / STEPS_STORED or 1.0
    features = [
        {
            "type": "Feature",
            "properties": {"code": b.area_code},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[[[round(x * step, 6), round(y * step, 6)] for x, y in ring]] for ring in on_grid(b, step=step)],
            },
        }
        for b in boundaries
    ]
    return {"type": "FeatureCollection", "features": features}


def extent(boundaries: Sequence[Boundary]) -> tuple[float, float, float, float]:
    """West, south, east, north of all of them, in degrees."""
    points = [point for b in boundaries for ring in b.rings for point in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def on_grid(boundary: Boundary, *, step: float) -> tuple[tuple[tuple[int, int], ...], ...]:
    """The rings in steps of a grid, without corners that fall together or lie on a line; the largest ring is never lost."""
    rings = [_thinned([(round(x / step), round(y / step)) for x, y in ring]) for ring in boundary.rings]
    kept = tuple(ring for ring in rings if len(ring) >= 4)
    return kept or (_square(boundary, step),)


def _square(boundary: Boundary, step: float) -> tuple[tuple[int, int], ...]:
    """An area smaller than the grid as one square of it: small, but there."""
    x, y = boundary.rings[0][0]
    left, low = round(x / step), round(y / step)
    return ((left, low), (left + 1, low), (left + 1, low + 1), (left, low + 1), (left, low))


def _thinned(ring: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    distinct = [point for at, point in enumerate(ring) if at == 0 or point != ring[at - 1]]
    return tuple(_corners(distinct))


def _corners(ring: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The points at which a closed line turns; its first and last always."""
    for at, point in enumerate(ring):
        if at in (0, len(ring) - 1):
            yield point
            continue
        (ax, ay), (bx, by) = ring[at - 1], ring[at + 1]
        if (point[0] - ax) * (by - ay) != (point[1] - ay) * (bx - ax):
            yield point
