"""One file that holds a whole office: its database and its workspace; and an office made from such a file.

The database is dumped first and the files are copied after: a row never names a file that was not there before it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from cakupan import __version__
from cakupan.law.refusal import Refusal
from cakupan.wiring.database import Logins, office_database
from cakupan.wiring.workspace_server import wheel_programs
from cakupan.wiring.writing import sole_writer

MANIFEST, DUMP, FILES = "backup.json", "database.dump", "workspace"
FORMAT = 1
PIECE = 1024 * 1024
# The database's own files go as a dump; locks and half-written things are nobody's; static files and books are made anew.
LEFT_OUT = ("office/postgres", "office/static", "books")


def back_up(*, workspace: Path, out: Path, at: dt.datetime, say: Callable[[str], None]) -> dict[str, Any]:
    """Write the office of ``workspace`` to the file ``out`` while it is in use; returns the backup's manifest.

    Written aside and renamed: ``out`` is there whole or not at all, and readable by this user alone. Raises :class:`Refusal`
    if it is there, or no workspace is.
    """
    if out.exists():
        raise Refusal(f"backup to {out}", why="that file is there already.", mend="Name another; a backup replaces nothing.")
    if not workspace.is_dir():
        raise Refusal(f"backup of {workspace}", why="there is no such workspace.", mend="Name one with --workspace.")
    out.parent.mkdir(parents=True, exist_ok=True)
    aside = out.with_name(f".{out.name}")
    with tempfile.TemporaryDirectory(prefix="cakupan-") as folder:
        dump = Path(folder) / DUMP
        with office_database(workspace) as logins:
            say("dumping the database")
            _pg("pg_dump", logins, "--format=custom", "--no-owner", f"--file={dump}")
        say("copying the workspace")
        # Whoever imports or closes a month waits meanwhile; pages go on.
        with sole_writer(workspace), _private(aside) as written, tarfile.open(fileobj=written, mode="w") as archive:
            hashes = {DUMP: _add(archive, dump, DUMP)}
            for file in _files(workspace):
                name = f"{FILES}/{file.relative_to(workspace).as_posix()}"
                hashes[name] = _add(archive, file, name)
            manifest = {"format": FORMAT, "version": __version__, "at": at.isoformat(), "sha256": hashes}
            _add_text(archive, MANIFEST, json.dumps(manifest, indent=1))
    with aside.open("rb") as whole:
        os.fsync(whole.fileno())
    aside.rename(out)
    return manifest


def _private(path: Path) -> IO[bytes]:
    """A new file, which nobody else may read: it will hold everybody's data."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def restore(*, backup: Path, workspace: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Make an office from a backup: files and database, every byte checked; returns the backup's manifest.

    Raises :class:`Refusal` if the workspace holds anything, the file is no whole backup, or the database is not empty.
    """
    if workspace.exists() and any(workspace.iterdir()):
        raise Refusal(
            f"restore into {workspace}",
            why="it is not empty, and a restore replaces nothing.",
            mend="Name an empty folder with --workspace; move it to its place once you have looked at it.",
        )
    workspace.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=workspace.parent) as folder:
        say("unpacking and checking")
        manifest = _unpacked(backup, Path(folder))
        files = Path(folder) / FILES
        files.mkdir(exist_ok=True)
        if workspace.exists():
            workspace.rmdir()
        files.rename(workspace)
        with office_database(workspace) as logins:
            say("restoring the database")
            _refuse_if_filled(logins)
            _pg("pg_restore", logins, "--no-owner", "--exit-on-error", "--single-transaction", str(Path(folder) / DUMP))
    return manifest


def _extract(archive: tarfile.TarFile, folder: Path) -> None:
    """Files and folders below ``folder`` only, whatever the archive says: Debian 12's Python has no filters of ``tarfile``."""
    root = folder.resolve()
    for member in archive:
        if not (member.isfile() or member.isdir()) or not (root / member.name).resolve().is_relative_to(root):
            raise tarfile.TarError(f"{member.name} is no file of a backup")
        archive.extract(member, folder, set_attrs=False)  # whose it was is not set, who may read it is
        (root / member.name).chmod(member.mode & 0o755 | (0o700 if member.isdir() else 0o600))


