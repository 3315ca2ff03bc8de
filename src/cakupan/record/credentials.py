"""Who may ask the counter: the software of a facility, and what it proves itself with. Kept in one file of the workspace.

A secret that the BPJS protocol needs whole (it is HMAC and AES key there) is sealed with AES-256-GCM, bound to its owner; what is
only compared (API key, user key, PCare password: all long and random) is kept as SHA-256. Each is shown once, when it is made.
"""

from __future__ import annotations

import base64
import datetime as dt
import fcntl
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cakupan.law.refusal import Refusal
from cakupan.record.keys import Keys

FILE = Path("counter") / "consumers.json"
FORMAT = 1
ID_DIGITS = 5
NONCE_BYTES = 12
KEY_PREFIX = "cakupan"
CREATE, ROTATE, REVOKE = "create", "rotate", "revoke"
NOBODY = hashlib.sha256(b"").hexdigest()


class Changed(Refusal):
    """Refused because somebody changed the consumer since it was looked at."""


@dataclass(frozen=True)
class Change:
    """What was done to a consumer (``create``, ``rotate``, ``revoke``), by whom (empty: at the command line) and why."""

    move: str
    at: dt.datetime
    by: str = ""
    why: str = ""

    def as_dict(self) -> dict[str, str]:
        """As the file and the command tell it."""
        return {"move": self.move, "at": self.at.isoformat(), "by": self.by, "why": self.why}


@dataclass(frozen=True)
class Credential:
    """One set of proofs, valid until ``valid_until`` (None: until it is rotated). ``sealed`` is the protocol's secret."""

    sealed: str
    user_key_hash: str
    api_key_hash: str
    pcare_password_hash: str
    created_at: dt.datetime
    valid_until: dt.datetime | None = None


@dataclass(frozen=True)
class Consumer:
    """A facility's software. ``id``: digits, the protocol's cons-id. ``profile`` names the labels that it understands."""

    id: str
    name: str
    facility_code: str | None
    areas: tuple[str, ...]
    profile: str
    created_at: dt.datetime
    credentials: tuple[Credential, ...]  # newest first
    rotated_at: dt.datetime | None = None
    revoked_at: dt.datetime | None = None
    changes: tuple[Change, ...] = ()  # oldest first

    @property
    def changed_at(self) -> dt.datetime:
        """When it was last changed: whoever changes it tells which state of it they saw."""
        return self.revoked_at or self.rotated_at or self.created_at

    def old_until(self, *, at: dt.datetime) -> dt.datetime | None:
        """Until when a set before the newest still counts; None if none does."""
        return max((each.valid_until for each in self.valid(at=at) if each.valid_until), default=None)

    def valid(self, *, at: dt.datetime) -> tuple[Credential, ...]:
        """The sets that count at an instant, newest first; none once it is revoked."""
        if self.revoked_at is not None:
            return ()
        return tuple(each for each in self.credentials if each.valid_until is None or at < each.valid_until)

    def as_dict(self) -> dict[str, Any]:
        """What may be shown: no secret, no hash."""
        return {
            "id": self.id,
            "name": self.name,
            "facility_code": self.facility_code,
            "areas": list(self.areas),
            "profile": self.profile,
            "created_at": self.created_at.isoformat(),
            "rotated_at": self.rotated_at.isoformat() if self.rotated_at else None,
            "revoked_at": self.revoked_at.isoformat() if self.revoked_at else None,
            "changes": [each.as_dict() for each in self.changes],
        }


@dataclass(frozen=True)
class Shown:
    """What is shown once, when it is made, and cannot be had again."""

    consumer: Consumer
    secret: str = field(repr=False)
    user_key: str = field(repr=False)
    api_key: str = field(repr=False)
    pcare_password: str = field(repr=False)


