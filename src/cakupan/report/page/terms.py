"""Agreements on the page: terms, signatories, requirement checklist, facility contracts; illustrative figures marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cakupan.answer import words
from cakupan.report.edition import Edition
from cakupan.report.page.bill import last_day, payer_name
from cakupan.report.page.blocks import Prose, Section, section
from cakupan.report.page.tables import Cell, Mark, Table, heads, illustrative_mark, joined, text
from cakupan.report.texts import Words, say, say_code, written

Terms = Mapping[str, Any]


@dataclass(frozen=True)
class Agreement:
    """One agreement on the page: its terms, and its checklist if it has one."""

    number: str
    terms: Table
    requirements: Table | None


def agreement_section(edition: Edition) -> Section | None:
    """Agreements with their checklists, and the facilities' contracts; None if there is neither agreement nor contract."""
    contracts = facility_table(edition)
    if not edition.agreements:
        return section("agreement", Prose(say("agreement.none"), "quiet"), contracts) if contracts else None
    blocks = [block for one in agreements(edition) for block in (one.terms, one.requirements)]
    return section("agreement", *blocks, contracts)


def agreements(edition: Edition) -> tuple[Agreement, ...]:
    """Every agreement of the edition."""
    area = edition.position.area_name
    return tuple(Agreement(str(terms["number"]), _terms_table(terms, area), _requirements(terms)) for terms in edition.agreements)


def _terms_table(terms: Terms, area: str) -> Table:
    rows = tuple(
        (text(say(f"agreement.{name}")), text(value, mark=illustrative_mark(terms, key)))
        for name, key, value in _terms(terms, area)
    )
    return Table(say("agreement.terms", number=terms["number"]), heads("term", "content"), rows)


def _terms(terms: Terms, area: str) -> list[tuple[str, str, Words]]:
    """Name, dotted key and words of each term that the agreement states; what it does not state is not shown as if it did."""
    stated: list[tuple[str, str, Words | None]] = [
        ("title", "title", _plain(terms.get("title"))),
        ("programme", "programme", _plain(terms.get("programme"))),
        ("period", "period", _period(terms.get("period"))),
        ("quota", "quota", _quota(terms.get("quota"))),
        ("class", "class", _plain(terms.get("class"))),
        ("status", "status", say_code("agreement_status", str(terms["status"])) if terms.get("status") else None),
        ("shares", "shares", _listed(share_words(share, area) for share in terms.get("shares", ()))),
        *_disputed(terms, area),
        ("budget", "budget", _listed(_budget(line) for line in terms.get("budget", ()))),
        ("due_day", "due_day", say("agreement.due_day_value", day=terms["due_day"]) if "due_day" in terms else None),
        ("unpaid", "unpaid", _unpaid(terms.get("unpaid"))),
        ("late_deaths", "late_reported_deaths", _late_deaths(terms.get("late_reported_deaths"))),
        ("newborn", "newborn_of_enrolled_mother", _newborn(terms.get("newborn_of_enrolled_mother"))),
        ("basis", "basis", _plain(terms.get("basis"))),
        ("papers", "papers", _listed(_paper(paper) for paper in terms.get("papers") or ())),
        ("review", "review", _review(terms.get("review"))),
        *_signing(terms.get("signed") or {}),
    ]
    return [(name, key, value) for name, key, value in stated if value is not None]


def _plain(value: Any) -> Words | None:
    return None if value in (None, "") else written(value)


def _listed(found: Any) -> Words | None:
    listed = list(found)
    if not listed:
        return None
    return Words("; ".join(one.id for one in listed), "; ".join(one.en for one in listed))


def _period(period: Terms | None) -> Words | None:
    if not period:
        return None
    return say("agreement.period_value", **{"from": period["from"]}, to=last_day(period["to"]))


def _quota(quota: int | None) -> Words | None:
    return None if quota is None else say("agreement.quota_value", quota=words.whole(quota))


def share_words(share: Terms, area: str) -> Words:
    """A payer's part as the agreement says it: per cent (with a cap), the first people, the first months, or the rest."""
    return joined((payer_name(area, str(share["payer"])), portion_words(share)), " ")


