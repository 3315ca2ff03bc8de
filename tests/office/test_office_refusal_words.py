"""Whatever a room refuses is said in Indonesian: every sentence that its code holds has its words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from cakupan.office.refusal_words import GAP, in_page_language, indonesian, words

SOURCE = Path(__file__).parents[2] / "src" / "cakupan"
# What a page of the office can meet. The command line's own (demo, serve, law questions of other segments) stays English.
ASKED = (
    *("registers/columnar.py", "registers/delimited.py", "registers/incoming.py", "registers/kinds.py", "registers/layout.py"),
    *("registers/lines.py", "registers/mended.py", "registers/mistaken.py", "registers/packed.py", "registers/register.py"),
    *("registers/snapshot.py", "registers/source.py", "registers/workbook.py", "report/branch_batch.py"),
    *("report/faults_workbook.py", "month/closing.py", "month/proposal.py", "outlook/bill.py", "outlook/what_if.py"),
    *("law/calendar.py", "law/consultation.py", "wiring/answer.py", "wiring/documents.py", "wiring/editions.py"),
    *("wiring/month.py", "wiring/month_inputs.py", "wiring/outlook.py", "wiring/positions.py", "wiring/proposal.py"),
    *("wiring/review_pairs.py", "wiring/workspace.py", "wiring/writing.py", "wiring/comparison.py", "wiring/programme_law.py"),
    *("answer/standing.py", "answer/question.py", "counter/shelf.py", "record/credentials.py"),
)


def sentences(node: ast.expr) -> Iterator[str]:
    """The sentences that an argument can be, with ``{}`` for what is filled in; nothing for what is not written there."""
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(part.value if isinstance(part, ast.Constant) else GAP for part in parts)
        case ast.IfExp(body=first, orelse=second):
            yield from sentences(first)
            yield from sentences(second)
        case ast.BinOp(left=first, op=ast.Add(), right=second):
            yield from (head + tail for head in sentences(first) for tail in sentences(second))


def said(file: str) -> Iterator[str]:
    for node in ast.walk(ast.parse((SOURCE / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Refusal", "Busy"):
            for argument in (*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg in ("why", "mend"))):
                yield from sentences(argument)


@pytest.mark.parametrize("file", ASKED)
def test_every_sentence_of_a_room_has_its_indonesian(file: str) -> None:
    spoken = [sentence for sentence in said(file) if re.sub(r"[{}\W]", "", sentence)]
    lacking = [sentence for sentence in spoken if indonesian(sentence.replace(GAP, "X")) is None]
    assert not lacking


def test_what_is_filled_in_stands_in_the_indonesian_too() -> None:
    assert indonesian("it has 240 MB; 200 MB are taken at most.") == "besarnya 240 MB; paling besar 200 MB."


def test_no_sentence_asks_the_reader_to_type_a_command() -> None:
    assert not [said for _, said in words() if "cakupan " in said or "--" in said]


def test_english_pages_keep_english_and_the_offices_own_words_stay() -> None:
    with translation.override("en"):
        assert in_page_language("it is empty.") == "it is empty."
    with translation.override("id"):
        assert in_page_language("it is empty.") == "berkasnya kosong."
        assert in_page_language("alasannya belum ditulis.") == "alasannya belum ditulis."
