"""Charts of bars and lines: the same numbers as JSON for the browser's chart and as words for the table below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from cakupan.answer import words
from cakupan.office.pages.parts import Text

Unit = Literal["rupiah", "whole", "percent"]  # percent: shares of one
Number = int | float | None


@dataclass(frozen=True)
class Series:
    """One row of numbers, one for each category; series with the same ``stack`` stand on each other.

    ``shade``: one of the chart's five colours in another order than the series come in; 4 is the colour of harm.
    """

    label: Text
    values: Sequence[Number]
    kind: Literal["bar", "line"] = "bar"
    stack: str = ""
    shade: int | None = None


@dataclass(frozen=True)
class Chart:
    """A chart. ``key`` is its id on the page, ``category_label`` heads the first column of its table."""

    key: str
    title: Text
    category_label: Text
    categories: Sequence[Text]
    series: Sequence[Series]
    unit: Unit = "whole"
    threshold: float | None = None
    threshold_label: Text = ""
    note: Text = ""
    table_open: bool = False

    def __post_init__(self) -> None:
        for each in self.series:
            assert len(each.values) == len(self.categories), f"chart {self.key}: {each.label} has another number of values"

    @property
    def data_id(self) -> str:
        """The id of the script element that carries its data."""
        return f"{self.key}-data"

    @property
    def data(self) -> dict[str, Any]:
        """What the browser draws; plain JSON."""
        return {
            "unit": self.unit,
            "categories": [str(each) for each in self.categories],
            "series": [
                {
                    "label": str(each.label),
                    "values": list(each.values),
                    "kind": each.kind,
                    "stack": each.stack,
                    "shade": at if each.shade is None else each.shade,
                }
                for at, each in enumerate(self.series)
            ],
            "threshold": None if self.threshold is None else {"value": self.threshold, "label": str(self.threshold_label)},
        }

    @property
    def rows(self) -> list[tuple[Text, list[str]]]:
        """The table: category, then each series in words."""
        return [
            (category, [in_words(each.values[at], self.unit) for each in self.series])
            for at, category in enumerate(self.categories)
        ]


def in_words(number: Number, unit: Unit) -> str:
    """A number of a chart as the table says it; none is ``–``."""
    if number is None:
        return "–"
    if unit == "rupiah":
        return words.rupiah(int(number))
    if unit == "percent":
        share = Fraction(number)
        return words.per_cent(part=share.numerator, of=share.denominator)
    return words.whole(int(number))
