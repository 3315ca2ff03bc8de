"""Every check of a row, in SQL: what each text of a register is read as, and what is reported when it cannot be.

A bad value becomes null and is reported; the row stays. A *fault* is something that could not be read or cannot be right, a
*warning* something that stands as it is and that somebody may want to look at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from cakupan.registers.kinds import Column, Kind
from cakupan.registers.profile import Profile

# Without its key a row of these registers can be found by nobody; elsewhere an empty NIK is a known gap.
NIK_IS_KEY = frozenset({"residents"})

NIK_REASONS = {
    "missing": ("the NIK is missing", "warning"),
    "rounded": ("the spreadsheet stored this number as a number and rounds it after 15 digits", "fault"),
    "letters": ("a NIK has digits only", "fault"),
    "zero": ("a NIK of zeros stands for nobody", "fault"),
    "length": ("a NIK has 16 digits", "fault"),
    "temporary": ("a NIK that begins with 0 is a village's temporary number", "fault"),
    "serial_zero": ("the serial number 0000 is never issued", "fault"),
    "birth_date": ("birth date or sex differ from those in the NIK", "warning"),
    "area": ("the NIK begins with a province that does not exist", "warning"),
}


@dataclass(frozen=True)
class Value:
    """A column that a check computes. A later stage may use what an earlier one gave; what is not ``shown`` serves reports."""

    name: str
    sql: str
    stage: int = 1
    shown: bool = True


@dataclass(frozen=True)
class Report:
    """Something to report about a column: when, why (both SQL over the texts and values) and how grave."""

    when: str
    reason: str
    severity: str = "'fault'"


@dataclass(frozen=True)
class Check:
    """How a column is read: the values it gives and what may have to be reported."""

    values: tuple[Value, ...]
    reports: tuple[Report, ...] = ()


@dataclass(frozen=True)
class Reading:
    """Two queries over a batch: ``rows`` gives the register's rows and ``suspect``, ``reports`` what is wrong in suspect rows."""

    rows: str
    reports: str


def reading(*, kind: Kind, profile: Profile, heading: Callable[[str], str]) -> Reading:
    """The queries that read a batch (a table ``batch`` as :class:`~cakupan.registers.batches.Shape` makes it) of this kind.

    ``heading`` says what the file calls a canonical column; reports name it so.
    """
    checks = _checks(kind, profile)
    stages = _stages(kind, [value for check in checks.values() for value in check.values])
    names = ", ".join(f'"{value.name}"' for check in checks.values() for value in check.values if value.shown)
    suspicion = " OR ".join(f"({report.when})" for check in checks.values() for report in check.reports)
    readable = " AND ".join(["readable", "NOT nothing", *(f'"{column}" IS NOT NULL' for column in kind.needs)])
    return Reading(
        rows=f"{stages} SELECT row, {names}, {readable} AS readable, {suspicion} OR nothing AS suspect FROM read",
        reports=f"{stages} {_report_query(checks, heading)}",
    )


def _checks(kind: Kind, profile: Profile) -> dict[str, Check]:
    """The check of each column; a column that the kind needs may not be empty either."""
    checks = {c.name: CHECKS[c.reads](Asked(c, kind, profile)) for c in kind.columns}
    for name in kind.needs:
        missing = Report(f'readable AND NOT nothing AND "{name}_text" IS NULL', "'without this value the row says nothing'")
        checks[name] = replace(checks[name], reports=(*checks[name].reports, missing))
    return checks


def _stages(kind: Kind, values: list[Value]) -> str:
    """The texts, then the values stage by stage: ``read`` has them all, and ``nothing`` for a row without any text."""
    trimmed = ", ".join(f'trimmed("{c.name}") AS "{c.name}_text"' for c in kind.columns)
    texts = ", ".join(f'"{c.name}_text"' for c in kind.columns)
    something = ", ".join(f'something("{c.name}_text") AS "{c.name}_text"' for c in kind.columns)
    parts = [
        f"WITH trimmed AS (SELECT row, readable, nik_rounded, {trimmed} FROM batch)",
        f"stage0 AS (SELECT * REPLACE ({something}) FROM trimmed)",
    ]
    last = max(value.stage for value in values)
    for stage in range(1, last + 1):
        computed = ", ".join(f'{value.sql} AS "{value.name}"' for value in values if value.stage == stage)
        parts.append(f"stage{stage} AS (SELECT *, {computed} FROM stage{stage - 1})")
    parts.append(f"read AS (SELECT *, readable AND coalesce({texts}) IS NULL AS nothing FROM stage{last})")
    return ",\n".join(parts) + "\n"


