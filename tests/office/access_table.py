"""Who may open which URL, found out by trying, and the readable table that says what was agreed (``access.txt``)."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import Client

from cakupan.office.accounts.desks import Desk
from cakupan.office.accounts.models import User
from cakupan.office.papers.models import Paper
from cakupan.office.positions.models import Person
from office.office_region import AREA, DECIDE, OTHER, officers
from office.route_objects import NUMBER, QUERIES, names_a_row, values
from office.route_walk import Route, routes
from office_people import a_user, signed_in

TABLE = Path(__file__).with_name("access.txt")
PUBLIC = "public"
COLUMNS = (PUBLIC, *Desk.values)
OPEN, SIGN_IN, FORBIDDEN, NOT_THERE, BROKEN = "open", "sign in", "forbidden", "not there", "broken"
# How an outcome is written, of somebody of the desk and of somebody there who decides; any other pair is a fault, written "!".
SIGNS = {
    (OPEN, OPEN): "o",
    (FORBIDDEN, OPEN): "+",
    (FORBIDDEN, FORBIDDEN): ".",
    (NOT_THERE, NOT_THERE): "-",
    (SIGN_IN, SIGN_IN): "m",
}
# A page, a file, nothing new, a page elsewhere in the office; a form that is not filled in, a step that does not fit now.
OPENS = (200, 204, 302, 409, 422)
LEGEND = """\
# Who may open which URL of the office, in an area of their own: GET, and POST where a URL answers nothing else.
#
#   o  opens                   .  is refused (403)          -  is not there (404)
#   +  opens for those of the desk who decide only          m  is asked to sign in
#
# In an area that is not theirs nothing opens for anybody, and whatever names a row of another area is not there: the same test.
# After a change: python -m tools.access writes this file anew from what is; read the difference as you would a decree.
"""


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Whatever a request writes is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client: Client, url: str) -> Any:
    """The answer to GET, or to an empty POST where the URL answers to nothing else."""
    kept = client.cookies.copy()
    with nothing_kept():
        answer = client.get(url)
        answer = client.post(url) if answer.status_code == 405 else answer
        answer.close()
    client.cookies = kept
    return answer


def outcome(answer: Any) -> str:
    """What became of it; a status that no page may have is broken."""
    status, where = answer.status_code, answer.headers.get("Location", "")
    if status == 302 and where.startswith("/masuk/"):
        return SIGN_IN
    return {403: FORBIDDEN, 404: NOT_THERE}.get(status, OPEN if status in OPENS else BROKEN)


class Office:
    """Browsers of every desk in the area and in another, and a URL for every route."""

    def __init__(self, made: dict[str, Any]) -> None:
        # Refusals are what is tried here; Django would print each.
        logging.getLogger("django.request").setLevel(logging.CRITICAL)
        self.made = made
        self.anonymous = Client(raise_request_exception=False)
        self.own = _signed_in(officers(AREA))
        # Of every desk who may most. The other area lies in our province, whose officers see both: one of theirs sees it alone.
        foreign = {who: user for who, user in officers(OTHER).items() if who[1] or who[0] not in DECIDE}
        self.foreign = _signed_in({**foreign, ("provinsi", True): a_user("provinsi", (OTHER,), approver=True)})

    def url(self, route: Route, area: str = AREA) -> str:
        """Where a route is in an area; the rows that it names are always those of ``AREA``."""
        return route.url(values(route.name, route.arguments, self.made, area)) + QUERIES.get(route.name, "")

    def row(self, route: Route) -> dict[str, str]:
        """The sign of each column."""
        url = self.url(route)
        anonymous = outcome(ask(self.anonymous, url))
        told = {PUBLIC: _sign(anonymous, anonymous)}
        for desk in Desk.values:
            plain = outcome(ask(self.own[desk, False], url))
            # Whoever decides may do what a colleague may, and perhaps more.
            approver = self.own.get((desk, True)) if plain == FORBIDDEN else None
            told[desk] = _sign(plain, outcome(ask(approver, url)) if approver else plain)
        return told

    def seen_from_elsewhere(self, route: Route, desks: Collection[str]) -> list[str]:
        """Who of another area, at desks that may open a route at all, gets it: in our area, or of our row in theirs."""
        tried = [self.url(route)] if route.of_an_area else []
        if route.of_an_area and names_a_row(route.name, route.arguments):
            tried.append(self.url(route, OTHER))
        return [
            f"{desk}: {url}"
            for url in tried
            for (desk, _), client in self.foreign.items()
            if desk in desks and outcome(ask(client, url)) not in (FORBIDDEN, NOT_THERE)
        ]

    def told_apart(self) -> set[str]:
        """What only stands in rows of our area: people's names and numbers, what papers and files are called."""
        people = Person.objects.using("loader").filter(area=AREA).values_list("name", "nik")
        marks = {word for pair in people for word in pair if len(word) >= 10}
        return marks | {NUMBER, *Paper.objects.using("loader").filter(area=AREA).values_list("number", flat=True)}

    def marks_in(self, route: Route, desk: str, marks: set[str]) -> list[str]:
        """Those that somebody of another area reads on a page all the same."""
        client = next(client for (each, _), client in self.foreign.items() if each == desk)
        answer = ask(client, self.url(route))
        text = "" if answer.streaming else answer.content.decode(errors="replace")
        return sorted(mark for mark in marks if mark in text)[:3]


def _signed_in(users: dict[tuple[str, bool], User]) -> dict[tuple[str, bool], Client]:
    return {who: signed_in(user, raise_request_exception=False) for who, user in users.items()}


def _sign(plain: str, approver: str) -> str:
    return SIGNS.get((plain, approver), "!")


def found_table(office: Office) -> str:
    """The table as it is."""
    return written({route.name: office.row(route) for route in routes()})


def agreed_desks(name: str) -> list[str]:
    """The desks for which the table says that a route opens, the public first."""
    line = next(line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.split()[:1] == [name])
    return [column for column, sign in zip(COLUMNS, line.split()[1:], strict=True) if sign in "o+"]


def written(rows: dict[str, dict[str, str]]) -> str:
    """Rows as text: a line for each route, a column for each desk."""
    wide = max(map(len, rows)) + 2
    lines = [f"{'':{wide}}{' '.join(COLUMNS)}"]
    for name, signs in rows.items():
        lines.append(f"{name:{wide}}" + " ".join(f"{signs[column]:^{len(column)}}" for column in COLUMNS).rstrip())
    return LEGEND + "\n" + "\n".join(lines) + "\n"