@dataclass
class Consumers:
    """The consumers of a workspace, read again whenever their file has changed. One instance for a process."""

    path: Path
    keys: Keys
    _seen: tuple[int, int, int] | None = None
    _known: Mapping[str, Consumer] = field(default_factory=dict)
    _opened: dict[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._name = str(self.path)

    @classmethod
    def of(cls, workspace: Path, keys: Keys) -> Self:
        """Those of a workspace."""
        return cls(workspace / FILE, keys)

    def all(self) -> tuple[Consumer, ...]:
        """Everyone, also who was revoked, by id. Raises :class:`Refusal` if the file is damaged."""
        return tuple(self._read()[each] for each in sorted(self._read()))

    def get(self, consumer_id: str) -> Consumer | None:
        """The consumer of that id, revoked or not; None if there is none."""
        return self._read().get(consumer_id)

    def free_id(self) -> str:
        """A number that nobody has yet."""
        return _free_id(self._read())

    def by_api_key(self, key: str, *, at: dt.datetime) -> Consumer | None:
        """Whose key it is, if it still counts; the time that it takes tells nothing about the key."""
        told = key.split("_")
        consumer = self.get(told[1]) if len(told) == 3 else None
        return self._proven(consumer, at, key, lambda each: each.api_key_hash)

    def credential_of(self, consumer: Consumer, key: str, *, at: dt.datetime) -> Credential | None:
        """The set of proofs that an API key is of."""
        hashed = hash_text(key)
        found = [each for each in consumer.valid(at=at) if hmac.compare_digest(each.api_key_hash, hashed)]
        return found[0] if found else None

    def has_user_key(self, consumer: Consumer, key: str, *, at: dt.datetime) -> bool:
        """Whether it is the consumer's user key."""
        return self._proven(consumer, at, key, lambda each: each.user_key_hash) is not None

    def has_pcare_password(self, consumer: Consumer, password: str, *, at: dt.datetime) -> bool:
        """Whether it is the consumer's PCare password."""
        return self._proven(consumer, at, password, lambda each: each.pcare_password_hash) is not None

    def secrets_of(self, consumer: Consumer, *, at: dt.datetime) -> tuple[str, ...]:
        """The protocol's secrets that count, newest first. Raises :class:`Refusal` if they were sealed with another key."""
        return tuple(self._open(consumer.id, each.sealed) for each in consumer.valid(at=at))

    def create(
        self,
        *,
        name: str,
        facility_code: str | None,
        areas: Sequence[str],
        at: dt.datetime,
        profile: str = "standard",
        consumer_id: str | None = None,
        by: str = "",
    ) -> Shown:
        """A new consumer, with what it proves itself with. Raises :class:`Refusal` for an id that is no number or is taken.

        ``by``: the officer's name; empty at the command line.
        """
        with self._writing() as known:
            made_id = consumer_id or _free_id(known)
            _check_id(made_id, known)
            credential, shown = self._made(made_id, at)
            consumer = Consumer(
                made_id, name, facility_code, tuple(areas), profile, at, (credential,), changes=(Change(CREATE, at, by),)
            )
            known[made_id] = consumer
        return Shown(consumer, **shown)

    def rotate(
        self, consumer_id: str, *, at: dt.datetime, old_until: dt.datetime, by: str = "", seen: dt.datetime | None = None
    ) -> Shown:
        """A new set of proofs; those before count until ``old_until``. Raises :class:`Refusal` for nobody or a revoked one.

        ``seen`` is the ``changed_at`` that whoever asks for it looked at; :class:`Changed` if somebody was faster.
        """
        with self._writing() as known:
            consumer = _living(known, consumer_id, seen)
            credential, shown = self._made(consumer_id, at)
            old = tuple(
                replace(each, valid_until=min(each.valid_until or old_until, old_until)) for each in consumer.valid(at=at)
            )
            changes = (*consumer.changes, Change(ROTATE, at, by))
            consumer = replace(consumer, credentials=(credential, *old), rotated_at=at, changes=changes)
            known[consumer_id] = consumer
        return Shown(consumer, **shown)

    def revoke(
        self, consumer_id: str, *, at: dt.datetime, by: str = "", why: str = "", seen: dt.datetime | None = None
    ) -> Consumer:
        """Nothing that it holds counts any more. Raises :class:`Refusal` for nobody or one that was revoked before.

        ``seen`` as for :meth:`rotate`.
        """
        with self._writing() as known:
            consumer = _living(known, consumer_id, seen)
            consumer = replace(consumer, revoked_at=at, changes=(*consumer.changes, Change(REVOKE, at, by, why)))
            known[consumer_id] = consumer
        return consumer

    def _proven(
        self, consumer: Consumer | None, at: dt.datetime, told: str, hash_of: Callable[[Credential], str]
    ) -> Consumer | None:
        hashed = hash_text(told)
        valid = consumer.valid(at=at) if consumer is not None else ()
        found = [hmac.compare_digest(hash_of(each), hashed) for each in valid] or [hmac.compare_digest(NOBODY, hashed)]
        return consumer if valid and any(found) else None

    def _made(self, consumer_id: str, at: dt.datetime) -> tuple[Credential, dict[str, str]]:
        shown = {
            "secret": secrets.token_hex(16),
            "user_key": secrets.token_hex(16),
            "api_key": f"{KEY_PREFIX}_{consumer_id}_{secrets.token_hex(24)}",
            "pcare_password": secrets.token_hex(12),
        }
        made = Credential(
            sealed=self._seal(consumer_id, shown["secret"]),
            user_key_hash=hash_text(shown["user_key"]),
            api_key_hash=hash_text(shown["api_key"]),
            pcare_password_hash=hash_text(shown["pcare_password"]),
            created_at=at,
        )
        return made, shown

    def _seal(self, consumer_id: str, secret: str) -> str:
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(self.keys.secrets).encrypt(nonce, secret.encode(), consumer_id.encode())
        return base64.b64encode(nonce + sealed).decode()

    def _open(self, consumer_id: str, sealed: str) -> str:
        # By its owner too: a secret moved to another consumer in the file must not open.
        known = self._opened.get(f"{consumer_id} {sealed}")
        if known is not None:
            return known
        try:
            told = base64.b64decode(sealed, validate=True)
            opened = AESGCM(self.keys.secrets).decrypt(told[:NONCE_BYTES], told[NONCE_BYTES:], consumer_id.encode())
        except (ValueError, InvalidTag) as error:
            raise _other_key(consumer_id) from error
        return self._opened.setdefault(f"{consumer_id} {sealed}", opened.decode())

    def _read(self) -> Mapping[str, Consumer]:
        try:
            stat = os.stat(self._name)  # noqa: PTH116 - asked for each question; a Path builds itself anew each time
        except FileNotFoundError:
            self._seen, self._known = None, {}
            return self._known
        seen = stat.st_ino, stat.st_size, stat.st_mtime_ns
        if seen != self._seen:
            self._known, self._seen = _consumers(self.path), seen
        return self._known

    @contextmanager
    def _writing(self) -> Iterator[dict[str, Consumer]]:
        """The consumers to change, by id; written whole when the block ends, and only one writer at a time."""
        try:
            if not self.path.parent.is_dir():
                self.path.parent.mkdir(parents=True, exist_ok=True)
                _flush(self.path.parent.parent)
            with self.path.with_name(f".{self.path.name}.lock").open("a", encoding="utf-8") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                changed = dict(self._read())
                yield changed
                _write(self.path, [changed[each] for each in sorted(changed)])
        except OSError as error:
            raise _unwritable(error) from error


def hash_text(told: str) -> str:
    """SHA-256 in hex: enough for what is long and random, as every key here is."""
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()


def _free_id(known: Mapping[str, Consumer]) -> str:
    while True:
        made = str(10 ** (ID_DIGITS - 1) + secrets.randbelow(9 * 10 ** (ID_DIGITS - 1)))
        if made not in known:
            return made


def _check_id(consumer_id: str, known: Mapping[str, Consumer]) -> None:
    if not (consumer_id.isascii() and consumer_id.isdigit() and len(consumer_id) <= 18):
        raise Refusal(
            "the consumer's number", why="it is no number of up to 18 digits.", mend="Leave it out, or give digits only."
        )
    if consumer_id in known:
        raise Refusal(
            f"consumer {consumer_id}", why="there is one with this number.", mend="Leave the number out, or give another one."
        )


def _living(known: Mapping[str, Consumer], consumer_id: str, seen: dt.datetime | None) -> Consumer:
    consumer = known.get(consumer_id)
    if consumer is None or consumer.revoked_at is not None:
        raise Refusal(
            f"consumer {consumer_id}",
            why="there is none with this number." if consumer is None else "it was revoked.",
            mend="Look at the list of consumers. Whoever was revoked gets a new one.",
        )
    if seen is not None and seen != consumer.changed_at:
        raise Changed(
            f"consumer {consumer_id}",
            why="somebody changed it since it was looked at. Nothing was changed now.",
            mend="Look at it as it stands now, then decide again.",
        )
    return consumer


def _other_key(consumer_id: str) -> Refusal:
    return Refusal(
        f"the secret of consumer {consumer_id}",
        why="it cannot be opened: it was sealed with another key, or changed.",
        mend="Start the counter with the CAKUPAN_COUNTER_KEY that it was made with, or rotate the consumer's credentials.",
    )


def _unwritable(error: OSError) -> Refusal:
    return Refusal(
        "the consumers of the counter",
        why=f"their file cannot be written ({error.strerror}). Nothing was changed.",
        mend="Make room on the disk, or give the office's user the right to write in the workspace's folder counter.",
    )


def _consumers(path: Path) -> Mapping[str, Consumer]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["format"] != FORMAT:
            raise ValueError("another format")
        return {each.id: each for each in map(_consumer, told["consumers"])}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal(
            "the consumers of the counter",
            why=f"their file {path.name} is damaged or of another version.",
            mend="Restore it from the backup. Nobody is answered meanwhile, so that nobody who was revoked is.",
        ) from error


def _consumer(told: Mapping[str, Any]) -> Consumer:
    return Consumer(
        id=told["id"],
        name=told["name"],
        facility_code=told["facility_code"],
        areas=tuple(told["areas"]),
        profile=told["profile"],
        created_at=dt.datetime.fromisoformat(told["created_at"]),
        credentials=tuple(map(_credential, told["credentials"])),
        rotated_at=_instant(told["rotated_at"]),
        revoked_at=_instant(told["revoked_at"]),
        changes=tuple(map(_change, told.get("changes", ()))),
    )


def _change(told: Mapping[str, Any]) -> Change:
    return Change(told["move"], dt.datetime.fromisoformat(told["at"]), told["by"], told["why"])


def _credential(told: Mapping[str, Any]) -> Credential:
    return Credential(
        sealed=told["sealed"],
        user_key_hash=told["user_key_hash"],
        api_key_hash=told["api_key_hash"],
        pcare_password_hash=told["pcare_password_hash"],
        created_at=dt.datetime.fromisoformat(told["created_at"]),
        valid_until=_instant(told["valid_until"]),
    )


def _instant(told: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(told) if told else None


def _write(path: Path, consumers: Sequence[Consumer]) -> None:
    """Aside, flushed, renamed: killed anywhere, the old or the new file is there whole."""
    told = [{**each.as_dict(), "credentials": [_plain(one) for one in each.credentials]} for each in consumers]
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump({"format": FORMAT, "consumers": told}, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    _flush(path.parent)


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _plain(credential: Credential) -> dict[str, str | None]:
    values = {name: getattr(credential, name) for name in credential.__dataclass_fields__}
    return {name: value.isoformat() if isinstance(value, dt.datetime) else value for name, value in values.items()}
