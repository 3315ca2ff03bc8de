"""A report as its reader sees it in one language, and what a browser would load."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

VOID = {"meta", "br", "input", "link", "img", "hr"}


class Page(HTMLParser):
    """What a reader of one language sees, and what a browser would load."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.hidden = {"id": "en", "en": "id"}[language]
        self.open: list[tuple[str, bool]] = []
        self.words: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.cells: list[list[str]] = []
        self.mistakes: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.loads += [f"{tag} {name}={given[name]}" for name in ("src", "srcset", "data", "action", "poster") if given.get(name)]
        self.loads += [
            f"{tag} href={given['href']}" for _ in (1,) if given.get("href") and not str(given["href"]).startswith("#")
        ]
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "tr":
            self.cells.append([])
        if tag in ("td", "th"):
            self.cells[-1].append("")
        if tag not in VOID:
            skipped = tag == "style" or given.get("class") in (self.hidden, "label")
            self.open.append((tag, skipped))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self.mistakes.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if any(skipped for _, skipped in self.open):
            return
        self.words.append(data)
        if any(tag in ("td", "th") for tag, _ in self.open):
            self.cells[-1][-1] += data

    @property
    def rows(self) -> list[list[str]]:
        return [[" ".join(cell.split()) for cell in row] for row in self.cells]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def plain(words: str) -> str:
    """As HTML text is read here: a non-breaking space is a space."""
    return words.replace("\u00a0", " ")


def read(path: Path, language: str = "id") -> Page:
    page = Page(language)
    page.feed(path.read_text(encoding="utf-8").replace("\u00a0", " "))
    page.close()
    return page


def row_of(page: Page, *first: str) -> list[str]:
    (found,) = [row for row in page.rows if tuple(row[: len(first)]) == first]
    return found
