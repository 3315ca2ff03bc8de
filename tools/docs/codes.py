"""docs/codes.md: the codes in the files that Cakupan writes, from the tables that the code itself reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cakupan.answer.guarantee import STATUSES
from cakupan.answer.texts import texts
from cakupan.linking.identity import EFFECTS
from cakupan.linking.mismatch import BPK_KINDS, MISMATCHES
from cakupan.month.mismatch import IDENTITY_UNCERTAIN, PROVABLE
from cakupan.registers.checks import NIK_REASONS, reading
from cakupan.registers.kinds import KINDS, Kind
from cakupan.registers.profile import load_profile
from tools.docs import markdown

SAYS = """Codes are stable: scripts and workbooks rely on them. What a desk sees beside a code is Indonesian, in the words of
[GLOSSARY.md](../GLOSSARY.md)."""
REPORT = re.compile(r"'column': '((?:[^']|'')*)', .*?'reason': (.*?), 'severity': (.*?)\}", re.DOTALL)
QUOTED = re.compile(r"'((?:[^']|'')+)'")
GRADES = {"fault", "warning"}
ALL_MISMATCHES = (*MISMATCHES, IDENTITY_UNCERTAIN)


def page() -> str:
    parts = [_decisions(), _effects(), _mismatches(), _provable(), _bpk_kinds(), _answers(), _nik_anomalies(), _faults()]
    return markdown.page("Codes", source="the code's own tables", says=SAYS, parts=parts)


def _decisions() -> str:
    rows = [
        ("`accept`", "padan", "`nik` is the resident's"),
        ("`review`", "perlu diteliti", "`nik` is the best candidate's; a person decides"),
        ("`none`", "tidak padan", "`nik` is empty"),
    ]
    head = "## decision\n\nIn `poverty_links.csv` and `member_links.csv`: what became of a row."
    return head + "\n\n" + markdown.table(("code", "on screen", "meaning"), rows)


def _effects() -> str:
    head = "## effect\n\nIn `officer_decisions.parquet` and `summary.json`: what became of an officer's decision on who is who."
    return head + "\n\n" + markdown.table(("code", "on screen"), ((f"`{code}`", words) for code, words in EFFECTS.items()))


def _mismatches() -> str:
    rows = [
        (f"`{one.code}`", one.label, one.says, one.suggested_action, f"`{one.bpk_kind}`" if one.bpk_kind else "")
        for one in ALL_MISMATCHES
    ]
    head = "## code\n\nIn `findings.csv` and beside the lines of a bill: data that does not match (*data tidak padan*)."
    return head + "\n\n" + markdown.table(("code", "on screen", "meaning", "suggested action", "BPK's kind"), rows)


def _provable() -> str:
    head = """## What takes a line out of the verified bill

The raw bill has every line; the verified one leaves out those that a provable mismatch speaks against. Every other code asks a
person first. A line with several codes is counted under the first of this list."""
    return head + "\n\n" + markdown.table(("code", "because"), ((f"`{code}`", why) for code, why in PROVABLE.items()))


def _bpk_kinds() -> str:
    rows = [
        (f"`{kind}`", label, markdown.code(m.code for m in ALL_MISMATCHES if m.bpk_kind == kind))
        for kind, label in BPK_KINDS.items()
    ]
    head = "## bpk_kind\n\nThe four kinds in which BPK counts mismatches, and which codes fall under each."
    return head + "\n\n" + markdown.table(("code", "BPK's words", "codes"), rows)


def _answers() -> str:
    said = texts()
    rows = [
        *((f"`{code}`", "reasons", words["id"], said["rules"].get(code, "")) for code, words in said["reasons"].items()),
        *((f"`{code}`", "do_now", words["id"], said["rules"].get(code, "")) for code, words in said["do_now"].items()),
    ]
    head = f"""## An answer at the desk

In what `cakupan check --json` prints and every other dialect of the same answer tells: why, and what to do now. Words in curly
brackets are filled in. A rule that the law's file gives depends on the day and stands in the answer itself. A local guarantee is
{markdown.code(STATUSES)}; of several the first is told, and none of them is membership."""
    return head + "\n\n" + markdown.table(("code", "in", "on screen", "rule"), rows)


def _nik_anomalies() -> str:
    rows = [(f"`{code}`", reason, severity) for code, (reason, severity) in NIK_REASONS.items()]
    head = "## nik_anomaly\n\nIn a snapshot's rows: why a NIK is not taken at its word."
    return head + "\n\n" + markdown.table(("code", "meaning", "counted as"), rows)


def _faults() -> str:
    head = """## reason

In `faults.csv` and `warnings.csv`: what can be wrong with a cell. The row stays, the value is left empty. A *warning* stands as
it is and is worth a look. `column` in the files is the file's own header. What is said of a NIK stands above."""
    kinds_of: dict[tuple[str, str, str], list[str]] = {}
    for kind in KINDS.values():
        for found in fault_reasons(kind):
            kinds_of.setdefault(found, []).append(kind.name)
    rows = [(f"`{column}`" if column else "any", *told, ", ".join(kinds)) for (column, *told), kinds in kinds_of.items()]
    return head + "\n\n" + markdown.table(("column", "reason", "severity", "in"), rows)


def fault_reasons(kind: Kind) -> Iterator[tuple[str, str, str]]:
    """Canonical column, reason and severity of every report that reading this kind can make, as its query holds them."""
    query = reading(kind=kind, profile=load_profile(kind.profile), heading=lambda column: column).reports
    of_nik = {reason for reason, _ in NIK_REASONS.values()}
    for column, reasons, severities in REPORT.findall(query):
        graded = ", ".join(grade for grade in QUOTED.findall(severities) if grade in GRADES)
        for reason in (quoted.replace("''", "'") for quoted in QUOTED.findall(reasons)):
            if reason not in of_nik and " " in reason:
                yield column, reason, graded
