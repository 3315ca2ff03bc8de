"""An agreement as data: its YAML file, checked key by key, as a frozen value. The whole file stays in ``terms``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cakupan.registers.cost_shares import PAYERS, CostShare, ReadingOfWhoPays, cost_shares, readings_of_who_pays
from cakupan.registers.written_terms import Period, WrittenTerms, read_terms

REQUIRED = ("number", "title", "programme", "area", "segment", "class", "payer", "period", "shares", "due_day")
OPTIONAL = (
    "status",
    "quota",
    "budget",
    "budget_year",
    "rounding",
    "readings_of_who_pays",
    "unpaid",
    "late_reported_deaths",
    "newborn_of_enrolled_mother",
    "ranking_rule",
    "decree",
    "requirements",
    "papers",
    "review",
    "signed",
    "basis",
    "illustrative",
    "source",
)
SEGMENTS = ("PBI_JK", "PEMDA", "PBPU", "BP", "PPU_PEMERINTAH", "PPU_SWASTA")
ACCOUNT_KINDS = ("iuran", "bantuan_iuran")
RANKS = ("decile", "sick_now", "pregnant", "disaster", "family", "annex")
STATUSES = (
    *("draft", "requirements_complete", "signed", "active"),
    *("under_review", "amended", "stopped", "ended", "renewed"),
)
PAPER_KINDS = ("mou", "pks", "rk", "sk", "addendum", "minutes")
ROUNDINGS = ("largest_remainder",)
FIRST_YEAR, LAST_YEAR = 2014, 2200  # JKN begins; later is a slip of the pen


@dataclass(frozen=True)
class BudgetLine:
    """An account of the budget that pays, whole rupiah; ``kind``: iuran or bantuan_iuran."""

    account: str
    kind: str
    source: str
    rupiah: int


@dataclass(frozen=True)
class Requirement:
    """An item of the checklist that stands before signing; ``done_on`` is None while it is open."""

    name: str
    owner: str
    due_date: dt.date | None
    done_on: dt.date | None


@dataclass(frozen=True)
class Decree:
    """The enrolment decree (SK) behind the agreement; its annex is the decisions list with this number."""

    number: str
    date: dt.date
    annex: str


@dataclass(frozen=True)
class Paper:
    """A paper of the agreement's file; ``kind``: mou, pks, rk, sk, addendum or minutes."""

    name: str
    kind: str
    number: str | None
    date: dt.date | None


@dataclass(frozen=True)
class Review:
    """Somebody asked to look at the agreement again: a request, not an instrument."""

    requested_on: dt.date
    by: str | None
    through: str | None


@dataclass(frozen=True)
class Signing:
    """When, where and by whom the agreement was signed, who witnessed it and who else was there."""

    date: dt.date | None = None
    place: str | None = None
    by: tuple[str, ...] = ()
    witnessed_by: tuple[str, ...] = ()
    present: tuple[str, ...] = ()


@dataclass(frozen=True)
class Agreement:
    """The terms of an agreement between a Pemda and the branch. ``terms`` is the file, dates as ISO text.

    ``unpaid_suspends``: whether members lose cover from the 1st of the month after a bill has been unpaid past its due date for
    ``unpaid_after_months`` months; None if the agreement does not say. ``budget_year`` is the fiscal year that ``budget`` is for.
    """

    number: str
    title: str
    programme: str
    area: str
    segment: str
    class_: int
    payer: str
    period: Period
    shares: tuple[CostShare, ...]
    due_day: int
    status: str = "draft"
    budget_year: int | None = None
    quota: int | None = None
    budget: tuple[BudgetLine, ...] = ()
    rounding: str = ROUNDINGS[0]
    readings_of_who_pays: tuple[ReadingOfWhoPays, ...] = ()
    unpaid_suspends: bool | None = None
    unpaid_after_months: int = 1
    late_reported_deaths_borne_by: str | None = None
    newborn_of_enrolled_mother: str | None = None
    ranking_rule: tuple[str, ...] = ()
    decree: Decree | None = None
    requirements: tuple[Requirement, ...] = ()
    papers: tuple[Paper, ...] = ()
    review: Review | None = None
    signed: Signing = Signing()
    basis: str | None = None
    source: str | None = None
    illustrative: tuple[str, ...] = ()
    hash: str = ""
    terms: Mapping[str, Any] = field(default_factory=dict)


