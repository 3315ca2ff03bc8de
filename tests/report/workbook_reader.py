"""A workbook read back: what it shows, and what its formulas compute to from the cells that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

HEAD_ROWS = {
    "Ringkasan": 5,
    "Rincian": 1,
    "Rincian 2": 1,
    "Rincian 3": 1,
    "Tarif": 3,
    "Selisih": 3,
    "Data tidak padan": 1,
    "Sumber": 4,
}


class Read:
    """A workbook read back: formulas, the values shown, and SUMIFS, COUNTIFS, SUM computed from the cells as Excel would."""

    def __init__(self, path: Path) -> None:
        self.formulas = openpyxl.load_workbook(path)
        self.values = openpyxl.load_workbook(path, data_only=True)

    def rows(self, sheet: str) -> list[dict[str, Any]]:
        first = HEAD_ROWS.get(sheet) or self._head_row(sheet)
        head, *rows = self.values[sheet].iter_rows(min_row=first, values_only=True)
        return [dict(zip(head, row, strict=True)) for row in rows if any(value is not None for value in row)]

    def _head_row(self, sheet: str) -> int:
        """The frozen head: the row above the first that scrolls."""
        return int(re.sub("[A-Z]", "", str(self.values[sheet].freeze_panes))) - 1

    def formula_cells(self) -> Iterator[tuple[str, str, str]]:
        for sheet in self.formulas:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        yield sheet.title, cell.coordinate, cell.value

    def shown(self, sheet: str, cell: str) -> Any:
        return self.values[sheet][cell].value

    def computed(self, sheet: str, cell: str) -> Any:
        """The value of a formula cell from the cells it names; only what our formulas use is understood."""
        return self._sum(self.formulas[sheet], self.formulas[sheet][cell].value.removeprefix("="))

    def _sum(self, here: Worksheet, formula: str) -> int:
        if share := re.fullmatch(r'IF\((\w+)=0,"",(\w+)/(\w+)\)', formula):
            whole = self._cell(here, share[1])
            return None if not whole else self._cell(here, share[2]) / self._cell(here, share[3])  # type: ignore[return-value]
        if verdict := re.fullmatch(r'IF\((.+)=0,"COCOK","TIDAK COCOK"\)', formula):
            return "COCOK" if self._sum(here, verdict[1]) == 0 else "TIDAK COCOK"  # type: ignore[return-value]
        if other := re.fullmatch(r"'([^']+)'!([A-Z]+[0-9]+)", formula):
            found: int = self.values[other[1]][other[2]].value
            return found
        total = 0
        for sign, term in re.findall(r"([+-]?)((?:\w+\((?:[^()]|\([^()]*\))*\)|[$A-Z]+[$0-9]+(?:\*[$A-Z]+[$0-9]+)?))", formula):
            total += (-1 if sign == "-" else 1) * self._term(here, term)
        return total

    def _term(self, here: Worksheet, term: str) -> int:
        if "(" not in term:
            left, _, right = term.partition("*")
            return self._cell(here, left) * (self._cell(here, right) if right else 1)
        name, arguments = term.split("(", 1)
        parts = arguments.removesuffix(")").split(",")
        if name == "SUMPRODUCT":
            span = re.fullmatch(r"--\((.+)<>0\)", parts[0])
            assert span
            return sum(1 for value in self._span(here, span[1]) if value != 0)
        if name == "SUM":
            return sum(value or 0 for value in self._span(here, parts[0]))
        summed = self._span(here, parts.pop(0)) if name == "SUMIFS" else None
        kept = self._kept(here, parts)
        return sum(summed[at] or 0 for at in kept) if summed is not None else len(kept)

    def _kept(self, here: Worksheet, criteria: Sequence[str]) -> list[int]:
        pairs = [(self._span(here, criteria[at]), self._wanted(here, criteria[at + 1])) for at in range(0, len(criteria), 2)]
        return [at for at in range(len(pairs[0][0])) if all(self._meets(values[at], wanted) for values, wanted in pairs)]

    def _wanted(self, here: Worksheet, text: str) -> str:
        return text.strip('"') if text.startswith('"') or text.isdigit() else str(self._cell(here, text))

    @staticmethod
    def _meets(value: Any, wanted: str) -> bool:
        if wanted.startswith("<>"):
            return str(value) != wanted[2:]
        return str(value) == wanted.removeprefix("=")

    def _span(self, here: Worksheet, text: str) -> list[Any]:
        sheet, _, cells = text.rpartition("!")
        page = self.values[sheet.strip("'")] if sheet else self.values[here.title]
        first, _, last = cells.replace("$", "").partition(":")
        return [cell.value for row in page[f"{first}:{last or first}"] for cell in row]

    def _cell(self, here: Worksheet, text: str) -> Any:
        return self.values[here.title][text.replace("$", "")].value
