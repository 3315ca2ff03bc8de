"""The words on the screen: Indonesian in code and templates, English beside it in each app's ``locale/en/LC_MESSAGES/django.po``.

``python -m tools.messages update [APP …]`` writes the texts that are in use into the po files (keeping what is translated, taking
what another app has translated already), ``compile`` makes the mo files that Django reads, ``check [APP …]`` says what lacks its
English and exits 1 if anything does. Without an APP: all of them. Needs no gettext program.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
OFFICE = "src/cakupan/office"
SHARED_APP = "pages"  # holds the words of modules that belong to no app
PO = "locale/en/LC_MESSAGES/django.po"
LAZY = {"gettext_lazy": None, "ngettext_lazy": (1, 2), "pgettext_lazy": ((1, "c"), 2), "gettext_noop": None}
KEYWORDS = {**DEFAULT_KEYWORDS, **LAZY}
HEADER = """msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}")


def apps(root: Path) -> list[Path]:
    """The folders of the office's apps, by name."""
    return sorted(path.parent for path in (root / OFFICE).glob("*/apps.py"))


def used(app: Path) -> Catalog:
    """Every text that an app shows, from its Python files and templates; migrations say nothing on a screen."""
    catalog = Catalog(locale="en", charset="utf-8")
    for file in _files(app):
        for ids, context in _texts(file):
            catalog.add(ids, locations=[(file.relative_to(app.parent).as_posix(), 1)], context=context)
    return catalog


def _files(app: Path) -> Iterator[Path]:
    if app.name == SHARED_APP:
        yield from sorted(app.parent.glob("*.py"))
    yield from sorted(path for path in app.rglob("*.py") if "migrations" not in path.parts)
    yield from sorted(path for path in app.rglob("*") if path.suffix in (".html", ".txt") and "templates" in path.parts)


def _texts(file: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    source = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        # In parentheses, so that the tokenizer does not take the template's indentation for Python's.
        source = f"(\n{templatize(source, origin=file.name)}\n)"
    said: Any
    for _line, function, said, _comments in extract_python(io.BytesIO(source.encode()), KEYWORDS, (), {}):
        found = _message(str(function), said if isinstance(said, tuple) else (said,))
        if found:
            yield found


def _message(function: str, said: tuple[str | None, ...]) -> tuple[str | tuple[str, str], str | None] | None:
    """Text (or singular and plural) and context of one call; None where its text is no literal."""
    words = [word for word in said if word]
    name = function.removesuffix("_lazy")
    if name == "pgettext" and len(words) >= 2:
        return words[1], words[0]
    if name == "npgettext" and len(words) >= 3:
        return (words[1], words[2]), words[0]
    if name == "ngettext" and len(words) >= 2:
        return (words[0], words[1]), None
    return (words[0], None) if words and name not in ("pgettext", "npgettext", "ngettext") else None


def translated(app: Path) -> Catalog:
    """What an app's po file says; empty if it has none yet."""
    path = app / PO
    if not path.is_file():
        return Catalog(locale="en", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def update(root: Path, names: Sequence[str] = ()) -> None:
    """Bring the po files (of these apps) up to what each app uses; texts no longer used go."""
    known = {_key(m): m.string for app in apps(root) for m in translated(app) if m.id and _complete(m)}
    for app in apps(root):
        catalog = used(app)
        if not len(catalog) or (names and app.name not in names):
            continue
        for message in catalog:
            if message.id:
                message.string = known.get(_key(message), message.string)
        (app / PO).parent.mkdir(parents=True, exist_ok=True)
        (app / PO).write_text(_po_text(catalog), encoding="utf-8")


def _po_text(catalog: Catalog) -> str:
    body = io.BytesIO()
    write_po(body, catalog, omit_header=True, sort_output=True, no_location=True, width=0)
    return HEADER + body.getvalue().decode().lstrip("\n")


def compile_all(root: Path) -> int:
    """Write each app's mo file; how many."""
    found = [app for app in apps(root) if (app / PO).is_file()]
    for app in found:
        with (app / PO).with_suffix(".mo").open("wb") as file:
            write_mo(file, translated(app))
    return len(found)


def problems(root: Path, names: Sequence[str] = ()) -> list[str]:
    """One line for each text (of these apps) without English, stale, fuzzy, without a placeholder, or said in two ways."""
    found: list[str] = []
    said: dict[tuple[object, ...], tuple[str, object]] = {}
    for app in apps(root):
        now, then = {_key(m): m for m in used(app) if m.id}, {_key(m): m for m in translated(app) if m.id}
        where = f"{OFFICE}/{app.name}/{PO}"
        found += [f"{where}: {key[0]!r} is not in it; run python -m tools.messages update" for key in now if key not in then]
        found += [f"{where}: {key[0]!r} is used no more; run python -m tools.messages update" for key in then if key not in now]
        for key, message in then.items():
            found += [f"{where}: {key[0]!r} {fault}" for fault in _faults(message)]
            other = said.setdefault(key, (app.name, message.string))
            if other[1] != message.string:
                found.append(f"{where}: {key[0]!r} is translated otherwise in {other[0]}")
    return [line for line in found if not names or line.removeprefix(f"{OFFICE}/").split("/")[0] in names]


def _faults(message: Message) -> Iterator[str]:
    if not _complete(message):
        yield "has no English"
        return
    if message.fuzzy:
        yield "is marked fuzzy"
    wanted = set(PLACEHOLDER.findall(" ".join(_forms(message.id))))
    if wanted != set(PLACEHOLDER.findall(" ".join(_forms(message.string)))):
        yield f"must keep its placeholders: {', '.join(sorted(wanted))}"


def _key(message: Message) -> tuple[object, ...]:
    return (message.id, message.context)


def _complete(message: Message) -> bool:
    return all(_forms(message.string))


def _forms(said: Any) -> tuple[str, ...]:
    """A text, or its singular and plural."""
    return tuple(said) if isinstance(said, tuple | list) else (said or "",)


def main(arguments: list[str]) -> int:
    match arguments:
        case ["update", *names]:
            update(ROOT, names)
        case ["compile"]:
            print(f"messages: {compile_all(ROOT)} compiled")
        case ["check", *names]:
            found = problems(ROOT, names)
            print("\n".join(found) if found else "messages: every text has its English")
            return 1 if found else 0
        case _:
            print("usage: python -m tools.messages update [APP …] | compile | check [APP …]", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
