"""House rules that no linter knows: sizes, words that must not stand here, and a law without a clock.

``python -m tools.house`` prints one line per breach (file:line, what, how to mend) and exits 1 if there is one.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 60
SIZED = {".py", ".sql", ".html", ".css", ".js", ".sh"}

# One letter of each stands in brackets, so that this file does not match itself.
FORBIDDEN_TEXT = {
    "a path of one machine": re.compile(r"(?<![\w.])/(?:[w]ork|[r]oot|[h]ome/\w|[U]sers/\w|[t]mp/\w)[\w./-]*"),
    "a package registry's host": re.compile(
        r"[p]ypi\.org|[p]ythonhosted\.org|[r]egistry\.npmjs|[d]eb\.debian\.org|[p]roxy\.golang"
    ),
}
FORBIDDEN_NAMES = re.compile(r"^(utils?|helpers?|managers?|processors?|handlers?|common|core|misc)$")

# Same arguments, same answer: neither the law nor the month may look at anything but its arguments.
PURE_ROOMS = ("src/cakupan/law/", "src/cakupan/month/")
IMPURE_MODULES = {"time", "random", "secrets", "uuid", "os", "logging", "socket"}
CLOCK_CALLS = {"now", "today", "utcnow"}


@dataclass(frozen=True)
class Breach:
    file: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.says}"


def breaches(root: Path) -> list[Breach]:
    """Every breach in the files that git tracks under ``root``, and in new ones it does not ignore."""
    decisions = "\n".join(path.read_text(encoding="utf-8") for path in sorted((root / "docs/adr").glob("*.md")))
    found: list[Breach] = []
    for file in _listed_files(root):
        text = _text(root / file)
        if text is None:
            continue
        found += of_name(file)
        found += of_length(file, text, decisions)
        found += of_text(file, text)
        if file.endswith(".py"):
            found += of_code(file, ast.parse(text, filename=file))
    found += _twin_test_files(root)
    return found


def of_name(file: str) -> Iterator[Breach]:
    """A file or folder of code is named for a thing that the law or an office names."""
    if file.startswith(("src/", "tests/", "tools/")):
        for part in PurePosixPath(file).with_suffix("").parts:
            if FORBIDDEN_NAMES.match(part):
                yield Breach(file, 1, f"'{part}' names no thing of the offices; name it for what it holds")


def of_length(file: str, text: str, decisions: str) -> Iterator[Breach]:
    """A long file needs a reason in an ADR that names it by its path."""
    lines = text.count("\n") + 1
    if PurePosixPath(file).suffix in SIZED and lines > FILE_LINES_MAX and file not in decisions:
        yield Breach(file, lines, f"over {FILE_LINES_MAX} lines; split it, or give the reason in an ADR that names the file")


def of_text(file: str, text: str) -> Iterator[Breach]:
    """The repository says nothing of the machine it was written on, nor of where packages come from."""
    for number, line in enumerate(text.splitlines(), start=1):
        for what, pattern in FORBIDDEN_TEXT.items():
            if match := pattern.search(line):
                yield Breach(file, number, f"{what} ({match[0]!r}); say it relative to the repository, or leave it out")


def of_code(file: str, tree: ast.Module) -> Iterator[Breach]:
    """Long functions, wide excepts, and impurity where the same arguments must give the same answer."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _long_function(file, node)
        if isinstance(node, ast.ExceptHandler) and _catches_everything(node):
            yield Breach(file, node.lineno, "catches everything; name the errors that are expected here")
        if file.startswith(PURE_ROOMS):
            yield from _impurity(file, node)


def _long_function(file: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Breach]:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if lines > FUNCTION_LINES_MAX:
        yield Breach(file, node.lineno, f"{node.name} has {lines} lines, over {FUNCTION_LINES_MAX}; split it by what it does")


def _catches_everything(node: ast.ExceptHandler) -> bool:
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(one is None or getattr(one, "id", "") in {"Exception", "BaseException"} for one in caught)


def _impurity(file: str, node: ast.AST) -> Iterator[Breach]:
    for module in _imported(node):
        if module.split(".")[0] in IMPURE_MODULES:
            yield Breach(file, getattr(node, "lineno", 1), f"imports {module}; law and month know their arguments only")
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK_CALLS:
        yield Breach(file, node.lineno, f"asks a clock ({node.func.attr}); take the date as an argument")


def _imported(node: ast.AST) -> Iterable[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return [node.module or ""]
    return []


def _twin_test_files(root: Path) -> Iterator[Breach]:
    """Test files of two rooms under one name cannot be told apart in a report, and pytest refuses them."""
    seen: dict[str, str] = {}
    for path in sorted((root / "tests").rglob("test_*.py")):
        file = path.relative_to(root).as_posix()
        if path.name in seen:
            yield Breach(file, 1, f"has the name of {seen[path.name]}; put the room into it")
        seen.setdefault(path.name, file)


def _listed_files(root: Path) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git is where PATH says
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(file for file in listed.stdout.splitlines() if (root / file).is_file())


def _text(path: Path) -> str | None:
    """The file's text; ``None`` for pictures, workbooks and other bytes."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def main() -> int:
    found = breaches(Path(__file__).resolve().parent.parent)
    for breach in found:
        print(breach)
    print(f"house rules: {len(found)} breaches" if found else "house rules: kept")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
