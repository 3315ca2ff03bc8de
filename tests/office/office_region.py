"""A region's office with everything in it: a month loaded, officers at every desk, one object of each kind that a URL names."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings

from cakupan.office.accounts.desks import EVERY_DESK
from cakupan.office.accounts.models import User
from cakupan.registers.areas import DISTRICT_LENGTH, parts_of
from cakupan.wiring.positions import load_missing
from month.small_region import AREA, closed_workspace
from office_database import copied
from office_people import a_user, an_area

OTHER, PROVINCE = "36.72", "36"
FACILITY = "R367301"
# The IT desk decides nothing; every other desk may have an officer who decides.
DECIDE = sorted(EVERY_DESK - {"admin"})


@contextmanager
def furnished(template: tuple[str, str]) -> Iterator[Path]:
    """The office's database and workspace for as long as the block lasts; gives the workspace."""
    before, static = settings.ENVIRONMENT, settings.STATIC_ROOT
    with tempfile.TemporaryDirectory(prefix="cakupan-office-") as folder, copied(*template):
        home = Path(folder) / "workspace"
        shutil.copytree(closed_workspace(), home)
        settings.ENVIRONMENT = replace(before, workspace=home)
        settings.STATIC_ROOT = Path(folder) / "static"
        settings.STATIC_ROOT.mkdir()
        os.environ["CAKUPAN_HOME"] = str(home)
        try:
            for code in (PROVINCE, AREA, OTHER):
                an_area(code)
            load_missing(workspace=home)
            yield home
        finally:
            settings.ENVIRONMENT, settings.STATIC_ROOT = before, static
            del os.environ["CAKUPAN_HOME"]


def _officer(desk: str, area: str, approver: bool) -> User:
    # A facility's officer is of one and the same facility everywhere: only the area tells them apart.
    told: dict[str, Any] = {"facility_code": FACILITY} if desk == "faskes" else {}
    if desk == "kelurahan":
        told["places"] = [code for code in parts_of(area) if len(code) == DISTRICT_LENGTH]
    return a_user(desk, (PROVINCE if desk == "provinsi" else area,), approver=approver, **told)


def officers(area: str) -> dict[tuple[str, bool], User]:
    """An officer of every desk in an area, and one who decides, by desk and whether they do. The province's have its own area,
    a kelurahan's every district of it.
    """
    return {
        (desk, approver): _officer(desk, area, approver)
        for desk in sorted(EVERY_DESK)
        for approver in ((False, True) if desk in DECIDE else (False,))
    }
