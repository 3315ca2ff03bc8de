"""docs/benchmarks.md from bench/out/*.json, whatever each benchmark measured: lists of measures become tables, the rest one line.

``python -m tools.benchmarks`` writes the page. The machine is named by its cores and memory only.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.docs import markdown

ROOT = Path(__file__).resolve().parent.parent
SAYS = """Each row is one run in which Cakupan and its peer did the same work on the same data, one after the other. Ratios travel
from machine to machine, seconds do not. CPU-seconds count all threads; memory is the peak of the process."""


KEPT = "Measured by an earlier run, not by the last one."


def page(results: Mapping[str, Any], *, cores: int, memory_gib: int, before: str = "") -> str:
    """The page for the results by name of benchmark; what only the page ``before`` has is kept and says so."""
    machine = f"Measured on {cores} cores with {memory_gib} GiB of memory."
    sections = {_words(name): _benchmark(name, result) for name, result in results.items()}
    sections |= {name: text for name, text in _kept(before).items() if name not in sections}
    parts = [sections[name] for name in sorted(sections)]
    return markdown.page("Benchmarks", source="bench/out/*.json", says=f"{SAYS}\n\n{machine}", parts=parts, command="make bench")


def _kept(before: str) -> dict[str, str]:
    """The sections of an earlier page by name, each with the word that it is of an earlier run."""
    found = re.split(r"^## (.+)\n", before, flags=re.MULTILINE)[1:]
    texts = {name: text.strip().removeprefix(KEPT).strip() for name, text in zip(found[::2], found[1::2], strict=True)}
    return {name: f"## {name}\n\n{KEPT}\n\n{text}" for name, text in texts.items()}


def _benchmark(name: str, result: Any) -> str:
    return "\n\n".join([f"## {name.replace('_', ' ')}", *_shown(result)])


def _shown(result: Any) -> list[str]:
    if isinstance(result, list):
        return [_measures(result)]
    lists = {key: value for key, value in result.items() if isinstance(value, list) and value and isinstance(value[0], dict)}
    facts = [(_words(key), _figure(value)) for key, value in flat(result).items() if key.split(".")[0] not in lists]
    return [*([markdown.table(("", ""), facts)] if facts else []), *map(_measures, lists.values())]


def _measures(measures: Sequence[Mapping[str, Any]]) -> str:
    rows = [flat(measure) for measure in measures]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return markdown.table([_words(column) for column in columns], ([_figure(row.get(c)) for c in columns] for row in rows))


def flat(measure: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """``{"ours": {"cpu": 1}}`` as ``{"ours.cpu": 1}``."""
    flattened: dict[str, Any] = {}
    for key, value in measure.items():
        if isinstance(value, Mapping):
            flattened |= flat(value, f"{prefix}{key}.")
        else:
            flattened[f"{prefix}{key}"] = value
    return flattened


def _words(key: str) -> str:
    return re.sub(r"[._]", " ", key)


def _figure(value: Any) -> str:
    """Four significant digits for measurements; counts and words as they are."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    if isinstance(value, int):
        return f"{value:,}"
    return "" if value is None else str(value)


def machine() -> tuple[int, int]:
    """Cores and memory in GiB of the machine this runs on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return os.cpu_count() or 1, round(memory / 2**30)


def main(root: Path = ROOT) -> int:
    found = sorted((root / "bench" / "out").glob("*.json"))
    if not found:
        print("bench/out holds no results; run `make bench`", file=sys.stderr)
        return 1
    results = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in found}
    cores, memory_gib = machine()
    target = root / "docs" / "benchmarks.md"
    before = target.read_text(encoding="utf-8") if target.is_file() else ""
    target.write_text(page(results, cores=cores, memory_gib=memory_gib, before=before), encoding="utf-8")
    print("wrote docs/benchmarks.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
