"""``python -m tools.docs`` writes the generated pages; with ``--check`` it only compares, and exits 1 where one is stale."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tools.docs import codes, commands, law, profiles, rules, states, steps

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES: Mapping[str, Callable[[], str]] = {
    "docs/codes.md": codes.page,
    "docs/commands.md": commands.page,
    "docs/law.md": law.page,
    "docs/profiles.md": profiles.page,
    "docs/rules.md": rules.page,
    "docs/states.md": states.page,
    "docs/steps.md": steps.page,
}


def stale_pages(root: Path = ROOT) -> list[str]:
    """The generated pages whose file says something else than the code does, or is not there."""
    return [file for file, make in PAGES.items() if not _says(root / file, make())]


def _says(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def write_pages(root: Path = ROOT) -> None:
    for file, make in PAGES.items():
        (root / file).write_text(make(), encoding="utf-8")
        print(f"wrote {file}")


def main(arguments: list[str]) -> int:
    if "--check" not in arguments:
        write_pages()
        return 0
    stale = stale_pages()
    for file in stale:
        print(f"{file} is stale; run `make docs` and commit what it writes")
    print(f"generated pages: {len(stale)} stale" if stale else f"generated pages: {len(PAGES)} up to date")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
