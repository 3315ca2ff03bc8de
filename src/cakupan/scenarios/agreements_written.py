"""An agreement between a Pemda and the branch as a document, and the form of the decree that goes with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cakupan.scenarios.annex_written import DecreeForm

CLASS = 3
ALONE = {"kabkota": [{"payer": "kabkota", "per_cent": 100}], "provinsi": [{"payer": "provinsi", "per_cent": 100}]}
# What no page tells of the agreements that are played; a case may tell more, or less.
USUALLY_CHOSEN = (
    "number",
    "unpaid",
    "late_reported_deaths",
    "newborn_of_enrolled_mother",
    "ranking_rule",
    "decree",
)


def agreement_terms(
    terms: Mapping[str, Any],
    *,
    area: str,
    quota: int | None = None,
    payer: str = "kabkota",
    budget: Sequence[Mapping[str, Any]] = (),
    illustrative: Sequence[str] = (),
    **more: Any,
) -> dict[str, Any]:
    """The terms of an agreement as a case tells them; ``illustrative`` are the keys that were chosen beside the usual ones.

    ``more`` are further keys of the document, in their order.
    """
    limits: dict[str, Any] = {"quota": quota} if quota else {}
    limits["shares"] = [dict(share) for share in ALONE[payer]]
    limits |= {"budget": list(budget)} if budget else {}
    return {
        "number": terms["number"],
        "title": terms["title"],
        "programme": "PBPU dan BP Pemda",
        "area": area,
        "segment": "PEMDA",
        "class": CLASS,
        "payer": payer,
        "period": {"from": terms["from"], "to": terms["to"]},
        **limits,
        "due_day": 10,
        "unpaid": {"suspends": False},
        "late_reported_deaths": {"borne_by": terms.get("late_deaths_borne_by", "bpjs")},
        "newborn_of_enrolled_mother": "follows_agreement",
        "ranking_rule": ["decile", "family"],
        "decree": {"number": terms["decree_number"], "date": terms["decree_date"], "annex": "decisions"},
        **{key: value for key, value in more.items() if key not in ("basis", "source")},
        "signed": signed(terms),
        **{key: value for key, value in more.items() if key in ("basis", "source")},
        "illustrative": [*USUALLY_CHOSEN, *illustrative],
    }


def signed(terms: Mapping[str, Any]) -> dict[str, Any]:
    """When, where and by whom, as far as the case tells."""
    keys = (("date", "signed"), ("place", "place"), ("by", "by"), ("witnessed_by", "witnessed_by"), ("present", "present"))
    return {key: terms[name] for key, name in keys if name in terms}


def budget_lines(accounts: Mapping[str, str], rupiah: Mapping[str, int]) -> list[dict[str, Any]]:
    """One line a kind (iuran, bantuan_iuran): its account of the APBD and what stands on it."""
    return [{"account": accounts[kind], "kind": kind, "source": "APBD", "rupiah": rupiah[kind]} for kind in rupiah]


def decree_form(terms: Mapping[str, Any], *, segment_label: str, payer_label: str = "KABKOTA") -> DecreeForm:
    """What stands on every line of the annex."""
    return DecreeForm(
        agreement_number=terms["number"],
        decree_number=terms["decree_number"],
        decree_date=terms["decree_date"],
        submitted_date=terms["submitted_date"],
        decided_by=terms["decided_by"],
        segment_label=segment_label,
        payer_label=payer_label,
        class_=CLASS,
    )
