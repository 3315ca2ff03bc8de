"""The figures of a month's bill, its mismatches and what the branch says of the people on the list."""

from __future__ import annotations

from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from cakupan.wiring.editions import PublishedEdition

CENTRE = "pusat"


def raw(edition: PublishedEdition) -> dict[str, int]:
    """People and rupiah of the bill as the offices print it."""
    return _bill(_totals(edition), "people", "amount")


def verified(edition: PublishedEdition) -> dict[str, int]:
    """The same without the lines that verification takes out."""
    return _bill(_totals(edition), "verified_people", "verified_amount")


def payers(edition: PublishedEdition) -> dict[str, int]:
    """Rupiah of the month by who pays them."""
    totals = _totals(edition)
    return {
        payer: sum(int(part["amount"]) for part in totals if part["payer"] == payer)
        for payer in sorted({part["payer"] for part in totals})
    }


def _totals(edition: PublishedEdition) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(edition.table("bill_totals")).to_pylist()
    return found


def _bill(totals: list[dict[str, Any]], people: str, amount: str) -> dict[str, int]:
    """People and rupiah of one month; what one person costs is the sum divided by the people, which must come out even."""
    pemda = [part for part in totals if part["payer"] != CENTRE]
    iuran = sum(int(part[amount]) for part in pemda if part["account"] == "iuran")
    bantuan = sum(int(part[amount]) for part in pemda if part["account"] == "bantuan_iuran")
    counted = _people(pemda, people)
    pusat = sum(int(part[amount]) for part in totals if part["payer"] == CENTRE)
    return {
        "people": counted,
        "pemda_per_person": _each(iuran + bantuan, counted),
        "pusat_per_person": _each(pusat, counted),
        "pemda_total": iuran + bantuan,
        "pemda_iuran": iuran,
        "pemda_bantuan": bantuan,
    }


def _people(pemda: list[dict[str, Any]], people: str) -> int:
    """Lines of all agreements; a line that two payers share counts once."""
    by_agreement: dict[str, int] = {}
    for part in pemda:
        if part["account"] == "iuran":
            number = part["agreement_number"]
            by_agreement[number] = max(by_agreement.get(number, 0), int(part[people]))
    return sum(by_agreement.values())


def _each(total: int, people: int) -> int:
    assert people == 0 or total % people == 0, f"{total} rupiah do not divide among {people} people of one rate"
    return total // people if people else 0


def by_code(edition: PublishedEdition) -> dict[str, dict[str, Any]]:
    """Mismatches by code: entries, annex lines, rupiah a month and to date, and what each takes out of the verified bill."""
    rows = pq.read_table(edition.table("mismatch_totals")).sort_by("code").to_pylist()
    return {row.pop("code"): row for row in rows}


def by_bpk_kind(edition: PublishedEdition) -> dict[str, dict[str, int]]:
    """Lines of the annex under BPK's four kinds; a line with two codes of one kind counts once."""
    found = pq.read_table(edition.table("mismatches"), columns=["subject", "bpk_kind", "line_id", "rupiah_per_month"])
    listed = found.filter(pc.and_(pc.equal(found["subject"], "list"), pc.is_valid(found["bpk_kind"])))
    once = listed.group_by(["bpk_kind", "line_id"]).aggregate([("rupiah_per_month", "max")])
    grouped = once.group_by("bpk_kind").aggregate([("line_id", "count"), ("rupiah_per_month_max", "sum")]).sort_by("bpk_kind")
    return {
        row["bpk_kind"]: {"lines": row["line_id_count"], "rupiah_per_month": int(row["rupiah_per_month_max_sum"] or 0)}
        for row in grouped.to_pylist()
    }


def statuses(edition: PublishedEdition) -> dict[str, int]:
    """What the branch says of the people on the list."""
    found = pq.read_table(edition.table("statuses"), columns=["line_id", "reason"])
    listed = found.filter(pc.is_valid(found["line_id"]))
    counted = listed.group_by("reason").aggregate([([], "count_all")]).sort_by("reason").to_pylist()
    return {row["reason"]: row["count_all"] for row in counted}
