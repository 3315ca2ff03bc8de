"""For developers: ``python -m cakupan.scenarios --residents 100000 --seed 1 --out DIR`` writes registers and their truth."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from cakupan.scenarios.errors import Errors
from cakupan.scenarios.people import generate
from cakupan.scenarios.places import villages_of
from cakupan.scenarios.registers_written import write_registers


@click.command()
@click.option(
    "--residents", type=int, default=100_000, show_default=True, help="Rows of the resident register with FLAG_STATUS 0."
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same bytes.")
@click.option("--area", default="36.73", show_default=True, help="Province, kabupaten/kota or kecamatan whose villages to fill.")
@click.option("--as-of", default="2021-07-01", show_default=True, help="Position date of all registers, YYYY-MM-DD.")
@click.option(
    "--errors", "factor", type=float, default=1.0, show_default=True, help="How careless offices are: 2 is twice as much."
)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="Folder for the five CSV files; the truth goes to OUT/truth."
)
def main(residents: int, seed: int, area: str, as_of: str, factor: float, out: Path) -> None:
    """Invent people and write the five registers of three offices about them."""
    people = generate(
        residents=residents, seed=seed, areas=villages_of(area), as_of=dt.date.fromisoformat(as_of), errors=Errors().times(factor)
    )
    for kind, register in write_registers(people, out).items():
        click.echo(f"{kind}: {len(register.person)} rows in {register.path}")


if __name__ == "__main__":
    main()
