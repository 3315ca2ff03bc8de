"""An edition: its invariants stop the run when broken, its bytes follow from its inputs, its manifest names it."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from small_month import SmallMonth, shared_engine, terms

from cakupan.cli.outcome import BROKEN, run_command
from cakupan.engines.steps import Engine, load_steps
from cakupan.month.edition import TABLES, assert_invariants, canonical, changed, edition_hash, steps_hash, sums, table_query

# One way to break each invariant, on a month of two people and a duplicate.
BREAKS = {
    "one_outcome": "INSERT INTO list_entries SELECT * FROM list_entries LIMIT 1",
    "billed_entries_in_bill": "DELETE FROM bill_lines WHERE line_id = 2",
    "billed_once": "INSERT INTO bill_lines SELECT * FROM bill_lines WHERE line_id = 4 LIMIT 1",
    "nobody_twice_when_verified": "UPDATE bill_lines SET verified = TRUE, excluded_for = NULL",
    "totals_are_sums": "UPDATE bill_totals SET amount = amount + 1 WHERE account = 'iuran'",
    "shares_sum_to_law": "UPDATE bill_lines SET amount = amount - 1 WHERE account = 'iuran'",
    "bill_is_entries_times_law": "UPDATE law_rate SET amount = amount + 1 WHERE account = 'iuran'",
    "excluded_is_difference": "UPDATE mismatch_totals SET excluded_rupiah = 0",
    "spells_do_not_overlap": "INSERT INTO spells SELECT * FROM spells LIMIT 1",
    "active_only_by_branch": "UPDATE statuses SET status = 'active'",
    "everyone_known": "DELETE FROM residents WHERE row = 2",
    "person_once": "INSERT INTO residents SELECT * FROM residents WHERE row = 2",
    "due_is_bill": "UPDATE due_months SET people = people + 1",
    "payment_once": "INSERT INTO payments SELECT * FROM payments",
    "allocations_are_payments": "UPDATE allocations SET amount = amount - 1",
    "no_month_overpaid": "INSERT INTO allocations SELECT * REPLACE ('overpaid' AS rule) FROM allocations",
    "corrected_is_due": "INSERT INTO closed_month SELECT first_date FROM run",
    "ledger_balances": "UPDATE ledger SET debit = debit + 1",
    "payable_is_unpaid": "DELETE FROM ledger WHERE cause = 'payment'",
    "suspended_still_owed": "INSERT INTO suspensions SELECT agreement_number, NULL, NULL, NULL, NULL FROM agreement",
}


def _small() -> SmallMonth:
    small = SmallMonth()
    small.resident(1, "SITI AMINAH")
    small.resident(2, "BUDI SANTOSO")
    small.entry(1, "SITI AMINAH")
    small.entry(2, "BUDI SANTOSO")
    small.entry(2, "BUDI SANTOSO")
    small.payment("SP2D-1", 70_000)
    return small


def _invariants():
    return {invariant.name: invariant for invariant in load_steps("cakupan.month.invariants")}


def test_every_invariant_has_a_way_to_break_it():
    assert set(BREAKS) == set(_invariants())


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_invariant_stops_the_run(name):
    engine = _small().close()
    assert_invariants(engine=engine)
    shared_engine().connection.execute(BREAKS[name])
    broken = engine.fetch(_invariants()[name].sql)[0][0]
    assert broken > 0
    with pytest.raises(AssertionError, match="violations"):
        assert_invariants(engine=engine)


def test_a_broken_invariant_exits_with_3(capsys):
    import click

    @click.command()
    def stop() -> None:
        engine = _small().close()
        shared_engine().connection.execute(BREAKS["totals_are_sums"])
        assert_invariants(engine=engine)

    assert run_command(stop, []) == BROKEN
    assert "Every total equals the sum of its lines" in capsys.readouterr().err


def _written(folder: Path) -> dict[str, str]:
    engine = _small().close()
    for name in TABLES:
        engine.write_parquet(table_query(name), folder / name)
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in TABLES}


def test_the_same_inputs_give_the_same_bytes(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    assert _written(first) == _written(second)


def test_every_table_is_written_in_a_total_order():
    engine = _small().close()
    for name, order in TABLES.items():
        keys = ", ".join(key.removesuffix(" NULLS LAST") for key in order.split(", "))
        assert engine.fetch(f"SELECT count(*) FROM (SELECT 1 FROM {name} GROUP BY {keys} HAVING count(*) > 1)") == [(0,)], name


def test_sums_are_the_manifests():
    told = sums(engine=_small().close())
    assert (told["entries"], told["people"], told["verified_people"]) == (3, 3, 2)
    assert (told["pemda_amount"], told["verified_pemda_amount"]) == (113_400, 75_600)
    assert told["accounts"] == {"kabkota bantuan_iuran": 8_400, "kabkota iuran": 105_000, "pusat iuran_pusat": 12_600}
    assert told["outcomes"] == {"billed": 3}
    assert told["excluded"] == {"duplicate": 1}
    assert told["billed_statuses"] == {"awaiting_branch": 2}


def test_sums_of_a_month_without_bill_are_zero():
    small = _small()
    small.terms = (terms(from_date=small.month.plus(1).first_date),)
    told = sums(engine=small.close())
    assert (told["entries"], told["people"], told["amount"], told.get("accounts")) == (3, 0, 0, None)


def test_a_manifest_is_named_by_its_hash_whatever_the_order_of_its_keys():
    assert edition_hash({"a": 1, "b": 2}) == edition_hash({"b": 2, "a": 1})
    assert edition_hash({"a": 1}) != edition_hash({"a": 2})
    assert canonical({"b": "é", "a": None}) == '{\n "a": null,\n "b": "é"\n}\n'.encode()


def test_what_changed_is_said_by_kind():
    old = {"month": "2021-07", "known_on": None, "inputs": [{"kind": "members", "sha256": "1"}]}
    assert changed(old=old, new=dict(old)) == []
    assert changed(old=old, new={**old, "inputs": [{"kind": "members", "sha256": "2"}]}) == ["members"]
    assert changed(old=old, new={**old, "known_on": "2021-08-01"}) == ["known_on"]


def test_steps_hash_covers_every_step():
    assert steps_hash("cakupan.month.steps") != steps_hash("cakupan.month.invariants")
    assert len(steps_hash("cakupan.month.steps")) == 64


def test_every_step_says_what_it_reads():
    for step in load_steps("cakupan.month.steps"):
        assert "Reads " in step.says, step.name


GOLDEN = Path(__file__).with_name("golden_month.txt")
GOLDEN_TABLES = {
    "list_entries": "list_row, person_id, link, rule, from_date, to_date, start_rule, end_cause, outcome",
    "spells": "person_id, list_row, from_date, to_date, start_rule, end_cause",
    "bill_lines": "list_row, payer, account, amount, reason, mismatch, excluded_for",
    "bill_totals": "payer, account, people, amount, verified_people, verified_amount",
    "due_months": "month_date, payer, account, people, amount",
    "allocations": "payment_id, payer, account, month_date, amount, rule",
    "pemda_arrears": "payer, account, month_date, due_date, due, paid, unpaid, age_months",
    "suspensions": "agreement_number, from_date, unpaid_month, due_date, citation",
    "corrections": "corrected_month, entry_key, payer, account, billed, due, amount, cause, evidence, citation, borne_by",
    "ledger": "entry_id, month_date, account_name, debit, credit, cause",
    "statuses": "person_id, candidate_person_id, card_number, segment, status, reason, cause",
    "mismatches": "subject, subject_row, code, event_date, provable, rupiah_per_month, rupiah_to_date, borne_by, evidence",
    "mismatch_totals": "code, entries, lines, rupiah_per_month, rupiah_to_date, excluded_people, excluded_rupiah",
}


def _golden_month() -> SmallMonth:
    import datetime as dt

    from small_month import nik

    from cakupan.law.calendar import Month
    from cakupan.month.terms import Share

    # Forty per cent are the province's until 80,000 of a month are spent; an unpaid bill suspends.
    shares = (Share("provinsi", 400_000, cap_per_month=80_000), Share("kabkota", rest=True))
    small = SmallMonth(month=Month(2021, 9), terms=(terms(shares=shares, suspends=True),))
    names = ("SITI AMINAH", "BUDI SANTOSO", "RINA WULANDARI", "YOHANES LAKA", "MARIA LAKA", "DEWI LESTARI", "AGUS SALIM")
    rows = {name: small.resident(serial, name) for serial, name in enumerate(names, start=1)}
    for serial, name in enumerate(names, start=1):
        small.entry(serial, name)
    small.entry(2, "BUDI SANTOSO")
    small.entry(8, "TAK DIKENAL")
    small.entry(7, "ORANG LAIN SEKALI")
    small.entry(3, "RINA WULANDARI", decision="remove", submitted_date=dt.date(2021, 8, 20))
    small.entry(1, "SITI AMINAH", submitted_date=dt.date(2021, 8, 21), decree_number="SK-2/2021")
    small.entry(6, "DEWI LESTARI", **{"class": 2})
    small.member(1, "SITI AMINAH", resident_row=rows["SITI AMINAH"])
    small.member(4, "YOHANES LAKA", resident_row=rows["YOHANES LAKA"], segment="PBI_JK", start_date=dt.date(2021, 8, 1))
    small.member(5, "MARIA LAKA", resident_row=rows["MARIA LAKA"], segment="PPU_SWASTA")
    small.member(6, "D LESTARI", resident_row=rows["DEWI LESTARI"], link="review", nik=None)
    small.add("deaths", nik=nik(7), name="AGUS SALIM", death_date=dt.date(2021, 7, 31), certificate_number="KM-1")
    small.payment("SP2D-1", 300_000, month="2021-07", disbursement_date=dt.date(2021, 8, 20))
    small.payment("SP2D-2", 30_000, month="2021-08", payer="provinsi")
    small.payment("SP2D-3", 1_000, month="2021-07", account="bantuan_iuran")
    august = dt.date(2021, 8, 1)
    small.closed[Month(2021, 8)] = [
        (august, f"SK-1/2021|2021-06-18|{line}", small.terms[0].number, payer, "iuran", amount)
        for line in (4, 7)
        for payer, amount in (("kabkota", 21_000), ("provinsi", 14_000))
    ]
    return small


def golden_text(engine: Engine | None = None) -> str:
    """The golden month as text: every table that a reader of a diff can judge."""
    engine = _golden_month().close(engine=engine)
    parts = []
    for name, columns in GOLDEN_TABLES.items():
        rows = engine.fetch(f"SELECT {columns} FROM ({table_query(name)})")
        lines = [" | ".join("–" if value is None else str(value) for value in row) for row in rows]
        parts.append("\n".join([f"# {name}: {columns}", *lines]))
    return "\n\n".join(parts) + "\n"


def test_golden_month():
    """To review a change: ``python -m pytest tests/month -k golden``, look at the diff, then write the new text."""
    assert golden_text() == GOLDEN.read_text(encoding="utf-8")


def test_golden_month_on_spark():
    """The same steps on the other engine give the same rows; invariants hold there too."""
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("no Java on this machine")
    from cakupan.wiring.engine import opened_engine

    with opened_engine("spark") as engine:
        assert golden_text(engine) == GOLDEN.read_text(encoding="utf-8")
        assert_invariants(engine=engine)
