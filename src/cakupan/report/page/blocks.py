"""What a section of the page is made of. ``form`` tells the template how to set each block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from cakupan.report.page.tables import Bar, Mark, Table
from cakupan.report.texts import Words, say


@dataclass(frozen=True)
class Prose:
    """A paragraph. ``quiet`` is an aside; ``flag`` is a contradiction or a lack that the reader must not overlook."""

    words: Words
    tone: Literal["plain", "quiet", "flag"] = "plain"
    form: ClassVar[str] = "prose"


@dataclass(frozen=True)
class Heading:
    """A heading inside a section."""

    words: Words
    form: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Stack:
    """Parts that follow each other in one bar and together are the whole."""

    title: Words
    bars: tuple[Bar, ...]
    form: ClassVar[str] = "stack"


@dataclass(frozen=True)
class Bars:
    """Bars under each other, each with its value in words."""

    title: Words
    bars: tuple[Bar, ...]
    form: ClassVar[str] = "bars"


@dataclass(frozen=True)
class Note:
    """Something dated: an alarm, a statement, a promise. ``mark`` says in a word how it stands."""

    date: Words
    title: Words
    lines: tuple[Words, ...] = ()
    mark: Mark | None = None


@dataclass(frozen=True)
class Notes:
    """Dated notes in their order."""

    title: Words
    notes: tuple[Note, ...]
    form: ClassVar[str] = "notes"


@dataclass(frozen=True)
class Steps:
    """Numbered sentences."""

    steps: tuple[Words, ...]
    form: ClassVar[str] = "steps"


@dataclass(frozen=True)
class Column:
    """One column of a chart over months: its height in thousandths of the highest, and its value in words."""

    label: Words
    value: str
    height: int
    tone: int = 1


@dataclass(frozen=True)
class Columns:
    """A chart over months; the same values stand in the table beside it."""

    title: Words
    columns: tuple[Column, ...]
    form: ClassVar[str] = "columns"


@dataclass(frozen=True)
class Tile:
    """One area on a map: its name, its value in words, its class (0 the lowest; -1: no value)."""

    name: str
    value: str
    tone: int


@dataclass(frozen=True)
class Shape:
    """One area's outline as an SVG path, with the place of its label; ``x`` None where the label found no room."""

    tile: Tile
    path: str
    x: int | None
    y: int


@dataclass(frozen=True)
class AreaMap:
    """A map: drawn ``shapes`` if boundaries are there, else equal squares. ``legend`` names the classes, lowest first."""

    title: Words
    legend: tuple[Words, ...]
    tiles: tuple[Tile, ...]
    shapes: tuple[Shape, ...] = ()
    width: int = 0
    height: int = 0
    form: ClassVar[str] = "map"

    @property
    def unplaced(self) -> tuple[Tile, ...]:
        """The areas whose value found no room on the drawn map and is printed below it."""
        return tuple(shape.tile for shape in self.shapes if shape.x is None)


@dataclass(frozen=True)
class ChainLink:
    """One paper of the chain that a bill hangs on, and whether it is there."""

    name: Words
    body: Words
    present: bool


@dataclass(frozen=True)
class Why:
    """Why an agreement's bill is what it is: its lines of people × rate, their sum, and the papers behind them."""

    agreement: str
    lines: tuple[tuple[Words, Words], ...]
    total: str
    chain: tuple[ChainLink, ...]
    form: ClassVar[str] = "why"


Block = Prose | Heading | Stack | Bars | Notes | Steps | Columns | AreaMap | Why | Table


@dataclass(frozen=True)
class Section:
    """One section: its place in the table of contents, and what it shows. ``landscape`` prints on a sheet of its own."""

    name: str
    blocks: tuple[Block, ...]
    landscape: bool = False

    @property
    def title(self) -> Words:
        """The heading, which the table of contents repeats."""
        return say(f"section.{self.name}")


def section(name: str, *blocks: Block | None, landscape: bool = False) -> Section:
    """A section of those blocks that are there."""
    return Section(name, tuple(block for block in blocks if block is not None), landscape)
