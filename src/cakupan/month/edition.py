"""What an edition is: its tables in a fixed order, the invariants that must hold, and the manifest whose hash is its name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from cakupan.engines.steps import Engine, load_steps

FORMAT = 2

# Every table of an edition with the total order in which it is written: the bytes must not depend on the run.
TABLES: Mapping[str, str] = {
    "persons": "person_id",
    "person_keys": "key, person_id, known_from",
    "list_entries": "line_id",
    "spells": "person_id, from_date",
    "bill_lines": "agreement_number, line_id, payer, account",
    "bill_totals": "agreement_number, payer, account, rate_key",
    "statuses": "person_id, card_number NULLS LAST, member_row NULLS LAST, line_id NULLS LAST",
    "mismatches": (
        "subject, subject_row, code, subject_id, other_id NULLS LAST, evidence NULLS LAST, line_id NULLS LAST, "
        "person_id NULLS LAST"
    ),
    "mismatch_totals": "code",
    "law_rate": "month_date, segment, class, payer, account",
    "law_cutoff": "from_date",
    "due_months": "agreement_number, month_date, payer, account",
    "payments": "payment_id",
    "allocations": "payment_id, rule, month_date NULLS LAST",
    "pemda_arrears": "agreement_number, payer, account, month_date",
    "suspensions": "agreement_number, unpaid_month",
    "corrections": "corrected_month, agreement_number, entry_key, payer, account",
    "ledger": "entry_id, account_name",
    "month_due": "agreement_number, month_date",
    "agreement": "agreement_number",
    "agreement_share": "agreement_number, position",
}


def table_query(name: str, *, order: str | None = None) -> str:
    """The SELECT that an edition's table is written from: a total order, that of :data:`TABLES` unless another is named."""
    return f"SELECT * FROM {name} ORDER BY {order or TABLES[name]}"


def assert_invariants(*, engine: Engine) -> None:
    """Raise :class:`AssertionError` naming the first invariant that the engine's tables break, and how often."""
    for invariant in load_steps("cakupan.month.invariants"):
        broken = engine.fetch(invariant.sql)[0][0]
        assert broken == 0, f"{invariant.says} ({broken} violations)"


def sums(*, engine: Engine) -> dict[str, Any]:
    """The counts and rupiah of the edition, as they stand in its manifest: a number, or numbers by part."""
    told: dict[str, Any] = {}
    for name, part, figure in engine.fetch("SELECT name, part, figure FROM edition_sums ORDER BY name, part"):
        if part is None:
            told[name] = int(figure)
        else:
            told.setdefault(name, {})[part] = int(figure)
    return told


def steps_hash(*packages: str) -> str:
    """SHA-256 over the SQL of these packages: which code made an edition, to the letter."""
    digest = hashlib.sha256()
    for package in packages:
        files = (f for f in resources.files(package).iterdir() if f.name.endswith(".sql"))
        for file in sorted(files, key=lambda f: f.name):
            digest.update(f"{package}/{file.name}".encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


@dataclass(frozen=True)
class Input:
    """One file that an edition rests on, as its manifest names it: a register's snapshot, an annex, an agreement."""

    kind: str
    file: str
    sha256: str
    as_of: str | None = None
    rows: int | None = None
    faults: int | None = None
    warnings: int | None = None
    snapshot: str | None = None


def canonical(manifest: Mapping[str, Any]) -> bytes:
    """A manifest as the bytes that are written and hashed: sorted keys, UTF-8, dates in ISO form, one final newline."""
    return (json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n").encode()


def edition_hash(manifest: Mapping[str, Any]) -> str:
    """The name of an edition: SHA-256 of its canonical manifest."""
    return hashlib.sha256(canonical(manifest)).hexdigest()


# What an edition is an edition *of*; its tables and sums follow from these.
QUESTION = ("format", "area", "month", "known_on", "inputs", "absent", "earlier", "law", "code")


def changed(*, old: Mapping[str, Any], new: Mapping[str, Any]) -> Sequence[str]:
    """What two manifests of one month rest on differently, as short words for a refusal; empty if they are the same edition."""
    parts = [part for part in QUESTION if part != "inputs" and old.get(part) != new.get(part)]
    before = {(i["kind"], i["sha256"]) for i in old.get("inputs", ())}
    after = {(i["kind"], i["sha256"]) for i in new.get("inputs", ())}
    return [*parts, *sorted({kind for kind, _ in before ^ after})]
