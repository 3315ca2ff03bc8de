"""From the values of a paper to its PDF. The same values give the same bytes; no text of the data is ever read as markup."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

from cakupan.report.letters.heading import Heading
from cakupan.report.letters.paper import Paper
from cakupan.report.letters.person import HIDDEN, without_numbers
from cakupan.report.letters.regulation import citations_on

TEMPLATES = Path(__file__).parent / "templates"

# typst keeps what it has laid out for the next ten compilations. After a long list that is hundreds of megabytes of one
# paper's names: so eleven empty pages follow it, 0.02 s each, and the next long list finds the memory free.
KEPT_COMPILATIONS = 10
LONG_BYTES = 25_000


def typeset(paper: Paper, *, heading: Heading, masked: bool = False) -> bytes:
    """The paper as PDF bytes. ``masked``: the copy that anyone may see behind the QR code."""
    told = json.dumps(told_to_template(paper, heading=heading, masked=masked), ensure_ascii=False)
    made: bytes = typst.compile(
        TEMPLATES / f"{paper.kind}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"told": told},
        # A clock would make two printings of one letter differ; the letter's own day is the day it was made.
        timestamp=dt.datetime.combine(heading.date, dt.time(), tzinfo=dt.UTC),
        pdf_tags=True,
    )
    if len(told) > LONG_BYTES:
        _forget()
    return made


@cache
def _fonts() -> typst.Fonts:
    """The fonts inside the typst package, and no others: the same letters on every machine."""
    return typst.Fonts(include_system_fonts=False)


def _forget() -> None:
    for _ in range(KEPT_COMPILATIONS + 1):
        typst.compile(b"", font_paths=_fonts(), format="pdf")


def told_to_template(paper: Paper, *, heading: Heading, masked: bool) -> dict[str, Any]:
    """All that the template is given: ``heading``, ``matter``, ``regulations``, ``title``, ``masked``."""
    around = heading.told(masked=masked)
    if masked and paper.to_a_person:
        around["recipient"] = [HIDDEN]
    told = {
        "title": paper.title,
        "masked": masked,
        "regulations": [*citations_on(heading.date, paper.regulations), *heading.further_regulations],
        "heading": around,
        "matter": paper.told(masked=masked),
    }
    return dict(without_numbers(told)) if masked else told
