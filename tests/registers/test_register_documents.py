"""The examples in docs/formats.md are what the code reads."""

from __future__ import annotations

import re
from pathlib import Path

from cakupan.registers import load_agreement, load_profile

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
PROFILE, AGREEMENT = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)


def test_the_profile_of_the_page_is_one(tmp_path):
    (tmp_path / "kendal.yaml").write_text(PROFILE)
    profile = load_profile(tmp_path / "kendal.yaml")
    assert (profile.kind, profile.columns["nik"], profile.header_rows) == ("poverty", ("NOMOR INDUK",), (5, 6))


def test_the_agreement_of_the_page_is_one(tmp_path):
    (tmp_path / "agreement.yaml").write_text(AGREEMENT)
    assert load_agreement(tmp_path / "agreement.yaml").quota == 42000


def test_every_anomaly_is_explained():
    from cakupan.registers.checks import NIK_REASONS

    table = PAGE[PAGE.index("`nik_anomaly`") : PAGE.index("## When a file")]
    assert {code for code in NIK_REASONS if f"`{code}`" in table} == set(NIK_REASONS)
