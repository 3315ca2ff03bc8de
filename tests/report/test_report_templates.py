"""Every profile's template imports as it was downloaded, once somebody has filled in rows; its examples never do."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from cakupan.law.refusal import Refusal
from cakupan.registers.forms import column_of, form_of, labels_of
from cakupan.registers.kinds import KINDS
from cakupan.registers.profile import built_in_profiles, load_profile
from cakupan.report.templates import DATES, examples, template_workbook
from cakupan.report.texts import sentences
from cakupan.wiring.workspace import Workspace

AS_OF = dt.date(2026, 1, 31)
PARTS = {"BULAN": "7", "TAHUN": "2021", "NO_PROP": "61", "NO_KAB": "1", "NO_KEC": "5", "NO_KEL": "2001"}


def template(folder, name):
    path = folder / f"{name}.xlsx"
    template_workbook(kind=load_profile(name).kind, profile=name, out=path)
    return path


def imported(folder, path, name):
    kind = load_profile(name).kind
    return Workspace(folder / "ws").import_register(kind=kind, file=path, profile=name, area="61.01", as_of=AS_OF)


def fill(path, profile):
    """Rows as a user types them: texts, from the sheet's own headings and the lists that its cells offer."""
    form = form_of(profile)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row in range(3):
        for at, column in enumerate(form.columns, start=1):
            value = _typed(column.heading, profile, row)
            if value is not None:
                sheet.cell(form.data_row + row, at, value)
    book.save(path)


def _typed(heading, profile, row):
    held = column_of(heading, profile)
    if held is None or held.name in profile.joins:
        return PARTS.get(heading, "x")
    labels = labels_of(held, profile)
    value = labels[row % len(labels)] if labels else examples()[held.name][row]
    return dt.date.fromisoformat(value) if held.reads in DATES and row == 1 else value


@pytest.mark.parametrize("name", built_in_profiles())
def test_a_template_with_rows_imports_without_faults(tmp_path, name):
    path = template(tmp_path, name)
    fill(path, load_profile(name))
    snapshot = imported(tmp_path, path, name).snapshot
    assert (snapshot.rows, snapshot.readable_rows, snapshot.faults_by_reason) == (3, 3, {})


@pytest.mark.parametrize("name", built_in_profiles())
def test_an_untouched_template_is_refused_for_having_no_rows_and_its_examples_stay_out(tmp_path, name):
    with pytest.raises(Refusal, match=r"a header and no rows\. Fill in the rows below the header"):
        imported(tmp_path, template(tmp_path, name), name)


@pytest.mark.parametrize("name", built_in_profiles())
def test_every_column_is_explained_and_numbers_are_texts(tmp_path, name):
    profile = load_profile(name)
    book = openpyxl.load_workbook(template(tmp_path, name))
    assert book.sheetnames[1] == "Petunjuk"
    told = {row[0] for row in book["Petunjuk"].iter_rows(min_row=7, values_only=True)}
    assert {column.heading for column in form_of(profile).columns} <= told
    sheet = book.worksheets[0]
    for at, column in enumerate(form_of(profile).columns, start=1):
        held = column_of(column.heading, profile)
        if held is not None and held.reads in {"nik", "family_card", "card", *DATES}:
            assert _format_of(sheet, at) == "@", column.heading


def _format_of(sheet, at):
    """Neighbours of the same format and width stand in the file as one."""
    return next(found.number_format for found in sheet.column_dimensions.values() if found.min <= at <= found.max)


@pytest.mark.parametrize(
    ("name", "rows", "width"), [("usulan-pbi", (5, 6), 21), ("mutasi-bpjs", (13, 13), 37), ("ppu", (1, 1), 34)]
)
def test_the_branchs_forms_have_their_headings_where_the_branch_has_them(tmp_path, name, rows, width):
    sheet = openpyxl.load_workbook(template(tmp_path, name)).worksheets[0]
    assert sheet.max_column == width
    assert all(any(cell.value for cell in sheet[row]) for row in rows)
    assert (form_of(load_profile(name)).header_row, form_of(load_profile(name)).data_row - 1) == rows


def test_labels_are_offered_as_a_list(tmp_path):
    sheet = openpyxl.load_workbook(template(tmp_path, "bpjs")).worksheets[0]
    offered = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert {'"L,P"', '"AKTIF,NONAKTIF"', '"KABKOTA,PROVINSI"'} <= offered
    assert not any("APBD" in rule for rule in offered)


def test_every_column_of_every_kind_has_words_and_examples():
    names = {column.name for kind in KINDS.values() for column in kind.columns}
    assert {f"column_holds.{name}" for name in names} <= set(sentences())
    assert names <= set(examples())
    assert {f"register_kind.{kind}" for kind in KINDS} <= set(sentences())


def test_a_profile_of_another_kind_has_no_such_template(tmp_path):
    with pytest.raises(Refusal, match="it reads members, not poverty"):
        template_workbook(kind="poverty", profile="bpjs", out=tmp_path / "a.xlsx")
