"""What the database is told of who asks: row-level security reads it. Set for one request or one piece of work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

from cakupan.office.database.models import Area

_SET = (
    "SELECT set_config('cakupan.areas', %s, false), set_config('cakupan.user_id', %s, false), "
    "set_config('cakupan.desk', %s, false), set_config('cakupan.places', %s, false)"
)


def within(area: str, own: str) -> bool:
    """Whether an area is this one, or lies below it: ``16.10`` within ``16``."""
    return area == own or area.startswith(f"{own}.")


def seen_areas(codes: Sequence[str]) -> list[str]:
    """The areas of the office that these codes hold: each of them, and what lies below it. Unknown codes hold nothing."""
    known = Area.objects.values_list("code", flat=True)
    return sorted(code for code in known if any(within(code, own) for own in codes))


def enter(*, areas: Sequence[str], user_id: int | None, desk: str, places: Sequence[str] = ()) -> None:
    """From here on this connection sees rows of these areas only; as the desk of a kelurahan only those of its ``places``."""
    with connection.cursor() as cursor:
        cursor.execute(_SET, [",".join(areas), str(user_id or ""), desk, ",".join(places)])


def leave() -> None:
    """From here on this connection sees no row that belongs to an area. Silent if it is not open: a new one sees nothing."""
    if connection.connection is not None and not connection.connection.closed:
        with connection.cursor() as cursor:
            cursor.execute(_SET, ["", "", "", ""])


@contextmanager
def scoped(*, areas: Sequence[str], user_id: int | None = None, desk: str = "", places: Sequence[str] = ()) -> Iterator[None]:
    """Work that is no request (background work, commands, tests) done as if for these areas."""
    enter(areas=areas, user_id=user_id, desk=desk, places=places)
    try:
        yield
    finally:
        leave()
