"""What an edition is: its tables in a fixed order, the invariants that must hold, and the manifest whose hash is its name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from cakupan.engines.steps import Engine

FORMAT = 1

# Every table of an edition with the total order in which it is written: the bytes must not depend on the run.
TABLES: Mapping[str, str] = {
    "persons": "person_id",
    "person_keys": "key, key_kind, person_id, known_from",
    "list_entries": "line_id",
    "spells": "person_id, from_date",
    "bill_lines": "agreement_number, line_id, payer, account",
    "bill_totals": "agreement_number, payer, account, rate_key",
    "statuses": "person_id, card_number NULLS LAST, member_row NULLS LAST, line_id NULLS LAST",
    "mismatches": "subject, subject_row, code, subject_id, other_id NULLS LAST, evidence NULLS LAST, line_id NULLS LAST, person_id NULLS LAST",
    "mismatch_totals": "code",
    "law_rate": "month_date, segment, class, payer, account",
    "law_cutoff": "from_date",
    "agreement": "agreement_number",
    "agreement_share": "agreement_number, position",
}


@dataclass(frozen=True)
class Invariant:
    """A sentence that holds for every edition; ``broken`` is a SELECT whose single number counts its violations."""

    says: str
    broken: str


INVARIANTS = (
    Invariant(
        "every annex entry has exactly one outcome",
        "SELECT count(*) - count(DISTINCT line_id) FROM list_entries",
    ),
    Invariant(
        "every billed entry stands in the bill, and no other",
        "SELECT count(*) FROM (SELECT line_id FROM list_entries WHERE outcome = 'billed') e "
        "FULL OUTER JOIN (SELECT DISTINCT line_id FROM bill_lines) b ON b.line_id = e.line_id WHERE e.line_id IS NULL OR b.line_id IS NULL",
    ),
    Invariant(
        "no annex entry is billed twice for a month in one agreement, payer and account",
        "SELECT count(*) FROM (SELECT line_id FROM bill_lines GROUP BY agreement_number, line_id, payer, account HAVING count(*) > 1) t",
    ),
    Invariant(
        "nobody is billed twice for a month in the verified bill, in one payer and account",
        "SELECT count(*) FROM (SELECT person_id FROM bill_lines WHERE verified GROUP BY person_id, payer, account HAVING count(*) > 1) t",
    ),
    Invariant(
        "every total equals the sum of its lines",
        "SELECT count(*) FROM bill_totals t FULL OUTER JOIN (SELECT agreement_number, payer, account, rate_key, sum(amount) AS amount, "
        "sum(CASE WHEN excluded_for IS NULL THEN amount ELSE 0 END) AS verified_amount FROM bill_lines "
        "GROUP BY agreement_number, payer, account, rate_key) s ON s.agreement_number = t.agreement_number AND s.payer = t.payer "
        "AND s.account = t.account AND s.rate_key = t.rate_key "
        "WHERE t.amount IS NULL OR s.amount IS NULL OR t.amount <> s.amount OR t.verified_amount <> s.verified_amount",
    ),
    Invariant(
        "the shares of each account sum to what the law says",
        "SELECT count(*) FROM (SELECT b.agreement_number FROM bill_part b JOIN agreement a ON a.agreement_number = b.agreement_number "
        "JOIN law_rate r ON r.segment = a.segment AND r.class = a.class AND r.month_date = b.month_date AND r.payer = b.law_payer "
        "AND r.account = b.account GROUP BY b.agreement_number, b.month_date, b.law_payer, b.account HAVING sum(b.amount) <> max(r.amount)) t",
    ),
    Invariant(
        "the bill is the number of entries times the law's amount",
        "SELECT count(*) FROM (SELECT t.agreement_number, sum(t.amount) AS amount FROM bill_totals t GROUP BY t.agreement_number) t "
        "JOIN (SELECT e.agreement_number, sum(r.amount) AS amount FROM list_entries e CROSS JOIN run u "
        "JOIN agreement a ON a.agreement_number = e.agreement_number "
        "JOIN law_rate r ON r.segment = a.segment AND r.class = a.class AND r.month_date = u.first_date "
        "WHERE e.outcome = 'billed' GROUP BY e.agreement_number) s ON s.agreement_number = t.agreement_number WHERE s.amount <> t.amount",
    ),
    Invariant(
        "what the mismatches take out is the difference between the raw and the verified bill",
        "SELECT CASE WHEN (SELECT coalesce(sum(excluded_rupiah), 0) FROM mismatch_totals) = (SELECT coalesce(sum(b.amount), 0) "
        "FROM bill_lines b WHERE NOT b.verified AND b.payer IN (SELECT payer FROM bill_part WHERE law_payer = 'pemda')) THEN 0 ELSE 1 END",
    ),
    Invariant(
        "no two spells of a person overlap",
        "SELECT count(*) FROM (SELECT from_date, lag(to_date) OVER (PARTITION BY person_id ORDER BY from_date, to_date) AS before "
        "FROM spells) t WHERE from_date < before",
    ),
    Invariant(
        "nobody is active unless a row of the branch's master says so",
        "SELECT count(*) FROM statuses s LEFT JOIN member_person m ON m.member_row = s.member_row "
        "WHERE s.status = 'active' AND (m.status IS NULL OR m.status <> 'active')",
    ),
    Invariant(
        "every person in the bill, the spells and the statuses is known",
        "SELECT count(*) FROM (SELECT person_id FROM bill_lines UNION SELECT person_id FROM spells UNION SELECT person_id FROM statuses) t "
        "LEFT JOIN persons p ON p.person_id = t.person_id WHERE p.person_id IS NULL",
    ),
    Invariant("a person stands once among the persons", "SELECT count(*) - count(DISTINCT person_id) FROM persons"),
)


def assert_invariants(*, engine: Engine) -> None:
    """Raise :class:`AssertionError` naming the first invariant that the engine's tables break."""
    for invariant in INVARIANTS:
        broken = engine.fetch(invariant.broken)[0][0]
        assert broken == 0, f"{invariant.says} ({broken} violations)"


