"""What the pages of the bill read from a position: its small tables, and its agreements as papers name them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from cakupan.law.calendar import Month
from cakupan.month.reference.settle import PEMDAS
from cakupan.office.positions.models import Figures, Position
from cakupan.report import letters

Row = dict[str, Any]


def figures(position: Position, name: str) -> list[Row]:
    """The rows of a small table; empty if the position has none."""
    found = Figures.objects.filter(position=position, name=name).values_list("rows", flat=True).first()
    return list(found or ())


def has_figures(position: Position, name: str) -> bool:
    """Whether the position has that table at all: a table that nobody handed a file in for is not an empty one."""
    return Figures.objects.filter(position=position, name=name).exists()


def pemda_rows(rows: list[Row]) -> list[Row]:
    """Without the centre's part, which is not the region's to pay."""
    return [row for row in rows if row["payer"] in PEMDAS]


def day(value: str | dt.date) -> dt.date:
    """A date as JSON keeps it."""
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value[:10])


def month_of(value: str | dt.date) -> Month:
    """The month in which a date of JSON lies."""
    return Month.of(day(value))


def agreements(position: Position) -> dict[str, Mapping[str, Any]]:
    """The agreements that the position rests on, by number, as they were written."""
    return {str(terms["number"]): terms for terms in position.manifest.get("agreements", ())}


def agreement_paper(terms: Mapping[str, Any]) -> letters.CitedPaper:
    """An agreement as a letter names it: by its number and the day on which it was signed, else on which it begins."""
    signed = (terms.get("signed") or {}).get("date") or terms["period"]["from"]
    return letters.CitedPaper("Perjanjian Kerja Sama", str(terms["number"]), day(str(signed)))


def decree_paper(terms: Mapping[str, Any]) -> letters.CitedPaper | None:
    """The decree behind an agreement, if it names one."""
    decree = terms.get("decree")
    return letters.CitedPaper("Keputusan Kepala Daerah", str(decree["number"]), day(str(decree["date"]))) if decree else None


def budget_account(terms: Mapping[str, Any], kind: str) -> str:
    """The number of the budget's account that pays ``iuran`` or ``bantuan_iuran``; empty if the agreement names none."""
    lines = terms.get("budget") or ()
    return next((str(line["account"]) for line in lines if line.get("kind") == kind), "")
