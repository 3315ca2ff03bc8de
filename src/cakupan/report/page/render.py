"""An edition as one HTML file that needs nothing from the net: no font, no script, no image from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import jinja2
from markupsafe import Markup

from cakupan.report.edition import Edition, Position
from cakupan.report.month_sheets import has_month_workbook
from cakupan.report.page import aid, arrears, bill, corrections, coverage, mismatches, outlook, papers, sources, terms
from cakupan.report.page.blocks import Section, Steps, section
from cakupan.report.page.tables import Figure
from cakupan.report.texts import Words, say

# In the order of a reader's questions: who is covered, what is about to end, what it costs and why, what is owed, what does
# not agree, on which papers and figures it all rests.
BUILDERS: tuple[Callable[[Edition], Section | None], ...] = (
    coverage.coverage_section,
    outlook.outlook_section,
    aid.aid_section,
    aid.readings_section,
    bill.bill_section,
    bill.verified_section,
    bill.why_section,
    corrections.position_section,
    arrears.pemda_section,
    arrears.payment_section,
    arrears.family_section,
    corrections.correction_section,
    corrections.reconciliation_section,
    mismatches.mismatch_section,
    mismatches.status_section,
    terms.agreement_section,
    papers.guarantee_section,
    papers.forum_section,
    papers.channel_section,
    sources.source_section,
    sources.law_section,
)


@dataclass(frozen=True)
class Page:
    """Everything the template prints, already in words."""

    title: Words
    kicker: Words
    position: Words
    people_invented: bool
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    footer: Words


def write_html(*, edition: Edition, out: Path, workbook: str = "tagihan.xlsx", month_workbook: str = "laporan.xlsx") -> None:
    """Write the report of ``edition`` to the file ``out``; the other two are the file names of the workbooks beside it."""
    page = build(edition, workbook=workbook, month_workbook=month_workbook)
    html = _environment().get_template("report.html").render(page=page, say=say, style=_style())
    out.write_text(html, encoding="utf-8")


def build(edition: Edition, *, workbook: str, month_workbook: str) -> Page:
    """The page of an edition, in words, before it is set."""
    where = edition.position
    return Page(
        title=title_words(edition),
        kicker=say("page.kicker" if bill.has_bill(edition) else "page.kicker_cover"),
        position=position_words(where),
        people_invented=where.people_invented,
        figures=_figures(edition),
        sections=(*sections(edition), section("recompute", Steps(_recompute(edition, workbook, month_workbook)))),
        footer=say("page.footer", edition=where.edition, law=where.law, code=where.code),
    )


def sections(edition: Edition) -> tuple[Section, ...]:
    """The sections for which the edition has what they need, in order."""
    found = [section_ for build_one in BUILDERS if (section_ := build_one(edition)) is not None]
    if edition.outlook and (edition.outlook.get("loses_cover") or {}).get("people"):
        # Where people are about to lose cover, that is what the reader asks first.
        found.sort(key=lambda each: each.name != "outlook")
    return tuple(found)


def title_words(edition: Edition) -> Words:
    """What the page is about: the bill, or where there is more to tell, the month."""
    billed = bill.has_bill(edition)
    key = "page.title" if not edition.coverage else "page.title_month" if billed else "page.title_cover"
    # A branch of BPJS serves several regencies; what it is called stands in the region's own document.
    branch = edition.region.get("title") if edition.region.get("branch_areas") else None
    return say(key, area=branch or edition.position.area_name, month=edition.position.month)


def _figures(edition: Edition) -> tuple[Figure, ...]:
    billed = bill.figures(edition) if bill.has_bill(edition) else ()
    if edition.coverage:
        billed = billed[:3]  # the centre's part is not among what a leader asks first
    return (*coverage.figures(edition), *outlook.figures(edition), *arrears.figures(edition), *billed)


def position_words(where: Position) -> Words:
    """``Posisi 1 Juli 2021, dikunci``, with the day of locking where it is known."""
    if where.locked_date is None:
        return say("page.position_only", date=where.date)
    return say("page.position", date=where.date, locked=where.locked_date)


def _recompute(edition: Edition, workbook: str, month_workbook: str) -> tuple[Words, ...]:
    where = edition.position
    command = f"cakupan month {where.month} --area {where.area_code}"
    billed = (say("recompute.excel", file=workbook), say("recompute.filter")) if bill.has_bill(edition) else ()
    return (
        *billed,
        *((say("recompute.month", file=month_workbook),) if has_month_workbook(edition) else ()),
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
