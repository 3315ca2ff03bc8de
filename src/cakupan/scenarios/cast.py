"""The people of a case: as many residents as it says, in its villages, on its day."""

from __future__ import annotations

import dataclasses

from cakupan.scenarios.case import Case
from cakupan.scenarios.errors import Errors
from cakupan.scenarios.people import People, generate
from cakupan.scenarios.places import villages_of

# The branch's labels since 2021: whom a Pemda pays for is no longer "PBI APBD". The last is paid for by the province.
SEGMENT_LABELS_2021 = ("PBI APBN", "PBPU DAN BP PEMDA", "PPU", "PBPU", "BP", "PBPU DAN BP PEMDA")


def cast_of(case: Case, residents: int) -> People:
    """Everybody of a case that is played in one piece."""
    return generate(residents=residents, seed=case.seed, areas=villages_of(case.area), as_of=case.as_of, errors=exact_errors())


def exact_errors() -> Errors:
    """The offices' errors, except that no row of the residents is repeated: every reading of "how many" gives one number."""
    errors = Errors()
    return dataclasses.replace(errors, residents=dataclasses.replace(errors.residents, row_repeated=0.0))
