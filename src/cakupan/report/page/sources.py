"""Where the figures come from: input files, and the values of the law with their basis."""

from __future__ import annotations

from cakupan.report.cited import cited
from cakupan.report.edition import Edition, LawRate
from cakupan.report.page.blocks import Prose, Section, section
from cakupan.report.page.tables import Cell, Table, code, confidence_mark, count, heads, money, text
from cakupan.report.texts import Words, say, say_code, written


def source_section(edition: Edition) -> Section | None:
    """The input files, and what was not handed over."""
    absent = absent_words(edition)
    return section("sources", Prose(say("source.lead")), source_table(edition), Prose(absent) if absent else None)


def law_section(edition: Edition) -> Section | None:
    """The values of the law that were used; None if the month needed none."""
    if not edition.law:
        return None
    return section("law", Prose(say("law_rate.lead")), law_table(edition), Prose(say("law_rate.note"), "quiet"))


def source_table(edition: Edition) -> Table:
    """One row per input file: its position, rows, faults, warnings and hash."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            text(say_code("source", s.kind)),
            code(s.file),
            text(s.as_of),
            count(s.rows),
            count(s.faults),
            count(s.warnings),
            code(s.sha256),
        )
        for s in edition.sources
    )
    return Table(say("source.caption"), heads("source", "file", "as_of", "rows", "faults", "warnings", "hash"), rows)


def absent_words(edition: Edition) -> Words | None:
    """Which registers nobody handed over, so that silence is not taken for "none"; None if all are there."""
    if not edition.absent:
        return None
    kinds = [say_code("source", kind) for kind in edition.absent]
    return say("source.absent", kinds=Words(", ".join(k.id for k in kinds), ", ".join(k.en for k in kinds)))


def law_table(edition: Edition) -> Table:
    """One row per amount of the law that the month used."""
    rows = tuple(
        (
            text(_label(rate)),
            money(rate.amount),
            text(_in_force(rate)),
            text(rate.known_date),
            text(cited(rate.citation)),
            text(Words("", ""), mark=confidence_mark(rate.confidence)),
        )
        for rate in edition.law
    )
    return Table(say("law_rate.caption"), heads("what", "value", "from", "known", "basis", "confidence"), rows)


def _label(rate: LawRate) -> Words:
    payer, account = say_code("payer", rate.payer), say_code("account", rate.account)
    return Words(f"{account.id}, {payer.id}", f"{account.en}, {payer.en}")


def _in_force(rate: LawRate) -> Words:
    if rate.from_date is None or rate.to_date is None:
        return written(rate.from_date or "–")
    return say("law_rate.until", **{"from": rate.from_date}, to=rate.to_date)
