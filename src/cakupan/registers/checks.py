"""Every check of a row, in SQL: what each text of a register is read as, and what is reported when it cannot be.

A bad value becomes null and is reported; the row stays. A *fault* is something that could not be read or cannot be right, a
*warning* something that stands as it is and that somebody may want to look at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

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
class Report:
    """Something to report about a column: when, why (both SQL over the tidied texts and read values) and how grave."""

    when: str
    reason: str
    severity: str = "'fault'"


@dataclass(frozen=True)
class Check:
    """How a column is read: the outputs it gives (name, SQL), what may have to be reported, and what only the reports need."""

    outputs: tuple[tuple[str, str], ...]
    reports: tuple[Report, ...] = ()
    inner: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Reading:
    """The two queries over a batch: ``rows`` gives the register's rows and ``suspect``; ``reports`` the faults of suspect rows."""

    rows: str
    reports: str
    columns: tuple[str, ...]


def reading(*, kind: Kind, profile: Profile, heading: Callable[[str], str]) -> Reading:
    """The queries that read a batch (a table ``batch`` as :class:`~cakupan.registers.batches.Shape` makes it) of this kind.

    ``heading`` says what the file calls a canonical column; reports name it so.
    """
    checks = {c.name: _check(c, kind, profile) for c in kind.columns}
    outputs = [(name, sql) for check in checks.values() for name, sql in check.outputs]
    values = _values(kind, [*outputs, *(pair for check in checks.values() for pair in check.inner)])
    suspicion = " OR ".join(f"({report.when})" for check in checks.values() for report in check.reports)
    names = ", ".join(f'"{name}"' for name, _ in outputs)
    return Reading(
        rows=f"{values} SELECT row, {names}, readable AND NOT {_nothing(kind)} AS readable, coalesce({suspicion} OR {_nothing(kind)}, false) AS suspect FROM read",
        reports=f"{values} {_report_query(kind, checks, heading)}",
        columns=("row", *(name for name, _ in outputs), "readable"),
    )


def _values(kind: Kind, outputs: list[tuple[str, str]]) -> str:
    tidied = ", ".join(f'tidy("{c.name}") AS "{c.name}_text"' for c in kind.columns)
    # Values that other checks look at come first; a NIK is compared with the birth date and sex that were read.
    first = ", ".join(f'{sql} AS "{name}"' for name, sql in outputs if name != "nik_anomaly")
    anomaly = next((sql for name, sql in outputs if name == "nik_anomaly"), None)
    last = f", {anomaly} AS nik_anomaly" if anomaly else ""
    return (
        f"WITH tidied AS (SELECT row, readable, nik_rounded, {tidied} FROM batch),\n"
        f"typed AS (SELECT *, {first} FROM tidied),\n"
        f"read AS (SELECT *{last} FROM typed)\n"
    )


def _nothing(kind: Kind) -> str:
    texts = ", ".join(f'"{c.name}_text"' for c in kind.columns)
    return f"(readable AND coalesce({texts}) IS NULL)"


def _report_query(kind: Kind, checks: Mapping[str, Check], heading: Callable[[str], str]) -> str:
    entries = [
        f"CASE WHEN {report.when} THEN {{'place': {place}, 'column': {_quoted(heading(name))}, 'value': \"{name}_text\", "
        f"'reason': {report.reason}, 'severity': {report.severity}}} END"
        for place, (name, check) in enumerate(checks.items())
        for report in check.reports
    ]
    empty = (
        f"CASE WHEN {_nothing(kind)} THEN {{'place': 0, 'column': '', 'value': NULL::VARCHAR, "
        "'reason': 'the row is empty', 'severity': 'fault'} END"
    )
    return (
        f"SELECT row, f.place, f.column, f.value, f.reason, f.severity FROM (SELECT row, unnest(list_filter([{', '.join([empty, *entries])}], "
        "lambda x: x IS NOT NULL)) AS f FROM read) ORDER BY row, f.place"
    )


