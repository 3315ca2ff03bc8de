"""A form: how an empty file of a profile looks. Headings in order, their row, and the lines above them.

The forms of the branch lie in ``forms/`` under the name of the profile that reads them; any other profile's form is its own
headings in the first row, in the order of its kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

from cakupan.registers.kinds import Column, kind_named
from cakupan.registers.profile import Profile, heading_key


@dataclass(frozen=True)
class FormColumn:
    """One heading. ``over`` stands in the row above; without a ``head`` of its own it is the heading.

    ``holds`` names the field that a batch writes there, ``lead`` a sign before its value, ``codes`` what stands for a value.
    """

    head: str = ""
    over: str = ""
    holds: str = ""
    lead: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        """The heading as a reader joins it from the two rows."""
        return self.head or self.over


@dataclass(frozen=True)
class Form:
    """The lines above the headings (with places to fill in), the row of the (upper) headings counted from 1, the columns."""

    titles: tuple[str, ...]
    header_row: int
    columns: tuple[FormColumn, ...]

    @property
    def height(self) -> int:
        """How many rows the headings take."""
        return 2 if any(column.over for column in self.columns) else 1

    @property
    def data_row(self) -> int:
        """The first row of data, counted from 1."""
        return self.header_row + self.height


def form_of(profile: Profile) -> Form:
    """The form that a profile's file is written in."""
    return _drawn(profile.name) or _plain(profile)


@cache
def _drawn(name: str) -> Form | None:
    path = resources.files("cakupan.registers").joinpath("forms", f"{name}.yaml")
    if not path.is_file():
        return None
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Form(
        titles=tuple(content["titles"]),
        header_row=content["header_row"],
        columns=tuple(FormColumn(**column) for column in content["columns"]),
    )


def _plain(profile: Profile) -> Form:
    heads: list[str] = []
    for column in kind_named(profile.kind).columns:
        if column.name in profile.joins:
            heads += profile.joins[column.name].headers
        elif column.name in profile.columns:
            heads.append(profile.columns[column.name][0])
    row = min(profile.header_rows, default=1)
    return Form(titles=("",) * (row - 1), header_row=row, columns=tuple(FormColumn(head=head) for head in heads))


def column_of(heading: str, profile: Profile) -> Column | None:
    """The canonical column that a heading stands for, alone or with others; None for one that is not read."""
    key = heading_key(heading)
    for column in kind_named(profile.kind).columns:
        join = profile.joins.get(column.name)
        heads = join.headers if join else profile.columns.get(column.name, ())
        if key in {heading_key(head) for head in heads}:
            return column
    return None


def labels_of(column: Column, profile: Profile) -> tuple[str, ...]:
    """The usual label of every value that a column may have; none where any text may stand."""
    first: dict[str, str] = {}
    for label, value in profile.values.get(column.name, {}).items():
        first.setdefault(value, label)
    return tuple(first.values())
