"""An agreement as data: its YAML file, checked key by key, as a frozen value. The whole file stays in ``terms``."""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from cakupan.law.refusal import Refusal

REQUIRED = ("number", "title", "programme", "area", "segment", "class", "payer", "period", "shares", "due_day")
OPTIONAL = (
    "quota",
    "budget",
    "unpaid",
    "late_reported_deaths",
    "newborn_of_enrolled_mother",
    "ranking_rule",
    "decree",
    "requirements",
    "signed",
    "basis",
    "illustrative",
)
SEGMENTS = ("PBI_JK", "PEMDA", "PBPU", "BP", "PPU_PEMERINTAH", "PPU_SWASTA")
PAYERS = ("kabkota", "provinsi")


@dataclass(frozen=True)
class Period:
    """Half-open: ``[from_date, to_date)``."""

    from_date: dt.date
    to_date: dt.date


@dataclass(frozen=True)
class CostShare:
    """One payer's part of the Pemda's contribution, in per cent; the parts of an agreement sum to 100."""

    payer: str
    per_cent: int


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
class Agreement:
    """The terms of an agreement between a Pemda and the branch. ``terms`` is the file, dates as ISO text."""

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
    quota: int | None = None
    budget: tuple[BudgetLine, ...] = ()
    unpaid_suspends: bool | None = None
    late_reported_deaths_borne_by: str | None = None
    newborn_of_enrolled_mother: str | None = None
    ranking_rule: tuple[str, ...] = ()
    decree: Decree | None = None
    requirements: tuple[Requirement, ...] = ()
    illustrative: tuple[str, ...] = ()
    hash: str = ""
    terms: Mapping[str, Any] = field(default_factory=dict)


