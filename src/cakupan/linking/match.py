"""Find, for every person of one register, the same person in another: staged, bounded, explained, deterministic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cakupan.engines.steps import Engine, load_steps
from cakupan.linking.names import FUNCTIONS
from cakupan.linking.prior import LEVEL_PRIOR


@dataclass(frozen=True, kw_only=True)
class MatchTerms:
    """What a match is decided on. Weights are in hundredths of a bit.

    ``accept_bits`` and ``review_bits`` are posterior log-odds: 400 means 16 to 1 for the same person. From
    ``alone_bits`` on nothing but the weight is asked, neither a name that agrees nor NIKs that do not say "twins": for
    lists without families only, else never.
    """

    accept_bits: int = 400
    review_bits: int = -300
    alone_bits: int = 1_000_000
    margin_bits_min: int = 300
    margin_bits_of_two: int = 1000
    household_bits_max: int = 700
    nik_near_bits_max: int = 100
    pairs_per_key_max: int = 20
    draw_max: int = 500
    witness_sample: int = 20_000
    prior_pairs_matched: int = 200
    prior_pairs_random: int = 20_000
    seed: int = 20260101


# What step ``decided`` writes, for a register that nobody handed over.
DECIDED_COLUMNS = {
    **dict.fromkeys(("query_row", "target_row"), "BIGINT"),
    **dict.fromkeys(("nik_level", "name_level", "date_level", "sex_level", "household_level"), "INTEGER"),
    **dict.fromkeys(("nik_bits", "name_bits", "date_bits", "sex_bits", "household_bits", "prior_bits", "bits"), "BIGINT"),
    **dict.fromkeys(("second_bits", "second_row"), "BIGINT"),
    **dict.fromkeys(("decision", "rule"), "STRING"),
}

STEPS = {step.name: step for step in load_steps("cakupan.linking.steps")}


def prepare(*, engine: Engine) -> None:
    """Define the functions that the steps call. Once per engine."""
    for function in FUNCTIONS:
        engine.define(function)
    rows = [(field, level, m, u) for field, levels in LEVEL_PRIOR.items() for level, (m, u) in levels.items()]
    engine.create_table("level_prior", {"field": "STRING", "level": "INTEGER", "m": "DOUBLE", "u": "DOUBLE"}, rows)


def normalise(*, engine: Engine, register: str, into: str) -> None:
    """Write the register's rows in the form in which people are compared, as table ``into``."""
    engine.alias("register", register)
    engine.run(STEPS["person"], into=into)


def match(
    *,
    engine: Engine,
    query: str,
    target: str,
    target_group: str,
    into: str,
    as_of: dt.date,
    population: int,
    terms: MatchTerms,
    officer_pairs: str | None = None,
) -> None:
    """For each row of ``query`` the best row of ``target``, as table ``into`` (step ``decided``).

    ``population`` is the number of people among whom one is singled out: the residents, even where the target is a short list.
    ``officer_pairs`` names the table of pairs (query_row, target_row, decision) that officers decided, if they decided any: they
    stand whatever the weight, and change nothing for the other rows.
    """
    if engine.fetch(f"SELECT count(*) FROM {query}")[0][0] == 0:
        engine.create_table(into, DECIDED_COLUMNS, [])
        return
    _set_terms(engine, query=query, target=target, as_of=as_of, population=population, terms=terms)
    engine.alias("query", query)
    engine.alias("target", target)
    engine.alias("target_group", target_group)
    engine.run(STEPS["nik_pairs"])
    _compare(engine, pairs="nik_pairs", into="nik_compared")
    engine.run(STEPS["settled"])
    _learn(engine)
    if officer_pairs is not None:
        engine.alias("officer_pairs", officer_pairs)
        engine.run(STEPS["nik_not_refused"], into="nik_compared")
        engine.run(STEPS["settled"])
    _find_candidates(engine, target=target)
    _compare(engine, pairs="candidates", into="candidate_compared")
    _gather_compared(engine, by_officers=officer_pairs is not None)
    _run(engine, ("name_frequency", "first_name_frequency", "date_frequency", "weighed"))
    if officer_pairs is None:
        engine.run(STEPS["decided"], into=into)
    else:
        engine.run(STEPS["decided"], into="automatic_decided")
        engine.run(STEPS["officer_decided"], into=into)


