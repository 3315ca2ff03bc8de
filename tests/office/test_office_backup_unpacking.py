"""A backup is unpacked below its folder only, whatever its names say."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from cakupan.wiring.backup import _extract


def packed(path: Path, member: tarfile.TarInfo, content: bytes = b"x") -> None:
    member.size = len(content) if member.isfile() else 0
    with tarfile.open(path, "w") as archive:
        archive.addfile(member, io.BytesIO(content))


@pytest.mark.parametrize("name", ["../beside", "/beside", "a/../../beside"])
def test_nothing_is_written_beside_the_folder(tmp_path: Path, name: str) -> None:
    packed(tmp_path / "evil.tar", tarfile.TarInfo(name))
    with tarfile.open(tmp_path / "evil.tar") as archive, pytest.raises(tarfile.TarError):
        _extract(archive, tmp_path / "into")
    assert not (tmp_path / "beside").exists()


def test_a_link_is_no_file_of_a_backup(tmp_path: Path) -> None:
    link = tarfile.TarInfo("link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc"
    packed(tmp_path / "evil.tar", link)
    with tarfile.open(tmp_path / "evil.tar") as archive, pytest.raises(tarfile.TarError):
        _extract(archive, tmp_path / "into")


def test_who_may_read_a_file_stays(tmp_path: Path) -> None:
    secret = tarfile.TarInfo("folder/secret")
    secret.mode = 0o600
    packed(tmp_path / "good.tar", secret)
    with tarfile.open(tmp_path / "good.tar") as archive:
        _extract(archive, tmp_path / "into")
    assert (tmp_path / "into" / "folder" / "secret").stat().st_mode & 0o777 == 0o600
