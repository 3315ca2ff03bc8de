"""Officers' decisions on who is who: found again in the registers of the day, whatever row numbers these bring."""

from __future__ import annotations

from cakupan.engines.steps import Engine, Step, load_steps

# Kind of register → the column by which a decision finds its row again next month.
SUBJECT_NUMBERS = {"poverty": "source_id", "members": "card_number"}
EFFECTS = {
    "applied": "berlaku",
    "superseded": "digantikan keputusan yang lebih baru",
    "resident_gone": "tidak berlaku: penduduk itu tidak ada lagi pada data penduduk",
    "subject_gone": "tidak berlaku: nomor itu tidak ada pada daftar",
}
*FINDING, PAIRS = load_steps("cakupan.linking.identity_steps")


def find_decided(*, engine: Engine, files: int) -> dict[str, str]:
    """Kind of register → the table of its pairs that officers decided; empty if nobody handed over a decision.

    Reads ``identity_decisions_0`` … in the order in which they count, and step ``group``'s ``resident_group``. Leaves
    ``officer_decisions``: every decision with its effect (:data:`EFFECTS`).
    """
    if not files:
        return {}
    engine.run(_gathered(files))
    for step in FINDING:
        engine.run(step)
    found = {}
    for kind in SUBJECT_NUMBERS:
        found[kind] = f"{kind}_officer_pairs"
        engine.create_table("subject_register", {"register": "STRING"}, [(kind,)])
        engine.run(PAIRS, into=found[kind])
    return found


def _gathered(files: int) -> Step:
    """Every readable line of every file. A card number is its digits, however a decision dresses it."""
    columns = "subject_nik, resident_nik, decision, decided_date, decided_by, reason"
    number = "CASE WHEN register = 'members' THEN replace_all(subject_id, '[^0-9]', '') ELSE subject_id END AS subject_id"
    parts = [
        f"SELECT CAST({place} AS BIGINT) AS file_ordinal, row AS line, register, {number}, {columns} "
        f"FROM identity_decisions_{place} WHERE readable"
        for place in range(files)
    ]
    return Step(name="identity_decision", sql="\nUNION ALL\n".join(parts), says="The files of decisions, one after the other.")
