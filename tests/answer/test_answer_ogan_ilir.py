"""The desk in Ogan Ilir in January 2025: the agreement has ended, something was said, and then an instrument comes."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import yaml

from cakupan.cli import app
from cakupan.cli.outcome import DONE, run_command
from cakupan.law.calendar import Month
from cakupan.registers.written_terms import read_terms
from cakupan.scenarios.ogan_ilir import write_ogan_ilir
from cakupan.wiring.month import close_area_month
from cakupan.wiring.workspace import Workspace

AREA, JANUARY = "16.10", Month(2025, 1)
KINDS = ("residents", "members", "decisions", "agreements", "guarantees")
INSTRUMENT = {
    "instrument": {"number": "KEP-9001/2025", "date": dt.date(2025, 1, 20), "title": "Keputusan Bupati"},
    "period": {"from": dt.date(2025, 1, 20), "to": dt.date(2025, 4, 1)},
    "account": "5.1.02.99",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Who stands at the desk, and two workspaces: January with the statement alone, and with the instrument that followed."""
    folder = tmp_path_factory.mktemp("desk")
    files = write_ogan_ilir(residents=1000, out=folder / "files")
    said, (own, _) = folder / "said", [each.path for each in files.imports if each.kind == "decisions"]
    # Only what the desk's answer rests on: linking the rest takes most of the time.
    for each in (each for each in files.imports if each.kind in KINDS):
        Workspace(said).import_register(kind=each.kind, file=each.path, area=AREA, as_of=each.as_of)
    close_area_month(workspace=said, area=AREA, month=JANUARY)
    guarantee = next(each.path for each in files.imports if each.kind == "guarantees")
    later = folder / "later.yaml"
    later.write_text(yaml.safe_dump({"guarantee": {**read_terms(guarantee, key="guarantee").content, **INSTRUMENT}}))
    return own.read_text().splitlines()[4].split(",")[1], said, later


def check(capsys, number, workspace, on, *more):
    words = ["check", number, "--on", on, "--json", "--workspace", str(workspace), *more]
    assert run_command(app, words) == DONE
    told = json.loads(capsys.readouterr().out)
    return told, told["local_guarantee"]


def test_the_desk_before_and_after_the_instrument(capsys, desk):
    number, workspace, later = desk
    told, guarantee = check(capsys, number, workspace, "2025-01-01")
    assert told["status"] == "inactive"
    assert [reason["code"] for reason in told["reasons"]] == ["branch_inactive", "agreement_ended"]
    assert (guarantee["status"], guarantee["statements"]) == ("basis_not_uploaded", [])
    _, guarantee = check(capsys, number, workspace, "2025-01-06")
    assert (guarantee["status"], len(guarantee["statements"])) == ("basis_not_uploaded", 1)
    assert "dasar belum diunggah: bukan jaminan" in guarantee["text"]

    Workspace(workspace).import_register(kind="guarantees", file=later, area=AREA, as_of=dt.date(2025, 1, 20))
    close_area_month(workspace=workspace, area=AREA, month=JANUARY, again=True)
    told, guarantee = check(capsys, number, workspace, "2025-01-19", "--facility", "R161001")
    assert (told["status"], guarantee["status"]) == ("inactive", "not_yet")
    told, guarantee = check(capsys, number, workspace, "2025-01-20", "--facility", "R161001")
    assert (told["status"], guarantee["status"], guarantee["account"]) == ("inactive", "in_force", "5.1.02.99")
    assert "dijamin Pemda di RSUD OGAN ILIR" in guarantee["text"]
    assert check(capsys, number, workspace, "2025-01-20", "--facility", "X")[1]["status"] == "not_this_facility"
