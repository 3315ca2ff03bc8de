"""The one kind of "no" that is shown to a person: what, why, and how to mend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """A request that cannot be done as asked. Nothing was changed.

    ``what`` names the thing refused, ``why`` the reason, ``mend`` what the person can do next.
    ``fields`` carries machine-readable details for ``--json``; never the data of a person.
    """

    def __init__(self, what: str, *, why: str, mend: str, **fields: Any) -> None:
        super().__init__(f"{what}: {why} {mend}")
        self.what = what
        self.why = why
        self.mend = mend
        self.fields: Mapping[str, Any] = fields

    def as_dict(self) -> dict[str, Any]:
        """The refusal as it stands in ``--json``: ``{"refused": …, "why": …, "mend": …, **fields}``."""
        return {"refused": self.what, "why": self.why, "mend": self.mend, **self.fields}


class Busy(Refusal):
    """Refused only because somebody else is at it: the same request can be given again in a moment."""
