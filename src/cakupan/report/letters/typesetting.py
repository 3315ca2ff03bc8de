"""From the values of a paper to its PDF. The same values give the same bytes; no text of the data is ever read as markup."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import typst

from cakupan.report.letters.heading import Heading
from cakupan.report.letters.paper import Paper
from cakupan.report.letters.person import HIDDEN, without_numbers
from cakupan.report.letters.regulation import citations_on

TEMPLATES = Path(__file__).parent / "templates"


def typeset(paper: Paper, *, heading: Heading, masked: bool = False) -> bytes:
    """The paper as PDF bytes. ``masked``: the copy that anyone may see behind the QR code."""
    told = told_to_template(paper, heading=heading, masked=masked)
    made: bytes = typst.compile(
        TEMPLATES / f"{paper.kind}.typ",
        root=TEMPLATES,
        font_paths=typst.Fonts(include_system_fonts=False),
        format="pdf",
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
        # A clock would make two printings of one letter differ; the letter's own day is the day it was made.
        timestamp=dt.datetime.combine(heading.date, dt.time(), tzinfo=dt.UTC),
        pdf_tags=True,
    )
    return made


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
