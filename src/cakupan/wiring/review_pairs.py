"""The uncertain pairs of an area's newest position, both sides field by field: what a person needs to decide who is who."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

from cakupan.law.refusal import Refusal
from cakupan.linking.explanation import compared_fields, in_bits
from cakupan.linking.identity import SUBJECT_NUMBERS
from cakupan.linking.match import MatchTerms
from cakupan.registers import Snapshot
from cakupan.wiring.editions import PublishedEdition
from cakupan.wiring.linking import IDENTITY_DECISIONS
from cakupan.wiring.month_inputs import LINKED, MonthInputs, linked_evidence, links_folder, named_identity_decisions
from cakupan.wiring.workspace import Workspace
from cakupan.wiring.writing import sole_writer

LINKS = {"poverty": "poverty_resident_links", "members": "member_resident_links"}
SHOWN = ("row", "nik", "family_card_number", "name", "birth_date", "sex", "mother_name", "address", "area_code")
NEEDED = ("residents", "members")
PAIRS_AT_ONCE = 1000


def review_pairs(
    *,
    workspace: Path,
    area: str,
    as_of: dt.date | None = None,
    engine_name: str = "duckdb",
    say: Callable[[str], None] = lambda _: None,
) -> Iterator[dict[str, Any]]:
    """Every pair under review, the poverty register's rows first, each in the order of its file.

    The registers are the newest of the area not after ``as_of``, with every decision of officers until then: a pair that was
    decided is not among them. They are linked now unless that was done. A pair is plain data that JSON can hold:

    - ``register``, ``subject_id``, ``row`` (line in the file), ``file``, ``as_of``, ``rule`` (why it is uncertain); without
      ``subject_id`` the row has no number of its own, and no decision on it would survive the next delivery
    - ``subject`` and ``resident``: the fields of both sides, as read
    - ``fields``: field, ``given``, ``resident``, ``level``, ``says`` (the level in Indonesian), ``bits``
    - ``prior_bits``, ``weight_bits`` (the sum), ``accept_bits`` and ``reject_bits`` (the bars), all in bits
    - ``runner_up``: the next candidate's fields as ``resident`` and its ``weight_bits``, or None

    Raises :class:`Refusal` if there are no residents or no members, which every linking needs.
    """
    registers, evidence = _newest_links(workspace, area, as_of or dt.date.max, engine_name, say)
    for kind in SUBJECT_NUMBERS:
        if kind in registers:
            yield from _pairs(kind, registers, evidence)


def pairs_of_edition(edition: PublishedEdition, *, workspace: Path) -> Iterator[dict[str, Any]]:
    """The pairs under review that an edition rests on, as :func:`review_pairs` gives them; none if its links are kept no more."""
    area, named = edition.manifest["area"], {each["snapshot"] for each in edition.manifest["inputs"]}
    store = Workspace(workspace)
    registers = {s.kind: s for s in store.snapshots(area=area) if s.hash in named and s.kind in LINKED}
    decided = named_identity_decisions(edition.manifest)
    hashes = {kind: snapshot.hash for kind, snapshot in registers.items()}
    evidence = links_folder(workspace=workspace, area=area, hashes=hashes, identity_decisions=decided)
    for kind in SUBJECT_NUMBERS if evidence.is_dir() else ():
        if kind in registers:
            yield from _pairs(kind, registers, evidence)


def _newest_links(
    workspace: Path, area: str, as_of: dt.date, engine_name: str, say: Callable[[str], None]
) -> tuple[Mapping[str, Snapshot], Path]:
    store = Workspace(workspace)
    newest = {kind: store.latest(kind=kind, area=area, as_of=as_of) for kind in LINKED}
    registers = {kind: snapshot for kind, snapshot in newest.items() if snapshot is not None}
    for kind in NEEDED:
        if kind not in registers:
            raise Refusal(
                f"uncertain pairs of {area}",
                why=f"no {kind} of {area} were imported.",
                mend=f"Import them: cakupan import {kind} FILE --area {area} --as-of DATE",
                missing=kind,
            )
    decisions = tuple(store.up_to(kind=IDENTITY_DECISIONS, area=area, as_of=as_of))
    hashes, decided = {kind: snapshot.hash for kind, snapshot in registers.items()}, [snapshot.hash for snapshot in decisions]
    folder = links_folder(workspace=workspace, area=area, hashes=hashes, identity_decisions=decided)
    # Whoever only reads is not kept waiting by one who writes.
    if not folder.is_dir():
        inputs = MonthInputs(registers, {}, (), {}, earlier=(), absent=(), identity_decisions=decisions)
        with sole_writer(workspace):
            linked_evidence(workspace=workspace, area=area, inputs=inputs, engine_name=engine_name, say=say)
    return registers, folder


def _pairs(kind: str, registers: Mapping[str, Snapshot], evidence: Path) -> Iterator[dict[str, Any]]:
    links = evidence / f"{LINKS[kind]}.parquet"
    rows, residents = registers[kind].rows_path, registers["residents"].rows_path
    with duckdb.connect(":memory:", config={"threads": 2}) as connection:
        found = connection.execute(_query(kind), [str(links), str(rows), str(residents), str(residents)])
        while batch := found.fetchmany(PAIRS_AT_ONCE):
            for link, subject_id, subject, resident, runner_up in batch:
                yield {
                    "register": kind,
                    "subject_id": subject_id,
                    "file": registers[kind].file,
                    "as_of": registers[kind].as_of.isoformat(),
                    **_told(link, _plain(subject), _plain(resident), _plain(runner_up) if runner_up["row"] else None),
                }


def _told(
    link: Mapping[str, Any], subject: Mapping[str, Any], resident: Mapping[str, Any], runner_up: Mapping[str, Any] | None
) -> dict[str, Any]:
    terms = MatchTerms()
    return {
        "row": subject["row"],
        "rule": link["rule"],
        "subject": subject,
        "resident": resident,
        "fields": compared_fields(link=link, row=subject, resident=resident),
        "prior_bits": in_bits(link["prior_bits"]),
        "weight_bits": in_bits(link["bits"]),
        "accept_bits": in_bits(terms.accept_bits),
        "reject_bits": in_bits(terms.review_bits),
        "runner_up": {"resident": runner_up, "weight_bits": in_bits(link["second_bits"])} if runner_up else None,
    }


def _query(kind: str) -> str:
    """One query for all pairs of a register: the link, the row's own number, and both sides with the next candidate."""
    subject, resident, runner_up = (
        "{" + ", ".join(f"'{column}': {side}.{column}" for column in SHOWN) + "}" for side in ("q", "t", "s")
    )
    return f"""
        SELECT l, q.{SUBJECT_NUMBERS[kind]}, {subject}, {resident}, {runner_up}
        FROM read_parquet(?) l
        JOIN read_parquet(?) q ON q.row = l.query_row
        JOIN read_parquet(?) t ON t.row = l.target_row
        LEFT JOIN read_parquet(?) s ON s.row = l.second_row
        WHERE l.decision = 'review'
        ORDER BY l.query_row
    """


def _plain(person: Mapping[str, Any]) -> dict[str, Any]:
    born = person["birth_date"]
    return {**person, "birth_date": born.isoformat() if born else None}