def load_agreement(path: Path) -> Agreement:
    """The agreement in a YAML file. Raises :class:`Refusal` that names the key which is missing, unknown or cannot be so."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
        content = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _refusal(path.name, f"it cannot be read as YAML ({type(error).__name__}).") from error
    terms = content.get("agreement") if isinstance(content, dict) else None
    if not isinstance(terms, dict):
        raise _refusal(path.name, "it has no key 'agreement' with the terms under it.")
    return _Terms(path.name, terms).agreement(hashed=hashlib.sha256(text.encode()).hexdigest())


def _refusal(file: str, why: str, **fields: Any) -> Refusal:
    return Refusal(
        f"agreement {file}", why=why, mend="Mend the file and import it again; docs/formats.md shows one.", file=file, **fields
    )


@dataclass(frozen=True)
class _Terms:
    """The terms of one file, with what is needed to say where something is wrong."""

    file: str
    content: Mapping[str, Any]
    place: str = ""

    def agreement(self, *, hashed: str) -> Agreement:
        self.only((*REQUIRED, *OPTIONAL), required=REQUIRED)
        return Agreement(
            number=self.text("number"),
            title=self.text("title"),
            programme=self.text("programme"),
            area=self.area(),
            segment=self.one_of("segment", SEGMENTS),
            class_=self.whole("class", low=1, high=3),
            payer=self.one_of("payer", PAYERS),
            period=self.period(),
            shares=self.shares(),
            due_day=self.whole("due_day", low=1, high=31),
            quota=self.whole("quota", low=1) if "quota" in self.content else None,
            budget=tuple(_budget_line(line) for line in self.each("budget")),
            unpaid_suspends=self.unpaid(),
            late_reported_deaths_borne_by=self.late_deaths(),
            newborn_of_enrolled_mother=self.optional_text("newborn_of_enrolled_mother"),
            ranking_rule=self.words("ranking_rule"),
            decree=self.decree(),
            requirements=tuple(_requirement(item) for item in self.each("requirements")),
            illustrative=self.words("illustrative"),
            hash=hashed,
            terms=_plain(self.content),
        )

    def refuse(self, key: str, why: str) -> Refusal:
        return _refusal(self.file, f"{self.place}{key}: {why}", key=f"{self.place}{key}")

    def only(self, allowed: Sequence[str], *, required: Sequence[str] = ()) -> None:
        for key in self.content:
            if key not in allowed:
                near = difflib.get_close_matches(str(key), allowed, n=1)
                raise self.refuse(str(key), "this key is unknown." + (f" Nearest: {near[0]}." if near else ""))
        for key in required:
            if self.content.get(key) in (None, "", [], {}):
                raise self.refuse(key, "this key is missing.")

    def text(self, key: str) -> str:
        value = self.content.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(key, "a text is needed (in quotes, if it looks like a number).")
        return value.strip()

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if self.content.get(key) is not None else None

    def words(self, key: str) -> tuple[str, ...]:
        value = self.content.get(key) or []
        if not isinstance(value, list):
            raise self.refuse(key, "a list is needed.")
        return tuple(str(word) for word in value)

    def whole(self, key: str, *, low: int, high: int | None = None) -> int:
        value = self.content.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < low or (high is not None and value > high):
            raise self.refuse(key, f"a whole number from {low}{'' if high is None else f' to {high}'} is needed.")
        return value

    def one_of(self, key: str, allowed: Sequence[str]) -> str:
        if self.content.get(key) not in allowed:
            raise self.refuse(key, f"one of {', '.join(allowed)} is needed.")
        return str(self.content[key])

    def date(self, key: str) -> dt.date:
        value = self.content.get(key)
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            raise self.refuse(key, "a date is needed, written 2021-07-01.")
        return value

    def optional_date(self, key: str) -> dt.date | None:
        return self.date(key) if self.content.get(key) is not None else None

    def part(self, key: str) -> _Terms:
        value = self.content.get(key)
        if not isinstance(value, dict):
            raise self.refuse(key, "keys and values are needed under it.")
        return _Terms(self.file, value, f"{self.place}{key}.")

    def each(self, key: str) -> list[_Terms]:
        value = self.content.get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.refuse(key, "a list of entries with keys is needed.")
        return [_Terms(self.file, item, f"{self.place}{key}[{number}].") for number, item in enumerate(value, start=1)]

    def area(self) -> str:
        area = self.text("area")
        if not re.fullmatch(r"[0-9]{2}(\.[0-9]{2})?", area):
            raise self.refuse("area", 'the Ministry\'s code of a province or kabupaten/kota is needed, in quotes: "36.73".')
        return area

    def period(self) -> Period:
        part = self.part("period")
        part.only(("from", "to"), required=("from", "to"))
        period = Period(part.date("from"), part.date("to"))
        if period.from_date >= period.to_date:
            raise part.refuse("to", "it must lie after 'from' (it is the first day that no longer counts).")
        return period

    def shares(self) -> tuple[CostShare, ...]:
        shares = []
        for item in self.each("shares"):
            item.only(("payer", "per_cent"), required=("payer",))
            shares.append(CostShare(item.one_of("payer", PAYERS), item.whole("per_cent", low=0, high=100)))
        total = sum(share.per_cent for share in shares)
        if total != 100:
            raise self.refuse("shares", f"the parts sum to {total} per cent, not to 100.")
        if len({share.payer for share in shares}) < len(shares):
            raise self.refuse("shares", "a payer stands twice.")
        return tuple(shares)

    def unpaid(self) -> bool | None:
        if "unpaid" not in self.content:
            return None
        suspends = self.part("unpaid").content.get("suspends")
        if not isinstance(suspends, bool):
            raise self.refuse("unpaid.suspends", "true or false is needed.")
        return suspends

    def late_deaths(self) -> str | None:
        if "late_reported_deaths" not in self.content:
            return None
        part = self.part("late_reported_deaths")
        part.only(("borne_by",), required=("borne_by",))
        return part.one_of("borne_by", ("bpjs", "pemda"))

    def decree(self) -> Decree | None:
        if "decree" not in self.content:
            return None
        part = self.part("decree")
        part.only(("number", "date", "annex"), required=("number", "date", "annex"))
        return Decree(part.text("number"), part.date("date"), part.text("annex"))


def _budget_line(line: _Terms) -> BudgetLine:
    line.only(("account", "kind", "source", "rupiah"), required=("account", "kind"))
    return BudgetLine(
        account=line.text("account"),
        kind=line.one_of("kind", ("iuran", "bantuan_iuran")),
        source=line.optional_text("source") or "",
        rupiah=line.whole("rupiah", low=0),
    )


def _requirement(item: _Terms) -> Requirement:
    item.only(("name", "owner", "due", "done_on"), required=("name", "owner"))
    return Requirement(item.text("name"), item.text("owner"), item.optional_date("due"), item.optional_date("done_on"))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, dt.date) else value
