"""What a line of the server's log may say: where and what kind, never who."""

from __future__ import annotations

import logging
import re

from cakupan.report.letters.person import without_numbers

# PostgreSQL quotes the row that it refuses ("DETAIL:  Failing row contains (…)") and the statement at fault; a hint is our own.
QUOTED = re.compile(r"^(?:(?!HINT)[A-Z]{4,}:  |LINE \d+: ).*?(?=^[A-Z]{4,}:  |^\s*$|^Traceback |\Z)", re.MULTILINE | re.DOTALL)

# The one message that quotes what it could not read in its first line.
UNREAD = re.compile(r"(invalid input syntax for type [\w ]+: ).*")


class LogLine(logging.Formatter):
    """A line, with its traceback, without the data of people that an error of the database quotes, and without their numbers."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as it stands in the log."""
        return str(without_numbers(UNREAD.sub(r"\1…", QUOTED.sub("", super().format(record)))))
