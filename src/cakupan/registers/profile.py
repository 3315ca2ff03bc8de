"""A profile: how one office's file is laid out. Built-in ones lie in ``profiles/``; a user's YAML may extend them."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from cakupan.law.refusal import Refusal
from cakupan.registers.kinds import kind_named

DATE_ORDERS = ("dmy", "mdy", "ymd")
KEYS = {
    "name",
    "says",
    "extends",
    "kind",
    "dates",
    "delimiter",
    "sheet",
    "header_rows",
    "columns",
    "joins",
    "required",
    "values",
    "constants",
    "ignore",
    "later",
}
MERGED = ("columns", "joins", "values", "constants")
SHAPES: Mapping[str, type] = {
    **dict.fromkeys(("columns", "joins", "values", "constants"), dict),
    **dict.fromkeys(("required", "ignore", "header_rows", "later"), list),
}


@dataclass(frozen=True)
class Join:
    """A canonical column that the file spreads over several: their texts, zero-padded to ``digits`` if given, side by side."""

    headers: tuple[str, ...]
    digits: tuple[int, ...] = ()


@dataclass(frozen=True)
class Profile:
    """How a file is laid out. ``columns`` maps a canonical column to the headers it is known under, the usual one first.

    ``later``: columns that it came to know after files had been read with it.
    """

    name: str
    kind: str
    says: str
    dates: str
    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    joins: Mapping[str, Join] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    delimiter: str | None = None
    sheet: str | None = None
    header_rows: tuple[int, ...] = ()
    later: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The whole profile, extensions resolved, as canonical JSON: what its hash and the snapshot's are made of."""
        return json.dumps(_plain(self), sort_keys=True, ensure_ascii=False)

    @property
    def hash(self) -> str:
        """SHA-256 of :attr:`text`."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def _plain(profile: Profile) -> dict[str, Any]:
    """What the profile says, as JSON can hold it, without its later columns: they leave what was read before as it is.

    A file that has one was refused before, so no two readings share a hash. That does not hold where headings are ignored.
    """
    plain = dict(vars(profile))
    plain["joins"] = {name: vars(join) for name, join in profile.joins.items()}
    later = plain.pop("later")
    if not profile.ignore:
        plain["columns"] = {column: headers for column, headers in profile.columns.items() if column not in later}
    return plain


def heading_key(header: str) -> str:
    """A header without regard to case, blanks and marks: ``No. KK`` and ``NO_KK`` are the same column."""
    return re.sub(r"[\W_]+", "", header).upper()


def value_key(value: str) -> str:
    """A label as value maps compare it: upper case, single blanks."""
    return re.sub(r"\s+", " ", value).strip().upper()


def built_in_profiles() -> tuple[str, ...]:
    """The names of the profiles that come with Cakupan."""
    return tuple(name for name in sorted(_built_in()) if "kind" in _resolved(_built_in()[name], seen=(name,)))


@cache
def _built_in() -> dict[str, dict[str, Any]]:
    folder = resources.files("cakupan.registers").joinpath("profiles")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return {f.name.removesuffix(".yaml"): yaml.safe_load(f.read_text(encoding="utf-8")) for f in files}


def load_profile(profile: str | Path | Profile) -> Profile:
    """A profile by its built-in name or from a YAML file. Raises :class:`Refusal` for a name or file that is none."""
    if isinstance(profile, Profile):
        return profile
    path = Path(profile)
    if path.suffix.lower() in {".yaml", ".yml"}:
        return _profile(_resolved(_read_yaml(path), seen=(str(path),)), origin=path.name)
    known = _built_in()
    if str(profile) not in known:
        raise _unknown_profile(str(profile), list(built_in_profiles()))
    return _profile(_resolved(known[str(profile)], seen=(str(profile),)), origin=str(profile))


def _unknown_profile(name: str, known: Sequence[str]) -> Refusal:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f" Nearest: {near[0]}." if near else ""
    return Refusal(
        f"profile {name!r}",
        why=f"it is not one of the built-in profiles.{hint}",
        mend=f"Name one of {', '.join(known)}, or give your own file ending in .yaml.",
        nearest=near[0] if near else None,
    )


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Refusal(
            f"profile {path.name}",
            why=f"it cannot be read as YAML ({type(error).__name__}).",
            mend="See docs/profiles.md for how a profile is written.",
        ) from error
    if not isinstance(content, dict):
        raise _faulty(path.name, "it is not a list of keys and values.")
    _check_shapes(content, path.name)
    return content


def _faulty(origin: str, why: str) -> Refusal:
    return Refusal(f"profile {origin}", why=why, mend="See docs/profiles.md for how a profile is written.")


def _resolved(content: dict[str, Any], *, seen: tuple[str, ...]) -> dict[str, Any]:
    """The content with what it extends laid under it: maps are merged entry by entry, everything else is replaced."""
    base_name = content.get("extends")
    if base_name is None:
        return content
    known = _built_in()
    if base_name in seen or base_name not in known:
        raise _unknown_profile(str(base_name), list(known))
    base = _resolved(known[base_name], seen=(*seen, base_name))
    merged = {**base, **{k: v for k, v in content.items() if k != "extends"}}
    for key in MERGED:
        merged[key] = _merged(base.get(key) or {}, content.get(key) or {}, deep=key == "values")
    return merged


def _merged(base: Mapping[str, Any], own: Mapping[str, Any], *, deep: bool) -> dict[str, Any]:
    laid = {**base, **own}
    if deep:
        laid = {k: {**base.get(k, {}), **(v or {})} for k, v in laid.items()}
    return {k: v for k, v in laid.items() if v is not None}


def _profile(content: dict[str, Any], *, origin: str) -> Profile:
    _check_keys(content, origin)
    _check_words(content, origin)
    profile = Profile(
        name=str(content["name"]),
        kind=str(content["kind"]),
        says=str(content.get("says", "")),
        dates=str(content.get("dates", "dmy")),
        columns={c: tuple(map(str, headers)) for c, headers in (content.get("columns") or {}).items()},
        required=tuple(content.get("required") or ()),
        values={c: _value_map(c, labels, origin) for c, labels in (content.get("values") or {}).items()},
        constants={c: str(v) for c, v in (content.get("constants") or {}).items()},
        joins={c: _join(j) for c, j in (content.get("joins") or {}).items()},
        ignore=tuple(map(str, content.get("ignore") or ())),
        delimiter={"tab": "\t"}.get(str(content.get("delimiter")), content.get("delimiter")),
        sheet=content.get("sheet"),
        header_rows=tuple(content.get("header_rows") or ()),
        later=tuple(content.get("later") or ()),
    )
    _check_meaning(profile, origin)
    return profile


def _check_keys(content: Mapping[str, Any], origin: str) -> None:
    for key in content:
        if key not in KEYS:
            near = difflib.get_close_matches(str(key), sorted(KEYS), n=1)
            raise _faulty(origin, f"key {key!r} is unknown." + (f" Nearest: {near[0]}." if near else ""))
    for key in ("name", "kind"):
        if not content.get(key):
            raise _faulty(origin, f"key {key!r} is missing.")


def _check_shapes(content: Mapping[str, Any], origin: str) -> None:
    for key, shape in SHAPES.items():
        if content.get(key) is not None and not isinstance(content[key], shape):
            raise _faulty(origin, f"key {key!r} must be a {'map' if shape is dict else 'list'}.")
    for column, labels in (content.get("values") or {}).items():
        if labels is not None and not (isinstance(labels, dict) and all(isinstance(found, list) for found in labels.values())):
            raise _faulty(origin, f"the values of {column!r} must be a map from value to a list of labels.")
    for column, headers in (content.get("columns") or {}).items():
        if headers is not None and not (isinstance(headers, list) and headers):
            raise _faulty(origin, f"column {column!r} must list the headers it is known under, as in [NIK].")
    for column, join in (content.get("joins") or {}).items():
        if join is not None and not (isinstance(join, dict) and isinstance(join.get("headers"), list)):
            raise _faulty(origin, f"the join of {column!r} needs a list of 'headers'.")


def _check_words(content: Mapping[str, Any], origin: str) -> None:
    """YAML reads a bare NO as false: a heading or label that is no text was meant as one."""
    headings = [h for headers in (content.get("columns") or {}).values() for h in headers] + list(content.get("ignore") or ())
    labels = [label for found in (content.get("values") or {}).values() for written in found.values() for label in written]
    for word in (*headings, *labels):
        if isinstance(word, bool) or word is None:
            raise _faulty(origin, f"a word is read as {word}; write NO, YES, ON, OFF and NULL in quotes.")


def _check_meaning(profile: Profile, origin: str) -> None:
    if profile.dates not in DATE_ORDERS:
        raise _faulty(origin, f"dates: {profile.dates!r} is none of {', '.join(DATE_ORDERS)}.")
    if profile.delimiter not in (None, ",", ";", "|", "\t"):
        raise _faulty(origin, f"delimiter {profile.delimiter!r} is none of ',' ';' '|' tab.")
    allowed = [column.name for column in kind_named(profile.kind).columns]
    for column in (*profile.columns, *profile.constants, *profile.joins):
        if column not in allowed:
            near = difflib.get_close_matches(column, allowed, n=1)
            raise _faulty(origin, f"a {profile.kind} file has no column {column!r}." + (f" Nearest: {near[0]}." if near else ""))
    for column in profile.required:
        if column not in profile.columns and column not in profile.joins:
            raise _faulty(origin, f"required column {column!r} is not mapped.")
    for column in profile.later:
        if column not in profile.columns or column in profile.required:
            raise _faulty(origin, f"later column {column!r} is not mapped or is required.")
    _check_headers_apart(profile, origin)


def _check_headers_apart(profile: Profile, origin: str) -> None:
    owners: dict[str, str] = {}
    for column, headers in profile.columns.items():
        for header in headers:
            owner = owners.setdefault(heading_key(header), column)
            if owner != column:
                raise _faulty(origin, f"header {header!r} stands for both {owner} and {column}.")


def _join(content: Mapping[str, Any]) -> Join:
    return Join(headers=tuple(map(str, content["headers"])), digits=tuple(int(d) for d in content.get("digits", ())))


def _value_map(column: str, labels: Mapping[str, Sequence[Any]], origin: str) -> dict[str, str]:
    """From ``{value: [labels]}`` as written to ``{LABEL: value}`` as looked up; a label of two values is refused."""
    found: dict[str, str] = {}
    for value, written in labels.items():
        for label in written:
            if found.setdefault(value_key(str(label)), str(value)) != str(value):
                raise _faulty(origin, f"label {label!r} of {column} stands for two values.")
    return found
