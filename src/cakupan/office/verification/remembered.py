"""Counts over all mismatches of an area, reckoned once for as long as neither position nor cases change.

A region of 600,000 has more than a hundred thousand of them, and every page of the queue and every desk's first page counts them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.models import CharField, Func, QuerySet

from cakupan.office.positions.models import Position
from cakupan.office.verification.models import CaseHistory, MismatchAssignment

Counted = TypeVar("Counted")
SECONDS = 24 * 60 * 60


def remembered(what: str, rows: QuerySet[Any], count: Callable[[], Counted]) -> Counted:
    """What ``count`` says of these rows; asked again only once a position was loaded or a case moved since.

    The rows are known by their query, which names area and filter, and by the villages to which row-level security holds an
    officer of a kelurahan. The stamp is what this officer may see of positions and moves: another scope has another.
    """
    held_to = Func(function="cakupan_held_to", output_field=CharField())
    stamp: tuple[Any, ...] = (
        Position.objects.order_by("-pk").values_list("pk", "loaded_at", held_to).first(),
        CaseHistory.objects.order_by("-pk").values_list("pk", flat=True).first(),
    )
    try:
        query, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return count()  # nothing can match: nothing is asked
    if MismatchAssignment._meta.db_table in query:
        stamp = (*stamp, MismatchAssignment.objects.order_by("-assigned_at").values_list("assigned_at", flat=True).first())
    key = hashlib.sha256(repr((what, stamp, query, parameters)).encode()).hexdigest()
    found: Counted | None = cache.get(key)
    if found is None:
        found = count()
        cache.set(key, found, SECONDS)
    return found
