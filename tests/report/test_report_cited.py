"""Citations on a paper: regulations by their names, everything else in both languages."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from cakupan.law.budget_calendar import budget_dates
from cakupan.law.parameter_files import law_parameters
from cakupan.report.cited import cited

SHOWN = ("budget", "contribution", "enrolment", "payment")  # the law whose citations stand on a paper
ENGLISH = re.compile(r"\b(the|of|and|in|is|as|by|or|from|until|for|only|not|it|article|unverified|ruling|practice|year)\b", re.I)


def citations() -> list[str]:
    values = [value for each in law_parameters().values() if each.file.split("/")[0] in SHOWN for value in each.entries]
    found = [*values, *(reading for value in values for reading in value.readings)]
    return sorted({each.citation for each in found if each.citation})


def test_no_citation_of_the_law_is_english_on_an_indonesian_paper() -> None:
    assert len(citations()) > 40
    assert [found for each in citations() if ENGLISH.search(found := cited(each).id)] == []


def test_the_english_paper_says_it_as_the_law_files_do() -> None:
    assert {each for each in citations() if cited(each).en != each} == set()


@pytest.mark.parametrize(
    ("citation", "said"),
    [
        ("Perpres 82/2018 Pasal 42(1) (article unverified)", "Perpres 82/2018 Pasal 42(1) (pasal belum diverifikasi)"),
        ("MA ruling 7 P/HUM/2020; Perpres 64/2020 Pasal 34", "Putusan MA 7 P/HUM/2020; Perpres 64/2020 Pasal 34"),
        ("PP 12/2019 (unverified)", "PP 12/2019 (belum diverifikasi)"),
        ("PKS 440/123-DINKES/2021", "PKS 440/123-DINKES/2021"),
        ("", ""),
    ],
)
def test_what_is_ours_is_said_in_indonesian(citation: str, said: str) -> None:
    assert cited(citation).id == said


def test_a_day_that_the_region_set_is_told_with_the_laws_last_day() -> None:
    own = {"apbd_approved": dt.date(2024, 11, 12)}
    (found,) = (each for each in budget_dates(year=2024, overrides=own) if each.kind == "apbd_approved")
    law = "PP 12/2019; Permendagri tentang pedoman penyusunan APBD"
    assert cited(found.citation).id == f"{law}; ditetapkan daerah, paling lambat 30 November 2024"
    assert cited(found.citation).en == f"{law}; set by the region, at the latest 30 November 2024"