def _check(column: Column, kind: Kind, profile: Profile) -> Check:
    name, text = column.name, f'"{column.name}_text"'
    match column.reads:
        case "text":
            return Check(((name, text),))
        case "nik":
            return _nik(kind)
        case "card":
            return _plain(name, f"digits({text})", "the number cannot be read")
        case "family_card":
            return Check(
                ((name, f"digits({text})"),),
                (
                    Report(
                        f"{text} IS NOT NULL AND NOT coalesce(regexp_full_match({text}, '[0-9]{{16}}') AND ltrim({text}, '0') <> '', false)",
                        "'a family card number has 16 digits'",
                    ),
                ),
            )
        case "birth_date" | "event_date" | "date" | "term_date":
            return _date(name, text, column.reads, profile)
        case "area" | "destination":
            return _area(name, text, column.reads)
        case "neighbourhood":
            return _plain(name, f"neighbourhood({text})", "RT and RW are numbers of up to three digits")
        case "decile":
            return _plain(
                name, f"CASE WHEN whole_number({text}) BETWEEN 1 AND 10 THEN whole_number({text}) END", "a decile is 1 to 10"
            )
        case "rupiah":
            return _plain(name, f"rupiah({text})", "it is not a whole amount of rupiah")
        case "month":
            return _plain(name, f"year_month({text})", "it is not a month")
        case "segment" | "status":
            label = _plain(name, _looked_up(name, text, profile), f"the label is not one that the profile knows for {name}")
            return Check((*label.outputs, (f"{name}_label", text)), label.reports)
        case "label":
            value = _looked_up(name, text, profile)
            value = f"TRY_CAST({value} AS INTEGER)" if name == "class" else value
            return _plain(name, value, f"the label is not one that the profile knows for {name}")
    raise AssertionError(f"no check reads {column.reads}")


def _plain(name: str, value: str, reason: str) -> Check:
    return Check(((name, value),), (Report(f'"{name}_text" IS NOT NULL AND "{name}" IS NULL', f"'{reason}'"),))


def _nik(kind: Kind) -> Check:
    sex = "sex" if any(c.name == "sex" for c in kind.columns) else "NULL::VARCHAR"
    born = "birth_date" if any(c.name == "birth_date" for c in kind.columns) else "NULL::DATE"
    anomaly = f"CASE WHEN readable THEN nik_anomaly(nik_text, nik, nik_rounded, {born}, {sex}) END"
    reasons = " ".join(f"WHEN '{code}' THEN {_quoted(reason)}" for code, (reason, _) in NIK_REASONS.items())
    faults = [
        code
        for code, (_, severity) in NIK_REASONS.items()
        if severity == "fault" or (code == "missing" and kind.name in NIK_IS_KEY)
    ]
    grave = f"CASE WHEN nik_anomaly IN ({', '.join(map(repr, faults))}) THEN 'fault' ELSE 'warning' END"
    report = Report("nik_anomaly IS NOT NULL", f"CASE nik_anomaly {reasons} END", grave)
    return Check((("nik", "digits(nik_text)"), ("nik_anomaly", anomaly)), (report,))


def _date(name: str, text: str, reads: str, profile: Profile) -> Check:
    reports = [Report(f'{text} IS NOT NULL AND "{name}" IS NULL', "'there is no such date, or not in this order'")]
    if reads != "term_date":
        reports.append(Report(f"\"{name}\" > getvariable('as_of')", "'the date lies after the position date'", "'warning'"))
    if reads == "event_date":
        reports.append(Report(f'birth_date > "{name}"', "'the birth date lies after this date'", "'warning'"))
    return Check(((name, f"date_{profile.dates}({text})"),), tuple(reports))


def _area(name: str, text: str, reads: str) -> Check:
    known = "area_known" if reads == "area" else f"{name}_known"
    look_up = (known, f"coalesce(dotted({text}) IN (SELECT code FROM area), false)")
    report = Report(f"{text} IS NOT NULL AND NOT {known}", "'the area is not on the list of the Ministry'", "'warning'")
    if reads == "area":
        return Check(((name, f"dotted({text})"), look_up), (report,))
    return Check(((name, f"dotted({text})"),), (report,), (look_up,))


def _looked_up(name: str, text: str, profile: Profile) -> str:
    labels = profile.values.get(name, {})
    if not labels:
        return text
    cases = " ".join(f"WHEN {_quoted(label)} THEN {_quoted(value)}" for label, value in labels.items())
    return f"CASE upper({text}) {cases} END"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
