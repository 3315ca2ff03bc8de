"""What is vendored: which package at which version under which licence, and the SHA-256 of every file of it.

``python -m tools.vendored`` checks the files against ``tools/vendor.lock.json`` and exits 1 if one differs, is missing or is
unknown. ``tools/vendor.sh`` calls it with npm's lock file, and it writes the list anew.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "tools/vendor.lock.json"
STATIC = "src/cakupan/office/pages/static/vendor"
# Which packages went into the files of a folder.
FOLDERS = {
    f"{STATIC}/govuk": ("govuk-frontend", "@ministryofjustice/frontend"),
    f"{STATIC}/font": ("@fontsource-variable/public-sans",),
    f"{STATIC}/htmx": ("htmx.org",),
    f"{STATIC}/echarts": ("echarts", "zrender", "tslib"),
    "tests/office_browser/vendor": ("axe-core",),
}


def sums(root: Path, folder: str) -> dict[str, str]:
    """File name → SHA-256 of every file under ``folder``."""
    files = sorted(path for path in (root / folder).rglob("*") if path.is_file())
    return {path.relative_to(root / folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def differences(root: Path, lock: dict[str, Any]) -> list[str]:
    """One line for each file that is not as the list says."""
    found = []
    for folder, entry in lock.items():
        now, then = sums(root, folder), entry["files"]
        found += [f"{folder}/{name}: missing; run tools/vendor.sh" for name in sorted(then.keys() - now.keys())]
        found += [
            f"{folder}/{name}: not in tools/vendor.lock.json; run tools/vendor.sh" for name in sorted(now.keys() - then.keys())
        ]
        found += [f"{folder}/{name}: was changed by hand" for name in sorted(now.keys() & then.keys()) if now[name] != then[name]]
    return found


def listed(root: Path, npm: dict[str, Any]) -> dict[str, Any]:
    """The list for what stands in the folders now; versions, licences and checksums of packages from npm's lock file."""
    return {
        folder: {
            "packages": {name: _package(npm["packages"][f"node_modules/{name}"]) for name in names},
            "files": sums(root, folder),
        }
        for folder, names in FOLDERS.items()
    }


def _package(entry: dict[str, Any]) -> dict[str, str]:
    return {key: entry[key] for key in ("version", "license", "integrity")}


def main(arguments: list[str]) -> int:
    if arguments:
        npm = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
        LOCK.write_text(json.dumps(listed(ROOT, npm), indent=2) + "\n", encoding="utf-8")
    found = differences(ROOT, json.loads(LOCK.read_text(encoding="utf-8")))
    print("\n".join(found) if found else "vendored files: as listed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
