"""Every row is there, with the physical line on which it begins, however the text is broken."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from register_files import HEADER, csv_bytes, person, read_bytes

import cakupan.registers.delimited as delimited
from cakupan.law.refusal import Refusal
from cakupan.registers.lines import leaves_quote_open, rows_of

CELL = st.text(alphabet=st.sampled_from('ab1 ",;|\n\r\té’'), max_size=8)
DELIMITER = st.sampled_from([",", ";", "|", "\t"])
LINE_END = st.sampled_from(["\n", "\r\n"])


def oracle(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """What Python's own csv module reads, with the line on which each row begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found, line = [], 1
    for cells in reader:
        if cells:
            found.append((line, cells))
        line = reader.line_num + 1
    return found


@given(
    rows=st.lists(
        st.lists(CELL, min_size=3, max_size=3).filter(lambda cells: any(c.strip() for c in cells)), min_size=1, max_size=12
    ),
    delimiter=DELIMITER,
    end=LINE_END,
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
@settings(max_examples=200, deadline=None)
def test_any_well_formed_text_reads_as_python_reads_it(rows, delimiter, end, quoting):
    written = io.StringIO(newline="")
    if quoting == csv.QUOTE_MINIMAL:
        # Python's writer leaves a lone CR bare where lines end in LF; its reader then takes it for a line end.
        rows = [[cell.replace("\r", "") or "x" for cell in cells] for cells in rows]
    csv.writer(written, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    found, left = rows_of(written.getvalue().encode(), first_line=1, delimiter=delimiter, width=3, last=True, file="x")
    assert left == b""
    assert [(row.line, row.cells) for row in found] == oracle(written.getvalue(), delimiter)


@given(
    rows=st.lists(
        st.tuples(st.text(alphabet='ab ",\né', max_size=6), st.booleans(), st.sampled_from(["", "\n", "  \n"])),
        min_size=1,
        max_size=25,
    ),
    end=LINE_END,
)
@settings(max_examples=20, deadline=None)
def test_a_whole_file_keeps_every_row_on_its_line(tmp_path_factory, rows, end):
    # Some rows well formed with line breaks in a cell, some one column short, some behind blank lines.
    text, line, wanted = ",".join(HEADER) + end, 2, []
    for name, is_short, blank in rows:
        text += blank
        line += blank.count("\n")
        cells = person(NAMA_LGKP="X" + name)
        written = io.StringIO(newline="")
        csv.writer(written, lineterminator=end).writerow(cells[:-1] if is_short and "\n" not in name else cells)
        wanted.append((line, not (is_short and "\n" not in name)))
        text += written.getvalue()
        line += name.count("\n") + 1
    read = read_bytes(tmp_path_factory.mktemp("lines"), text.encode())
    assert [(row["row"], row["readable"]) for row in read.rows] == wanted
    assert read.snapshot.rows == len(rows)


@pytest.mark.parametrize("size", [400, 3000])
def test_where_the_file_is_cut_into_pieces_does_not_matter(tmp_path, monkeypatch, size):
    people = [person(ID_DTKS=str(n), ALAMAT=f'"JL. MELATI\nNO {n}"' if n % 7 == 0 else f"JL {n}") for n in range(60)]
    content = csv_bytes(people)
    whole = read_bytes(tmp_path, content, name="whole.csv")
    monkeypatch.setattr(delimited, "PIECE_BYTES", size)
    monkeypatch.setattr(delimited, "SMALL_PIECE_BYTES", size // 2)
    cut = read_bytes(tmp_path, content, name="cut.csv")
    assert cut.rows == whole.rows
    assert len(whole.rows) == 60
    # A name with a line break pushes what follows one line down.
    assert whole.rows[-1]["row"] == 2 + 59 + sum(1 for n in range(59) if n % 7 == 0)


@pytest.mark.parametrize(
    ("line", "open_"),
    [
        ("a,b", False),
        ('a,"b', True),
        ('a,"b"', False),
        ('a,"b""', True),
        ('a,"b"""', False),
        ('5" pipe,b', False),
        ('"a"b",c', False),
        ('a, "b', False),
    ],
)
def test_a_quote_opens_a_cell_only_at_its_beginning(line, open_):
    assert leaves_quote_open(line, delimiter=",") is open_


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_one(tmp_path, end):
    read = read_bytes(tmp_path, csv_bytes([person(), person(ID_DTKS="2")], end=end))
    assert read.column("row") == [2, 3]
    assert read.column("source_id") == ["1", "2"]


def test_blank_lines_count_as_lines_and_are_no_rows(tmp_path):
    text = csv_bytes([person()]).decode() + "\n   \n" + ",".join(person(ID_DTKS="2")) + "\n\n"
    assert read_bytes(tmp_path, text.encode()).column("row") == [2, 5]


def test_a_row_of_the_wrong_width_is_kept_and_reported_and_the_rest_is_loaded(tmp_path):
    read = read_bytes(tmp_path, csv_bytes([person(), person()[:-1], [*person(), "more"], person(ID_DTKS="4")]))
    assert read.column("readable") == [True, False, False, True]
    assert read.faults == [(3, "", "10 columns where the header has 11"), (4, "", "12 columns where the header has 11")]
    assert read.reports[0]["value"].startswith("1,6101055708829001")
    assert read.rows[1]["name"] is None
    assert read.snapshot.readable_rows == 2


def test_a_row_of_empty_cells_is_a_row_with_a_fault(tmp_path):
    read = read_bytes(tmp_path, csv_bytes([person(), [""] * 11]))
    assert read.column("readable") == [True, False]
    assert read.faults == [(3, "", "the row is empty")]


def test_a_stray_quote_costs_its_own_row_only(tmp_path):
    people = [person(), person(NAMA_LGKP='"SITI'), *(person(ID_DTKS=str(n)) for n in range(3, 9))]
    read = read_bytes(tmp_path, csv_bytes(people))
    assert read.column("row") == list(range(2, 10))
    assert [fault[0] for fault in read.faults] == [3]
    assert "quote" in read.faults[0][2]


def test_a_stray_quote_that_another_row_closes_costs_only_those_rows(tmp_path):
    people = [person(), person(NAMA_LGKP='"SITI'), person(ID_DTKS="3"), person(NAMA_LGKP='A"'), person(ID_DTKS="5")]
    read = read_bytes(tmp_path, csv_bytes(people))
    assert read.column("row") == [2, 3, 4, 5, 6]
    assert [fault[0] for fault in read.faults] == [3]


def test_a_stray_quote_in_a_large_file_does_not_swallow_it(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "PIECE_BYTES", 40_000)
    people = [person(ID_DTKS=str(n)) for n in range(1500)]
    people[10] = person(NAMA_LGKP='"SITI')
    read = read_bytes(tmp_path, csv_bytes(people))
    assert len(read.rows) == 1500
    assert [fault[0] for fault in read.faults] == [12]


def test_a_nul_is_taken_out_and_said(tmp_path):
    read = read_bytes(tmp_path, csv_bytes([person(NAMA_LGKP="SITI\0AMINAH"), person(ID_DTKS="2")]))
    assert read.column("name") == ["SITIAMINAH", "SITI AMINAH"]
    assert (2, "NAMA_LGKP", "a NUL character in the value was removed") in read.warnings


def test_the_last_row_may_lack_its_line_end(tmp_path):
    assert read_bytes(tmp_path, csv_bytes([person(), person(ID_DTKS="2")]).rstrip(b"\n")).column("row") == [2, 3]


@pytest.mark.parametrize("cut_at", [-20, -60, -90])
def test_a_file_cut_off_in_its_last_row_is_refused(tmp_path, cut_at):
    with pytest.raises(Refusal, match=r"line 3, has \d+ of 11 columns and no line end"):
        read_bytes(tmp_path, csv_bytes([person(), person(ID_DTKS="2")])[:cut_at])


def test_a_file_cut_off_inside_quotes_is_refused(tmp_path):
    with pytest.raises(Refusal, match="line 3, ends inside a quoted value"):
        read_bytes(tmp_path, csv_bytes([person(), person(ALAMAT='"JL. MELATI\nNO. 1"')])[:-25])


def test_nothing_is_left_behind_by_a_refusal(tmp_path):
    with pytest.raises(Refusal):
        read_bytes(tmp_path, csv_bytes([person()])[:-30])
    assert [path.name for path in Path(tmp_path).iterdir()] == ["dtks.csv"]
