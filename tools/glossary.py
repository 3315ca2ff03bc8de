"""GLOSSARY.md against the code: one meaning per name, and no name without its word.

``python -m tools.glossary`` prints what is wrong and exits 1 if anything is.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from cakupan.law.parameter import CONFIDENCES
from cakupan.law.segment import SEGMENTS
from cakupan.law.units import ACCOUNTS, PAYERS
from cakupan.linking.mismatch import BPK_KINDS, MISMATCHES
from cakupan.month.edition import TABLES
from cakupan.month.mismatch import IDENTITY_UNCERTAIN
from cakupan.registers.kinds import KINDS

CODE_NAME = re.compile(r"`([A-Za-z][A-Za-z0-9_]*)`|\*([a-z][a-z0-9_]*)\*")
CODE_FILES = {".py", ".sql", ".yaml"}

# The twelve words that mislead, where a desk would read them. Labels that offices write into their own files are theirs.
MISLEADING = re.compile(r"(?<!bukan )\b(temuan|edisi|PBI APBD|skema ganda|MoU|ditangguhkan|Sumsel Berkah)\b", re.IGNORECASE)
DESKS_READ = ("answer", "linking", "month", "outlook", "report", "wiring", "cli")


@dataclass(frozen=True)
class Entry:
    """One code name of the glossary; ``reserved`` names wait for a later part."""

    name: str
    indonesian: str
    meaning: str
    reserved: bool


def read_glossary(text: str) -> list[Entry]:
    """The entries of every four-column table: Indonesian, code name, meaning, source."""
    entries = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|") or len(cells) != 4:
            continue
        for in_use, reserved in CODE_NAME.findall(cells[1]):
            entries.append(Entry(name=in_use or reserved, indonesian=cells[0], meaning=cells[2], reserved=bool(reserved)))
    return entries


def complaints(entries: list[Entry], *, code: str, required: set[str]) -> list[str]:
    """What is wrong: a name twice, a name that no code uses, a name of the code that has no entry.

    ``code`` is the text of all source files, ``required`` the names that the code shows to people or writes to files.
    """
    found = [f"`{name}` stands for {times} things; one name, one meaning" for name, times in _twice(entries)]
    for entry in entries:
        if not entry.reserved and not _uses(code, entry.name):
            found.append(f"`{entry.name}` ({entry.indonesian}) is in no source file; while only reserved, write *{entry.name}*")
        if not entry.indonesian or not entry.meaning:
            found.append(f"`{entry.name}` has no Indonesian word or no meaning")
    unexplained = sorted(required - {entry.name for entry in entries if not entry.reserved})
    return found + [f"`{name}` is written by the code but not in GLOSSARY.md; add its word and meaning" for name in unexplained]


# The key of a line of YAML is a code name, which no desk reads.
KEY = re.compile(r"^\s*[a-z_]+:")


def misleading_words(root: Path) -> list[str]:
    """Where a text that desks read says one of the twelve words; comments may."""
    return [
        f"{path.relative_to(root).as_posix()}:{number}: '{match[0]}' misleads at a desk; GLOSSARY.md begins with the right word"
        for room in DESKS_READ
        for path in sorted((root / "src" / "cakupan" / room).rglob("*"))
        if path.suffix in {*CODE_FILES, ".html", ".js", ".typ"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if not line.lstrip().startswith(("#", "--")) and (match := MISLEADING.search(KEY.sub("", line)))
    ]


def _uses(code: str, name: str) -> bool:
    """As a word or a part of one, also in the plural: ``spell`` in ``spells``, ``decree`` in ``decree_date``."""
    plural = f"{name}s?|{name.removesuffix('y')}ies|{name}es"
    return re.search(rf"(?<![A-Za-z])(?:{plural})(?![A-Za-z])", code) is not None


def _twice(entries: list[Entry]) -> list[tuple[str, int]]:
    return [(name, times) for name, times in Counter(entry.name for entry in entries).items() if times > 1]


def shown_names() -> set[str]:
    """The names that people meet in files and answers: codes; kinds of registers and tables of an edition, in the singular."""
    codes = {mismatch.code for mismatch in (*MISMATCHES, IDENTITY_UNCERTAIN)} | set(BPK_KINDS)
    law = {*SEGMENTS, *PAYERS, *ACCOUNTS, *CONFIDENCES}
    return codes | law | {singular(name) for name in (*KINDS, *TABLES)}


def singular(table: str) -> str:
    """``list_entries`` is a table of ``list_entry``, ``statuses`` of ``status``, ``spells`` of ``spell``."""
    if table.endswith("ies"):
        return table.removesuffix("ies") + "y"
    return re.sub(r"(?:(?<=[sx])|(?<=ch))es$|(?<!s)s$", "", table)


def source_text(root: Path) -> str:
    """All source of the package, as one text to look names up in."""
    files = sorted(path for path in (root / "src").rglob("*") if path.suffix in CODE_FILES)
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def main() -> int:
    root = Path(__file__).resolve().parent.parent
    entries = read_glossary((root / "GLOSSARY.md").read_text(encoding="utf-8"))
    found = complaints(entries, code=source_text(root), required=shown_names()) + misleading_words(root)
    for complaint in found:
        print(complaint)
    print(f"glossary: {len(found)} complaints" if found else f"glossary: {len(entries)} names, each with one meaning")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
