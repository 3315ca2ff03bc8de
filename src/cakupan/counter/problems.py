"""What is refused, as RFC 9457 problem details in Indonesian and English: what, why, how to mend. By code, from problems.yaml."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from cakupan.law.refusal import Refusal
from cakupan.record.access_log import NotRecorded

TYPES = "/api/v1/#"
PARTS = ("what", "why", "mend")


class Problem(Exception):
    """A request that is refused; the code says why. ``words`` fill the sentences: never a person's data."""

    def __init__(self, code: str, *, retry_seconds: float | None = None, **words: object) -> None:
        super().__init__(code)
        self.code = code
        self.retry_seconds = retry_seconds
        self.words = words

    @property
    def status(self) -> int:
        """The status of HTTP."""
        status: int = problems()[self.code]["status"]
        return status

    @property
    def headers(self) -> tuple[tuple[bytes, bytes], ...]:
        """Headers that belong to it: how to prove oneself, when to ask again."""
        found = []
        if self.status == 401:
            found.append((b"www-authenticate", b'Bearer realm="cakupan"'))
        if self.status in (429, 503):
            found.append((b"retry-after", str(max(1, math.ceil(self.retry_seconds or 1))).encode()))
        return tuple(found)

    def as_dict(self) -> dict[str, Any]:
        """The members of RFC 9457, then what, why and mend in both languages."""
        said = {language: self._said(language) for language in ("id", "en")}
        title, *rest = said["id"].values()
        standard = {"type": f"{TYPES}{self.code}", "title": title, "status": self.status, "detail": " ".join(rest)}
        return {**standard, "code": self.code, **said["id"], "en": said["en"]}

    def _said(self, language: str) -> dict[str, str]:
        told = problems()[self.code]
        return {part: str(told[part][language]).format_map(self.words) for part in PARTS}


def problem_of(refusal: Refusal) -> Problem:
    """The problem that a refusal is, by its ``code``; one without is of the counter itself, not of the request."""
    code = "not_recorded" if isinstance(refusal, NotRecorded) else str(refusal.fields.get("code"))
    return Problem(code if code in problems() else "not_ready")


@cache
def problems() -> Mapping[str, Any]:
    """Every problem by its code, read once."""
    read: Mapping[str, Any] = yaml.safe_load(
        resources.files("cakupan.counter").joinpath("problems.yaml").read_text(encoding="utf-8")
    )
    return read