def _report_query(checks: Mapping[str, Check], heading: Callable[[str], str]) -> str:
    entries = [_entry("nothing", 0, "", "NULL::VARCHAR", "'the row is empty'", "'fault'")]
    for place, (name, check) in enumerate(checks.items(), start=1):
        for report in check.reports:
            entries.append(_entry(report.when, place, heading(name), f'"{name}_text"', report.reason, report.severity))
    found = f"unnest(list_filter([{', '.join(entries)}], lambda x: x IS NOT NULL))"
    return (
        f"SELECT row, f.place, f.column, f.value, f.reason, f.severity FROM (SELECT row, {found} AS f FROM read) "
        "ORDER BY row, f.place"
    )


def _entry(when: str, place: int, heading: str, value: str, reason: str, severity: str) -> str:
    found = f"'place': {place}, 'column': {_quoted(heading)}, 'value': {value}, 'reason': {reason}, 'severity': {severity}"
    return f"CASE WHEN {when} THEN {{{found}}} END"


@dataclass(frozen=True)
class Asked:
    """A column to be checked, in a register of this kind, delivered in this profile."""

    column: Column
    kind: Kind
    profile: Profile

    @property
    def name(self) -> str:
        """The canonical name of the column."""
        return self.column.name


Maker = Callable[[Asked], Check]


def _text(asked: Asked) -> Check:
    text = f'"{asked.name}_text"'
    if asked.name not in asked.profile.values:
        return Check((Value(asked.name, text),))
    return Check((Value(asked.name, f"coalesce({_looked_up(asked.name, asked.profile)}, {text})"),))


def _plain(value: str, reason: str) -> Maker:
    """A check that gives one value, with one reason when a text gives none. ``{text}`` in ``value`` stands for the text."""

    def check(asked: Asked) -> Check:
        return _one(asked.name, value.format(text=f'"{asked.name}_text"'), reason)

    return check


def _one(name: str, value: str, reason: str) -> Check:
    return Check((Value(name, value),), (Report(f'"{name}_text" IS NOT NULL AND "{name}" IS NULL', _quoted(reason)),))


def _nik(asked: Asked) -> Check:
    has = {c.name for c in asked.kind.columns}
    born = "birth_date" if "birth_date" in has else "NULL::DATE"
    sex = "sex" if "sex" in has else "NULL::VARCHAR"
    reasons = " ".join(f"WHEN '{code}' THEN {_quoted(reason)}" for code, (reason, _) in NIK_REASONS.items())
    grave = ", ".join(f"'{code}'" for code in NIK_REASONS if _is_fault(code, asked.kind))
    values = (
        Value("nik_plain", "is_plain_nik(nik_text)", shown=False),
        Value("nik", "CASE WHEN nik_plain THEN nik_text ELSE digits(nik_text) END", stage=2),
        Value("nik_number", "nik_number(nik)", stage=3, shown=False),
        Value("nik_form", "CASE WHEN readable THEN nik_form(nik_text, nik, nik_plain, nik_rounded) END", stage=3, shown=False),
        Value("nik_anomaly", f"CASE WHEN readable THEN nik_anomaly(nik_form, nik, nik_number, {born}, {sex}) END", stage=4),
    )
    severity = f"CASE WHEN nik_anomaly IN ({grave}) THEN 'fault' ELSE 'warning' END"
    return Check(values, (Report("nik_anomaly IS NOT NULL", f"CASE nik_anomaly {reasons} END", severity),))


def _is_fault(code: str, kind: Kind) -> bool:
    return NIK_REASONS[code][1] == "fault" or (code == "missing" and kind.name in NIK_IS_KEY)


