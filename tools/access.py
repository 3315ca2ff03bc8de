"""Write tests/office/access.txt anew from what the office does: who may open which URL. Read the difference before you commit it.

usage: python -m tools.access
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TREE = Path(__file__).parents[1]
TABLE = TREE / "tests" / "office" / "access.txt"


def main() -> int:
    """Run the test that tries every URL, told to write; then print the table."""
    asked = [sys.executable, "-m", "pytest", "-q", "-k", "the_table_says", "tests/office/test_office_access.py"]
    done = subprocess.run(asked, cwd=TREE, env={**os.environ, "CAKUPAN_WRITE_ACCESS": "1"}, check=False)  # noqa: S603 - our own
    sys.stdout.write(TABLE.read_text(encoding="utf-8"))
    return done.returncode


if __name__ == "__main__":
    raise SystemExit(main())
