"""Maps by area: drawn from the workspace's boundaries, or one tile for each area; the values always stand in a table too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cakupan.office.pages.parts import Text
from cakupan.report.edition import Boundary
from cakupan.report.page.area_map import WIDTH, outlines


@dataclass(frozen=True)
class Area:
    """One area: its value in words, its class (0 the lowest, 4 the highest; -1: no value), and where its tile lies."""

    code: str
    name: str
    value: Text
    tone: int
    url: str = ""
    column: int | None = None
    row: int | None = None


@dataclass(frozen=True)
class Outline:
    """An area as an SVG path; ``x`` None where its value found no room on the map."""

    area: Area
    path: str
    x: int | None
    y: int


@dataclass(frozen=True)
class AreaMap:
    """A map with the names of its classes, lowest first. Without ``outlines`` the areas are tiles."""

    title: Text
    area_label: Text  # heads the table's first column: Kecamatan, Desa …
    value_label: Text
    legend: Sequence[Text]
    areas: Sequence[Area]
    outlines: Sequence[Outline] = ()
    width: int = 0
    height: int = 0

    @property
    def placed(self) -> bool:
        """True if every tile has its column and row."""
        return all(each.column is not None and each.row is not None for each in self.areas)

    @property
    def unplaced(self) -> list[Area]:
        """Areas that a drawn map cannot show or whose value found no room on it."""
        drawn = {each.area.code for each in self.outlines if each.x is not None}
        return [each for each in self.areas if each.code not in drawn] if self.outlines else []


def map_of(
    *,
    title: Text,
    area_label: Text,
    value_label: Text,
    legend: Sequence[Text],
    areas: Sequence[Area],
    boundaries: Sequence[Boundary] = (),
) -> AreaMap:
    """A drawn map if there are boundaries of these areas that fit on a page, else tiles."""
    by_code = {each.code: each for each in areas}
    drawn = outlines([each for each in boundaries if each.area_code in by_code])
    if drawn is None:
        return AreaMap(title, area_label, value_label, legend, areas)
    shapes = tuple(Outline(by_code[code], path, *(drawn.labels.get(code) or (None, 0))) for code, path in drawn.paths.items())
    return AreaMap(title, area_label, value_label, legend, areas, shapes, WIDTH, drawn.height)
