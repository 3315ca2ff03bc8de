"""One run of Splink 5 on the same registers, in a process of its own: ``splink_peer.py FOLDER OUT``.

Written as its documentation advises for two registers that are each without many repetitions (link_only, DuckDB, its
own comparison library, u by random sampling, m by expectation maximisation on two blocks), with nine blocking rules of
which none makes more than a few pairs per row. It starts from the same snapshots, and its names are normalised by our
own step, in the same process.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import splink.internals.comparison_library as compare
from splink import Linker, SettingsCreator, block_on
from splink.internals.duckdb.database_api import DuckDBAPI

from cakupan.engines.embedded import DuckDBEngine
from cakupan.linking.match import normalise, prepare

# No limit that it could reach: what it needs is measured.
MEMORY = "14GB"
BLOCKS = [
    block_on("nik"),
    block_on("kk", "birth_date"),
    block_on("birth_date", "substr(sound, 1, 3)"),
    block_on("birth_date", "village"),
    block_on("name_key", "village"),
    block_on("name_key", "birth_year"),
    block_on("birth_date", "substr(mother_sound, 1, 4)"),
    block_on("kk", "first_sound"),
    block_on("sound", "mother_sound"),
]


def settings(residents: int) -> SettingsCreator:
    """Comparisons, blocks, and a prior of one resident for each row."""
    return SettingsCreator(
        link_type="link_only",
        probability_two_random_records_match=1 / residents,
        comparisons=[
            compare.JaroWinklerAtThresholds("name_key", [0.95, 0.88, 0.8]).configure(term_frequency_adjustments=True),
            compare.DateOfBirthComparison(
                "birth_date", input_is_string=False, datetime_thresholds=[1, 1], datetime_metrics=["month", "year"]
            ),
            compare.LevenshteinAtThresholds("nik", [1, 2]),
            compare.ExactMatch("sex"),
            compare.JaroWinklerAtThresholds("mother_key", [0.92, 0.85]),
            compare.ExactMatch("kk"),
            compare.ExactMatch("village"),
        ],
        blocking_rules_to_generate_predictions=BLOCKS,
        retain_matching_columns=False,
    )


def main(folder: Path, out: Path) -> None:
    engine = DuckDBEngine(memory_limit=MEMORY)
    database = engine.connection
    population = _normalise(engine, folder)
    api = DuckDBAPI(connection=database)
    # The order of the names decides which register is the left side of a pair.
    registers = [
        api.register("poverty_input", dataset_display_name="a_poverty"),
        api.register("residents_input", dataset_display_name="b_residents"),
    ]
    linker = Linker(registers, settings(population), log_level="WARNING")
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("nik"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name_key", "birth_date"))
    predicted = linker.inference.predict(threshold_match_weight=-10)
    _write_best(database, predicted.physical_name, out / "best.parquet")


def _normalise(engine: DuckDBEngine, folder: Path) -> int:
    """Make ``residents_input`` and ``poverty_input`` with the columns that comparisons and blocks read; count the residents."""
    prepare(engine=engine)
    for kind in ("residents", "poverty"):
        engine.read_parquet(kind, folder / kind / "rows.parquet")
        normalise(engine=engine, register=kind, into=f"{kind}_person")
        engine.connection.execute(
            f"""
            CREATE TABLE {kind}_input AS
            SELECT row AS unique_id, coalesce(CAST(nik AS VARCHAR), nik_digits) AS nik, kk,
                birth_date, year(birth_date) AS birth_year, sex, village, name_key, mother_key, sound, mother_sound,
                skeleton(name_key(first_word(name))) AS first_sound
            FROM {kind}_person
            """
        )
        engine.drop(f"{kind}_person")
    return int(engine.fetch("SELECT count(*) FROM residents_input")[0][0])


def _write_best(database: duckdb.DuckDBPyConnection, predicted: str, out: Path) -> None:
    """Per row of the poverty register its best resident and the weight of the runner-up."""
    database.execute(
        f"""
        COPY (
            SELECT unique_id_l AS row, arg_max(unique_id_r, match_weight) AS resident_row, max(match_weight) AS bits,
                max(match_weight, 2)[2] AS second_bits
            FROM {predicted} GROUP BY unique_id_l
        ) TO '{out}' (FORMAT parquet)
        """
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
