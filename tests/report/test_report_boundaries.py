"""Boundaries: what is taken and what is refused, neighbours keep their border, the drawn map stays small."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cakupan.cli.areas import areas_command
from cakupan.law.refusal import Refusal
from cakupan.report import write_html
from cakupan.report.boundaries import on_grid, read_boundaries, to_geojson
from cakupan.wiring.boundaries import boundaries_of, load_boundaries
from report.cover_fixture import AREAS, COVERAGE, areas, coverage_rows, region, write_table
from report.edition_fixture import entries, write_edition
from report.page_reader import read

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "areas"


def square(code: str, x: float, y: float, size: float = 1.0, **properties: Any) -> dict[str, Any]:
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    return {
        "type": "Feature",
        "properties": {"nama": "apa saja", "kode": code, **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


TWO = collection(square("61.01", 108.0, 0.0), square("6102", 109.0, 0.0))


def saved(folder: Path, geojson: Any) -> Path:
    path = folder / "batas.geojson"
    path.write_text(json.dumps(geojson), encoding="utf-8")
    return path


def test_the_code_is_found_whatever_its_property_is_called() -> None:
    assert [b.area_code for b in read_boundaries(geojson=TWO, area="61")] == ["61.01", "61.02"]


def test_only_the_parts_of_the_area_are_kept() -> None:
    whole = collection(*TWO["features"], square("16.10", 104.0, -3.0))
    assert [b.area_code for b in read_boundaries(geojson=whole, area="61")] == ["61.01", "61.02"]
    assert [b.area_code for b in read_boundaries(geojson=whole, area="16")] == ["16.10"]


def test_of_two_levels_the_one_below_the_area_is_drawn() -> None:
    both = collection(square("61", 108.0, 0.0, 2.0), square("61.01", 108.0, 0.0), square("61.01.01", 108.0, 0.0, 0.5))
    assert [b.area_code for b in read_boundaries(geojson=both, area="61")] == ["61.01"]
    assert [b.area_code for b in read_boundaries(geojson=both, area="61.01")] == ["61.01.01"]


def bent(change: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(TWO))
    change(found)
    return found


@pytest.mark.parametrize(
    ("geojson", "why"),
    [
        ([], "not a GeoJSON feature collection"),
        ({"type": "Feature"}, "not a GeoJSON feature collection"),
        ({"type": "FeatureCollection", "features": []}, "not a GeoJSON feature collection"),
        ({"type": "Topology", "objects": {}}, "it is TopoJSON"),
        (collection({"type": "Feature", "geometry": None}), "a feature without properties"),
        (collection(square("99.99", 108.0, 0.0)), "no property holds a code"),
        (collection(square("61.01", 108.0, 0.0), square("tidak ada", 109.0, 0.0)), "no property holds a code"),
        (collection(square("61.01", 108.0, 0.0), square("61.01", 109.0, 0.0)), "it has area 61.01 twice"),
        (collection(square("16.10", 104.0, -3.0)), "it has no part of area 61"),
        (collection(square("61.01", 0.0, 108.0)), "outside Indonesia"),
        (collection(square("61.01", 300_000.0, 10_000_000.0)), "outside Indonesia"),
        (bent(lambda g: g["features"][0]["geometry"].update(type="Point")), "the geometry of 61.01 is Point"),
        (bent(lambda g: g["features"][0].update(geometry=None)), "the geometry of 61.01 is None"),
        (bent(lambda g: g["features"][0]["geometry"].update(coordinates=[[["a", "b"]] * 4])), "cannot be read"),
        (bent(lambda g: g["features"][0]["geometry"].update(coordinates=[[[108, 0], [109, 0], [108, 0]]])), "fewer than three"),
        (bent(lambda g: g["features"][0]["geometry"].update(coordinates=[])), "fewer than three"),
    ],
)
def test_a_wrong_file_is_refused_with_its_reason(geojson: Any, why: str) -> None:
    with pytest.raises(Refusal, match=re.escape(why)) as refused:
        read_boundaries(geojson=geojson, area="61", file="batas.geojson")
    assert refused.value.mend and refused.value.fields["file"] == "batas.geojson"


def test_neighbours_keep_the_border_they_share() -> None:
    left, right = read_boundaries(geojson=TWO, area="61")
    for step in (0.3, 0.07, 0.011):
        edges = [{point for ring in on_grid(b, step=step) for point in ring} for b in (left, right)]
        assert len(edges[0] & edges[1]) == 2


def test_an_area_smaller_than_the_grid_does_not_vanish() -> None:
    tiny = read_boundaries(geojson=collection(square("61.01", 108.0, 0.0, 0.001)), area="61")
    (ring,) = on_grid(tiny[0], step=1.0)
    assert len(ring) == 5


def test_a_corner_on_a_straight_line_is_left_out() -> None:
    feature = square("61.01", 108.0, 0.0)
    feature["geometry"]["coordinates"][0].insert(1, [108.5, 0.0])
    (boundary,) = read_boundaries(geojson=collection(feature), area="61")
    (ring,) = on_grid(boundary, step=0.1)
    assert len(ring) == 5


def test_what_is_stored_can_be_read_again() -> None:
    found = read_boundaries(geojson=TWO, area="61")
    again = read_boundaries(geojson=to_geojson(found), area="61")
    assert [b.area_code for b in again] == [b.area_code for b in found]


def test_loading_replaces_what_was_loaded_before_and_names_what_is_missing(tmp_path: Path) -> None:
    load_boundaries(workspace=tmp_path / "w", file=saved(tmp_path, TWO), area="61")
    loaded = load_boundaries(workspace=tmp_path / "w", file=saved(tmp_path, collection(TWO["features"][0])), area="61")
    assert loaded.areas == ("61.01",)
    assert set(loaded.missing) == set(AREAS) - {"61.01"}
    assert [b.area_code for b in boundaries_of(workspace=tmp_path / "w", area="61")] == ["61.01"]
    assert [path.name for path in (tmp_path / "w" / "boundaries").iterdir()] == ["61.geojson"]


def test_a_part_finds_its_outlines_in_the_file_of_the_area_above(tmp_path: Path) -> None:
    inner = collection(square("16.10.01", 104.0, -3.0), square("16.02.02", 105.0, -3.0))
    load_boundaries(workspace=tmp_path / "w", file=saved(tmp_path, inner), area="16")
    assert [b.area_code for b in boundaries_of(workspace=tmp_path / "w", area="16.10")] == ["16.10.01"]
    assert boundaries_of(workspace=tmp_path / "w", area="16.06") == ()
    assert boundaries_of(workspace=tmp_path / "w", area="61") == ()


def test_a_file_that_is_not_there_or_not_json_is_refused_and_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "kosong.geojson").write_text("PK\x03\x04", encoding="utf-8")
    for name, why in (("tidak-ada.geojson", "no such file"), ("kosong.geojson", "cannot be read as JSON")):
        with pytest.raises(Refusal, match=why):
            load_boundaries(workspace=tmp_path / "w", file=tmp_path / name, area="61")
    with pytest.raises(Refusal, match="not on the Ministry's list"):
        load_boundaries(workspace=tmp_path / "w", file=saved(tmp_path, TWO), area="99")
    assert not (tmp_path / "w").exists()


def test_the_command_says_what_it_loaded(tmp_path: Path) -> None:
    file, home = str(saved(tmp_path, TWO)), str(tmp_path / "w")
    told = CliRunner().invoke(areas_command, ["load-boundaries", file, "--area", "61", "--workspace", home])
    assert told.exit_code == 0 and told.output.startswith("2 areas of 61: ")
    assert "without boundary: 61.03" in told.output
    told = CliRunner().invoke(areas_command, ["load-boundaries", file, "--area", "61", "--workspace", home, "--json"])
    assert json.loads(told.output)["areas"] == ["61.01", "61.02"]


def test_a_real_province_is_drawn_small_with_its_values_on_it(tmp_path: Path) -> None:
    name = "kab_61.geojson"
    if not (SHARED / name).exists():
        pytest.skip("the boundaries lie beside the checkout, not in it")
    load_boundaries(workspace=tmp_path / "w", file=SHARED / name, area="61")
    write_table(tmp_path / "e", "coverage", coverage_rows(areas()), COVERAGE)
    edition = write_edition(tmp_path / "e", entries(2), area_code="61", documents={"region": region()})
    edition = replace(edition, boundaries=boundaries_of(workspace=tmp_path / "w", area="61"))
    write_html(edition=edition, out=tmp_path / "a.html")
    html = (tmp_path / "a.html").read_text(encoding="utf-8")
    (svg,) = re.findall(r'<svg class="map".*?</svg>', html, flags=re.DOTALL)
    assert len(svg) < 200_000 and len(svg) > 5_000
    assert len(re.findall("<path", svg)) == 14
    printed = len(re.findall("<text", svg))
    below = re.search(r"Tanpa tempat pada peta:(.*?)</p>", html, flags=re.DOTALL)
    assert printed + (below[1].count("%") if below else 0) == 14
    assert read(tmp_path / "a.html").mistakes == []


def coast(code: str, x: float, *, ragged: float, corners: int) -> dict[str, Any]:
    """A round island whose coast goes in and out by a share of its radius."""
    turns = [2 * math.pi * at / corners for at in range(corners)]
    ring = [
        [x + math.cos(turn) * (1 + ragged * math.sin(at)), math.sin(turn) * (1 + ragged * math.cos(at))]
        for at, turn in enumerate(turns)
    ]
    return {**square(code, 0, 0), "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}}


@pytest.mark.parametrize(("ragged", "drawn"), [(0.0004, True), (0.3, False)])
def test_the_limit_holds_for_outlines_of_any_fineness(tmp_path: Path, ragged: float, drawn: bool) -> None:
    """A fine coast is drawn coarser; one that no grid makes small gives way to the squares."""
    fine = [coast(code, x, ragged=ragged, corners=30_000) for code, x in (("61.01", 108.0), ("61.02", 111.0))]
    write_table(tmp_path / "e", "coverage", coverage_rows(areas()), COVERAGE)
    edition = write_edition(tmp_path / "e", entries(2), area_code="61", documents={"region": region()})
    found = read_boundaries(geojson=collection(*fine), area="61")
    write_html(edition=replace(edition, boundaries=found), out=tmp_path / "a.html")
    html = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert ('<svg class="map"' in html, '<ul class="tiles">' in html) == (drawn, not drawn)
    assert len(html) < 300_000
    for svg in re.findall(r'<svg class="map".*?</svg>', html, flags=re.DOTALL):
        assert len(svg) < 200_000