def table_query(name: str) -> str:
    """The SELECT that an edition's table is written from: a total order."""
    return f"SELECT * FROM {name} ORDER BY {TABLES[name]}"


SUMS: Mapping[str, str] = {
    "entries": "SELECT count(*) FROM list_entries",
    "people": "SELECT count(*) FROM list_entries WHERE outcome = 'billed'",
    "amount": "SELECT coalesce(sum(amount), 0) FROM bill_totals",
    "pemda_amount": "SELECT coalesce(sum(t.amount), 0) FROM bill_totals t WHERE t.payer IN (SELECT payer FROM bill_part WHERE law_payer = 'pemda')",
    "verified_people": "SELECT count(DISTINCT line_id) FROM bill_lines WHERE verified",
    "verified_amount": "SELECT coalesce(sum(verified_amount), 0) FROM bill_totals",
    "verified_pemda_amount": "SELECT coalesce(sum(t.verified_amount), 0) FROM bill_totals t "
    "WHERE t.payer IN (SELECT payer FROM bill_part WHERE law_payer = 'pemda')",
}
COUNTS: Mapping[str, str] = {
    "outcomes": "SELECT outcome, count(*) FROM list_entries GROUP BY outcome ORDER BY outcome",
    "accounts": "SELECT payer || ' ' || account, sum(amount) FROM bill_totals GROUP BY payer, account ORDER BY payer, account",
    "verified_accounts": "SELECT payer || ' ' || account, sum(verified_amount) FROM bill_totals GROUP BY payer, account ORDER BY payer, account",
    "statuses": "SELECT status, count(DISTINCT person_id) FROM statuses GROUP BY status ORDER BY status",
    "billed_statuses": "SELECT status, count(DISTINCT person_id) FROM statuses "
    "WHERE person_id IN (SELECT person_id FROM bill_lines) GROUP BY status ORDER BY status",
    "excluded": "SELECT code, excluded_people FROM mismatch_totals WHERE excluded_people > 0 ORDER BY code",
    "mismatches": "SELECT code, entries FROM mismatch_totals ORDER BY code",
}


def sums(*, engine: Engine) -> dict[str, Any]:
    """The counts and rupiah of the edition, as they stand in its manifest."""
    single = {name: int(engine.fetch(sql)[0][0]) for name, sql in SUMS.items()}
    return {**single, **{name: {key: int(value) for key, value in engine.fetch(sql)} for name, sql in COUNTS.items()}}


def steps_hash() -> str:
    """SHA-256 over the month's SQL: which code made an edition, to the letter."""
    digest = hashlib.sha256()
    folder = resources.files("cakupan.month.steps")
    for file in sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def canonical(manifest: Mapping[str, Any]) -> bytes:
    """A manifest as the bytes that are written and hashed: sorted keys, UTF-8, dates in ISO form, one final newline."""
    return (json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n").encode()


def edition_hash(manifest: Mapping[str, Any]) -> str:
    """The name of an edition: SHA-256 of its canonical manifest."""
    return hashlib.sha256(canonical(manifest)).hexdigest()


@dataclass(frozen=True)
class Input:
    """One thing that an edition rests on, as its manifest names it: a snapshot, an agreement, or linking's own inputs."""

    kind: str
    file: str
    sha256: str
    as_of: str | None
    rows: int
    faults: int
    warnings: int


def same_inputs(*, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether two manifests rest on the same inputs, law, code and question: then their editions are the same."""
    return all(old.get(part) == new.get(part) for part in ("area", "month", "known_on", "inputs", "law", "code", "format"))


def changed_inputs(*, old: Mapping[str, Any], new: Mapping[str, Any]) -> Sequence[str]:
    """What differs between two manifests of one month, as short words for a refusal."""
    named = [part for part in ("known_on", "law", "code") if old.get(part) != new.get(part)]
    before = {(i["kind"], i["sha256"]) for i in old.get("inputs", ())}
    after = {(i["kind"], i["sha256"]) for i in new.get("inputs", ())}
    return [*named, *sorted({kind for kind, _ in before ^ after})]
