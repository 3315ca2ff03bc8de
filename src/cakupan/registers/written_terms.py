"""The reader of a document: a YAML file of one key with the terms under it, checked key by key, each fault named by its place."""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from cakupan.law.refusal import Refusal
from cakupan.law.strict_yaml import read_yaml
from cakupan.registers.areas import area_name

AREA_FORM = re.compile(r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?")
PROVINCE_OR_REGENCY = 5  # characters of 36.73, the longest code that a document itself is about


@dataclass(frozen=True)
class Period:
    """Half-open: ``[from_date, to_date)``."""

    from_date: dt.date
    to_date: dt.date


def read_terms(path: Path, *, key: str) -> WrittenTerms:
    """The terms under a document's one ``key``. Raises :class:`Refusal` if the file is no YAML or has no such key."""
    path = Path(path)
    origin = Origin(document=key, file=path.name)
    try:
        text = path.read_text(encoding="utf-8")
        content = read_yaml(text)
    except yaml.constructor.ConstructorError as error:
        raise origin.refusal(f"it cannot be read as YAML: {error.problem}.") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise origin.refusal(f"it cannot be read as YAML ({type(error).__name__}).") from error
    except ValueError as error:
        # Digits in the form of a date that is none, as 2021-02-30.
        raise origin.refusal(f"it cannot be read as YAML ({error}).") from error
    terms = content.get(key) if isinstance(content, dict) else None
    if not isinstance(terms, dict):
        raise origin.refusal(f"it has no key '{key}' with the terms under it.")
    return WrittenTerms(origin, terms, hash=hashlib.sha256(text.encode()).hexdigest())


@dataclass(frozen=True)
class Origin:
    """Which document of which file is read; what a refusal names."""

    document: str
    file: str

    def refusal(self, why: str, **fields: Any) -> Refusal:
        """A refusal of the whole file."""
        mend = "Mend the file and import it again; docs/formats.md shows one."
        return Refusal(f"{self.document} {self.file}", why=why, mend=mend, file=self.file, **fields)


@dataclass(frozen=True)
class WrittenTerms:
    """The terms of one file, or of a part at ``place``, with what is needed to say where something is wrong."""

    origin: Origin
    content: Mapping[str, Any]
    place: str = ""
    hash: str = ""

    @property
    def plain(self) -> dict[str, Any]:
        """Everything as it was written, dates as ISO text, keys as text."""
        found: dict[str, Any] = _plain(self.content)
        return found

    def refuse(self, key: str, why: str) -> Refusal:
        """A refusal that names the key by its place."""
        return self.origin.refusal(f"{self.place}{key}: {why}", key=f"{self.place}{key}")

    def only(self, allowed: Sequence[str], *, required: Sequence[str] = ()) -> None:
        """Refuses a key that is not ``allowed``, with the nearest one, and a ``required`` one that is not there."""
        for key in self.content:
            if key not in allowed:
                near = difflib.get_close_matches(str(key), allowed, n=1)
                raise self.refuse(str(key), "this key is unknown." + (f" Nearest: {near[0]}." if near else ""))
        for key in required:
            if self.content.get(key) in (None, "", [], {}):
                raise self.refuse(key, "this key is missing.")

    def has(self, key: str) -> bool:
        """Whether the key stands there with something behind it; ``key: null`` says as much as no key."""
        return self.content.get(key) is not None

    def text(self, key: str) -> str:
        value = self.content.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(key, "a text is needed (in quotes, if it looks like a number).")
        return value.strip()

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if self.has(key) else None

    def words(self, key: str) -> tuple[str, ...]:
        value = self.content.get(key) or []
        if not isinstance(value, list) or not all(isinstance(word, str | int | float) for word in value):
            raise self.refuse(key, "a list of words is needed.")
        return tuple(str(word) for word in value)

    def words_of(self, key: str, allowed: Sequence[str]) -> tuple[str, ...]:
        """A list of some of the ``allowed`` words, none twice."""
        words = self.words(key)
        for word in words:
            if word not in allowed:
                raise self.refuse(key, f"{word!r} is none of {', '.join(allowed)}.")
        if len(set(words)) < len(words):
            raise self.refuse(key, "a word stands twice.")
        return words

    def whole(self, key: str, *, low: int, high: int | None = None) -> int:
        value = self.content.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < low or (high is not None and value > high):
            raise self.refuse(key, f"a whole number from {low}{'' if high is None else f' to {high}'} is needed.")
        return value

    def optional_whole(self, key: str, *, low: int, high: int | None = None) -> int | None:
        return self.whole(key, low=low, high=high) if self.has(key) else None

    def decimal(self, key: str, *, low: int = 0, high: int | None = None, places: int = 4) -> Decimal:
        """A number as it is written, never through a float: ``60``, ``33.3333`` or ``"69.89"``."""
        written = self.content.get(key)
        value = _decimal(written)
        if value is None or value < low or (high is not None and value > high):
            raise self.refuse(key, f"a number from {low}{'' if high is None else f' to {high}'} is needed.")
        if value != round(value, places):
            raise self.refuse(key, f"at most {places} decimals are kept.")
        return value

    def true_or_false(self, key: str) -> bool:
        value = self.content.get(key)
        if not isinstance(value, bool):
            raise self.refuse(key, "true or false is needed.")
        return value

    def one_of(self, key: str, allowed: Sequence[str]) -> str:
        if self.content.get(key) not in allowed:
            raise self.refuse(key, f"one of {', '.join(allowed)} is needed.")
        return str(self.content[key])

    def date(self, key: str) -> dt.date:
        value = self.content.get(key)
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            raise self.refuse(key, "a date is needed, written 2021-07-01.")
        return value

    def optional_date(self, key: str) -> dt.date | None:
        return self.date(key) if self.has(key) else None

    def part(self, key: str) -> WrittenTerms:
        """The terms under a key."""
        value = self.content.get(key)
        if not isinstance(value, dict):
            raise self.refuse(key, "keys and values are needed under it.")
        return WrittenTerms(self.origin, value, f"{self.place}{key}.")

    def each(self, key: str) -> list[WrittenTerms]:
        """The entries of a list of terms; none if the key is not there."""
        value = self.content.get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.refuse(key, "a list of entries with keys is needed.")
        return [WrittenTerms(self.origin, item, f"{self.place}{key}[{number}].") for number, item in enumerate(value, start=1)]

    def area(self, key: str = "area") -> str:
        """The code of a province or kabupaten/kota in its dotted form."""
        code = self.text(key)
        if not AREA_FORM.fullmatch(code) or len(code) > PROVINCE_OR_REGENCY:
            raise self.refuse(key, 'the Ministry\'s code of a province or kabupaten/kota is needed, in quotes: "36.73".')
        return code

    def known_area(self, key: str = "area") -> str:
        """The code of an area of any level that is on the Ministry's list."""
        return self.check_area(key, self.text(key))

    def check_area(self, key: str, code: object) -> str:
        """The same for a code that stands elsewhere, as in a list or as a key."""
        if not isinstance(code, str) or not AREA_FORM.fullmatch(code):
            raise self.refuse(key, f'{code!r} is not an area\'s code in quotes and in its dotted form, as "36.73.01".')
        if area_name(code) is None:
            raise self.refuse(key, f"{code} is not on the Ministry's list of areas.")
        return code

    def period(self) -> Period:
        """``period: {from: …, to: …}``, half-open."""
        part = self.part("period")
        part.only(("from", "to"), required=("from", "to"))
        period = Period(part.date("from"), part.date("to"))
        if period.from_date >= period.to_date:
            raise part.refuse("to", "it must lie after 'from' (it is the first day that no longer counts).")
        return period

    def apart(self, key: str, named: Sequence[str], *, what: str) -> None:
        """Refuses a list in which the same thing stands twice."""
        for number, name in enumerate(named):
            if name in named[:number]:
                raise self.refuse(key, f"{what} {name} stands twice.")


def _decimal(written: object) -> Decimal | None:
    if isinstance(written, bool) or not isinstance(written, int | float | str):
        return None
    try:
        # The shortest text of a float is what stood in the file.
        value = Decimal(str(written))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, dt.date) else value