def load_agreement(path: Path) -> Agreement:
    """The agreement in a YAML file. Raises :class:`Refusal` that names the key which is missing, unknown or cannot be so."""
    terms = read_terms(path, key="agreement")
    terms.only((*REQUIRED, *OPTIONAL), required=REQUIRED)
    area, segment = terms.area(), terms.one_of("segment", SEGMENTS)
    period = terms.period()
    months = _months(period)
    signed = _signed(terms)
    suspends, after_months = _unpaid(terms)
    return Agreement(
        number=terms.text("number"),
        title=terms.text("title"),
        programme=terms.text("programme"),
        area=area,
        segment=segment,
        class_=terms.whole("class", low=1, high=3),
        payer=terms.one_of("payer", PAYERS),
        period=period,
        shares=cost_shares(terms, period_months=months),
        due_day=terms.whole("due_day", low=1, high=31),
        status=_status(terms, signed),
        budget_year=_budget_year(terms, period),
        quota=terms.whole("quota", low=1) if "quota" in terms.content else None,
        budget=tuple(_budget_line(line) for line in terms.each("budget")),
        rounding=terms.one_of("rounding", ROUNDINGS) if terms.has("rounding") else ROUNDINGS[0],
        readings_of_who_pays=readings_of_who_pays(terms, period_months=months),
        unpaid_suspends=suspends,
        unpaid_after_months=after_months,
        late_reported_deaths_borne_by=_late_deaths(terms),
        newborn_of_enrolled_mother=terms.optional_text("newborn_of_enrolled_mother"),
        ranking_rule=terms.words_of("ranking_rule", RANKS),
        decree=_decree(terms),
        requirements=tuple(_requirement(item) for item in terms.each("requirements")),
        papers=tuple(_paper(item) for item in terms.each("papers")),
        review=_review(terms),
        signed=signed,
        basis=terms.optional_text("basis"),
        source=terms.optional_text("source"),
        illustrative=terms.words("illustrative"),
        hash=terms.hash,
        terms=terms.plain,
    )


def _months(period: Period) -> int:
    """The months that the period touches."""
    last = period.to_date - dt.timedelta(days=1)
    return (last.year - period.from_date.year) * 12 + last.month - period.from_date.month + 1


def _status(terms: WrittenTerms, signed: Signing) -> str:
    if not terms.has("status"):
        return "signed" if signed.date else "draft"
    status = terms.one_of("status", STATUSES)
    if status == "signed" and signed.date is None:
        raise terms.refuse("status", "a signed agreement says when, in signed.date.")
    return status


def _signed(terms: WrittenTerms) -> Signing:
    if not terms.has("signed"):
        return Signing()
    part = terms.part("signed")
    part.only(("date", "place", "by", "witnessed_by", "present"))
    people = {key: part.words(key) for key in ("by", "witnessed_by", "present")}
    return Signing(part.optional_date("date"), part.optional_text("place"), **people)


def _budget_year(terms: WrittenTerms, period: Period) -> int:
    if not terms.has("budget_year"):
        return period.from_date.year
    return terms.whole("budget_year", low=FIRST_YEAR, high=LAST_YEAR)


def _unpaid(terms: WrittenTerms) -> tuple[bool | None, int]:
    if "unpaid" not in terms.content:
        return None, 1
    part = terms.part("unpaid")
    part.only(("suspends", "after_months"))
    return part.true_or_false("suspends"), part.optional_whole("after_months", low=1, high=120) or 1


def _late_deaths(terms: WrittenTerms) -> str | None:
    if "late_reported_deaths" not in terms.content:
        return None
    part = terms.part("late_reported_deaths")
    part.only(("borne_by",), required=("borne_by",))
    return part.one_of("borne_by", ("bpjs", "pemda"))


def _decree(terms: WrittenTerms) -> Decree | None:
    if "decree" not in terms.content:
        return None
    part = terms.part("decree")
    part.only(("number", "date", "annex"), required=("number", "date", "annex"))
    return Decree(part.text("number"), part.date("date"), part.text("annex"))


def _review(terms: WrittenTerms) -> Review | None:
    if not terms.has("review"):
        return None
    part = terms.part("review")
    part.only(("requested_on", "by", "through"), required=("requested_on",))
    return Review(part.date("requested_on"), part.optional_text("by"), part.optional_text("through"))


def _budget_line(line: WrittenTerms) -> BudgetLine:
    line.only(("account", "kind", "source", "rupiah"), required=("account", "kind"))
    return BudgetLine(
        account=line.text("account"),
        kind=line.one_of("kind", ACCOUNT_KINDS),
        source=line.optional_text("source") or "",
        rupiah=line.whole("rupiah", low=0),
    )


def _requirement(item: WrittenTerms) -> Requirement:
    item.only(("name", "owner", "due", "done_on"), required=("name", "owner"))
    return Requirement(item.text("name"), item.text("owner"), item.optional_date("due"), item.optional_date("done_on"))


def _paper(item: WrittenTerms) -> Paper:
    item.only(("name", "kind", "number", "date"), required=("name", "kind"))
    kind = item.one_of("kind", PAPER_KINDS)
    return Paper(item.text("name"), kind, item.optional_text("number"), item.optional_date("date"))
