"""What every table and chart of the page is made of: words in both languages, marks that are never colour alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from cakupan.answer import words
from cakupan.report.texts import Words, say, say_code, written

Tone = Literal["plain", "ok", "warn", "illustrative"]


@dataclass(frozen=True)
class Mark:
    """A short word beside a value: ``ilustratif``, ``terverifikasi`` … with the tone of its outline."""

    words: Words
    tone: Tone = "plain"


@dataclass(frozen=True)
class Cell:
    """One cell. ``form`` is how it is set: words, a number (right, aligned digits), or code (a hash, a file name)."""

    words: Words
    form: Literal["words", "number", "code"] = "words"
    mark: Mark | None = None
    strong: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its caption; ``numbers`` are the positions of the columns whose heads stand right."""

    caption: Words
    heads: tuple[Words, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[tuple[Cell, ...], ...] = ()
    form: ClassVar[str] = "grid"

    @property
    def numbers(self) -> frozenset[int]:
        """The positions of the columns that hold numbers."""
        return frozenset(at for row in self.rows[:1] for at, cell in enumerate(row) if cell.form == "number")


@dataclass(frozen=True)
class Figure:
    """One of the figures on top of the page."""

    label: Words
    value: str
    note: Words


@dataclass(frozen=True)
class Bar:
    """One bar of a chart: its words, its value as words, and its start and width in thousandths of the whole."""

    label: Words
    value: str
    start: int
    width: int
    tone: int


def text(value: Any, *, mark: Mark | None = None, strong: bool = False) -> Cell:
    """A cell of words; dates and months are written in both languages."""
    return Cell(value if isinstance(value, Words) else written("–" if value in (None, "") else value), mark=mark, strong=strong)


def code(value: str) -> Cell:
    """A cell set in a fixed-width face and allowed to break anywhere."""
    return Cell(written(value), form="code")


def count(number: int, *, strong: bool = False) -> Cell:
    """A cell of a whole number."""
    return Cell(written(words.whole(number)), form="number", strong=strong)


def money(amount: int, *, strong: bool = False) -> Cell:
    """A cell of rupiah."""
    return Cell(written(words.rupiah(amount)), form="number", strong=strong)


def ratio(part: int, of: int, *, strong: bool = False) -> Cell:
    """A cell of a share, never clamped; ``–`` where there is no whole."""
    return Cell(written(ratio_words(part, of)), form="number", strong=strong)


def ratio_words(part: int, of: int) -> str:
    """``69,85 %``, or ``–`` where there is no whole."""
    return words.per_cent(part=part, of=of) if of > 0 else "–"


def dash() -> Cell:
    """A cell for a number that nobody knows, which is not nothing."""
    return Cell(Words("–", "–"), form="number")


def blank() -> Cell:
    """A cell that has nothing to say."""
    return Cell(Words("", ""))


def joined(found: Iterable[Words], by: str = "; ") -> Words:
    """Several words in a row."""
    listed = list(found)
    return Words(by.join(one.id for one in listed), by.join(one.en for one in listed))


def heads(*names: str) -> tuple[Words, ...]:
    """The heads of a table by their keys under ``column``."""
    return tuple(say(f"column.{name}") for name in names)


def confidence_mark(confidence: str) -> Mark:
    """How far a value of the law can be trusted, in words."""
    return Mark(say_code("confidence", confidence), "ok" if confidence == "verified" else "warn")


def illustrative_mark(terms: Mapping[str, Any], key: str) -> Mark | None:
    """The mark of a term whose figure was chosen for the demonstration: ``terms['illustrative']`` names it or its parent."""
    chosen = [str(name) for name in terms.get("illustrative", ())]
    named = any(key == name or key.startswith(f"{name}.") or name.startswith(f"{key}.") for name in chosen)
    return Mark(say("mark.illustrative"), "illustrative") if named else None


def stacked(parts: Sequence[tuple[Words, int]]) -> tuple[Bar, ...]:
    """Bars that follow each other and together are the whole width; parts of nothing give no bar."""
    whole = sum(value for _, value in parts)
    bars, start = [], 0
    for tone, (label, value) in enumerate(parts):
        if whole > 0 and value > 0:
            width = 1000 - start if tone == len(parts) - 1 else value * 1000 // whole
            share = words.per_cent(part=value, of=whole)
            bars.append(Bar(label, f"{words.rupiah(value)} ({share})", start, width, tone))
            start += width
    return tuple(bars)


def side_by_side(parts: Iterable[tuple[Words, int]]) -> tuple[Bar, ...]:
    """Bars that all start at the left, the longest of them the whole width."""
    listed = [(label, value) for label, value in parts if value > 0]
    longest = max((value for _, value in listed), default=0)
    return tuple(Bar(label, words.rupiah(value), 0, max(value * 1000 // longest, 4), 0) for label, value in listed)
