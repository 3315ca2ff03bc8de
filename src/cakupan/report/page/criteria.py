"""The criteria of UHC that are in force on the position's day, what was found, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from cakupan.answer import words
from cakupan.law.criterion import Criterion
from cakupan.law.refusal import Refusal
from cakupan.month.coverage import AreaCoverage, uhc_of_area
from cakupan.report.edition import Edition
from cakupan.report.page.blocks import Block, Prose
from cakupan.report.page.tables import Cell, Table, count, dash, heads, money, ratio_words, text
from cakupan.report.texts import Words, say


def blocks(edition: Edition, whole: AreaCoverage, *, per_person: int | None) -> Iterator[Block]:
    """The criteria as a table; a sentence where the law of that day is not known or sources contradict each other."""
    try:
        found = uhc_of_area(area=whole, on=edition.position.date, pemda_arrears=pemda_arrears(edition))
    except Refusal:
        yield Prose(say("uhc.unknown", date=edition.position.date), "quiet")
        return
    rows = tuple(_row(criterion, whole, per_person) for criterion in found.criteria)
    caption = say("uhc.caption", date=edition.position.date)
    yield Table(caption, heads("criterion", "needed", "found", "met", "gap_people", "rupiah_month"), rows)
    yield Prose(say("uhc.note"), "quiet")


def pemda_arrears(edition: Edition) -> int | None:
    """What the local governments owe; None if no payment was handed over, for then nobody knows."""
    if "payments" in edition.absent:
        return None
    return sum(month.unpaid for month in edition.unpaid_months)


def _row(criterion: Criterion, whole: AreaCoverage, per_person: int | None) -> tuple[Cell, ...]:
    missing = criterion.missing_people
    rupiah = money(missing * per_person) if missing and per_person is not None else dash()
    people = count(missing) if criterion.met is not None and missing else dash()
    found, needed = found_words(criterion, whole), text(needed_words(criterion))
    return (text(say(f"uhc.{criterion.name}")), needed, text(found), text(met_words(criterion)), people, rupiah)


def needed_words(criterion: Criterion) -> Words:
    """What a criterion asks for: ``≥ 80 %``."""
    if criterion.name == "no_pemda_arrears":
        return say("uhc.none_owed")
    shown = str(criterion.needed).replace(">=", "≥").replace(".", ",")
    return Words(shown, shown)


def found_words(criterion: Criterion, whole: AreaCoverage) -> Words:
    """What was found: the share and the people, or whether anything is owed."""
    if criterion.name == "no_pemda_arrears":
        return say({None: "uhc.not_given", True: "uhc.none_owed", False: "uhc.owed"}[criterion.found])
    people = whole.registered if criterion.name == "registered" else whole.active
    shown = f"{ratio_words(people, whole.basis_population)} ({words.whole(people)})"
    return Words(shown, shown)


def met_words(criterion: Criterion) -> Words:
    """Whether it is met, as a sign and a word."""
    return say({None: "uhc.open", True: "uhc.met", False: "uhc.not_met"}[criterion.met])
