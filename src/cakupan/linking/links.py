"""Link the registers that one area handed over, and find what does not match: one run, one set of tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from cakupan.engines.steps import Engine, load_steps
from cakupan.linking.identity import find_decided
from cakupan.linking.match import MatchTerms, group_rows, match, normalise, prepare
from cakupan.linking.mismatch import MISMATCHES

EVENTS_PERSON, *MISMATCH_STEPS = load_steps("cakupan.linking.mismatch_steps")

# The columns of each register that the steps read, for a register that was not handed over.
PERSON_COLUMNS = {
    "row": "BIGINT",
    "readable": "BOOLEAN",
    "nik": "STRING",
    "nik_anomaly": "STRING",
    "family_card_number": "STRING",
    "name": "STRING",
    "birth_date": "DATE",
    "sex": "STRING",
    "mother_name": "STRING",
    "address": "STRING",
    "area_code": "STRING",
}
OWN_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "residents": {"population_flag": "STRING"},
    "poverty": {"source_id": "STRING", "decile": "INTEGER"},
    "members": {"card_number": "STRING", "segment": "STRING", "segment_label": "STRING", "status": "STRING"},
    "deaths": {"death_date": "DATE", "certificate_number": "STRING"},
    "moves": {"move_date": "DATE", "destination_code": "STRING"},
}

# Who is looked for in which register. Deaths and departures are looked for in all three: members and poor may be in no other.
SOUGHT = (
    ("poverty", "residents", "poverty_resident_links"),
    ("members", "residents", "member_resident_links"),
    ("events", "residents", "event_resident_links"),
    ("events", "members", "event_member_links"),
    ("events", "poverty", "event_poverty_links"),
)
GROUPS = {"residents": "resident_group", "poverty": "poverty_group", "members": "member_group"}


@dataclass(frozen=True, kw_only=True)
class LinkRun:
    """What a linking run is told.

    ``files`` maps each register handed over to its file's base name; ``decile_max`` is the highest decile that the decree admits;
    ``identity_decision_files`` counts the files of officers' decisions: tables ``identity_decisions_0`` …, the later file later.
    """

    as_of: dt.date
    files: Mapping[str, str]
    decile_max: int | None = None
    identity_decision_files: int = 0
    terms: MatchTerms = field(default_factory=MatchTerms)


def link_registers(*, engine: Engine, run: LinkRun) -> None:
    """Link the registers named in ``run.files``; each is a table of the engine under its kind's name.

    Leaves the tables that :data:`SOUGHT` names (step ``decided``), ``poverty_links``, ``member_links``, ``accepted``,
    ``same_person`` and ``findings``; and ``officer_decisions`` where decisions were handed over.
    """
    prepare(engine=engine)
    for kind, own in OWN_COLUMNS.items():
        if kind not in run.files:
            engine.create_table(kind, {**PERSON_COLUMNS, **own}, [])
        normalise(engine=engine, register=kind, into=f"{kind}_person")
    engine.run(EVENTS_PERSON)
    population = engine.fetch("SELECT count(*) FROM residents_person")[0][0]
    for kind, group in GROUPS.items():
        group_rows(engine=engine, persons=f"{kind}_person", into=group, as_of=run.as_of, population=population, terms=run.terms)
    decided = find_decided(engine=engine, files=run.identity_decision_files)
    for query, target, into in SOUGHT:
        match(
            engine=engine,
            query=f"{query}_person",
            target=f"{target}_person",
            target_group=GROUPS[target],
            into=into,
            as_of=run.as_of,
            population=population,
            terms=run.terms,
            officer_pairs=decided.get(query),
        )
    _find_mismatches(engine, run)


def _find_mismatches(engine: Engine, run: LinkRun) -> None:
    engine.create_table(
        "link_run",
        {"as_of": "DATE", "decile_max": "INTEGER", "members_given": "BOOLEAN"},
        [(run.as_of, run.decile_max, "members" in run.files)],
    )
    engine.create_table(
        "source_file", {"kind": "STRING", "file": "STRING"}, [(kind, run.files.get(kind, "")) for kind in OWN_COLUMNS]
    )
    engine.create_table(
        "mismatch_code",
        {"code": "STRING", "suggested_action": "STRING", "bpk_kind": "STRING"},
        [(m.code, m.suggested_action, m.bpk_kind) for m in MISMATCHES],
    )
    for step in MISMATCH_STEPS:
        engine.run(step)
