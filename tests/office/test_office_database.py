"""What the database itself holds to, asked as the three logins that the office uses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from cakupan.office.audit.log import note
from cakupan.office.database.models import Area
from cakupan.office.database.scope import scoped, seen_areas

pytestmark = pytest.mark.usefixtures("office")


def a_position(area: str, *, closed: bool = False) -> Any:
    """A position written by the loader, as publishing does."""
    from cakupan.office.positions.models import Position

    found = Position.objects.using("loader").create(
        area=area, month=dt.date(2024, 7, 1), edition="e" * 64, as_of_date=dt.date(2024, 7, 1), manifest={}
    )
    if closed:
        Position.objects.using("loader").filter(pk=found.pk).update(closed_at=dt.datetime(2024, 7, 3, tzinfo=dt.UTC))
    return found


def test_a_connection_that_was_told_nothing_sees_nothing() -> None:
    from cakupan.office.positions.models import Position

    a_position("16.10")
    assert Position.objects.count() == 0
    with scoped(areas=["16.10"]):
        assert Position.objects.count() == 1
    with scoped(areas=["16.71"]):
        assert Position.objects.count() == 0


def test_pages_cannot_write_what_the_loader_loads() -> None:
    from cakupan.office.positions.models import Figures

    position = a_position("16.10")
    with scoped(areas=["16.10"]), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Figures.objects.create(area="16.10", position=position, name="outlook", rows=[])


@pytest.mark.parametrize("login", ["loader", "owner"])
def test_a_closed_month_is_changed_by_nobody(login: str) -> None:
    from cakupan.office.positions.models import Figures, Position

    position = a_position("16.10")
    kept = Figures.objects.using("loader").create(area="16.10", position=position, name="outlook", rows=[])
    Position.objects.using("loader").filter(pk=position.pk).update(closed_at=dt.datetime(2024, 7, 3, tzinfo=dt.UTC))
    for change in (
        lambda: Figures.objects.using(login).filter(pk=kept.pk).update(rows=[1]),
        lambda: Figures.objects.using(login).filter(pk=kept.pk).delete(),
        lambda: Figures.objects.using(login).create(area="16.10", position=position, name="late", rows=[]),
        lambda: Position.objects.using(login).filter(pk=position.pk).update(current=False),
    ):
        with pytest.raises(DatabaseError, match="is refused"), transaction.atomic(using=login):
            change()


def test_the_log_is_appended_and_never_changed() -> None:
    with scoped(areas=["16.10"]):
        first, second = note(None, "test.one", area="16.10"), note(None, "test.two", area="16.10")
    assert (first, second) == (1, 2)
    for login in ("default", "loader", "owner"):
        for change in ("UPDATE audit_logentry SET action = 'x'", "DELETE FROM audit_logentry", "TRUNCATE audit_logentry"):
            with (
                pytest.raises(DatabaseError, match=r"is refused|permission denied"),
                transaction.atomic(using=login),
                connections[login].cursor() as c,
            ):
                c.execute(change)


def test_an_entry_falls_with_its_transaction() -> None:
    with scoped(areas=["16.10"]):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            note(None, "test.lost", area="16.10")
            raise ZeroDivisionError
        assert note(None, "test.kept", area="16.10") == 1


def test_a_province_holds_its_regencies() -> None:
    for code in ("16", "16.10", "16.71", "61"):
        Area.objects.create(code=code, name=code)
    assert seen_areas(["16"]) == ["16", "16.10", "16.71"]
    assert seen_areas(["16.10"]) == ["16.10"]
    assert seen_areas(["1"]) == []


def test_every_table_of_an_area_is_protected() -> None:
    from django.apps import apps

    from cakupan.office.database.models import AreaRow

    tables = [m._meta.db_table for m in apps.get_models() if issubclass(m, AreaRow)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies")
        guarded = {row[0] for row in cursor.fetchall()}
    assert tables and set(tables) <= guarded