def _nik_as_written(asked: Asked) -> Check:
    """Another register's NIK, to be found again there: read as ``_nik`` reads it, and its damage is no fault of this file."""
    return Check((Value(asked.name, f'digits("{asked.name}_text")'),))


def _family_card(asked: Asked) -> Check:
    name = asked.name
    odd = f"{name}_text IS NOT NULL AND ({name}_plain IS NOT TRUE OR {name} = '0000000000000000')"
    values = (
        Value(f"{name}_plain", f"is_sixteen_digits({name}_text)", shown=False),
        Value(name, f"CASE WHEN {name}_plain THEN {name}_text ELSE digits({name}_text) END", stage=2),
    )
    return Check(values, (Report(odd, "'a family card number has 16 digits, not all of them 0'"),))


def _date(asked: Asked) -> Check:
    name = asked.name
    reports = [Report(f'"{name}_text" IS NOT NULL AND "{name}" IS NULL', "'there is no such date, or not in this order'")]
    if asked.column.reads != "term_date":
        reports.append(Report(f"\"{name}\" > getvariable('as_of')", "'the date lies after the position date'", "'warning'"))
    if asked.column.reads == "event_date":
        reports.append(Report(f'birth_date > "{name}"', "'the birth date lies after this date'", "'warning'"))
    return Check((Value(name, f'date_{asked.profile.dates}("{name}_text")'),), tuple(reports))


def _first_day(asked: Asked) -> Check:
    """A month as its first day."""
    name = asked.name
    reports = (
        Report(f'"{name}_text" IS NOT NULL AND "{name}" IS NULL', "'it is not a month'"),
        Report(f"\"{name}\" > getvariable('as_of')", "'the month begins after the position date'", "'warning'"),
    )
    return Check((Value(name, f'first_day("{name}_text")'),), reports)


def _area(asked: Asked) -> Check:
    name = asked.name
    known = "area_known" if name == "area_code" else f"{name}_known"
    values = (
        Value(name, f"dotted({name}_text)"),
        Value(known, f"coalesce({name} IN (SELECT code FROM area), false)", stage=2, shown=name == "area_code"),
    )
    unknown = f"{name}_text IS NOT NULL AND NOT {known}"
    return Check(values, (Report(unknown, "'the area is not on the list of the Ministry'", "'warning'"),))


def _label(asked: Asked) -> Check:
    name = asked.name
    return _one(name, _looked_up(name, asked.profile), f"the label is not one that the profile knows for {name}")


def _class(asked: Asked) -> Check:
    return _one(asked.name, f"TRY_CAST({_looked_up(asked.name, asked.profile)} AS INTEGER)", "a class is 1, 2 or 3")


def _kept_label(asked: Asked) -> Check:
    label = _label(asked)
    return Check((*label.values, Value(f"{asked.name}_label", f"{asked.name}_text")), label.reports)


def _looked_up(column: str, profile: Profile) -> str:
    labels = profile.values.get(column, {})
    if not labels:
        return f'"{column}_text"'
    cases = " ".join(f"WHEN {_quoted(label)} THEN {_quoted(value)}" for label, value in labels.items())
    return f"CASE upper(replace(\"{column}_text\", '  ', ' ')) {cases} END"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


CHECKS: Mapping[str, Maker] = {
    "text": _text,
    "nik": _nik,
    "nik_as_written": _nik_as_written,
    "whole_nik": _plain("CASE WHEN is_sixteen_digits(digits({text})) THEN digits({text}) END", "a NIK has 16 digits"),
    "family_card": _family_card,
    "card": _plain("digits({text})", "the number cannot be read"),
    "date": _date,
    "event_date": _date,
    "term_date": _date,
    "area": _area,
    "neighbourhood": _plain("neighbourhood({text})", "RT and RW are numbers of up to three digits"),
    "decile": _plain("decile({text})", "a decile is 1 to 10"),
    "rupiah": _plain("rupiah({text})", "it is not a whole amount of rupiah"),
    "month": _plain("year_month({text})", "it is not a month"),
    "first_day": _first_day,
    "count": _plain("whole_count({text})", "a whole number from 1 is needed"),
    "label": _label,
    "class": _class,
    "kept_label": _kept_label,
}
