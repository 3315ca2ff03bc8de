"""From the Parquet tables of an edition to what a report says about it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cakupan.law.calendar import Month
from cakupan.registers.areas import area_name
from cakupan.report import read_tables
from cakupan.report.edition import BillPart, BpkKind, Edition, LawRate, MismatchKind, Position, Source, StatusCount

PAYERS = ("kabkota", "provinsi", "pemda", "pemberi_kerja", "peserta", "pusat")  # whose bill it is first, the centre last
ACCOUNTS = ("iuran", "bantuan_iuran", "iuran_pusat")


def read_edition(
    *, folder: Path, edition: str, manifest: Mapping[str, Any], people_invented: bool = False, locked_date: dt.date | None = None
) -> Edition:
    """The edition of hash ``edition`` in ``folder``: its Parquet tables as ``month/`` writes them, and its manifest as JSON."""
    position = _position(edition, manifest, people_invented, locked_date)
    lines = _table(folder, "bill_lines", ["agreement_number", "payer", "account", "rate_key", "amount", "verified", "line_id"])
    return Edition(
        folder=folder,
        position=position,
        parts=_parts(lines),
        mismatches=_mismatches(folder),
        bpk_kinds=_bpk_kinds(folder),
        statuses=_statuses(folder),
        law=_law(folder, position),
        sources=tuple(_source(each) for each in manifest["inputs"]),
        agreements=tuple(dated(terms) for terms in manifest["agreements"]),
        facilities=_facilities(folder),
        absent=tuple(manifest["absent"]),
        people=_people(lines),
        verified_people=_people(lines.filter(lines["verified"])),
        billed_entries=_billed_entries(lines),
        coverage=read_tables.coverage(folder),
        unpaid_months=read_tables.unpaid_months(folder),
        suspensions=read_tables.suspensions(folder),
        payments=read_tables.payments(folder),
        family_arrears=read_tables.family_arrears(folder),
        corrections=read_tables.corrections(folder),
        reconciliation=read_tables.reconciliation(folder),
        position_totals=read_tables.position_totals(folder),
        documents=dated(manifest.get("documents") or {}),
    )


def _position(edition: str, manifest: Mapping[str, Any], people_invented: bool, locked_date: dt.date | None) -> Position:
    area = str(manifest["area"])
    return Position(
        area_code=area,
        area_name=area_name(area) or area,
        month=Month.parse(manifest["month"]),
        edition=edition[:12],
        law=str(manifest["law"]["version"])[:12],
        code=f"{manifest['code']['version']} ({manifest['code']['steps'][:12]})",
        locked_date=locked_date,
        people_invented=people_invented,
    )


def _source(given: Mapping[str, Any]) -> Source:
    return Source(
        kind=given["kind"],
        file=given["file"],
        sha256=given["sha256"],
        as_of=dt.date.fromisoformat(given["as_of"]) if given["as_of"] else None,
        rows=given["rows"],
        faults=given["faults"],
        warnings=given["warnings"],
    )


def dated(value: Any) -> Any:
    """A value of JSON with its ISO days as dates again, however deep."""
    if isinstance(value, Mapping):
        return {name: dated(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [dated(inner) for inner in value]
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return dt.date.fromisoformat(value)
    return value


def _facilities(folder: Path) -> tuple[Mapping[str, Any], ...]:
    path = folder / "facilities.parquet"
    return tuple(row for row in pq.read_table(path).to_pylist() if row["readable"]) if path.exists() else ()


def _table(folder: Path, name: str, columns: Sequence[str]) -> pa.Table:
    return pq.read_table(folder / f"{name}.parquet", columns=list(columns))


def _people(lines: pa.Table) -> int:
    """Entries of the annex: what a branch bills, each once whatever its payers and accounts."""
    return int(pc.count_distinct(lines["line_id"]).as_py())


def _billed_entries(lines: pa.Table) -> dict[str, int]:
    """How many entries of the annex each agreement is billed for; one that two payers share counts once."""
    grouped = lines.group_by("agreement_number").aggregate([("line_id", "count_distinct")]).to_pylist()
    return {row["agreement_number"]: int(row["line_id_count_distinct"]) for row in grouped}


def _parts(lines: pa.Table) -> tuple[BillPart, ...]:
    kept = pc.cast(lines["verified"], pa.int64())
    counted = lines.append_column("one", kept).append_column("kept", pc.multiply(kept, pc.cast(lines["amount"], pa.int64())))
    # The amount is a key too: where a share ends in the middle of the list, one rate costs a payer two amounts.
    keys = ["agreement_number", "payer", "account", "rate_key", "amount"]
    sums = [("line_id", "count"), ("one", "sum"), ("kept", "sum")]
    grouped = counted.group_by(keys).aggregate(sums).to_pylist()
    return tuple(sorted((_part(row) for row in grouped), key=_order))


def _part(row: Mapping[str, Any]) -> BillPart:
    amount, people = int(row["amount"]), int(row["line_id_count"])
    return BillPart(
        agreement_number=row["agreement_number"],
        payer=row["payer"],
        account=row["account"],
        rate_key=row["rate_key"],
        amount=amount,
        people=people,
        total=amount * people,
        verified_people=int(row["one_sum"]),
        verified_total=int(row["kept_sum"]),
    )


def _order(part: BillPart) -> tuple[str, int, str, int, str, str, int]:
    """Agreement, then payer and account in the order of the law; what is not in these lists comes last, by name."""
    payer, account = _place(PAYERS, part.payer), _place(ACCOUNTS, part.account)
    return (part.agreement_number, payer, part.payer, account, part.account, part.rate_key, -part.amount)


def _place(order: Sequence[str], name: str) -> int:
    return order.index(name) if name in order else len(order)


def _mismatches(folder: Path) -> tuple[MismatchKind, ...]:
    actions = _actions(folder)
    totals = pq.read_table(folder / "mismatch_totals.parquet").sort_by("code").to_pylist()
    return tuple(
        MismatchKind(
            code=row["code"],
            action=actions.get(row["code"], ""),
            entries=int(row["entries"]),
            lines=int(row["lines"]),
            rupiah_per_month=int(row["rupiah_per_month"]),
            rupiah_to_date=None if row["rupiah_to_date"] is None else int(row["rupiah_to_date"]),
            excluded_people=int(row["excluded_people"]),
            excluded_rupiah=int(row["excluded_rupiah"]),
        )
        for row in totals
    )


def _actions(folder: Path) -> dict[str, str]:
    """The most frequent suggested action of each code; of equally frequent ones the first by letters."""
    grouped = _table(folder, "mismatches", ["code", "suggested_action"]).group_by(["code", "suggested_action"])
    counted = grouped.aggregate([([], "count_all")]).to_pylist()
    ordered = sorted(counted, key=lambda row: (row["count_all"], str(row["suggested_action"])), reverse=False)
    return {row["code"]: row["suggested_action"] or "" for row in ordered}


def _bpk_kinds(folder: Path) -> tuple[BpkKind, ...]:
    found = _table(folder, "mismatches", ["subject", "bpk_kind", "rupiah_per_month"])
    listed = found.filter(pc.equal(found["subject"], "list"))
    grouped = listed.group_by("bpk_kind").aggregate([([], "count_all"), ("rupiah_per_month", "sum")]).to_pylist()
    kinds = (BpkKind(row["bpk_kind"] or "", int(row["count_all"]), int(row["rupiah_per_month_sum"] or 0)) for row in grouped)
    return tuple(sorted(kinds, key=lambda kind: kind.bpk_kind))


def _statuses(folder: Path) -> tuple[StatusCount, ...]:
    grouped = _table(folder, "statuses", ["segment", "status", "reason"]).group_by(["segment", "status", "reason"])
    rows = grouped.aggregate([([], "count_all")]).to_pylist()
    counted = (StatusCount(row["segment"] or "", row["status"], row["reason"] or "", int(row["count_all"])) for row in rows)
    return tuple(sorted(counted, key=lambda s: (not s.reason.startswith("on_list"), s.segment, s.status, s.reason)))


def _law(folder: Path, position: Position) -> tuple[LawRate, ...]:
    """The amounts of the position's month; the edition also holds those of earlier months, for the rupiah to date."""
    rows = [row for row in pq.read_table(folder / "law_rate.parquet").to_pylist() if row["month_date"] == position.date]
    rates = dict.fromkeys(_law_rate(row) for row in rows)
    return tuple(sorted(rates, key=_law_order))


def _law_order(rate: LawRate) -> tuple[str, int, int]:
    return (rate.rate_key, _place(PAYERS, rate.payer), _place(ACCOUNTS, rate.account))


def _law_rate(row: Mapping[str, Any]) -> LawRate:
    return LawRate(
        rate_key=row["rate_key"],
        payer=row["payer"],
        account=row["account"],
        amount=int(row["amount"]),
        citation=row["citation"],
        confidence=row["confidence"],
        from_date=row.get("from_date"),
        to_date=row.get("to_date"),
        known_date=row.get("known_date"),
        segment=row.get("segment") or "",
    )
