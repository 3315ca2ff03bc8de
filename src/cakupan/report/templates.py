"""Empty files for the offices: each kind and profile as a workbook that imports as it was downloaded, once it has rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from cakupan.registers.forms import Form, FormColumn, column_of, form_of, labels_of
from cakupan.registers.kinds import Column as Held
from cakupan.registers.kinds import kind_named
from cakupan.registers.profile import Profile, load_profile
from cakupan.registers.register import check_kind
from cakupan.report.sheets import EXCEL_ROWS, INK, Book, Column, Sheet, page_setup
from cakupan.report.texts import say, say_code

DRAWN_ON = dt.date(2026, 1, 1)  # in the file's properties: the same template has the same bytes on every day
SHEET = "Data"
COUNTED = frozenset({"rupiah", "count", "decile"})
DATES = frozenset({"date", "event_date", "term_date"})
DATE_FORMS: Mapping[str, str] = {"dmy": "%d-%m-%Y", "mdy": "%m-%d-%Y", "ymd": "%Y-%m-%d"}
WIDTHS: Mapping[str, float] = {"nik": 20, "family_card": 20, "card": 17, "area": 16, "neighbourhood": 7, "decile": 8, "class": 8}
EXAMPLES = 3
INSTRUCTIONS = (
    Column("Kolom", "text", 26),
    Column("Isi", "prose", 62),
    Column("Wajib", "text", 14),
    Column("Pilihan", "prose", 40),
    *(Column(f"Contoh {number}", "text", 24) for number in range(1, EXAMPLES + 1)),
)


def template_workbook(*, kind: str, profile: str | Path | Profile | None = None, out: Path) -> None:
    """Write the empty form of a kind and profile (default: the kind's own) to the XLSX file ``out``.

    The sheet with the headings comes first and has no rows; sheet "Petunjuk" explains each column and has invented examples.
    Raises :class:`~cakupan.law.refusal.Refusal` for an unknown kind or profile, or a profile of another kind.
    """
    wanted = kind_named(kind)
    layout = load_profile(profile if profile is not None else wanted.profile)
    check_kind(layout, wanted)
    form = form_of(layout)
    title = str(say("template.title", says=say_code("register_kind", kind)))
    with Book(out, title=title, dated=DRAWN_ON) as book:
        _write_form(book, form, layout)
        _write_instructions(book, form, layout, title)


def _write_form(book: Book, form: Form, profile: Profile) -> None:
    page = book.workbook.add_worksheet(profile.sheet or SHEET)
    for at, column in enumerate(form.columns):
        held = column_of(column.heading, profile)
        counted = held is not None and held.reads in COUNTED
        page.set_column(at, at, _width(column.heading, held), book.style(num_format="0" if counted else "@"))
        _offer_labels(page, form, at, held, profile)
    for row, line in enumerate(form.titles):
        page.write_string(row, 0, line.format_map(_Blank()).strip(), book.style(bold=row == 0))
    write_headings(book, page, form)


class _Blank(dict[str, str]):
    """Places in the lines above the headings that whoever fills in the form fills in."""

    def __missing__(self, key: str) -> str:
        return ""


def write_headings(book: Book, page: Any, form: Form) -> None:
    """Write a form's one or two rows of headings, which stand on every printed page and stay above the rows on the screen."""
    page_setup(page, landscape=True)
    page.freeze_panes(form.data_row - 1, 0)
    page.repeat_rows(form.header_row - 1, form.data_row - 2)
    style = book.style(bold=True, text_wrap=True, font_color="#FFFFFF", bg_color=INK, border=1, num_format="@")
    rows = (
        [[c.over for c in form.columns], [c.head for c in form.columns]] if form.height == 2 else [[c.head for c in form.columns]]
    )
    for row, heads in enumerate(rows, start=form.header_row - 1):
        for at, head in enumerate(heads):
            page.write_string(row, at, head, style) if head else page.write_blank(row, at, None, style)


def _width(heading: str, held: Held | None) -> float:
    wanted = WIDTHS.get(held.reads, 12) if held else 12
    return max(wanted, min(len(heading) + 3, 28), 28 if held and held.name in ("name", "address", "mother_name") else 0)


def _offer_labels(page: Any, form: Form, at: int, held: Held | None, profile: Profile) -> None:
    labels = labels_of(held, profile) if held else ()
    if not labels:
        return
    rule = {
        "validate": "list",
        "source": list(labels),
        # A warning, not a stop: offices have more labels than the usual ones, and the reader knows them.
        "error_type": "warning",
        "error_title": form.columns[at].heading[:32],
        "error_message": f"{say('template.labels')} {' / '.join(labels)}"[:255],
    }
    page.data_validation(form.data_row - 1, at, EXCEL_ROWS - 1, at, rule)


def _write_instructions(book: Book, form: Form, profile: Profile, title: str) -> None:
    titles = (
        title,
        str(say("template.start", sheet=profile.sheet or SHEET, row=form.data_row)),
        str(say("template.return", profile=profile.name)),
        str(say("template.examples")),
    )
    sheet = Sheet(book, "Petunjuk", INSTRUCTIONS, titles=titles, frozen_columns=1)
    # Headings stand in a column here, never in a row: a sheet of instructions must not be taken for the data.
    for column in form.columns:
        sheet.row(_instruction(column, profile))
    sheet.finish()


def _instruction(column: FormColumn, profile: Profile) -> Sequence[str]:
    held = column_of(column.heading, profile)
    if held is None:
        return (column.heading, str(say("template.unread")), str(say("template.optional")), *[""] * (1 + EXAMPLES))
    required = "template.required" if held.name in profile.required else "template.optional"
    labels = labels_of(held, profile)
    return (column.heading, _says(held, profile), str(say(required)), " / ".join(labels), *_examples(held, labels, profile))


def _says(held: Held, profile: Profile) -> str:
    holds = str(say_code("column_holds", held.name))
    if held.name in profile.joins:
        return str(say("template.part", whole=holds))
    if held.reads in DATES:
        example = _date("2021-07-31", profile)
        return f"{holds}. {say('template.date', order=say(f'template.{profile.dates}'), example=example)}"
    return f"{holds}. {say('template.nik')}" if held.reads in ("nik", "family_card", "card") else f"{holds}."


def _examples(held: Held, labels: Sequence[str], profile: Profile) -> list[str]:
    if held.name in profile.joins:
        return [""] * EXAMPLES
    written = examples()[held.name]
    if labels and not set(written) <= set(labels):
        return [labels[number % len(labels)] for number in range(EXAMPLES)]
    return [_date(one, profile) for one in written] if held.reads in DATES else list(written)


def _date(iso: str, profile: Profile) -> str:
    return dt.date.fromisoformat(iso).strftime(DATE_FORMS[profile.dates])


@cache
def examples() -> Mapping[str, Sequence[str]]:
    """Three invented values of every canonical column, dates as ISO."""
    text = resources.files("cakupan.report").joinpath("column_examples.yaml").read_text(encoding="utf-8")
    found: dict[str, list[str]] = yaml.safe_load(text)
    return found
