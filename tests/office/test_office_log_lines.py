"""What stands in the server's log: where and what kind, and nothing of whom, whatever an error of the database quotes."""

from __future__ import annotations

import datetime as dt
import io
import logging

import psycopg
import pytest
from django.db import DatabaseError, connections

from cakupan.office.log_lines import LogLine
from cakupan.office.positions.models import Person
from office_people import an_area

NIK = "1610044102909007"


def logged(fault: BaseException) -> str:
    """What the handler of the office's settings writes of a fault."""
    handler = next(each for each in logging.getLogger().handlers if isinstance(each.formatter, LogLine))
    made = logging.getLogger("django.request").makeRecord(
        "django.request",
        logging.ERROR,
        __file__,
        1,
        "Internal Server Error: %s",
        ("/16.10/",),
        (type(fault), fault, fault.__traceback__),
    )
    return handler.format(made)


def somebody() -> Person:
    told = {"area": an_area("16.10"), "identity": f"nik:{NIK}", "known_from": "residents", "seen_month": dt.date(2024, 7, 1)}
    return Person.objects.using("loader").create(**told, nik=NIK, name="NURJANNAH AHMAD")


@pytest.mark.usefixtures("office")
def test_an_error_that_quotes_a_row_is_told_without_it() -> None:
    known = somebody()
    with pytest.raises(DatabaseError, match=NIK) as same:
        somebody()
    line = logged(same.value)
    assert NIK not in line and "person_once" in line and "UniqueViolation" in line and "Traceback" in line
    with pytest.raises(DatabaseError, match=known.name) as same:
        Person.objects.using("loader").filter(pk=known.pk).update(area=None)
    line = logged(same.value)
    assert known.name not in line and "null value in column" in line and "NotNullViolation" in line


@pytest.mark.usefixtures("office")
def test_a_copy_that_fails_names_no_line_of_its_file() -> None:
    with connections["loader"].cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE people (born date, name text)")
        with pytest.raises(psycopg.Error, match="CONTEXT") as same, cursor.copy("COPY people FROM STDIN (FORMAT csv)") as copy:
            copy.write(b"NURJANNAH,1990-02-01\n")
    line = logged(same.value)
    assert "NURJANNAH" not in line.split("psycopg.errors")[-1] and "invalid input syntax for type date: …" in line


def test_what_is_no_data_stays() -> None:
    fault = ValueError("no such month: 2024-13\nHINT:  write it as 2024-12")
    assert "2024-13" in logged(fault) and "HINT:  write it as 2024-12" in logged(fault)
    chained = RuntimeError("while loading")
    chained.__cause__ = ValueError("x\nDETAIL:  Key (name)=(SITI).\n")
    told = logged(chained)
    assert "SITI" not in told and "RuntimeError: while loading" in told and "direct cause" in told


def test_a_line_is_written_as_it_is_formatted() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LogLine())
    handler.emit(logging.LogRecord("x", logging.WARNING, __file__, 1, f"refused {NIK}", None, None))
    assert stream.getvalue() == "refused 1610********9007\n"