def group_rows(
    *, engine: Engine, persons: str, into: str, as_of: dt.date, population: int, terms: MatchTerms, thorough: bool = False
) -> None:
    """Rows of one register that are the same person, as table ``into`` (row, first_row: the earliest row of the person).

    ``thorough`` seeks them under every key of :func:`match`. Registers that meet in the resident register need it not: their rows
    are also found to be one person there.
    """
    _set_terms(engine, query=persons, target=persons, as_of=as_of, population=population, terms=terms)
    for name in ("person", "query", "target"):
        engine.alias(name, persons)
    engine.create_table("level_counts", {"field": "STRING", "level": "INTEGER", "matched": "BIGINT", "at_random": "BIGINT"}, [])
    _run(engine, ("weights", "twice_keys"))
    engine.alias("keys_of_rows", "twice_keys")
    if thorough:
        engine.view(STEPS["person_keys"])
        engine.run(STEPS["thorough_keys"])
        engine.alias("keys_of_rows", "thorough_keys")
    engine.run(STEPS["twice_pairs"])
    _compare(engine, pairs="twice_pairs", into="compared")
    _run(engine, ("name_frequency", "first_name_frequency", "date_frequency", "weighed", "twice", "earlier_row"))
    engine.run(STEPS["group"], into=into)
    for table in ("twice_keys", "thorough_keys", "twice_pairs", "compared", "weighed", "twice", "earlier_row"):
        engine.drop(table)


def _set_terms(engine: Engine, *, query: str, target: str, as_of: dt.date, population: int, terms: MatchTerms) -> None:
    queries, targets = (engine.fetch(f"SELECT count(*) FROM {table}")[0][0] for table in (query, target))
    engine.create_table(
        "match_terms",
        {
            "population": "DOUBLE",
            "accept_bits": "BIGINT",
            "review_bits": "BIGINT",
            "alone_bits": "BIGINT",
            "margin_bits_min": "BIGINT",
            "margin_bits_of_two": "BIGINT",
            "household_bits_max": "BIGINT",
            "nik_near_bits_max": "BIGINT",
            "pairs_per_key_max": "BIGINT",
            "draw_max": "BIGINT",
            "draw_share": "DOUBLE",
            "witness_share": "DOUBLE",
            "prior_pairs_matched": "DOUBLE",
            "prior_pairs_random": "DOUBLE",
            "seed": "BIGINT",
            "as_of_year": "INTEGER",
        },
        [
            (
                float(max(population, 1)),
                terms.accept_bits,
                terms.review_bits,
                terms.alone_bits,
                terms.margin_bits_min,
                terms.margin_bits_of_two,
                terms.household_bits_max,
                terms.nik_near_bits_max,
                terms.pairs_per_key_max,
                terms.draw_max,
                # Twenty times as many as are drawn are sorted, not the whole register.
                min(1.0, 20 * terms.draw_max / max(targets, 1)),
                min(1.0, terms.witness_sample / max(queries, 1)),
                float(terms.prior_pairs_matched),
                float(terms.prior_pairs_random),
                terms.seed,
                as_of.year,
            )
        ],
    )


def _learn(engine: Engine) -> None:
    for sample in ("witness", "random"):
        engine.run(STEPS[f"{sample}_pairs"])
        _compare(engine, pairs=f"{sample}_pairs", into=f"{sample}_compared")
        engine.drop(f"{sample}_pairs")
    _run(engine, ("level_counts", "weights"))


def _find_candidates(engine: Engine, *, target: str) -> None:
    engine.run(STEPS["unsettled"])
    engine.alias("person", "unsettled")
    engine.view(STEPS["person_keys"])
    _run(engine, ("date_variants", "keys_of_unsettled"))
    engine.alias("person", "date_variants")
    engine.run(STEPS["query_keys"])
    engine.alias("person", target)
    _run(engine, ("target_keys", "block_keys", "candidates"))
    for table in ("keys_of_unsettled", "query_keys", "target_keys", "block_keys"):
        engine.drop(table)


def _gather_compared(engine: Engine, *, by_officers: bool) -> None:
    if not by_officers:
        engine.run(STEPS["all_compared"], into="compared")
        return
    engine.run(STEPS["all_compared"], into="automatic_compared")
    engine.run(STEPS["same_pairs"])
    _compare(engine, pairs="same_pairs", into="same_compared")
    engine.run(STEPS["officer_compared"], into="compared")


def _compare(engine: Engine, *, pairs: str, into: str) -> None:
    engine.alias("pairs", pairs)
    engine.run(STEPS["compared"], into=into)


def _run(engine: Engine, names: Iterable[str]) -> None:
    for name in names:
        engine.run(STEPS[name])
