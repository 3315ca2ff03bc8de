"""The QR code as a reader of paper meets it: the printed page, dot by dot, beside the code of the address."""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pytest
import segno

from cakupan.report.letters import Verification, typeset
from letters import letter_fixture as letters

DPI = 400
QUIET_ZONE = 4


def printed(pdf: bytes) -> np.ndarray:
    """The first page as dots, 0 black to 255 white."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not installed")
    drawn = subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-gray", "-f", "1", "-l", "1", "-"], input=pdf, capture_output=True, check=True
    )
    _, size, _, dots = drawn.stdout.split(b"\n", 3)
    width, height = map(int, size.split())
    return np.frombuffer(dots, np.uint8).reshape(height, width)


def modules(page: np.ndarray, count: int) -> np.ndarray:
    """The code at the foot, left: found by its dark square, sampled in the middle of each of ``count`` × ``count`` modules."""
    height, width = page.shape
    foot = page[int(height * 0.9) : int(height * 0.98), int(width * 0.11) : int(width * 0.215)] < 128
    rows, columns = np.flatnonzero(foot.any(axis=1)), np.flatnonzero(foot.any(axis=0))
    # Left of the lines of text, the code is the only thing that is dark.
    dark = foot[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    step = [size / count for size in dark.shape]
    at = [[int((index + 0.5) * each) for index in range(count)] for each in step]
    return dark[np.ix_(at[0], at[1])]


@pytest.mark.parametrize("url", [letters.URL, "https://jkn.kabupaten-yang-panjang-namanya.go.id/cakupan/surat/ABCD-EFGH-JKLM"])
def test_the_printed_code_is_that_of_the_address(url: str) -> None:
    pdf = typeset(letters.invoice(), heading=letters.heading(one=True, verification=Verification(url, "X")))
    expected = np.array([[bool(dot) for dot in row] for row in segno.make(url, error="m", micro=False, boost_error=False).matrix])
    assert (modules(printed(pdf), len(expected)) == expected).all()
