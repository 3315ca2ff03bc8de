"""An edition as one HTML file that needs nothing from the net: no font, no script, no image from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import jinja2
from markupsafe import Markup

from cakupan.report.edition import Edition, Position
from cakupan.report.page import bill, mismatches, sources, terms
from cakupan.report.page.bill import Figure, Why
from cakupan.report.page.tables import Bar, Table
from cakupan.report.page.terms import Agreement
from cakupan.report.texts import Words, say

SECTIONS = ("bill", "verified", "why", "mismatch", "status", "agreement", "sources", "law", "recompute")


@dataclass(frozen=True)
class Page:
    """Everything the template prints, already in words."""

    title: Words
    position: Words
    people_invented: bool
    figures: tuple[Figure, ...]
    bill: Table
    composition: tuple[Bar, ...]
    verified: Table
    why: tuple[Why, ...]
    mismatches: Table
    mismatch_bars: tuple[Bar, ...]
    bpk: Table
    statuses: tuple[Table, ...]
    agreements: tuple[Agreement, ...]
    facilities: Table | None
    sources: Table
    absent: Words | None
    law: Table
    recompute: tuple[Words, ...]
    footer: Words
    sections: tuple[str, ...] = SECTIONS


def write_html(*, edition: Edition, out: Path, workbook: str = "tagihan.xlsx") -> None:
    """Write the report of ``edition`` to the file ``out``; ``workbook`` is the file name of the bill's workbook beside it."""
    html = _environment().get_template("report.html").render(page=build(edition, workbook=workbook), say=say, style=_style())
    out.write_text(html, encoding="utf-8")


def build(edition: Edition, *, workbook: str) -> Page:
    """The page of an edition, in words, before it is set."""
    where = edition.position
    return Page(
        title=say("page.title", area=where.area_name, month=where.month),
        position=position_words(where),
        people_invented=where.people_invented,
        figures=bill.figures(edition),
        bill=bill.bill_table(edition),
        composition=bill.composition(edition),
        verified=bill.verified_table(edition),
        why=bill.reasons(edition),
        mismatches=mismatches.mismatch_table(edition),
        mismatch_bars=mismatches.mismatch_bars(edition),
        bpk=mismatches.bpk_table(edition),
        statuses=mismatches.status_tables(edition),
        agreements=terms.agreements(edition),
        facilities=terms.facility_table(edition),
        sources=sources.source_table(edition),
        absent=sources.absent_words(edition),
        law=sources.law_table(edition),
        recompute=_recompute(where, workbook),
        footer=say("page.footer", edition=where.edition, law=where.law, code=where.code),
    )


def position_words(where: Position) -> Words:
    """``Posisi 1 Juli 2021, dikunci``, with the day of locking where it is known."""
    if where.locked_date is None:
        return say("page.position_only", date=where.date)
    return say("page.position", date=where.date, locked=where.locked_date)


def _recompute(where: Position, workbook: str) -> tuple[Words, ...]:
    command = f"cakupan month {where.month} --area {where.area_code}"
    return (
        say("recompute.excel", file=workbook),
        say("recompute.filter"),
        say("recompute.hashes"),
        say("recompute.command", command=command, edition=where.edition),
    )


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("cakupan.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _style() -> Markup:
    # Our own file, not data: the one thing that is put on the page unescaped.
    return Markup(resources.files("cakupan.report").joinpath("templates", "report.css").read_text(encoding="utf-8"))  # noqa: S704