def portion_words(share: Terms) -> Words:
    """The part without its payer: ``60 %``, ``3.000 orang pertama``, ``sisanya`` …"""
    if share.get("rest"):
        return say("agreement.share_rest")
    if share.get("people") is not None:
        return say("agreement.share_people", people=words.whole(int(share["people"])))
    if share.get("months") is not None:
        return say("agreement.share_months", months=share["months"])
    per_cent = str(share["per_cent"]).replace(".", ",")
    if share.get("cap_per_month") is not None:
        return say("agreement.share_cap", per_cent=per_cent, cap=words.rupiah(int(share["cap_per_month"])))
    return say("agreement.share_value", per_cent=per_cent)


def _disputed(terms: Terms, area: str) -> list[tuple[str, str, Words | None]]:
    """Readings of who pays that somebody disputes, beside the shares as signed."""
    readings = terms.get("readings_of_who_pays") or ()
    told = [
        say("agreement.reading_value", name=one["name"], shares=joined(share_words(s, area) for s in one["shares"]))
        for one in readings
    ]
    return [("readings", "readings_of_who_pays", joined(told, " · "))] if told else []


def _paper(paper: Terms) -> Words:
    kind = say_code("paper_kind", str(paper.get("kind") or ""))
    told = [written(paper["name"]), *([written(paper["number"])] if paper.get("number") else [])]
    dated = [written(paper["date"])] if paper.get("date") else []
    return joined([*([kind] if paper.get("kind") else []), *told, *dated], " · ")


def _review(review: Terms | None) -> Words | None:
    if not review:
        return None
    by, through = review.get("by") or "–", review.get("through") or "–"
    return say("agreement.review_value", date=review["requested_on"], by=by, through=through)


def _budget(line: Terms) -> Words:
    account = say_code("account", str(line["kind"]))
    sum_words = words.rupiah(int(line["rupiah"]))
    return say("agreement.budget_value", account=account, sum=sum_words, number=line["account"], source=line["source"])


def _unpaid(unpaid: Terms | None) -> Words | None:
    if unpaid is None:
        return None
    return say("agreement.unpaid_suspends" if unpaid.get("suspends") else "agreement.unpaid_stays")


def _late_deaths(term: Terms | None) -> Words | None:
    return say("agreement.late_deaths_value", payer=say_code("bearer", str(term["borne_by"]))) if term else None


def _newborn(term: str | None) -> Words | None:
    if term is None:
        return None
    return say("agreement.newborn_follows") if term == "follows_agreement" else written(term)


def _signing(signed: Terms) -> list[tuple[str, str, Words | None]]:
    dated = say("agreement.signed_value", date=signed["date"], place=signed.get("place", "–")) if signed.get("date") else None
    names = {key: _listed(written(name) for name in signed.get(key) or ()) for key in ("by", "witnessed_by", "present")}
    return [
        ("signed", "signed", dated),
        ("signed_by", "signed.by", names["by"]),
        ("witnessed_by", "signed.witnessed_by", names["witnessed_by"]),
        ("present", "signed.present", names["present"]),
    ]


def _requirements(terms: Terms) -> Table | None:
    listed = terms.get("requirements") or ()
    if not listed:
        return None
    mark = illustrative_mark(terms, "requirements")
    rows = tuple(_requirement(one, mark) for one in listed)
    return Table(say("agreement.requirements", number=terms["number"]), heads("requirement", "owner", "due", "done"), rows)


def _requirement(one: Terms, mark: Mark | None) -> tuple[Cell, ...]:
    done = one.get("done_on")
    state = text(say("agreement.done_on", date=done)) if done else text(say("agreement.open"), strong=True)
    return (text(one["name"], mark=mark), text(say_code("office", str(one.get("owner", "")))), text(one.get("due")), state)


def facility_table(edition: Edition) -> Table | None:
    """Facilities and the contract that BPJS has with each; None if the edition knows of none."""
    if not edition.facilities:
        return None
    rows = tuple(_facility_row(facility) for facility in edition.facilities)
    return Table(say("agreement.facilities"), heads("facility", "facility_kind", "contract", "services"), rows)


def _facility_row(facility: Terms) -> tuple[Cell, ...]:
    kind, services = facility.get("facility_kind"), facility.get("services")
    return (text(facility["facility_name"]), text(kind), text(_contract(facility)), text(services))


def _contract(facility: Terms) -> Words:
    start, end = facility.get("contract_from"), facility.get("contract_to")
    if start is None:
        return Words("–", "–")
    if end is None:
        return say("agreement.facility_from", **{"from": start})
    return say("agreement.facility_until", **{"from": start}, to=last_day(end))
