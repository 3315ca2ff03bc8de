"""Kota Kupang, January to March 2019: the agreement as signed, how many its money carries, who is covered before and after."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow.parquet as pq

from cakupan.law.calendar import Month
from cakupan.law.effective_date import effective_date
from cakupan.month.pemda_rate import pemda_month_rate, to_year_end, whole_month_rate
from cakupan.month.proposal import carried
from cakupan.wiring.editions import PublishedEdition
from cakupan.wiring.summaries import bill
from cakupan.wiring.summaries.played import Played, the_document


def figures(played: Played) -> dict[str, Any]:
    """``agreement``, ``plan``, ``covered`` and ``served_at`` of the case."""
    terms = _signed_agreement(played.last)
    return {
        "agreement": {
            "number": terms["number"],
            "signed": terms["signed"]["date"],
            **{name: terms["signed"].get(name) for name in ("place", "by", "witnessed_by", "present")},
            "papers": terms.get("papers", []),
        },
        "plan": _plan(terms),
        "covered": {"before": bill.raw(played.first)["people"], "after": bill.raw(played.last)["people"]},
        "served_at": {"before": _scheme_facilities(played.first), "after": _contracted(played.last)},
    }


def _signed_agreement(edition: PublishedEdition) -> dict[str, Any]:
    """The agreement that was signed and witnessed; the year's work plan before it has no witnesses."""
    (found,) = (terms for terms in edition.manifest["agreements"] if (terms.get("signed") or {}).get("witnessed_by"))
    told: dict[str, Any] = found
    return told


def _plan(terms: dict[str, Any]) -> dict[str, Any]:
    budget = sum(line["rupiah"] for line in terms["budget"])
    signed = dt.date.fromisoformat(terms["signed"]["date"])
    start = Month.of(effective_date(submitted_on=signed).effective_date)
    earlier = start.plus(-1)
    return {
        "budget": budget,
        "from_month": str(start),
        **_carried(budget, start, known_on=signed),
        "alternatives": [
            {"from_month": str(earlier), "assumes": "in force a month earlier", **_carried(budget, earlier, known_on=signed)},
            {
                "from_month": str(earlier),
                "assumes": "in force a month earlier, and the Pemda bears the August rise",
                **_carried(budget, earlier, known_on=None, whole=True),
            },
        ],
    }


def _carried(budget: int, start: Month, *, known_on: dt.date | None, whole: bool = False) -> dict[str, Any]:
    """How many people a budget carries from a month to December, each month at its own rate by the law known on a day."""
    rate = whole_month_rate if whole else pemda_month_rate
    rates = [rate(month=month, known_on=known_on) for month in to_year_end(start)]
    plan = carried(budget=budget, monthly_rates=rates)
    return {"people_carried": plan.people, "rupiah_used": plan.rupiah_used, "left": plan.left, "per_person": sum(rates)}


def _scheme_facilities(edition: PublishedEdition) -> list[str]:
    return [facility["name"] for facility in the_document(edition, "guarantees")["facilities"]]


def _contracted(edition: PublishedEdition) -> list[str]:
    """The facilities that BPJS has a contract with on the first day of the month."""
    first = Month.parse(edition.manifest["month"]).first_date
    rows = pq.read_table(edition.table("facilities")).to_pylist()
    contracted = [r for r in rows if r["contract_from"] <= first and (r["contract_to"] is None or first < r["contract_to"])]
    return [row["facility_name"] for row in contracted]
