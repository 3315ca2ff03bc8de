"""Vendored files are those that were fetched, each folder with its licence."""

from __future__ import annotations

import json
from pathlib import Path

from tools import vendored


def test_every_vendored_file_is_the_one_that_was_fetched():
    assert vendored.differences(vendored.ROOT, json.loads(vendored.LOCK.read_text(encoding="utf-8"))) == []


def test_a_changed_a_missing_and_an_unknown_file_are_told(tmp_path: Path):
    folder = tmp_path / "vendor"
    folder.mkdir()
    (folder / "changed.js").write_text("1")
    (folder / "unknown.js").write_text("1")
    lock = {"vendor": {"files": {"changed.js": "0" * 64, "missing.js": "0" * 64}}}
    told = vendored.differences(tmp_path, lock)
    assert [line.split(":")[0] for line in told] == ["vendor/missing.js", "vendor/unknown.js", "vendor/changed.js"]


def test_each_folder_names_its_packages_and_carries_a_licence_for_them():
    lock = json.loads(vendored.LOCK.read_text(encoding="utf-8"))
    assert set(lock) == set(vendored.FOLDERS)
    for folder, entry in lock.items():
        licences = [name for name in entry["files"] if name.startswith("LICENSE")]
        assert len(licences) >= len(entry["packages"]), folder
        assert all(package["license"] and package["integrity"].startswith("sha512-") for package in entry["packages"].values())


def test_what_a_page_loads_is_small():
    static = vendored.ROOT / vendored.STATIC
    assert (static / "font/public-sans.woff2").stat().st_size < 60_000
    assert (static / "govuk/govuk.css").stat().st_size < 80_000
    assert b"GDS Transport" not in (static / "govuk/govuk.css").read_bytes()