def _unpacked(backup: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(backup) as archive:
            _extract(archive, folder)
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, tarfile.TarError, ValueError) as error:
        raise _no_backup(backup, "it cannot be read to its end as a backup.") from error
    for name, expected in manifest["sha256"].items():
        file = folder / name
        if not file.is_file() or _hash_of(file) != expected:
            raise _no_backup(backup, f"{name} is missing from it or was changed.")
    return manifest


def _no_backup(backup: Path, why: str) -> Refusal:
    return Refusal(f"restore from {backup.name}", why=why, mend="Take another copy of the backup; nothing was restored.")


def _refuse_if_filled(logins: Logins) -> None:
    with psycopg.connect(logins.owner) as connection:
        found = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if found is not None and found[0]:
        raise Refusal(
            "restore into the database",
            why=f"it holds {found[0]} tables already, and a restore replaces nothing.",
            mend="Make an empty one: cakupan database create --admin URL --name NAME.",
        )


def _files(workspace: Path) -> Iterator[Path]:
    """What belongs to the office, in a fixed order."""
    for path in sorted(workspace.rglob("*")):
        relative = path.relative_to(workspace)
        hidden = any(part.startswith(".") for part in relative.parts)
        out = any(relative.as_posix() == left or relative.as_posix().startswith(f"{left}/") for left in LEFT_OUT)
        if path.is_file() and not path.is_symlink() and not hidden and not out:
            yield path


def _add(archive: tarfile.TarFile, file: Path, name: str) -> str:
    """Add a file as it is now; the log's anchors grow while it is read, so its length is taken once."""
    with file.open("rb") as stream:
        content = archive.gettarinfo(name=file, arcname=name)
        hashing = _Hashing(stream, content.size)
        archive.addfile(content, hashing)
    return hashing.digest.hexdigest()


class _Hashing:
    """A stream of so many bytes that is hashed as it is read."""

    def __init__(self, stream: io.BufferedReader, left: int) -> None:
        self.stream, self.left, self.digest = stream, left, hashlib.sha256()

    def read(self, size: int = PIECE) -> bytes:
        """The next bytes."""
        piece = self.stream.read(min(size, self.left))
        self.left -= len(piece)
        self.digest.update(piece)
        return piece


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    content = tarfile.TarInfo(name)
    content.size = len(text.encode())
    archive.addfile(content, io.BytesIO(text.encode()))


def _hash_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _pg(program: str, logins: Logins, *arguments: str) -> None:
    """Run a program of PostgreSQL as the owner; the password goes by the environment, never in the list of processes."""
    target, environment = reached(logins.owner)
    ran = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        [_found(program, logins), f"--dbname={target}", *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise Refusal(
            f"{program} of the office's database",
            why=ran.stderr.strip().splitlines()[-1] if ran.stderr.strip() else f"it ended with {ran.returncode}.",
            mend="Look whether the server runs and the owner's login is right; nothing was replaced.",
        )


def reached(url: str) -> tuple[str, dict[str, str]]:
    """How a program of PostgreSQL reaches the database of a connection string: all of it (TLS too) but the password, and that."""
    told = conninfo_to_dict(url)
    password = told.pop("password", None)
    return make_conninfo("", **told), {"PGPASSWORD": str(password)} if password else {}


def _found(program: str, logins: Logins) -> str:
    """The program of the server's own version: what another one writes may hold settings that the server does not know."""
    with psycopg.connect(logins.owner) as connection:
        major = connection.info.server_version // 10000
    folders = (wheel_programs(major), Path(f"/usr/lib/postgresql/{major}/bin"))
    found = next((folder / program for folder in folders if folder is not None and (folder / program).is_file()), None)
    return str(found) if found else shutil.which(program) or program
