"""What the office reads from its environment, once, at the start. What is missing stops it with an instruction."""

from __future__ import annotations

import datetime as dt
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from cakupan.law.refusal import Refusal
from cakupan.office.retention.schedule import VARIABLE, lengthened

MARK = "INVENTED-PEOPLE"
COUNTER_KEY = "CAKUPAN_COUNTER_KEY"
SECRET_LENGTH_MIN = 50
# With what each side signs papers electronically (PKCS#12); the passphrase stands in the same name with _PASSWORD.
CERTIFICATES = {"pemda": "CAKUPAN_CERTIFICATE", "bpjs": "CAKUPAN_BRANCH_CERTIFICATE"}
# Which login each kind of work uses: the pages, loading a published position, and changing the tables themselves.
LOGINS = {"default": "DATABASE_URL", "loader": "DATABASE_LOADER_URL", "owner": "DATABASE_OWNER_URL"}


@dataclass(frozen=True)
class Certificate:
    """A PKCS#12 file with which one side signs papers, and its passphrase."""

    path: Path
    passphrase: str = field(repr=False)


@dataclass(frozen=True)
class Environment:
    """The office's settings that differ from place to place. ``today`` is set in a demo only, to stand on the case's day."""

    workspace: Path
    secret_key: str = field(repr=False)
    # What seals the secrets of hospital software; the counter reads the same.
    counter_key: str = field(repr=False)
    hosts: tuple[str, ...]
    demo: bool
    https: bool
    today: dt.date | None
    urls: dict[str, str] = field(repr=False)
    certificates: dict[str, Certificate] = field(default_factory=dict)
    # How long this region keeps a kind, where that is longer than the rule says (retention/kept.yaml).
    retention: dict[str, int] = field(default_factory=dict)

    def database(self, alias: str) -> dict[str, object]:
        """Django's settings of one login (``default``, ``loader``, ``owner``)."""
        told = conninfo_to_dict(self.urls[alias])
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": told.get("dbname", "cakupan"),
            "USER": told.get("user", ""),
            "PASSWORD": told.get("password", ""),
            "HOST": told.get("host", ""),
            "PORT": told.get("port", ""),
            "CONN_MAX_AGE": 600 if alias == "default" else 0,
            "CONN_HEALTH_CHECKS": True,
            "ATOMIC_REQUESTS": alias == "default",
            "OPTIONS": {"connect_timeout": 5, **_transport(told)},
            "TEST": {"NAME": told.get("dbname", "cakupan")},
        }


def _transport(told: Mapping[str, object]) -> dict[str, object]:
    kept = ("sslmode", "sslrootcert", "sslcert", "sslkey", "application_name")
    return {name: told[name] for name in kept if name in told}


def read_environment() -> Environment:
    """The environment as it is. Raises :class:`Refusal` naming the variable that is missing and how to set it."""
    workspace = Path(os.environ.get("CAKUPAN_HOME", "cakupan-data")).resolve()
    demo = (workspace / MARK).is_file()
    today = os.environ.get("CAKUPAN_TODAY")
    if today and not demo:
        raise Refusal(
            "CAKUPAN_TODAY",
            why="only a demo may stand on another day than today; this workspace holds a region's own data.",
            mend="Unset CAKUPAN_TODAY.",
        )
    return Environment(
        workspace=workspace,
        secret_key=secret_key(workspace, demo=demo),
        counter_key=counter_key(workspace, demo=demo),
        hosts=tuple(each.strip() for each in os.environ.get("CAKUPAN_HOSTS", "127.0.0.1,localhost,[::1]").split(",")),
        demo=demo,
        https=os.environ.get("CAKUPAN_HTTPS", "").lower() in ("1", "yes", "true"),
        today=_day(today) if today else None,
        urls={alias: _url(variable) for alias, variable in LOGINS.items()},
        certificates=_certificates(),
        retention=lengthened(os.environ.get(VARIABLE, "")),
    )


def _day(told: str) -> dt.date:
    try:
        return dt.date.fromisoformat(told)
    except ValueError as wrong:
        raise Refusal("CAKUPAN_TODAY", why=f"{told} is no day.", mend="Write it as 2024-07-01, or unset it.") from wrong


def _certificates() -> dict[str, Certificate]:
    """The certificates that are set; without one, its side prints papers that are only coded."""
    told = {side: os.environ.get(variable) for side, variable in CERTIFICATES.items()}
    return {
        side: Certificate(Path(path).resolve(), os.environ.get(f"{CERTIFICATES[side]}_PASSWORD", ""))
        for side, path in told.items()
        if path
    }


def _url(variable: str) -> str:
    told = os.environ.get(variable, "")
    if not told:
        raise Refusal(
            variable,
            why="the office does not know its database.",
            mend="Start it with `cakupan serve`, which brings one; or make the logins on a server of yours with "
            "`cakupan database create` and set what it prints.",
        )
    return told


def secret_key(workspace: Path, *, demo: bool) -> str:
    """The key that signs sessions: from the environment; a demo makes its own and keeps it in its workspace."""
    told = os.environ.get("CAKUPAN_SECRET_KEY", "")
    if len(told) >= SECRET_LENGTH_MIN:
        return told
    if told or not demo:
        raise Refusal(
            "CAKUPAN_SECRET_KEY",
            why=f"it is {'too short' if told else 'not set'}; sessions are signed with it.",
            mend=f"Set it to at least {SECRET_LENGTH_MIN} random characters, e.g. from: openssl rand -base64 48",
        )
    kept = workspace / "office" / "demo-secret"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_hex(SECRET_LENGTH_MIN), encoding="utf-8")
    return kept.read_text(encoding="utf-8")


def counter_key(workspace: Path, *, demo: bool) -> str:
    """What seals the secrets of hospital software: from the environment, else what signs sessions. Refused if it is too short."""
    told = os.environ.get(COUNTER_KEY, "")
    if told and len(told) < SECRET_LENGTH_MIN:
        raise Refusal(
            COUNTER_KEY,
            why="it is too short; secrets of facilities are sealed with it.",
            mend=f"Set it to at least {SECRET_LENGTH_MIN} random characters, e.g. from: openssl rand -base64 48",
        )
    return told or secret_key(workspace, demo=demo)
