"""A map of coverage: drawn from the workspace's boundaries, or else equal squares; its values stand on it and in the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from cakupan.month.coverage import AreaCoverage, ranked
from cakupan.registers.areas import area_name
from cakupan.report.boundaries import extent, on_grid
from cakupan.report.edition import Boundary, Edition
from cakupan.report.page.blocks import AreaMap, Shape, Tile
from cakupan.report.page.tables import ratio_words
from cakupan.report.texts import Words, say

CLASSES = 5
STEPS_OF_CLASS = (1, 2, 5, 10, 20, 50)
WIDTH = 1000  # of the drawn map, in its own units
CHARACTERS_MAX = 150_000  # of all outlines together: the page stays under 200 kB of map
LABEL_WIDTH, LABEL_HEIGHT = 118, 44
GRIDS = (1000, 700, 500, 350, 250, 150, 100)  # steps along the longer side, finest first
TILES_MAX = 120  # more areas than these are a table, not a map of squares

Grid = tuple[tuple[tuple[int, int], ...], ...]


def coverage_map(edition: Edition, found: Sequence[AreaCoverage]) -> AreaMap | None:
    """The registered share of each of these areas; None where there are too many squares and no boundaries."""
    values = {each.area_code: each.share * 100 for each in ranked(areas=found)}
    shown = {c.area_code: ratio_words(c.registered, c.basis_population) for c in found}
    breaks = class_breaks(list(values.values()))
    tiles = {code: Tile(short_name(code), shown[code], tone(values.get(code), breaks)) for code in shown}
    drawn = [b for b in edition.boundaries if b.area_code in tiles]
    if not drawn and len(tiles) > TILES_MAX:
        return None
    if fitting := _drawn(legend_of(breaks), drawn, tiles):
        return fitting
    return AreaMap(say("map.tiles"), legend_of(breaks), tuple(tiles[code] for code in sorted(tiles)))


def short_name(code: str) -> str:
    """``Sambas`` for ``Kabupaten Sambas``; a city keeps its ``Kota``, for a regency may have the same name."""
    return (area_name(code) or code).removeprefix("Kabupaten ")


def class_breaks(values: Sequence[Fraction]) -> tuple[int, ...]:
    """The upper ends of all classes but the last, in per cent: round numbers, five classes at most over all values."""
    if not values:
        return ()
    for step in STEPS_OF_CLASS:
        low, high = int(min(values) // step), int(max(values) // step)
        if high - low < CLASSES:
            return tuple(step * (at + 1) for at in range(low, high))
    return tuple(range(50, 50 * CLASSES, 50))


def tone(value: Fraction | None, breaks: Sequence[int]) -> int:
    """The class of a value, 0 the lowest; -1 for an area without population."""
    return -1 if value is None else sum(1 for end in breaks if value >= end)


def legend_of(breaks: Sequence[int]) -> tuple[Words, ...]:
    """The classes in words, lowest first."""
    if not breaks:
        return (say("map.class_all"),)
    between = (say("map.class_between", low=low, high=high) for low, high in pairwise(breaks))
    return (say("map.class_below", high=breaks[0]), *between, say("map.class_from", low=breaks[-1]))


def _drawn(legend: tuple[Words, ...], drawn: Sequence[Boundary], tiles: Mapping[str, Tile]) -> AreaMap | None:
    found = outlines(drawn)
    if found is None:
        return None
    labels = found.labels
    shapes = tuple(Shape(tiles[code], path, *(labels.get(code) or (None, 0))) for code, path in found.paths.items())
    rest = tuple(tiles[code] for code in sorted(tiles) if code not in found.paths)
    return AreaMap(say("map.title"), legend, rest, shapes, WIDTH, found.height)


@dataclass(frozen=True)
class Outlines:
    """Areas as SVG paths by code, sorted, in a drawing :data:`WIDTH` wide; where each value is printed, if it found room."""

    paths: Mapping[str, str]
    labels: Mapping[str, tuple[int, int]]
    height: int


def outlines(drawn: Sequence[Boundary]) -> Outlines | None:
    """The drawn map; None without boundaries, or where they are so ragged that no grid makes them small enough for a page."""
    if not drawn:
        return None
    west, south, east, north = extent(drawn)
    for steps in GRIDS:
        step = max(east - west, north - south) / steps or 1.0
        frame = _Frame(round(west / step), round(north / step), round(east / step), round(south / step))
        flat = {b.area_code: frame.placed(on_grid(b, step=step)) for b in drawn}
        paths = {code: _path(flat[code]) for code in sorted(flat)}
        if sum(map(len, paths.values())) <= CHARACTERS_MAX:
            return Outlines(paths, _labels(flat), frame.height)
    return None


@dataclass(frozen=True)
class _Frame:
    """The edges of a drawing in steps of its grid. In the drawing the origin is the north-west corner, y grows to the south."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def scale(self) -> Fraction:
        return Fraction(WIDTH, self.right - self.left + 2)

    @property
    def height(self) -> int:
        return int((self.top - self.bottom + 2) * self.scale) + 1

    def placed(self, grid: Grid) -> Grid:
        """The rings in the drawing's units, a step away from its edge."""
        scale = self.scale
        return tuple(tuple((int((x - self.left + 1) * scale), int((self.top - y + 1) * scale)) for x, y in ring) for ring in grid)


def _path(grid: Grid) -> str:
    return "".join(f"M{' '.join(_steps(ring))}z" for ring in grid)


def _steps(ring: Sequence[tuple[int, int]]) -> Iterator[str]:
    """First point, then each next relative to the one before: about half the characters."""
    yield f"{ring[0][0]} {ring[0][1]}l"
    for (ax, ay), (bx, by) in pairwise(ring[:-1]):
        yield f"{bx - ax} {by - ay}"


def _labels(flat: Mapping[str, Grid]) -> dict[str, tuple[int, int]]:
    """Where each value is printed: in the middle of the area's largest ring, the largest areas first, none over another."""
    placed: dict[str, tuple[int, int]] = {}
    largest = {code: max(grid, key=_size) for code, grid in flat.items()}
    for code in sorted(largest, key=lambda each: (-_size(largest[each]), each)):
        x, y = _middle(largest[code])
        if all(abs(x - px) > LABEL_WIDTH or abs(y - py) > LABEL_HEIGHT for px, py in placed.values()):
            placed[code] = (min(max(x, LABEL_WIDTH // 2), WIDTH - LABEL_WIDTH // 2), max(y, LABEL_HEIGHT))
    return placed


def _twice_signed(ring: Sequence[tuple[int, int]]) -> int:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring))


def _size(ring: Sequence[tuple[int, int]]) -> int:
    return abs(_twice_signed(ring))


def _middle(ring: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The centroid of a ring; of a ring without area, its first point."""
    twice = _twice_signed(ring)
    if twice == 0:
        return ring[0]
    pairs = list(pairwise(ring))
    x = sum((ax + bx) * (ax * by - bx * ay) for (ax, ay), (bx, by) in pairs)
    y = sum((ay + by) * (ax * by - bx * ay) for (ax, ay), (bx, by) in pairs)
    return x // (3 * twice), y // (3 * twice)
