"""Every URL with every desk, in its own area and in another, and without signing in: as one table says, and nothing besides."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from typing import Any

import pytest

from cakupan.office.access import AccessMiddleware
from cakupan.office.database.scope import enter
from office.access_table import TABLE, Office, agreed_desks, found_table
from office.office_region import furnished
from office.route_objects import objects
from office.route_walk import routes


@pytest.fixture(scope="module")
def tried(template: tuple[str, str]) -> Iterator[Office]:
    with furnished(template) as home:
        yield Office(objects(home))


def test_something_stands_behind_every_url(tried: Office) -> None:
    for route in routes():
        tried.url(route)


def test_every_url_opens_for_whom_the_table_says(tried: Office) -> None:
    found = found_table(tried)
    if os.environ.get("CAKUPAN_WRITE_ACCESS"):
        TABLE.write_text(found, encoding="utf-8")
    agreed = TABLE.read_text(encoding="utf-8")
    assert found == agreed, "".join(difflib.unified_diff(agreed.splitlines(True), found.splitlines(True), "agreed", "found"))


def test_from_another_area_nothing_is_seen(tried: Office) -> None:
    assert [seen for route in routes() for seen in tried.seen_from_elsewhere(route, agreed_desks(route.name))] == []


def test_where_every_view_forgets_its_area_the_database_still_hides_the_rows(
    tried: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The area of the URL is believed without a look, as if no check were there: only what the database was told is true."""

    def believed(self: AccessMiddleware, request: Any, kwargs: Any) -> None:
        request.area = kwargs.get("area")
        enter(areas=list(request.areas), user_id=request.user.pk, desk=request.user.desk)

    marks = tried.told_apart()
    assert len(marks) > 1000
    monkeypatch.setattr(AccessMiddleware, "_enter_area", believed)
    tries = [
        (route, who) for route in routes() if route.of_an_area for who in tried.foreign if who[0] in agreed_desks(route.name)
    ]
    assert len(tries) > 200
    seen = [(route.name, desk, found) for route, (desk, _) in tries if (found := tried.marks_in(route, desk, marks))]
    assert seen == []
